import {counted, figure} from './count.ts'
import {duration} from './duration.ts'
import {because, type Finding} from './finding.ts'

/** What a run comes to. */
export interface Figures {
  readonly calls: number
  /** Compiles of the program's own functions. */
  readonly compiles: number
  readonly seconds: number
  readonly avoidable: number
  /** Compiles that sizes made, of which padding leaves fewer. */
  readonly reducible: number
  /** Compiles of which the log does not tell the cause. */
  readonly unexplained: number
  /** Hits of a program that was compiled for another value. */
  readonly wrong: number
  /** Compiles of operations outside jit. */
  readonly eager: number
  /** What the log tells beside compiles, in sentences. */
  readonly remarks: readonly string[]
  /** The dearest miss that is avoidable or reducible. */
  readonly dearest: {readonly function: string; readonly finding: Finding} | null
}

/**
 * A run in one sentence with numbers.
 *
 * @example
 * headline(figures)
 * // '16 compiles, 21.4 s: 9 were avoidable; most of it `step`, because `weight` came as a number and as an array.'
 */
export function headline(figures: Figures): string {
  const warning =
    figures.wrong === 0
      ? ''
      : ` ${counted(figures.wrong, 'wrong hit')}: a program ran that was compiled for another value.`
  if (figures.compiles === 0) return quiet(figures, warning)
  return `${compiled(figures)}: ${avoided(figures)}${unexplained(figures)}${most(figures)}.${warning}`
}

function quiet({calls, eager, remarks}: Figures, warning: string): string {
  if (calls === 0 && eager === 0 && remarks.length > 0)
    return `The log tells of no compile. ${remarks.slice(0, 2).join(' ')}`
  if (calls > 0) return `No compiles in ${counted(calls, 'call')}.${warning}`
  return eager > 0
    ? `No jitted function of the program compiled; ${counted(eager, 'eager operation')} did.`
    : `No jitted function was called.${warning}`
}

/**
 * Compiles and their seconds, where these are known.
 *
 * @example
 * compiled({compiles: 16, seconds: 21.4}) // '16 compiles, 21.4 s'
 */
export const compiled = ({compiles, seconds}: Pick<Figures, 'compiles' | 'seconds'>): string =>
  `${counted(compiles, 'compile')}${seconds > 0 ? `, ${duration(seconds)}` : ''}`

/** How many compiles were avoidable or reducible: `none were avoidable`, `9 were avoidable and 2 reducible`. */
function avoided({avoidable, reducible}: Pick<Figures, 'avoidable' | 'reducible'>): string {
  const were = (count: number): string => `${figure(count)} ${count === 1 ? 'was' : 'were'}`
  if (reducible === 0) return `${avoidable === 0 ? 'none were' : were(avoidable)} avoidable`
  return avoidable === 0
    ? `${were(reducible)} reducible`
    : `${were(avoidable)} avoidable and ${figure(reducible)} reducible`
}

const unexplained = ({unexplained: count}: Figures): string =>
  count > 0 ? `, ${figure(count)} unexplained by the log` : ''

function most({dearest}: Figures): string {
  const why = dearest === null ? null : because(dearest.finding)
  return dearest === null || why === null ? '' : `; most of it \`${dearest.function}\`, because ${why}`
}

/** What one of several runs comes to. */
export interface RunFigures extends Pick<Figures, 'compiles' | 'seconds' | 'avoidable' | 'reducible'> {
  readonly name: string
}

/**
 * Several runs in one sentence with numbers.
 *
 * @example
 * headlineOfRuns(runs) // '3 runs: 14 compiles, 3.2 s: 4 were avoidable; most in `b.log`, 8 compiles.'
 */
export function headlineOfRuns(runs: readonly RunFigures[]): string {
  const sum = (what: Exclude<keyof RunFigures, 'name'>): number =>
    runs.reduce((all, run) => all + run[what], 0)
  const all = {compiles: sum('compiles'), seconds: sum('seconds')}
  const start = `${counted(runs.length, 'run')}: ${compiled(all)}`
  return all.compiles === 0
    ? `${start}.`
    : `${start}: ${avoided({avoidable: sum('avoidable'), reducible: sum('reducible')})}; ${share(runs)}.`
}

/** Where most compiles were: `8 in each` where they are equally many. */
function share(runs: readonly RunFigures[]): string {
  const [most] = [...runs].sort((a, b) => b.compiles - a.compiles)
  if (most === undefined) return ''
  return runs.every(({compiles}) => compiles === most.compiles)
    ? `${figure(most.compiles)} in each`
    : `most in \`${most.name}\`, ${counted(most.compiles, 'compile')}`
}
