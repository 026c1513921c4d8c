import {
  concreteNeeded,
  ArrayImpl,
  type DType,
  type DTypeLike,
  JaxArray,
  Literal,
  NumpyArray,
  NumpyScalar,
  type Operand,
  type PythonScalar,
  type Shape,
  Tracer,
  canonical,
  checkRange,
  contentsOf,
  defaultDtype,
  dtypeOf,
  isArrayLike,
  isInexact,
  isInteger,
  isPythonInt,
  mapped,
  numberIn,
  ownDtype,
  promote,
  scalarKind,
  settings,
  shapeText,
  shaped,
  typeText,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  broadcastInDim,
  convertElementType,
  elementwise as e,
  fail,
  filled,
  iota,
  literal,
  shaping as s,
  stack,
} from '../lax/index.ts'
import {Complex, Float, isPlain, isSequence, repr, typeRepr} from '../python/index.ts'

/** A shape as the caller gives it: `4` is `(4,)`. */
export type ShapeLike = number | readonly unknown[]

/** Checks a shape: whole numbers, none of them traced. */
export function shapeOf(shape: ShapeLike): Shape {
  const given: readonly unknown[] = isSequence(shape) ? [...shape] : [shape]
  const sizes = given.filter((n): n is number => typeof n === 'number' && Number.isInteger(n))
  if (sizes.length < given.length) {
    const traced = given.some((n) => n instanceof Tracer)
    const hint = traced
      ? '\nIf using `jit`, try using `static_argnums` or applying `jit` to smaller subfunctions.'
      : ''
    const text = given.map(repr).join(', ')
    fail(
      'TypeError',
      `Shapes must be 1D sequences of concrete values of integer type, got (${text}${given.length === 1 ? ',' : ''}).${hint}`,
    )
  }
  return sizes
}

/** The dtype that an option asks for, or another where it asks for none. */
export const dtypeOr = (dtype: DTypeLike | null | undefined, otherwise: () => DType): DType =>
  dtype === null || dtype === undefined ? otherwise() : canonical(dtypeOf(dtype))
const float = () => defaultDtype('f')

/** `jnp.full(shape, value, dtype)`; without a dtype the value's own, weak for a Python scalar. */
export function full(shape: ShapeLike, value: Input, dtype?: DTypeLike | null): JaxArray {
  const given = asOperand(value)
  const cast =
    dtype === null || dtype === undefined ? given : convertElementType(given, canonical(dtypeOf(dtype)))
  const size = shapeOf(shape)
  return asArray(broadcastTo(cast, size))
}

/** An array of zeros, of floats where no dtype is given. */
export const zeros = (shape: ShapeLike, dtype?: DTypeLike | null): JaxArray =>
  full(shape, 0, dtypeOr(dtype, float))
/** An array of ones, of floats where no dtype is given. */
export const ones = (shape: ShapeLike, dtype?: DTypeLike | null): JaxArray =>
  full(shape, 1, dtypeOr(dtype, float))
export const empty = zeros

/** `jnp.full_like`: shape, dtype and weak type of another array. */
export function fullLike(x: Input, value: Input, dtype?: DTypeLike | null): JaxArray {
  const {aval} = asOperand(x)
  const given = asOperand(value)
  const cast =
    dtype === null || dtype === undefined
      ? convertElementType(given, aval.dtype, aval.weak_type)
      : convertElementType(given, canonical(dtypeOf(dtype)))
  return asArray(cast instanceof Literal ? filled(aval.shape, cast) : broadcastTo(cast, aval.shape))
}

/** Zeros of the shape and type of another array. */
export const zerosLike = (x: Input, dtype?: DTypeLike | null): JaxArray => fullLike(x, 0, dtype)
/** Ones of the shape and type of another array. */
export const onesLike = (x: Input, dtype?: DTypeLike | null): JaxArray => fullLike(x, 1, dtype)

/** `jnp.broadcast_to`, as an operand. */
export function broadcastTo(x: Operand, shape: Shape): Operand {
  const {aval} = x
  if (x instanceof Literal) return filled(shape, x)
  const lead = shape.length - aval.ndim
  if (lead < 0 || aval.shape.some((n, axis) => n !== 1 && n !== shape[axis + lead]))
    fail(
      'ValueError',
      `Incompatible types for broadcasting: input type=${typeText(aval)} and requested type=${typeText({dtype: aval.dtype, shape})}`,
    )
  return broadcastInDim(
    x,
    shape,
    aval.shape.map((_, axis) => axis + lead),
  )
}

/** What `jnp.arange` takes. */
export interface ArangeOptions {
  /** The dtype of the numbers; of floats where one of the bounds is a float, else of ints, where it is not given. */
  readonly dtype?: DTypeLike
}

/** The numbers of `jnp.arange`: as they are, or null where they are not given. */
function boundsOf(given: readonly unknown[]): readonly (number | Float | null)[] {
  const isOne = given.slice(1).every((one) => one === null || one === undefined)
  return ['start', 'stop', 'step'].map((name, i) => {
    const one = given[i] ?? null
    if (one instanceof Tracer) throw concreteNeeded(one, `jnp.arange argument '${isOne ? 'stop' : name}'`)
    if (one === null || one instanceof Float || typeof one === 'number') return one
    if (isArrayLike(one)) return isInexact(asOperand(one).aval.dtype) ? new Float(Number(one)) : Number(one)
    return fail(
      'TypeError',
      `arange requires ndarray, scalar, or None arguments, got ${typeRepr(one)} at position ${i}.`,
    )
  })
}

const valueOf = (bound: number | Float | null): number | null =>
  bound instanceof Float ? bound.value : bound

/** `jnp.arange(start, stop, step, {dtype})`, or the dtype in the fourth place. A float among the bounds makes floats. */
export function arange(
  ...given: readonly (number | Float | null | undefined | DTypeLike | ArangeOptions)[]
): JaxArray {
  const last = given.at(-1)
  const options: ArangeOptions = isPlain(last) ? last : {dtype: given[3]}
  const places = isPlain(last) ? given.slice(0, -1) : given
  if (places.length === 0) fail('TypeError', "arange() missing 1 required positional argument: 'start'")
  const bounds = boundsOf(places)
  const isFloat = bounds.some((bound) => bound !== null && scalarKind(bound) === 'f')
  const [first, second, third] = mapped(bounds, valueOf)
  const start = second === null ? 0 : (first ?? 0)
  const stop = second ?? first ?? 0
  const step = third ?? 1
  if (step === 0) fail('ZeroDivisionError', 'division by zero')
  const length = Math.max(0, Math.ceil((stop - start) / step))
  const dtype = dtypeOr(options.dtype, () => defaultDtype(isFloat ? 'f' : 'i'))
  const counted = iota(dtype, [length], 0)
  if (start === 0 && third === null) return asArray(counted)
  const steps = third === null ? counted : e.mul(literal(step, dtype), counted)
  return asArray(e.add(literal(start, dtype), steps))
}

/**
 * `jnp.asarray` and `jnp.array`: an array of a value or of nested lists. A Python scalar keeps its weak type unless a dtype
 * is given; a list of Python scalars does not.
 *
 * JavaScript has one kind of number: 1.0 is 1, so `array([1.0, 2.0])` is int32. A dtype makes floats of it, as `float(1)` does.
 *
 * @throws {PythonError} ValueError, for lists of unequal lengths.
 * @example
 * asarray([[1, 2], [3, 4]]).shape // [2, 2]
 * asarray([1.0, 2.0], 'float32').dtype.name // 'float32', without a dtype 'int32'
 */
export function asarray(value: unknown, dtype?: DTypeLike | null): JaxArray {
  if (!isSequence(value)) {
    const given = isArrayLike(value) || value instanceof Literal ? value : unlike(value)
    if (dtype === null || dtype === undefined) return asArray(asOperand(given))
    const to = canonical(dtypeOf(dtype))
    if (isInteger(to)) checkRange(given, to)
    return asArray(isPythonInt(given) ? literal(given, to) : convertElementType(asOperand(given), to))
  }
  const leaves: unknown[] = []
  const shape = measure(value, leaves)
  if (leaves.some((leaf) => leaf instanceof JaxArray)) return stacked(value, dtype)
  const scalars = leaves.map((leaf) => (isPlainScalar(leaf) ? leaf : unlike(leaf)))
  const own =
    scalars.length === 0
      ? float()
      : canonical(
          promote(
            scalars.map((scalar) => ({
              dtype: canonical(ownDtype(scalar)),
              weak_type: settings().dtypePromotion === 'strict' && isNumber(scalar),
            })),
          ).dtype,
        )
  const to = dtypeOr(dtype, () => own)
  if (isInteger(to))
    for (const scalar of scalars) checkRange(scalar instanceof NumpyScalar ? scalar.value : scalar, to)
  return new ArrayImpl(shaped(shape, to), contentsOf(scalars.map(numberIn), to))
}

/** What `jnp.array` takes beside the value and the dtype. */
export interface ArrayOptions {
  /** Whether it is a copy, which no program can tell, since arrays do not change; true where it is not given. */
  readonly copy?: boolean
  /** How many axes there are at least: new ones stand in front; 0 where it is not given. */
  readonly ndmin?: number
}

/** `jnp.array`: as `asarray`, with axes in front as many as it takes. */
export function array(value: unknown, dtype?: DTypeLike | null, {ndmin = 0}: ArrayOptions = {}): JaxArray {
  return asArray(withRank(asarray(value, dtype), ndmin))
}

/** An array of so many axes at least, new ones in front. */
export const withRank = (x: Operand, rank: number): Operand =>
  s.expandDims(x, [...Array.from({length: Math.max(0, rank - x.aval.ndim)}).keys()])

/** Python's numbers: what strict promotion lets be any number. */
const isNumber = (value: PythonScalar | NumpyScalar): boolean =>
  !(value instanceof NumpyScalar) && typeof value !== 'boolean'

const isPlainScalar = (value: unknown): value is PythonScalar | NumpyScalar =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  value instanceof Float ||
  value instanceof Complex ||
  value instanceof NumpyScalar

const unlike = (value: unknown): never =>
  fail(
    'TypeError',
    `Value ${repr(value)} with dtype object is not a valid JAX array type. Only arrays of numeric types are supported by JAX.`,
  )

function measure(value: readonly unknown[], leaves: unknown[]): Shape {
  const inner = value.map((item) => {
    if (isSequence(item)) return measure(item, leaves)
    leaves.push(item)
    return item instanceof JaxArray || item instanceof NumpyArray ? item.shape : []
  })
  const first = inner[0] ?? []
  if (inner.some((shape) => shape.length !== first.length || shape.some((n, i) => n !== first[i])))
    fail(
      'ValueError',
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was ${shapeText([value.length])} + inhomogeneous part.`,
    )
  return [value.length, ...first]
}

function stacked(value: readonly unknown[], dtype?: DTypeLike | null): JaxArray {
  const parts = value.map((item) => asarray(item, dtype))
  const {dtype: to, weak_type} = promote(parts.map(({aval}) => aval))
  return asArray(
    stack(
      parts.map((part) => convertElementType(part, to, weak_type)),
      0,
    ),
  )
}
