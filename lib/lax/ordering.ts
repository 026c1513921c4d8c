import {type Operand, type ShapedArray, at, bind, dtypeOf, shaped} from '../array/index.ts'
import {gather, type IndexMode} from './gather.ts'
import {expandDims, fail, indexDtype, iota, stackedAll} from './shaping.ts'

/** The elements of an array at one place of an axis for each element of `places`. */
function pickedAlong(x: Operand, places: Operand, axis: number, mode: IndexMode): Operand {
  const {ndim, shape} = places.aval
  const others = [...shape.keys()].filter((one) => one !== axis)
  return gather(x, expandDims(places, [ndim]), {
    offset: [],
    collapsed: [axis],
    axes: [axis],
    sizes: shape.map(() => 1),
    batch: others,
    indexBatch: others,
    mode,
  })
}

/** `lax.sort` of several arrays along an axis by the first `num_keys` of them; equal items keep their order. */
export function sortAll(xs: readonly Operand[], axis: number, num_keys = 1): readonly Operand[] {
  return bind<readonly Operand[], readonly ShapedArray[]>(
    {
      name: 'sort',
      params: num_keys === 1 ? {dimension: axis} : {dimension: axis, num_keys},
      outs: xs.map(({aval}) => aval),
      again: (ys) => sortAll(ys, axis, num_keys),
      batch: (ys, stacked, size) => sortAll(stackedAll(ys, stacked, size), axis + 1, num_keys),
      both: (ys, tangents) => {
        const places = iota(dtypeOf('uint32'), at(ys, 0).aval.shape, axis)
        const found = sortAll([...ys, places], axis, num_keys)
        const order = at(found, ys.length)
        return [
          found.slice(0, ys.length),
          tangents.map((g) => g && pickedAlong(g, order, axis, 'PROMISE_IN_BOUNDS')),
        ]
      },
    },
    xs,
  )
}

/** `lax.sort` of one array along an axis. */
export const sort = (x: Operand, axis: number): Operand => at(sortAll([x], axis), 0)

/**
 * `lax.top_k`: the largest items along the last axis, and where they stand.
 *
 * @throws {PythonError} ValueError, for more items than there are.
 */
export function topK(x: Operand, k: number): readonly [Operand, Operand] {
  const {shape, dtype, ndim} = x.aval
  const count = shape.at(-1) ?? fail('TypeError', 'top_k operand must have >= 1 dimension, got ()')
  if (k < 0 || k > count)
    fail(
      'ValueError',
      `k argument to top_k must be no larger than size along axis; got k=${k} with size ${count}`,
    )
  const out = shape.with(ndim - 1, k)
  return bind<readonly [Operand], readonly [ShapedArray, ShapedArray]>(
    {
      name: 'top_k',
      params: {axis: ndim - 1, k},
      outs: [shaped(out, dtype, x.aval.weak_type), shaped(out, indexDtype())],
      again: ([y]) => topK(y, k),
      batch: ([y]) => topK(y, k),
      jvp: ([g], _primals, [, places]) => [g && pickedAlong(g, places, ndim - 1, 'FILL_OR_DROP'), null],
    },
    [x],
  )
}
