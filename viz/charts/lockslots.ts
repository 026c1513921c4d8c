import {
  asLeftovers,
  brief,
  type Cause,
  type Explanation,
  type Fact,
  type Miss,
  type Path,
  show,
  total,
  type Trace,
} from '../../lib/index.ts'
import type {Side} from './side.ts'

/** A place of the keys of a function, what stands below it, and what ever became of it. */
export interface Slot {
  readonly id: string
  readonly name: string
  /** The path as causes name it; empty for what is no place of the program. */
  readonly path: string
  readonly up: Slot | null
  readonly children: Slot[]
  readonly named: Map<string, Slot>
  side: Side
  /** Whether a key says something of the place itself. */
  isTold: boolean
  /** Letters of the longest value that stands here and is short enough to be written in a pin. */
  letters: number
  /** Parts here and below. */
  readonly parts: Record<Side, number>
  /** Whether it ever differed: in its own value, or as a whole. */
  changes: 'never' | 'own' | 'whole'
  /** Seconds of the misses that came of it, and the part that is of those of the dearest place. */
  seconds: number
  weight: number
  /** Whether it keeps a place of its own in every picture. */
  isShown: boolean
  /** Places below that keep one, and those that differed and do not. */
  within: number
  beyond: number
}

/** The places of all keys of a function. */
export interface Slots {
  readonly root: Slot
  /** Where each fact stands. */
  readonly placed: ReadonlyMap<Fact, Slot>
  /** Whether a key has parts of which its log tells nothing, or a miss is unexplained. */
  readonly isUntold: boolean
  /** The most places at which one call differs. */
  readonly mostCauses: number
}

/** Beside the arguments: how a function is called, what is set, and arrays of which a log tells the number alone. No name of Python's begins with a space. */
const [call, settings, arrays] = [' call', ' settings', ' arrays']
/** So many places that change keep one of their own, those of the dearest misses. */
const mostSlots = 24
/** A key of a dict as Python writes it. */
const subscript = /^\['(.*)'\]$/
/** A value of more letters is told under the pin alone. */
const mostLetters = 18
/** So many facts are looked at; what only later keys hold stands with what is around it. */
const mostFacts = 1_000_000

/** What says where something stands. */
type Placed = Pick<Fact, 'component' | 'kind' | 'path' | 'unplaced'>

/** Where a fact stands: at its own path, but for the function, how it was called, and what is set. */
export function placeOf({component, kind, path, unplaced}: Placed): Path {
  const [root = '', key, ...rest] = path
  if (component === 'function') return [call, 'function']
  if (component === 'options' || component === 'context') return [settings, ...path]
  if (unplaced === true) return [kind === 'container' ? call : arrays, root]
  if (root !== 'args' && root !== 'kwargs') return path
  return key === undefined ? [call, root] : [`${root}${key}`, ...rest]
}

/** Where a cause stands. */
const placeOfCause = ({component, kind, segments, unplaced}: Cause): Path =>
  placeOf({
    component,
    kind: kind ?? 'attribute',
    path: segments,
    ...(unplaced === true && {unplaced}),
  })

/** Whether it stands beside the arguments. */
export const isAside = ({id}: Slot): boolean => id === `/${call}` || id === `/${settings}`

/** Whether it counts as a part of a key: all but what only holds others. */
export const isPart = ({children, side, up}: Slot): boolean =>
  up !== null && (children.length === 0 || side === 'data')

/** Whether it is an array of which a log tells the number alone, which counts anew in each key. */
export const isNumbered = ({up}: Slot): boolean => up?.id === `/${arrays}`

const slot = (name: string, path: string, up: Slot | null): Slot => ({
  id: up === null ? '' : `${up.id}/${name}`,
  name: name.trim().replace(subscript, '$1'),
  path,
  up,
  children: [],
  named: new Map(),
  side: 'static',
  isTold: false,
  letters: 0,
  parts: {static: 0, data: 0},
  changes: 'never',
  seconds: 0,
  weight: 0,
  isShown: false,
  within: 0,
  beyond: 0,
})

/** The place of that path, made where it is not there yet, next to what was met before it. */
function put(root: Slot, place: Path, path: string, before: Slot | null): Slot {
  let here = root
  for (const [depth, name] of place.entries()) {
    const known = here.named.get(name)
    if (known !== undefined) {
      here = known
      continue
    }
    const isEnd = depth === place.length - 1
    const isOurs = name.startsWith(' ')
    const made = slot(name, isEnd ? path : isOurs ? '' : show(place.slice(0, depth + 1)), here)
    const next = here.children.indexOf(childAbove(before, here) ?? here) + 1
    if (before === null || next === here.children.length) here.children.push(made)
    else here.children.splice(next, 0, made)
    here.named.set(name, made)
    here = made
  }
  return here
}

/** The child of `parent` that `below` is, or is in. */
function childAbove(below: Slot | null, parent: Slot): Slot | null {
  let here = below
  while (here !== null && here.up !== parent) here = here.up
  return here
}

/** The places below one whose path reads so. */
export function reach(from: Slot, text: string): Slot | null {
  if (from.path === text) return from
  for (const child of from.children) {
    if (!text.startsWith(child.path)) continue
    const found = reach(child, text)
    if (found !== null) return found
  }
  return null
}

/** The places at which a cause shows: where many differ alike, each of them. */
export function slotsOfCause(root: Slot, cause: Cause): Slot[] {
  const {paths} = cause
  if (paths !== undefined && paths.length > 1)
    return paths.flatMap((path) => reach(root, path) ?? put(root, [path], path, null))
  return [put(root, placeOfCause(cause), cause.path, null)]
}

/** The places that are above one, itself first. */
export function* upward(from: Slot): Generator<Slot> {
  for (let here: Slot | null = from; here !== null; here = here.up) yield here
}

const known = new WeakMap<Explanation, Map<number, Slots>>()

/** The places of all keys of a function, made once. */
export function slotsOf(trace: Trace, explanation: Explanation, fn: number): Slots {
  const ofFunctions = known.get(explanation) ?? new Map<number, Slots>()
  known.set(explanation, ofFunctions)
  const slots = ofFunctions.get(fn) ?? make(trace, explanation, fn)
  ofFunctions.set(fn, slots)
  return slots
}

function make(trace: Trace, {misses}: Explanation, fn: number): Slots {
  const root = slot('', '', null)
  const placed = new Map<Fact, Slot>()
  const own = misses.filter(({functionId}) => functionId === fn)
  const isUntold = fill(root, placed, trace, fn) || own.some(isUnexplained)
  for (const miss of own) for (const cause of miss.causes) remember(root, cause, total(miss.seconds))
  const all = everyBelow(root)
  const changing = all.filter(({changes}) => changes !== 'never').sort((a, b) => b.seconds - a.seconds)
  const most = changing[0]?.seconds ?? 0
  for (const one of changing.slice(0, mostSlots)) {
    one.isShown = true
    one.weight = most > 0 ? one.seconds / most : 1
  }
  for (const one of all.reverse()) sum(one)
  return {root, placed, isUntold, mostCauses: Math.max(0, ...own.map(({causes}) => causes.length))}
}

/** Whether it is not known what of the key did not fit. */
export const isUnexplained = ({causes, gap}: Miss): boolean => causes.length === 0 && gap !== null

/** Puts the facts of all keys of a function in their places; whether there is a key that does not tell all. */
function fill(root: Slot, placed: Map<Fact, Slot>, trace: Trace, fn: number): boolean {
  let isUntold = false
  let facts = 0
  for (const id of keysOf(trace, fn)) {
    const key = trace.key(id)
    isUntold ||= key.unknown.some(({path}) => path.length === 0)
    facts += key.facts.length
    if (facts > mostFacts && placed.size > 0) break
    let before: Slot | null = root
    for (const fact of asLeftovers(key).facts) {
      const place: Slot = placed.get(fact) ?? tell(put(root, placeOf(fact), show(fact.path), before), fact)
      placed.set(fact, place)
      before = place
    }
  }
  return isUntold
}

function keysOf(trace: Trace, fn: number): ReadonlySet<number> {
  const keys = new Set<number>()
  for (let index = 0; index < trace.length; index++)
    if (trace.functionAt(index) === fn) keys.add(trace.keyAt(index))
  keys.delete(-1)
  return keys
}

function tell(place: Slot, fact: Fact): Slot {
  place.isTold = true
  if (fact.component === 'aval') place.side = 'data'
  const letters = fact.component === 'placement' ? 0 : valueOf(fact).length
  if (letters <= mostLetters) place.letters = Math.max(place.letters, letters)
  return place
}

/** A fact as a part of a key reads: short, so that it stands in its pin. */
export const valueOf = ({component, path, value}: Fact): string =>
  component === 'function' ? (path[0] ?? value) : brief(value)

function remember(root: Slot, cause: Cause, seconds: number): void {
  for (const place of slotsOfCause(root, cause)) {
    place.seconds += seconds
    if (cause.change === 'changed' || cause.change === 'identity')
      place.changes = place.changes === 'whole' ? 'whole' : 'own'
    else place.changes = 'whole'
  }
}

/** The places from the root downward, each above those below it. */
function everyBelow(root: Slot): Slot[] {
  const all = [root]
  for (const one of all) all.push(...one.children)
  return all
}

/** What a place holds in all, once those below it are summed. */
function sum(place: Slot): void {
  const {children, parts} = place
  for (const child of children) {
    parts.static += child.parts.static
    parts.data += child.parts.data
    place.within += child.within + Number(child.isShown)
    place.beyond += child.beyond + Number(child.changes !== 'never' && !child.isShown)
  }
  if (isPart(place)) parts[place.side]++
}
