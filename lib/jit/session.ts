import {asOperand, callJaxpr, ClosedJaxpr, deferredCall} from '../lax/index.ts'
import {
  configure,
  configured,
  type Deferred,
  hearReused,
  interpreter,
  isArrayLike,
  type Reused,
  ShapeDtypeStruct,
} from '../array/index.ts'
import {laidOut, leavesOf, nodesOf, refill} from '../graph/index.ts'
import {Forms, Tag} from '../key/index.ts'
import {Trace} from '../log/index.ts'
import {optionsBy, protocol, PythonError, refuseSlips, repr, legible, typePath} from '../python/index.ts'
import {
  type LayerName,
  layersIn,
  newest,
  type Platform,
  releaseOf,
  type SimulatedRelease,
} from '../release/index.ts'
import {refuseShared} from './alias.ts'
import type {Effect, TracedBody} from './body.ts'
import type {Entry} from './cache.ts'
import {Caches, type Capacities, type Program, type TraceEntry} from './caches.ts'
import {Descent, type Going} from './call.ts'
import {changed, type Config, type Context, contextOf, startOf} from './config.ts'
import {donated, Donations, donates} from './donate.ts'
import {applyEffect, heldNodes, isHarmless, outputsOf, resultBody} from './effect.ts'
import {type Fall, newFall} from './fall.ts'
import {
  type BoundCall,
  bindPartial,
  jaxOptions,
  type Jitted,
  modeOf,
  optionsAtEnd,
  type NnxJitOptions,
  nnxOptions,
  type Stages,
  jitOn,
  jitPartialOn,
} from './jit.ts'
import {Memo} from './memo.ts'
import type {JitOptions} from './options.ts'
import {prepare, refuseNone} from './prepare.ts'
import {Reasons} from './reasons.ts'
import {Recorder} from './record.ts'
import {bindArguments} from './signature.ts'
import {type Execution, staleness, staleProgram} from './verified.ts'
import {Witness} from './witness.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** What a function returns. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : unknown

/** A function traced ahead of its calls. */
interface Ahead {
  readonly going: Going
  readonly trace: Entry<TraceEntry>
  readonly traced: TracedBody
}

/** What a session simulates, and how large its caches are. */
export interface SessionOptions {
  /** The release of JAX: its version, `'0.10.2'`, or a release of one's own; the newest where it is not given. */
  readonly release?: string | SimulatedRelease
  /** The machine whose costs a miss has; a CPU where it is not given, or where the release was not measured on it. */
  readonly platform?: Platform
  /** How many entries each layer keeps; small ones show evictions. The limits of JAX where they are not given. */
  readonly capacities?: Capacities
  /** What the log is called; it has none where it is not given. */
  readonly title?: string
  /** Whether hits are compared with what their functions give without caches; they are not where it is not given. See `Session.verify`. */
  readonly verify?: boolean
}

const sessionOptions = optionsBy<SessionOptions>(
  'Session(*, release=, platform=, capacities=, title=, verify: bool=)',
)

/**
 * The release that is simulated, by its version or as it is.
 *
 * @throws {PythonError} TypeError, for what is neither.
 */
function simulatedBy(release: string | SimulatedRelease): SimulatedRelease {
  if (typeof release === 'string') return releaseOf(release)
  if (hasRules(release)) return release
  throw new PythonError(
    'TypeError',
    `release of Session must be a version of JAX, as in new Session({release: '${newest.jax}'}), but got ${repr(release)}`,
  )
}

const hasRules = (value: unknown): boolean => typeof value === 'object' && value !== null && 'rules' in value

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
  /** The release of JAX that it simulates. */
  readonly release: SimulatedRelease
  /** Whether arrays keep how their contents are computed, so that they can be read; without, a hit costs less. */
  values = true
  /**
   * Whether the result of each hit is compared with what the function gives when it is traced again without caches. A difference is a wrong
   * hit, told in its event with its cause. So are programs that a trace takes from a cache: of a jitted function in another or under
   * `jax.grad`, and of the body of a loop. It runs the body of the function once more each hit; no key and no cache changes by it.
   *
   * @example
   * session.verify = true
   * explain(session.trace).misses.filter(({verdict}) => verdict === 'wrong hit')
   */
  get verify(): boolean {
    return this.#verify
  }

  set verify(on: boolean) {
    this.#verify = on
    this.keepBodiesFor(this.#epoch)
  }

  static {
    legible(Session)
    refuseSlips('Session', Session.prototype, {explain: 'explain(session.trace)', jit: 'jaxJit(f)'})
  }

  #verify = false
  #isVerifying = false
  readonly #witnesses = new WeakMap<TracedBody, Witness>()
  readonly #forms = new Forms()
  readonly #caches: Caches
  readonly #reasons: Reasons
  readonly #descent: Descent
  readonly #recorder: Recorder
  readonly #memos = new WeakMap<Wrapper, Memo>()
  readonly #donations: Donations
  #config: Config
  #context: Context | null = null
  /** Whether code of a program runs under its settings. */
  #isWithin = false
  #last: Fall = newFall()
  #epoch: object = {}

  /** @throws {RangeError} for a release whose caches are not known, with those that are. */
  constructor(options: SessionOptions = {}) {
    const {
      release = newest,
      platform = 'cpu',
      capacities = {},
      title,
      verify = false,
    } = sessionOptions([options])
    this.verify = verify
    this.release = simulatedBy(release)
    const {jax, flax, rules} = this.release
    const fit = rules.costs[platform] ?? rules.costs.cpu
    this.#donations = new Donations(rules.donation)
    this.#config = startOf(rules)
    this.#caches = new Caches(rules, capacities, this.#forms)
    this.#reasons = new Reasons(rules, this.#forms, (key) => this.#caches.trace.has(key))
    this.#descent = new Descent(this.#forms, this.#caches, this.#reasons, rules.graph, fit)
    this.#recorder = new Recorder(
      new Trace({
        producer: 'jitlens',
        ...(title !== undefined && {title}),
        release: jax,
        ...(rules.layers !== layersIn(jax) && {
          layers: Object.fromEntries(rules.layers.map(({name, key}) => [name, key])),
        }),
        versions: {jax, flax},
      }),
      rules,
      fit,
    )
  }

  /**
   * Where the program stands, `file:line`, null where nobody says: the events of misses tell it.
   *
   * @example
   * session.site = 'train.py:12'
   */
  get site(): string | null {
    return this.#recorder.site
  }

  set site(site: string | null) {
    this.#recorder.site = site
  }

  /** Its release and how many calls it has seen. */
  [protocol.repr](): string {
    return `Session(release=${repr(this.release.jax)}, calls=${this.trace.length})`
  }

  /** Every call, as it happened; it may be read while it grows. */
  get trace(): Trace {
    return this.#recorder.trace
  }

  /** Seconds since the session began, by the estimated costs of its calls. */
  get time(): number {
    return this.#recorder.time
  }

  get config(): Config {
    return this.#config
  }

  /** How far the last call fell: how often it traced, lowered and compiled. */
  get last(): {readonly traced: number; readonly lowered: number; readonly compiled: number} {
    return this.#last
  }

  /** `jax.jit(fun, …)`. */
  jaxJit<F extends object>(fun: F, options: JitOptions = {}): Jitted<ResultOf<F>> {
    return jitOn(this, fun, 'jax', jaxOptions([options]))
  }

  /**
   * `nnx.jit(fun, …)`.
   *
   * @throws {PythonError} TypeError for a mode that the release does not have.
   */
  nnxJit<F extends object>(fun: F, options: NnxJitOptions = {}): Jitted<ResultOf<F>> {
    const mode = (['graph', 'graph_updates'] as const).find((name) => options[name] !== undefined)
    if (mode !== undefined && !this.release.rules.graph.hasModes)
      throw new PythonError('TypeError', `jit() got an unexpected keyword argument '${mode}'`)
    return jitOn(this, fun, modeOf(options), nnxOptions([options]))
  }

  /** `nnx.cached_partial(jitted, …)`: see `cachedPartial`. */
  cachedPartial<R>(jitted: Jitted<R>, ...bound: readonly unknown[]): Jitted<R> {
    return bindPartial(this, jitted, ...bound)
  }

  /** `nnx.jit_partial(fun, ...bound, options)`: see `jitPartial`. */
  jitPartial<F extends object>(fun: F, ...given: readonly unknown[]): Jitted<ResultOf<F>> {
    const [bound, options] = optionsAtEnd(given)
    return jitPartialOn(this, fun, bound, options)
  }

  /**
   * `jax.config.update(name, value)`; code that runs in `within` goes on under it.
   *
   * @example
   * session.update('jax_enable_x64', true) // the next call of every function is traced again
   *
   * @throws {PythonError} AttributeError for a setting that JAX does not have, ValueError or TypeError for a value that it does not take.
   */
  update(name: string, value: unknown): void {
    this.#setConfig(changed(this.release.rules, this.#config, {[name]: value}))
    if (this.#isWithin) configure(this.#contextNow().arrays)
  }

  /** Runs `body` under other settings, as `with jax.enable_x64(True):` does. */
  with<T>(settings: Config, body: () => T): T {
    const before = this.#config
    this.#setConfig(changed(this.release.rules, before, settings))
    try {
      return body()
    } finally {
      this.#setConfig(before)
    }
  }

  /**
   * Runs `body` as code of a program on this release, under its settings: the arrays and models in it follow them.
   *
   * @example
   * new Session({release: '0.8.2'}).within(() => new nnx.Optimizer(model, tx, {wrt: nnx.Param})) // without the attribute \`graph\`
   */
  within<T>(body: () => T): T {
    const {arrays} = this.#contextNow()
    const before = this.#isWithin
    this.#isWithin = true
    try {
      return laidOut(this.release.rules.graph, () =>
        configured({...arrays, values: this.values, epoch: this.#epoch, warn: this.#recorder.warn}, body),
      )
    } finally {
      this.#isWithin = before
    }
  }

  #setConfig(config: Config): void {
    this.#config = config
    this.#context = null
  }

  /** Writes into the log what is done to models between calls; the next event shows it. */
  note(edit: string): void {
    this.#recorder.note(edit)
  }

  /** `jax.clear_caches()`: every layer but the persistent one. */
  clearCaches(): void {
    this.#recorder.clear()
    this.#caches.clear()
    this.#reasons.clear()
    this.keepBodiesFor({})
  }

  /** @internal */
  clearCache(wrapper: Wrapper): void {
    this.#recorder.clear()
    this.#caches.clearFunction(this.#descent.identities.of(wrapper))
    this.#reasons.drop(wrapper.identity)
  }

  /** @internal */
  cacheSize(wrapper: Wrapper): number {
    return this.#caches.dispatch.count(this.#descent.identities.of(wrapper).program)
  }

  /** Entries of each layer now. */
  sizes(): Readonly<Record<LayerName, number>> {
    return this.#caches.sizes()
  }

  /**
   * Calls a jitted function: looks it up layer by layer, traces it where no layer has it, brings its effects back to the
   * caller's models, and logs one event.
   *
   * @param partial of a call by a partial.
   * @throws {PythonError} what JAX, Flax or the body raise; the event is logged all the same.
   * @internal
   */
  call(
    wrapper: Wrapper,
    args: readonly unknown[],
    kwargs: ReadonlyMap<string, unknown>,
    partial?: BoundCall,
  ): unknown {
    if (interpreter() !== null) return this.#nested(wrapper, args, kwargs)
    if (this.#contextNow().noJit)
      return this.within(() => wrapper.run(bindArguments(wrapper.fun, wrapper.signature, args, kwargs)))
    const isPlain = kwargs.size === 0 && partial === undefined && !this.#donations.any && !this.verify
    const memo = isPlain && !this.#recorder.hasEdits ? this.#memos.get(wrapper) : undefined
    const found = memo?.recall(args, this.#config)
    if (memo !== undefined && found !== undefined && this.#caches.dispatch.get(found.key) === found.entry) {
      this.#recorder.hit(found.function, found.entry.value.key, found.leaves)
      return applyEffect(found.effect, args, memo.outputs(args), null, found.held)
    }
    const context = this.#contextNow()
    return this.within(() => {
      const fall = newFall()
      this.#last = fall
      const given = prepare(wrapper, args, kwargs)
      let key = -1
      try {
        refuseShared(wrapper, given)
        const going = this.#descent.start(wrapper, given, context, fall)
        const dispatchKey = this.#caches.dispatch.key(going.subject)
        key = this.#recorder.key(this.#exactly(going, dispatchKey), wrapper, given, this.#config)
        const fallen = (): Program =>
          this.#descent.fall(going, dispatchKey, key, ({trace}, isHit) => {
            this.#donations.check(wrapper, going.dynamic, trace.value.traced, isHit)
          })
        const program = this.verify
          ? this.#verified(going, key, fallen, partial && prepare(wrapper, partial.live, kwargs))
          : fallen()
        partial?.check(program.trace.value.traced.effect)
        if (this.release.rules.graph.refusesNone) refuseNone(wrapper, given)
        this.#recorder.call(wrapper, key, fall)
        return this.#finish(going, dispatchKey, program, isPlain ? args : null)
      } catch (error) {
        const raised = asPythonError(error)
        this.#recorder.call(wrapper, key, fall, {type: raised.name, message: raised.message})
        throw raised
      }
    })
  }

  /** Falls through the layers, and finds out whether a hit gives what its function gives without them. */
  #verified(going: Going, key: number, fallen: () => Program, live = going.given): Program {
    const {wrapper, given, fall} = going
    const witness = new Witness(key, given)
    const program = witness.watch(fallen)
    const {traced} = program.trace.value
    if (fall.traced > 0) this.#witnesses.set(traced, witness)
    if (fall.dispatched || fall.inferred) return program
    const factsOf = (some: Going['given']) => this.#recorder.facts(wrapper, some, this.#config)().facts
    fall.stale = staleness({
      ...this.#knownOf(going, key, traced),
      held: {traced, inputs: leavesOf(valuesIn(going), newReferences(wrapper))},
      anew: this.#anew({...going, given: live, dynamic: live.filter(({isStatic}) => !isStatic)}),
      ...(live !== given && {bound: [factsOf(given), factsOf(live)]}),
    })
    return program
  }

  /** The traced function of a call inside another trace; where a cache has it, it finds out whether that is the function's program still. */
  #verifiedInside(going: Going, key: number): Entry<TraceEntry> {
    const {wrapper, given, fall} = going
    const witness = new Witness(key, given)
    const trace = witness.watch(() => this.#descent.infer(going))
    const {traced} = trace.value
    if (fall.traced > 0) {
      this.#witnesses.set(traced, witness)
      return trace
    }
    const anew = this.#anew(going)
    const stale = staleProgram({
      ...this.#knownOf(going, key, traced),
      held: traced.jaxpr,
      anew: anew instanceof Error ? anew : anew.traced.jaxpr,
    })
    if (stale !== null) this.#recorder.call(wrapper, key, {...newFall(), stale}, undefined, 'nested')
    return trace
  }

  #knownOf({wrapper}: Going, key: number, traced: TracedBody) {
    const witness = this.#witnesses.get(traced)
    const factsOf = (id: number) => this.trace.key(id).facts
    return {
      name: wrapper.name,
      witness,
      keys: [factsOf(key), witness === undefined ? [] : factsOf(witness.key)],
    } as const
  }

  /** Traces a call without caches; the error where its function raises one. */
  #anew(going: Going): Execution | Error {
    return this.#uncached(() => ({
      traced: this.#descent.anew(going),
      inputs: leavesOf(valuesIn(going), newReferences(going.wrapper)),
    }))
  }

  #uncached<T>(body: () => T): T | Error {
    this.#isVerifying = true
    try {
      return configured({epoch: {}, warn: null}, body)
    } catch (error) {
      return asPythonError(error)
    } finally {
      this.#isVerifying = false
    }
  }

  /** What traced bodies of loops are kept for, from now on. @internal */
  protected keepBodiesFor(epoch: object): void {
    this.#epoch = epoch
    hearReused(epoch, this.#verify ? this.#verifiedBody : null)
  }

  readonly #verifiedBody: Reused = (name, held, anew) => {
    const stale = staleProgram({name, held, anew: this.#uncached(anew), witness: new Witness(-1, [])})
    if (stale !== null) this.#recorder.body(name, stale)
  }

  /** A call inside another traced function: an equation of that one; neither dispatched nor compiled by itself. */
  #nested(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown {
    const {traced, going} = this.#ahead(wrapper, args, kwargs, 'nested')
    const values = going.dynamic.map(({value}) => value)
    const inputs = leavesOf(values, newReferences(wrapper))
    const operands = inputs.flatMap((leaf) => (isArrayLike(leaf) ? [asOperand(leaf)] : []))
    const results = callJaxpr(traced.jaxpr, operands)
    return applyEffect(traced.effect, values, results)
  }

  /** `jitted.eval_shape(…)`: traces at most, and gives back shapes and dtypes. @internal */
  evalShape(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown {
    const {traced} = this.#ahead(wrapper, args, kwargs, 'aot')
    const own = resultBody(traced).effect
    return applyEffect(
      own,
      [],
      own.outs.map(({aval}) => new ShapeDtypeStruct(aval.shape, aval.dtype, aval.weak_type)),
    )
  }

  /** `jitted.lower(…)`: traces and lowers, and compiles when asked to. A later call finds all of it but its dispatch entry. @internal */
  lower(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): Stages {
    const {going, traced, trace} = this.#ahead(wrapper, args, kwargs, 'aot')
    const lowering = newFall()
    const lowered = this.#descent.lower({...going, fall: lowering}, trace)
    this.#recordAhead(wrapper, lowering)
    return {
      jaxpr: new ClosedJaxpr(traced.jaxpr),
      compile: () => {
        const compiling = newFall()
        this.#descent.compile({...going, fall: compiling}, trace, lowered)
        this.#recordAhead(wrapper, compiling)
      },
    }
  }

  #recordAhead(wrapper: Wrapper, fall: Fall): void {
    if (fall.traced + fall.lowered + fall.compiled > 0)
      this.#recorder.call(wrapper, -1, {...fall, dispatched: true}, undefined, 'aot')
  }

  /** Traces a function without a call of it. */
  #ahead(
    wrapper: Wrapper,
    args: readonly unknown[],
    kwargs: ReadonlyMap<string, unknown>,
    within: 'nested' | 'aot',
  ): Ahead {
    const context = this.#contextNow()
    return this.within(() => {
      const fall = newFall()
      const given = prepare(wrapper, args, kwargs)
      refuseShared(wrapper, given)
      const going = this.#descent.start(wrapper, given, context, fall)
      if (this.#isVerifying) {
        const traced = this.#descent.anew(going)
        return {going, trace: {id: -1, owner: -1, value: {traced, settled: new Set()}}, traced}
      }
      const key = () => {
        const exactly = this.#exactly(going, this.#caches.dispatch.key(going.subject))
        return this.#recorder.key(exactly, wrapper, given, this.#config)
      }
      const trace =
        this.#verify && within === 'nested' ? this.#verifiedInside(going, key()) : this.#descent.infer(going)
      if (fall.traced > 0) this.#recorder.call(wrapper, key(), {...fall, dispatched: true}, undefined, within)
      return {going, trace, traced: trace.value.traced}
    })
  }

  /** A number for all that a key's facts tell: two calls that JAX takes for one may differ in it, and then the hit is wrong. */
  #exactly({wrapper, given, subject}: Going, dispatchKey: number): number {
    const {ids, statics} = this.#forms
    const {form} = subject.signature
    const fixed = given.flatMap(({isStatic, value}) =>
      isStatic ? [statics.text(`${typePath(value)} ${repr(value)}`)] : [],
    )
    return ids.of([
      Tag.facts,
      dispatchKey,
      form.id,
      form.isVolatile ? statics.text(this.#forms.textOf(form)) : 0,
      statics.object(wrapper),
      subject.context.settings.trace,
      ...fixed,
    ])
  }

  /** Brings the effects back. Where a call left its arguments as they were, the next one like it need not try. */
  #finish(going: Going, dispatchKey: number, program: Program, args: readonly unknown[] | null): unknown {
    const {wrapper, given, dynamic, subject} = going
    const {trace, place} = program
    const {form} = subject.signature
    const {traced, settled} = trace.value
    const isSettled = settled.has(form.id)
    const body = isSettled ? resultBody(traced) : traced
    const {effect} = body
    const values = valuesIn(going)
    const isGiven = subject.context.donates && donates(wrapper) ? donated(wrapper, given) : []
    const references = newReferences(wrapper)
    const isRead = isGiven.length > 0 || this.#reads(body)
    const inputs = isRead ? leavesOf(values, references) : []
    const outputs = outputsOf(effect, inputs, isGiven, place, this.#program(body, inputs))
    const result = applyEffect(effect, values, outputs, isRead ? references : null)
    if (wrapper.mode === 'graph' && going.fall.traced > 0) nodesOf(values).forEach(refill)
    this.#donations.take(isGiven, inputs, traced)
    if (isSettled || donates(wrapper) || !isHarmless(traced.effect)) return result
    if (this.#descent.form(wrapper, dynamic).id !== form.id) return result
    settled.add(form.id)
    if (args !== null) this.#remember(going, dispatchKey, program, args, outputs.slice(effect.states))
    return result
  }

  /** Keeps what a call found that left its arguments as they were, for the same call again. */
  #remember(
    {wrapper, dynamic, subject: {signature}}: Going,
    key: number,
    {trace: {value}, place}: Program,
    args: readonly unknown[],
    outputs: readonly unknown[],
  ): void {
    const entry = this.#caches.dispatch.get(key)
    const body = resultBody(value.traced)
    const {effect} = body
    if (!entry?.value.program || signature.form.isVolatile || hands(effect)) return
    const memo = Memo.of(args, {
      config: this.#config,
      key,
      entry,
      function: this.#recorder.jitted(wrapper),
      effect,
      held: heldNodes(effect, args),
      outputs,
      leaves: signature.form.leaves,
      again: (values) => {
        const leaves = this.#reads(body) ? leavesOf(values, newReferences(wrapper)) : []
        return outputsOf(effect, leaves, [], place, this.#program(body, leaves))
      },
    })
    if (memo !== null && args.length === dynamic.length) this.#memos.set(wrapper, memo)
  }

  /** Whether the arrays that a call gives back are made of its inputs. */
  #reads({effect, jaxpr}: TracedBody): boolean {
    return hands(effect) || (this.values && jaxpr.invars.length > 0)
  }

  /** The call of a traced function, whose results are computed when they are read. */
  #program({jaxpr}: TracedBody, inputs: readonly unknown[]): Deferred | null {
    if (!this.values) return unread
    return deferredCall(jaxpr, inputs.filter(isArrayLike).slice(0, jaxpr.invars.length))
  }

  #contextNow(): Context {
    this.#context ??= contextOf(this.release.rules, this.#config, this.#forms)
    return this.#context
  }
}

/** What a call gives whose session keeps no values. */
const unread: Deferred = {results: 'session.values was false at the call that gave this array'}

const valuesIn = ({dynamic}: Going): readonly unknown[] => dynamic.map(({value}) => value)

/** Whether a call gives back arrays that it is given. */
const hands = ({outs}: Effect): boolean => outs.some(({from}) => from >= 0)

/** How engines say that the stack is full: `Maximum call stack size exceeded`, `too much recursion`. */
const tooDeep = /recursion|call stack/i

function asPythonError(error: unknown): Error {
  if (error instanceof RangeError && tooDeep.test(error.message))
    return new PythonError('RecursionError', 'maximum recursion depth exceeded')
  return error instanceof Error ? error : new PythonError('Exception', String(error))
}
