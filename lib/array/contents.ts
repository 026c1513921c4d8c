import {at} from './arity.ts'
import type {DType, Kind} from './dtype.ts'
import {decodeFloat, encodeFloat} from './minifloat.ts'

/**
 * The elements of an array in order: numbers, or raw bits for floats that JavaScript has no array of, or pairs for complex
 * numbers, or words for keys. One element stands for all of them when the array is filled with one value.
 */
export type Contents =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array

/** How many entries of the typed array one element takes. */
export const stride = (dtype: DType): number =>
  dtype.kind === 'c' ? 2 : dtype.kind === 'k' ? dtype.bits / 32 : 1

/** The arrays of JavaScript that hold the elements of a dtype, by kind and bits; what they lack has bytes. */
const storages: Readonly<Record<string, new (length: number) => Contents>> = {
  c64: Float32Array,
  c128: Float64Array,
  f64: Float64Array,
  f32: Float32Array,
  f16: Uint16Array,
  i64: BigInt64Array,
  i32: Int32Array,
  i16: Int16Array,
  u64: BigUint64Array,
  u32: Uint32Array,
  u16: Uint16Array,
}
const bytes: Readonly<Partial<Record<Kind, new (length: number) => Contents>>> = {
  i: Int8Array,
  k: Uint32Array,
}

/** Zeros for `length` elements of a dtype. */
export function storage(dtype: DType, length: number): Contents {
  const {kind, bits} = dtype
  const Storage = storages[`${kind}${bits}`] ?? bytes[kind] ?? Uint8Array
  return new Storage(length * stride(dtype))
}

/** The element at `index` as a number (a bigint for 64-bit integers, a pair for complex numbers). */
export function readElement(
  contents: Contents,
  dtype: DType,
  index: number,
): number | bigint | readonly [number, number] {
  const place = contents.length === stride(dtype) ? 0 : index * stride(dtype)
  if (dtype.kind === 'c') return [Number(contents[place]), Number(contents[place + 1])]
  if (dtype.kind === 'f' && dtype.bits <= 16) return decodeFloat(dtype.name, Number(contents[place]))
  return at<number | bigint>(contents, place)
}

/** Writes a number at `index`, rounded or wrapped as the dtype does. */
export function writeElement(
  contents: Contents,
  dtype: DType,
  index: number,
  value: number | bigint | readonly [number, number],
): void {
  const at = index * stride(dtype)
  if (typeof value === 'object') {
    contents[at] = value[0]
    contents[at + 1] = value[1]
  } else if (contents instanceof BigInt64Array || contents instanceof BigUint64Array)
    contents[at] = typeof value === 'bigint' ? value : BigInt(Math.trunc(value))
  else if (dtype.kind === 'b') contents[at] = value ? 1 : 0
  else if (dtype.kind === 'f' && dtype.bits <= 16) contents[at] = encodeFloat(dtype.name, Number(value))
  else contents[at] = Number(value)
}
