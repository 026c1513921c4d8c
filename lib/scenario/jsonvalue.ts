/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A string of a step; `otherwise` where it has none. */
export const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise

/** An object of a step; empty where it has none. */
export const jsonObject = (value: unknown): Json => (isJson(value) ? value : {})

/** A list of a step; empty where it has none. */
export const jsonList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A list of names, each with its value; empty where a step has none. */
export const jsonPairs = (value: unknown): readonly (readonly [string, unknown])[] =>
  jsonList(value).map((row) => [String(jsonList(row)[0]), jsonList(row)[1]])
