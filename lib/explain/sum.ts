import type {Event, Stale, TracedFunction} from '../log/index.ts'
import type {Finding, Gap} from '../words/index.ts'
import {firstLine, merged} from '../words/index.ts'
import type {Cause, Verdict} from './explanation.ts'
import {isLonger} from './lengths.ts'
import {isFiltered} from './judge/filtered.ts'
import {type Around, type Judgement, avoidable, isOutsideJit, necessary, unsure} from './judge/judgement.ts'

/** What a miss is in all. */
interface Sum extends Omit<Judgement, 'finding'> {
  /** What its causes amount to, that which decides first; one for all places that ask for the same. */
  readonly findings: readonly Finding[]
}

/**
 * A miss is as avoidable as the least avoidable of its causes, and of what differs besides: to mend the others alone would not spare it,
 * nor to pad of what is necessary.
 *
 * @param judged its causes
 * @param besides what differs besides
 * @param told that of it which is told; of what is necessary before its causes
 */
export function sum(
  judged: readonly Judgement[],
  besides: readonly Judgement[] = [],
  told: readonly Judgement[] = [],
): Sum {
  const own = byWeight(judged)
  const [worst] = own
  const [heaviest] = byWeight([...own, ...besides])
  if (worst === undefined || heaviest === undefined) throw new RangeError('a miss amounts to something')
  const {verdict} = heaviest
  const all =
    verdict === 'necessary'
      ? byWeight([...own, ...told]).filter((one) => one.verdict !== 'reducible')
      : [...own, ...byWeight(told)]
  return {taxonomy: worst.taxonomy, verdict, findings: merged(all.map(({finding}) => finding))}
}

/** Those that decide before the others. */
const byWeight = (all: readonly Judgement[]): Judgement[] => [...all].sort((a, b) => weight(b) - weight(a))

const weights: Readonly<Partial<Record<Verdict, number>>> = {necessary: 2, unknown: 1.75, reducible: 1}

/** The more it weighs, the less of a miss can be spared; a setting weighs more than all else that is necessary. */
const weight = ({verdict, taxonomy, finding}: Judgement): number =>
  taxonomy === 'context' ? 3 : finding.what === 'grows' || isLonger(finding) ? 1.5 : (weights[verdict] ?? 0)

/** What a miss is of which no cause is told. */
export function withoutCause(
  event: Event,
  {
    name,
    owner,
    wrapper,
    isUnsorted,
  }: Pick<TracedFunction, 'name' | 'owner' | 'wrapper'> & Pick<Around, 'isUnsorted'>,
  isFirst: boolean,
  gap: Gap | null,
): Judgement {
  const {outcome, error, within} = event
  if (outcome === 'error')
    return unsure(
      'unknown',
      error === undefined ? {what: 'error untold'} : {what: 'error', message: firstLine(error.message)},
    )
  const isOutside = isOutsideJit(owner) && !isUnsorted
  if (isFirst)
    return necessary('compulsory', {
      what: within === 'persistent' ? 'first from disk' : firstOf(event, isOutside, gap),
      name,
    })
  if (gap?.why === 'function untold' && isOutsideJit(owner))
    return unsure('unknown', {what: 'body untold', name})
  if (gap !== null)
    return unsure('unknown', {
      what: isFiltered(wrapper) && mayBeStatic(gap) ? 'no array untold' : hints[gap.why],
      name,
    })
  return outcome === 'dispatch' || outcome === 'rebind'
    ? necessary('capacity', {what: 'dispatch entry dropped', name})
    : avoidable('capacity', {what: 'entry dropped', name})
}

const firstOf = ({evidence, blamed}: Event, isOutside: boolean, gap: Gap | null) =>
  isOutside
    ? 'first outside jit'
    : gap?.why === 'traced inside'
      ? 'first call'
      : gap !== null || (evidence === 'inferred' && blamed === undefined)
        ? 'first in log'
        : 'first call'

/** What to look for where no cause is told. */
const hints = {
  'a gap': 'untold',
  'earlier calls missing': 'begun late',
  'begins late': 'begun late perhaps',
  'traced inside': 'untold',
  'called perhaps': 'compiles untold',
  untraced: 'untold',
  'reads alike': 'reads alike',
  'lowers alike': 'untold',
  'other arrays': 'untold',
  'function untold': 'function untold',
  mixed: 'mixed',
  'object or entry': 'reads alike',
  'static or metadata': 'static or metadata',
} as const satisfies Readonly<Record<Gap['why'], Finding['what']>>

const alike: ReadonlySet<Gap['why']> = new Set([
  'reads alike',
  'object or entry',
  'static or metadata',
] as const)

/** Whether a static may be the cause that is not told. */
const mayBeStatic = (gap: Gap): boolean =>
  alike.has(gap.why) || (gap.why === 'a gap' && gap.hidden.includes('static'))

const staleFindings = {
  read: 'read outside',
  redefined: 'redefined inside',
  static: 'changed in place',
  cached: 'partial of a copy',
  maybe: 'read perhaps',
  untold: 'result differs',
} as const satisfies Readonly<Record<Exclude<Stale['how'], 'equal'>, Finding['what']>>

/** A hit with a key that reads otherwise, or of what JAX does not look at: it runs the program of the earlier value. */
export function wrong([first]: readonly Cause[], name: string, stale?: Stale): Judgement {
  const [path, how] = [[first?.path ?? name], stale?.how ?? 'equal']
  return {
    taxonomy: first?.component === 'static' ? 'static value' : 'structural',
    verdict: how === 'maybe' ? 'unknown' : 'wrong hit',
    finding: how === 'equal' ? {what: 'wrong hit', path} : {what: staleFindings[how], path, name},
  }
}
