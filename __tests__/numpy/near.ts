import {jax} from '../../lib/index.ts'

/** An array as it is recorded. */
interface Recorded {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** The numbers of nested lists. */
const leaves = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.flatMap(leaves) : [value]

/** Compares an array with what JAX has: type and shape as they are, floats within a few of their last places. */
export function near(found: unknown, {dtype, shape, data}: Recorded): void {
  if (!(found instanceof jax.Array)) throw new TypeError('the result is no array')
  expect([found.dtype.name, found.shape]).toEqual([dtype, shape])
  const flat = leaves(found.tolist())
  const floor = 1e-6 * Math.max(0.25, ...data.map(Math.abs).filter(Number.isFinite))
  flat.forEach((value, i) => {
    const wanted = Number(data[i])
    if (Number.isNaN(wanted)) expect(value).toBeNaN()
    else if (value !== wanted)
      expect(Math.abs(Number(value) - wanted)).toBeLessThanOrEqual(1e-5 * Math.abs(wanted) + floor)
  })
}
