import {type Blame, someField} from '../log/index.ts'
import {countApart} from '../python/index.ts'
import type {ExplanationSays, Wording} from '../release/index.ts'
import type {TreeDifference, NamedDifference, SettingDifference, Severity} from './severity.ts'
import {type Findings, findings, tell} from './findings.ts'
import type {Said} from './grammar.ts'
import type {Intern} from './intern.ts'
import {closestKeys} from './closest.ts'
import {items, type Line, numbered} from './item.ts'
import {segments} from './place.ts'
import {reason} from './reason.ts'
import type {Shelf} from './shelf.ts'

/** Which parts of two keys a record compares in full: what it does not name there is equal. */
interface ComparedParts {
  readonly context: boolean
  readonly trees: boolean
  readonly types: boolean
  /** It marks weak types wherever the two differ in that: until 0.5 only where they differ in nothing else. */
  readonly weakness: boolean
}

/** How a call differs from an earlier key, as a record prints it. */
export interface ToldKey {
  readonly severity: Severity | null
  readonly trees: readonly TreeDifference[]
  readonly types: readonly NamedDifference[]
  readonly context: readonly SettingDifference[]
  readonly compared: ComparedParts
}

/** A `TRACING CACHE MISS` record, taken apart. */
export interface MissRecord extends ToldKey {
  readonly kind: 'miss'
  readonly site: string
  /** The call as JAX prints it. */
  readonly callsite: string
  /** The function that the call stands in, `<module>` at the top; empty where the log gives none. */
  readonly inside: string
  readonly name: string
  readonly file: string
  readonly line: number
  /** The function object's id where it was never seen, else empty. */
  readonly object: string
  readonly neverSeen: boolean
  /** Lines of another record stand in it. */
  readonly isSpliced: boolean
  /** The keys that it says are closest, in the order in which they were made. */
  readonly keys: readonly ToldKey[]
  /** Which of them it tells itself: the nearest. */
  readonly nearest: number
  /** Types told of the call itself without a comparison (older wordings). */
  readonly given: readonly {readonly name: string; readonly now: string}[]
  /** JAX never saw this tree of arguments, and prints no place where it differs. */
  readonly isNewTree: boolean
  /** JAX's cause. */
  readonly blamed: Blame
  /** The wording ranks all keys by severity, as jax 0.10 does. */
  readonly ranked: boolean
  /** The wording of its first line. */
  readonly wording: Wording<ExplanationSays>
  /** The wordings of its other lines. */
  readonly wordings: ReadonlySet<Wording<ExplanationSays>>
  /** Lines of the record, counted from 0, that no rule knows. */
  readonly strange: readonly {readonly at: number; readonly text: string}[]
}

/** Takes a record apart; null when not even its function can be told. */
export function miss(record: string, remember: Shelf, keep: Intern): MissRecord | null {
  const [first, ...lines] = [...items(record)]
  const header = first === undefined ? null : remember.line(first.text)
  if (header?.says !== 'miss') return null
  const said = lines.map((line) => ({...line, said: remember.line(line.text)}))
  const tellAll = (some: readonly Line[]): Findings => {
    const found = findings(remember)
    for (const line of some) tell(found, line)
    if (found.severity === 'context' && found.context.length === 0) found.context.push(someSetting)
    return found
  }
  const whole = tellAll(said)
  const keys = closestKeys(said, (some) => tellAll(some).size)
  const all = keys.map((key) => (key.length === said.length ? whole : tellAll(key)))
  return whole.name === '' ? null : finished(record, whole, all, header, keep)
}

/**
 * Which of several keys is the nearest: the one that differs in the fewest kinds of things, of such the one of the same tree or with the
 * fewest parts of it that differ, of such the one that differs deepest, of such the latest.
 */
function nearestOf(all: readonly Findings[]): number {
  if (all.length === 1) return 0
  const far = all.map(({sections, trees}) => sections.length * kindsApart + sum(trees.map(partsOf)))
  const least = Math.min(...far)
  const deep = all.map((one, i) => (far[i] === least ? depthOf(one) : -1))
  return deep.lastIndexOf(Math.max(...deep))
}

const kindsApart = 1000
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)

/** In how many parts two static values differ; anything else is one. */
const partsOf = ({now, before}: TreeDifference): number =>
  now.component === 'static' && before !== null ? countApart(now.words, before.words) : 1

/** How deep what differs stands, the highest of it, since JAX looks at nothing below that; a field without a name may be any. */
const depthOf = ({trees}: Findings): number =>
  Math.min(...trees.map(({at}) => (at.includes(someField) ? 0 : segments(at).length)))

/** JAX 0.9 says that the context differs, and not where. */
const someSetting: SettingDifference = Object.freeze({
  name: 'tracing context',
  position: null,
  now: null,
  before: null,
})

function finished(
  record: string,
  {name, file, line, object, neverSeen, isSpliced, redefined, strange}: Findings,
  all: readonly Findings[],
  {holes: {site: place = ''}, wording}: Said<ExplanationSays>,
  keep: Intern,
): MissRecord | null {
  const nearest = nearestOf(all)
  const [found, keys] = [all[nearest], all.map((one) => toldKey(one, keep))]
  const told = keys[nearest]
  if (found === undefined || told === undefined) return null
  const [site, inside] = splitSite(place)
  return {
    kind: 'miss',
    site: keep(site),
    callsite: keep(place),
    inside: keep(inside),
    name: keep(name),
    file: keep(file),
    line,
    object: keep(object),
    neverSeen,
    isSpliced,
    ...told,
    keys,
    nearest,
    given: found.given.map((one) => ({name: keep(one.name), now: keep(one.now)})),
    isNewTree: found.isNewTree,
    blamed: neverSeen
      ? {kind: 'function', ...(redefined && {redefined}), places: []}
      : reason(found.severity, found.heading, found, keep),
    ranked: found.ranked,
    wording,
    wordings: found.wordings,
    strange: numbered(record, strange),
  }
}

const toldKey = (found: Findings, keep: Intern): ToldKey => ({
  severity: found.severity,
  trees: found.trees.map((one) => ({...one, at: keep(one.at), keys: one.keys.map(keep)})),
  types: found.types.map(({name, now, before}) => ({name: keep(name), now: keep(now), before: keep(before)})),
  context: found.context,
  compared: compared(found),
})

/**
 * 0.9 and later print the gravest kind of difference alone, 0.6 to 0.8 all kinds, earlier ones the first that no key is free of. Trees
 * that differ, and of which no place is read, are not compared.
 */
function compared(found: Findings): ComparedParts {
  const {severity, ranked, listsAll, isNewTree, sections, trees} = found
  if (severity === null || found.strange.length > 0) return nothing
  const isUnread = (severity === 'tree' || sections.includes('tree')) && trees.length === 0
  if (listsAll)
    return {
      context: true,
      trees: !isUnread,
      types: !sections.includes('arguments') && (!sections.includes('tree') || sections.includes('types')),
      weakness: true,
    }
  return {
    context: ranked || severity === 'context',
    trees: severity !== 'context' && !isNewTree && !isUnread,
    types: severity === 'types' || severity === 'unavailable',
    weakness: ranked,
  }
}

/** Whether a record names a function, and nothing that differs. */
export const saysNothing = ({
  neverSeen,
  trees,
  types,
  given,
  context,
  severity,
  isNewTree,
}: MissRecord): boolean =>
  !neverSeen &&
  !isNewTree &&
  severity !== 'unavailable' &&
  severity !== 'debug' &&
  trees.length + types.length + given.length + context.length === 0

const nothing: ComparedParts = Object.freeze({context: false, trees: false, types: false, weakness: false})

/** A record of which each line may be another's. */
export const doubted = (one: MissRecord): MissRecord => ({
  ...one,
  object: '',
  neverSeen: false,
  severity: null,
  trees: [],
  types: [],
  given: [],
  context: [],
  compared: nothing,
  keys: [],
  isNewTree: false,
  blamed: {kind: 'unread', places: []},
})

const siteAndFunction = /^(?<file>.*?):(?<line>\d+)(?::\d+)?(?: \((?<inside>.*)\))?$/

/** `FILE:LINE:COL (FUNCTION)` → `FILE:LINE` and the function. */
function splitSite(text: string): [string, string] {
  const found = siteAndFunction.exec(text)?.groups
  return found === undefined ? ['', ''] : [`${found['file']}:${found['line']}`, found['inside'] ?? '']
}
