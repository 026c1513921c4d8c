import {
  type Blame,
  type Component,
  type Evidence,
  type Fact,
  type Key,
  show,
  type Trace,
} from '../log/index.ts'
import {withoutAddress} from '../words/index.ts'
import {cause} from './cause.ts'
import {causes} from './causes.ts'
import {isCompile} from './compile.ts'
import type {Cause} from './explanation.ts'
import {kept} from './grouped.ts'
import {Numbers} from './numbers.ts'
import {holderOf, isHidden, placed, slotOf} from './slot.ts'
import {isHit, type Sighting} from './sighting.ts'

/** What two events of two runs differ in. */
interface Contrast {
  /** What the first holds, and as `before` what the other holds in its place. */
  readonly apart: readonly Cause[]
  /** What the first changed since its own earlier key, and the other did not. */
  readonly own: readonly Cause[]
}

/** 0 where two events differ, 1 where nothing speaks against their being the same, 2 where their types speak for it. */
export type Likeness = (a: Sighting, b: Sighting) => number

/** A number for an event: equal for events of which the same is told. */
export type KindOf = (told: Sighting) => number

/** Numbers events; the number of each is found once. */
export function toldKinds(): KindOf {
  const known = new WeakMap<Sighting, number>()
  const texts = new Numbers()
  return (told) => kept(known, told, () => texts.of(textOf(told)))
}

/** So many pairs are remembered. */
const remembered = 1_000_000
/** There are fewer kinds of events. */
const manyKinds = 2 ** 26

/** Compares events of several runs by what they are known to be: a gap of a log is no difference. What was compared is remembered. */
export function likenesses(kindOf: KindOf, compared: Likeness): Likeness {
  const known = new Map<number, number>()
  return (a, b) => {
    const [one, other] = [kindOf(a), kindOf(b)]
    if (one === other) return 2
    if (known.size >= remembered) known.clear()
    return kept(known, Math.min(one, other) * manyKinds + Math.max(one, other), () => compared(a, b))
  }
}

type Slots = ReadonlyMap<string, Fact>

const none: Slots = new Map()
const slotsOf = new WeakMap<Key, Slots>()

/** The facts of a key by where they stand, made once for each key. */
const slots = (key: Key | null): Slots => (key === null ? none : kept(slotsOf, key, slotsIn))

/** All but which function object it is, and how many leaves it could not name: of these no other run can tell. */
const slotsIn = ({facts}: Key): Slots =>
  new Map(
    facts
      .filter(({component, unplaced}) => component !== 'function' && !(component === 'tree' && unplaced))
      .map((fact) => [placed(fact).slot, fact]),
  )

/** The number of a device says where it runs, and each host has devices of its own. */
const deviceNumber = /(?<=:|id=)\d+/g

/** JAX's reasons leave it out; its line of a compile has it. */
const weakType = /\{weak_type=True\}/

/** A value as it reads on any host: addresses and the numbers of devices are those of one process. */
const valueOf = ({component, value}: Fact): string =>
  component === 'placement' ? value.replace(deviceNumber, '') : withoutAddress(value)

/** All that is compared of an event, as text: equal for events of which the same is told. */
function textOf(told: Sighting): string {
  const {trace, index, key, miss} = told
  return [
    trace.outcome(index),
    trace.at(index).evidence,
    wrapperOf(told),
    told.tells.whole,
    told.tells.reasons,
    told.tells.compiles,
    placesOf(reasonOf(told) ?? {kind: 'unavailable', places: []}),
    ...(miss?.causes ?? []).map((cause) => `${causeText(cause)} ${isAtStart(cause, told)}`),
    ...(key?.unknown ?? []).map(({component, path}) => `?${slotOf(component, path)}`),
    ...[...slots(key)].map(([slot, fact]) => `${slot} = ${valueOf(fact)}`),
  ].join('\n')
}

/** How much two events are alike, by all that is told of them. */
export function likenessOf(a: Sighting, b: Sighting): number {
  if (!isOneOutcome(a, b)) return 0
  if (isHit(a) || isJittedApart(a, b)) return 1
  if (contradicts(a, b) || ownCauses(a, b).length + ownCauses(b, a).length > 0) return 0
  return holdsTypes(a, b) || holdsTypes(b, a) ? 2 : 1
}

/** 2 where two events have the same key, whatever they fell as and whatever they are explained by; else 0. */
export const keysAlike: Likeness = (a, b) =>
  contradicts(a, b) || isJittedApart(a, b) || !(holdsTypes(a, b) || holdsTypes(b, a)) ? 0 : 2

/** Whether they fell alike, as far as is told: what a log does not say of a compile is inferred, or that it raised an error. */
function isOneOutcome(a: Sighting, b: Sighting): boolean {
  const one = a.trace.at(a.index)
  const other = b.trace.at(b.index)
  if (one.outcome === other.outcome) return true
  if (one.outcome === 'error' || other.outcome === 'error')
    return [a, b].some(({tells: {whole, compiles}}) => !whole && !compiles)
  return (one.evidence === 'inferred' || other.evidence === 'inferred') && isCompile(one) && isCompile(other)
}

const wrapperOf = ({trace, index}: Sighting): string | undefined =>
  trace.functions[trace.functionAt(index)]?.wrapper

/** Functions that are jitted in two ways have keys of two forms. */
function isJittedApart(a: Sighting, b: Sighting): boolean {
  const [one, other] = [wrapperOf(a), wrapperOf(b)]
  return one !== undefined && other !== undefined && one !== other
}

const isLeaf = ({component}: Pick<Fact, 'component'>): boolean =>
  component === 'aval' || component === 'placement'

/** A log without reasons has no names for the arguments: they are counted, and count for nothing beside real names. */
const isNamed = ({tells: {whole, reasons}}: Sighting): boolean => whole || reasons

/**
 * Whether two events are the first of one function. JAX has compared them with nothing, so all but their types is told by later
 * misses, and is another call's where a log has lost lines.
 */
export const areFirst = (a: Sighting, b: Sighting): boolean =>
  [a, b].every((told) => reasonOf(told)?.kind === 'function') &&
  definitionOf(a) === definitionOf(b) &&
  (a.key === null || b.key === null || typesApart(a.key, b.key) === null)

/** What the log says of where the function of an event is defined. */
export const definitionOf = ({key}: Sighting): string | undefined =>
  key?.facts.find(({component}) => component === 'function')?.value

/** Whether the two keys cannot be one. */
function contradicts(a: Sighting, b: Sighting): boolean {
  if (a.key === null || b.key === null) return false
  const [mine, theirs] = [slots(a.key), slots(b.key)]
  for (const [slot, fact] of mine) {
    const other = theirs.get(slot)
    if (other === undefined ? isLacking(fact, a, b, theirs) : isApart(fact, a, other, b)) return true
  }
  for (const [slot, fact] of theirs) if (!mine.has(slot) && isLacking(fact, b, a, mine)) return true
  return typesApart(a.key, b.key) !== null
}

function isApart(fact: Fact, a: Sighting, other: Fact, b: Sighting): boolean {
  if (fact.value === other.value || valueOf(fact) === valueOf(other)) return false
  if (!isLeaf(fact)) return true
  const isStrong = [a, b].every(({tells: {whole, compiles}}) => whole || compiles)
  return (
    isNamed(a) &&
    isNamed(b) &&
    (isStrong || valueOf(fact).replace(weakType, '') !== valueOf(other).replace(weakType, ''))
  )
}

/** Whether a fact that one holds and the other does not is one that the other would tell. */
function isLacking(fact: Fact, has: Sighting, lacks: Sighting, slots: ReadonlyMap<string, Fact>): boolean {
  const {component, path} = fact
  if (lacks.key === null || isHidden(lacks.key.unknown, component, path)) return false
  if (has.tells.whole && lacks.tells.whole) return true
  return component === 'graphdef' && holderOf(fact, (slot) => slots.has(slot)) !== null
}

/** Whether all types that one tells are among those of the other. */
function holdsTypes({key}: Sighting, {key: whole}: Sighting): boolean {
  if (key === null || whole === null) return false
  const mine = key.facts.filter(({component}) => component === 'aval')
  return mine.length > 0 && surplus(mine, whole.facts).length === 0
}

const allTypes = new WeakMap<Key, readonly Fact[]>()

/** The types of all arrays, where a log tells them all: then each has a placement; else none. */
const types = (key: Key): readonly Fact[] => kept(allTypes, key, typesTold)

function typesTold({facts}: Key): readonly Fact[] {
  const placed = new Set(
    facts.flatMap(({component, path}) => (component === 'placement' ? [show(path)] : [])),
  )
  const all = facts.filter(({component}) => component === 'aval')
  return all.every(({path}) => placed.has(show(path))) ? all : []
}

/** The types that `a` has more often than `b`. */
function surplus(a: readonly Fact[], b: readonly Fact[]): readonly Fact[] {
  const left = new Map<string, number>()
  for (const fact of b)
    if (fact.component === 'aval') left.set(valueOf(fact), (left.get(valueOf(fact)) ?? 0) + 1)
  return a.filter((fact) => {
    const count = left.get(valueOf(fact)) ?? 0
    left.set(valueOf(fact), count - 1)
    return count <= 0
  })
}

/** What types only one of two calls has, whatever the logs name them; null where they have the same. */
function typesApart(a: Key, b: Key): {mine: readonly Fact[]; theirs: readonly Fact[]} | null {
  const [all, others] = [types(a), types(b)]
  if (all.length === 0 || others.length === 0) return null
  const [mine, theirs] = [surplus(all, others), surplus(others, all)]
  return mine.length + theirs.length === 0 ? null : {mine, theirs}
}

const arguments_: readonly Component[] = ['tree', 'graphdef', 'static']

/** What JAX has compared where it gives a reason: it goes from the function to the types, and stops at the first that differs. */
const compared: Readonly<Record<Blame['kind'], readonly Component[]>> = {
  function: ['function'],
  context: ['function', 'context'],
  tree: ['function', 'context', ...arguments_],
  debug: ['function', 'context', ...arguments_],
  types: ['function', 'context', ...arguments_, 'aval'],
  unavailable: [],
  unread: [],
}

const reasonOf = ({trace, index}: Sighting): Blame | undefined => trace.at(index).blamed

const placesOf = ({kind, places}: Blame): string =>
  [
    kind,
    ...places.map(({at, now, before}) =>
      [at, withoutAddress(now ?? ''), withoutAddress(before ?? '')].join(' '),
    ),
  ].join('\n')

/** Whether the record of an event would name a change of this component. */
function wouldName(told: Sighting, component: Component): boolean {
  if (told.tells.whole) return told.miss !== null && told.miss.causes.length > 0
  const reason = reasonOf(told)
  return reason !== undefined && compared[reason.kind].includes(component)
}

const causeText = ({component, path, change, now}: Cause): string =>
  [component, path, change === 'identity', withoutAddress(now ?? '')].join(' ')

/**
 * What `a` changed and `b` did not, of which the keys themselves cannot tell: a new object that reads alike, or what the log of
 * `b` would have named had it changed. What is now as it was in the first call is where `b` still is.
 */
function ownCauses(a: Sighting, b: Sighting): Cause[] {
  const [mine, others] = [reasonOf(a), reasonOf(b)]
  if (a.miss === null || b.miss === null || (mine === undefined && !a.tells.whole)) return []
  if (mine !== undefined && others !== undefined && placesOf(mine) === placesOf(others)) return []
  const said = new Set(b.miss.causes.map(causeText))
  const theirs = slots(b.key)
  return a.miss.causes.filter((cause) => {
    if (said.has(causeText(cause)) || !wouldName(b, cause.component)) return false
    if (cause.component === 'function' || cause.change === 'identity') return true
    const isTold = theirs.has(slotOf(cause.component, cause.segments))
    return !(a.tells.whole && b.tells.whole) && !isTold && !isAtStart(cause, a)
  })
}

/** The first event of each function that has a key, as far as a trace was looked through. */
interface Openers {
  readonly found: Map<number, number>
  upTo: number
}

const opened = new WeakMap<Trace, Openers>()

function openers(trace: Trace): Openers['found'] {
  const openers = kept(opened, trace, () => ({found: new Map<number, number>(), upTo: 0}))
  for (; openers.upTo < trace.length; openers.upTo++) {
    const at = openers.upTo
    if (trace.keyAt(at) >= 0) kept(openers.found, trace.functionAt(at), () => at)
  }
  return openers.found
}

/** Whether a value is that of the function's first key. */
function isAtStart({component, segments, now}: Cause, {trace, index}: Sighting): boolean {
  const at = openers(trace).get(trace.functionAt(index))
  if (at === undefined || at >= index) return false
  const first = slots(trace.key(trace.keyAt(at))).get(slotOf(component, segments))
  return first !== undefined && withoutAddress(first.value) === withoutAddress(now ?? '')
}

/** Compares two events of two runs. */
export function contrast(a: Sighting, b: Sighting): Contrast {
  const own = ownCauses(a, b)
  if (a.key === null || b.key === null || isJittedApart(a, b)) return {apart: [], own}
  const {evidence} = a.trace.at(a.index)
  const apart = causes(a.key, b.key, evidence).filter((cause) => isReal(cause, a, b))
  if (apart.length > 0) return {apart, own}
  const types = typesApart(a.key, b.key)
  if (types === null || types.mine.length !== types.theirs.length) return {apart, own}
  return {apart: types.mine.flatMap((fact, at) => typed(fact, types.theirs[at], evidence)), own}
}

/** Whether a difference of two keys is more than a gap, or a name that only one log has. */
function isReal({component, segments, change}: Cause, a: Sighting, b: Sighting): boolean {
  if (component === 'function' || change === 'identity') return false
  const slot = slotOf(component, segments)
  const [fact, other] = [slots(a.key).get(slot), slots(b.key).get(slot)]
  if (fact !== undefined && other !== undefined) return isApart(fact, a, other, b)
  if (a.tells.whole && b.tells.whole) return true
  if (fact !== undefined) return isLacking(fact, a, b, slots(b.key))
  return other !== undefined && isLacking(other, b, a, slots(a.key))
}

function typed({path, value}: Fact, other: Fact | undefined, evidence: Evidence): Cause[] {
  if (other === undefined) return []
  const delta = {kind: 'value', now: value, before: other.value} as const
  return [cause({component: 'aval', segments: path, delta, evidence, kind: 'leaf'})]
}
