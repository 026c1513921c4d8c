import type {DType} from '../array/index.ts'
import {classPath, typeRepr} from '../python/index.ts'
import {modes} from './state.ts'
import {Tensor} from './tensor.ts'

/** What a TENSOR_MATCH compares: sizes and strides that are null are dynamic. */
export interface TensorCheck {
  readonly type: object
  readonly keys: string
  readonly dtype: DType
  readonly requires_grad: boolean
  readonly sizes: readonly (number | null)[]
  readonly strides: readonly (number | null)[]
  /** Whether sizes and strides are compared dimension by dimension, as before torch 2.5. */
  readonly isOld: boolean
  readonly isParameter: boolean
}

/** The dispatch keys of a tensor under the modes as they are. */
export function dispatchKeys({spec: {device, isInference}}: Tensor): string {
  const name = device === 'cpu' ? 'CPU' : device === 'meta' ? 'Meta' : device.toUpperCase()
  const {inference, autocast} = modes()
  return `DispatchKeySet(${[
    name,
    'BackendSelect',
    ...(isInference ? [] : ['ADInplaceOrView']),
    ...(isInference || inference ? [] : [`Autograd${name}`]),
    ...(autocast === null ? [] : [`Autocast${name}`]),
  ].join(', ')})`
}

const scalars: Readonly<Record<string, string>> = {
  float32: 'Float',
  float64: 'Double',
  float16: 'Half',
  bfloat16: 'BFloat16',
  int8: 'Char',
  uint8: 'Byte',
  int16: 'Short',
  int32: 'Int',
  int64: 'Long',
  bool: 'Bool',
  complex64: 'ComplexFloat',
  complex128: 'ComplexDouble',
}

/** A dtype as torch's C++ names it. */
const scalarName = ({name}: DType): string => scalars[name] ?? name

/** What torch says of a value that a check does not take, with `{}` for its name (torch `TensorCheck::check_verbose`); null for one that it takes. */
export function tensorMismatch(value: unknown, check: TensorCheck): string | null {
  if (!(value instanceof Tensor) || value.constructor !== check.type)
    return `expected type of '{}' to be <class '${classPath(check.type)}'>, but found ${value instanceof Tensor ? `<class '${classPath(value.constructor)}'>` : typeRepr(value)}`
  const {spec, sizes} = value
  const keys = dispatchKeys(value)
  if (keys !== check.keys) return mismatch('dispatch key set', check.keys, keys)
  if (spec.dtype !== check.dtype) return mismatch('dtype', scalarName(check.dtype), scalarName(spec.dtype))
  if (spec.requires_grad !== check.requires_grad)
    return `tensor '{}' requires_grad mismatch. expected requires_grad=${check.requires_grad ? 1 : 0}`
  if (sizes.length !== check.sizes.length) return mismatch('rank', check.sizes.length, sizes.length)
  return layoutMismatch(sizes, spec.strides, check)
}

function layoutMismatch(
  sizes: readonly number[],
  strides: readonly number[],
  check: TensorCheck,
): string | null {
  const tell = (what: 'size' | 'stride', i: number): string | null => {
    const [now, before] = what === 'size' ? [sizes[i], check.sizes[i]] : [strides[i], check.strides[i]]
    return before === null || before === now
      ? null
      : mismatch(`${what} mismatch at index ${i}`, before ?? 0, now ?? 0)
  }
  const [all, whats] = [sizes.map((_, i) => i), ['size', 'stride'] as const]
  const order = check.isOld
    ? all.flatMap((i) => whats.map((what) => [what, i] as const))
    : whats.flatMap((what) => all.map((i) => [what, i] as const))
  for (const [what, i] of order) {
    const found = tell(what, i)
    if (found !== null) return found
  }
  return null
}

const mismatch = (what: string, before: string | number, now: string | number): string =>
  `tensor '{}' ${what.includes(' at ') ? what : `${what} mismatch`}. expected ${before}, actual ${now}`
