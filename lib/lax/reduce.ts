import {type DType, type Operand, type Params, bind, dtypeOf, shaped} from '../array/index.ts'
import {div, eq, mul} from './elementwise.ts'
import {behind, convertElementType, indexDtype, linear, reduceSum, reshape} from './shaping.ts'

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
          const located = convertElementType(
            eq(
              y,
              reshape(
                ans,
                y.aval.shape.map((n, axis) => (axes.includes(axis) ? 1 : n)),
              ),
            ),
            g.aval.dtype,
          )
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

const plain = (name: string, out?: () => DType, more: () => Params = () => ({})) => {
  const reduce = (x: Operand, axes: readonly number[]): Operand => {
    return bind(
      {
        name,
        params: {axes, ...more()},
        outs: [shaped(without(x, axes), out?.() ?? x.aval.dtype, false)],
        again: ([y]) => [reduce(y, axes)],
        batch: ([y]) => [reduce(y, behind(axes))],
      },
      [x],
    )[0]
  }
  return reduce
}

export const reduceProd = plain('reduce_prod')
export const reduceAnd = plain('reduce_and', () => dtypeOf('bool'))
export const reduceOr = plain('reduce_or', () => dtypeOf('bool'))
const ofIndices = () => ({index_dtype: indexDtype().name})
export const argmax = plain('argmax', indexDtype, ofIndices)
export const argmin = plain('argmin', indexDtype, ofIndices)

/** `lax.cumsum`. */
export function cumsum(x: Operand, axis: number, reverse = false): Operand {
  const [out] = linear(
    {
      name: 'cumsum',
      params: {axis, reverse},
      outs: [x.aval],
      again: ([y]) => [cumsum(y, axis, reverse)],
      batch: ([y]) => [cumsum(y, axis + 1, reverse)],
      transpose: ([ct]) => [ct && cumsum(ct, axis, !reverse)],
    },
    [x],
  )
  return out
}
