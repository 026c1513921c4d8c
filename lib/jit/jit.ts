import {clone, type GraphDef, type References, type Structure, variablesOf} from '../graph/index.ts'
import {
  consoleText,
  isPlain,
  type Options,
  optionsBy,
  PythonError,
  qualname,
  refuseAbsent,
  repr,
  typeRepr,
  wraps,
} from '../python/index.ts'
import {refuseShared} from './alias.ts'
import {type Effect, nodesAlone} from './body.ts'
import type {Jaxpr} from '../array/index.ts'
import type {SimulatedRelease} from '../release/index.ts'
import type {JitOptions} from './options.ts'
import {prepare} from './prepare.ts'
import {Kwargs} from './signature.ts'
import {type Mode, Wrapper} from './wrapper.ts'

/** Options of `nnx.jit`. */
export interface NnxJitOptions extends JitOptions {
  /** Graph mode (shared references); true where it is not given. */
  readonly graph?: boolean
  /** Whether structural changes come back to the caller; true where it is not given. */
  readonly graph_updates?: boolean
}

const shared = `in_shardings=, out_shardings=, static_argnums: places=, static_argnames: names=, donate_argnums: places=, donate_argnames: names=,
  keep_unused: bool=, device=, backend=, inline: bool=, compiler_options=`
/** What `jax.jit` takes, read from the argument behind the function. */
export const jaxOptions: Options<JitOptions> = optionsBy(`jax.jit(*, ${shared})`)
/** What `nnx.jit` takes, read from the argument behind the function. */
export const nnxOptions: Options<NnxJitOptions> = optionsBy(`nnx.jit(*, ${shared}, graph=, graph_updates=)`)

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
  return closed(Object.assign(wraps(call, fun), methods(session, wrapper)))
}

/** Where the prototypes of jitted functions end: a name that they lack throws a sentence. */
const end: object = {}
refuseAbsent(end, {clearCache: 'clear()', cacheSize: 'size()'}, Function.prototype)

/** The same function, which throws a sentence for a name that it lacks. */
function closed<F extends object>(jitted: F): F {
  Reflect.setPrototypeOf(jitted, end)
  return jitted
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
    toString: () => wrapper.text,
    [consoleText]: () => wrapper.text,
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
  if (!isJitted(jitted))
    throw new PythonError(
      'TypeError',
      `nnx.cachedPartial needs a function that nnx.jit has jitted, and then its first arguments, but got ${typeof jitted === 'function' ? `the function ${qualname(jitted)}, which is not jitted` : typeRepr(jitted)}: nnx.cachedPartial(nnx.jit(f), model)`,
    )
  const kept = clone(bound)
  const before = structuresOf(kept)
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
  return callOn(session, jitted, {bound, kept, check})
}

/** Whether a value of a program without types is a jitted function. */
const isJitted = (value: unknown): boolean => typeof value === 'function' && 'wrapper' in value

/** What a partial calls with: copies of what it was bound to. */
interface Bound extends Pick<BoundCall, 'check'> {
  readonly bound: readonly unknown[]
  readonly kept: readonly unknown[]
  /** Whether the metadata of Variables is looked at anew at each call. */
  readonly isRelabelled?: boolean
  /** What is refused of the other arguments. */
  readonly refuse?: (args: readonly unknown[]) => void
}

/** Calls a function with copies of bound models, whose Variables have the values of the models at the call and give them back after it. */
function callOn<R>(
  session: Caller,
  jitted: Jitted<R>,
  {bound, kept, check, isRelabelled = false, refuse}: Bound,
): Jitted<R> {
  const [mirrors, originals] = [variablesOf(kept), variablesOf(bound)]
  /** As for `wrap`: the body's own type says what it returns. */
  function call(...args: readonly unknown[]): R
  function call(...args: readonly unknown[]): unknown {
    const [positional, named] = cut(args)
    refuse?.([...positional, ...named.values()])
    mirrors.forEach((mirror, i) => {
      const original = originals[i]
      mirror.put(original?.value)
      if (isRelabelled && original !== undefined && original.getMetadata() !== mirror.getMetadata())
        mirror.replaceMetadata(original.getMetadata())
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
  return closed(Object.assign(call, methods(session, jitted.wrapper, kept)))
}

/**
 * `nnx.jit_partial`: jits a function with its first arguments bound. The structure and static values of the bound models are those of now;
 * new values and metadata of their Variables are seen. Positions in the options count the bound arguments as one (flax/nnx/transforms/compilation.py).
 *
 * @throws {PythonError} ValueError in graph mode with `graph_updates`, for one Variable in two places without it, and at a call for a Variable among the other arguments.
 */
export function jitPartialOn<R>(
  session: Caller,
  fun: object,
  bound: readonly unknown[],
  options: NnxJitOptions,
): Jitted<R> {
  const mode = modeOf(options)
  if (mode === 'graph') throw new PythonError('ValueError', '`graph_updates` not supported by `jit_partial`')
  const jitted = jitOn<R>(session, fun, mode, spreadPositions(options, bound.length))
  refuseShared({mode}, prepare(jitted.wrapper, bound, none), 'jit_partial')
  return callOn(session, jitted, {
    bound,
    kept: clone(bound),
    check: () => undefined,
    isRelabelled: true,
    refuse: refuseVariables,
  })
}

function refuseVariables(args: readonly unknown[]): void {
  if (variablesOf(args).length > 0)
    throw new PythonError(
      'ValueError',
      'Found Variable in non-partial arguments. jit_partial only supports Variables in partial arguments.',
    )
}

/** Positions that count the bound arguments as the first one, as positions of the function itself. */
function spreadPositions(options: NnxJitOptions, bound: number): NnxJitOptions {
  const spread = (nums: JitOptions['static_argnums']): readonly number[] =>
    (typeof nums === 'number' ? [nums] : (nums ?? [])).flatMap((num) =>
      num === 0 ? Array.from({length: bound}, (_, i) => i) : [num < 0 ? num : num - 1 + bound],
    )
  const {static_argnums, donate_argnums} = options
  return {
    ...options,
    ...(static_argnums !== undefined && {static_argnums: spread(static_argnums)}),
    ...(donate_argnums !== undefined && {donate_argnums: spread(donate_argnums)}),
  }
}

/** The options at the end of arguments, and what stands before them. */
export function optionsAtEnd(
  given: readonly unknown[],
): readonly [args: readonly unknown[], options: NnxJitOptions] {
  const last = given.at(-1)
  return isOptions(last) ? [given.slice(0, -1), last] : [given, {}]
}

const isOptions = (value: unknown): value is NnxJitOptions =>
  isPlain(value) &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every((name) => nnxOptions.names.has(name))

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
