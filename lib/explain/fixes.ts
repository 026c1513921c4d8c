import type {Trace} from '../log/index.ts'
import {foretold, headline, remedied, type Unforetold, unforetold} from '../words/index.ts'
import {causes} from './causes.ts'
import {isReady, isSparable} from './compile.ts'
import {explain} from './explain.ts'
import {shareOf, sharesOf} from './figures.ts'
import type {Explanation, Group, Miss} from './explanation.ts'
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

/** A cause that could be spared and of which nothing is predicted. */
export interface Unfixed {
  /** Which of the explanation's groups it is, from 0. */
  readonly group: number
  /** Why, in a clause: 'not predicted: a placement differs as well'. */
  readonly says: string
}

/** What is known of the causes that could be spared. */
interface Tried {
  readonly fixes: readonly Fix[]
  readonly unfixed: readonly Unfixed[]
}

const remembered = new WeakMap<Trace, Tried & {readonly length: number}>()

/**
 * A change for each of the first causes that could be spared, where one is known to spare it. The same trace gives the same list until it grows.
 *
 * @example
 * fixes(training)[5] // {group: 5, says: 'pad axis 1 of `tokens` to 7', misses: [5], seconds: 2.31…}
 */
export const fixes = (trace: Trace): readonly Fix[] => triedIn(trace).fixes

/**
 * Why nothing is predicted of other causes that could be spared.
 *
 * @example
 * unfixed(training) // []
 */
export const unfixed = (trace: Trace): readonly Unfixed[] => triedIn(trace).unfixed

function triedIn(trace: Trace): Tried {
  const known = remembered.get(trace)
  if (known?.length === trace.length) return known
  const found = tryAll(trace)
  assumeFixes(trace, found.fixes, found.unfixed)
  return found
}

/** Has `fixes` and `unfixed` give what is known of a trace already: of a thinned one, those of the whole. */
export const assumeFixes = (trace: Trace, all: readonly Fix[], others: readonly Unfixed[]): void => {
  remembered.set(trace, {length: trace.length, fixes: all, unfixed: others})
}

function tryAll(trace: Trace): Tried {
  const {groups, misses} = explain(trace)
  const {weight, predict} = predictor(trace)
  const byIndex = new Map(misses.map((miss) => [miss.index, miss]))
  const most = Math.max(1, Math.min(mended, Math.floor(affordable / weight)))
  const found = groups.flatMap((group, at): (Fix | Unfixed)[] => {
    if (!isSparable(group.verdict)) return []
    const own = group.misses.flatMap((index) => byIndex.get(index) ?? []).filter(isReady)
    if (own.length === 0) return []
    const made = at < most ? fixOf(trace, group, own, predict) : {why: 'late' as const, causes: most}
    return ['why' in made ? {group: at, says: unforetold(made)} : {group: at, ...made}]
  })
  const isFix = (one: Fix | Unfixed): one is Fix => 'misses' in one
  return {fixes: found.filter(isFix), unfixed: found.filter((one) => !isFix(one))}
}

/** What spares misses of a cause, or why that is not known. */
function fixOf(
  trace: Trace,
  {misses: indices}: Group,
  own: readonly Miss[],
  predict: ReturnType<typeof predictor>['predict'],
): Omit<Fix, 'group'> | Unforetold {
  const sets = remediesOf(own, explain(trace).misses)
  const best = greedily(sets.slice(0, tried), predict).at(-1)
  if (best?.misses.some((index) => indices.includes(index)) !== true)
    return whyNot(trace, own, sets.length > 0)
  const [owner] = own.map((miss) => miss.owner)
  const says = remedied(
    best.changes.map((change) => remedyOf(change, owner)),
    (place) => `\`${place}\``,
  )
  return {says, misses: best.misses, seconds: best.seconds}
}

/** Of what else than its causes a miss differs, all is told beside the nearest earlier key. */
function whyNot(trace: Trace, [miss]: readonly Miss[], isMendable: boolean): Unforetold {
  if (miss?.causes.some(({delta}) => 'mayBe' in delta) === true) return {why: 'doubtful'}
  if (miss === undefined || !isMendable) return {why: 'no change'}
  const [mine, theirs] = [miss.index, miss.nearest].map((index) => (index < 0 ? -1 : trace.keyAt(index)))
  if (mine === undefined || theirs === undefined || mine < 0 || theirs < 0)
    return {why: 'apart', parts: [], places: []}
  const components = new Set(miss.causes.map(({component}) => component))
  const paths = new Set(miss.causes.map(({path}) => path))
  const others = causes(trace.key(mine), trace.key(theirs), miss.evidence).filter(
    ({component}) => !components.has(component),
  )
  return {
    why: 'apart',
    parts: [...new Set(others.map(({component}) => component))],
    places: [...new Set(others.map(({path}) => path))].filter((path) => path !== '' && !paths.has(path)),
  }
}

/** What a run would come to with some fixes. */
export interface Foretold {
  /** Positions of the misses that would be hits. */
  readonly gone: ReadonlySet<number>
  /** One sentence with numbers, which says that it is predicted, and what it assumes. */
  readonly headline: string
  /** That sentence in two pieces, what is predicted and under which condition; none where nothing is tried out. */
  readonly pieces?: readonly [outcome: string, condition: string]
  /** What the run would come to. */
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
  const pieces = foretold(before, figures, says, isUnsure)
  return {gone, figures, headline: pieces.join(''), pieces}
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
  const left = misses.filter((miss) => !gone.has(miss.index))
  const {compiles, reads = 0, seconds} = shareOf(spared)
  return {
    ...figures,
    compiles: figures.compiles - compiles,
    ...(figures.reads !== undefined && {reads: figures.reads - reads}),
    seconds: figures.seconds - seconds,
    span: figures.span === null ? null : figures.span - seconds,
    ...sharesOf(left),
  }
}
