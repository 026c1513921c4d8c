import {type JaxArray, volume} from '../array/index.ts'
import {type Input, laxOperations} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {PythonError, taking} from '../python/index.ts'

/** What a pooling function takes beside the array and the window. */
export interface PoolOptions {
  /** How far the window moves along each axis; one at a time where it is null. */
  readonly strides?: readonly number[] | null
  /** SAME, VALID, or how much lies before and behind each axis; VALID where it is not given. */
  readonly padding?: string | readonly (readonly [low: number, high: number])[]
}

/** What `nnx.avg_pool` takes beside the array and the window. */
export interface AveragePoolOptions extends PoolOptions {
  /** Whether the padding counts in the mean; true where it is not given. */
  readonly count_include_pad?: boolean
}

const {reduceWindow} = laxOperations

/** A window over the axes between the batch and the features. */
function pool(
  inputs: Input,
  first: number,
  reduce: Parameters<typeof reduceWindow>[2],
  window_shape: readonly number[],
  {strides = null, padding = 'VALID'}: PoolOptions,
): JaxArray {
  const x = jnp.asarray(inputs)
  const batches = x.ndim - (window_shape.length + 1)
  const ones = Array.from({length: Math.max(batches, 1)}, () => 1)
  const moves = strides ?? window_shape.map(() => 1)
  if (moves.length !== window_shape.length)
    throw new PythonError(
      'AssertionError',
      `len([${window_shape.join(', ')}]) must equal len([${moves.join(', ')}])`,
    )
  const around = typeof padding === 'string' ? padding : [...ones, ...padding, 1].map(widthOf)
  const y = reduceWindow(
    batches === 0 ? jnp.expandDims(x, 0) : x,
    first,
    reduce,
    [...ones, ...window_shape, 1],
    [...ones, ...moves, 1],
    around,
  )
  return batches === 0 ? jnp.squeeze(y, 0) : y
}

const widthOf = (width: number | readonly [number, number]): readonly [number, number] =>
  typeof width === 'number' ? [0, 0] : width

/**
 * `nnx.max_pool(inputs, window_shape)`: the largest of each window.
 *
 * @example
 * maxPool(jnp.ones([1, 4, 4, 3]), [2, 2], {strides: [2, 2]}).shape // [1, 2, 2, 3]
 */
export const maxPool = taking(
  'nnx.maxPool(inputs, window_shape: sizes, /, strides: sizes=, padding=)',
  (inputs: Input, window_shape: readonly number[], options: PoolOptions = {}): JaxArray =>
    pool(inputs, -Infinity, laxOperations.max, window_shape, options),
)

/** `nnx.min_pool(inputs, window_shape)`: the smallest of each window. */
export const minPool = taking(
  'nnx.minPool(inputs, window_shape: sizes, /, strides: sizes=, padding=)',
  (inputs: Input, window_shape: readonly number[], options: PoolOptions = {}): JaxArray =>
    pool(inputs, Infinity, laxOperations.min, window_shape, options),
)

/** `nnx.avg_pool(inputs, window_shape)`: the mean of each window. */
export const avgPool = taking(
  'nnx.avgPool(inputs, window_shape: sizes, /, strides: sizes=, padding=, count_include_pad: bool=)',
  averaged,
)

function averaged(
  inputs: Input,
  window_shape: readonly number[],
  {count_include_pad = true, ...options}: AveragePoolOptions = {},
): JaxArray {
  const x = jnp.asarray(inputs)
  const sums = pool(x, 0, laxOperations.add, window_shape, options)
  if (count_include_pad) return jnp.divide(sums, volume(window_shape))
  const spread = [...x.shape.slice(0, -1), 1]
  const ones = jnp.ones(spread.length - 2 === window_shape.length ? spread.with(0, 1) : spread)
  return jnp.divide(sums, pool(ones, 0, laxOperations.add, window_shape, options))
}
