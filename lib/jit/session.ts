import {ArrayImpl, avalOf, configured, type Placement, type ShapedArray} from '../array/index.ts'
import {cellOf, isGraphNode, type References} from '../graph/index.ts'
import {type Form, Forms, Summaries} from '../key/index.ts'
import {type Event, type Lookup, noSeconds, type Outcome, type Seconds, total, Trace} from '../log/index.ts'
import {isClass, namesOf, PythonError, qualname, repr} from '../python/index.ts'
import {type Arguments, type Effect, traceBody, type Traced} from './body.ts'
import {type Config, initial, inDispatch, inTrace} from './context.ts'
import {estimate, hitSeconds} from './cost.ts'
import {apply, outputsOf} from './effect.ts'
import {Facts} from './facts.ts'
import {type Jitted, modeOf, type NnxJitOptions, wrap} from './jit.ts'
import {Lru} from './lru.ts'
import type {JitOptions} from './options.ts'
import {type Argument, avalsOf, checkStatics, eachLeaf, placeOf, prepare, refuseDuplicates} from './prepare.ts'
import {type Pure, pure} from './pure.ts'
import {Wrapper} from './wrapper.ts'

/** What a function returns. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : unknown

/** How many entries each layer keeps; JAX's own limits where they are not given (semantics, section 1). */
export interface Capacities {
  readonly dispatch?: number
  readonly infer?: number
  readonly trace?: number
  readonly lower?: number
  readonly compile?: number
}

const limits = {dispatch: 8192, infer: 2048, trace: Number.POSITIVE_INFINITY, lower: 2048, compile: 2048} as const

/** An entry of a layer. */
interface Entry {
  readonly id: number
  /** The function that it belongs to, as its layer identifies it. */
  readonly owner: number
}

interface DispatchEntry extends Entry {
  /** False for the signature of a call that failed: JAX goes the slow way for it ever after. */
  readonly isGood: boolean
  readonly key: number
  readonly program: Program | null
}

interface TraceEntry extends Entry {
  readonly traced: Traced
  /** Forms of arguments that the call leaves as they are. */
  readonly settled: Set<number>
}

/** What a call runs in the end. */
interface Program {
  readonly trace: TraceEntry
  readonly place: Placement | null
}

/** What a call needs to look itself up. */
interface Signature {
  readonly base: number
  readonly hashes: number
  readonly form: Form
  readonly avals: number
  readonly kinds: number
}

/** What a call found out on its way down. */
interface Fall {
  dispatched: boolean
  inferred: boolean
  traced: number
  lowered: number
  compiled: number
  seconds: Seconds
  readonly layers: Lookup[]
  readonly evicted: Lookup[]
}

/**
 * A world of jit caches: configuration, the layers, identities and the log. Sessions are isolated from each other.
 *
 * @example
 * const session = new Session()
 * const step = session.nnxJit((model, x) => model.call(x))
 * step(model, x)
 * session.trace.at(0).outcome // 'retrace'
 */
export class Session {
  /** Every call, as it happened; it may be read while it grows. */
  readonly trace: Trace
  readonly #forms = new Forms()
  readonly #summaries = new Summaries(this.#forms)
  readonly #dispatch: Lru<DispatchEntry>
  readonly #infer: Lru<Entry & {readonly trace: TraceEntry}>
  readonly #trace: Lru<TraceEntry>
  readonly #lower: Lru<Entry>
  readonly #compile: Lru<Entry>
  readonly #persistent = new Set<string>()
  readonly #functions = new Map<string, number>()
  readonly #keys = new Map<number, number>()
  readonly #identities = new Map<object, string>()
  #config: Config = initial
  #contexts: {readonly dispatch: number; readonly trace: number} | null = null
  #clock = 0
  #entries = 0
  #edit: string[] = []

  constructor(capacities: Capacities = {}, title?: string) {
    this.trace = new Trace({producer: 'jitlens', ...(title !== undefined && {title}), versions: {jax: '0.10.2', flax: '0.12.8'}})
    const sizes = {...limits, ...capacities}
    this.#dispatch = new Lru(sizes.dispatch)
    this.#infer = new Lru(sizes.infer)
    this.#trace = new Lru(sizes.trace)
    this.#lower = new Lru(sizes.lower)
    this.#compile = new Lru(sizes.compile)
  }

  /** Seconds since the session began, by the estimated costs of its calls. */
  get time(): number {
    return this.#clock
  }

  get config(): Config {
    return this.#config
  }

  /**
   * `jax.config.update(name, value)`.
   *
   * @example
   * session.update('jax_enable_x64', true)
   */
  update(name: string, value: unknown): void {
    this.#config = Object.freeze({...this.#config, [name]: value})
    this.#contexts = null
  }

  /** Runs `body` under other settings, as `with jax.enable_x64(True):` does. */
  with<T>(settings: Config, body: () => T): T {
    const before = this.#config
    for (const [name, value] of Object.entries(settings)) this.update(name, value)
    try {
      return body()
    } finally {
      this.#config = before
      this.#contexts = null
    }
  }

  /** Writes into the log what is done to models between calls; the next event shows it. */
  note(edit: string): void {
    this.#edit.push(edit)
  }

  /** `jax.clear_caches()`: every layer but the persistent one. */
  clearCaches(): void {
    for (const layer of [this.#dispatch, this.#infer, this.#trace, this.#lower, this.#compile]) layer.clear()
  }

  /** `jitted.clear_cache()`: its dispatch entries and traces, and the infer entries of all functions. */
  clearCache(wrapper: Wrapper): void {
    const owner = this.#ownerOf(wrapper)
    this.#dispatch.drop((entry) => entry.owner === owner)
    this.#trace.drop((entry) => entry.owner === this.#functionId(wrapper))
    this.#infer.clear()
  }

  /** `jitted._cache_size()`: how many signatures of the function the dispatch cache holds. */
  cacheSize(wrapper: Wrapper): number {
    const owner = this.#ownerOf(wrapper)
    let size = 0
    for (const entry of this.#dispatch.values()) if (entry.owner === owner) size++
    return size
  }

  /** Entries of each layer now. */
  sizes(): Readonly<Record<'dispatch' | 'infer' | 'trace' | 'lower' | 'compile' | 'persistent', number>> {
    return {dispatch: this.#dispatch.size, infer: this.#infer.size, trace: this.#trace.size, lower: this.#lower.size, compile: this.#compile.size, persistent: this.#persistent.size}
  }

  /** `jax.jit(fun, …)` in this session. */
  jaxJit<F extends object>(fun: F, options: JitOptions = {}): Jitted<ResultOf<F>> {
    return wrap(this, fun, 'jax', options)
  }

  /** `nnx.jit(fun, …)` in this session. */
  nnxJit<F extends object>(fun: F, options: NnxJitOptions = {}): Jitted<ResultOf<F>> {
    return wrap(this, fun, modeOf(options), options)
  }

  readonly #memos = new WeakMap<Wrapper, Memo>()

  /**
   * Calls a jitted function: looks it up layer by layer, traces it where no layer has it, brings its effects back to the
   * caller's models, and logs one event.
   *
   * @throws {PythonError} what JAX, Flax or the body raise; the event is logged all the same.
   */
  call(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown {
    if (kwargs.size === 0) {
      const memo = this.#memos.get(wrapper)
      if (memo !== undefined && memo.config === this.#config && this.#edit.length === 0 && memo.holds(args) && this.#dispatch.get(memo.signature) === memo.entry) {
        this.#clock += hitSeconds(memo.variables)
        this.trace.hit(memo.function, memo.entry.key, this.#clock)
        return apply(memo.effect, args, memo.outputs)
      }
    }
    return configured({x64: this.#config['jax_enable_x64'] === true}, () => this.#call(wrapper, args, kwargs))
  }

  #call(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown {
    const fall: Fall = {dispatched: false, inferred: false, traced: 0, lowered: 0, compiled: 0, seconds: noSeconds, layers: [], evicted: []}
    const state: {key: number} = {key: -1}
    try {
      const done = this.#fall(wrapper, prepare(wrapper, args, kwargs), fall, state)
      this.#log(wrapper, state.key, outcomeOf(fall), fall)
      return done(args, kwargs.size === 0)
    } catch (error) {
      const raised = asPythonError(error)
      this.#log(wrapper, state.key, 'error', fall, {type: raised.name, message: raised.message})
      throw error
    }
  }

  #fall(wrapper: Wrapper, given: readonly Argument[], fall: Fall, state: {key: number}): (args: readonly unknown[], canMemo: boolean) => unknown {
    const statics = given.filter((argument) => argument.isStatic)
    const dynamic = given.filter((argument) => !argument.isStatic)
    const values = dynamic.map(({value}) => value)
    const x64 = this.#config['jax_enable_x64'] === true
    refuseDuplicates(wrapper, values)
    const signature = this.#signature(wrapper, given, statics, dynamic, x64)
    const contexts = this.#context()
    const {forms} = this.#summaries
    const owner = this.#ownerOf(wrapper)
    const dispatchKey = forms.ids.of([-20, owner, signature.base, signature.hashes, signature.avals, signature.kinds, contexts.dispatch])
    state.key = this.#keyId(wrapper, given, forms.ids.of([-21, dispatchKey, this.#wrapperId(wrapper), contexts.trace]))

    const held = this.#dispatch.get(dispatchKey)
    if (held?.isGood === true && held.program !== null) {
      fall.layers.push({layer: 'dispatch', result: 'hit', entry: held.id})
      return this.#finish(wrapper, held, held.program, signature, values, given, dispatchKey)
    }
    fall.dispatched = true
    fall.layers.push({layer: 'dispatch', result: 'miss', entry: held?.id ?? this.#entries})
    const id = held?.id ?? this.#entries++
    const store = (isGood: boolean, program: Program | null): DispatchEntry => {
      const entry: DispatchEntry = {id, owner, isGood: isGood && held === undefined, key: state.key, program}
      this.#evict('dispatch', this.#dispatch.set(dispatchKey, entry), fall)
      return entry
    }
    try {
      const avals = avalsOf(wrapper, dynamic, x64)
      const program = this.#program(wrapper, given, dynamic, signature, avals, contexts.trace, fall)
      const entry = store(true, program)
      return this.#finish(wrapper, entry, program, signature, values, given, dispatchKey)
    } catch (error) {
      store(false, null)
      throw error
    }
  }

  /** What the layers compare; raises what JAX raises before it looks anything up. */
  #signature(wrapper: Wrapper, given: readonly Argument[], statics: readonly Argument[], dynamic: readonly Argument[], x64: boolean): Signature {
    const {forms} = this.#summaries
    const children = wrapper.mode === 'graph' || wrapper.mode === 'values' ? this.#summaries.graph(dynamic.map(({value}) => value)) : dynamic.map(({value}) => this.#summaries.tree(value))
    const form = forms.call(dynamic.filter(({keyword}) => keyword === null).length, dynamic.flatMap(({keyword}) => keyword ?? []), children)
    for (const leaf of forms.leavesOf(form)) {
      if (leaf.isArray) continue
      avalsOf(wrapper, dynamic, x64)
      break
    }
    checkStatics(wrapper, statics)
    const parts = [forms.equal(form), given.length]
    const hashes: number[] = []
    for (const [i, {keyword, value, isStatic}] of given.entries()) {
      if (!isStatic) continue
      parts.push(keyword === null ? i : -1 - forms.statics.text(keyword), forms.statics.staticId(value))
      hashes.push(forms.statics.hashId(value))
    }
    return {base: forms.ids.of([-22, ...parts]), hashes: forms.ids.of([-23, ...hashes]), form, avals: forms.avals(form, x64), kinds: forms.kinds(form)}
  }

  /** Everything below the dispatch cache. */
  #program(wrapper: Wrapper, given: readonly Argument[], dynamic: readonly Argument[], signature: Signature, avals: readonly ShapedArray[], context: number, fall: Fall): Program {
    const {forms} = this.#summaries
    const {ids} = forms
    const inferKey = ids.of([-24, this.#wrapperId(wrapper), signature.base, signature.hashes, signature.avals, context])
    const inferred = this.#infer.get(inferKey)
    fall.layers.push({layer: 'infer', result: inferred === undefined ? 'miss' : 'hit', entry: inferred?.id ?? this.#entries})
    const trace = inferred?.trace ?? this.#traceEntry(wrapper, given, dynamic, signature, avals, context, fall, inferKey)
    const place = this.#lowerAndCompile(wrapper, dynamic, trace, context, fall)
    return {trace, place}
  }

  #traceEntry(wrapper: Wrapper, given: readonly Argument[], dynamic: readonly Argument[], signature: Signature, avals: readonly ShapedArray[], context: number, fall: Fall, inferKey: number): TraceEntry {
    fall.inferred = true
    const inferId = this.#entries++
    const owner = this.#functionId(wrapper)
    const key = this.#summaries.forms.ids.of([-25, owner, signature.base, signature.avals, context])
    const known = this.#trace.get(key)
    fall.layers.push({layer: 'trace', result: known === undefined ? 'miss' : 'hit', entry: known?.id ?? this.#entries})
    const entry = known ?? {id: this.#entries++, owner, traced: this.#traced(wrapper, given, dynamic, avals, fall), settled: new Set<number>()}
    if (known === undefined) this.#evict('trace', this.#trace.set(key, entry), fall)
    this.#evict('infer', this.#infer.set(inferKey, {id: inferId, owner, trace: entry}), fall)
    return entry
  }

  #traced(wrapper: Wrapper, given: readonly Argument[], dynamic: readonly Argument[], avals: readonly ShapedArray[], fall: Fall): Traced {
    const references: References | null = wrapper.mode === 'graph' || wrapper.mode === 'values' ? new Map() : null
    const structures = new Map(dynamic.map((argument) => [argument, pure(argument.value, [], references)]))
    const part = (argument: Argument): Arguments['positional'][number] => structures.get(argument) ?? {fixed: argument.value}
    const shape: Arguments = {
      positional: given.filter(({keyword}) => keyword === null).map(part),
      keywords: given.flatMap((argument) => (argument.keyword === null ? [] : [[argument.keyword, part(argument)] as const])),
    }
    const traced = traceBody(wrapper, shape, avals, () => {
      fall.traced++
    })
    fall.seconds = {...fall.seconds, trace: estimate(traced.jaxpr).trace}
    return traced
  }

  /** Lowering and compiling: by the jaxpr itself, where its used inputs live, and the options. */
  #lowerAndCompile(wrapper: Wrapper, dynamic: readonly Argument[], trace: TraceEntry, context: number, fall: Fall): Placement | null {
    const {ids, statics} = this.#summaries.forms
    const places: number[] = []
    let place: Placement | null = null
    let at = 0
    eachLeaf(wrapper, dynamic, (leaf) => {
      const isUsed = trace.traced.used[at++] === true || wrapper.options.keep_unused === true
      const committed = isUsed && leaf instanceof ArrayImpl && leaf.committed ? leaf.placement : null
      if (committed !== null) place = committed
      places.push(committed === null ? (isUsed ? 0 : -1) : 1)
    })
    const {donate_argnums, donate_argnames} = wrapper.resolved
    const options = statics.text(repr([[...donate_argnums], [...donate_argnames], String(wrapper.options.in_shardings ?? null), String(wrapper.options.out_shardings ?? null), wrapper.options.keep_unused === true]))
    const lowerKey = ids.of([-26, trace.id, options, context, ...places])
    const lowered = this.#lower.get(lowerKey)
    const device = committedDevice(place)
    const compileKey = ids.of([-27, lowered?.id ?? this.#entries, statics.text(device), statics.text(repr(wrapper.options.compiler_options ?? null))])
    const compiled = lowered === undefined ? undefined : this.#compile.get(compileKey)
    if (lowered !== undefined && compiled !== undefined) return place
    const cost = estimate(trace.traced.jaxpr)
    fall.layers.push({layer: 'lower', result: lowered === undefined ? 'miss' : 'hit', entry: lowered?.id ?? this.#entries})
    if (lowered === undefined) {
      fall.lowered++
      fall.seconds = {...fall.seconds, lower: cost.lower}
      this.#evict('lower', this.#lower.set(lowerKey, {id: this.#entries++, owner: trace.owner}), fall)
    }
    fall.compiled++
    fall.layers.push({layer: 'compile', result: 'miss', entry: this.#entries})
    this.#evict('compile', this.#compile.set(compileKey, {id: this.#entries++, owner: trace.owner}), fall)
    fall.seconds = {...fall.seconds, compile: cost.compile}
    return place
  }

  /** Brings the effects back; where nothing changes they are skipped, and remembered as such. */
  #finish(wrapper: Wrapper, entry: DispatchEntry, program: Program, signature: Signature, values: readonly unknown[], given: readonly Argument[], dispatchKey: number): (args: readonly unknown[], canMemo: boolean) => unknown {
    const {traced, settled} = program.trace
    const {effect} = traced
    return (args, canMemo) => {
      const isSettled = settled.has(signature.form.id)
      const rest = isSettled ? resultOf(effect) : effect
      const inputs = rest.outs.some(({from}) => from >= 0) ? leavesOf(wrapper, given) : []
      const outputs = outputsOf(rest, inputs, program.place)
      const result = apply(rest, values, outputs)
      if (isSettled || !keepsStates(effect) || this.#formId(wrapper, given) !== signature.form.id) return result
      settled.add(signature.form.id)
      const own = resultOf(effect)
      if (canMemo && given.every(({isStatic}) => !isStatic) && own.outs.every(({from}) => from < 0)) {
        const memo = new Memo(args, this.#config, dispatchKey, entry, this.#jittedId(wrapper), own, outputsOf(own, [], program.place), signature.form.leaves)
        if (memo.isStable) this.#memos.set(wrapper, memo)
      }
      return result
    }
  }

  #formId(wrapper: Wrapper, given: readonly Argument[]): number {
    const dynamic = given.filter(({isStatic}) => !isStatic)
    const {forms} = this.#summaries
    const children = wrapper.mode === 'graph' || wrapper.mode === 'values' ? this.#summaries.graph(dynamic.map(({value}) => value)) : dynamic.map(({value}) => this.#summaries.tree(value))
    return forms.call(dynamic.filter(({keyword}) => keyword === null).length, dynamic.flatMap(({keyword}) => keyword ?? []), children).id
  }

  #evict(layer: Lookup['layer'], gone: readonly Entry[], fall: Fall): void {
    for (const {id} of gone) fall.evicted.push({layer, result: 'miss', entry: id})
  }

  #context(): {readonly dispatch: number; readonly trace: number} {
    if (this.#contexts === null) {
      const {ids, statics} = this.#forms
      const id = (test: (name: string) => boolean): number =>
        ids.of([-28, ...Object.keys(this.#config).sort().filter(test).flatMap((name) => [statics.text(name), statics.equalId(statics.index(this.#config[name] ?? null))])])
      this.#contexts = {dispatch: id(inDispatch), trace: id(inTrace)}
    }
    return this.#contexts
  }

  /** The outer key of the dispatch cache: the function and its options, without static_argnums, inline and keep_unused. */
  #ownerOf(wrapper: Wrapper): number {
    const {ids, statics} = this.#forms
    const {donate_argnums, donate_argnames} = wrapper.resolved
    const {in_shardings = null, out_shardings = null, compiler_options = null, device = null, backend = null} = wrapper.options
    return ids.of([-29, statics.object(wrapper.identity), statics.text(repr([[...donate_argnums], [...donate_argnames], String(in_shardings), String(out_shardings), compiler_options, device, backend]))])
  }

  #wrapperId(wrapper: Wrapper): number {
    return this.#forms.statics.object(wrapper)
  }

  /** The function as the tracing cache compares it: by `==`. */
  #functionId(wrapper: Wrapper): number {
    const {statics, ids} = this.#forms
    const {identity} = wrapper
    const id = typeof identity === 'object' && !isGraphNode(identity) && !(identity instanceof Wrapper) ? statics.equalId(statics.index(identity)) : statics.object(identity)
    return ids.of([-30, id])
  }

  #jittedId(wrapper: Wrapper): number {
    const name = wrapper.name
    const known = this.#functions.get(name)
    if (known !== undefined) return known
    const id = this.trace.addFunction({name, wrapper: wrapper.mode === 'jax' ? 'jax.jit' : 'nnx.jit', params: wrapper.signature.params.map((param) => param.name)})
    this.#functions.set(name, id)
    return id
  }

  /** The id of a key in the trace; its facts are written down when somebody looks. */
  #keyId(wrapper: Wrapper, given: readonly Argument[], key: number): number {
    const known = this.#keys.get(key)
    if (known !== undefined) return known
    const fn = this.#jittedId(wrapper)
    const config = this.#config
    const id = this.trace.addKey(this.#factsLater(wrapper, given, config, fn))
    this.#keys.set(key, id)
    return id
  }

  #factsLater(wrapper: Wrapper, given: readonly Argument[], config: Config, fn: number) {
    const references: References | null = wrapper.mode === 'graph' || wrapper.mode === 'values' ? new Map() : null
    const x64 = config['jax_enable_x64'] === true
    const parts = given.map((argument) => {
      const leaves: unknown[] = []
      const structure = argument.isStatic ? null : pure(argument.value, leaves, references)
      return {argument, structure, leaves: leaves.map((leaf) => ({aval: safeAval(leaf, x64), place: placeOf(leaf)})), text: argument.isStatic ? repr(argument.value) : ''}
    })
    return () => {
      const facts = new Facts(this.#identify, parts.flatMap(({leaves}) => leaves))
      facts.list.push({component: 'function', kind: 'function', path: [wrapper.name], value: qualname(namedObject(wrapper.fun)), identity: this.#identify(wrapper.identity)})
      const names = parts.flatMap(({argument}) => argument.keyword ?? [])
      facts.add('tree', 'container', ['kwargs'], `{${names.map((name) => repr(name)).join(', ')}}`)
      for (const {argument, structure, text} of parts) {
        if (structure === null) facts.add('static', 'static', [argument.name], text, argument.value)
        else {
          if (structure.kind === 'leaf') facts.add('tree', 'container', [argument.name], 'leaf')
          facts.tree(structure, [argument.name])
        }
      }
      this.#addOptions(wrapper, facts)
      for (const name of ['jax_enable_x64', 'jax_default_matmul_precision', ...Object.keys(config).filter((key) => config[key] !== initial[key])])
        if (!facts.list.some(({component, path}) => component === 'context' && path[0] === name)) facts.add('context', 'context', [name], repr(config[name]))
      return {function: fn, facts: facts.list, unknown: []}
    }
  }

  #addOptions(wrapper: Wrapper, facts: Facts): void {
    const {donate_argnums, donate_argnames, static_argnums, static_argnames} = wrapper.resolved
    const tupleText = (items: readonly unknown[]): string => `(${items.map((item) => repr(item)).join(', ')}${items.length === 1 ? ',' : ''})`
    const rows: [string, string][] = [
      ['donate_argnums', tupleText(donate_argnums)],
      ['donate_argnames', tupleText(donate_argnames)],
      ['static_argnums', tupleText(static_argnums)],
      ['static_argnames', tupleText(static_argnames)],
    ]
    for (const [name, text] of rows) if (text !== '()') facts.add('options', 'option', [name], text)
    for (const name of ['in_shardings', 'out_shardings', 'compiler_options', 'device', 'backend'] as const) {
      const value = wrapper.options[name]
      if (value !== undefined && value !== null) facts.add('options', 'option', [name], typeof value === 'string' ? value : repr(value))
    }
  }

  readonly #identify = (value: object): string => {
    let id = this.#identities.get(value)
    if (id === undefined) this.#identities.set(value, (id = String(this.#identities.size)))
    return id
  }

  #log(wrapper: Wrapper, key: number, outcome: Outcome, fall: Fall, error?: Event['error']): void {
    const fn = this.#jittedId(wrapper)
    const edit = this.#edit.length > 0 ? this.#edit.join('; ') : undefined
    this.#edit = []
    this.#clock += outcome === 'hit' ? hitSeconds(0) : total(fall.seconds)
    this.trace.append({
      function: fn,
      key,
      outcome,
      evidence: 'simulated',
      time: this.#clock,
      seconds: fall.seconds,
      layers: outcome === 'hit' ? [] : fall.layers,
      ...(error !== undefined && {error}),
      ...(edit !== undefined && {edit}),
      ...(fall.evicted.length > 0 && {evicted: fall.evicted}),
    })
    this.#last = {traced: fall.traced, lowered: fall.lowered, compiled: fall.compiled}
  }

  #last = {traced: 0, lowered: 0, compiled: 0}

  /** How often the last call that was no plain hit traced, lowered and compiled. */
  get last(): {readonly traced: number; readonly lowered: number; readonly compiled: number} {
    return this.#last
  }
}

/** An unchanged call, remembered: the same arguments hit the same entry as long as nobody edits them. */
class Memo {
  readonly config: Config
  readonly signature: number
  readonly entry: DispatchEntry
  readonly function: number
  readonly effect: Effect
  readonly outputs: readonly unknown[]
  readonly variables: number
  readonly isStable: boolean
  readonly #args: readonly unknown[]
  readonly #editions: readonly number[]

  constructor(args: readonly unknown[], config: Config, signature: number, entry: DispatchEntry, fn: number, effect: Effect, outputs: readonly unknown[], variables: number) {
    this.#args = args
    this.config = config
    this.signature = signature
    this.entry = entry
    this.function = fn
    this.effect = effect
    this.outputs = outputs
    this.variables = variables
    this.isStable = args.every((arg) => isNode(arg) ? cellOf(arg).fresh : arg instanceof ArrayImpl)
    this.#editions = args.map((arg) => (isNode(arg) ? cellOf(arg).edition : 0))
  }

  holds(args: readonly unknown[]): boolean {
    if (args.length !== this.#args.length) return false
    for (let i = 0; i < args.length; i++) {
      const [arg, held] = [args[i], this.#args[i]]
      if (arg === held) {
        if (isNode(arg)) {
          const cell = cellOf(arg)
          if (!cell.fresh || cell.edition !== this.#editions[i]) return false
        }
      } else if (!(arg instanceof ArrayImpl && held instanceof ArrayImpl && arg.aval === held.aval && arg.committed === held.committed && arg.placement.device === held.placement.device)) return false
    }
    return true
  }
}

const isNode = (value: unknown): value is object => isGraphNode(value)

/** The effect without what concerns the caller's models. */
const resultOf = (effect: Effect): Effect => ({...effect, args: [], updates: [], outs: effect.outs.slice(effect.states), states: 0})

/** Whether a call leaves values and structure of the caller's models alone and returns none of them. */
const keepsStates = (effect: Effect): boolean => effect.updates.length === 0 && effect.outs.slice(0, effect.states).every(({from}) => from >= 0) && !hasNodes(effect.result)

const hasNodes = (structure: Pure): boolean => structure.kind === 'node' || (structure.kind === 'container' && structure.children.some(hasNodes))

const leavesOf = (wrapper: Wrapper, given: readonly Argument[]): readonly unknown[] => {
  const leaves: unknown[] = []
  const references: References | null = wrapper.mode === 'graph' || wrapper.mode === 'values' ? new Map() : null
  for (const {value, isStatic} of given) if (!isStatic) pure(value, leaves, references)
  return leaves
}

const committedDevice = (place: Placement | null): string => (place === null ? 'cpu:0' : place.device)

const namedObject = (fun: object): object => (typeof fun === 'function' || isClass(fun) || namesOf(fun).qualname !== undefined ? fun : fun.constructor)

const safeAval = (leaf: unknown, x64: boolean): ShapedArray | null => {
  try {
    return avalOf(leaf, {x64})
  } catch {
    return null
  }
}

function outcomeOf({dispatched, inferred, traced, lowered, compiled}: Fall): Outcome {
  if (!dispatched && !inferred) return 'hit'
  if (traced > 0) return 'retrace'
  if (lowered > 0 || compiled > 0) return inferred ? 'rewrap' : lowered > 0 ? 'relower' : 'recompile'
  return inferred ? 'rebind' : 'dispatch'
}

function asPythonError(error: unknown): Error {
  if (error instanceof RangeError && /recursion|call stack/i.test(error.message)) return new PythonError('RecursionError', 'maximum recursion depth exceeded')
  return error instanceof Error ? error : new PythonError('Exception', String(error))
}

