import {at, dtypeOf, type Operand, replay, type ShapedArray, shaped, trace, avalsIn} from '../array/index.ts'
import type {Structure} from '../graph/index.ts'
import {
  asOperand,
  condOf,
  elementwise as e,
  type Input,
  scanJaxpr,
  shaping as s,
  whileOf,
} from '../lax/index.ts'
import {PythonError} from '../python/index.ts'
import {around, type Leaves, leavesIn, pairOf} from './leaves.ts'
import {vmap} from './mapping.ts'
import {traceTree} from './tracetree.ts'

const same = (a: Structure, b: Structure): boolean =>
  JSON.stringify(outline(a)) === JSON.stringify(outline(b))

/** A structure as nested lists of keys. */
function outline(structure: Structure): unknown {
  return structure.kind === 'container'
    ? structure.like.keys.map((key, i) => [key, outline(at(structure.children, i))])
    : structure.kind
}

/** Makes strong what a loop hands on, where its body makes it so; source: jax `loops.py`, `_promote_weak_typed_inputs`. */
function settled(carry: Leaves, results: readonly ShapedArray[]): Leaves {
  const arrays = carry.arrays.map((array, i) => {
    const to = results[i]
    return to !== undefined && array.aval.weak_type && !to.weak_type && array.aval.ndim === to.ndim
      ? s.convertElementType(array, to.dtype, false)
      : array
  })
  return {...carry, arrays}
}

/** Refuses a loop whose body gives back another type than it is given. */
function checkCarry(
  name: string,
  carry: readonly ShapedArray[],
  results: readonly ShapedArray[],
  isAlike: boolean,
): void {
  if (!isAlike || carry.length !== results.length)
    throw new PythonError(
      'TypeError',
      `${name} function carry input and carry output must have the same pytree structure, but they differ.`,
    )
  carry.forEach((aval, i) => {
    const out = at(results, i)
    if (aval.dtype === out.dtype && String(aval.shape) === String(out.shape)) return
    throw new PythonError(
      'TypeError',
      `${name} function carry input and carry output must have equal types, but they differ: component ${i} has type ${aval.toString()} but the corresponding output has type ${out.toString()}.`,
    )
  })
}

/** What `lax.scan` takes beside its operands. */
export interface ScanLoopOptions {
  /** How many steps; from the first axis of the sequences where it is not given. */
  readonly length?: number | null
  /** Whether it goes from the last step to the first; false where it is not given. */
  readonly reverse?: boolean
  /** How many steps are laid out at a time; the result does not depend on it. */
  readonly unroll?: number | boolean
}

/**
 * `lax.scan(f, init, xs)`: a loop that hands on a carry and stacks what each step gives.
 *
 * @param f from the carry and a row of the sequences to a pair: the next carry, and what is stacked.
 * @returns the last carry and the stacks, as a list.
 * @throws {PythonError} TypeError when the carry changes its type, ValueError when the sequences differ in length.
 * @example
 * scan((sum, x) => [jnp.add(sum, x), sum], 0, jnp.arange(3)) // [3, [0, 0, 1]]
 */
export function scan(
  f: (carry: never, x: never) => unknown,
  init: unknown,
  xs: unknown = null,
  {length = null, reverse = false}: ScanLoopOptions = {},
): readonly [unknown, unknown] {
  const rows = leavesIn(xs)
  const count = lengthOf(rows.arrays, length)
  const rowAvals = rows.arrays.map(({aval: {shape, dtype, weak_type}}) =>
    shaped(shape.slice(1), dtype, weak_type),
  )
  const run = (start: Leaves) =>
    traceTree(f, [start.structure, rows.structure], [avalsIn(start.arrays), rowAvals], 'scan')
  let carry = leavesIn(init)
  let body = run(carry)
  const firm = settled(
    carry,
    body.jaxpr.outvars.slice(0, carry.arrays.length).map(({aval}) => aval),
  )
  if (firm.arrays.some((array, i) => array !== carry.arrays[i])) body = run((carry = firm))
  const [next, ys] = halves(body.out)
  const n = carry.arrays.length
  checkCarry(
    'scan body',
    avalsIn(carry.arrays),
    body.jaxpr.outvars.slice(0, leafCount(next)).map(({aval}) => aval),
    same(carry.structure, next),
  )
  const results = scanJaxpr(body.jaxpr, [...body.consts, ...carry.arrays, ...rows.arrays], {
    length: count,
    num_consts: body.consts.length,
    num_carry: n,
    reverse,
  })
  return [around(carry.structure, results.slice(0, n)), around(ys, results.slice(n))]
}

/** The structures of the pair that the step of a scan returned. */
function halves(out: Structure): readonly [Structure, Structure] {
  const [next, ys, ...more] = out.kind === 'container' ? out.children : []
  if (next !== undefined && ys !== undefined && more.length === 0) return [next, ys]
  throw new PythonError('TypeError', 'scan body_fun must return a pair: the next carry, and what is stacked')
}

const leafCount = (structure: Structure): number =>
  structure.kind === 'container'
    ? structure.children.reduce((sum, child) => sum + leafCount(child), 0)
    : Number(structure.kind === 'leaf')

function lengthOf(rows: readonly Operand[], length: number | null): number {
  const lengths = [
    ...new Set([...rows.map(({aval}) => aval.shape[0] ?? -1), ...(length === null ? [] : [length])]),
  ]
  const [count] = lengths
  if (count === undefined)
    throw new PythonError('ValueError', 'scan got no values to scan over and `length` not provided.')
  if (lengths.length > 1)
    throw new PythonError(
      'ValueError',
      `scan got values with different leading axis sizes: ${lengths.join(', ')}.`,
    )
  return count
}

/**
 * `lax.while_loop(test, body, init)`: hands a value on as long as the test says so.
 *
 * @throws {PythonError} TypeError when the body gives back another type.
 */
export function whileLoop(
  test: (value: never) => unknown,
  body: (value: never) => unknown,
  init: unknown,
): unknown {
  const run = (start: Leaves) => traceTree(body, [start.structure], [avalsIn(start.arrays)], 'while')
  let carry = leavesIn(init)
  let turn = run(carry)
  const firm = settled(
    carry,
    turn.jaxpr.outvars.map(({aval}) => aval),
  )
  if (firm.arrays.some((array, i) => array !== carry.arrays[i])) turn = run((carry = firm))
  checkCarry(
    'while_loop body',
    avalsIn(carry.arrays),
    turn.jaxpr.outvars.map(({aval}) => aval),
    same(carry.structure, turn.out),
  )
  const asks = traceTree(test, [carry.structure], [avalsIn(carry.arrays)], 'while')
  const [answer] = asks.jaxpr.outvars
  if (answer === undefined || answer.aval.ndim > 0 || answer.aval.dtype.kind !== 'b')
    throw new PythonError(
      'TypeError',
      `cond_fun must return a boolean scalar, but got output type(s) ${asks.jaxpr.outvars.map(({aval}) => aval.toString()).join(', ')}.`,
    )
  const results = whileOf(asks.jaxpr, turn.jaxpr, [...asks.consts, ...turn.consts, ...carry.arrays], {
    cond_nconsts: asks.consts.length,
    body_nconsts: turn.consts.length,
  })
  return around(carry.structure, results)
}

/**
 * `lax.fori_loop(lower, upper, body, init)`: a loop over whole numbers, a scan where both bounds are known.
 *
 * @example
 * foriLoop(0, 5, (i, x) => jnp.add(x, i), 0) // 10
 */
export function foriLoop(
  lower: Input,
  upper: Input,
  body: (i: never, value: never) => unknown,
  init: unknown,
): unknown {
  if (typeof lower === 'number' && typeof upper === 'number') {
    const step = (pair: never): readonly [unknown, null] => {
      const [i, value]: readonly unknown[] = pair
      return [[plus(i), Reflect.apply(body, undefined, [i, value])], null]
    }
    const [done] = scan(step, [lower, init], null, {length: Math.max(0, upper - lower)})
    return pairOf(done, 'fori_loop')[1]
  }
  const going = (triple: never): unknown => {
    const [i, end]: readonly unknown[] = triple
    return around({kind: 'leaf'}, [e.lt(operandIn(i), operandIn(end))])
  }
  const turn = (triple: never): unknown => {
    const [i, end, value]: readonly unknown[] = triple
    return [plus(i), end, Reflect.apply(body, undefined, [i, value])]
  }
  const done = whileLoop(going, turn, [lower, upper, init])
  return Array.isArray(done) ? done[2] : null
}

const operandIn = (value: unknown): Operand => at(leavesIn(value).arrays, 0)

const plus = (i: unknown): unknown => {
  const operand = operandIn(i)
  return around({kind: 'leaf'}, [e.add(operand, s.literal(1, operand.aval.dtype, operand.aval.weak_type))])
}

/** A condition or an index as the number of a branch. */
function branchNumber(name: string, given: Input): Operand {
  const operand = asOperand(given)
  if (operand.aval.ndim > 0)
    throw new PythonError(
      'TypeError',
      `${name} must be a scalar, but got ${operand.aval.toString()} of shape ${String(operand.aval.shape)}.`,
    )
  return operand
}

/** Traces branches on the same operands and checks that they give back the same. */
function branchesOn(
  name: string,
  branches: readonly ((...args: never[]) => unknown)[],
  operands: readonly unknown[],
  which: Operand,
): unknown {
  const trees = operands.map(leavesIn)
  const avals = trees.map(({arrays}) => avalsIn(arrays))
  const made = branches.map((branch) =>
    traceTree(
      branch,
      trees.map(({structure}) => structure),
      avals,
      name,
    ),
  )
  const first = at(made, 0)
  made.slice(1).forEach(({jaxpr, out}) => {
    const types = jaxpr.outvars.map(({aval}) => `${aval.dtype.name}[${aval.shape.join(',')}]`).join(', ')
    const wanted = first.jaxpr.outvars
      .map(({aval}) => `${aval.dtype.name}[${aval.shape.join(',')}]`)
      .join(', ')
    if (!same(first.out, out) || types !== wanted)
      throw new PythonError(
        'TypeError',
        `${name} branches must have equal output types but they differ: ${wanted} and ${types}.`,
      )
  })
  const consts = made.flatMap((one) => one.consts)
  const wide = made.map(({jaxpr, consts: own}, i) => {
    const before = made.slice(0, i).reduce((sum, one) => sum + one.consts.length, 0)
    return trace([...consts.map(({aval}) => aval), ...avals.flat()], (inputs) =>
      replay(jaxpr, [...inputs.slice(before, before + own.length), ...inputs.slice(consts.length)]),
    )
  })
  const results = condOf(wide, [which, ...consts, ...trees.flatMap(({arrays}) => arrays)])
  return around(first.out, results)
}

/** `lax.cond(pred, yes, no, ...operands)`: one of two functions. */
export function cond(
  pred: Input,
  yes: (...args: never[]) => unknown,
  no: (...args: never[]) => unknown,
  ...operands: readonly unknown[]
): unknown {
  const given = branchNumber('Pred', pred)
  const isBool = given.aval.dtype.kind === 'b'
  const truth = isBool ? given : e.ne(given, s.like(given, 0))
  return branchesOn('cond', [no, yes], operands, s.convertElementType(truth, dtypeOf('int32')))
}

/** `lax.switch(index, branches, ...operands)`: one of several functions, the index held in range. */
export function switchOf(
  index: Input,
  branches: readonly ((...args: never[]) => unknown)[],
  ...operands: readonly unknown[]
): unknown {
  const given = s.convertElementType(branchNumber('Branch index', index), dtypeOf('int32'))
  if (branches.length === 1) return Reflect.apply(at(branches, 0), undefined, operands)
  const held = e.max(e.min(given, s.like(given, branches.length - 1)), s.like(given, 0))
  return branchesOn('switch', branches, operands, held)
}

/** What `lax.map` takes beside its operands. */
export interface MapOptions {
  /** How many rows are done at a time, mapped; one after the other where it is not given. */
  readonly batch_size?: number | null
}

/** `lax.map(f, xs)`: a function of rows, one after the other. */
export function mapRows(
  f: (x: never) => unknown,
  xs: unknown,
  {batch_size = null}: MapOptions = {},
): unknown {
  if (batch_size === null) return scan((carry: never, x: never) => [carry, f(x)], null, xs)[1]
  const many = vmap((...row: readonly unknown[]) => Reflect.apply(f, undefined, row))
  const {structure, arrays} = leavesIn(xs)
  const length = lengthOf(arrays, null)
  const whole = length - (length % batch_size)
  const rows = (from: number, to: number, change: (part: Operand) => Operand): unknown =>
    around(
      structure,
      arrays.map((array) => {
        const {shape} = array.aval
        const zeros = shape.map(() => 0)
        return change(s.slice(array, zeros.with(0, from), shape.with(0, to)))
      }),
    )
  const split = (part: Operand) =>
    s.reshape(part, [whole / batch_size, batch_size, ...part.aval.shape.slice(1)])
  const joined = (part: Operand) => s.reshape(part, [whole, ...part.aval.shape.slice(2)])
  const all = leavesIn(mapRows(many, rows(0, whole, split)))
  const first = all.arrays.map(joined)
  if (whole === length) return around(all.structure, first)
  const rest = leavesIn(many(rows(whole, length, (part) => part))).arrays
  return around(
    all.structure,
    first.map((part, i) => s.concatenate([part, at(rest, i)], 0)),
  )
}
