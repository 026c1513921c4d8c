import {
  type DType,
  type Operand,
  type Params,
  type Rule,
  type ShapedArray,
  at,
  bind,
  dtypeOf,
  mapped,
  shaped,
  volume,
} from '../array/index.ts'
import {addAny, div, eq, mul} from './elementwise.ts'
import {
  behind,
  convertElementType,
  filled,
  indexDtype,
  laxPad,
  like,
  onesAt,
  partAlong,
  reduceSum,
  reshape,
  sizesAt,
  squeeze,
} from './shaping.ts'

const without = (x: Operand, axes: readonly number[]): readonly number[] =>
  x.aval.shape.filter((_, axis) => !axes.includes(axis))

const chooser = (name: string) => {
  const reduce = (x: Operand, axes: readonly number[]): Operand => {
    return bind(
      {
        name,
        params: {axes},
        outs: [shaped(without(x, axes), x.aval.dtype, x.aval.weak_type)],
        again: ([y]) => [reduce(y, axes)],
        batch: ([y]) => [reduce(y, behind(axes))],
        jvp: ([g], [y], [ans]) => {
          if (g === null) return [null]
          const located = convertElementType(eq(y, reshape(ans, onesAt(y.aval.shape, axes))), g.aval.dtype)
          const counts = reduceSum(located, axes)
          return [div(reduceSum(mul(g, located), axes), counts)]
        },
      },
      [x],
    )[0]
  }
  return reduce
}

export const reduceMax = chooser('reduce_max')
export const reduceMin = chooser('reduce_min')

type One = Rule<readonly [Operand], readonly [ShapedArray]>

/** What one reduction has beside its name. */
interface Particulars {
  /** The dtype of the result; the operand's own where it is not given. */
  readonly out?: () => DType
  /** Parameters beside the axes. */
  readonly more?: () => Params
  /** The result and its tangent. */
  readonly both?: (axes: readonly number[]) => One['both']
}

const plain = (name: string, {out, more, both}: Particulars = {}) => {
  const reduce = (x: Operand, axes: readonly number[]): Operand => {
    return bind(
      {
        name,
        params: {axes, ...more?.()},
        outs: [shaped(without(x, axes), out?.() ?? x.aval.dtype, false)],
        again: ([y]) => [reduce(y, axes)],
        batch: ([y]) => [reduce(y, behind(axes))],
        ...(both && {both: both(axes)}),
      },
      [x],
    )[0]
  }
  return reduce
}

/** A product and its tangent, half by half; source: jax `lax.py`, `_reduce_jvp`. */
function pushedProduct(x: Operand, tangent: Operand, axes: readonly number[]): readonly [Operand, Operand] {
  const {shape} = x.aval
  const others = [...shape.keys()].filter((axis) => !axes.includes(axis))
  const order = [...axes, ...others]
  const isOrdered = order.every((axis, i) => axis === i)
  const sizes = [volume(sizesAt(shape, axes)), ...sizesAt(shape, others)]
  let [value, moved] = mapped([x, tangent], (y) => reshape(y, sizes, isOrdered ? null : order))
  if (sizes[0] === 0) return mapped([1, 0], (one) => filled(sizesAt(shape, others), like(x, one)))
  while (at(value.aval.shape, 0) > 1) {
    const [first, second] = halves(value, 1)
    const [own, other] = halves(moved, 0)
    value = mul(first, second)
    moved = addAny(mul(own, second), mul(first, other))
  }
  return mapped([value, moved], (y) => squeeze(y, [0]))
}

/** The two halves of the first axis, the second filled up where the axis is odd. */
function halves(x: Operand, fill: number): readonly [Operand, Operand] {
  const {shape} = x.aval
  const n = at(shape, 0)
  const middle = Math.ceil(n / 2)
  const [first, rest] = [partAlong(x, 0, 0, middle), partAlong(x, 0, middle, n)]
  const around = shape.map((_, axis): readonly [number, number, number] => [0, axis === 0 ? n % 2 : 0, 0])
  return [first, n % 2 === 0 ? rest : laxPad(rest, like(x, fill), around)]
}

export const reduceProd = plain('reduce_prod', {
  both:
    (axes) =>
    ([x], [tangent]) => {
      const [value, moved] = pushedProduct(x, tangent ?? filled(x.aval.shape, like(x, 0)), axes)
      return [[value], [moved]]
    },
})
export const reduceAnd = plain('reduce_and', {out: () => dtypeOf('bool')})
export const reduceOr = plain('reduce_or', {out: () => dtypeOf('bool')})
const ofIndices: Particulars = {out: indexDtype, more: () => ({index_dtype: indexDtype().name})}
export const argmax = plain('argmax', ofIndices)
export const argmin = plain('argmin', ofIndices)
