import {each, type Each} from './arity.ts'
import type {JaxArray} from './array.ts'
import type {ShapedArray} from './aval.ts'

/** A constant written into a jaxpr: a Python or NumPy scalar. */
export class Literal {
  readonly value: number | bigint | readonly [number, number]
  readonly aval: ShapedArray
  /** A zero tangent that JAX makes an array of: a call split for its gradient hands it over as a residual. */
  readonly held: boolean

  constructor(value: number | bigint | readonly [number, number], aval: ShapedArray, held = false) {
    this.value = value
    this.aval = aval
    this.held = held
    Object.freeze(this)
  }
}

/** What an operation works on: an array, a tracer or a literal. */
export type Operand = JaxArray | Literal

/** The avals of operands. */
export const avalsIn = (operands: readonly {readonly aval: ShapedArray}[]): readonly ShapedArray[] =>
  operands.map(({aval}) => aval)

/** A parameter of an operation: a number or word, or a list or record of such. */
export type ParamValue =
  string | number | boolean | null | readonly ParamValue[] | {readonly [name: string]: ParamValue}

/** What can be read of an operation's parameters, by JAX's names. */
export type Params = Readonly<Record<string, ParamValue>>

/**
 * One operation with its parameters, on operands `I` with results `O`. The abstract results are known when it is made; what
 * differentiation needs are the operation again on other operands, its derivative and its transpose.
 */
export interface Rule<I extends readonly Operand[], O extends readonly ShapedArray[]> {
  /** JAX's name of the primitive. */
  readonly name: string
  /** What tells one use of the primitive from another. */
  readonly params: Params
  /** What JAX prints beside them, and nothing depends on. */
  readonly printed?: Params
  /** The avals of the results. */
  readonly outs: O
  /** The jaxprs that it calls. */
  readonly calls?: readonly Jaxpr[]
  /** The same operation on other operands. */
  readonly again: (inputs: Each<I, Operand>) => Each<O, Operand>
  /** The tangents of the results, null for zero; absent where all of them are zero. */
  readonly jvp?: (
    tangents: Each<I, Operand | null>,
    primals: Each<I, Operand>,
    results: Each<O, Operand>,
  ) => Each<O, Operand | null>
  /** In place of running it forward and then `jvp`: both at once. */
  readonly both?: (
    primals: Each<I, Operand>,
    tangents: Each<I, Operand | null>,
  ) => readonly [Each<O, Operand>, Each<O, Operand | null>]
  /** Cotangents of the operands from those of the results (null for zero); `linear[i]` tells which operands want one. */
  readonly transpose?: (
    cotangents: Each<O, Operand | null>,
    inputs: Each<I, Operand>,
    linear: Each<I, boolean>,
  ) => Each<I, Operand | null>
  /**
   * The same operation on stacks of operands, along a new first axis; `stacked[i]` tells which operands are stacks. All results
   * are. Where it is absent, the rows are done one by one.
   */
  readonly batch?: (inputs: Each<I, Operand>, stacked: Each<I, boolean>, size: number) => Each<O, Operand>
}

/** An operation on any number of operands, as traces and tapes keep it. */
export type Op = Rule<readonly Operand[], readonly ShapedArray[]>

/** An operation, as far as its value needs it. */
export interface Call {
  readonly name: string
  readonly params: Params
  readonly outs: readonly ShapedArray[]
  readonly calls: readonly Jaxpr[]
}

/** An operation without its derivatives, and without all that these hold. */
export const callOf = ({name, params, outs, calls = []}: Op): Call => ({name, params, outs, calls})

/** An operation that is being made: one is made for each equation that is traced, so it is filled rather than spread together. */
type Making = {-readonly [K in keyof Op]: Op[K]}

/** A rule as an operation, which checks how many operands it is given. */
export function operation<I extends readonly Operand[], O extends readonly ShapedArray[]>(
  rule: Rule<I, O>,
  {length}: I,
): Op {
  const {name, params, printed, outs, calls, again, jvp, both, transpose, batch} = rule
  const operands = <V>(values: readonly V[]): Each<I, V> => each(length, values)
  const results = <V>(values: readonly V[]): Each<O, V> => each(outs.length, values)
  const op: Making = {name, params, outs, again: (values) => again(operands(values))}
  if (printed !== undefined) op.printed = printed
  if (calls !== undefined) op.calls = calls
  if (jvp !== undefined)
    op.jvp = (tangents, primals, found) => jvp(operands(tangents), operands(primals), results(found))
  if (both !== undefined) op.both = (primals, tangents) => both(operands(primals), operands(tangents))
  if (transpose !== undefined)
    op.transpose = (cotangents, values, linear) =>
      transpose(results(cotangents), operands(values), operands(linear))
  if (batch !== undefined)
    op.batch = (values, stacked, size) => batch(operands(values), operands(stacked), size)
  return op
}

/** A variable of a jaxpr. */
export class Var {
  readonly aval: ShapedArray

  constructor(aval: ShapedArray) {
    this.aval = aval
  }
}

/** What stands in an equation: a variable or a literal. */
export type Atom = Var | Literal

/** One equation of a jaxpr. */
export interface Eqn {
  readonly op: Op
  readonly invars: readonly Atom[]
  readonly outvars: readonly Var[]
}

/** A traced function: JAX's jaxpr. Constants captured by the function come as `constvars` with their values. */
export interface Jaxpr {
  readonly name: string
  readonly invars: readonly Var[]
  readonly constvars: readonly Var[]
  readonly consts: readonly JaxArray[]
  readonly eqns: readonly Eqn[]
  readonly outvars: readonly Atom[]
}
