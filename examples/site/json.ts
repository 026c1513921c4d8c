import type {Json} from '../../lib/index.ts'

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value of JSON as an object; empty where it is none. */
export const jsonObject = (value: unknown): Json => (isJson(value) ? value : {})

/** A value of JSON as a list; empty where it is none. */
export const jsonList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
