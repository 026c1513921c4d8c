import type {Trace} from '../log/index.ts'
import {foretold, headline, remedied} from '../words/index.ts'
import {isCompile, isReady, isSparable, secondsOf} from './compile.ts'
import {explain} from './explain.ts'
import {isOfChange} from './figures.ts'
import type {Explanation, Verdict} from './explanation.ts'
import {greedily} from './greedily.ts'
import {areUnsurelySpared} from './propose.ts'
import {remediesOf, remedyOf} from './remedies.ts'
import {predictor} from './whatif.ts'

/** A change to the program that would spare the misses of one cause, and what goes away with it: a prediction, the program was not run. */
export interface Fix {
  /** Which of the explanation's groups it mends, from 0. */
  readonly group: number
  /** What to do, in words: 'pad axis 1 of `tokens` to 7'. */
  readonly says: string
  /** Positions of the misses that would be hits. */
  readonly misses: readonly number[]
  /** Seconds that they cost. */
  readonly seconds: number
}

/** So many causes have a fix, the first of them; fewer where the keys hold more than this in all. */
const mended = 24
const affordable = 40_000
/** So many kinds of misses of one cause are tried. */
const tried = 4

const remembered = new WeakMap<Trace, {readonly length: number; readonly fixes: readonly Fix[]}>()

/**
 * A change for each of the first causes that could be spared, where one is known to spare it. The same trace gives the same list until it grows.
 *
 * @example
 * fixes(training)[5] // {group: 5, says: 'pad axis 1 of `tokens` to 7', misses: [5], seconds: 2.31…}
 */
export function fixes(trace: Trace): readonly Fix[] {
  const known = remembered.get(trace)
  if (known?.length === trace.length) return known.fixes
  const found = _fixes(trace)
  assumeFixes(trace, found)
  return found
}

/** Has `fixes` give what is known of a trace already: of a thinned one, those of the whole. */
export const assumeFixes = (trace: Trace, all: readonly Fix[]): void => {
  remembered.set(trace, {length: trace.length, fixes: all})
}

function _fixes(trace: Trace): Fix[] {
  const {groups, misses} = explain(trace)
  const {weight, predict} = predictor(trace)
  const byIndex = new Map(misses.map((miss) => [miss.index, miss]))
  const most = Math.max(1, Math.min(mended, Math.floor(affordable / weight)))
  return groups.slice(0, most).flatMap(({verdict, misses: indices}, group): Fix[] => {
    if (!isSparable(verdict)) return []
    const own = indices.flatMap((index) => byIndex.get(index) ?? []).filter(isReady)
    const best = greedily(remediesOf(own, misses).slice(0, tried), predict).at(-1)
    if (best?.misses.some((index) => indices.includes(index)) !== true) return []
    const [owner] = own.map((miss) => miss.owner)
    const says = remedied(
      best.changes.map((change) => remedyOf(change, owner)),
      (place) => `\`${place}\``,
    )
    return [{group, says, misses: best.misses, seconds: best.seconds}]
  })
}

/** What a run would come to with some fixes. */
export interface Foretold {
  /** Positions of the misses that would be hits. */
  readonly gone: ReadonlySet<number>
  /** One sentence with numbers, which says that it is predicted, and what it assumes. */
  readonly headline: string
  readonly figures: Explanation['figures']
}

/**
 * What a run would come to with some of its fixes: without the misses that one of them spares. Together they may spare more.
 *
 * @example
 * foretell(explain(training), fixes(training)).headline
 * // 'Predicted: 20.7 s of compiling instead of 38.3 s, 10 compiles instead of 16, if you pass `weight` always in one way, …'
 */
export function foretell(explanation: Explanation, some: readonly Fix[]): Foretold {
  const before = explanation.figures
  const gone = new Set(some.flatMap((fix) => fix.misses))
  if (gone.size === 0) return {gone, figures: before, headline: headline(before)}
  const figures = without(explanation, gone)
  const says = some.map((fix) => fix.says)
  const isUnsure = areUnsurelySpared(
    explanation.misses.filter(({index}) => gone.has(index)),
    explanation.misses,
  )
  return {gone, figures, headline: foretold(before, figures, says, isUnsure)}
}

/**
 * What a run comes to without some of its misses.
 *
 * @param gone positions of the misses
 * @example
 * without(explain(training), new Set([5])).seconds // 35.9…
 */
export function without({figures, misses}: Explanation, gone: ReadonlySet<number>): Explanation['figures'] {
  const spared = misses.filter((miss) => gone.has(miss.index))
  if (spared.length === 0) return figures
  const own = spared.filter(isCompile)
  const less = (share: 'avoidable' | 'reducible' | 'changed' | 'unexplained', verdict: Verdict) => {
    const all = own.filter((miss) => miss.verdict === verdict && (share !== 'changed' || isOfChange(miss)))
    return {
      compiles: figures[share].compiles - all.length,
      seconds: Math.max(0, figures[share].seconds - secondsOf(all)),
    }
  }
  const seconds = secondsOf(spared)
  return {
    ...figures,
    compiles: figures.compiles - own.length,
    seconds: figures.seconds - seconds,
    span: figures.span === null ? null : figures.span - seconds,
    avoidable: less('avoidable', 'avoidable'),
    reducible: less('reducible', 'reducible'),
    changed: less('changed', 'necessary'),
    unexplained: less('unexplained', 'unknown'),
  }
}
