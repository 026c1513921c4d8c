import type {Cause} from '../explanation.ts'
import {type Around, type Judgement, avoidable, isOutsideJit, necessary, unsure} from './judgement.ts'

/** A static argument with another value, or something in it. */
export function judgeStatic(cause: Cause, around: Around): Judgement {
  const [path, {name, owner}] = [[cause.path], around]
  if (isOutsideJit(owner)) return necessary('static value', {what: 'parameters outside jit', path, name})
  const {now, before} = cause
  if (now !== null && before !== null && isFlagAndNumber(now, before))
    return avoidable('static value', {what: 'static equal', path, now, before})
  switch (numbers(cause, around)) {
    case 'floats':
      return avoidable('static value', {what: cause.part ? 'number in static' : 'static number', path})
    case 'counter':
      return avoidable('static value', {what: cause.part ? 'counter in static' : 'static counter', path})
    case 'series':
      return unsure('static value', {what: 'static series', path})
    default:
      return necessary('static value', {what: valueOf(cause), path})
  }
}

/** What another value is of: a number could be an array; of what holds numbers one of these could; of all else nothing can be traced. */
function valueOf({
  now,
  before,
  part,
}: Cause): 'static value' | 'value in static' | 'static object' | 'static choice' {
  const texts = [now, before].filter((text) => text !== null)
  if (texts.every(isNumber)) return part ? 'value in static' : 'static value'
  return texts.some((text) => holdsNumber.test(text)) ? 'static object' : 'static choice'
}

const holdsNumber = /[([{=,] ?[-+]?\d/

/** Names of numbers that count. */
const counting =
  /(?:^|[._\[\]'])(?:step|count|counter|epoch|iter|iteration|index|idx|seed|round|calls|n_calls)(?:$|[\]'])/i

/**
 * Whether a static value is a number that could be data: a float, or one that counts. A series without the name of a count, and without 0, may
 * be of sizes as well, such as a number of layers. Null for any other.
 */
export function numbers({path, now, before}: Cause, {life}: Around): 'floats' | 'counter' | 'series' | null {
  if (!isNumber(now) || !isNumber(before)) return null
  if (isFloat(now) || isFloat(before)) return 'floats'
  const values = (life.get(path) ?? []).flatMap((delta) => (delta.kind === 'value' ? [delta] : []))
  const all = [...values.slice(0, 1).map((delta) => delta.before), ...values.map((delta) => delta.now)]
  if (counting.test(path)) return 'counter'
  if (!isCounted(all.map(Number))) return null
  return all.includes('0') ? 'counter' : 'series'
}

/** Whether numbers count on in even steps; a count may start again, as in a new object. */
function isCounted([first = 0, ...rest]: readonly number[]): boolean {
  const steps = rest.map((now, at) => ({now, by: now - (rest[at - 1] ?? first)}))
  return [...new Set(steps.map(({by}) => by))].some((step) => {
    const counts = steps.filter(({now, by}) => by === step || ![first, first - step, 0].includes(now))
    const even = counts.filter(({by}) => by === step)
    const isSeries = new Set(even.map(({now}) => now)).size > 1
    return isSeries && even.length >= Math.min(counts.length, Math.max(3, 0.75 * counts.length))
  })
}

const number = /^[-+]?(\d+\.?\d*(e[-+]?\d+)?|inf|nan)$/i
const whole = /^[-+]?\d+$/

/** Whether a value's text is a number of Python. */
export const isNumber = (text: string | null): boolean => text !== null && number.test(text)

/** Whether it is a float. */
export const isFloat = (text: string | null): boolean =>
  text !== null && number.test(text) && !whole.test(text)

/** Whether one is a flag and the other the number that it equals: Python takes them to be the same, JAX by their types not. */
const isFlagAndNumber = (now: string, before: string): boolean =>
  [now, before].filter((text) => text === 'True' || text === 'False').length === 1 &&
  isNumber(numberOfFlag(now)) &&
  Number(numberOfFlag(now)) === Number(numberOfFlag(before))

/** The number that a flag equals in Python; any other value is as it was. */
export const numberOfFlag = (text: string): string => (text === 'True' ? '1' : text === 'False' ? '0' : text)

/** Whether it is a flag: True, False or None. */
export const isFlag = (text: string | null): boolean => text === 'True' || text === 'False' || text === 'None'
