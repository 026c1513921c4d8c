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

/** What can be read of an operation's parameters. */
export type Params = Readonly<
  Record<string, string | number | boolean | null | readonly (number | string | readonly number[])[]>
>

/**
 * One operation with its parameters. The abstract result is known when it is made; what differentiation needs are the
 * operation again on other operands, its derivative and its transpose.
 */
export interface Op {
  /** JAX's name of the primitive. */
  readonly name: string
  readonly params: Params
  /** The avals of the results. */
  readonly outs: readonly ShapedArray[]
  /** The jaxprs that it calls. */
  readonly calls?: readonly Jaxpr[]
  /** The same operation on other operands. */
  readonly again: (inputs: readonly Operand[]) => readonly Operand[]
  /** The tangents of the results, null for zero; absent where all of them are zero. */
  readonly jvp?: (
    tangents: readonly (Operand | null)[],
    primals: readonly Operand[],
    results: readonly Operand[],
  ) => readonly (Operand | null)[]
  /** In place of running it forward and then `jvp`: both at once. */
  readonly both?: (
    primals: readonly Operand[],
    tangents: readonly (Operand | null)[],
  ) => readonly [readonly Operand[], readonly (Operand | null)[]]
  /** Cotangents of the operands from those of the results (null for zero); `linear[i]` tells which operands want one. */
  readonly transpose?: (
    cotangents: readonly (Operand | null)[],
    inputs: readonly Operand[],
    linear: readonly boolean[],
  ) => readonly (Operand | null)[]
}

/** A variable of a jaxpr. */
export class Var {
  readonly aval: ShapedArray

  constructor(aval: ShapedArray) {
    this.aval = aval
  }
}

export type Atom = Var | Literal

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
