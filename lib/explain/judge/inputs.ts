import type {Path} from '../../log/index.ts'
import type {Delta} from '../../words/index.ts'
import {differingAxes, typesIn} from '../avaltext.ts'
import type {Cause} from '../explanation.ts'
import {isParameter} from '../slot.ts'

/** The size of one axis, now and before. */
export type ChangedAxis = ReturnType<typeof differingAxes>[number]

/** The axes whose sizes changed. */
export function axesIn(delta: Delta): readonly ChangedAxis[] {
  if (delta.kind === 'axis') return [delta]
  const pair = typesIn(delta)
  return pair === null ? [] : differingAxes(...pair)
}

/** Names that arrays of a model and of its optimizer have, wherever they are held. */
const learned = /^(?:params?|opt_state|kernel|bias|weights?|scale|embedding|gamma|beta|mu|nu|momentum)$/i
const letters = /^[wb]\d*$/i
const quotes = /^\['?|'?\]$/g

/** Whether a place in a container or a model has the name of something learned. */
export function isLearned(path: Path): boolean {
  const names = path.map((segment) => segment.replace(quotes, ''))
  return path.length > 1 && (names.some((name) => learned.test(name)) || letters.test(names.at(-1) ?? ''))
}

const wholeNumbers = /^(?:[iu]\d|bool)/

/** Arrays of whole numbers are no parameters: tokens, labels, masks. */
const isOfWholeNumbers = (cause: Cause): boolean => wholeNumbers.test(typesIn(cause.delta)?.[0].dtype ?? '')

/** A size that became another one. */
const pairsOf = (cause: Cause): string[] => axesIn(cause.delta).map(({now, before}) => `${before} ${now}`)

/** Whether one size became another on different axes of three arrays or more, as where a layer is made wider. */
export function isWidth(cause: Cause, causes: readonly Cause[]): boolean {
  const [pair] = pairsOf(cause)
  const alike = causes.filter(
    (other) => other.segments[0] === cause.segments[0] && pairsOf(other).some((one) => one === pair),
  )
  return alike.length > 2 && new Set(alike.map((other) => axesIn(other.delta)[0]?.axis)).size > 1
}

/** What is surely given to the function from outside: an argument, what a container holds, tokens. */
const isGiven = (cause: Cause, causes: readonly Cause[]): boolean =>
  axesIn(cause.delta).length > 0 &&
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
    new Set(unnamed.flatMap((one) => axesIn(one.delta).map((axis) => JSON.stringify(axis)))).size === 1
  )
}

const few = 4
