import {float, PythonError} from '../python/index.ts'
import {running} from './trace.ts'
import type {Tensor} from './tensor.ts'

/** What of a function lives on after a graph break, by the names of its variables. */
export type Live = Readonly<Record<string, unknown>>

/**
 * The graph breaks: what comes after is a frame of its own. JavaScript does not tell which variables live on, so they are named.
 *
 * @example
 * const {y} = graphBreak({y: 1})
 */
export function graphBreak(live: Live, why = 'Call to `torch._dynamo.graph_break()`'): Live {
  const call = running()
  if (call === null) return live
  const rest = call.broken(why, live)
  return Object.fromEntries(Object.keys(live).map((key) => [key, rest[key]]))
}

/** `print` of what is not traced breaks the graph. */
export const print = (live: Live): Live =>
  graphBreak(live, 'Dynamo does not know how to trace builtin `print`')

/**
 * `tensor.item()`: the number is read outside of the graph, which breaks; under fullgraph it stays in it, and nothing guards it.
 *
 * @example
 * itemOf(full([], 3), {n: 2}).n // 2
 */
export function itemOf(tensor: Tensor, live: Live): Live {
  const {fill, dtype} = tensor.spec
  if (fill === null) throw new PythonError('RuntimeError', 'the contents of this tensor are not known')
  const kept = {...live, ___stack0: dtype.kind === 'f' ? float(fill) : fill}
  return running()?.keepsNumbers === true ? kept : graphBreak(kept, 'Tensor.item()')
}
