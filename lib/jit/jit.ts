import {clone, type GraphDef, type References, type Structure, variablesOf} from '../graph/index.ts'
import {optionsBy, PythonError, repr, wraps} from '../python/index.ts'
import {type Effect, nodesAlone} from './body.ts'
import type {Jaxpr} from '../array/index.ts'
import type {SimulatedRelease} from '../release/index.ts'
import type {JitOptions} from './options.ts'
import {Kwargs} from './signature.ts'
import {type Mode, Wrapper} from './wrapper.ts'

/** Options of `nnx.jit`. */
export interface NnxJitOptions extends JitOptions {
  /** Graph mode (shared references); true where it is not given. */
  readonly graph?: boolean
  /** Whether structural changes come back to the caller; true where it is not given. */
  readonly graph_updates?: boolean
}

const shared = `in_shardings=, out_shardings=, static_argnums=, static_argnames=, donate_argnums=, donate_argnames=,
  keep_unused: bool=, device=, backend=, inline: bool=, compiler_options=`
/** What `jax.jit` takes, read from the argument behind the function. */
export const jaxOptions = optionsBy<JitOptions>(`jax.jit(*, ${shared})`)
/** What `nnx.jit` takes, read from the argument behind the function. */
export const nnxOptions = optionsBy<NnxJitOptions>(`nnx.jit(*, ${shared}, graph=, graph_updates=)`)

/** A jitted function. */
export interface Jitted<R = unknown> {
  (...args: readonly unknown[]): R
  /** Who it is to the caches. @internal */
  readonly wrapper: Wrapper
  /** `_cache_size()`: signatures of the function in the dispatch cache. */
  size(): number
  /** `clear_cache()`. */
  clear(): void
  /** `eval_shape(…)`: shapes and dtypes of the result; traces at most. */
  evalShape(...args: readonly unknown[]): unknown
  /** `lower(…)`: traces and lowers; `lower(…).compile()` compiles. */
  lower(...args: readonly unknown[]): Stages
}

/** A lowered function. */
export interface Stages {
  /** What tracing its body left. */
  readonly jaxpr: Jaxpr
  /** Compiles it, unless a layer has the program. */
  compile(): void
}

/** Cuts the keyword arguments off the end of a call. */
function cut(args: readonly unknown[]): readonly [readonly unknown[], ReadonlyMap<string, unknown>] {
  const last = args[args.length - 1]
  return last instanceof Kwargs ? [args.slice(0, -1), last.values] : [args, none]
}

const none: ReadonlyMap<string, unknown> = new Map()

/** What a partial has to do with a call of its function. */
export interface BoundCall {
  /** Looks at what the call is going to do, and may refuse it. */
  readonly check: (effect: Effect) => void
  /** The arguments with the models that were bound, in the place of their copies. */
  readonly live: readonly unknown[]
}

/** What a jitted function needs of its session. */
interface Caller {
  readonly release: Pick<SimulatedRelease, 'rules'>
  call(
    wrapper: Wrapper,
    args: readonly unknown[],
    kwargs: ReadonlyMap<string, unknown>,
    partial?: BoundCall,
  ): unknown
  evalShape(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown
  lower(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): Stages
  cacheSize(wrapper: Wrapper): number
  clearCache(wrapper: Wrapper): void
}

/** Wraps a function on a session. */
export function jitOn<R>(session: Caller, fun: object, mode: Mode, options: JitOptions): Jitted<R> {
  const wrapper = new Wrapper(fun, mode, options, session.release.rules)
  /** The body's own type says what it returns; arrays stand for arrays. */
  function call(...args: readonly unknown[]): R
  function call(...args: readonly unknown[]): unknown {
    const [positional, named] = cut(args)
    return session.call(wrapper, positional, named)
  }
  return Object.assign(wraps(call, fun), methods(session, wrapper))
}

/** What a jitted function has beside its call; `bound` come before the arguments given. */
const methods = (session: Caller, wrapper: Wrapper, bound: readonly unknown[] = []) => {
  const whole = (
    args: readonly unknown[],
  ): readonly [Wrapper, readonly unknown[], ReadonlyMap<string, unknown>] => {
    const [positional, named] = cut(args)
    return [wrapper, [...bound, ...positional], named]
  }
  return {
    wrapper,
    size: () => session.cacheSize(wrapper),
    clear: () => {
      session.clearCache(wrapper)
    },
    evalShape: (...args: readonly unknown[]) => session.evalShape(...whole(args)),
    lower: (...args: readonly unknown[]) => session.lower(...whole(args)),
  }
}

/** How nnx.jit's flags choose a mode. */
export function modeOf({graph = true, graph_updates = true}: NnxJitOptions): Mode {
  return !graph ? 'tree' : graph_updates ? 'graph' : 'values'
}

/**
 * `nnx.cached_partial`: the structure and static values of the bound models are taken once. Later edits of them are not
 * seen; new values of their Variables are (flax/nnx/graphlib.py, `cached_partial`).
 *
 * @throws {PythonError} at a call: ValueError when the body changes the structure of a bound model.
 */
export function bindPartial<R>(session: Caller, jitted: Jitted<R>, ...bound: readonly unknown[]): Jitted<R> {
  const kept = clone(bound)
  const before = structuresOf(kept)
  const [mirrors, originals] = [variablesOf(kept), variablesOf(bound)]
  const check = (effect: Effect): void => {
    if (jitted.wrapper.mode !== 'graph')
      throw new PythonError(
        'ValueError',
        'GRAPH_CONTEXT.tmp_static_cache should be None, no context consumed it.',
      )
    const after = effect.args.slice(0, kept.length).flatMap(graphdefsIn)
    const changed = before.findIndex((graphdef, i) => !(after[i]?.equals(graphdef) ?? false))
    const [was, is] = [before[changed], after[changed]]
    if (was !== undefined)
      throw new PythonError(
        'ValueError',
        `The graph structure of a node added to cached_partial was mutated inside the transformation, this is not allowed.\nNode: ${repr(kept[0])}\nOuput graphdef: ${repr(is)}\nExpected graphdef: ${repr(was)}`,
      )
  }
  /** As for `wrap`: the body's own type says what it returns. */
  function call(...args: readonly unknown[]): R
  function call(...args: readonly unknown[]): unknown {
    const [positional, named] = cut(args)
    mirrors.forEach((mirror, i) => {
      mirror.put(originals[i]?.value)
    })
    const result = session.call(jitted.wrapper, [...kept, ...positional], named, {
      check,
      live: [...bound, ...positional],
    })
    mirrors.forEach((mirror, i) => {
      originals[i]?.put(mirror.value)
    })
    return result
  }
  return Object.assign(call, methods(session, jitted.wrapper, kept))
}

const structuresOf = (values: readonly unknown[]): readonly GraphDef[] => {
  const references: References = new Map()
  return values.flatMap((value) => graphdefsIn(nodesAlone(value, [], references)))
}

const graphdefsIn = (structure: Structure): readonly GraphDef[] =>
  structure.kind === 'node'
    ? [structure.graphdef]
    : structure.kind === 'container'
      ? structure.children.flatMap(graphdefsIn)
      : []
