import {
  type Contents,
  decodeFloat,
  type DType,
  encodeFloat,
  type ShapedArray,
  storage,
  stride,
} from '../array/index.ts'

/** Elements as JavaScript computes with them; floats of 16 bits and less are numbers in a `Float32Array`. */
export type NumberArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** Elements of 64-bit integers. */
export type BigArray = BigInt64Array | BigUint64Array

/** The elements of an array in order. */
export type Elements = NumberArray | BigArray

/** An array whose contents are known. */
export interface Block {
  readonly aval: ShapedArray
  readonly data: Elements
}

export const isBig = (data: Elements): data is BigArray =>
  data instanceof BigInt64Array || data instanceof BigUint64Array

/** Whether a dtype's numbers are kept as raw bits in an array's contents. */
const isPacked = ({kind, bits}: DType): boolean => kind === 'f' && bits <= 16

/** Whether the elements are Python's integers of less than a byte, which wrap by hand. */
const isNarrow = ({kind, bits}: DType): boolean => (kind === 'i' || kind === 'u') && bits < 8

/** Zeros to compute into. */
export const zeroElements = (dtype: DType, length: number): Elements =>
  isPacked(dtype) ? new Float32Array(length) : storage(dtype, length)

/** As many zeros of the same sort. */
export function zerosAs(data: Elements, length: number): Elements {
  if (data instanceof BigInt64Array) return new BigInt64Array(length)
  if (data instanceof BigUint64Array) return new BigUint64Array(length)
  return numbersLike(data, length)
}

/** As many zeros of the same sort, none of them 64-bit integers. */
function numbersLike(data: NumberArray, length: number): NumberArray {
  if (data instanceof Float32Array) return new Float32Array(length)
  if (data instanceof Float64Array) return new Float64Array(length)
  if (data instanceof Int32Array) return new Int32Array(length)
  if (data instanceof Uint32Array) return new Uint32Array(length)
  if (data instanceof Int16Array) return new Int16Array(length)
  if (data instanceof Uint16Array) return new Uint16Array(length)
  return data instanceof Int8Array ? new Int8Array(length) : new Uint8Array(length)
}

const bits = new Uint32Array(1)
const single = new Float32Array(bits.buffer)

/** The nearest bfloat16, ties to even; a NaN stays one. */
function nearestBfloat16(value: number): number {
  single[0] = value
  const word = Number(bits[0])
  if ((word & 0x7fffffff) > 0x7f800000) return Number.NaN
  bits[0] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000
  return single[0]
}

/** Puts each element where its dtype has a number; only floats of 16 bits and less and integers of less than 8 are not there already. */
export function roundedTo(dtype: DType, data: Elements): Elements {
  if (isBig(data)) return data
  if (isPacked(dtype)) {
    const {name} = dtype
    const nearest =
      name === 'bfloat16' ? nearestBfloat16 : (value: number) => decodeFloat(name, encodeFloat(name, value))
    for (let i = 0; i < data.length; i++) data[i] = nearest(Number(data[i]))
  } else if (isNarrow(dtype)) {
    const spare = 32 - dtype.bits
    for (let i = 0; i < data.length; i++) {
      const high = Number(data[i]) << spare
      data[i] = dtype.kind === 'i' ? high >> spare : high >>> spare
    }
  }
  return data
}

/** Contents opened: one element that stands for all is repeated. */
export function opened(aval: ShapedArray, contents: Contents): Block {
  const {dtype, size} = aval
  const each = stride(dtype)
  const isFilled = contents.length === each && size !== 1
  if (isPacked(dtype)) {
    const data = new Float32Array(size)
    if (isFilled) data.fill(decodeFloat(dtype.name, Number(contents[0])))
    else for (let i = 0; i < size; i++) data[i] = decodeFloat(dtype.name, Number(contents[i]))
    return {aval, data}
  }
  if (!isFilled) return {aval, data: contents}
  const data = storage(dtype, size)
  if (isBig(data)) data.fill(BigInt(contents[0] ?? 0n))
  else if (each === 1) data.fill(Number(contents[0]))
  else for (let i = 0; i < data.length; i++) data[i] = Number(contents[i % each])
  return {aval, data}
}

/** The inverse of `opened`. */
export function packedContents({aval: {dtype}, data}: Block): Contents {
  if (!isPacked(dtype) || isBig(data)) return data
  const contents = storage(dtype, data.length)
  if (!isBig(contents)) data.forEach((value, i) => (contents[i] = encodeFloat(dtype.name, value)))
  return contents
}
