import {at, type Operand, shapeText} from '../array/index.ts'
import {elementwise as e, normalAxis, shaping as s} from '../lax/index.ts'
import {optionsBy, PythonError} from '../python/index.ts'
import {refuseOther} from './callable.ts'
import {around, leavesIn} from './leaves.ts'

/** What `lax.associativeScan` takes beside its operands. */
export interface AssociativeOptions {
  /** Whether it goes from the last element to the first; false where it is not given. */
  readonly reverse?: boolean
  /** The axis along which it goes; 0 where it is not given. */
  readonly axis?: number
}

const associativeOptions = optionsBy<AssociativeOptions>('lax.associativeScan(reverse: bool=, axis=)')

/** Every second element along an axis, or a part of them. */
function along(x: Operand, axis: number, start: number, end: number, step = 1): Operand {
  const {shape} = x.aval
  const zeros = shape.map(() => 0)
  return s.slice(
    x,
    zeros.with(axis, start),
    shape.with(axis, Math.max(start, end)),
    zeros.map((_, i) => (i === axis ? step : 1)),
  )
}

/** Two stacks of every second element as one. */
function interleaved(even: Operand, odd: Operand, axis: number): Operand {
  const [n, m] = [at(even.aval.shape, axis), at(odd.aval.shape, axis)]
  const spread = (x: Operand, low: number, high: number) =>
    s.laxPad(
      x,
      s.like(x, 0),
      x.aval.shape.map((_, i) => (i === axis ? [low, high, 1] : [0, 0, 0])),
    )
  const join = even.aval.dtype.kind === 'b' ? e.or : e.add
  return join(spread(even, 0, n === m ? 1 : 0), spread(odd, 1, n === m ? 0 : 1))
}

/**
 * `lax.associative_scan(fn, elems)`: all partial results of an associative function, in a logarithm of steps.
 *
 * @param fn joins two trees of arrays, element by element along the axis.
 * @throws {PythonError} TypeError for what is no function, ValueError when the arrays differ in length.
 * @example
 * associativeScan(jnp.add, jnp.array([1, 2, 3])) // [1, 3, 6]
 */
export function associativeScan(
  fn: (a: never, b: never) => unknown,
  elems: unknown,
  options: AssociativeOptions = {},
): unknown {
  const {reverse = false, axis = 0} = associativeOptions([options])
  refuseOther('lax.associative_scan: fn argument should be callable.', fn)
  const {structure, arrays} = leavesIn(elems)
  const along0 = normalAxis(axis, at(arrays, 0).aval.ndim)
  const lengths = arrays.map(({aval}) => aval.shape[along0])
  if (lengths.some((length) => length !== lengths[0]))
    throw new PythonError(
      'ValueError',
      `Array inputs to associative_scan must have the same first dimension. (saw: [${arrays.map(({aval}) => shapeText(aval.shape)).join(', ')}])`,
    )
  const turned = (xs: readonly Operand[]) => (reverse ? xs.map((x) => s.rev(x, [along0])) : xs)
  const join = (a: readonly Operand[], b: readonly Operand[]): readonly Operand[] =>
    leavesIn(Reflect.apply(fn, undefined, [around(structure, a), around(structure, b)])).arrays
  return around(structure, turned(partial(join, turned(arrays), along0)))
}

function partial(
  join: (a: readonly Operand[], b: readonly Operand[]) => readonly Operand[],
  xs: readonly Operand[],
  axis: number,
): readonly Operand[] {
  const n = at(at(xs, 0).aval.shape, axis)
  if (n < 2) return xs
  const part = (from: readonly Operand[], start: number, end: number, step = 1) =>
    from.map((x) => along(x, axis, start, end, step))
  const odd = partial(join, join(part(xs, 0, n - 1, 2), part(xs, 1, n, 2)), axis)
  const count = at(at(odd, 0).aval.shape, axis)
  const even = join(n % 2 === 0 ? part(odd, 0, count - 1) : odd, part(xs, 2, n, 2))
  return xs.map((x, i) =>
    interleaved(s.concatenate([along(x, axis, 0, 1), at(even, i)], axis), at(odd, i), axis),
  )
}
