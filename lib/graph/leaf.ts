import {ArrayImpl, JaxArray, NumpyArray, samePlace} from '../array/index.ts'

/** What flax takes for an array: `jax.Array` and `np.ndarray` (a NumPy scalar is none). */
export const isArray = (value: unknown): value is JaxArray | NumpyArray =>
  value instanceof JaxArray || value instanceof NumpyArray

/** Whether two leaves look alike to every layer of the caches: one kind, shape, dtype, weak type and place. */
export function sameLeaf(a: unknown, b: unknown): boolean {
  if (a instanceof ArrayImpl && b instanceof ArrayImpl)
    return a.aval === b.aval && samePlace(a.placement, b.placement)
  return (
    a instanceof NumpyArray &&
    b instanceof NumpyArray &&
    a.dtype === b.dtype &&
    a.shape.length === b.shape.length &&
    a.shape.every((n, i) => n === b.shape[i])
  )
}
