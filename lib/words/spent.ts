import {duration} from './duration.ts'

/** Seconds of a call, by phase. */
export interface Timed {
  /** Seconds of each phase; 0 where it did not run. */
  readonly seconds: {readonly trace: number; readonly lower: number; readonly compile: number}
}

/** Seconds of calls in all. */
export const sumOf = (all: readonly Timed[]): number =>
  all.reduce((sum, {seconds: {trace, lower, compile}}) => sum + trace + lower + compile, 0)

/** The duration of calls behind a separator; nothing where no seconds are known. */
export function spent(all: readonly Timed[], separator = ', '): string {
  const seconds = sumOf(all)
  return seconds > 0 ? `${separator}${duration(seconds)}` : ''
}
