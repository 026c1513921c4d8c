import {type JaxArray, type Operand, at} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  elementwise as e,
  normalAxes,
  normalAxis,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {Float} from '../python/index.ts'
import {getitem} from './indexing.ts'
import {basics as b} from './jnp.ts'
import {reducers as r} from './reductions.ts'
import {shapes as move} from './shapes.ts'
import {jitOf} from './where.ts'

/** A part of an axis; numbers below zero count from its end. */
function part(
  x: Operand,
  axis: number,
  from: number,
  to: number | null,
  strides: readonly number[] | null = null,
): JaxArray {
  const n = at(x.aval.shape, axis)
  const place = (i: number | null): number => (i === null ? n : i < 0 ? Math.max(0, i + n) : Math.min(i, n))
  const start = x.aval.shape.map(() => 0).with(axis, place(from))
  const stop = x.aval.shape.with(axis, Math.max(place(from), place(to)))
  return asArray(s.slice(x, start, stop, strides))
}

/** What `jnp.diff` takes. */
export interface DiffOptions {
  /** How many times differences are taken; 1 where it is not given. */
  readonly n?: number
  /** The axis; the last where it is not given. */
  readonly axis?: number
}

/** What neighbours on an axis differ by, `n` times. */
const diff = (x: Input, {n = 1, axis = -1}: DiffOptions = {}): JaxArray =>
  jitOf('diff', `${n}|${axis}`, [x], (a) => {
    const along = normalAxis(axis, a.ndim)
    const change = a.dtype.kind === 'b' ? e.ne : e.sub
    let found: Operand = a
    for (let i = 0; i < n; i++) found = change(part(found, along, 1, null), part(found, along, 0, -1))
    return asArray(found)
  })

/** The axes of `jnp.gradient`. */
export interface GradientOptions {
  /** The axes; all, with a result for each, where it is not given. */
  readonly axis?: number | readonly number[] | null
}

/** The slope along one axis: between both neighbours, and at the ends between the two that there are. */
function slope(x: Operand, axis: number): JaxArray {
  const steps = x.aval.shape.map(() => 1)
  const one = (from: number, to: number | null) => part(x, axis, from, to, steps)
  const apart = s.literal(1, x.aval.dtype)
  const [first, last] = [b.subtract(one(1, 2), one(0, 1)), b.subtract(one(-1, null), one(-2, -1))]
  const inner = b.multiply(b.subtract(one(2, null), one(0, -2)), new Float(0.5))
  return move.concatenate(
    [first, inner, last].map((part_) => b.divide(part_, apart)),
    {axis},
  )
}

/** The slope at each place of an axis, by its neighbours. */
function gradient(x: Input, {axis = null}: GradientOptions = {}): JaxArray | readonly JaxArray[] {
  const [a] = promoteDtypes('gradient', [x], true)
  const axes = normalAxes(axis, a.aval.ndim)
  const slopes = axes.map((along) => jitOf('gradient', along, [a], (y) => slope(y, along)))
  return slopes.length === 1 ? at(slopes, 0) : slopes
}

/** What `jnp.trapezoid` takes. */
export interface TrapezoidOptions {
  /** The axis; the last where it is not given. */
  readonly axis?: number
  /** How far the samples lie apart; 1 where it is not given. */
  readonly dx?: Input
}

/** What `jnp.ediff1d` takes. */
export interface EndsOptions {
  /** What stands behind the differences, in their dtype; nothing where it is not given. */
  readonly to_end?: Input | null
  /** What stands before them; nothing where it is not given. */
  readonly to_begin?: Input | null
}

/** `jnp.ediff1d`: the differences of all elements in order. Source: jax `lax_numpy.py`, `ediff1d`. */
function ediff1d(x: Input, {to_end = null, to_begin = null}: EndsOptions = {}): JaxArray {
  const row = asOperand(move.ravel(x))
  const found = jitOf('ediff1d', '', [row], (a) => asArray(e.sub(part(a, 0, 1, null), part(a, 0, 0, -1))))
  const ends = [to_begin, found, to_end].filter((one) => one !== null)
  if (ends.length === 1) return found
  return move.concatenate(ends.map((one) => s.convertElementType(asOperand(move.ravel(one)), row.aval.dtype)))
}

/** The differences of `jnp`, and the sums that undo them. */
export const differences = {
  diff,
  ediff1d,
  gradient,
  /** `jnp.trapezoid(y, x)`: the area below points, which lie at `x` or `dx` apart. */
  trapezoid: (
    y: Input,
    x: Input | null = null,
    {axis = -1, dx = new Float(1)}: TrapezoidOptions = {},
  ): JaxArray =>
    jitOf('trapezoid', `${axis}|${x === null}`, [y, x ?? dx], (values, places) => {
      const heights = move.moveaxis(promoteDtypes('trapezoid', [values], true)[0], axis, -1)
      if (x === null) {
        const ends = b.add(getitem(heights, '...', 0), getitem(heights, '...', -1))
        return b.multiply(places, b.subtract(r.sum(heights, {axis: -1}), b.multiply(new Float(0.5), ends)))
      }
      const last = heights.ndim - 1
      const wide = places.ndim === 1 ? diff(places) : move.moveaxis(diff(places, {axis}), axis, -1)
      const pairs = b.add(part(heights, last, 1, null), part(heights, last, 0, -1))
      return r.sum(b.multiply(new Float(0.5), b.multiply(wide, pairs)), {axis: -1})
    }),
} as const
