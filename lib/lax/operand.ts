import {
  ArrayImpl,
  type ArrayLike,
  type DType,
  type Each,
  JaxArray,
  Literal,
  type NumpyArray,
  NumpyScalar,
  type Operand,
  Pending,
  type Shape,
  at,
  canonical,
  checkRange,
  defaultDtype,
  dtypeOf,
  each,
  filledWith,
  interpreter,
  isInexact,
  mapped,
  numberIn,
  operandOf,
  promote,
  scalarKind,
  settings,
  shapeText,
  shaped,
} from '../array/index.ts'
import {isSequence, repr} from '../python/index.ts'
import {broadcastInDim, convertElementType, fail} from './shaping.ts'

/** What an operation may be given: an array-like, or a value of a trace. */
export type Input = ArrayLike | Operand

/** A value as an operand: Python's and NumPy's scalars become literals, NumPy's arrays constants. */
export function asOperand(value: Input, name = 'operation'): Operand {
  if (value instanceof Literal) return value
  const array = operandOf(value, name)
  if (array instanceof JaxArray) return literals.get(array) ?? array
  if (array instanceof NumpyScalar) return new Literal(numberIn(array), shaped([], canonical(array.dtype)))
  if (typeof array === 'object' && 'shape' in array) return narrowed(array)
  const kind = scalarKind(array)
  const dtype = defaultDtype(kind)
  checkRange(array, defaultDtype('i'), (given) => `Python int ${given} too large to convert to ${dtype.name}`)
  return new Literal(numberIn(array), shaped([], dtype, kind !== 'b'))
}

/** NumPy's array as JAX takes it in: 64 bits become 32 unless x64 is on. */
function narrowed({shape, dtype, contents}: NumpyArray): ArrayImpl {
  const given = new ArrayImpl(shaped(shape, dtype), contents)
  const aval = shaped(shape, canonical(dtype))
  if (aval === given.aval) return given
  const params = {new_dtype: aval.dtype.name, weak_type: false}
  const call = {name: 'convert_element_type', params, outs: [aval], calls: []}
  return new ArrayImpl(aval, {of: new Pending(call, [given], settings().valueBudget), index: 0})
}

/** A dtype of numbers with a point: floats of 32 bits in place of integers and booleans, of 64 where those have 64. */
export const inexactOf = (dtype: DType): DType =>
  isInexact(dtype) ? dtype : dtypeOf(dtype.bits === 64 ? 'float64' : 'float32')

/** Operands of one dtype, by JAX's promotion. */
export function promoteDtypes<const V extends readonly Input[]>(
  name: string,
  values: V,
  inexact = false,
): Each<V, Operand> {
  const operands = mapped(values, (value) => asOperand(value, name))
  const dtypes = new Set(operands.map(({aval}) => aval.dtype))
  if (dtypes.size > 1 && [...dtypes].some(({kind}) => kind === 'k'))
    fail(
      'TypeError',
      `${name} does not accept dtypes ${operands.map(({aval}) => aval.dtype.name).join(', ')}.`,
    )
  const {dtype, weak_type} = promote(operands.map(({aval}) => aval))
  const to = inexact ? inexactOf(dtype) : dtype
  return each<V, Operand>(
    values.length,
    operands.map((operand) => convertElementType(operand, to, weak_type)),
  )
}

/** Operands of one dtype and one number of dimensions; scalars stay scalars beside a single other rank. */
export const promoteArgs = <const V extends readonly Input[]>(
  name: string,
  values: V,
  inexact = false,
): Each<V, Operand> => {
  const operands = promoteDtypes(name, values, inexact)
  checkRanks(name, operands)
  return promoteShapes<V>(operands)
}

/**
 * Refuses operands of several numbers of dimensions, scalars aside, or warns of them, where `jax_numpy_rank_promotion` says so.
 *
 * Source: jax `numpy/util.py`, `_rank_promotion_warning_or_error`.
 */
export function checkRanks(name: string, operands: readonly Operand[]): void {
  const ranks = new Set(operands.map(({aval}) => aval.ndim).filter((rank) => rank > 0))
  const {rankPromotion, warn} = settings()
  if (ranks.size < 2 || rankPromotion === 'allow') return
  const shapes = operands.map(({aval}) => shapeText(aval.shape)).join(' ')
  if (rankPromotion === 'warn')
    warn?.(
      `Following NumPy automatic rank promotion for ${name} on shapes ${shapes}. Set the jax_numpy_rank_promotion config option to 'allow' to disable this warning; for more information, see https://docs.jax.dev/en/latest/rank_promotion_warning.html.`,
    )
  else
    fail(
      'ValueError',
      `Operands could not be broadcast together for ${name} on shapes ${shapes} and with the config option jax_numpy_rank_promotion='raise'. For more information, see https://docs.jax.dev/en/latest/rank_promotion_warning.html.`,
    )
}

const paddedTo = (rank: number, shape: Shape): Shape => [
  ...Array.from({length: rank - shape.length}, () => 1),
  ...shape,
]

/** The shape that operands have together by NumPy's broadcasting. */
export function commonShape(operands: readonly Operand[]): Shape {
  const rank = Math.max(...operands.map(({aval}) => aval.ndim))
  const padded = operands.map(({aval}) => paddedTo(rank, aval.shape))
  return Array.from({length: rank}, (_, axis) => {
    const [size = 1, ...others] = new Set(padded.map((shape) => at(shape, axis)).filter((n) => n !== 1))
    return others.length === 0
      ? size
      : fail(
          'ValueError',
          `Incompatible shapes for broadcasting: shapes=[${operands.map(({aval}) => shapeText(aval.shape)).join(', ')}]`,
        )
  })
}

/** Gives operands one number of dimensions as NumPy's broadcasting does. */
export function promoteShapes<const V extends readonly unknown[]>(
  operands: Each<V, Operand>,
): Each<V, Operand> {
  const ranks = new Set(operands.map(({aval}) => aval.ndim).filter((rank) => rank > 0))
  if (ranks.size < 2) return operands
  const rank = commonShape(operands).length
  const padded = operands.map(({aval}) => paddedTo(rank, aval.shape))
  return each<V, Operand>(
    operands.length,
    operands.map((operand, i) =>
      operand.aval.ndim === rank
        ? operand
        : broadcastInDim(
            operand,
            at(padded, i),
            operand.aval.shape.map((_, axis) => axis + rank - operand.aval.ndim),
          ),
    ),
  )
}

/** Numbers that became arrays while a function was traced: in its jaxpr they stand as literals. */
const literals = new WeakMap<JaxArray, Literal>()

/** An operand as the array that the caller gets back; a literal becomes an array of no dimensions. */
export function asArray(operand: Operand): JaxArray {
  if (operand instanceof JaxArray) return operand
  const array = new ArrayImpl(operand.aval, filledWith(operand.value, operand.aval.dtype))
  if (interpreter() !== null) literals.set(array, operand)
  return array
}

/**
 * Axes counted from the front, each once; all of them for null.
 *
 * @throws {PythonError} TypeError for what is no whole number, ValueError for one out of range, and for one given twice.
 */
export function normalAxes(
  axis: number | readonly number[] | null | undefined,
  rank: number,
): readonly number[] {
  if (axis === null || axis === undefined) return Array.from({length: rank}, (_, i) => i)
  if (!isSequence(axis)) return [normalAxis(axis, rank)]
  const axes = axis.map((one) => normalAxis(one, rank))
  if (new Set(axes).size < axes.length) fail('ValueError', `duplicate value in 'axis': ${shapeText(axis)}`)
  return axes
}

/** One axis counted from the front; Python's True is 1. */
export function normalAxis(given: number | boolean, rank: number): number {
  const axis = typeof given === 'boolean' ? Number(given) : given
  if (!Number.isInteger(axis)) fail('TypeError', `an axis must be a whole number, but got ${repr(axis)}`)
  if (axis < -rank || axis >= rank)
    fail('ValueError', `axis ${axis} is out of bounds for array of dimension ${rank}`)
  return axis < 0 ? axis + rank : axis
}
