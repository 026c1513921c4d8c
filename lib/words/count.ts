/**
 * A whole number with commas.
 *
 * @example
 * figure(8413) // '8,413'
 */
export const figure = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')

/**
 * A number with its noun.
 *
 * @example
 * counted(2, 'miss', 'misses') // '2 misses'
 */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${figure(count)} ${count === 1 ? noun : plural}`
