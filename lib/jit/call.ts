import {ArrayImpl, type Placement, type ShapedArray} from '../array/index.ts'
import {structureOf} from '../graph/index.ts'
import {type Form, type Forms, Summaries, Tag} from '../key/index.ts'
import type {Seconds} from '../log/index.ts'
import {PythonError} from '../python/index.ts'
import type {CostFit, GraphRules} from '../release/index.ts'
import {type TracedBody, traceBody} from './body.ts'
import {type Asked, askedOf, deviceAsked} from './asked.ts'
import type {Entry} from './cache.ts'
import type {Caches, Program, TraceEntry} from './caches.ts'
import type {Context} from './config.ts'
import {contentOf, type Places} from './content.ts'
import {estimate} from './cost.ts'
import {donated, donates} from './donate.ts'
import type {Fall} from './fall.ts'
import {Identities} from './identity.ts'
import type {Reasons} from './reasons.ts'
import {
  type CallArgument,
  avalsOf,
  checkPositions,
  checkStatics,
  leavesGiven,
  namedForMessages,
} from './prepare.ts'
import type {Arguments} from './pytree.ts'
import {type CallSignature, Subject} from './subject.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** A call on its way down: who is called, with what, how the layers see it, and how far it fell. */
export interface Going {
  readonly wrapper: Wrapper
  readonly given: readonly CallArgument[]
  readonly dynamic: readonly CallArgument[]
  readonly subject: Subject
  readonly fall: Fall
}

/** A lowered program, and where its inputs live. */
interface Lowered {
  readonly id: number
  readonly places: Places
  readonly isNew: boolean
}

/** The way of a call down through the layers of caches. */
export class Descent {
  readonly #forms: Forms
  readonly #graphs: Summaries
  readonly #trees: Summaries
  readonly #caches: Caches
  readonly #fit: CostFit
  readonly identities: Identities
  readonly #reasons: Reasons

  constructor(forms: Forms, caches: Caches, reasons: Reasons, {statusDecides}: GraphRules, fit: CostFit) {
    this.#reasons = reasons
    this.#forms = forms
    this.#trees = new Summaries(forms)
    this.#graphs = statusDecides ? this.#trees : new Summaries(forms, true)
    this.#caches = caches
    this.#fit = fit
    this.identities = new Identities(forms)
  }

  /** The form of the dynamic arguments, as the mode of the wrapper sees them. */
  form({mode}: Wrapper, dynamic: readonly CallArgument[]): Form {
    const values = dynamic.map(({value}) => value)
    const children =
      mode === 'graph' || mode === 'values'
        ? this.#graphs.graph(values)
        : values.map((value) => this.#trees.tree(value))
    return this.#forms.call(
      dynamic.filter(({keyword}) => keyword === null).length,
      dynamic.flatMap(({keyword}) => keyword ?? []),
      children,
    )
  }

  /**
   * What the layers compare of a call.
   *
   * @throws {PythonError} for an argument that is no array, and for a static one that cannot be hashed: JAX makes no entry for them.
   */
  start(wrapper: Wrapper, given: readonly CallArgument[], context: Context, fall: Fall): Going {
    const dynamic = given.filter(({isStatic}) => !isStatic)
    const form = this.form(wrapper, dynamic)
    if (!form.isArrays)
      avalsOf(
        wrapper,
        namedForMessages(wrapper, given).filter(({isStatic}) => !isStatic),
        context.x64,
      )
    checkStatics(wrapper, given)
    const signature = this.#signature(form, given, context)
    return {
      wrapper,
      given,
      dynamic,
      subject: new Subject(this.identities.of(wrapper), signature, context),
      fall,
    }
  }

  #signature(form: Form, given: readonly CallArgument[], {x64}: Context): CallSignature {
    const {statics, ids} = this.#forms
    const positions: number[] = [Tag.positions]
    const fixed: number[] = [Tag.fixed]
    const named: number[] = [Tag.named]
    const loose: number[] = [Tag.loose]
    const hashes: number[] = [Tag.hashes]
    for (const [i, {keyword, value, isStatic}] of given.entries()) {
      if (!isStatic) continue
      hashes.push(statics.hashId(value))
      if (keyword === null) {
        positions.push(i)
        fixed.push(statics.staticId(value))
      } else {
        named.push(statics.text(keyword), statics.staticId(value))
        loose.push(statics.text(keyword), statics.equalId(statics.index(value)))
      }
    }
    return {
      form,
      tree: ids.of([Tag.call, this.#forms.equal(form), given.length]),
      positions: ids.of(positions),
      fixed: ids.of(fixed),
      named: ids.of(named),
      loose: ids.of(loose),
      hashes: ids.of(hashes),
      avals: this.#forms.avals(form, x64),
      kinds: this.#forms.kinds(form),
    }
  }

  /**
   * Falls through the layers until one has the call, and stores it in those above.
   *
   * @param dispatchKey the key of the call in the dispatch layer.
   * @param key the id of the call's key in the log.
   * @param ready what the program is checked by before it runs.
   * @throws {PythonError} what tracing the body raises.
   */
  fall(
    going: Going,
    dispatchKey: number,
    key: number,
    ready: (program: Program, isHit: boolean) => void,
  ): Program {
    const {dispatch} = this.#caches
    const held = dispatch.get(dispatchKey)
    const {wrapper, dynamic, fall, subject} = going
    const known = held?.value.program
    if (known !== undefined && known !== null) {
      if (subject.signature.form.hasInts) avalsOf(wrapper, dynamic, subject.context.x64)
      ready(known, true)
      return known
    }
    fall.dispatched = true
    dispatch.look(dispatchKey, fall)
    const id = held?.id ?? dispatch.take()
    const store = (program: Program | null): void => {
      const value = {program: held === undefined ? program : null, key}
      dispatch.store(dispatchKey, {id, owner: subject.identity.program, value}, fall)
    }
    try {
      const trace = this.infer(going)
      const lowered = this.lower(going, trace)
      this.compile(going, trace, lowered)
      const program = {trace, place: placeOf(wrapper, lowered.places)}
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
  infer(going: Going): Entry<TraceEntry> {
    const {wrapper, given, dynamic, subject, fall} = going
    const {infer, trace} = this.#caches
    checkPositions(wrapper, given)
    const avals = avalsOf(wrapper, dynamic, subject.context.x64)
    const owner = subject.identity.function()
    const found = infer.ask(infer.key(subject), owner, fall, () => {
      fall.inferred = true
      const key = trace.key(subject)
      const traced = trace.ask(key, owner, fall, () => this.#traced(going, key, avals))
      return {trace: traced, donated: subject.context.donates ? donatedLeaves(wrapper, given) : []}
    })
    subject.donatedLeaves = this.#forms.ids.of([Tag.donated, ...found.value.donated])
    return found.value.trace
  }

  #traced(going: Going, key: number, avals: readonly ShapedArray[]): TraceEntry {
    const {wrapper, given, dynamic, subject, fall} = going
    const parts = argumentsOf(wrapper, given, dynamic)
    const names = namedForMessages(wrapper, given).map(({name}) => name)
    const asked = this.#reasons.ask(wrapper, key, subject.context.config, avals, parts, names)
    fall.blame = asked.blame
    if (subject.context.noTracing)
      throw new PythonError(
        'RuntimeError',
        `re-tracing function ${wrapper.name} for \`jit\`, but 'no_tracing' is set`,
      )
    const traced = traceBody(wrapper, parts, avals, () => {
      fall.traced++
    })
    fall.blame = asked.traced()
    fall.seconds = {...fall.seconds, trace: this.#costOf(traced).trace}
    return {traced, settled: new Set()}
  }

  /** Traces a function and keeps nothing of it. */
  anew({wrapper, given, dynamic, subject}: Going): TracedBody {
    const avals = avalsOf(wrapper, dynamic, subject.context.x64)
    return traceBody(wrapper, argumentsOf(wrapper, given, dynamic), avals, () => undefined)
  }

  /** The lowered program of a traced function for these arguments, lowered where the layer does not have it. */
  lower({wrapper, dynamic, subject, fall}: Going, trace: Entry<TraceEntry>): Lowered {
    const {lower} = this.#caches
    const places = placesOf(wrapper, dynamic, trace.value.traced)
    subject.jaxpr = trace.id
    const {inputs, outputs} = askedOf(wrapper, dynamic, trace.value.traced.effect)
    subject.inputShardings = this.#shardings(places, inputs)
    subject.outputShardings = this.#texts(outputs)
    const key = lower.key(subject)
    const known = lower.get(key)
    if (known !== undefined) return {id: known.id, places, isNew: false}
    const {id} = lower.ask(key, trace.owner, fall, () => {
      fall.lowered++
      fall.seconds = {...fall.seconds, lower: this.#costOf(trace.value.traced).lower}
      return null
    })
    return {id, places, isNew: true}
  }

  #shardings(places: Places, asked: Asked['inputs']): number {
    const cut = (place: Places[number]): string | null | undefined => (place ? (place.cut ?? '') : place)
    return this.#texts(places.map((place, i) => (place === undefined ? place : (asked[i] ?? cut(place)))))
  }

  #texts(texts: readonly (string | null | undefined)[]): number {
    const {ids, statics} = this.#forms
    const number = (text: string | null | undefined): number =>
      text === undefined ? Tag.dropped : text === null ? Tag.free : statics.text(text)
    return ids.of([Tag.inputs, ...texts.map(number)])
  }

  /** Compiles a lowered program where no layer has it. */
  compile(going: Going, trace: Entry<TraceEntry>, {id, places, isNew}: Lowered): void {
    const {subject, fall} = going
    const {compile} = this.#caches
    const place = placeOf(going.wrapper, places)
    subject.module = id
    subject.inputDevice = this.#forms.statics.text(place?.devices ?? place?.device ?? 'cpu:0')
    const key = compile.key(subject)
    if (compile.get(key) !== undefined) return
    if (!isNew) fall.lookups.push({layer: 'lower', result: 'hit', entry: id})
    compile.ask(key, trace.owner, fall, () => {
      fall.compiled++
      fall.stored = this.#isStored(going, trace, places)
      const {compile: seconds} = this.#costOf(trace.value.traced)
      fall.seconds = {...fall.seconds, compile: fall.stored ? 0 : seconds}
      return null
    })
  }

  /** Whether the cache on disk has a program; it keeps a new one when compiling it takes long enough. */
  #isStored(
    {wrapper, given, subject, fall}: Going,
    {owner, value: {traced}}: Entry<TraceEntry>,
    places: Places,
  ): boolean {
    const {persistent: least} = subject.context
    if (least === null) return false
    const {persistent} = this.#caches
    const text = contentOf(
      traced.jaxpr,
      places,
      new Set(subject.context.donates ? donatedLeaves(wrapper, given) : []),
    )
    subject.text = this.#forms.statics.text(text)
    const key = persistent.key(subject)
    const isStored = persistent.get(key) !== undefined
    fall.lookups.push({layer: 'persistent', result: isStored ? 'hit' : 'miss', entry: -1})
    if (!isStored && this.#costOf(traced).compile >= least)
      persistent.store(key, {id: -1, owner, value: null}, fall)
    return isStored
  }

  readonly #costs = new WeakMap<TracedBody, Seconds>()

  #costOf(traced: TracedBody): Seconds {
    let cost = this.#costs.get(traced)
    if (cost === undefined) this.#costs.set(traced, (cost = estimate(traced.jaxpr, this.#fit)))
    return cost
  }
}

/** The arguments without their leaves, in the order in which those are counted. */
function argumentsOf(
  wrapper: Wrapper,
  given: readonly CallArgument[],
  dynamic: readonly CallArgument[],
): Arguments {
  const references = newReferences(wrapper)
  const structures = new Map(
    dynamic.map((argument) => [argument, structureOf(argument.value, [], references)]),
  )
  const part = (argument: CallArgument): Arguments['positional'][number] =>
    structures.get(argument) ?? {fixed: argument.value}
  return {
    positional: given.filter(({keyword}) => keyword === null).map(part),
    keywords: given.flatMap((argument) =>
      argument.keyword === null ? [] : [[argument.keyword, part(argument)] as const],
    ),
  }
}

/** The leaves of the arguments that a call gives away, by their numbers. */
const donatedLeaves = (wrapper: Wrapper, given: readonly CallArgument[]): readonly number[] =>
  donates(wrapper) ? donated(wrapper, given).flatMap((isDonated, i) => (isDonated ? [i] : [])) : []

/** Where a program runs: where its options ask, else where the first of its committed inputs lives; null where it has none. */
function placeOf(wrapper: Wrapper, places: Places): Placement | null {
  const device = deviceAsked(wrapper)
  if (device !== null) return {committed: true, device}
  return places.find((one) => one !== undefined && one !== null) ?? null
}

function placesOf(wrapper: Wrapper, dynamic: readonly CallArgument[], {used}: TracedBody): Places {
  return leavesGiven(wrapper, dynamic).map((leaf, i) => {
    const isKept = used[i] || wrapper.options.keep_unused === true
    return isKept ? (leaf instanceof ArrayImpl && leaf.committed ? leaf.placement : null) : undefined
  })
}
