import {ArrayImpl, NumpyArray} from './array.ts'
import {shaped, volume} from './aval.ts'
import {type Contents, storage, stride} from './contents.ts'
import {type DType, dtypes} from './dtype.ts'

/**
 * An array in a file. `values` holds every element (one alone stands for all): numbers; `'NaN'`, `'Infinity'`, `'-Infinity'`,
 * `'-0'` for what JSON has no number for; text for 64-bit integers; raw bits for floats under 32 bits; `'0x…'` for a NaN with
 * a payload. `null` where the contents are not known.
 */
export interface ArrayJSON {
  /** What kind of array it is. */
  readonly kind: 'jax' | 'numpy'
  /** The name of the dtype. */
  readonly dtype: string
  /** The size of each axis. */
  readonly shape: readonly number[]
  /** Whether the dtype is only the default of a Python scalar. */
  readonly weak_type?: boolean
  /** Whether the array holds a program to its place. */
  readonly committed?: string
  /** The elements, or one for all of them; null where they are not known. */
  readonly values: readonly (number | string)[] | null
}

/** An array as JSON, exactly; the inverse of `fromJSON`. */
export function toJSON(array: ArrayImpl | NumpyArray): ArrayJSON {
  const jax = array instanceof ArrayImpl
  return {
    kind: jax ? 'jax' : 'numpy',
    dtype: array.dtype.name,
    shape: [...array.shape],
    ...(jax && array.weak_type && {weak_type: true}),
    ...(jax && array.committed && {committed: array.placement.device}),
    values: array.contents && pack(array.contents),
  }
}

function pack(contents: Contents): (number | string)[] {
  if (contents instanceof BigInt64Array || contents instanceof BigUint64Array)
    return Array.from(contents, String)
  if (contents instanceof Float32Array || contents instanceof Float64Array) {
    const bits = new DataView(contents.buffer, contents.byteOffset, contents.byteLength)
    const wide = contents instanceof Float64Array
    return Array.from(contents, (value, i) => {
      if (!Number.isNaN(value))
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : Object.is(value, -0)
            ? '-0'
            : String(value)
      const raw = wide ? bits.getBigUint64(i * 8, true) : BigInt(bits.getUint32(i * 4, true))
      return raw === (wide ? 0x7ff8000000000000n : 0x7fc00000n) ? 'NaN' : `0x${raw.toString(16)}`
    })
  }
  return Array.from(contents, Number)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads an array back; the inverse of `toJSON`.
 *
 * @throws {SyntaxError} that says what is wrong, when the value is no array in this form.
 */
export function fromJSON(json: unknown): ArrayImpl | NumpyArray {
  if (!isRecord(json))
    throw new SyntaxError(
      `an array in JSON is an object with dtype, shape and values, but this is ${JSON.stringify(json) ?? String(json)}`,
    )
  const {kind, dtype: name, shape, weak_type, committed, values} = json
  const dtype = typeof name === 'string' ? dtypes.get(name) : undefined
  if (dtype === undefined)
    throw new SyntaxError(
      `an array in JSON has dtype ${JSON.stringify(name) ?? 'undefined'}, which JAX does not know; expected a name such as "float32"`,
    )
  if (!Array.isArray(shape) || !shape.every((n): n is number => Number.isInteger(n) && Number(n) >= 0))
    throw new SyntaxError(
      `an array in JSON has shape ${JSON.stringify(shape) ?? 'undefined'}; expected a list of whole numbers`,
    )
  const size = volume(shape)
  const contents = values === null || values === undefined ? null : unpack(values, dtype, size)
  if (kind === 'numpy') return new NumpyArray(shape, dtype, contents)
  return new ArrayImpl(
    shaped(shape, dtype, weak_type === true),
    contents,
    typeof committed === 'string' ? {committed: true, device: committed} : undefined,
  )
}

function unpack(values: unknown, dtype: DType, size: number): Contents {
  const each = stride(dtype)
  if (!Array.isArray(values))
    throw new SyntaxError(`the values of an array in JSON are a list, but this is ${JSON.stringify(values)}`)
  if (values.length !== each && values.length !== size * each)
    throw new SyntaxError(
      `an array of ${size} elements in JSON holds ${values.length} values; expected ${size * each}, or ${each} that fill it`,
    )
  const contents = storage(dtype, values.length / each)
  const bits = new DataView(contents.buffer)
  values.forEach((value: unknown, i) => {
    if (typeof value === 'string' && value.startsWith('0x')) {
      if (contents instanceof Float64Array) bits.setBigUint64(i * 8, BigInt(value), true)
      else bits.setUint32(i * 4, Number(value), true)
    } else if (contents instanceof BigInt64Array || contents instanceof BigUint64Array)
      contents[i] = BigInt(String(value))
    else if (typeof value === 'number' || typeof value === 'string') contents[i] = Number(value)
    else
      throw new SyntaxError(`value ${i} of an array in JSON is ${JSON.stringify(value)}; expected a number`)
  })
  return contents
}
