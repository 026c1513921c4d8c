import type {Trace} from '../log/index.ts'
import {isInside, isRead} from './compile.ts'
import type {Cause, Miss} from './explanation.ts'
import {grouped, kept} from './grouped.ts'
import {byRank, type Across, places} from './places.ts'
import {type Reach, reaches} from './reach.ts'
import {type Run, runsOf} from './run.ts'
import type {Named} from './runnames.ts'
import {
  areFirst,
  contrast,
  definitionOf,
  keysAlike,
  type KindOf,
  type Likeness,
  likenesses,
  likenessOf,
  toldKinds,
} from './likeness.ts'
import {isHit, partsIn, type Sighting, wouldTell} from './sighting.ts'

/** One place of a function, in every run. */
export interface Slot {
  /** The position of each run's event in the run's trace; null where a run has none. */
  readonly events: readonly (number | null)[]
  /** The runs by what they do there, the most first; a run whose log could not show it is in none. */
  readonly groups: readonly (readonly number[])[]
  /** The runs that have at another place what the others have here. */
  readonly elsewhere: readonly number[]
  /** Whether the runs that call the function do the same there. */
  readonly same: boolean
}

/** The places of one function. */
export interface Section {
  readonly function: string
  /** The runs that call it. */
  readonly present: readonly number[]
  readonly slots: readonly Slot[]
  /** How many places differ among them. */
  readonly differing: number
}

/** Where runs first part from the most of the others, in one function. */
export interface Divergence {
  readonly function: string
  /** Which miss of the function it is, from 1; of the others, where the order differs. */
  readonly nth: number
  /** The names of the runs that part here, and do the same. */
  readonly odd: readonly string[]
  /** The names of the runs that they part from. */
  readonly others: readonly string[]
  /**
   * `differs`: another cause or another key. `lacks`: the others miss there. `alone`: the others do not miss there. `absent`:
   * only the others call the function. `order`: the odd ones have the miss of the others, at another place. `read`: the odd ones
   * read from disk what the others compile, `compiled`: the odd ones compile what the others read.
   */
  readonly what: 'differs' | 'lacks' | 'alone' | 'absent' | 'order' | 'read' | 'compiled'
  /** Which miss of the odd ones it is, from 1, where the order differs; else null. */
  readonly own: number | null
  /** What the odd ones do there, and what the others do; null where they do not miss. */
  readonly miss: Miss | null
  readonly other: Miss | null
  /** All runs by what they do there, the most first; null where they do not miss. */
  readonly groups: readonly {
    readonly runs: readonly string[]
    readonly miss: Miss | null
    /** Which miss of theirs it is, from 1, where they have it at another place; else null. */
    readonly elsewhere: number | null
  }[]
  /** What is particular to the odd ones, or to the others. */
  readonly causes: readonly Cause[]
  /** Whose causes they are: of a miss that the odd ones lack, those of the others. */
  readonly of: 'odd' | 'others'
  /** What `before` of the causes is: the value of an earlier call, or that of the others. */
  readonly before: 'earlier' | 'others'
}

/** Runs side by side. */
export interface Alignment {
  readonly runs: readonly Run[]
  readonly sections: readonly Section[]
  /** The first divergence of each odd group in each function, in the order of the calls. */
  readonly divergences: readonly Divergence[]
}

/** Lays runs side by side, function by function and miss by miss: the part of `hosts` that a picture draws. */
export function alignRuns(given: readonly (Trace | Named)[]): Alignment {
  const runs = runsOf(given)
  const order = inOrder(runs)
  const sorted = order.flatMap((at) => runs[at] ?? [])
  const kindOf = toldKinds()
  const job: Job = {
    runs: sorted,
    kindOf,
    likeness: likenesses(kindOf, likenessOf),
    keys: likenesses(kindOf, keysAlike),
  }
  const parts = partsOf(job)
  return {
    runs,
    sections: parts.map((part) => section(part, order)),
    divergences: parts.flatMap((part) => diverge(part, job)).sort((a, b) => indexOf(a) - indexOf(b)),
  }
}

/** What is aligned, and how. The runs stand in the order of their names, on which alone all that follows depends. */
interface Job {
  readonly runs: readonly Run[]
  readonly kindOf: KindOf
  readonly likeness: Likeness
  readonly keys: Likeness
}

/** What the runs do in one function. */
interface Part {
  readonly function: string
  readonly present: readonly number[]
  readonly rows: readonly Row[]
}

interface Row {
  readonly place: Across<Sighting>
  readonly groups: readonly Group[]
}

/** Runs that do the same at one place; null where they do nothing there. */
interface Group {
  readonly told: Sighting | null
  readonly runs: readonly number[]
  /** Which miss of theirs it is, from 1, where they have it at another place; else null. */
  readonly elsewhere: number | null
}

/** Which runs come first, by their names, numbers as numbers. */
function inOrder(runs: readonly Run[]): number[] {
  const {compare} = new Intl.Collator('en', {numeric: true})
  return runs
    .map(({name}, at) => ({name, at}))
    .sort((a, b) => compare(a.name, b.name) || a.at - b.at)
    .map(({at}) => at)
}

/** The functions in the order in which they are first called. */
function partsOf(job: Job): Part[] {
  const all = job.runs.map(eventsOf)
  const functions = new Set(all.flatMap((byName) => [...byName.keys()]))
  const laid = [...functions].map((name) => {
    const lists = all.map((byName) => byName.get(name) ?? [])
    const present = lists.flatMap((list, run) => (list.length > 0 ? [run] : []))
    return {function: name, present, places: lay(lists, job)}
  })
  const reach = reaches(laid.flatMap(({places}) => places))
  const parts = laid.map(({places, ...part}): Part => ({
    ...part,
    rows: places.map((place) => ({place, groups: groupsOf(place, places, job, reach)})),
  }))
  const first = new Map(parts.map((part) => [part, firstCall(part)]))
  return parts.sort((a, b) => (first.get(a) ?? 0) - (first.get(b) ?? 0))
}

const firstCall = ({rows}: Part): number =>
  Math.min(...(rows[0]?.place ?? []).map((told) => told?.index ?? Infinity))

/** The events of a run's own functions, by name: not what is traced inside another. */
function eventsOf({trace, explanation, tells}: Run, run: number): Map<string, Sighting[]> {
  const misses = new Map(explanation.misses.map((miss) => [miss.index, miss]))
  const found = new Map<string, Sighting[]>()
  const parts = partsIn(trace, tells)
  for (let index = 0; index < trace.length; index++) {
    const fn = trace.functions[trace.functionAt(index)]
    const {within, key} = trace.at(index)
    if (fn === undefined || isInside(within) || parts.has(index)) continue
    const miss = misses.get(index) ?? null
    kept(found, fn.name, (): Sighting[] => []).push({
      run,
      index,
      trace,
      key: key < 0 ? null : trace.key(key),
      miss,
      tells,
    })
  }
  return found
}

/** Call by call where the runs are known whole and call as often; else miss by miss. */
function lay(lists: readonly Sighting[][], {kindOf, likeness}: Job): Across<Sighting>[] {
  const calling = lists.filter(({length}) => length > 0)
  const isWhole = calling.every((list) => list.every(({tells}) => tells.whole))
  if (isWhole && new Set(calling.map(({length}) => length)).size === 1) return byRank(lists)
  const misses = lists.map((list) => list.filter((told) => !isHit(told)))
  return places(
    misses,
    (a, b) => (areFirst(a, b) ? 2 : likeness(a, b)),
    (told) => `${kindOf(told)} ${definitionOf(told)}`,
  )
}

/** Who does the same at a place. Those of which most is known come first; what tells less joins the largest group that it fits. */
function groupsOf(
  place: Across<Sighting>,
  places: readonly Across<Sighting>[],
  job: Job,
  reach: Reach,
): Group[] {
  const {runs, likeness, kindOf} = job
  const there = place.filter((told) => told !== null).sort((a, b) => known(b) - known(a))
  const groups: {told: Sighting; members: Sighting[]; one: Map<number, Sighting>}[] = []
  for (const told of there) {
    const isLike = (other: Sighting): boolean => likeness(told, other) > 0
    const [fit] = groups
      .filter(
        ({members, one}) =>
          members.every((other) => !isReadApart(told, other)) &&
          ([...one.values()].every(isLike) ||
            members.every((other) => isLike(other) || isMistold(told, other, places, job))),
      )
      .sort((a, b) => b.members.length - a.members.length)
    const group = fit ?? {told, members: [], one: new Map<number, Sighting>()}
    if (fit === undefined) groups.push(group)
    group.members.push(told)
    group.one.set(kindOf(told), told)
  }
  const without = runs.flatMap(({tells}, run) =>
    place[run] === null && there.some((told) => wouldTell(tells, told) && reach(run, tells, told))
      ? [run]
      : [],
  )
  const all: Group[] = groups.map(({told, members}) => ({
    told,
    runs: members.map(({run}) => run).sort((a, b) => a - b),
    elsewhere: null,
  }))
  all.sort(bySize)
  const [told] = all.flatMap((group) => group.told ?? [])
  const apart = grouped(without, (run) => (told === undefined ? null : elsewhere(told, run, places, job)))
  for (const [rank, runs] of apart) all.push({told: null, runs, elsewhere: rank})
  return all.sort(bySize)
}

const readsFromDisk = ({miss}: Sighting): boolean => miss !== null && isRead(miss)

/** Whether one read from disk what the other compiled, as far as both logs tell. */
const isReadApart = (a: Sighting, b: Sighting): boolean =>
  readsFromDisk(a) !== readsFromDisk(b) && [a, b].every(({tells: {whole, compiles}}) => whole || compiles)

const bySize = (a: Group, b: Group): number =>
  b.runs.length - a.runs.length || (a.runs[0] ?? 0) - (b.runs[0] ?? 0)

/** Whether of two first misses one is told of with what is a later miss of the other's run, which its own has lost. */
function isMistold(a: Sighting, b: Sighting, all: readonly Across<Sighting>[], {keys}: Job): boolean {
  const isLost = (told: Sighting, run: number): boolean =>
    all.some((place) => {
      const later = place[run] ?? null
      return later !== null && place[told.run] === null && keys(told, later) > 0
    })
  return areFirst(a, b) && (isLost(a, b.run) || isLost(b, a.run))
}

/** Which miss of a run, from 1, is this one of another, that does not have it there too; null where none is. */
function elsewhere(told: Sighting, run: number, all: readonly Across<Sighting>[], job: Job): number | null {
  if (told.key === null || isHit(told)) return null
  const own = all.find((place) => {
    const [other, theirs] = [place[run] ?? null, place[told.run] ?? null]
    if (other === null || other.key === null || isHit(other) || job.keys(told, other) === 0) return false
    return theirs === null || !(job.likeness(theirs, other) > 0 || areFirst(theirs, other))
  })?.[run]
  return own == null ? null : rank(all, own)
}

const known = ({key}: Sighting): number => key?.facts.length ?? 0

/** A part as it is given away: runs by the order in which they were given. */
function section({function: name, present, rows}: Part, order: readonly number[]): Section {
  const given = (runs: readonly number[]): number[] =>
    runs.flatMap((run) => order[run] ?? []).sort((a, b) => a - b)
  const calling = new Set(present)
  const slots = rows.map(({place, groups}): Slot => {
    const events: (number | null)[] = order.map(() => null)
    place.forEach((told, run) => {
      const at = order[run]
      if (at !== undefined) events[at] = told?.index ?? null
    })
    return {
      events,
      groups: groups.map(({runs}) => given(runs)),
      elsewhere: given(groups.flatMap((group) => (group.elsewhere === null ? [] : group.runs))),
      same: groups.filter(({runs}) => runs.some((run) => calling.has(run))).length < 2,
    }
  })
  return {
    function: name,
    present: given(present),
    slots,
    differing: slots.filter(({same}) => !same).length,
  }
}

/** The first divergence of each odd group. */
function diverge(part: Part, job: Job): Divergence[] {
  const met = new Set<number>()
  return part.rows.flatMap((row) =>
    row.groups.slice(1).flatMap((group) => {
      const most = against(row, group)
      if (most === undefined) return []
      const runs = group.runs.filter((run) => !met.has(run))
      runs.forEach((run) => met.add(run))
      return runs.length === 0 ? [] : divergence(part, row, {...group, runs}, most, job)
    }),
  )
}

/** The group that an odd one parts from: the largest; of those without a miss, the one that has it at another place. */
function against({groups}: Row, odd: Group): Group | undefined {
  const [most] = groups
  if (most === undefined || most.told !== null) return most
  if (odd.told === null) return undefined
  const isFirst = groups.find(({told}) => told !== null) === odd
  return (
    (isFirst ? groups.find(({elsewhere}) => elsewhere !== null) : undefined) ?? {...most, elsewhere: null}
  )
}

const indexOf = ({miss, other}: Divergence): number =>
  Math.min(miss?.index ?? Infinity, other?.index ?? Infinity)

function divergence(part: Part, row: Row, odd: Group, most: Group, job: Job): Divergence {
  const names = ({runs}: Group): string[] => runs.flatMap((run) => job.runs[run]?.name ?? [])
  const [mine, theirs] = [missed(odd), missed(most)]
  const there = mine ?? theirs
  const nth = there === null ? 1 : rank(placesOf(part), there)
  const isMoved = odd.elsewhere !== null || most.elsewhere !== null
  const why = particular(mine, theirs)
  return {
    function: part.function,
    nth: most.elsewhere ?? nth,
    own: isMoved ? (odd.elsewhere ?? nth) : null,
    odd: names(odd),
    others: names(most),
    what: isMoved ? 'order' : kindOf(part, row, odd, mine, theirs, why.causes),
    miss: mine?.miss ?? null,
    other: theirs?.miss ?? null,
    groups: row.groups.map((group) => ({
      runs: names(group),
      miss: missed(group)?.miss ?? null,
      elsewhere: group.elsewhere,
    })),
    ...why,
  }
}

function kindOf(
  {present, rows}: Part,
  row: Row,
  {runs}: Group,
  mine: Sighting | null,
  theirs: Sighting | null,
  causes: readonly Cause[],
): Divergence['what'] {
  if (mine !== null && theirs !== null && causes.length === 0 && isReadApart(mine, theirs))
    return readsFromDisk(mine) ? 'read' : 'compiled'
  if (mine !== null) return theirs === null ? 'alone' : 'differs'
  return row === rows[0] && runs.every((run) => !present.includes(run)) ? 'absent' : 'lacks'
}

const placesOf = ({rows}: Part): Across<Sighting>[] => rows.map(({place}) => place)

/** The event of a group; null where it does not miss there. */
const missed = ({told}: Group): Sighting | null => (told === null || isHit(told) ? null : told)

/** Which miss of its function it is, from 1. */
const rank = (places: readonly Across<Sighting>[], {run, index}: Sighting): number =>
  places.filter((place) => {
    const told = place[run] ?? null
    return told !== null && !isHit(told) && told.index <= index
  }).length

/** What is particular to the odd ones: what differs between the two, else what one of them changed. */
function particular(
  mine: Sighting | null,
  theirs: Sighting | null,
): Pick<Divergence, 'causes' | 'of' | 'before'> {
  if (mine === null) return {causes: theirs?.miss?.causes ?? [], of: 'others', before: 'earlier'}
  if (theirs === null) return {causes: mine.miss?.causes ?? [], of: 'odd', before: 'earlier'}
  const {apart, own} = contrast(mine, theirs)
  if (apart.length > 0) return {causes: apart, of: 'odd', before: 'others'}
  if (own.length > 0) return {causes: own, of: 'odd', before: 'earlier'}
  return {causes: contrast(theirs, mine).own, of: 'others', before: 'earlier'}
}
