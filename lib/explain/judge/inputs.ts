import type {Path} from '../../log/index.ts'
import {type Aval, differingAxes, parseAval} from '../avaltext.ts'
import type {Cause} from '../explanation.ts'
import {isParameter} from '../slot.ts'

/** The size of one axis, now and before. */
export type ChangedAxis = ReturnType<typeof differingAxes>[number]

/** The types of an array now and before; null where a cause tells none. */
export function types({delta}: Cause): readonly [Aval, Aval] | null {
  if (delta.kind !== 'value') return null
  const [now, before] = [parseAval(delta.now), parseAval(delta.before)]
  return now === null || before === null ? null : [now, before]
}

/** The axes whose sizes a cause changed. */
export function axesOf(cause: Cause): readonly ChangedAxis[] {
  if (cause.delta.kind === 'axis') return [cause.delta]
  const pair = types(cause)
  return pair === null ? [] : differingAxes(...pair)
}

/** Names that arrays of a model and of its optimizer have, wherever they are held. */
const learned = /^(?:params?|opt_state|kernel|bias|weights?|scale|embedding|gamma|beta|mu|nu|momentum)$/i
const letters = /^[wb]\d*$/i
const quotes = /^\['?|'?\]$/g

/** Whether a place in a container or a model has the name of something learned. */
function isLearned(path: Path): boolean {
  const names = path.map((segment) => segment.replace(quotes, ''))
  return path.length > 1 && (names.some((name) => learned.test(name)) || letters.test(names.at(-1) ?? ''))
}

const wholeNumbers = /^(?:[iu]\d|bool)/

/** Arrays of whole numbers are no parameters: tokens, labels, masks. */
const isOfWholeNumbers = (cause: Cause): boolean => wholeNumbers.test(types(cause)?.[0].dtype ?? '')

/** A size that became another one. */
const pairsOf = (cause: Cause): string[] => axesOf(cause).map(({now, before}) => `${before} ${now}`)

/** Whether one size became another on different axes of three arrays or more, as where a layer is made wider. */
function isWidth(cause: Cause, causes: readonly Cause[]): boolean {
  const [pair] = pairsOf(cause)
  const alike = causes.filter(
    (other) => other.segments[0] === cause.segments[0] && pairsOf(other).some((one) => one === pair),
  )
  return alike.length > 2 && new Set(alike.map((other) => axesOf(other)[0]?.axis)).size > 1
}

/** What is surely given to the function from outside: an argument, what a container holds, tokens. */
const isGiven = (cause: Cause, causes: readonly Cause[]): boolean =>
  axesOf(cause).length > 0 &&
  !isLearned(cause.segments) &&
  (isOfWholeNumbers(cause) || (!isUnnamed(cause) && !isParameter(cause.segments) && !isWidth(cause, causes)))

/** Whether a log tells the number of a leaf alone. */
export const isUnnamed = ({segments: [root], unplaced}: Cause): boolean =>
  unplaced === true || root === 'leaves'

/**
 * Whether an array is an input, whose sizes can be padded, and no parameter of a model, whose sizes are the model: an argument or
 * what a container holds, whole numbers, or what has the sizes of such a one. Of leaves without names it is one where they are few
 * that changed on one axis.
 */
export function isInput(cause: Cause, causes: readonly Cause[]): boolean {
  const given = causes.filter((one) => isGiven(one, causes))
  if (given.includes(cause)) return true
  if (isLearned(cause.segments)) return false
  const pairs = new Set(given.flatMap(pairsOf))
  if (pairsOf(cause).some((pair) => pairs.has(pair))) return true
  const unnamed = causes.filter(isUnnamed)
  return (
    unnamed.includes(cause) &&
    unnamed.reduce((sum, {count = 1}) => sum + count, 0) <= few &&
    new Set(unnamed.flatMap((one) => axesOf(one).map((axis) => JSON.stringify(axis)))).size === 1
  )
}

const few = 4
