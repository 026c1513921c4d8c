import type {Blame, Event, Key, Trace} from '../log/index.ts'
import type {Gap} from '../words/index.ts'
import {cause} from './cause.ts'
import {causes as differences} from './causes.ts'
import type {Cause} from './explanation.ts'
import {gapBetween} from './suspects.ts'
import type {History} from './history.ts'
import type {Found} from './keyshape.ts'

/** Why a call missed: what differs, or why that is not known. */
interface Reason {
  readonly causes: readonly Cause[]
  /** Position of the event that made the nearest earlier key; -1 where there is none. */
  readonly nearest: number
  /** Whether its function was never called before. */
  readonly isFirst: boolean
  readonly gap: Gap | null
}

/**
 * Why a call missed.
 *
 * @param name the function's name, which stands for a path that is empty
 * @param isDropped whether entries of caches were dropped
 */
export function reasonOf(
  trace: Trace,
  event: Event,
  key: Key | null,
  history: History,
  name: string,
  isDropped: boolean,
): Reason {
  const found = key === null ? null : history.earlier.find(key)
  if (key === null || found === null) {
    const isFirst = event.blamed === undefined || event.blamed.kind === 'function'
    return {causes: [], nearest: -1, isFirst, gap: isFirst ? null : {why: 'earlier calls missing'}}
  }
  const causes = causesOf(trace, event, key, found, name)
  if (causes.length > 0) return {causes, nearest: found.index, isFirst: false, gap: null}
  const nearest = history.earlier.first(key) ?? found.index
  const like = history.calls.get(nearest) ?? 1
  const gap = gapBetween(key, trace.key(trace.keyAt(nearest)), like)
  const readsAlike: Gap | null = isDropped || event.outcome !== 'retrace' ? null : {why: 'reads alike', like}
  return {causes, nearest, isFirst: false, gap: gap ?? readsAlike}
}

/** What differs from the nearest earlier key, or the function itself, where JAX says that it never met it. */
function causesOf(trace: Trace, event: Event, key: Key, found: Found, name: string): Cause[] {
  const all = found.distance > 0 ? differences(key, trace.key(trace.keyAt(found.index)), event.evidence) : []
  const causes = relevant(all, event)
  if (causes.length === 0 && isNewFunction(event.blamed)) return [functionCause(name)]
  return causes.map((one) => (one.path === '' ? {...one, path: name} : one))
}

/** JAX met another function object on a line that it knew; ids are used again, and tell nothing. */
const isNewFunction = (said: Blame | undefined): boolean =>
  said?.kind === 'function' && said.redefined === true

const functionCause = (name: string): Cause =>
  cause({
    component: 'function',
    segments: [name],
    delta: {kind: 'identity', now: name, before: name},
    evidence: 'inferred',
    kind: 'function',
  })

/**
 * JAX traces without regard to placement and options: of a trace they are a cause only where nothing else is. A function that
 * JAX compares with earlier keys is one that it has seen, whatever ids a log gives.
 */
function relevant(all: Cause[], {outcome, blamed: said}: Event): Cause[] {
  const isSeen = said !== undefined && said.kind !== 'function'
  const causes = isSeen ? all.filter(({component}) => component !== 'function') : all
  if (outcome !== 'retrace') return causes
  const traced = causes.filter(({component}) => component !== 'placement' && component !== 'options')
  return traced.length > 0 ? traced : causes
}
