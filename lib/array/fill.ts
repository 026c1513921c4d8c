import {type Contents, storage, writeElement} from './contents.ts'
import type {DType} from './dtype.ts'

type Numeric = number | bigint | readonly [number, number]

/** The typed array of so many numbers. */
export function contentsOf(values: readonly Numeric[], dtype: DType): Contents {
  const contents = storage(dtype, values.length)
  values.forEach((value, i) =>
    writeElement(
      contents,
      dtype,
      i,
      dtype.kind === 'c' && typeof value !== 'object' ? [Number(value), 0] : value,
    ),
  )
  return contents
}

/** The contents of an array that is one value throughout. */
export const filledWith = (value: Numeric, dtype: DType): Contents => contentsOf([value], dtype)
