import {asOperand, callJaxpr, configured, interpreter, isArrayLike, ShapeDtypeStruct} from '../array/index.ts'
import {leavesOf} from '../graph/index.ts'
import {Forms, Summaries, Tag} from '../key/index.ts'
import {Trace} from '../log/index.ts'
import {PythonError, repr, typePath} from '../python/index.ts'
import type {Effect, Traced} from './body.ts'
import {type Capacities, type Context, type Fall, Layers, type Looked, newFall} from './call.ts'
import {type Config, initial, inDispatch, inTrace} from './context.ts'
import {Donations, donates} from './donate.ts'
import {apply, isHarmless, outputsOf, resultOnly} from './effect.ts'
import {cachedPartial, type Jitted, modeOf, type NnxJitOptions, type Stages, wrap} from './jit.ts'
import type {DispatchEntry, Entry, Program, TraceEntry} from './layers/index.ts'
import {Memo} from './memo.ts'
import type {JitOptions} from './options.ts'
import {type Argument, prepare, refuseDuplicates} from './prepare.ts'
import {Recorder} from './record.ts'
import {bind} from './signature.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** What a function returns. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : unknown

/** A function traced ahead of its calls. */
interface Ahead {
  readonly trace: Entry<TraceEntry>
  readonly traced: Traced
  readonly given: readonly Argument[]
  readonly dynamic: readonly Argument[]
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
  readonly #forms = new Forms()
  readonly #layers: Layers
  readonly #recorder: Recorder
  readonly #memos = new WeakMap<Wrapper, Memo>()
  readonly #donations = new Donations()
  #config: Config = initial
  #context: Context | null = null
  #last: Fall = newFall()

  /**
   * @param capacities how many entries each layer keeps; small ones show evictions.
   * @param title what the log is called.
   */
  constructor(capacities: Capacities = {}, title?: string) {
    this.#layers = new Layers(new Summaries(this.#forms), capacities)
    this.#recorder = new Recorder(
      new Trace({
        producer: 'jitlens',
        ...(title !== undefined && {title}),
        versions: {jax: '0.10.2', flax: '0.12.8'},
      }),
    )
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
    return wrap(this, fun, 'jax', options)
  }

  /** `nnx.jit(fun, …)`. */
  nnxJit<F extends object>(fun: F, options: NnxJitOptions = {}): Jitted<ResultOf<F>> {
    return wrap(this, fun, modeOf(options), options)
  }

  /** `nnx.cached_partial(jitted, …)`: see `cachedPartial`. */
  cachedPartial<R>(jitted: Jitted<R>, ...bound: readonly unknown[]): Jitted<R> {
    return cachedPartial(this, jitted, ...bound)
  }

  /**
   * `jax.config.update(name, value)`.
   *
   * @example
   * session.update('jax_enable_x64', true) // the next call of every function is traced again
   */
  update(name: string, value: unknown): void {
    this.#setConfig({...this.#config, [name]: value})
  }

  /** Runs `body` under other settings, as `with jax.enable_x64(True):` does. */
  with<T>(settings: Config, body: () => T): T {
    const before = this.#config
    this.#setConfig({...before, ...settings})
    try {
      return body()
    } finally {
      this.#setConfig(before)
    }
  }

  #setConfig(config: Config): void {
    this.#config = Object.freeze(config)
    this.#context = null
  }

  /** Writes into the log what is done to models between calls; the next event shows it. */
  note(edit: string): void {
    this.#recorder.note(edit)
  }

  /** `jax.clear_caches()`: every layer but the persistent one. */
  clearCaches(): void {
    this.#layers.clear()
  }

  clearCache(wrapper: Wrapper): void {
    this.#layers.clearFunction(wrapper)
  }

  cacheSize(wrapper: Wrapper): number {
    return this.#layers.count(wrapper)
  }

  /** Entries of each layer now. */
  sizes(): ReturnType<Layers['sizes']> {
    return this.#layers.sizes()
  }

  /**
   * Calls a jitted function: looks it up layer by layer, traces it where no layer has it, brings its effects back to the
   * caller's models, and logs one event.
   *
   * @param verify looks at what the call is going to do, and may refuse it.
   * @throws {PythonError} what JAX, Flax or the body raise; the event is logged all the same.
   */
  call(
    wrapper: Wrapper,
    args: readonly unknown[],
    kwargs: ReadonlyMap<string, unknown>,
    verify?: (effect: Effect) => void,
  ): unknown {
    if (interpreter() !== null) return this.#nested(wrapper, args, kwargs)
    if (this.#config['jax_disable_jit'] === true)
      return wrapper.run(bind(wrapper.fun, wrapper.signature, args, kwargs))
    const isPlain = kwargs.size === 0 && verify === undefined && !this.#donations.any
    const memo =
      isPlain && !this.#recorder.hasEdits ? this.#memos.get(wrapper)?.recall(args, this.#config) : undefined
    if (memo !== undefined && this.#layers.held(memo.key) === memo.entry) {
      this.#recorder.hit(memo.function, memo.entry.value.key, memo.leaves)
      return apply(memo.effect, args, memo.outputs)
    }
    const context = this.#contextNow()
    return configured({x64: context.x64}, () => {
      const fall = newFall()
      this.#last = fall
      const given = prepare(wrapper, args, kwargs)
      let key = -1
      try {
        refuseDuplicates(
          wrapper,
          given.map(({value}) => value),
        )
        const looked = this.#layers.look(wrapper, given, context)
        key = this.#recorder.key(this.#exactly(wrapper, given, looked, context), wrapper, given, this.#config)
        const dynamic = given.filter(({isStatic}) => !isStatic)
        const program = this.#layers.fall(wrapper, given, looked, key, context, fall, ({trace}, isHit) => {
          this.#donations.check(wrapper, dynamic, trace.value.traced, isHit)
        })
        verify?.(program.trace.value.traced.effect)
        this.#recorder.call(wrapper, key, fall)
        return this.#finish(wrapper, given, looked, program, isPlain ? args : null)
      } catch (error) {
        const raised = asPythonError(error)
        this.#recorder.call(wrapper, key, fall, {type: raised.name, message: raised.message})
        throw raised
      }
    })
  }

  /** A call inside another traced function: an equation of that one; neither dispatched nor compiled by itself. */
  #nested(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown {
    const {traced, dynamic} = this.#ahead(wrapper, args, kwargs, 'nested')
    const values = dynamic.map(({value}) => value)
    const inputs = leavesOf(values, newReferences(wrapper))
    const operands = inputs.flatMap((leaf) => (isArrayLike(leaf) ? [asOperand(leaf)] : []))
    const results = callJaxpr(traced.jaxpr, operands)
    return apply(
      traced.effect,
      values,
      traced.effect.outs.map(({from}, i) => (from < 0 ? results[i] : inputs[from])),
    )
  }

  /** `jitted.eval_shape(…)`: traces at most, and gives back shapes and dtypes. */
  evalShape(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): unknown {
    const {traced} = this.#ahead(wrapper, args, kwargs, 'aot')
    const own = resultOnly(traced.effect)
    return apply(
      own,
      [],
      own.outs.map(({aval}) => new ShapeDtypeStruct(aval.shape, aval.dtype, aval.weak_type)),
    )
  }

  /** `jitted.lower(…)`: traces and lowers, and compiles when asked to. A later call finds all of it but its dispatch entry. */
  lower(wrapper: Wrapper, args: readonly unknown[], kwargs: ReadonlyMap<string, unknown>): Stages {
    const context = this.#contextNow()
    const lowering = newFall()
    const {traced, trace, given} = this.#ahead(wrapper, args, kwargs, 'aot')
    const lowered = this.#layers.lower(wrapper, given, trace, context, lowering)
    this.#recordAhead(wrapper, lowering)
    return {
      jaxpr: traced.jaxpr,
      compile: () => {
        const compiling = newFall()
        this.#layers.compile(wrapper, trace, lowered, context, compiling)
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
    return configured({x64: context.x64}, () => {
      const fall = newFall()
      const given = prepare(wrapper, args, kwargs)
      const dynamic = given.filter(({isStatic}) => !isStatic)
      refuseDuplicates(
        wrapper,
        given.map(({value}) => value),
      )
      const looked = this.#layers.look(wrapper, given, context)
      const trace = this.#layers.infer(wrapper, given, looked.signature, context, fall)
      if (fall.traced > 0)
        this.#recorder.call(
          wrapper,
          this.#recorder.key(this.#exactly(wrapper, given, looked, context), wrapper, given, this.#config),
          {...fall, dispatched: true},
          undefined,
          within,
        )
      return {trace, traced: trace.value.traced, given, dynamic}
    })
  }

  /** A number for all that a key's facts tell: two calls that JAX takes for one may differ in it, and then the hit is wrong. */
  #exactly(wrapper: Wrapper, given: readonly Argument[], {key, signature}: Looked, context: Context): number {
    const {ids, statics} = this.#forms
    const {form} = signature
    const fixed = given.flatMap(({isStatic, value}) =>
      isStatic ? [statics.text(`${typePath(value)} ${repr(value)}`)] : [],
    )
    return ids.of([
      Tag.facts,
      key,
      form.id,
      form.isVolatile ? statics.text(this.#forms.textOf(form)) : 0,
      statics.object(wrapper),
      context.trace,
      ...fixed,
    ])
  }

  /** Brings the effects back. Where a call left its arguments as they were, the next one like it need not try. */
  #finish(
    wrapper: Wrapper,
    given: readonly Argument[],
    {signature, key}: Looked,
    {trace, place}: Program,
    args: readonly unknown[] | null,
  ): unknown {
    const {traced, settled} = trace.value
    const isSettled = settled.has(signature.form.id)
    const effect = isSettled ? resultOnly(traced.effect) : traced.effect
    const dynamic = given.filter(({isStatic}) => !isStatic)
    const inputs =
      effect.outs.some(({from}) => from >= 0) || donates(wrapper)
        ? leavesOf(
            dynamic.map(({value}) => value),
            newReferences(wrapper),
          )
        : []
    const result = apply(
      effect,
      dynamic.map(({value}) => value),
      outputsOf(effect, inputs, place),
    )
    if (donates(wrapper)) this.#donations.take(wrapper, given, inputs, traced)
    if (
      isSettled ||
      !isHarmless(traced.effect) ||
      this.#layers.form(wrapper, dynamic).id !== signature.form.id
    )
      return result
    settled.add(signature.form.id)
    const own = resultOnly(traced.effect)
    const entry = this.#layers.held(key)
    if (
      args === null ||
      donates(wrapper) ||
      signature.form.isVolatile ||
      dynamic.length !== given.length ||
      entry === undefined ||
      own.outs.some(({from}) => from >= 0)
    )
      return result
    this.#remember(wrapper, args, key, entry, own, outputsOf(own, [], place), signature.form.leaves)
    return result
  }

  #remember(
    wrapper: Wrapper,
    args: readonly unknown[],
    key: number,
    entry: Entry<DispatchEntry>,
    effect: Effect,
    outputs: readonly unknown[],
    leaves: number,
  ): void {
    const memo = Memo.of(args, {
      config: this.#config,
      key,
      entry,
      function: this.#recorder.jitted(wrapper),
      effect,
      outputs,
      leaves,
    })
    if (memo !== null) this.#memos.set(wrapper, memo)
  }

  #contextNow(): Context {
    this.#context ??= contextOf(this.#config, this.#forms)
    return this.#context
  }
}

function contextOf(config: Config, {ids, statics}: Forms): Context {
  const id = (tag: Tag, test: (name: string) => boolean): number =>
    ids.of([
      tag,
      ...Object.keys(config)
        .sort()
        .filter(test)
        .flatMap((name) => [statics.text(name), statics.equalId(statics.index(config[name] ?? null))]),
    ])
  const directory = config['jax_compilation_cache_dir']
  const least = config['jax_persistent_cache_min_compile_time_secs']
  return {
    x64: config['jax_enable_x64'] === true,
    noTracing: config['jax_no_tracing'] === true,
    dispatch: id(Tag.dispatchContext, inDispatch),
    trace: id(Tag.traceContext, inTrace),
    persistent: directory === undefined || directory === null ? null : typeof least === 'number' ? least : 1,
  }
}

function asPythonError(error: unknown): Error {
  if (error instanceof RangeError && /recursion|call stack/i.test(error.message))
    return new PythonError('RecursionError', 'maximum recursion depth exceeded')
  return error instanceof Error ? error : new PythonError('Exception', String(error))
}
