import {figure} from './count.ts'

/**
 * Units of time: the seconds of one, between which numbers it is used, and for which steps of an axis. Ten minutes are still told in
 * seconds, so that a part of them, which is told in seconds too, can be compared with the whole.
 */
const units = [
  {name: 'µs', size: 1e-6, from: 0.01, below: 1000, step: 0},
  {name: 'ms', size: 1e-3, from: 1, below: 1000, step: 0},
  {name: 's', size: 1, from: 1, below: 600, step: 0},
  {name: 'min', size: 60, from: 10, below: 60, step: 60},
  {name: 'h', size: 3600, from: 1, below: 24, step: 360},
  {name: 'd', size: 86_400, from: 1, below: Infinity, step: 8640},
] as const

/**
 * Seconds as a person reads them: at most three digits and a unit, from microseconds to days. The number is below the next unit
 * after it was rounded, so that a second is never `1000 ms` nor an hour `60 min`, and no longer time reads shorter. Less than a
 * hundredth of a microsecond is `0 s`, NaN `an unknown time`; a negative time has a minus.
 *
 * @example
 * duration(21.44) // '21.4 s'
 * duration(0.9999) // '1 s'
 * duration(310) // '310 s'
 * duration(1234) // '20.6 min'
 */
export function duration(seconds: number): string {
  if (Number.isNaN(seconds)) return 'an unknown time'
  if (seconds <= -1e-8) return `−${duration(-seconds)}`
  if (seconds < 1e-8) return '0 s'
  for (const {name, size, from, below} of units) {
    const number = Number((seconds / size).toPrecision(3))
    if (number < below) return `${figure(Math.max(number, from))} ${name}`
  }
  return '∞'
}

/**
 * A point of time on an axis whose points are `step` seconds apart: as `duration`, with as many digits as tell it from its
 * neighbours, and no part of a minute, an hour or a day that is no round one; in the unit of the axis's longest time.
 *
 * @example
 * instant(12.345, 0.005) // '12.345 s'
 * instant(0.5, 0.5, 9) // '0.5 s'
 * instant(90, 30) // '90 s'
 */
export function instant(seconds: number, step: number, longest = Math.abs(seconds)): string {
  const unit =
    units.findLast(({size, step: least}) => longest >= size * 0.999999 && step >= least) ?? units[0]
  if (Math.abs(seconds) < 1e-8) return duration(0)
  const digits = Math.min(9, Math.max(0, Math.ceil(-Math.log10(step / unit.size) - 1e-6)))
  return `${figure(Number((seconds / unit.size).toFixed(digits)))} ${unit.name}`
}
