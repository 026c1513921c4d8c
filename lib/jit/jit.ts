import {isGraphNode} from '../graph/index.ts'
import {PythonError, qualname} from '../python/index.ts'
import type {JitOptions} from './options.ts'
import type {Session} from './session.ts'
import {Kwargs} from './signature.ts'
import {type Mode, Wrapper} from './wrapper.ts'

/** Options of `nnx.jit`. */
export interface NnxJitOptions extends JitOptions {
  /** Graph mode (shared references); true where it is not given. */
  readonly graph?: boolean
  /** Whether structural changes come back to the caller; true where it is not given. */
  readonly graph_updates?: boolean
}

/** A jitted function. */
export interface Jitted<R = unknown> {
  (...args: readonly unknown[]): R
  /** Who it is to the caches. */
  readonly wrapper: Wrapper
  /** `_cache_size()`: signatures of the function in the dispatch cache; null where JAX has no such count. */
  size(): number | null
  /** `clear_cache()`. */
  clear(): void
}

const isResult = <R>(_value: unknown): _value is R => true

/** Cuts the keyword arguments off the end of a call. */
export function cut(args: readonly unknown[]): readonly [readonly unknown[], ReadonlyMap<string, unknown>] {
  const last = args[args.length - 1]
  return last instanceof Kwargs ? [args.slice(0, -1), last.values] : [args, none]
}

const none: ReadonlyMap<string, unknown> = new Map()

/** Wraps a function on a session. */
export function wrap<R>(session: Session, fun: object, mode: Mode, options: JitOptions): Jitted<R> {
  const wrapper = new Wrapper(fun, mode, options)
  const call = (...args: readonly unknown[]): R => {
    const [positional, named] = cut(args)
    const result = session.call(wrapper, positional, named)
    if (isResult<R>(result)) return result
    throw new TypeError('unreachable')
  }
  return Object.assign(call, {wrapper, size: () => session.cacheSize(wrapper), clear: () => {
    session.clearCache(wrapper)
  }})
}

/** How nnx.jit's flags choose a mode. */
export function modeOf({graph = true, graph_updates = true}: NnxJitOptions): Mode {
  return !graph ? 'tree' : graph_updates ? 'graph' : 'values'
}

/**
 * `nnx.cached_partial`: the graphdefs of the bound models are taken once, and later edits of their structure or static
 * values are not seen.
 *
 * @throws {PythonError} ValueError where it is not in graph mode.
 */
export function cachedPartial<R>(jitted: Jitted<R>, ...bound: readonly unknown[]): Jitted<R> {
  const call = (...args: readonly unknown[]): R => jitted(...bound, ...args)
  if (jitted.wrapper.mode !== 'graph' && !bound.some(isGraphNode)) throw new PythonError('ValueError', `cached_partial is a graph-mode-only API and requires graph_updates=True. (${qualname(jitted.wrapper.fun)})`)
  return Object.assign(call, {wrapper: jitted.wrapper, size: () => null, clear: () => {
    jitted.clear()
  }})
}
