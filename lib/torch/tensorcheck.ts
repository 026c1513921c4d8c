import type {DType} from '../array/index.ts'
import {classPath, typeRepr} from '../python/index.ts'
import {modes} from './state.ts'
import {Tensor} from './tensor.ts'
import type {Told} from './told.ts'

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

/** What is told of a value that a check does not take (torch `TensorCheck::check_verbose`); null for one that it takes. */
export function tensorMismatch(value: unknown, check: TensorCheck, name: string): Told | null {
  if (!(value instanceof Tensor) || value.constructor !== check.type) return otherClass(value, check, name)
  const {spec, sizes} = value
  const compared: readonly (readonly [string, string | number, string | number])[] = [
    ['dispatch key set', check.keys, dispatchKeys(value)],
    ['dtype', scalarName(check.dtype), scalarName(spec.dtype)],
    ['requires_grad', Number(check.requires_grad), Number(spec.requires_grad)],
    ['rank', check.sizes.length, sizes.length],
  ]
  const found = compared.find(([, before, now]) => before !== now)
  if (found === undefined) return layoutMismatch(sizes, spec.strides, check, name)
  const [what, before, now] = found
  return mismatch(name, {what, before: String(before), now: String(now)})
}

function otherClass(value: unknown, {type}: TensorCheck, name: string): Told {
  const before = `<class '${classPath(type)}'>`
  const now = value instanceof Tensor ? `<class '${classPath(value.constructor)}'>` : typeRepr(value)
  return {text: `expected type of '${name}' to be ${before}, but found ${now}`, before, now}
}

function layoutMismatch(
  sizes: readonly number[],
  strides: readonly number[],
  check: TensorCheck,
  name: string,
): Told | null {
  const all = sizes.map((_, i) => i)
  const size = (i: number) => ['size', i, check.sizes[i] ?? null, sizes[i] ?? 0] as const
  const stride = (i: number) => ['stride', i, check.strides[i] ?? null, strides[i] ?? 0] as const
  const order = check.isOld
    ? all.flatMap((i) => [size(i), stride(i)])
    : [...all.map(size), ...all.map(stride)]
  const found = order.find(([, , before, now]) => before !== null && before !== now)
  if (found === undefined) return null
  const [what, index, before, now] = found
  return mismatch(name, {what, index, before: String(before), now: String(now)})
}

function mismatch(name: string, facts: Omit<Told, 'text'>): Told {
  const {what = '', index, before = '', now = ''} = facts
  const at = index === undefined ? '' : ` at index ${index}`
  const values =
    what === 'requires_grad' ? `expected requires_grad=${before}` : `expected ${before}, actual ${now}`
  return {text: `tensor '${name}' ${what} mismatch${at}. ${values}`, ...facts}
}
