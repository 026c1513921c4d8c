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
  /** Compiles of which the log does not tell the cause. */
  readonly unexplained: number
  /** Hits of a program that was compiled for another value. */
  readonly wrong: number
  /** Compiles of operations outside jit. */
  readonly eager: number
  /** The dearest avoidable miss. */
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
  return `${sum(figures)}: ${verdict(figures.avoidable)}${unexplained(figures)}${most(figures)}.${warning}`
}

function quiet({calls, eager}: Figures, warning: string): string {
  if (calls > 0) return `No compiles in ${counted(calls, 'call')}.${warning}`
  return eager > 0
    ? `No jitted function of the program compiled; ${counted(eager, 'eager operation')} did.`
    : `No jitted function was called.${warning}`
}

/** Compiles and their seconds, where these are known: `16 compiles, 21.4 s`. */
export const sum = ({compiles, seconds}: Pick<Figures, 'compiles' | 'seconds'>): string =>
  `${counted(compiles, 'compile')}${seconds > 0 ? `, ${duration(seconds)}` : ''}`

/** How many compiles were avoidable: `none were avoidable`. */
export const verdict = (avoidable: number): string =>
  `${avoidable === 0 ? 'none' : figure(avoidable)} ${avoidable === 1 ? 'was' : 'were'} avoidable`

const unexplained = ({unexplained: count}: Figures): string =>
  count > 0 ? `, ${figure(count)} unexplained by the log` : ''

function most({dearest}: Figures): string {
  const why = dearest === null ? null : because(dearest.finding)
  return dearest === null || why === null ? '' : `; most of it \`${dearest.function}\`, because ${why}`
}
