import {counted, figure} from './count.ts'
import {duration} from './duration.ts'
import {because, type Finding} from './finding.ts'
import {noted} from './remarked.ts'

/** What a log must be written with to tell anything. */
export const writtenWith = 'write the log with JAX_LOG_COMPILES=1 and JAX_EXPLAIN_CACHE_MISSES=1'
/** Likewise where neither is known to compile the program. */
export const writtenByEither = `${writtenWith}, or with TORCH_LOGS=recompiles where torch.compile does`

/** Compiles, and their seconds; 0 where these are not known. */
export interface Share {
  /** How many programs were compiled. */
  readonly compiles: number
  /** How many calls had theirs read from disk. */
  readonly reads?: number
  /** What they took, with what was traced for them alone. */
  readonly seconds: number
}

/** What cost most. */
export interface Dearest {
  readonly function: string
  /** How many programs it made. */
  readonly compiles: number
  readonly seconds: number
  /** Whether it was the first call of the function. */
  readonly isFirst: boolean
  /** Whether it could have been spared, in a word. */
  readonly verdict: string
  readonly finding: Finding
}

/** What a run comes to. */
export interface Figures extends Share {
  /** How many calls the trace holds. */
  readonly calls: number
  /** Nothing of JAX's stands in the log. */
  readonly blank: boolean
  /** Seconds that the run took in all; null where nothing tells. */
  readonly span: number | null
  /** What need not have been compiled. */
  readonly avoidable: Share
  /** What sizes made, of which padding leaves less. */
  readonly reducible: Share
  /** What compiled again because something changed, as it may be meant to. */
  readonly changed: Share
  /** That of which the log does not tell the cause. */
  readonly unexplained: Share
  /** Hits of a program that was compiled for another value. */
  readonly wrong: number
  /** What the log tells beside compiles, in sentences. */
  readonly remarks: readonly string[]
  /** What the trace's producer says of itself. */
  readonly notes: readonly string[]
  /** Functions that torch compiles no more, and the limit that each met first. */
  readonly limits?: readonly {readonly function: string; readonly name: string; readonly value: number}[]
  /** The first wrong hit, where there is one. */
  readonly mistaken?: Dearest
  /** The first cause that compiled: the dearest that is avoidable or reducible, else the dearest that is no first call, else that. Where nothing compiled, the dearest that could be spared. */
  readonly dearest: Dearest | null
}

/** A piece of a headline: what stays, and what may be left out where there is little room (`spare`), or where a bar says it (`tally`). */
export interface HeadlinePiece {
  readonly text: string
  readonly is: 'always' | 'spare' | 'tally'
}

const always = (text: string): HeadlinePiece => ({text, is: 'always'})

/**
 * The sentence of `headline` in pieces, of which a page leaves some out.
 *
 * @example
 * headlinePieces(figures)[0] // {text: '38.3 s of 38.9 s were compiling', is: 'always'}
 */
export function headlinePieces(figures: Figures): readonly HeadlinePiece[] {
  const warning = warned(figures)
  if (figures.compiles === 0) return [always(quiet(figures, warning))]
  const {seconds, span} = figures
  const isUntimed = seconds <= 0 && span === null
  return [
    always(`${warning}${isUntimed ? programs(figures) : compiling(figures)}`),
    {text: isUntimed ? '' : `, ${programs(figures)}`, is: 'spare'},
    {text: `: ${spared(figures)}`, is: 'tally'},
    ...costliest(figures),
    always(`.${stopped(figures)}`),
  ]
}

/**
 * A run in one sentence with numbers.
 *
 * @example
 * headline(figures)
 * // '38.3 s of 38.9 s were compiling, 16 compiles: 5 avoidable (15.3 s), …; the costliest avoidable in `step`: some calls left `weight` out (5.25 s).'
 */
export const headline = (figures: Figures): string => joined(headlinePieces(figures))

const joined = (all: readonly HeadlinePiece[]): string => all.map(({text}) => text).join('')

/** Hits of a program that was compiled for another value, where, and why: what is wrong is said before what is slow. */
function warned({mistaken, wrong}: Figures): string {
  if (wrong === 0) return ''
  const why = mistaken === undefined ? null : because(mistaken.finding)
  const where = mistaken === undefined ? '' : `, in \`${mistaken.function}\``
  return `${counted(wrong, 'wrong hit')}${where}: a program ran that was compiled for another value${why === null ? '' : ` (${why})`}. `
}

/** Functions that torch compiles no more. */
function stopped({limits = []}: Figures): string {
  const [first, ...rest] = limits
  if (first === undefined) return ''
  const more = rest.length === 0 ? '' : `, and ${counted(rest.length, 'more function')}`
  return ` \`${first.function}\`${more} met ${first.name} ${first.value}: torch compiles ${rest.length === 0 ? 'it' : 'them'} no more: what is new runs eagerly or, under fullgraph, raises.`
}

function quiet(figures: Figures, warning: string): string {
  const {avoidable, blank, calls, notes, reducible, remarks, seconds} = figures
  if (blank) return `Nothing of JAX's or torch's was read here: ${writtenByEither}.`
  if (calls === 0 && remarks.length > 0)
    return `The log tells of no compile. ${remarks.slice(0, 2).join(' ')}`
  if (calls === 0 && notes.length > 0) return noted(notes.slice(0, 2)).join(' ')
  const parts = [costing(avoidable, 'avoidable'), costing(reducible, 'reducible')].filter((one) => one !== '')
  const less = parts.length > 0 ? `, ${parts.join(', ')}` : ''
  const ready =
    seconds > 0 ? `; making programs ready took ${duration(seconds)}${less}${joined(costliest(figures))}` : ''
  return calls > 0
    ? `${warning}No compiles in ${counted(calls, 'call')}${ready}.`
    : `${warning}No jitted function was called.`
}

const compiling = ({seconds, span}: Figures): string =>
  `${duration(seconds)}${span === null ? '' : ` of ${duration(span)}`} were compiling`

/** How many programs were compiled, and how many calls had theirs read from disk: `5 compiles and 1 call read from disk`. */
const programs = ({compiles, reads = 0}: Omit<Share, 'seconds'>): string =>
  `${counted(compiles, 'compile')}${reads === 0 ? '' : ` and ${counted(reads, 'call')} read from disk`}`

/**
 * Compiles and their seconds, where these are known.
 *
 * @example
 * compiled({compiles: 16, seconds: 21.4}) // '16 compiles, 21.4 s'
 */
export const compiled = ({compiles, seconds}: Share): string =>
  `${counted(compiles, 'compile')}${seconds > 0 ? `, ${duration(seconds)}` : ''}`

/**
 * What a run comes to, for the line above a picture: how much of it was compiling, and what of that could be spared.
 *
 * @example
 * accounted(figures) // '16 compiles, …'
 */
export function accounted(figures: Figures): string {
  const {avoidable, compiles, reducible, seconds, span, unexplained} = figures
  if (seconds <= 0) return compiles === 0 ? counted(0, 'compile') : `${programs(figures)}: ${spared(figures)}`
  const of = span === null ? '' : ` of ${duration(span)}`
  const isSpared = compiles === 0 || avoidable.seconds + reducible.seconds > 0
  const parts = [
    isSpared ? '' : noneSpared(figures),
    costing(avoidable, 'avoidable'),
    costing(reducible, 'reducible'),
    costing(unexplained, 'unexplained'),
  ].filter((one) => one !== '')
  const what = compiles === 0 ? 'making programs ready' : 'compiling'
  return `${programs(figures)}, ${duration(seconds)}${of} ${what}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`
}

const costing = ({seconds}: Share, what: string): string =>
  seconds > 0 ? `${duration(seconds)} ${what}` : ''

/** What is said where nothing is known that could be spared: of what changed only the program's author knows whether it was meant. */
export const noneSpared = ({changed, unexplained}: Pick<Figures, 'changed' | 'unexplained'>): string =>
  ofAll(changed) + ofAll(unexplained) > 0 ? 'none surely avoidable' : 'none avoidable'

/** How much could be spared: `9 avoidable (17.8 s), 2 reducible (1.2 s)`. */
function spared({
  avoidable,
  changed,
  reducible,
  unexplained,
}: Pick<Figures, 'avoidable' | 'changed' | 'reducible' | 'unexplained'>) {
  const parts = [part(avoidable, 'avoidable'), part(reducible, 'reducible')].filter((one) => one !== '')
  const rest = part(unexplained, 'unexplained')
  return [
    parts.length === 0 ? noneSpared({changed, unexplained}) : parts.join(', '),
    ...(rest === '' ? [] : [rest]),
  ].join(', ')
}

const part = (share: Share, what: string): string =>
  ofAll(share) === 0
    ? ''
    : `${figure(ofAll(share))} ${what}${share.seconds > 0 ? ` (${duration(share.seconds)})` : ''}`

/** How many programs were made ready, compiled or read from disk. */
const ofAll = ({compiles, reads = 0}: Share): number => compiles + reads

/** What cost most: of what could be spared, else of what compiled again, else of first calls. */
function costliest({dearest}: Figures): readonly HeadlinePiece[] {
  if (dearest === null) return []
  const {function: name, compiles, seconds, isFirst, verdict, finding} = dearest
  const why = isFirst ? 'its first call' : because(finding)
  const several = compiles > 1 ? ` in ${counted(compiles, 'compile')}` : ''
  const cost = seconds > 0 ? ` (${duration(seconds)}${several})` : ''
  const most = seconds > 0 ? 'the costliest' : 'the most frequent'
  const isSparable = verdict === 'avoidable' || verdict === 'reducible'
  const where = `${most}${isSparable ? ` ${verdict}` : ''} in \`${name}\``
  return [
    always('; '),
    {text: isSparable || isFirst ? '' : 'besides first calls ', is: 'spare'},
    ...(verdict === 'unknown'
      ? [always(`${where} is unexplained`), {text: why === null ? '' : `, but ${why}`, is: 'tally'} as const]
      : [always(`${where}${why === null ? '' : `: ${why}`}`)]),
    always(cost),
  ]
}

/** What one of several runs comes to. */
export interface RunFigures extends Figures {
  /** What the run is called. */
  readonly name: string
}

/**
 * Several runs in one sentence with numbers: how much each compiled, and what that run comes to which compiled longest. Runs add up to nothing:
 * they are one program before and after a change, or hosts that wait for each other.
 *
 * @example
 * const named = [{...explain(trace).figures, name: 'a.log'}, {...explain(training).figures, name: 'b.log'}]
 * headlineOfRuns(named) // '2 runs, 2 and 16 compiles; the longest compiling, `b.log`, took 38.3 s: 5 avoidable (15.3 s), …'
 */
export function headlineOfRuns(runs: readonly RunFigures[]): string {
  const most = runs[longestRun(runs)]
  if (most === undefined) return 'No runs.'
  const start = `${counted(runs.length, 'run')}, ${each(runs.map(({compiles}) => compiles))}`
  if (most.compiles === 0) return `${start}.`
  const which =
    most.seconds > 0
      ? `the longest compiling, \`${most.name}\`, took ${duration(most.seconds)}`
      : `\`${most.name}\` has ${counted(most.compiles, 'compile')}`
  return `${start}; ${which}: ${spared(most)}${joined(costliest(most))}.`
}

/**
 * Which of several runs compiled longest or, where no seconds are known, most; the first of those that are equal, from 0.
 *
 * @example
 * longestRun([{compiles: 2, seconds: 0.5}, {compiles: 1, seconds: 3}]) // 1
 */
export const longestRun = (runs: readonly Share[]): number =>
  runs.reduce((most, one, at) => (isLonger(one, runs[most] ?? one) ? at : most), 0)

const isLonger = (one: Share, other: Share): boolean =>
  one.seconds === other.seconds ? one.compiles > other.compiles : one.seconds > other.seconds

/** How often each compiled: `19 compiles in each`, `17 and 0 compiles`, `14 to 19 compiles in each`. */
function each(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  if (least === most) return `${counted(most, 'compile')} in each`
  return counts.length === 2
    ? `${counts.map(figure).join(' and ')} compiles`
    : `${figure(least)} to ${figure(most)} compiles in each`
}
