import {begins, total, type Trace} from '../log/index.ts'
import type {Dearest, Figures, Share} from '../words/index.ts'
import {isCompile, isRead, isReady, isSparable, secondsOf} from './compile.ts'
import type {Account, Group, Miss, Verdict} from './explanation.ts'

/** What a run comes to: all of its account, what of it could be spared, and what was dearest. */
export function figures(
  trace: Trace,
  misses: readonly Miss[],
  groups: readonly Group[],
  {seconds, rows}: Account,
): Omit<Figures, 'notes' | 'remarks'> {
  return {
    calls: trace.length,
    blank: trace.length === 0 && trace.source?.messages === 0,
    compiles: rows.reduce((sum, row) => sum + row.compiles, 0),
    ...readsOf(misses),
    seconds,
    span: spanOf(trace, seconds),
    ...sharesOf(misses),
    wrong: misses.filter(({verdict}) => verdict === 'wrong hit').length,
    ...named(misses, groups),
    ...limitsOf(misses),
  }
}

/** The functions that met a limit, each with the first. */
function limitsOf(misses: readonly Miss[]): Pick<Figures, 'limits'> {
  const met = new Map<number, NonNullable<Figures['limits']>[number]>()
  for (const {functionId, function: name, limit} of misses)
    if (limit !== undefined && !met.has(functionId))
      met.set(functionId, {function: name, name: limit.name, value: limit.value})
  return met.size === 0 ? {} : {limits: [...met.values()]}
}

/** What misses come to, verdict by verdict; of what is necessary those that are no first calls. */
export function sharesOf(
  misses: readonly Miss[],
): Pick<Figures, 'avoidable' | 'reducible' | 'changed' | 'unexplained'> {
  const share = (verdict: Verdict): Share =>
    shareOf(
      misses.filter(
        (miss) =>
          miss.verdict === verdict &&
          miss.outcome !== 'hit' &&
          (verdict !== 'necessary' || miss.taxonomy !== 'compulsory'),
      ),
    )
  return {
    avoidable: share('avoidable'),
    reducible: share('reducible'),
    changed: share('necessary'),
    unexplained: share('unknown'),
  }
}

/** Compiles and reads among misses; their seconds are those of all, as the account has them. */
export const shareOf = (misses: readonly Miss[]): Share => ({
  compiles: misses.filter(isCompile).length,
  ...readsOf(misses),
  seconds: secondsOf(misses),
})

/** How many of misses were read from disk, where any was. */
function readsOf(misses: readonly Miss[]): Pick<Share, 'reads'> {
  const reads = misses.filter(isRead).length
  return reads === 0 ? {} : {reads}
}

/**
 * Seconds from where the first of what compiled began to the end of the last; null where a log tells no time, or not how long its compiles took, or is of
 * several processes at once, and where it reads as what compiled does, as in a simulation, in which nothing else takes long.
 */
function spanOf(trace: Trace, seconds: number): number | null {
  const misses = trace.misses()
  const [first] = misses
  if (first === undefined || new Set(misses.map((index) => trace.cachesAt(index))).size > 1) return null
  const begin = begins(trace)
  const timed = [
    ...misses.map((index) => [begin(index), total(trace.seconds(index))] as const),
    ...(trace.source?.between ?? []).map(({at = NaN, seconds: long}) => [at, long] as const),
  ]
  const start = timed.reduce((least, [at]) => (at < least ? at : least), begin(first))
  const end = timed.reduce((most, [at, long]) => (at + long > most ? at + long : most), 0)
  const span = end - start
  // Closer to each other they read alike.
  return seconds > 0 && span > 1.005 * seconds ? span : null
}

/** What the headline names: the first wrong hit, where there is one, and the dearest miss of the first group that compiled. */
function named(misses: readonly Miss[], groups: readonly Group[]): Pick<Figures, 'dearest' | 'mistaken'> {
  const byIndex = new Map(misses.map((miss) => [miss.index, miss]))
  const first = (isMeant: (miss: Miss) => boolean): Dearest | null => {
    for (const {dearest, function: name, misses: all, seconds, taxonomy, verdict} of groups) {
      const miss = byIndex.get(dearest)
      const [finding] = miss?.findings ?? []
      if (miss !== undefined && finding !== undefined && isMeant(miss))
        return {
          function: name,
          compiles: all.flatMap((index) => byIndex.get(index) ?? []).filter(isCompile).length,
          seconds,
          isFirst: taxonomy === 'compulsory',
          verdict,
          finding,
        }
    }
    return null
  }
  const mistaken = first(({verdict}) => verdict === 'wrong hit')
  const dearest = misses.some(isCompile)
    ? first(isReady)
    : first(({outcome, verdict}) => outcome !== 'hit' && isSparable(verdict))
  return {dearest, ...(mistaken !== null && {mistaken})}
}
