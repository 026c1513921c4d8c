import {jax, nnx} from '../../lib/index.ts'

/** The numbers of arrays, in lists. */
export const numbersOf = (value: unknown): unknown =>
  value instanceof jax.Array ? value.tolist() : Array.isArray(value) ? value.map(numbersOf) : value

/** Whether lists hold the same numbers, up to a part in ten thousand. */
export const isNear = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((one, i) => isNear(one, b[i]))
    : typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b))

/** A result that is an array. */
export function arrayOf(value: unknown): InstanceType<typeof jax.Array> {
  if (value instanceof jax.Array) return value
  throw new TypeError('expected an array')
}

/** The paths of a model's Variables that pass a filter, in the order of the alphabet. */
export function paths(model: object, filter: nnx.Filter = nnx.ellipsis): readonly string[] {
  const state = nnx.state(model, filter)
  return state instanceof nnx.State
    ? nnx
        .flat(state)
        .map(([path]) => path.join('.'))
        .toSorted()
    : []
}

/** A list or tuple that a function gave back. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
