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

/**
 * A run in one sentence with numbers.
 *
 * @example
 * headline(figures)
 * // '38.3 s of 38.9 s were compiling, 16 compiles: 5 avoidable (15.3 s), …; the costliest avoidable in `step`: some calls left `weight` out (5.25 s).'
 */
export function headline(figures: Figures): string {
  const warning = warned(figures)
  if (figures.compiles === 0) return quiet(figures, warning)
  return `${warning}${whole(figures)}: ${spared(figures)}${most(figures)}.${stopped(figures)}`
}

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
  const ready = seconds > 0 ? `; making programs ready took ${duration(seconds)}${less}${most(figures)}` : ''
  return calls > 0
    ? `${warning}No compiles in ${counted(calls, 'call')}${ready}.`
    : `${warning}No jitted function was called.`
}

function whole({compiles, seconds, span}: Figures): string {
  if (seconds <= 0 && span === null) return counted(compiles, 'compile')
  return `${duration(seconds)}${span === null ? '' : ` of ${duration(span)}`} were compiling, ${counted(compiles, 'compile')}`
}

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
  if (seconds <= 0)
    return compiles === 0 ? counted(0, 'compile') : `${counted(compiles, 'compile')}: ${spared(figures)}`
  const of = span === null ? '' : ` of ${duration(span)}`
  const isSpared = compiles === 0 || avoidable.seconds + reducible.seconds > 0
  const parts = [
    isSpared ? '' : noneSpared(figures),
    costing(avoidable, 'avoidable'),
    costing(reducible, 'reducible'),
    costing(unexplained, 'unexplained'),
  ].filter((one) => one !== '')
  const what = compiles === 0 ? 'making programs ready' : 'compiling'
  return `${counted(compiles, 'compile')}, ${duration(seconds)}${of} ${what}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`
}

const costing = ({seconds}: Share, what: string): string =>
  seconds > 0 ? `${duration(seconds)} ${what}` : ''

/** What is said where nothing is known that could be spared: of what changed only the program's author knows whether it was meant. */
export const noneSpared = ({unexplained, dearest}: Pick<Figures, 'unexplained' | 'dearest'>): string =>
  unexplained.compiles > 0 || dearest?.isFirst === false ? 'none surely avoidable' : 'none avoidable'

/** How much could be spared: `9 avoidable (17.8 s), 2 reducible (1.2 s)`. */
function spared({
  avoidable,
  dearest,
  reducible,
  unexplained,
}: Pick<Figures, 'avoidable' | 'dearest' | 'reducible' | 'unexplained'>) {
  const parts = [part(avoidable, 'avoidable'), part(reducible, 'reducible')].filter((one) => one !== '')
  const rest = part(unexplained, 'unexplained')
  return [
    parts.length === 0 ? noneSpared({unexplained, dearest}) : parts.join(', '),
    ...(rest === '' ? [] : [rest]),
  ].join(', ')
}

const part = ({compiles, seconds}: Share, what: string): string =>
  compiles === 0 ? '' : `${figure(compiles)} ${what}${seconds > 0 ? ` (${duration(seconds)})` : ''}`

/** What cost most: of what could be spared, of the verdict that comes to more where there are two, else of what compiled again; beside more of which the log does not tell the cause, the dearest that is known. */
function most({avoidable, dearest, reducible, unexplained}: Figures): string {
  if (dearest === null) return ''
  const {function: name, compiles, seconds, isFirst, verdict, finding} = dearest
  const why = isFirst ? 'its first call' : because(finding)
  const isSparable = ['avoidable', 'reducible'].includes(verdict)
  const isOneOfTwo = avoidable.compiles > 0 && reducible.compiles > 0 && isSparable
  const known = isOneOfTwo
    ? `the costliest ${verdict}`
    : unexplained.seconds > seconds
      ? 'the costliest known'
      : 'the costliest'
  const where = isSparable || isFirst ? known : 'besides first calls the costliest'
  const several = compiles > 1 ? ` in ${counted(compiles, 'compile')}` : ''
  return `; ${where} in \`${name}\`${why === null ? '' : `: ${why}`}${seconds > 0 ? ` (${duration(seconds)}${several})` : ''}`
}

/** What one of several runs comes to. */
export interface RunFigures extends Pick<
  Figures,
  'compiles' | 'seconds' | 'avoidable' | 'reducible' | 'unexplained' | 'dearest'
> {
  readonly name: string
}

/**
 * Several runs in one sentence with numbers.
 *
 * @example
 * const none = {compiles: 0, seconds: 0}
 * const run = {name: 'b.log', dearest: null, compiles: 8, seconds: 2, avoidable: {compiles: 4, seconds: 1.1}, reducible: none, unexplained: none}
 * headlineOfRuns([run, {...run, name: 'a.log', compiles: 6, avoidable: none}]) // '2 runs: 14 compiles, …'
 */
export function headlineOfRuns(runs: readonly RunFigures[]): string {
  const all = sharesOf(runs)
  const start = `${counted(runs.length, 'run')}: ${compiled(all)}`
  const sums = {
    avoidable: sharesOf(runs.map(({avoidable}) => avoidable)),
    reducible: sharesOf(runs.map(({reducible}) => reducible)),
    unexplained: sharesOf(runs.map(({unexplained}) => unexplained)),
    dearest: runs.map(({dearest}) => dearest).find((one) => one?.isFirst === false) ?? null,
  }
  return all.compiles === 0 ? `${start}.` : `${start}: ${spared(sums)}; ${shareOf(runs)}.`
}

const sharesOf = (shares: readonly Share[]): Share =>
  shares.reduce(
    (sum, {compiles, seconds}) => ({compiles: sum.compiles + compiles, seconds: sum.seconds + seconds}),
    {
      compiles: 0,
      seconds: 0,
    },
  )

/** Where most compiles were: `8 in each` where they are equally many. */
function shareOf(runs: readonly RunFigures[]): string {
  const [most] = [...runs].sort((a, b) => b.compiles - a.compiles)
  if (most === undefined) return ''
  return runs.every(({compiles}) => compiles === most.compiles)
    ? `${figure(most.compiles)} in each`
    : `most in \`${most.name}\`, ${counted(most.compiles, 'compile')}`
}
