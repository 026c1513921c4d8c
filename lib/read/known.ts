import {another, looksAlike} from './alike.ts'
import {plain} from './aval.ts'
import {candidates} from './candidates.ts'
import {listing} from './listing.ts'
import {type Members, members} from './members.ts'
import type {Difference, Miss} from './miss.ts'
import {slots} from './slots.ts'
import type {Thing} from './thing.ts'
import type {Call, Told} from './told.ts'

/** The same, with the keys of the dicts. */
export interface Known extends Told {
  readonly members: Members
}

/** A difference below which the rest of the two trees is not compared. */
export const hides = ({at, now, before}: Difference): boolean =>
  !/\.states\[\d+\]$/.test(at) && (now.hides || (before?.hides ?? true))

/** A difference that changes which leaves there are: anything but metadata. */
const reshapes = ({now, before}: Difference): boolean =>
  now.component === 'tree' || before?.component === 'tree' || now.leaves?.length !== before?.leaves?.length

/**
 * Puts together what the misses of one function object tell of each other. JAX prints every place at which the trees of
 * a call and of the key that it chose differ; a place that it does not print holds the same in both. It chooses the least
 * by severity, then by the number of differences (jax `partial_eval.py`, `diff_tracing_cache_keys`): a miss that blames
 * a tree therefore has the context of all earlier keys, one that blames types their trees as well.
 */
export function known(calls: readonly Call[], explained: boolean): Known {
  const count = calls.length
  const trees = slots<Thing>(count)
  const context = slots<string>(count)
  const types = slots<string>(count)
  const shapes = slots<true>(count)
  const rest = slots<true>(count)
  const compared = new Array<number>(count).fill(-1)
  const found = {calls, trees, context, types, shapes, rest, compared}
  const reused = latest(calls)

  calls.forEach(({draft: {miss: told}}, c) => {
    if (told === null) return
    for (const {at, now, before} of told.trees)
      trees.tell(at, c, before !== null && looksAlike(now, before) ? another(now, before, told.name, c) : now)
    for (const {name, now} of told.context) context.tell(name, c, now)
    for (const {name, now} of told.types) types.tell(name, c, plain(now))
    for (const {name, now} of told.given) types.tell(name, c, plain(now))
  })

  const equate = (c: number, k: number): void => {
    const told = calls[c]?.draft.miss ?? null
    const severity = told?.severity ?? null
    const differences = told?.trees ?? []
    if (severity !== 'context') {
      const listed = listing(differences)
      for (const at of trees.names())
        if (listed.get(at) === undefined && !listed.isBelow(at)) trees.same(at, c, k)
      if (!differences.some(hides)) rest.same('rest', c, k)
      if (!differences.some(reshapes)) shapes.same('shape', c, k)
    }
    const settings = namesOf(told?.context ?? [])
    for (const name of context.names()) if (!settings.has(name)) context.same(name, c, k)
    if (severity !== 'types') return
    const named = namesOf(told?.types ?? [])
    for (const name of types.names()) if (!named.has(name)) types.same(name, c, k)
  }
  const adopt = (c: number, k: number, told: Miss): void => {
    compared[c] = k
    for (const {at, before} of told.trees) if (before !== null) trees.tell(at, k, before)
    for (const {name, before} of told.context) context.tell(name, k, before)
    for (const {name, before} of told.types) types.tell(name, k, plain(before))
    equate(c, k)
  }

  for (let pass = 0, changed = true; changed && pass < 4; pass++) {
    changed = false
    let level = 0
    let first = -1
    for (let c = 0; c < count; c++) {
      const call = calls[c]
      if (call === undefined) continue
      const told = call.draft.miss
      if (
        pass === 0 &&
        told !== null &&
        told.ranked &&
        told.severity !== null &&
        told.severity !== 'context' &&
        first >= 0
      ) {
        for (; level <= c; level++) for (const name of context.names()) context.same(name, level, first)
      }
      if (first < 0) first = c
      if (compared[c] !== -1) continue
      if (told === null) {
        const k = explained || !call.draft.traced ? reused(c) : -1
        if (k >= 0) {
          compared[c] = k
          equate(c, k)
          changed = true
        }
        continue
      }
      if (told.neverSeen || told.severity === null) continue
      const fits = candidates(found, c, told)
      const k = fits.length === 1 ? fits[0] : undefined
      if (k !== undefined) {
        adopt(c, k, told)
        changed = true
      } else if (fits.length > 1 && pass > 0) agree(found, c, told, fits)
    }
  }
  return {...found, members: members(calls, trees, compared)}
}

const namesOf = (all: readonly {readonly name: string}[]): Set<string> => new Set(all.map(({name}) => name))

/** Where several earlier calls fit, the places at which they all hold the same are known nevertheless. */
function agree({trees, context, types, rest}: Told, c: number, told: Miss, fits: readonly number[]): void {
  const [first, ...others] = fits
  if (first === undefined) return
  for (const {at, before} of told.trees)
    if (before !== null && others.every((k) => trees.equal(at, first, k))) trees.tell(at, first, before)
  for (const {name, before} of told.types)
    if (others.every((k) => types.equal(name, first, k) || types.get(name, k) === types.get(name, first)))
      types.tell(name, first, plain(before))
  for (const {name, before} of told.context)
    if (others.every((k) => context.equal(name, first, k))) context.tell(name, first, before)
  if (told.severity === 'context') return
  const listed = listing(told.trees)
  for (const at of trees.names())
    if (listed.get(at) === undefined && !listed.isBelow(at) && others.every((k) => trees.equal(at, first, k)))
      trees.same(at, c, first)
  if (!told.trees.some(hides) && others.every((k) => rest.equal('rest', first, k)))
    rest.same('rest', c, first)
}

/** A compile without a trace reuses an earlier trace: for each call the last one before it whose leaves are of the same types, else -1. */
function latest(calls: readonly Call[]): (c: number) => number {
  const seen = new Map<string, number>()
  const found = calls.map(({leaves}, c) => {
    if (leaves === null) return c - 1
    const types = leaves.map(({type}) => type.replace(/\(\{.*\}\)/, '')).join()
    const last = seen.get(types) ?? -1
    seen.set(types, c)
    return last
  })
  return (c) => found[c] ?? -1
}
