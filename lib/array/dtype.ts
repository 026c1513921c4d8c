import {named, protocol, PythonError, repr, legible} from '../python/index.ts'
import {settings} from './settings.ts'

/** What a dtype holds: b bool, u and i integers, f floats, c complex, k PRNG keys, 0 the tangent type of integers. */
export type Kind = 'b' | 'u' | 'i' | 'f' | 'c' | 'k' | '0'

/**
 * NumPy's `np.dtype(name)`: equal to JAX's `jnp.float32` by Python's `==`, with another hash.
 *
 * @example
 * dtypeOf('bfloat16').short // 'bf16'
 */
export class DType {
  readonly name: string
  /** As JAX prints it in an aval: `f32`. */
  readonly short: string
  readonly kind: Kind
  readonly bits: number
  /** What two faces of one dtype share. */
  private readonly mark: symbol

  constructor(name: string, short: string, kind: Kind, bits: number) {
    this.name = name
    this.short = short
    this.kind = kind
    this.bits = bits
    this.mark = Symbol(name)
    Object.freeze(this)
  }

  /** Bytes of one element; types under 8 bits take one. */
  get itemsize(): number {
    return Math.max(1, this.bits / 8)
  }

  get [protocol.type](): string {
    if (this.kind === 'k') return 'jax._src.random.prng.KeyTy'
    if (this.kind === '0') return 'numpy.dtypes.VoidDType'
    return builtin.has(this.name) ? `numpy.dtypes.${camel(this.name)}DType` : `numpy.dtype[${this.name}]`
  }

  [protocol.by](): unknown {
    return this.mark
  }

  [protocol.hash](): unknown {
    return 'dtype'
  }

  [protocol.repr](): string {
    if (this.kind === 'k') return this.name
    if (this.kind === '0') return "dtype([('float0', 'V')])"
    return builtin.has(this.name) ? `dtype('${this.name}')` : `dtype(${this.name})`
  }

  toString(): string {
    return this.name
  }
}

legible(DType)

const firstLetters = /^u?[a-z]/

const camel = (name: string): string => name.replace(firstLetters, (start) => start.toUpperCase())

const standard = [
  'bool',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'int8',
  'int16',
  'int32',
  'int64',
  'float16',
  'float32',
  'float64',
  'complex64',
  'complex128',
]
const builtin: ReadonlySet<string> = new Set(standard)

/** `float8_e4m3fn` is of the base `float`, has 8 bits, and the rest tells its layout. */
const dtypeName = /^(?<base>[a-z]+?)(?<digits>\d*)(?<rest>_.*)?$/

const make = (name: string): [string, DType] => {
  const {base, digits = '', rest = ''} = dtypeName.exec(name)?.groups ?? {}
  const bits = base === 'bool' ? 8 : Number(digits)
  const kind: Kind =
    base === 'bool' ? 'b' : base === 'uint' ? 'u' : base === 'int' ? 'i' : base === 'complex' ? 'c' : 'f'
  const letter = {b: 'bool', u: 'u', i: 'i', f: base === 'bfloat' ? 'bf' : 'f', c: 'c'}[kind]
  return [name, new DType(name, `${letter}${digits}${rest}`, kind, bits)]
}

/** Floats of 8 bits and less, which JAX promotes to nothing. */
const small = [
  'float4_e2m1fn',
  'float6_e2m3fn',
  'float6_e3m2fn',
  'float8_e3m4',
  'float8_e4m3',
  'float8_e8m0fnu',
  'float8_e4m3b11fnuz',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e5m2',
  'float8_e5m2fnuz',
]

const table: ReadonlyMap<string, DType> = new Map([
  ...[...standard, 'uint1', 'uint2', 'uint4', 'int1', 'int2', 'int4', 'bfloat16', ...small].map(make),
  ['float0', new DType('float0', 'float0', '0', 0)],
  ['key<fry>', new DType('key<fry>', 'key<fry>', 'k', 64)],
  ['key<rbg>', new DType('key<rbg>', 'key<rbg>', 'k', 128)],
  ['key<urbg>', new DType('key<urbg>', 'key<urbg>', 'k', 128)],
])

/** Every dtype by name. */
export const dtypes: ReadonlyMap<string, DType> = table

/** `jnp.float32`: JAX's scalar type. As an argument it names a dtype; as an attribute it is compared by `==` with `np.dtype`. */
export interface ScalarType {
  readonly dtype: DType
}

/** What JAX takes for a dtype: one of its two faces or a name. */
export type DTypeLike = DType | ScalarType | string

const aliases: ReadonlyMap<string, string> = new Map([
  ['bool_', 'bool'],
  ['int', 'int64'],
  ['float', 'float64'],
  ['complex', 'complex128'],
  ['uint', 'uint64'],
])

/**
 * The dtype that a dtype-like names, as it is (`canonical` follows x64).
 *
 * @throws {PythonError} TypeError, when there is no dtype of that name.
 */
export function dtypeOf(like: DTypeLike): DType {
  if (like instanceof DType) return like
  const own: unknown = typeof like === 'string' ? null : like?.dtype
  if (own instanceof DType) return own
  if (typeof like !== 'string')
    throw new PythonError(
      'TypeError',
      `Cannot interpret ${repr(like)} as a data type: several sizes are one list, as in jnp.ones([3, 4])`,
    )
  const found = table.get(aliases.get(like) ?? like)
  if (found === undefined) throw new PythonError('TypeError', `data type '${like}' not understood`)
  return found
}

const halves: ReadonlyMap<string, string> = new Map([
  ['int64', 'int32'],
  ['uint64', 'uint32'],
  ['float64', 'float32'],
  ['complex128', 'complex64'],
])

/**
 * The dtype as JAX holds it: 64-bit types become 32-bit ones unless x64 is on.
 *
 * @example
 * canonical(dtypeOf('float64')).name // 'float32'
 */
export const canonical = (dtype: DType, x64 = settings().x64): DType =>
  x64 ? dtype : dtypeOf(halves.get(dtype.name) ?? dtype)

export const isInexact = (dtype: DType): boolean => dtype.kind === 'f' || dtype.kind === 'c'
export const isInteger = (dtype: DType): boolean => dtype.kind === 'i' || dtype.kind === 'u'

/** The dtype of a Python scalar before canonicalisation. */
export const defaultDtype = (kind: 'b' | 'i' | 'f' | 'c', x64 = settings().x64): DType =>
  canonical(dtypeOf({b: 'bool', i: 'int64', f: 'float64', c: 'complex128'}[kind]), x64)

/** Gives a callable the two things that make it JAX's scalar type of a dtype. */
export const scalarType = <F extends object>(call: F, dtype: DType): F & ScalarType =>
  named(Object.assign(call, {dtype, [protocol.by]: () => dtype[protocol.by]()}), {
    type: 'jax._src.numpy.scalar_types._ScalarMeta',
    qualname: dtype.name,
    module: 'jax.numpy',
    repr: `<class 'jax.numpy.${dtype.name}'>`,
  })
