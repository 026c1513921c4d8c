import {configure, configured, settings} from '../array/index.ts'
import {type ArrayRules, arraysUnder, type Config} from './config.ts'
import type {Jitted, NnxJitOptions} from './jit.ts'
import type {JitOptions} from './options.ts'
import {type ResultOf, Session} from './session.ts'

/** A session whose settings are JAX's global ones: operations on arrays outside its functions follow them too. */
class GlobalSession extends Session {
  get arrays(): ArrayRules {
    return arraysUnder(this.release.rules, this.config)
  }

  constructor(epoch: object) {
    super()
    this.keepBodiesFor(epoch)
  }

  protected override keepBodiesFor(epoch: object): void {
    super.keepBodiesFor(epoch)
    configure({epoch})
  }

  override update(name: string, value: unknown): void {
    super.update(name, value)
    configure(this.arrays)
  }

  override with<T>(settings: Config, body: () => T): T {
    return super.with(settings, () => configured(this.arrays, body))
  }
}

/** What bodies of loops are kept for that run before anybody asks for the default session. */
const first = settings().epoch

let current: GlobalSession | null = null

/**
 * The session of short examples: made when it is first used. Its settings are in force everywhere, as those of `jax.config` are;
 * those of another session hold in its functions and in `within` alone.
 *
 * @example
 * defaultSession().update('jax_enable_x64', true)
 * String(jnp.zeros([2]).dtype) // 'float64'
 */
export function defaultSession(): Session {
  current ??= new GlobalSession(first)
  return current
}

/** Starts the default session anew: empty caches, an empty log, JAX's settings at the start of a program. */
export function resetSession(): Session {
  current = new GlobalSession({})
  configure(current.arrays)
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

/**
 * `nnx.jit_partial(fun, ...bound, options)` in the default session: jits a function with its first arguments bound.
 *
 * @example
 * const step = jitPartial((model, x) => model.call(x), model, {graph: false})
 * step(x).shape // [2, 8]
 */
export const jitPartial = <F extends object>(fun: F, ...given: readonly unknown[]): Jitted<ResultOf<F>> =>
  defaultSession().jitPartial(fun, ...given)
