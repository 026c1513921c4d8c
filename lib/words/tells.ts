import {nameList} from './wordlist.ts'

/** What the trace of a run tells: all calls, its compiles, JAX's reasons. */
export interface Tells {
  /** Whether it holds every call: a simulation, a recording. */
  readonly whole: boolean
  /** Whether it tells what was compiled, and so how long that took. */
  readonly compiles: boolean
  /** Whether it tells why. */
  readonly reasons: boolean
  /** A function of which it does not hold what came first; null where it holds all beginnings. */
  readonly late: string | null
  /** What was being traced or compiled at its end, '' where that is not told; null where nothing was. */
  readonly open: string | null
  /** Whether it holds a part of a run of which another holds more. */
  readonly copy: boolean
}

/** A run by its name, with what its trace tells. */
export interface Teller {
  readonly name: string
  readonly tells: Tells
}

/** Whether a run tells all that is compared. */
const isFull = (run: Teller): boolean =>
  run.tells.late === null && run.tells.open === null && !run.tells.copy && isSpoken(run)

/** Whether a run tells what it compiles, and why. */
const isSpoken = ({tells: {whole, compiles, reasons}}: Teller): boolean => whole || (compiles && reasons)

/** What goes behind "alike" where the log of a run does not tell all that is compared. */
export const asFar = (runs: readonly Teller[]): string => (runs.every(isFull) ? '' : ', as far as is told')

/**
 * What the logs of runs do not tell, and so nobody can compare: a sentence for those that lack the same.
 *
 * @example
 * limits([{name: 'host1', tells: {whole: false, compiles: true, reasons: false, late: null, open: null, copy: false}}])
 * // ['host1 does not tell why it missed (JAX_EXPLAIN_CACHE_MISSES=1); what it does not tell is not compared.']
 */
export function limits(runs: readonly Teller[]): string[] {
  const partial = runs.filter((run) => !isSpoken(run))
  const lacking = (isSuch: (tells: Tells) => boolean): string[] =>
    partial.filter(({tells}) => isSuch(tells)).map(({name}) => name)
  return [
    ...hidden(
      lacking(({compiles}) => compiles),
      'why {it} missed (JAX_EXPLAIN_CACHE_MISSES=1)',
    ),
    ...hidden(
      lacking(({reasons}) => reasons),
      'what {it} compiled (JAX_LOG_COMPILES=1)',
    ),
    ...lacking(({compiles, reasons}) => !compiles && !reasons).map((name) => `${name} tells of no miss.`),
    ...runs.flatMap(({name, tells: {late, open, copy}}) => [
      ...(copy
        ? [`${name} holds a part of what another log holds of the same run; what it lacks is not compared.`]
        : []),
      ...(late === null
        ? []
        : [
            `${name} begins late, or lacks lines: it does not hold what came first of \`${late}\`; what others have before it is not compared.`,
          ]),
      ...(open === null
        ? []
        : [
            `${name} ends ${open === '' ? 'inside the reason of a miss' : `before \`${open}\` is compiled`}, as a log that breaks off does; what others have after it is not compared.`,
          ]),
    ]),
  ]
}

function hidden(names: readonly string[], what: string): string[] {
  if (names.length === 0) return []
  const [does, it] = names.length === 1 ? ['does', 'it'] : ['do', 'they']
  return [
    `${nameList(names)} ${does} not tell ${what.replace('{it}', it)}; what ${it} ${does} not tell is not compared.`,
  ]
}
