/** What stands before a message: the process that a prefix names, and the time that it gives, in seconds. */
interface Prefix {
  readonly process: string
  readonly time: number
}

const none: Prefix = Object.freeze({process: '', time: Number.NaN})
const absl = /[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?) +(\d+) /
const stamp = /(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?/

/**
 * Reads what logging wrote before a message, whatever its format: absl's process, a date and time.
 *
 * @example
 * prefix('W1122 15:06:56.242391 1405 dispatch.py:204] ').process // '1405'
 */
export function prefix(text: string): Prefix {
  if (text === '') return none
  const short = absl.exec(text)
  if (short !== null) {
    const [, month, day, hour, minute, second, process] = short
    return {
      process: process ?? '',
      time:
        Date.UTC(2000, Number(month) - 1, Number(day), Number(hour), Number(minute)) / 1000 + Number(second),
    }
  }
  const long = stamp.exec(text)
  if (long === null) return none
  const [, year, month, day, hour, minute, second, fraction] = long
  return {
    process: '',
    time:
      Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) /
        1000 +
      Number(`0.${fraction ?? '0'}`),
  }
}

/** A name must have a digit, which is looked for first: no name is tried at each of its digits. */
const job =
  /^(?:\[(?=[A-Za-z_./-]*\d)([\w./-]+)\]:? ?|((?=[A-Za-z_./-]+\d)[A-Za-z][\w./-]*|\d{1,6}) ?\| ?|(\d{1,6}): |((?=[A-Za-z_./-]+\d)[A-Za-z][\w./-]*): (?=\S* ))/

/**
 * The prefix that a launcher puts before every line of one process, `[0]: `, `host1 | `, `3: `; null when there is none.
 *
 * @example
 * launcher('host1 | Finished …') // {process: 'host1', length: 8}
 */
export function launcher(text: string): {process: string; length: number} | null {
  const first = text.charCodeAt(0)
  if (first === 32 || first === 41) return null
  const found = job.exec(text)
  if (found === null) return null
  const process = found[1] ?? found[2] ?? found[3] ?? found[4] ?? ''
  return {process, length: found[0].length}
}
