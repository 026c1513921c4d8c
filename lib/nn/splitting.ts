import {jax, jnp, type ShapeLike} from '../numpy/index.ts'
import type {JaxArray} from '../array/index.ts'
import {ellipsis, type Filter, isGraphNode, iterGraph, predicate} from '../graph/index.ts'
import {optionsBy, PythonError} from '../python/index.ts'
import type {Function_} from './grad.ts'
import {RngStream} from './stream.ts'

/** Streams as they were before they were split or forked. */
export type SplitBackups = readonly {
  readonly stream: RngStream
  readonly key: JaxArray
  readonly count: JaxArray
}[]

/** What `nnx.splitRngs` takes. */
export interface SplitOptions {
  /** Into how many keys each stream is split: a number, or a shape. */
  readonly splits: ShapeLike
  /** Which streams, by the paths of their keys and counts; all where it is not given. */
  readonly only?: Filter
  /** With one split: whether the keys keep their shape; false where it is not given. */
  readonly squeeze?: boolean
}

/** What `nnx.forkRngs` takes. */
export interface ForkOptions {
  /** Into how many keys each new stream is split; as many as before where it is not given. */
  readonly split?: ShapeLike | null
}

const splitOptions = optionsBy<SplitOptions>('nnx.splitRngs(*, splits, only=, squeeze: bool=)')
const forkOptions = optionsBy<ForkOptions>('nnx.forkRngs(*, split=)')

/** Gives the streams in a tree new keys, and keeps what they had after the key that was drawn. */
function renewed(node: unknown, only: Filter, keyOf: (key: JaxArray) => JaxArray): SplitBackups {
  const isMeant = predicate(only)
  const backups: {stream: RngStream; key: JaxArray; count: JaxArray}[] = []
  for (const [path, stream] of iterGraph(node)) {
    if (!(stream instanceof RngStream)) continue
    if (!isMeant([...path, 'key'], stream.key) || !isMeant([...path, 'count'], stream.count)) continue
    const key = keyOf(stream.call())
    backups.push({stream, key: stream.key.value, count: stream.count.value})
    stream.key.value = key
    stream.count.value = jnp.zeros(key.shape, 'uint32')
  }
  return backups
}

/**
 * `nnx.split_rngs(node, {splits})`: splits the keys of the streams in a tree, for a function that is mapped; without a node, a
 * decorator that does so with the arguments of each call and puts them back after it.
 *
 * @throws {PythonError} ValueError for `squeeze` with more than one split.
 * @example
 * splitRngs({splits: 3})(vmap((rngs) => new Linear({in_features: 2, out_features: 2, rngs})))(new Rngs(0)).kernel.shape // [3, 2, 2]
 */
export function splitRngs(options: SplitOptions): (fn: Function_) => (...args: readonly unknown[]) => unknown
export function splitRngs(node: unknown, options: SplitOptions): SplitBackups
export function splitRngs(first: unknown, second?: SplitOptions): unknown {
  const options = splitOptions([second ?? first])
  if (second === undefined) return around((args) => splitRngs(args, options))
  const {splits, only = ellipsis, squeeze = false} = options
  if (squeeze && splits !== 1)
    throw new PythonError('ValueError', 'squeeze=True is only supported for splits=1')
  return renewed(first, only, (key) => {
    const keys = jax.random.split(key, splits)
    return squeeze ? jnp.squeeze(keys, 0) : keys
  })
}

/**
 * `nnx.fork_rngs(node)`: gives the streams in a tree new keys; without a node, a decorator as for `splitRngs`.
 *
 * @example
 * const before = forkRngs(model)
 * restoreRngs(before)
 */
export function forkRngs(options?: ForkOptions): (fn: Function_) => (...args: readonly unknown[]) => unknown
export function forkRngs(node: object, options?: ForkOptions): SplitBackups
export function forkRngs(first: unknown = {}, second?: ForkOptions): unknown {
  const isNode = second !== undefined || isGraphNode(first)
  const options = forkOptions([isNode ? (second ?? {}) : first])
  if (!isNode) return around((args) => forkRngs(args, options))
  const {split = null} = options
  return renewed(first, ellipsis, (key) => (split === null ? key : jax.random.split(key, split)))
}

/** `nnx.restore_rngs(backups)`: gives streams back what they had. */
export function restoreRngs(backups: SplitBackups): void {
  for (const {stream, key, count} of backups) {
    stream.key.value = key
    stream.count.value = count
  }
}

const around =
  (change: (args: readonly unknown[]) => SplitBackups) =>
  (fn: Function_) =>
  (...args: readonly unknown[]): unknown => {
    const backups = change(args)
    try {
      return Reflect.apply(fn, undefined, args)
    } finally {
      restoreRngs(backups)
    }
  }
