/** What a line of a trace holds before it is looked at: the questions that reading asks of it. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !isItems(value)
export const isItems = (value: unknown): value is unknown[] => Array.isArray(value)
export const isText = (value: unknown): value is string => typeof value === 'string'
export const isTexts = (value: unknown): value is string[] => isItems(value) && value.every(isText)
export const isBelow = (value: unknown, below: number): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < below
/** Whether a value is one of some words. */
export const isWord = <T extends string>(words: readonly T[], value: unknown): value is T =>
  words.some((word) => word === value)
/** A value where a text is asked for; `unknown` for what holds others, however deep. */
export const wordOf = (value: unknown): string => {
  if (isText(value)) return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'unknown'
}
