import {Complex, Float, isInt, PythonError, typeRepr, repr} from '../python/index.ts'
import {
  ArrayImpl,
  type HasJaxArray,
  JaxArray,
  jaxArray,
  NumpyArray,
  NumpyScalar,
  ShapeDtypeStruct,
} from './array.ts'
import {ShapedArray, shaped} from './aval.ts'
import {canonical, defaultDtype, type DType, dtypeOf} from './dtype.ts'
import {settings} from './settings.ts'
import type {NamedSharding} from './sharding.ts'

/** A Python number: an integer-valued JavaScript number is an int. */
export type PythonScalar = number | bigint | boolean | Float | Complex

/** What an operation takes for an array. */
export type ArrayLike = JaxArray | NumpyArray | NumpyScalar | PythonScalar | HasJaxArray

/** What the dispatch cache tells apart beside the aval. */
type ValueKind = 'python' | 'numpy' | 'jax'

const isPythonScalar = (value: unknown): value is PythonScalar =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  value instanceof Float ||
  value instanceof Complex

const hasJaxArray = (value: unknown): value is HasJaxArray =>
  typeof value === 'object' && value !== null && jaxArray in value

/** Which kind of array a value is, or null when JAX takes it for none. */
export function kindOf(value: unknown): ValueKind | null {
  if (isPythonScalar(value)) return 'python'
  if (value instanceof NumpyArray || value instanceof NumpyScalar) return 'numpy'
  return value instanceof JaxArray ? 'jax' : null
}

/** Python's kind of a scalar. */
export function scalarKind(value: PythonScalar): 'b' | 'i' | 'f' | 'c' {
  if (typeof value === 'boolean') return 'b'
  if (value instanceof Complex) return 'c'
  if (typeof value === 'bigint') return 'i'
  return typeof value === 'number' && isInt(value) ? 'i' : 'f'
}

/**
 * The aval that JAX gives to an argument or operand, or null when the value is no array at all.
 *
 * | value | aval |
 * | --- | --- |
 * | `1`, `1.5`, `true` | `int32[]` weak, `float32[]` weak, `bool[]` |
 * | NumPy's float64, int64 | float32, int32, never weak |
 * | a JAX array | its own |
 *
 * With x64 on, 64 bits stay.
 *
 * @param path where the value stands, for the message of an overflow: `x`, `args[0]`.
 * @throws {PythonError} OverflowError, for a Python int that does not fit.
 * @example
 * avalOf(1.5) // ~float32[]
 */
export function avalOf(
  value: unknown,
  {x64 = settings().x64, path = 'x'}: {readonly x64?: boolean; readonly path?: string} = {},
): ShapedArray | null {
  if (value instanceof JaxArray) return value.aval
  if (value instanceof NumpyArray || value instanceof NumpyScalar)
    return shaped(value.shape, canonical(value.dtype, x64))
  if (value instanceof ShapedArray) return value
  if (value instanceof ShapeDtypeStruct)
    return shaped(value.shape, canonical(value.dtype, x64), value.weak_type)
  if (isPythonScalar(value)) {
    const kind = scalarKind(value)
    checkRange(
      value,
      defaultDtype('i', x64),
      (given) =>
        `An overflow was encountered while parsing an argument to a jitted computation, whose argument path is ${path}. Got <class 'int'> with value ${given}`,
    )
    return shaped([], defaultDtype(kind, x64), kind !== 'b')
  }
  if (hasJaxArray(value)) return avalOf(value[jaxArray](), {x64, path})
  return null
}

/** Whether a value is a Python int; a bool is none. */
export const isPythonInt = (value: unknown): value is number | bigint =>
  isPythonScalar(value) && scalarKind(value) === 'i'

/** Throws OverflowError unless an int fits into a dtype of integers; those of less than a byte wrap, as in ml_dtypes. */
export function checkRange(
  value: unknown,
  {kind, bits, name}: DType,
  message = (given: string) => `Python integer ${given} out of bounds for ${name}`,
): void {
  if (!isPythonInt(value) || bits < 8) return
  const given = BigInt(value)
  const least = kind === 'u' ? 0n : -(2n ** BigInt(bits - 1))
  if (given < least || given >= least + 2n ** BigInt(bits))
    throw new PythonError('OverflowError', message(String(given)))
}

/** Whether JAX would take the value as an array argument. */
export const isArrayLike = (value: unknown): value is ArrayLike =>
  kindOf(value) !== null || hasJaxArray(value)

/**
 * The array that an operand stands for: a Variable gives its value, everything else is itself.
 *
 * @throws {PythonError} TypeError, when it is no array.
 */
export function operandOf(
  value: unknown,
  name = 'operation',
): JaxArray | NumpyArray | NumpyScalar | PythonScalar {
  if (
    value instanceof JaxArray ||
    value instanceof NumpyArray ||
    value instanceof NumpyScalar ||
    isPythonScalar(value)
  )
    return value
  if (hasJaxArray(value)) return operandOf(value[jaxArray](), name)
  throw new PythonError(
    'TypeError',
    `${name} requires ndarray or scalar arguments, got ${typeRepr(value)} at position 0.`,
  )
}

/** The number a scalar holds, as JavaScript has it. */
export function numberIn(value: PythonScalar | NumpyScalar): number | bigint | readonly [number, number] {
  if (value instanceof NumpyScalar)
    return typeof value.value === 'boolean' ? Number(value.value) : value.value
  if (value instanceof Complex) return [value.real, value.imag]
  if (value instanceof Float) return value.value
  return typeof value === 'boolean' ? Number(value) : value
}

/**
 * `jax.device_put(x, place)`: the same array, now committed to a device (`cpu:1`) or a sharding.
 *
 * @example
 * devicePut(jnp.ones([4, 4]), new NamedSharding({axes: {data: 4}}, ['data']))
 */
export function devicePut(value: ArrayLike, place: string | NamedSharding = 'cpu:0'): ArrayImpl {
  const aval = avalOf(value)
  const contents = value instanceof ArrayImpl ? value.contents : null
  if (aval === null)
    throw new PythonError(
      'TypeError',
      `Cannot interpret value of type ${typeRepr(value)} as an abstract array; it does not have a dtype attribute`,
    )
  if (typeof place === 'string') return new ArrayImpl(aval, contents, {committed: true, device: place})
  return new ArrayImpl(shaped(aval.shape, aval.dtype, aval.weak_type, place.inAval), contents, {
    committed: true,
    device: repr(place),
    cut: place.equivalent,
    devices: place.devices,
  })
}

/** The dtype of a value as it is, before JAX takes it in. */
export const ownDtype = (value: JaxArray | NumpyArray | NumpyScalar | PythonScalar): DType =>
  isPythonScalar(value)
    ? dtypeOf({b: 'bool', i: 'int64', f: 'float64', c: 'complex128'}[scalarKind(value)])
    : value.dtype
