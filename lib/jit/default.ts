import type {Jitted, NnxJitOptions} from './jit.ts'
import type {JitOptions} from './options.ts'
import {type ResultOf, Session} from './session.ts'

let current: Session | null = null

/** The session of short examples: made when it is first used. */
export function defaultSession(): Session {
  current ??= new Session()
  return current
}

/** Starts the default session anew: empty caches, an empty log, JAX's settings at the start of a program. */
export function resetSession(): Session {
  current = new Session()
  return current
}

/**
 * `nnx.jit(fun, …)` in the default session.
 *
 * @example
 * const step = jit((model, x) => model.call(x))
 * step(model, x)
 * defaultSession().trace.at(0).outcome // 'retrace'
 */
export const nnxJit = <F extends object>(fun: F, options?: NnxJitOptions): Jitted<ResultOf<F>> =>
  defaultSession().nnxJit(fun, options)

/** `jax.jit(fun, …)` in the default session. */
export const jaxJit = <F extends object>(fun: F, options?: JitOptions): Jitted<ResultOf<F>> =>
  defaultSession().jaxJit(fun, options)

/** `nnx.cached_partial(jitted, …)` in the default session. */
export const cachedPartial = <R>(jitted: Jitted<R>, ...bound: readonly unknown[]): Jitted<R> =>
  defaultSession().cachedPartial(jitted, ...bound)
