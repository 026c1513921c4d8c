import {PythonError, typeName} from '../python/index.ts'

/** Whether a value has attributes. */
export const isHolder = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/**
 * A value that has attributes.
 *
 * @throws {PythonError} AttributeError for one that has none.
 */
export function holder(value: unknown): object {
  if (isHolder(value)) return value
  throw new PythonError('AttributeError', `'${typeName(value)}' object has no attributes`)
}

/** The prototype of an object, which holds what its class defines. */
export const prototypeOf = (value: object): object => holder(Object.getPrototypeOf(value))

/** An attribute. */
export const attributeOf = (value: unknown, name: string | symbol): unknown =>
  Reflect.get(holder(value), name)

/** Code that torch has reads these, and does nothing with them that is modelled. */
export function reads(..._values: readonly unknown[]): void {
  return undefined
}
