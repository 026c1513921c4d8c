import {type Event, type Guard, show, type Trace} from '../log/index.ts'
import {type Finding, firstLine, guardPlace} from '../words/index.ts'
import {cause} from './cause.ts'
import type {Cause} from './explanation.ts'
import {kept} from './grouped.ts'
import type {History} from './history.ts'
import type {MissReason} from './missreason.ts'
import {type Judgement, avoidable, necessary, unsure} from './judge/judgement.ts'

/** The place of a guard and what of it, as a text: equal for guards of one entry and of another. */
const placeOf = ({kind, path, what, index}: Guard): string => JSON.stringify([kind, path, what, index])

const relations = 2

/** The state is compared first, then what is read, then the relations of numbers, and last who compiled it (torch `guards.py`). */
const stages: Readonly<Partial<Record<Guard['kind'], number>>> = {
  GLOBAL_STATE: 0,
  TORCH_FUNCTION_STATE: 0,
  DEFAULT_DEVICE: 0,
  SHAPE_ENV: relations,
  BACKEND_MATCH: 3,
}

/** How far an entry was compared before a guard of it did not hold: a number that was fixed is compared among the relations. */
const stageOf = ({kind, by}: Guard): number => (by === 'specialization' ? relations : (stages[kind] ?? 1))

/** The name through which a place is read, and what holds it: names of the frame stand before globals, and these before what an object holds. */
function ofName({path: [first = '', ...rest]}: Guard): {name: string; rank: number} {
  const isHeld = rest.some((segment) => !segment.startsWith('['))
  return first === 'globals' ? {name: rest[0] ?? '', rank: 1} : {name: first, rank: isHeld ? 2 : 0}
}

/** Whether an entry compares a place after another: torch tries names by what they are, by their length, and by their letters (torch `guards.py`). */
function isBehind(guard: Guard, other: Guard): boolean {
  const [mine, theirs] = [ofName(guard), ofName(other)]
  const by = mine.rank - theirs.rank || mine.name.length - theirs.name.length
  return by === 0 ? mine.name > theirs.name : by > 0
}

/** Whether a place is in another one, which then held. */
const isWithin = ({path: inner}: Guard, {path: outer}: Guard): boolean =>
  inner.length > outer.length && outer.length > 0 && outer.every((segment, at) => segment === inner[at])

/** The guard of the entry that was found to share most: it failed in what others failed at, or behind. A name at which it failed before is tried sooner. */
const deepest = (guards: readonly Guard[], failed: History['failed']): Guard | undefined =>
  guards.reduce<Guard | undefined>(
    (best, guard) =>
      best === undefined ||
      isWithin(guard, best) ||
      (!hasFailed(guard, failed) && !isWithin(best, guard) && isBehind(guard, best))
        ? guard
        : best,
    undefined,
  )

const hasFailed = (guard: Guard, failed: History['failed']): boolean =>
  guard.entry === null || failed.get(guard.entry)?.has(ofName(guard).name) === true

/** Keeps where entries failed, and what they take for granted there. */
function remember(guards: readonly Guard[], {failed, taken}: Met): void {
  for (const guard of guards)
    if (guard.entry !== null) {
      kept(failed, guard.entry, () => new Set<string>()).add(ofName(guard).name)
      if (guard.before !== null)
        kept(taken, guard.entry, () => new Map<string, string>()).set(heldAt(guard), valueOf(guard.before))
    }
}

/** What earlier messages told of a function's entries. */
type Met = Pick<History, 'failed' | 'taken'>

/** The kinds of guards on a value as a whole. */
const wholes: ReadonlySet<Guard['kind']> = new Set(['TENSOR_MATCH', 'EQUALS_MATCH', 'TYPE_MATCH'])

/** A place and what of it, equal for all guards on a value as a whole. */
const heldAt = ({kind, path, what, index}: Guard): string =>
  JSON.stringify([wholes.has(kind) ? 'value' : kind, path, what, index])

/** A value that guards of several kinds tell: None is of a class of its own. */
const valueOf = (text: string): string => (text === "<class 'NoneType'>" ? 'None' : text)

/** What stands at a place: told, or the other of two. */
function nowOf({now, before}: Guard): string | null {
  if (now !== null) return valueOf(now)
  if (before === 'True') return 'False'
  return before === 'False' ? 'True' : null
}

/** Whether what stands at a place is what another of these entries takes for granted there: that one failed elsewhere alone, as far as is known. */
const isBack = (guard: Guard, all: readonly Guard[], {taken}: Met): boolean =>
  all.some(({entry}) => taken.get(entry ?? '')?.get(heldAt(guard)) === nowOf(guard))

/**
 * The guards that may be why a call compiled again: of the entries that were compared furthest, at one place too, the first guard of each
 * that did not hold, the deepest first, and then that of the entry used last. Where they are of several places, to mend one of them is enough.
 */
function nearestGuards(guards: readonly Guard[], met: Met): readonly Guard[] {
  const furthest = guards.reduce((most, guard) => Math.max(most, stageOf(guard)), 0)
  const found = new Map<string, Guard>()
  for (const guard of guards) if (stageOf(guard) === furthest) kept(found, placeOf(guard), () => guard)
  const all = [...found.values()]
  const nearest = all.filter((guard) =>
    all.every((other) => !isSamePlace(guard, other) || depthOf(guard) >= depthOf(other)),
  )
  const apart = nearest.filter((guard) => !isBack(guard, nearest, met))
  const first = deepest(apart.length > 0 ? apart : nearest, met.failed)
  return first === undefined ? [] : [first, ...nearest.filter((guard) => guard !== first)]
}

/** What of a tensor is compared after its class, in torch's order (torch `TensorCheck`). */
const depths = ['dispatch key set', 'dtype', 'requires_grad', 'rank', 'size', 'stride']

/** How much of its place an entry was found to share before a guard of it did not hold. */
const depthOf = ({kind, what = ''}: Guard): number => (kind === 'TENSOR_MATCH' ? depths.indexOf(what) + 1 : 0)

const isSamePlace = (one: Guard, other: Guard): boolean => show(one.path) === show(other.path)

/** An entry of torch's, by the id of the compile that made it: each process has ids of its own. */
export const entryName = (trace: Trace, index: number, id: string): string => `${trace.cachesAt(index)} ${id}`

/** A guard as a cause; `isOther` where to mend another guard is enough. */
function causeOf(
  {entry, kind, path, what, index, others, said, now, before, by}: Guard,
  evidence: Event['evidence'],
  isOther = false,
): Cause {
  const place = guardPlace(kind, what)
  return cause({
    component: 'guard',
    segments: path.length === 0 && place !== null ? [place] : path,
    evidence,
    delta: {
      kind: 'guard',
      guard: kind,
      entry,
      ...(what !== undefined && {what}),
      ...(index !== undefined && {index}),
      ...(others !== undefined && {others: others.map(show)}),
      now,
      before,
      said,
      ...(by !== undefined && {by}),
      ...(isOther && {instead: true}),
    },
  })
}

const firstId = /\/0(?:_\d+)?$/

/** Whether a compile that a later message names may be the first of its function: torch counts them from 0. */
const mayBeFirst = ({evidence, compile}: Event): boolean =>
  evidence !== 'inferred' || compile === undefined || firstId.test(compile)

/**
 * Why torch compiled, or did not: the guards that did not hold; the first compile has none.
 *
 * @param madeBy position of the event that made an entry; -1 where the trace does not hold it
 */
export function guardReason(
  event: Event,
  {row: {compiles}, ...met}: Pick<History, 'row'> & Met,
  madeBy: (entry: string | null) => number,
): MissReason {
  const {guards = [], outcome, evidence} = event
  const all = nearestGuards(guards, met)
  remember(guards, met)
  const [nearest] = all
  return {
    causes: all.map((guard) => causeOf(guard, evidence, guard !== nearest)),
    ...(guards.length > 0 && {tried: guards.map((guard) => causeOf(guard, evidence))}),
    nearest: nearest === undefined ? -1 : madeBy(nearest.entry),
    isFirst: nearest === undefined && compiles === 0 && outcome === 'retrace' && mayBeFirst(event),
    gap: null,
  }
}

/** What a call of torch.compile is of which no guard is told. */
export function withoutGuards(
  {outcome, error, evidence}: Event,
  name: string,
  isFirst: boolean,
  isDropped: boolean,
): Judgement {
  if (error !== undefined) return unsure('unknown', {what: 'error', message: firstLine(error.message)})
  if (outcome === 'error') return unsure('unknown', {what: 'torch failed'})
  if (isFirst)
    return necessary('compulsory', {
      what: evidence === 'inferred' ? 'torch first untold' : 'first call',
      name,
    })
  if (outcome === 'eager') return unsure('unknown', {what: 'torch skipped', name})
  if (evidence === 'inferred') return unsure('unknown', {what: 'torch late', name})
  if (evidence === 'observed') return unsure('unknown', {what: 'torch reasons lost', name})
  return isDropped
    ? avoidable('capacity', {what: 'torch dropped', name})
    : unsure('unknown', {what: 'torch apart', name})
}

/** What a call amounts to, with the limit that it met. */
export const withLimit = (
  findings: readonly Finding[],
  {limit, function: name}: {readonly limit?: Event['limit']; readonly function: string},
): readonly Finding[] =>
  limit === undefined
    ? findings
    : [...findings, {what: 'torch limit', name, limit: limit.name, value: String(limit.value)}]
