import type {Trace} from '../log/index.ts'

/**
 * Whether a log tells the jitted functions of the program from JAX's own operations, found once somebody asks: what it explains is no
 * operation. Without an explanation a name is all that tells them apart.
 *
 * @example
 * tellsOperations(trace)() // true; false of a log of compile lines alone
 */
export function tellsOperations(trace: Trace): () => boolean {
  let found: boolean | undefined
  return () => (found ??= trace.misses().some((index) => trace.at(index).blamed !== undefined))
}
