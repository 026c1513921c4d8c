import {
  ArrayImpl,
  type ArrayLike,
  type DType,
  type DTypeLike,
  JaxArray,
  NumpyArray,
  NumpyScalar,
  type ScalarType,
  configured,
  dtypeOf,
  filledWith,
  numberIn,
  operandOf,
  shaped,
} from '../array/index.ts'
import {Complex, PythonError, named, protocol, repr} from '../python/index.ts'
import {asarray} from './create.ts'

/** A scalar type of NumPy: makes scalars, and names a dtype. */
export type Scalar = ScalarType & ((value: ArrayLike) => NumpyScalar)

/** The number of a value. */
function numberOf(value: ArrayLike): ReturnType<typeof numberIn> {
  const held = operandOf(value)
  if (held instanceof JaxArray) return numberIn(held.item())
  if (!(held instanceof NumpyArray)) return numberIn(held)
  return numberIn(new ArrayImpl(shaped(held.shape, held.dtype), held.contents).item())
}

/** A value as NumPy's scalar of a type holds it: rounded, or without its fraction. */
function scalarOf(dtype: DType, value: ArrayLike): NumpyScalar {
  const item = new ArrayImpl(shaped([], dtype), filledWith(numberOf(value), dtype)).item()
  if (item instanceof Complex && item.imag !== 0)
    throw new PythonError('NotImplementedError', `np.${dtype.name} of ${repr(item)} is not here`)
  return new NumpyScalar(dtype, item instanceof Complex ? item.real : item)
}

/** NumPy's scalar type, `np.float32`: a class of numbers and a name of a dtype. */
const scalar = (name: string): Scalar => {
  const dtype = dtypeOf(name)
  return named(
    Object.assign((value: ArrayLike) => scalarOf(dtype, value), {
      dtype,
      [protocol.by]: () => dtype[protocol.by](),
    }),
    {type: 'type', qualname: name, module: 'numpy', repr: `<class 'numpy.${name}'>`},
  )
}

const size = (shape: number | readonly number[]): readonly number[] =>
  typeof shape === 'number' ? [shape] : shape

const full = (shape: number | readonly number[], value: number, dtype: DTypeLike = 'float64'): NumpyArray =>
  new NumpyArray(size(shape), dtypeOf(dtype), filledWith(value, dtypeOf(dtype)))

/** NumPy's values as they are before JAX takes them in: 64 bits stay 64 bits. */
export const np = {
  dtype: (like: DTypeLike): DType => dtypeOf(like),
  full,
  zeros: (shape: number | readonly number[], dtype?: DTypeLike): NumpyArray => full(shape, 0, dtype),
  ones: (shape: number | readonly number[], dtype?: DTypeLike): NumpyArray => full(shape, 1, dtype),
  /** `np.array` of a number or nested lists; ints make int64, floats float64. */
  array(value: unknown, dtype?: DTypeLike): NumpyArray {
    const made = configured({x64: true}, () => asarray(value, dtype))
    return new NumpyArray(made.shape, made.dtype, made instanceof ArrayImpl ? made.contents : null)
  },
  bool_: scalar('bool'),
  int8: scalar('int8'),
  int16: scalar('int16'),
  int32: scalar('int32'),
  int64: scalar('int64'),
  uint8: scalar('uint8'),
  uint16: scalar('uint16'),
  uint32: scalar('uint32'),
  uint64: scalar('uint64'),
  float16: scalar('float16'),
  float32: scalar('float32'),
  float64: scalar('float64'),
  complex64: scalar('complex64'),
  complex128: scalar('complex128'),
}
