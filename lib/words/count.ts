import {list} from './wordlist.ts'

/** Where a comma stands: behind a digit, before groups of three up to the point or the end. */
const thousands = /\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/g

/**
 * A number with commas between its thousands.
 *
 * @example
 * figure(8413) // '8,413'
 */
export const figure = (number: number): string => String(number).replace(thousands, ',')

/**
 * Axes of an array by their numbers.
 *
 * @example
 * axes([0, 1]) // 'axes 0 and 1'
 */
export const axes = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'axis' : 'axes'} ${list(numbers.map(String), 'and')}`

/**
 * A number with its noun.
 *
 * @example
 * counted(2, 'miss', 'misses') // '2 misses'
 */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${figure(count)} ${count === 1 ? noun : plural}`
