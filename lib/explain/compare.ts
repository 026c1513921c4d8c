import {total, type Trace} from '../log/index.ts'
import type {Tells} from '../words/index.ts'
import {explain} from './explain.ts'
import type {Cause, Miss} from './explanation.ts'
import {grouped, kept} from './grouped.ts'
import {places} from './places.ts'
import {reaches} from './reach.ts'
import {contrast, likenesses, likenessOf, toldKinds} from './likeness.ts'
import {copiesIn, partsIn, type Sighting, stamp, tells, wouldTell} from './sighting.ts'
import {ground, withinOf, signature} from './topic.ts'

/** What two runs do differently. */
export interface Comparison {
  /** Misses that only the second run has. */
  readonly appeared: readonly Miss[]
  /** Misses that only the first run has. */
  readonly went: readonly Miss[]
  /** The same miss of a function, for another cause: in the first run, in the second. */
  readonly changed: readonly (readonly [Miss, Miss])[]
  /** The same miss of a function for the same cause, with another outcome, or read from disk in one of them: in the first run, in the second. */
  readonly outcomes: readonly (readonly [Miss, Miss])[]
  /** The first miss of a function, whose call has other types: in the first run, in the second, and what these are. */
  readonly firsts: readonly FirstMisses[]
  /** The number of misses that both have for the same cause. */
  readonly same: number
  /** Seconds of all misses, in the first run and in the second; null where its log tells of no compile. */
  readonly seconds: readonly [number | null, number | null]
  /** What the first run tells, and what the second. */
  readonly tells: readonly [Tells, Tells]
}

/** Misses of one function in two runs that JAX compared with no call, and whose arguments have other types. */
export interface FirstMisses {
  /** That of the first run, that of the second. */
  readonly misses: readonly [Miss, Miss]
  /** The types that the second has, and as `before` those of the first. */
  readonly types: readonly Cause[]
}

/**
 * Compares two runs miss by miss: equal causes of one function are the same miss, whenever they came; what is left of a function
 * is laid side by side, as the hosts of a job are. What a log does not tell is no difference.
 *
 * @example
 * compare(trace, training).appeared.length // 14
 */
export function compare(a: Trace, b: Trace): Comparison {
  const copies = copiesIn([a, b])
  const told = [tells(a, copies), tells(b, copies)] as const
  const [mine, theirs] = [sightings(a, 0, told[0]), sightings(b, 1, told[1])]
  const kindOf = toldKinds()
  const likeness = likenesses(kindOf, likenessOf)
  // Runs that are known whole have met wherever they are the same.
  const alike = (one: Seen, other: Seen): number =>
    one.tells.whole && other.tells.whole ? 0 : likeness(one, other)
  const wholes = [wholesOf(a, mine, told[0]), wholesOf(b, theirs, told[1])] as const
  const met = meet(...wholes)
  const left = wholes.map((all) => all.filter((one) => !met.has(one)))
  const rows = byFunction(left).flatMap((lists) => places(lists, alike, kindOf))
  const pairs = rows.flatMap(([one, other]) => (one == null || other == null ? [] : [[one, other] as const]))
  const isOneRun = copies.size > 0
  const changed = isOneRun ? [] : pairs.filter(([one, other]) => alike(one, other) === 0)
  const same = [...met].filter(([one]) => one.run === 0)
  const outcomes = same.filter(
    ([one, other]) =>
      !isOneRun &&
      (isRead(one) !== isRead(other) || (one.miss.outcome !== other.miss.outcome && alike(one, other) === 0)),
  )
  const firsts = same.flatMap(([one, other]) => (isOneRun ? [] : typesApart(one, other)))
  const reach = reaches([...rows, ...[...met].filter(([one]) => one.run === 0)])
  const alone = (which: 0 | 1, theirs: Tells): Miss[] =>
    rows
      .flatMap((row) => (row[1 - which] == null ? (row[which] ?? []) : []))
      .filter((one) => !isOneRun && wouldTell(theirs, one) && reach(1 - which, theirs, one))
      .sort((one, other) => one.index - other.index)
      .map(({miss}) => miss)
  return {
    appeared: alone(1, told[0]),
    went: alone(0, told[1]),
    changed: inOrder(changed),
    outcomes: inOrder(outcomes),
    firsts,
    same: same.length + pairs.length - changed.length - outcomes.length - firsts.length,
    seconds: [sum(mine, told[0]), sum(theirs, told[1])],
    tells: told,
  }
}

type Seen = Sighting & {readonly miss: Miss}

function sightings(trace: Trace, run: number, told: Tells): Seen[] {
  return explain(trace).misses.map((miss) => {
    const id = trace.keyAt(miss.index)
    return {run, index: miss.index, trace, key: id < 0 ? null : trace.key(id), miss, tells: told}
  })
}

/** Those misses that their log does not hold in part. */
function wholesOf(trace: Trace, all: readonly Seen[], told: Tells): Seen[] {
  const parts = partsIn(trace, told)
  return all.filter(({index}) => !parts.has(index))
}

const isRead = ({miss}: Seen): boolean => miss.within === 'persistent'

const inOrder = (pairs: readonly (readonly [Seen, Seen])[]): (readonly [Miss, Miss])[] =>
  [...pairs]
    .sort(([, one], [, other]) => one.index - other.index)
    .map(([one, other]) => [one.miss, other.miss])

/** Misses are the same by the most that these say alike: those of one run by their seconds, first misses by their types too. */
const samenesses: readonly ((one: Seen) => string)[] = [
  (one) => stamp(one.trace, one.index) ?? `${one.run} ${one.index}`,
  ({miss, key}) => [signature(miss), ...(miss.causes.length === 0 ? typesIn(key) : [])].join('\n'),
  ({miss}) => signature(miss),
  ({miss}) => ground(miss),
]

const typesIn = (key: Seen['key']): string[] =>
  (key?.facts ?? []).flatMap(({component, value}) => (component === 'aval' ? [value] : [])).sort()

/** The same misses of two runs, each with the other. */
function meet(mine: readonly Seen[], theirs: readonly Seen[]): ReadonlyMap<Seen, Seen> {
  const met = new Map<Seen, Seen>()
  for (const commonOf of samenesses) {
    const open = grouped(
      mine.filter((one) => !met.has(one)),
      commonOf,
    )
    for (const one of theirs) {
      const same = met.has(one) ? undefined : open.get(commonOf(one))?.shift()
      if (same !== undefined) met.set(same, one).set(one, same)
    }
  }
  return met
}

/** Two first misses whose types differ, as far as both logs tell them. */
function typesApart(one: Seen, other: Seen): FirstMisses[] {
  if (one.miss.causes.length > 0) return []
  const types = contrast(other, one).apart.filter(({component}) => component === 'aval')
  return types.length === 0 ? [] : [{misses: [one.miss, other.miss], types}]
}

/** Lists of misses taken apart by their functions, and by what they were traced in. */
function byFunction(lists: readonly (readonly Seen[])[]): Seen[][][] {
  const parts = new Map<string, Seen[][]>()
  lists.forEach((list, which) => {
    for (const one of list) {
      const name = [one.miss.function, withinOf(one.miss)].join('\n')
      kept(parts, name, () => lists.map((): Seen[] => []))[which]?.push(one)
    }
  })
  return [...parts.values()]
}

const sum = (all: readonly Seen[], {whole, compiles}: Tells): number | null =>
  !whole && !compiles ? null : all.reduce((seconds, {miss}) => seconds + total(miss.seconds), 0)
