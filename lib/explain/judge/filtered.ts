import type {Cause} from '../explanation.ts'
import {type Around, type Judgement, avoidable, necessary, unsure} from './judgement.ts'
import {isFloat, isNumber, numbers} from './static.ts'

/** Whether a function gets its arguments in two parts: the arrays, and all else as one static value, in each of which None stands for what is in the other. */
export const isFiltered = (wrapper: string | undefined): boolean => wrapper === 'equinox.filter_jit'

/** What is static, or among the arrays, of the arguments of such a function; null of what is neither. */
export function judgeFiltered(cause: Cause, around: Around): Judgement | null {
  const {component, delta, now, before} = cause
  const {name, causes} = around
  if (component === 'static' && delta.kind === 'identity')
    return unsure('identity', {what: 'no array anew', name})
  if (component === 'static' && now !== null && before !== null && numbers(cause, around) === 'counter')
    return avoidable('static value', {what: 'number no array', name, now, before})
  if (component === 'static') return judgeStatic(pairsOf(cause), name, causes.some(isOfNone))
  if (!isOfArrays(cause)) return null
  if (!isOfNone(cause)) return necessary('tree', {what: 'other leaves'})
  const statics = causes.filter((one) => one.component === 'static')
  if (statics.length === 0) return unsure('tree', {what: 'array or none', name})
  return statics.flatMap(pairsOf).some(isOfTypes)
    ? avoidable('tree', {what: 'array or number', name})
    : necessary('tree', {what: 'array or none', name})
}

/** @param isMoved whether an array is in one of two calls where the other has none */
function judgeStatic(pairs: readonly Pair[], name: string, isMoved: boolean): Judgement {
  if (pairs.length === 0 || !pairs.every((pair) => isOfNumbers(pair) || (isMoved && isOfTypes(pair))))
    return necessary('static value', {what: 'no array', name})
  const [[now, before] = ['', '']] = pairs.filter(isOfNumbers)
  return avoidable(
    'static value',
    now === '' ? {what: 'array or number', name} : {what: 'number no array', name, now, before},
  )
}

/** The places of the arrays by position: those of the first argument, and the rest. */
const parts = /^\['(?:first|rest)'\]$/

const isOfArrays = ({component, segments: [, part = '']}: Cause): boolean =>
  component === 'tree' && parts.test(part)

const isOfNone = (cause: Cause): boolean =>
  isOfArrays(cause) && (cause.now === 'None' || cause.before === 'None')

const between = /[\s,()[\]]+/

/** What stands in a static value now and stood there before. */
type Pair = readonly [now: string, before: string]

/** Where a static value differs; nowhere where it has more or less than before. */
function pairsOf({now, before}: Cause): Pair[] {
  const [mine, theirs] = [now, before].map((text) => (text ?? '').split(between))
  if (mine === undefined || mine.length !== theirs?.length) return []
  return mine.flatMap((value, at): Pair[] => {
    const other = theirs[at] ?? ''
    return value === other ? [] : [[value, other]]
  })
}

/** Whether a float has another value: it could be an array. */
const isOfNumbers = (pair: Pair): boolean => pair.every(isNumber) && pair.some(isFloat)

/** Whether a number stands in one of two calls where the other has an array. */
const isOfTypes = (pair: Pair): boolean => pair.includes('None') && pair.some(isNumber)
