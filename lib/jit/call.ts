import {ArrayImpl, type Placement, type ShapedArray} from '../array/index.ts'
import {structureOf} from '../graph/index.ts'
import {type Form, type Forms, type Summaries, Tag} from '../key/index.ts'
import {noSeconds, type Outcome, type Seconds} from '../log/index.ts'
import {PythonError} from '../python/index.ts'
import {type Arguments, type Traced, traceBody} from './body.ts'
import {estimate} from './cost.ts'
import {Identities} from './identity.ts'
import {
  Compile,
  Dispatch,
  type DispatchEntry,
  type Entry,
  Infer,
  Lower,
  type Path,
  Persistent,
  type Place,
  type Places,
  type Program,
  type Signature,
  type Tools,
  type TraceEntry,
  Traces,
} from './layers/index.ts'
import {donated, donates} from './donate.ts'
import {type Argument, avalsOf, checkPositions, checkStatics, eachLeaf, renamed} from './prepare.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** How many entries each layer keeps; JAX's own limits where they are not given. */
export interface Capacities {
  readonly dispatch?: number
  readonly infer?: number
  readonly trace?: number
  readonly lower?: number
  readonly compile?: number
}

/** The settings of a call that are part of keys. */
export interface Context {
  readonly x64: boolean
  readonly dispatch: number
  readonly trace: number
  /** `jax_no_tracing`: a trace is an error. */
  readonly noTracing: boolean
  /** Seconds that a program must take to be worth storing on disk; null where no such cache is set. */
  readonly persistent: number | null
}

/** How far a call fell. */
export interface Fall extends Path {
  dispatched: boolean
  inferred: boolean
  traced: number
  lowered: number
  compiled: number
  stored: boolean
  seconds: Seconds
}

export const newFall = (): Fall => ({
  dispatched: false,
  inferred: false,
  traced: 0,
  lowered: 0,
  compiled: 0,
  stored: false,
  seconds: noSeconds,
  lookups: [],
  evicted: [],
})

/** The word for how far a call fell. */
export function outcomeOf({dispatched, inferred, traced, lowered, compiled}: Fall): Outcome {
  if (!dispatched && !inferred) return 'hit'
  if (traced > 0) return 'retrace'
  if (lowered > 0 || compiled > 0) return inferred ? 'rewrap' : lowered > 0 ? 'relower' : 'recompile'
  return inferred ? 'rebind' : 'dispatch'
}

/** A signature and the key under which dispatch holds it. */
export interface Looked {
  readonly signature: Signature
  readonly key: number
}

/** A lowered program, and where its committed inputs live. */
export interface Lowered {
  readonly id: number
  readonly place: Placement | null
  readonly places: Places
  readonly isNew: boolean
}

/** The layers of caches of one session, and the way of a call down through them. */
export class Layers {
  readonly #forms: Forms
  readonly #summaries: Summaries
  readonly #dispatch: Dispatch
  readonly #infer: Infer
  readonly #trace: Traces
  readonly #lower: Lower
  readonly #compile: Compile
  readonly #persistent = new Persistent()
  readonly #identities: Identities

  constructor(summaries: Summaries, capacities: Capacities) {
    const {forms} = summaries
    const {ids, statics} = forms
    this.#summaries = summaries
    this.#forms = forms
    this.#identities = new Identities(forms)
    const tools: Tools = {ids, statics, identities: this.#identities, next: 0}
    this.#dispatch = new Dispatch(tools, capacities.dispatch)
    this.#infer = new Infer(tools, capacities.infer)
    this.#trace = new Traces(tools, capacities.trace)
    this.#lower = new Lower(tools, capacities.lower)
    this.#compile = new Compile(tools, capacities.compile)
  }

  /** `jax.clear_caches()`: every layer but the persistent one. */
  clear(): void {
    for (const layer of [this.#dispatch, this.#infer, this.#trace, this.#lower, this.#compile]) layer.clear()
  }

  /** `jitted.clear_cache()`: its signatures and traces, and what was inferred for any function. */
  clearFunction(wrapper: Wrapper): void {
    this.#dispatch.drop(this.#identities.program(wrapper))
    this.#trace.drop(this.#identities.function(wrapper))
    this.#infer.clear()
  }

  /** `jitted._cache_size()`. */
  count(wrapper: Wrapper): number {
    return this.#dispatch.count(this.#identities.program(wrapper))
  }

  sizes(): Readonly<Record<'dispatch' | 'infer' | 'trace' | 'lower' | 'compile' | 'persistent', number>> {
    return {
      dispatch: this.#dispatch.size,
      infer: this.#infer.size,
      trace: this.#trace.size,
      lower: this.#lower.size,
      compile: this.#compile.size,
      persistent: this.#persistent.size,
    }
  }

  /** The entry of a dispatch key. */
  held(key: number): Entry<DispatchEntry> | undefined {
    return this.#dispatch.get(key)
  }

  /** The form of the dynamic arguments, as the mode of the wrapper sees them. */
  form({mode}: Wrapper, dynamic: readonly Argument[]): Form {
    const values = dynamic.map(({value}) => value)
    const children =
      mode === 'graph' || mode === 'values'
        ? this.#summaries.graph(values)
        : values.map((value) => this.#summaries.tree(value))
    return this.#forms.call(
      dynamic.filter(({keyword}) => keyword === null).length,
      dynamic.flatMap(({keyword}) => keyword ?? []),
      children,
    )
  }

  /**
   * What the layers compare.
   *
   * @throws {PythonError} for an argument that is no array, and for a static one that cannot be hashed: JAX makes no entry for them.
   */
  look(wrapper: Wrapper, given: readonly Argument[], context: Context): Looked {
    const dynamic = given.filter(({isStatic}) => !isStatic)
    const form = this.form(wrapper, dynamic)
    if (!form.isArrays)
      avalsOf(
        wrapper,
        renamed(wrapper, given).filter(({isStatic}) => !isStatic),
        context.x64,
      )
    checkStatics(wrapper, given)
    const {statics, ids} = this.#forms
    const parts = [Tag.call, this.#forms.equal(form), given.length]
    const positions: number[] = [Tag.positions]
    const hashes: number[] = [Tag.hashes]
    for (const [i, {keyword, value, isStatic}] of given.entries()) {
      if (!isStatic) continue
      if (keyword === null) positions.push(i)
      else parts.push(-1 - statics.text(keyword))
      parts.push(statics.staticId(value))
      hashes.push(statics.hashId(value))
    }
    const signature = {
      base: ids.of(parts),
      positions: ids.of(positions),
      hashes: ids.of(hashes),
      form,
      avals: this.#forms.avals(form, context.x64),
      kinds: this.#forms.kinds(form),
    }
    return {signature, key: this.#dispatch.key(wrapper, signature, context.dispatch)}
  }

  /**
   * Falls through the layers until one has the call, and stores it in those above.
   *
   * @param key the id of the call's key in the log.
   * @param ready what the program is checked by before it runs.
   * @throws {PythonError} what tracing the body raises.
   */
  fall(
    wrapper: Wrapper,
    given: readonly Argument[],
    {signature, key: dispatchKey}: Looked,
    key: number,
    context: Context,
    fall: Fall,
    ready: (program: Program, isHit: boolean) => void,
  ): Program {
    const held = this.#dispatch.get(dispatchKey)
    const known = held?.value.program
    if (known !== undefined && known !== null) {
      ready(known, true)
      return known
    }
    fall.dispatched = true
    this.#dispatch.look(dispatchKey, fall)
    const id = held?.id ?? this.#dispatch.take()
    const store = (program: Program | null): void => {
      this.#dispatch.store(
        dispatchKey,
        {
          id,
          owner: this.#identities.program(wrapper),
          value: {program: held === undefined ? program : null, key},
        },
        fall,
      )
    }
    try {
      const trace = this.infer(wrapper, given, signature, context, fall)
      const lowered = this.lower(wrapper, given, trace, context, fall)
      this.compile(wrapper, trace, lowered, context, fall)
      const program = {trace, place: lowered.place}
      ready(program, false)
      store(program)
      return program
    } catch (error) {
      store(null)
      throw error
    }
  }

  /**
   * The traced function of a call, traced where no layer has it.
   *
   * @throws {PythonError} what tracing the body raises.
   */
  infer(
    wrapper: Wrapper,
    given: readonly Argument[],
    signature: Signature,
    context: Context,
    fall: Fall,
  ): Entry<TraceEntry> {
    checkPositions(wrapper, given)
    const dynamic = given.filter(({isStatic}) => !isStatic)
    const avals = avalsOf(wrapper, dynamic, context.x64)
    const inferKey = this.#infer.key(wrapper, signature, context.trace)
    const known = this.#infer.look(inferKey, fall)
    if (known !== undefined) return known.value
    fall.inferred = true
    const id = this.#infer.take()
    const owner = this.#identities.function(wrapper)
    const trace = this.#traced(wrapper, given, dynamic, signature, avals, context, fall, owner)
    this.#infer.store(inferKey, {id, owner, value: trace}, fall)
    return trace
  }

  #traced(
    wrapper: Wrapper,
    given: readonly Argument[],
    dynamic: readonly Argument[],
    signature: Signature,
    avals: readonly ShapedArray[],
    context: Context,
    fall: Fall,
    owner: number,
  ): Entry<TraceEntry> {
    const key = this.#trace.key(wrapper, signature, context.trace)
    const known = this.#trace.look(key, fall)
    if (known !== undefined) return known
    if (context.noTracing)
      throw new PythonError(
        'RuntimeError',
        `re-tracing function ${wrapper.name} for \`jit\`, but 'no_tracing' is set`,
      )
    const id = this.#trace.take()
    const traced = traceBody(wrapper, argumentsOf(wrapper, given, dynamic), avals, () => {
      fall.traced++
    })
    fall.seconds = {...fall.seconds, trace: this.#costOf(traced).trace}
    return this.#trace.store(key, {id, owner, value: {traced, settled: new Set()}}, fall)
  }

  /** The lowered program of a traced function for these arguments, lowered where the layer does not have it. */
  lower(
    wrapper: Wrapper,
    given: readonly Argument[],
    trace: Entry<TraceEntry>,
    context: Context,
    fall: Fall,
  ): Lowered {
    const places = placesOf(wrapper, given, trace.value.traced)
    const place = places.find(({at}) => at !== undefined && at !== null)?.at ?? null
    const key = this.#lower.key(wrapper, trace, places, context.trace)
    const known = this.#lower.get(key)
    if (known !== undefined) return {id: known.id, place, places, isNew: false}
    this.#lower.look(key, fall)
    const id = this.#lower.take()
    fall.lowered++
    fall.seconds = {...fall.seconds, lower: this.#costOf(trace.value.traced).lower}
    this.#lower.store(key, {id, owner: trace.owner, value: null}, fall)
    return {id, place, places, isNew: true}
  }

  /** Compiles a lowered program where no layer has it. */
  compile(
    wrapper: Wrapper,
    trace: Entry<TraceEntry>,
    {id, place, places, isNew}: Lowered,
    context: Context,
    fall: Fall,
  ): void {
    const device = place?.devices ?? place?.device ?? 'cpu:0'
    const key = this.#compile.key(wrapper, id, device)
    if (this.#compile.get(key) !== undefined) return
    if (!isNew) fall.lookups.push({layer: 'lower', result: 'hit', entry: id})
    this.#compile.look(key, fall)
    fall.compiled++
    const {jaxpr} = trace.value.traced
    const seconds = this.#costOf(trace.value.traced).compile
    const isStored =
      context.persistent !== null &&
      this.#persistent.look(wrapper, jaxpr, places, device, seconds, context.persistent)
    if (context.persistent !== null)
      fall.lookups.push({layer: 'persistent', result: isStored ? 'hit' : 'miss', entry: -1})
    fall.stored = isStored
    fall.seconds = {...fall.seconds, compile: isStored ? 0 : seconds}
    this.#compile.store(key, {id: this.#compile.take(), owner: trace.owner, value: null}, fall)
  }

  readonly #costs = new WeakMap<Traced, Seconds>()

  #costOf(traced: Traced): Seconds {
    let cost = this.#costs.get(traced)
    if (cost === undefined) this.#costs.set(traced, (cost = estimate(traced.jaxpr)))
    return cost
  }
}

/** The arguments without their leaves, in the order in which those are counted. */
function argumentsOf(wrapper: Wrapper, given: readonly Argument[], dynamic: readonly Argument[]): Arguments {
  const references = newReferences(wrapper)
  const structures = new Map(
    dynamic.map((argument) => [argument, structureOf(argument.value, [], references)]),
  )
  const part = (argument: Argument): Arguments['positional'][number] =>
    structures.get(argument) ?? {fixed: argument.value}
  return {
    positional: given.filter(({keyword}) => keyword === null).map(part),
    keywords: given.flatMap((argument) =>
      argument.keyword === null ? [] : [[argument.keyword, part(argument)] as const],
    ),
  }
}

function placesOf(wrapper: Wrapper, given: readonly Argument[], {used}: Traced): Places {
  const isDonated = donates(wrapper) ? donated(wrapper, given) : []
  const places: Place[] = []
  const dynamic = given.filter(({isStatic}) => !isStatic)
  eachLeaf(wrapper, dynamic, (leaf) => {
    const i = places.length
    const at = leaf instanceof ArrayImpl && leaf.committed ? leaf.placement : null
    const isKept = used[i] || wrapper.options.keep_unused === true
    places.push({at: isKept ? at : undefined, isDonated: isDonated[i]})
  })
  return places
}
