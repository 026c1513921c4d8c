import {
  asLeftovers,
  type Cause,
  type Component,
  type Explanation,
  type Fact,
  type Key,
  type Miss,
  show,
  type Trace,
} from '../../lib/index.ts'
import {valuesOf} from './values.ts'
import type {Layout, Spot} from './lockcells.ts'
import {
  isNumbered,
  isPart,
  isUnexplained,
  placeOf,
  reach,
  type Slot,
  type Slots,
  slotsOfCause,
  upward,
  valueOf,
} from './lockslots.ts'
import {missAt} from './position.ts'

/** What does not fit, and the places of the key at which it shows. */
export interface Misfit {
  readonly cause: Cause
  readonly slots: readonly Slot[]
  /** What stands there now and stood there before; null where nothing. */
  readonly now: string | null
  readonly before: string | null
  /** The place that what took its place left, at which it shows; null where it shows at its own. */
  readonly left: string | null
}

/** How the key of a call fits the nearest earlier one. */
export interface Fit {
  readonly key: Key
  readonly miss: Miss | null
  /** `none`: there is no earlier key, or its program is gone from the cache; `untold`: something does not fit, and the log does not tell what. */
  readonly lock: 'there' | 'none' | 'untold'
  readonly misfits: readonly Misfit[]
  /** The fact that says most of each place that the key holds. */
  readonly facts: ReadonlyMap<Slot, Fact>
  /** The places that the key holds, and all above them. */
  readonly here: ReadonlySet<Slot>
  /** Likewise those of the nearest earlier key, where something of it is gone. */
  readonly before: ReadonlySet<Slot>
  /** Whether it tells of an array. */
  readonly hasArrays: boolean
  /** Places of whose arrays the log tells the types, and not which is whose. */
  readonly nameless: ReadonlySet<Slot>
  /** Places of which the log tells nothing, and whether there are parts without a place. */
  readonly unknown: ReadonlySet<Slot>
  readonly isUntold: boolean
  /** Items that lists keep past their length: no program sees them, so they are no parts here where the miss is not of them. */
  readonly leftovers: readonly string[]
}

/** What says most of a place. */
const ranks: readonly Component[] = [
  'aval',
  'static',
  'graphdef',
  'tree',
  'function',
  'options',
  'context',
  'placement',
]

function factsAt({placed, root}: Slots, all: readonly Fact[]): Map<Slot, Fact> {
  const facts = new Map<Slot, Fact>()
  for (const fact of all) {
    const place = placed.get(fact) ?? nearestTo(root, placeOf(fact))
    const other = facts.get(place)
    if (other === undefined || ranks.indexOf(fact.component) < ranks.indexOf(other.component))
      facts.set(place, fact)
  }
  return facts
}

/** The deepest known place on the way. */
function nearestTo(root: Slot, path: readonly string[]): Slot {
  let here = root
  for (const name of path) {
    const next = here.named.get(name)
    if (next === undefined) return here
    here = next
  }
  return here
}

function hereOf(facts: ReadonlyMap<Slot, Fact>): Set<Slot> {
  const here = new Set<Slot>()
  for (const place of facts.keys())
    for (const above of upward(place)) {
      if (here.has(above)) break
      here.add(above)
    }
  return here
}

/** The places that the key of a call holds; none where there is no such call. */
function placesAt(slots: Slots, trace: Trace, position: number): ReadonlySet<Slot> {
  const id = position < 0 ? -1 : trace.keyAt(position)
  const facts = id < 0 ? [] : asLeftovers(trace.key(id)).facts
  return hereOf(
    factsAt(
      slots,
      facts.filter(({kind}) => kind !== 'leftover'),
    ),
  )
}

/** How the key of the call at a position fits; null where nothing is known of its key. */
export function fitOf(slots: Slots, trace: Trace, explanation: Explanation, position: number): Fit | null {
  const id = trace.keyAt(position)
  if (id < 0) return null
  const key = trace.key(id)
  const miss = missAt(explanation, position) ?? null
  const all = asLeftovers(key).facts
  const isOfLeftovers = miss?.causes.some(({kind}) => kind === 'leftover') === true
  const seen = isOfLeftovers ? all : all.filter(({kind}) => kind !== 'leftover')
  const facts = factsAt(slots, seen)
  const here = hereOf(facts)
  const unknown = key.unknown.filter(({path}) => path.length > 0)
  const hasNumbers = seen.some(({component, unplaced}) => component === 'aval' && unplaced === true)
  const isNameless = ({component}: Key['unknown'][number]): boolean =>
    hasNumbers && (component === 'aval' || component === 'placement')
  const placesOf = (all: Key['unknown']): Set<Slot> =>
    new Set(all.map(({component, path}) => nearestTo(slots.root, placeOf({component, kind: 'leaf', path}))))
  return {
    key,
    miss,
    lock: miss === null ? 'there' : lockOf(miss),
    misfits: miss === null ? [] : misfitsOf(slots, trace, miss, {facts, here}),
    facts,
    here,
    before:
      miss?.causes.some(({change}) => change === 'removed') === true
        ? placesAt(slots, trace, miss.nearest)
        : new Set(),
    hasArrays: seen.some(({component}) => component === 'aval'),
    nameless: placesOf(unknown.filter(isNameless)),
    unknown: placesOf(unknown.filter((one) => !isNameless(one))),
    isUntold: unknown.length < key.unknown.length,
    leftovers: all.flatMap((fact) => (seen.includes(fact) ? [] : [show(fact.path)])),
  }
}

function lockOf(miss: Miss): Fit['lock'] {
  if (miss.causes.length > 0) return 'there'
  if (isUnexplained(miss)) return 'untold'
  return miss.outcome === 'error' && miss.nearest >= 0 ? 'there' : 'none'
}

function misfitsOf(
  {placed, root}: Slots,
  trace: Trace,
  {besides = [], causes, nearest}: Miss,
  {facts, here}: Pick<Fit, 'facts' | 'here'>,
): Misfit[] {
  const id = nearest < 0 ? -1 : trace.keyAt(nearest)
  const earlier = id < 0 ? [] : trace.key(id).facts
  const before = (place: Slot): string | null => {
    const aval = earlier.find((fact) => fact.component === 'aval' && placed.get(fact) === place)
    return aval === undefined ? null : valueOf(aval)
  }
  const own = standing(causes).map((cause): Misfit => {
    const places = slotsOfCause(root, cause)
    const [place] = places
    const slots = places.map((one) => vacated(one, causes, root, here))
    const [shown] = slots
    const left = shown === place || shown === undefined ? null : shown.path
    const isType = cause.component === 'aval' && cause.change === 'changed' && places.length === 1
    const fact = place === undefined ? undefined : facts.get(place)
    const was = isType && place !== undefined ? before(place) : null
    return was !== null && fact?.component === 'aval'
      ? {cause, slots, left, now: valueOf(fact), before: was}
      : {cause, slots, left, ...valuesOf(cause)}
  })
  return [...own, ...besides.flatMap((cause) => came(cause, facts))]
}

/** An array of a type that no earlier call had, where the key holds one of it: it came with an argument of which the log tells no name. */
function came(cause: Cause, facts: ReadonlyMap<Slot, Fact>): Misfit[] {
  if (cause.change !== 'added' || cause.component !== 'aval') return []
  const all = [...facts].filter(([, {component, value}]) => component === 'aval' && value === cause.now)
  return all.length > 1
    ? []
    : all.map(([place]) => ({
        cause: {...cause, path: place.path},
        slots: [place],
        left: null,
        ...valuesOf(cause),
      }))
}

/** What moved because something else went or came follows from that, and fits in its new place. */
function standing(causes: readonly Cause[]): readonly Cause[] {
  const own = causes.filter(({change}) => change !== 'moved')
  return own.length > 0 ? own : causes
}

/** What went is shown where nothing stands now: where another took its place, in the place which that one left. */
function vacated(place: Slot, causes: readonly Cause[], root: Slot, here: ReadonlySet<Slot>): Slot {
  let [shown, left] = [place, causes.length]
  while (here.has(shown) && left-- > 0) {
    const move = causes.find(({change, path}) => change === 'moved' && path === shown.path)
    const from = move?.from === undefined ? null : reach(root, move.from)
    if (from === null) return shown
    shown = from
  }
  return shown
}

/** What became of a cell in a call. */
export interface State {
  /** `blank`: the cell of what the log does not tell of other keys; it tells all of this one. `nameless`: told, if at all, among leaves of other numbers, or names. */
  readonly is: Cause['change'] | 'same' | 'absent' | 'blank' | 'nameless' | 'unknown' | 'untold'
  /** What it shows that does not fit, several where it stands for many places. */
  readonly misfits: readonly Misfit[]
}

/** What became of each cell that ends at the line. */
export function statesOf({spots}: Layout, fit: Fit): ReadonlyMap<Spot, State> {
  const ends = spots.filter(({isEnd}) => isEnd)
  const states = new Map(ends.map((spot) => [spot, plainState(spot, fit)]))
  const direct = new Map<Slot, Spot[]>()
  for (const spot of ends)
    for (const place of spot.cell.slots) direct.set(place, [...(direct.get(place) ?? []), spot])
  for (const misfit of fit.misfits)
    for (const place of misfit.slots)
      for (const spot of spotsOf(place, misfit, ends, direct))
        states.set(spot, joined(states.get(spot), misfit))
  return states
}

function joined(state: State | undefined, misfit: Misfit): State {
  const others = state?.misfits ?? []
  if (state === undefined || others.length === 0) return {is: misfit.cause.change, misfits: [misfit]}
  return others.includes(misfit) ? state : {...state, misfits: [...others, misfit]}
}

function plainState({cell}: Spot, fit: Fit): State {
  const {kind, slots} = cell
  const {hasArrays, here, isUntold, lock, nameless, unknown} = fit
  if (kind === 'untold')
    return {is: lock === 'untold' ? 'untold' : isUntold ? 'unknown' : 'blank', misfits: []}
  const isFolded = kind === 'bundle' && partsHere(cell, here) === 0
  const isHere = slots.some((place) => isThere(place, here) && !(isFolded && here.has(place)))
  return {
    is: isHere
      ? 'same'
      : slots.some((place) => unknown.has(place))
        ? 'unknown'
        : slots.some((place) => nameless.has(place) || (hasArrays && isNumbered(place)))
          ? 'nameless'
          : 'absent',
    misfits: [],
  }
}

/** How many parts a key holds of those that a cell stands for; of what changes beyond, how many that change. */
export function partsHere({kind, side, slots}: Spot['cell'], here: ReadonlySet<Slot>): number {
  const counts = (place: Slot): boolean =>
    kind === 'beyond'
      ? place.changes !== 'never' && !place.isShown
      : isPart(place) && (kind === 'group' || place.side === side)
  const count = (place: Slot): number =>
    here.has(place) ? place.children.reduce((all, child) => all + count(child), Number(counts(place))) : 0
  return slots.reduce((all, place) => all + count(place), 0)
}

/** Whether a key holds a place; a part of a value is there with it. */
const isThere = (place: Slot, here: ReadonlySet<Slot>): boolean =>
  here.has(place) || (!place.isTold && place.children.length === 0 && place.up !== null && here.has(place.up))

/** Whether something came, went or moved, with all that it holds. */
export const isWhole = ({change}: Cause): boolean => change !== 'changed' && change !== 'identity'

/** The cells that show a misfit: all of what came, went or moved as a whole, else the cell of the place, or which holds it. */
function spotsOf(
  place: Slot,
  {cause}: Misfit,
  ends: readonly Spot[],
  direct: ReadonlyMap<Slot, readonly Spot[]>,
): readonly Spot[] {
  const under = isWhole(cause) ? ends.filter(({cell}) => isBelow(cell.slots[0], place)) : []
  if (under.length > 0) return under
  for (const above of upward(place)) {
    const spots = direct.get(above)
    if (spots === undefined) continue
    const own = spots.filter(({cell}) => cell.kind === 'pin')
    const sided = spots.filter(({cell}) => cell.side === place.side)
    return own.length > 0 ? own.slice(0, 1) : sided.length > 0 ? sided.slice(0, 1) : spots.slice(0, 1)
  }
  return []
}

function isBelow(from: Slot | undefined, place: Slot): boolean {
  if (from !== undefined) for (const above of upward(from)) if (above === place) return true
  return false
}
