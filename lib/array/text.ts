import {Complex} from '../python/index.ts'
import {at} from './arity.ts'
import type {Shape} from './aval.ts'
import {type Contents, readElement} from './contents.ts'
import type {DType} from './dtype.ts'

/** An element, or nested lists of them. */
export type Listed = number | bigint | boolean | Complex | readonly Listed[]

/** An element as Python's `item()` gives it. */
export function elementOf(
  contents: Contents,
  dtype: DType,
  index: number,
): number | bigint | boolean | Complex {
  const value = readElement(contents, dtype, index)
  if (typeof value === 'object') return new Complex(value[0], value[1])
  if (dtype.kind === 'b') return value !== 0
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** Nested lists of the elements. */
export function listed(contents: Contents, dtype: DType, shape: Shape): Listed {
  let index = 0
  const nested = (depth: number): Listed =>
    depth === shape.length
      ? elementOf(contents, dtype, index++)
      : Array.from({length: at(shape, depth)}, () => nested(depth + 1))
  return nested(0)
}
