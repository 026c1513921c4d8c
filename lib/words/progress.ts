import {counted, figure} from './count.ts'
import {duration} from './duration.ts'

/** How far a log is read. */
export interface Progress {
  /** Bytes that were read. */
  readonly bytes: number
  /** Bytes in all; null where that is not known, as of a pipe. */
  readonly size: number | null
  /** Misses that were met. */
  readonly misses: number
  /** Seconds since the reading began. */
  readonly seconds: number
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/**
 * Bytes as a person reads them: at most three digits and a unit.
 *
 * @example
 * inBytes(1_024_000) // '1.02 MB'
 */
export function inBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return `${figure(Number((bytes / 1000 ** power).toPrecision(3)))} ${units[power] ?? 'B'}`
}

/**
 * How far a log is read, in a line.
 *
 * @example
 * readSoFar({bytes: 250e6, size: 1e9, misses: 3200, seconds: 5}) // '250 MB of 1 GB read, 3,200 misses, 15 s left'
 */
export function readSoFar({bytes, size, misses, seconds}: Progress): string {
  const found = counted(misses, 'miss', 'misses')
  if (size === null || bytes === 0) return `${inBytes(bytes)} read, ${found}`
  const left = Math.max(0, (seconds * (size - bytes)) / bytes)
  return `${inBytes(bytes)} of ${inBytes(Math.max(size, bytes))} read, ${found}, ${duration(left)} left`
}

/**
 * How many scenarios were run, in a line.
 *
 * @param seconds since the first began
 * @example
 * ranSoFar({ran: 400, of: 1200, seconds: 2}) // '400 of 1,200 scenarios run, 4 s left'
 */
export const ranSoFar = ({ran, of, seconds}: {ran: number; of: number; seconds: number}): string =>
  `${figure(ran)} of ${counted(of, 'scenario')} run, ${duration((seconds * (of - ran)) / ran)} left`

/** So much of a trace tells how long the rest takes: what all calls share is found out at the first of them. */
const telling = 0.05

/**
 * How far a trace is explained, in a line.
 *
 * @param seconds since it began
 * @example
 * explainedSoFar({calls: 9840, of: 39_360, seconds: 15}) // '9,840 of 39,360 calls explained, 45 s left'
 */
export function explainedSoFar({calls, of, seconds}: {calls: number; of: number; seconds: number}): string {
  const said = `${figure(calls)} of ${counted(of, 'call')} explained`
  return calls < of * telling ? said : `${said}, ${duration((seconds * (of - calls)) / calls)} left`
}
