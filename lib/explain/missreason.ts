import {
  type Blame,
  type Component,
  type Event,
  type Fact,
  type Key,
  type Trace,
  type TracedFunction,
  components,
  notGiven,
  show,
  someField,
} from '../log/index.ts'
import {type Delta, type Gap, isLeavesAlone} from '../words/index.ts'
import {callAgain, haveSameArguments, isOfLeaves} from './callagain.ts'
import {cause} from './cause.ts'
import type {Comparer} from './comparer.ts'
import {sizeOf} from './containertext.ts'
import type {Cause} from './explanation.ts'
import {fold} from './fold.ts'
import {type History, looked} from './history.ts'
import type {Found} from './keyshape.ts'
import {
  areOthers,
  arraysHeld,
  byOwnLeaves,
  countOtherTypes,
  countsApart,
  haveSameLeaves,
  haveSameTypes,
  isCount,
  mayBeBatch,
  newTypes,
  noTypes,
  ofPrograms,
  otherCount,
  type OtherTypes,
  otherTypes,
} from './othertypes.ts'
import type {printedOnce} from './printedonce.ts'
import {heldIn, isCompared, isOpen, isWhole, saidKeys} from './saidkey.ts'
import {heldBy, placed, slotOf, valueOf} from './slot.ts'

/** Why a call missed: what differs, or why that is not known. */
export interface MissReason {
  readonly causes: readonly Cause[]
  /** What differs besides: JAX compares a function that it never saw with nothing, and yet its types may be new as well. */
  readonly besides?: readonly Cause[]
  /** What of that is told, and the types that are new beside another tree. */
  readonly aside?: readonly Cause[]
  /** Of torch.compile, all guards that are told. */
  readonly tried?: readonly Cause[]
  /** Position of the event that made the nearest earlier key; -1 where there is none. */
  readonly nearest: number
  /** Whether its function was never called before. */
  readonly isFirst: boolean
  readonly gap: Gap | null
}

/** What a call is compared with. */
interface Earlier {
  readonly trace: Trace
  readonly compare: Comparer
  readonly history: History
  readonly isPrinted: ReturnType<typeof printedOnce>
  /** Whether the trace surely lacks what came first. */
  readonly isLate: () => boolean
  /** Whether its function was traced inside another one before; where a log tells no traces, an own one may be taken for such. */
  readonly wasInside: () => 'surely' | 'perhaps' | 'no'
}

/**
 * Why a call missed.
 *
 * @param fn the function, whose name stands for a path that is empty
 * @param isDropped whether entries of caches were dropped
 */
export function reasonOf(
  {trace, compare, history, isPrinted, isLate, wasInside}: Earlier,
  event: Event,
  key: Key | null,
  fn: TracedFunction | undefined,
  isDropped: boolean,
): MissReason {
  const near = key === null ? null : history.earlier.find(key, event)
  const isDoubtful = isPrinted(event)
  if (near !== null && isUntold(fn))
    return {causes: [], nearest: -1, isFirst: false, gap: {why: 'function untold'}}
  if (key === null || near === null || isOtherLoop(key, history, fn))
    return firstReason(event, fn, {isLate, wasInside})
  const keyOf = (index: number): Key => trace.key(trace.keyAt(index))
  const against = (found: Found): Compared => {
    const earlier = keyOf(found.index)
    const all = found.distance > 0 ? compare(key, earlier, event.evidence) : []
    const told = differing(event, all, fn, () => mayBeBatch(key, earlier))
    return {found, told: byOwnLeaves(ofPrograms(told, key, earlier, event.evidence), earlier)}
  }
  const nearest = withTypes(against(near), event, () => {
    const whole = history.earlier.find(key, event, true)
    return whole === null ? null : against(whole)
  })
  const {found, told} = asSaid(nearest, saidOfCall(event, fn), key, {
    keyOf,
    heard: (said) => saidKeys(history.recent, said, keyOf),
    against: (index) => against({index, distance: Infinity}),
    areSeveral: () => history.earlier.areSeveral(),
  })
  if (isMixed(event, fn)) return mixedReason(event, isDoubtful ? [] : told, found.index)
  const first = firstAlike(history, key, event, {found, told})
  const causes = orSaid(
    told,
    event,
    () => [first, found.index].some((index) => holdsAll(keyOf(index), key)),
    (said) => isAgain(trace, history, said),
  )
  const again = callAgain(trace, event, key, history, {told, causes})
  const alike = (index: number): MissReason => {
    const gap = gapOf(event, key, keyOf(index), history.calls.get(index) ?? 1, isDropped)
    return {causes: [], nearest: index, isFirst: false, gap}
  }
  if (again !== null) return alike(again)
  const open = openOf(trace, event, history, key, {found, told}, fn)
  if (open !== null) return {causes: [], nearest: found.index, isFirst: false, gap: open}
  if (told.length > 0) return toldReason(trace, event, key, history, {found, told}, fn)
  if (causes.length > 0) return {causes, nearest: found.index, isFirst: false, gap: null}
  if (event.mixed !== undefined) return {causes, nearest: -1, isFirst: false, gap: {why: 'mixed'}}
  return alike(first)
}

/** The first call whose key reads like this one, which takes long to find among many; the nearest where something is told to differ. */
const firstAlike = ({earlier}: History, key: Key, event: Event, {found, told}: Compared): number =>
  (told.length === 0 ? earlier.first(key, event) : null) ?? found.index

/** Whether it is a loop of which no earlier one carries as many arrays: another loop, though JAX met one at its line. */
function isOtherLoop(key: Key, {keys, arrays}: History, fn: TracedFunction | undefined): boolean {
  if (fn?.owner !== 'control flow' || keys.size > looked) return false
  const own = arraysHeld(key)
  return arrays.every((one) => countsApart(own, one) !== null)
}

/**
 * Whether some earlier call was compiled of more or fewer arrays, and the log does not tell that as many arguments are given as in the nearest:
 * what is given in some calls alone may then stand at the place of another.
 */
function isVaried(key: Key, nearest: Key, {arrays}: History): boolean {
  if (key.unknown.length + nearest.unknown.length === 0) return false
  const own = arraysHeld(key)
  return arrays.some((one) => countsApart(own, one) !== null) && !haveSameArguments(key, nearest)
}

/** What is told to differ, or what JAX says unless an earlier key held it, or may have held it in a field that has no name. */
function orSaid(
  told: readonly Cause[],
  event: Event,
  isHeld: () => boolean,
  isSaidBefore: (said: Blame) => boolean,
): readonly Cause[] {
  const {blamed: said} = event
  if (told.length > 0) return told
  return (said !== undefined && isOfSomeField(said) ? isSaidBefore(said) : isHeld())
    ? []
    : blamedCauses(event)
}

/** Whether JAX named the same place with the same thing there in one of the latest earlier calls. */
const isAgain = (trace: Trace, {recent}: History, {places}: Blame): boolean =>
  recent.some((index) =>
    (trace.at(index).blamed?.places ?? []).some(({at, now}) =>
      places.some((one) => one.at === at && one.now === now),
    ),
  )

/** Why a call missed of which it is told what differs. */
function toldReason(
  trace: Trace,
  event: Event,
  key: Key,
  history: History,
  {found, told}: Compared,
  fn: TracedFunction | undefined,
): MissReason {
  const earlier = trace.key(trace.keyAt(found.index))
  const {causes, besides = []} = apart(told, event, fn, otherCount(key, earlier, event.evidence))
  const types = typesBeside(trace, key, earlier, event, told, history)
  const isOfTypes = [...told, ...types.told].some(({component}) => component === 'aval')
  return {
    causes: [...causes, ...types.told],
    besides: [...besides, ...types.besides],
    aside: [...besides, ...(isOfTypes ? [] : typesNew(trace, key, event, told, history))],
    nearest: found.index,
    isFirst: false,
    gap: null,
  }
}

/** Whether JAX names what differs from the key that it compared with, in a log where nothing tells whose that is. */
const isMixed = ({mixed, blamed}: Event, fn: TracedFunction | undefined): boolean =>
  mixed !== undefined &&
  blamed !== undefined &&
  compared.includes(blamed.kind) &&
  fn?.owner !== 'control flow'

const compared: readonly Blame['kind'][] = ['context', 'tree', 'types']

/**
 * Where nothing marks whose lines are whose, it is sure of JAX's own words alone that they are of one process: what differs from a
 * call that may be of another stands where it differs at the very places that these name.
 */
function mixedReason(event: Event, told: readonly Cause[], nearest: number): MissReason {
  const said = blamedCauses(event)
  const isSaid =
    told.every((one) => said.some(({path}) => one.path.startsWith(path))) &&
    said.every(({path}) => told.some((one) => one.path.startsWith(path)))
  return isSaid && said.length > 0
    ? {causes: told, nearest, isFirst: false, gap: null}
    : {causes: [], nearest: -1, isFirst: false, gap: {why: 'mixed'}}
}

/** An earlier key, and what is told to differ from it. */
interface Compared {
  readonly found: Found
  readonly told: readonly Cause[]
}

/**
 * Where the nearest key has the tree that JAX blames, and does not tell of all types, one of the same tree that does may say which differ.
 *
 * @param other what differs from the nearest of those
 */
function withTypes(near: Compared, {blamed: said}: Event, other: () => Compared | null): Compared {
  if (near.told.length > 0 || near.found.distance === 0 || said?.kind !== 'tree') return near
  const whole = other()
  const isOfTypes =
    whole !== null && whole.told.length > 0 && whole.told.every(({component}) => component === 'aval')
  return isOfTypes ? whole : near
}

/** What differs, as far as it agrees with what JAX says of the call. */
const asSaid = (near: Compared, said: Blame | undefined, key: Key, calls: Calls): Compared =>
  near.told.length === 0 || said === undefined
    ? near
    : ofNearestTypes(asPrinted(near, said, key, calls), said, key, calls)

/**
 * A comparison with a key of which the log does not tell all finds only a part of what differs, or another key than is nearest. Where
 * it does not show what JAX prints, the key that JAX compared with does, or JAX's own words; these as well where they name fewer types
 * than differ from the nearest key, or as many, and no key holds what JAX printed: the trace then lacks the call that it compared with.
 *
 * @param heard the calls whose keys may be the one that JAX compared with, the latest first
 * @param against what differs from the key of a call
 */
function asPrinted(near: Compared, said: Blame, key: Key, calls: Calls): Compared {
  const {keyOf, heard, against} = calls
  const other = ofOther(near, said, key, calls)
  if (other !== null) return other
  const earlier = keyOf(near.found.index)
  const typed = withSaidTypes(near, said, earlier, () => heard(said).length === 0)
  if (typed !== null) return typed
  if (!isWhole(said, key)) return near
  const held = heldIn(earlier, said)
  const isSure = held === 'as said' || held === 'as now' || !isOpen(key, earlier)
  if (isSure && !near.told.some(isStatic)) return near
  const [best] = heard(said)
    .map(against)
    .filter(({told}) => told.length > 0)
    .sort((a, b) => a.told.length - b.told.length)
  if (best !== undefined && (!isSure || isNearer(best.told, near.told, said))) return best
  if (isSure) return near
  const causes = held === 'untold' ? blamedCauses({blamed: said, evidence: 'observed'}) : []
  return causes.length > 0 ? {...near, told: causes} : near
}

/** Where several function objects are known, it was compared with the one that had the types which JAX prints; null where the nearest key has them. */
function ofOther(
  near: Compared,
  said: Blame,
  key: Key,
  {keyOf, heard, against, areSeveral}: Calls,
): Compared | null {
  if (said.kind !== 'types' || !areSeveral() || !isWhole(said, key)) return null
  if (heldIn(keyOf(near.found.index), said) === 'as said') return null
  return firstOf(heard(said), against, ({told}) => told.length > 0 && isOfPlaces(told, said))
}

/** Where JAX says that a tree differs, it may mean one of several calls: that of which the same is told, and the most leaves are of the same types. */
function ofNearestTypes(near: Compared, said: Blame, key: Key, {keyOf, heard, against}: Calls): Compared {
  const apart = (index: number): number => countOtherTypes(key, keyOf(index))
  const most = said.kind === 'tree' ? apart(near.found.index) : 0
  if (most === 0) return near
  const nearest = heldBy(keyOf(near.found.index))
  const held = near.told
    .map(({component, segments}) => slotOf(component, segments))
    .map((slot) => ({slot, value: nearest.get(slot)}))
  const calls = heard(said)
    .filter((index) => holds(keyOf(index), held))
    .map((index) => ({index, left: apart(index)}))
    .filter(({left}) => left < most)
    .sort((a, b) => a.left - b.left)
    .slice(0, tried)
  return (
    firstOf(
      calls,
      ({index}) => against(index),
      ({told}) => tellSame(told, near.told),
    ) ?? near
  )
}

/** Whether a key holds these things in these slots. */
const holds = (
  key: Key,
  all: readonly {readonly slot: string; readonly value: string | undefined}[],
): boolean => all.every(({slot, value}) => heldBy(key).get(slot) === value)

/** So many of the calls that JAX may have compared with are compared, those of the nearest types. */
const tried = 8

/** The first of what is made of things that is as asked; no more is made. */
function firstOf<T, R>(all: readonly T[], make: (one: T) => R, isIt: (made: R) => boolean): R | null {
  for (const one of all) {
    const made = make(one)
    if (isIt(made)) return made
  }
  return null
}

const tellSame = (some: readonly Cause[], others: readonly Cause[]): boolean =>
  some.length === others.length &&
  some.every(({path, before}, at) => path === others[at]?.path && before === others[at].before)

/** The earlier calls that it is compared with. */
interface Calls {
  readonly keyOf: (index: number) => Key
  readonly heard: (said: Blame) => readonly number[]
  readonly against: (index: number) => Compared
  readonly areSeveral: () => boolean
}

/** What JAX says of a call itself: of a loop it says what differs of what that runs. */
const saidOfCall = ({blamed: said, evidence}: Event, fn: TracedFunction | undefined): Blame | undefined =>
  evidence === 'simulated' || fn?.owner === 'control flow' ? undefined : said

const isStatic = ({component}: Cause): boolean => component === 'static'

/** What differs in types, where JAX names them all and they are no more than those of the nearest key; null where they are not. */
function withSaidTypes(near: Compared, said: Blame, earlier: Key, isUnheard: () => boolean): Compared | null {
  const {kind, places, more: left} = said
  const more = numberOf(near.told) - places.length
  const isAll = kind === 'types' && left === undefined && places.length > 0 && !isOfMeshes(said)
  if (!isAll || more < 0) return null
  return more > 0 || (heldIn(earlier, said) !== 'as said' && isUnheard())
    ? {...near, told: blamedCauses({blamed: said, evidence: 'observed'})}
    : near
}

const numberOf = (told: readonly Cause[]): number => told.reduce((sum, {count = 1}) => sum + count, 0)

/** Whether less differs from a key that JAX compared with, all of which it prints: no other static is then told to differ. */
const isNearer = (told: readonly Cause[], near: readonly Cause[], said: Blame): boolean =>
  told.length < near.length && isOfPlaces(told, said)

/** Whether all that differs stands at places that JAX names. */
function isOfPlaces(told: readonly Cause[], {places}: Blame): boolean {
  const names = places.map(({path}) => show(path))
  return told.every(({path}) => names.some((name) => path.startsWith(name)))
}

/** Why a hit ran the program of another value, where a recorder saw what JAX does not look at; null for all else. */
export function staleReason({stale, evidence}: Event): MissReason | null {
  if (stale === undefined || stale.places.length === 0) return null
  const causes = stale.places.map(({component, path, now: is, before: was}) => {
    const [now, before] = [is ?? '', was ?? '']
    const delta: Delta = now === before ? {kind: 'identity', now, before} : {kind: 'value', now, before}
    return cause({component, segments: path, delta, evidence})
  })
  return {causes, nearest: -1, isFirst: false, gap: null}
}

/** Whether it was compiled of a trace that no log tells of: for other arguments only what a gradient or a batch makes of a function is. */
const hasNoTrace = ({outcome, evidence, within}: Event): boolean =>
  evidence !== 'simulated' && within === undefined && (outcome === 'relower' || outcome === 'recompile')

/** What leaves open whether that which differs is why it missed. */
function openOf(
  trace: Trace,
  event: Event,
  history: History,
  key: Key,
  {found, told}: Compared,
  fn?: TracedFunction,
): Gap | null {
  if (told.some(isFunction) && isFirstOfRun(trace, event, history, fn)) return {why: 'mixed'}
  const earlier = trace.key(trace.keyAt(found.index))
  const isTold = [key, earlier].every(({unknown}) => unknown.length === 0)
  if (hasNoTrace(event) && !isTold && !told.every(isUntraced)) return {why: 'untraced'}
  const like = history.calls.get(found.index) ?? 1
  if (isNoCause(event, told, isTold)) return gapBetween(key, earlier, like, isOfAnother(event))
  const isByNumber = event.blamed?.kind !== 'types' && told.length > 0 && told.every(isUnplaced)
  return isByNumber && areOthers(key, earlier, isVaried(key, earlier, history))
    ? {why: 'other arrays', like}
    : null
}

/**
 * Whether what is told to differ is no reason to trace: another number of arrays, which comes of something else, or what JAX traces without
 * regard to, of keys that do not tell all.
 */
const isNoCause = ({outcome, evidence}: Event, told: readonly Cause[], isTold: boolean): boolean =>
  told.length > 0 &&
  (told.every(isCount) ||
    (outcome === 'retrace' && evidence !== 'simulated' && !isTold && told.every(isUntraced)))

const isUnplaced = ({component, unplaced}: Cause): boolean => component === 'aval' && unplaced === true

/** Whether another function may be the first of another run: JAX tells of no other, or that which the log begins with also took the place of one that the log does not hold. */
function isFirstOfRun(trace: Trace, {mixed, blamed}: Event, {calls}: History, fn?: TracedFunction): boolean {
  if (mixed === undefined || fn?.owner === 'control flow') return false
  const [opener = -1] = calls.keys()
  return !isNewFunction(blamed) || (opener >= 0 && isNewFunction(trace.at(opener).blamed))
}

/** What JAX's reason leaves open where nothing that is told differs: it names no cause, and excludes others. */
const untold: Readonly<Partial<Record<Blame['kind'], 'object or entry' | 'static or metadata'>>> = {
  function: 'object or entry',
  unavailable: 'static or metadata',
}

/** Why no cause is known of a call whose key reads like an earlier one; null where its entry was dropped. */
function gapOf(event: Event, key: Key, earlier: Key, like: number, isDropped: boolean): Gap | null {
  if (event.cleared === true) return null
  const why = untold[event.blamed?.kind ?? 'unread']
  if (why !== undefined) return {why, like}
  return gapBetween(key, earlier, like, isOfAnother(event)) ?? readAlike(event, like, isDropped)
}

/** Whether JAX names places that differ from a key, which is then not the one that reads alike. */
const isOfAnother = ({blamed: said}: Event): boolean =>
  said?.kind === 'types' || (said?.kind === 'tree' && said.places.length > 0)

/**
 * Why a call missed of whose function the trace holds no earlier one: JAX may have met some before the log begins, or another function
 * at this call.
 */
function firstReason(
  event: Event,
  fn: TracedFunction | undefined,
  {isLate, wasInside}: Pick<Earlier, 'isLate' | 'wasInside'>,
): MissReason {
  if (event.late === true)
    return {causes: [], nearest: -1, isFirst: false, gap: {why: 'earlier calls missing'}}
  if ((event.mixed ?? 1) > 1)
    return {causes: [], nearest: -1, isFirst: event.blamed?.kind === 'function', gap: {why: 'mixed'}}
  const inside = event.within === undefined && !isLate() ? insideReason(event, wasInside()) : null
  if (inside !== null) return inside
  if (isUnsaidOf(event) && isLate())
    return {causes: [], nearest: -1, isFirst: false, gap: {why: 'begins late'}}
  const isFirst = isFirstOf(event, fn)
  const causes = isFirst || event.within !== undefined ? [] : blamedCauses(event)
  return {causes, nearest: -1, isFirst, gap: causes.length > 0 ? null : gapOfFirst(event, isFirst, isLate)}
}

/** Why a call missed of which JAX had a trace, or compares it with one, that was made inside another function; null where it had none. */
function insideReason(event: Event, inside: ReturnType<Earlier['wasInside']>): MissReason | null {
  const isOfOther = isCompared(event.blamed) ? inside !== 'no' : hasNoTrace(event) && inside === 'surely'
  if (!isOfOther) return null
  const isFirst = inside === 'surely' && isCosted(event)
  return {causes: [], nearest: -1, isFirst, gap: {why: isFirst ? 'traced inside' : 'called perhaps'}}
}

/** Whether the trace tells what was compiled: a simulation does, and a log of which the call has a lowering or a compile. */
const isCosted = ({line, seconds}: Event): boolean =>
  line === undefined || seconds.lower + seconds.compile > 0

/** JAX never saw a function whose entries were dropped, and a log that begins late does not tell that they were. */
function gapOfFirst({line}: Event, isFirst: boolean, isLate: () => boolean): Gap | null {
  if (!isFirst) return {why: 'earlier calls missing'}
  return line !== undefined && isLate() ? {why: 'begins late'} : null
}

/** Whether JAX did not say of a call in a log what it is. */
const isUnsaidOf = ({blamed: said, line}: Event): boolean => said === undefined && line !== undefined

/** Whether it is the first call of its function, as far as JAX or the trace tells. */
function isFirstOf(event: Event, fn: TracedFunction | undefined): boolean {
  return isNewFunction(event.blamed) && event.evidence !== 'simulated'
    ? event.blamed?.unmet !== true
    : fn?.owner === 'control flow' || event.blamed === undefined || event.blamed.kind === 'function'
}

/** Of two keys that read the same in all: a log does not tell why, and a simulation knows that an entry was dropped. */
function readAlike({outcome, evidence}: Event, like: number, isDropped: boolean): Gap | null {
  if (outcome === 'retrace') return isDropped ? null : {why: 'reads alike', like}
  return evidence === 'simulated' || outcome === 'dispatch' || outcome === 'rebind'
    ? null
    : {why: 'lowers alike', like}
}

/** Which function of its name it is, is not known. */
const isUntold = (fn: TracedFunction | undefined): boolean => fn?.untold === true

/** What differs from the nearest earlier key, or the function itself, where JAX says that it never met it; nothing where its entries were surely dropped. */
function differing(
  event: Event,
  all: readonly Cause[],
  fn: TracedFunction | undefined,
  isBatched: () => boolean,
): Cause[] {
  if (event.cleared === true && event.evidence !== 'simulated') return []
  const causes = relevant(all, event)
  const subject = subjectOf(fn)
  const isNeverSeen = event.blamed?.kind === 'function' && !causes.some(isFunction)
  if (isNeverSeen && (isNewFunction(event.blamed) || fn?.owner === 'control flow'))
    return [doubted(functionCause(subject, fn), event, isBatched, fn), ...causes]
  // Whether it is another function or one whose entries were dropped, JAX compared it with nothing.
  if (isNeverSeen && event.evidence !== 'simulated') return []
  return causes.map((one) =>
    one.path === ''
      ? {...doubted(one, event, isBatched, fn), segments: [subject], path: subject, ...countOf(fn)}
      : one,
  )
}

/**
 * JAX gives what a transform makes of a function the name and the place of that function. Another object it tells only by a call that
 * made one before; of a library's function, which is made anew more often than transformed, another object is told but where a batch may
 * have been made of it. What a loop runs JAX explains as it does a function that was jitted, and no more is told of a trace of it. Of a
 * function that it never explains, equal types tell no more than that something else differs, which may be a static argument.
 */
function doubted(
  one: Cause,
  {blamed: said, evidence, alone}: Event,
  isBatched: () => boolean,
  fn?: TracedFunction,
): Cause {
  const {delta} = one
  const {owner = 'program'} = fn ?? {}
  if (delta.kind !== 'identity' || evidence === 'simulated') return one
  if (owner === 'unexplained') return {...one, delta: {...delta, mayBe: 'argument'}}
  if (said?.kind !== 'function') return one
  const mayBeMade = owner === 'program' || (owner === 'library' && isBatched())
  if (said.redefined !== true && mayBeMade) return {...one, delta: {...delta, mayBe: 'transform'}}
  if (said.redefined !== true && owner === 'library') return {...one, delta: {...delta, mayBe: 'other parts'}}
  return alone === true ? {...one, delta: {...delta, mayBe: 'loop'}} : one
}

/** Why JAX traced, and what differs besides. */
function apart(
  told: readonly Cause[],
  {blamed: said, evidence}: Event,
  fn: TracedFunction | undefined,
  count: readonly Cause[],
): Pick<MissReason, 'causes' | 'besides'> {
  const anew = told.filter(isFunction)
  if (
    said?.kind !== 'function' ||
    evidence === 'simulated' ||
    fn?.owner === 'control flow' ||
    anew.length === 0
  )
    return {causes: told}
  return {causes: anew, besides: [...told.filter((one) => !isFunction(one)), ...count]}
}

/**
 * The types beside a tree that JAX blames: it then compares none, and the call would compile for them in the tree of the earlier one as
 * well. Not where an earlier call had the same, nor where the tree is told by its types, or may be: what one call alone has, has types.
 */
function typesBeside(
  trace: Trace,
  key: Key,
  nearest: Key,
  {blamed: said, evidence}: Event,
  told: readonly Cause[],
  history: History,
): OtherTypes {
  const isOfTree =
    evidence !== 'simulated' && said?.kind === 'tree' && !told.some(({component}) => component === 'aval')
  if (!isOfTree || told.some(isOfOtherLeaves)) return noTypes
  const types = otherTypes(key, nearest, evidence, isVaried(key, nearest, history))
  return types === noTypes || hasTypesOf(trace, key, history.keys) ? noTypes : types
}

/**
 * Whether other leaves stand at a place than before, or more of them: their types are not those of the leaves that were there. Of the
 * arguments as a whole one may be a static that is no leaf.
 */
const isOfOtherLeaves = ({component, path, now, before, delta: {kind}}: Cause): boolean => {
  if (kind === 'added' || kind === 'removed' || (now !== null && isLeavesAlone(now))) return true
  if (component !== 'tree' || now === null || before === null || path === 'args' || path === 'kwargs')
    return false
  return [now, before].some((text) => text === 'None' || text === 'leaf') || sizeOf(now) !== sizeOf(before)
}

/** The types that no earlier call had, where JAX blames a tree and compares none; but for those of what is told to be there now. */
function typesNew(
  trace: Trace,
  key: Key,
  {blamed: said, evidence}: Event,
  told: readonly Cause[],
  {keys}: History,
): readonly Cause[] {
  if (evidence === 'simulated' || said?.kind !== 'tree' || keys.size > looked) return []
  const there = new Set(told.map(({now}) => now))
  if ([...there].some((now) => now !== null && isLeavesAlone(now))) return []
  return newTypes(
    key,
    [...keys].map((id) => trace.key(id)),
    evidence,
  ).filter(({now}) => !there.has(now))
}

/** Whether one of the first of these keys has the same types. */
function hasTypesOf(trace: Trace, key: Key, earlier: ReadonlySet<number>): boolean {
  let left = looked
  for (const id of earlier) {
    if (left-- === 0) return false
    if (haveSameTypes(key, trace.key(id))) return true
  }
  return false
}

/** Whether an earlier key holds all that is told of the arguments of a later one: what JAX names of them is then not why it missed. */
function holdsAll({facts: earlier}: Key, {facts}: Key): boolean {
  const held = new Set(earlier.map(textOf))
  return facts.every((fact) => isUntraced(fact) || fact.component === 'function' || held.has(textOf(fact)))
}

const textOf = (fact: Fact): string => `${placed(fact).slot}\u0000${valueOf(fact)}`

/** What JAX prints of the key that it compared with, which the log need not hold. */
function blamedCauses({blamed, evidence}: Pick<Event, 'blamed' | 'evidence'>): readonly Cause[] {
  const places = (blamed?.places ?? []).filter(({component}) => component !== 'graphdef')
  return fold(
    places.flatMap(({component, path, now, before}) =>
      now === null || before === null || now === before
        ? []
        : [cause({component, segments: path, delta: deltaOf(component, now, before), evidence})],
    ),
  )
}

/** A static argument that one of the two calls was not given is said to be absent there. */
function deltaOf(component: Component, now: string, before: string): Delta {
  if (component === 'static' && before === notGiven) return {kind: 'added', now}
  return component === 'static' && now === notGiven ? {kind: 'removed', before} : {kind: 'value', now, before}
}

/** JAX met another function object on a line that it knew; ids are used again, and tell nothing. */
const isNewFunction = (said: Blame | undefined): boolean =>
  said?.kind === 'function' && said.redefined === true

const functionCause = (subject: string, fn: TracedFunction | undefined): Cause =>
  cause({
    component: 'function',
    segments: [subject],
    delta: {kind: 'identity', now: subject, before: subject},
    evidence: 'inferred',
    kind: 'function',
    ...countOf(fn),
  })

const isFunction = ({component}: Cause): boolean => component === 'function'

const untoldName = '<unknown>'

/** The functions that a loop runs, as far as the log names them. */
const namesRun = ({runs = []}: TracedFunction): string[] => [
  ...new Set(runs.map(({name}) => name).filter((name) => name !== untoldName)),
]

/** How many functions a loop runs, and whether the log names none. */
const countOf = (fn: TracedFunction | undefined): Pick<Cause, 'count' | 'unplaced'> =>
  fn?.owner === 'control flow'
    ? {count: Math.max(1, fn.runs?.length ?? 0), ...(namesRun(fn).length === 0 && {unplaced: true})}
    : {}

/** What is another object where the function is: itself, or what a loop runs; the loop where the log does not name that. */
const subjectOf = (fn: TracedFunction | undefined): string =>
  (fn?.owner === 'control flow' && namesRun(fn).join(', ')) || (fn?.name ?? '')

/**
 * JAX traces without regard to placement and options: of what runs another trace they are a cause only where nothing else is. A function that
 * JAX compares with earlier keys is one that it has seen, whatever ids a log gives. Of another function object the log tells other
 * places, so that containers, and what one of the two has alone, are not compared.
 */
function relevant(all: readonly Cause[], event: Event): Cause[] {
  const {outcome, blamed: said} = event
  const isAnother = !isCompared(said) && (all.some(isFunction) || isNewFunction(said))
  const causes = all.filter(({component, delta}) =>
    isAnother
      ? component !== 'tree' && delta.kind !== 'added' && delta.kind !== 'removed'
      : component !== 'function',
  )
  if (outcome !== 'retrace' && !hasNoTrace(event)) return causes
  const traced = causes.filter((one) => isTraced(one, said) && !isExcluded(one, event))
  if (hasUnreadTree(event) && causes.every((one) => ofLeaves.includes(one.component) || isCount(one)))
    return []
  const told = traced.length > 0 ? traced : causes.filter((one) => !isExcluded(one, event))
  // Leaves without a name then stand at other numbers.
  return told.some(isOfOtherLeaves) ? told.filter((one) => !isUnplaced(one)) : told
}

/**
 * What JAX compared and found equal where it names no difference, however the log calls it in two calls; and what it traces without
 * regard to, where it names another.
 */
const isExcluded = (one: Cause, {blamed: said, evidence}: Event): boolean =>
  said !== undefined &&
  evidence !== 'simulated' &&
  ((said.kind === 'unavailable' && isOfLeaves(one)) ||
    isOtherArgument(one, said) ||
    ([...compared, 'unavailable'].includes(said.kind) && !isTraced(one, said)))

/** Whether JAX looks at it as it traces: at what is no placement, and at the mesh of leaves that it names. */
function isTraced(one: Cause, said: Blame | undefined): boolean {
  if (!isUntraced(one)) return true
  if (one.component !== 'placement' || said === undefined || !isOfMeshes(said)) return false
  const named = new Set(said.places.map(({path}) => show(path)))
  return (one.paths ?? [one.path]).some((path) => named.has(path))
}

/** Whether types differ by their meshes: of these JAX prints the names of the axes and not the sizes, so that some types print alike. */
const isOfMeshes = ({kind, places}: Blame): boolean =>
  kind === 'types' && places.some(({now, before}) => now !== null && now === before)

/**
 * Whether it tells that an argument came or went of which JAX says nothing, though it names the arguments that differ in their trees, and
 * names them all: the log then has two names for one.
 */
const isOtherArgument = ({delta: {kind}, segments}: Cause, {kind: part, places, more}: Blame): boolean =>
  part === 'tree' &&
  more === undefined &&
  places.length > 0 &&
  (kind === 'added' || kind === 'removed') &&
  segments.length === 1 &&
  places.every(({path: [root]}) => root !== undefined && !wholes.has(root) && root !== segments[0])

/** The arguments as a whole, by position and by keyword. */
const wholes: ReadonlySet<string> = new Set(['args', 'kwargs'])

/** Whether the trees of two calls differ where no key tells: JAX then looked at no type. */
const hasUnreadTree = ({blamed: said, evidence}: Event): boolean =>
  evidence !== 'simulated' && said?.kind === 'tree' && (said.places.length === 0 || isOfSomeField(said))

const isOfSomeField = ({places}: Blame): boolean => places.some(({path}) => path.includes(someField))

const isUntraced = ({component}: {readonly component: Component}): boolean =>
  component === 'placement' || component === 'options'

/** What may hide a cause of a trace, the likeliest first; placement and options only make it compile. */
const suspects: readonly Component[] = [
  'graphdef',
  'static',
  'context',
  'tree',
  'aval',
  'function',
  'placement',
  'options',
]

/** What is not said to be equal: JAX traces without regard to it. */
const silent: readonly Component[] = ['function', 'placement', 'options']

const ofLeaves: readonly Component[] = ['aval', 'placement']

/** What a key tells of some of its facts, as one text. */
const toldOf = ({facts}: Key, isAsked: (fact: Fact) => boolean): string =>
  facts.filter(isAsked).map(textOf).join()

/** Whether two keys tell their leaves by numbers, and the same of each; null where they have names. */
function numberedLeaves(now: Key, before: Key): 'alike' | 'apart' | null {
  const [mine, theirs] = [now, before].map((key) =>
    toldOf(key, ({component, unplaced}) => component === 'aval' && unplaced === true),
  )
  if (mine === '' && theirs === '') return null
  return mine === theirs ? 'alike' : 'apart'
}

/** What a key tells of where its leaves are placed. */
const placementOf = (key: Key): string => toldOf(key, ({component}) => component === 'placement')

/**
 * What logs exclude where they hide the cause, of keys that read alike; null where they tell all of both.
 *
 * @param isOfAnother whether JAX names what differs from yet another call: it then says nothing of the statics of this one
 */
function gapBetween(now: Key, before: Key, like: number, isOfAnother: boolean): Gap | null {
  const gaps = new Set([...now.unknown, ...before.unknown].map(({component}) => component))
  const leaves = haveSameLeaves(now, before) ? 'alike' : numberedLeaves(now, before)
  for (const component of ofLeaves)
    if (leaves === 'alike') gaps.delete(component)
    else if (leaves === 'apart') gaps.add(component)
  // A sharding may bring its mesh into the type, which JAX does not print.
  if (leaves === 'alike' && placementOf(now) !== placementOf(before)) gaps.add('aval')
  const arrays = countsApart(arraysHeld(now), arraysHeld(before))
  if (arrays !== null) gaps.add('tree')
  if (gaps.size === 0) return null
  if (isOfAnother) gaps.add('static')
  const told = new Set(now.facts.map(({component}) => component))
  return {
    why: 'a gap',
    equal: components.filter((one) => told.has(one) && !gaps.has(one) && !silent.includes(one)),
    hidden: suspects.filter((one) => gaps.has(one)),
    like,
    ...(arrays !== null && {arrays}),
  }
}
