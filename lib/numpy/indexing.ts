import {
  ArrayImpl,
  JaxArray,
  Literal,
  NumpyArray,
  NumpyScalar,
  type Operand,
  type Shape,
  Span,
  Tracer,
  at,
  defaultDtype,
  isInteger,
  shapeText,
  volume,
} from '../array/index.ts'
import {
  type IndexMode,
  type Input,
  type Windows,
  asArray,
  asOperand,
  commonShape,
  gather,
  shaping as s,
  sliceAt,
  wrapped,
} from '../lax/index.ts'
import {repr, typeRepr} from '../python/index.ts'
import {arange, asarray, broadcastTo} from './create.ts'

/**
 * A slice for `jnp.getitem` and `x.at`, exported as `jnp.s_`.
 *
 * @example
 * jnp.getitem(x, 0, jnp.s_(1, 3)) // x[0, 1:3]
 * jnp.getitem(x, jnp.s_()) // x[:]
 * jnp.getitem(x, jnp.s_(null, null, -1)) // x[::-1]
 */
export const span = (
  start: number | null = null,
  stop: number | null = null,
  step: number | null = 1,
): Span => new Span(start, stop, step ?? 1)

/** A slice of an axis: so many elements from a first, counted from the front. */
interface Slice {
  readonly kind: 'slice'
  readonly axis: number
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly size: number
}

/** One index with the axis that it is of. */
type Part =
  | Slice
  | {readonly kind: 'new'}
  | {readonly kind: 'number'; readonly axis: number; readonly place: number}
  | {readonly kind: 'array'; readonly axis: number; readonly index: Operand}

const noun = (index: unknown): string => (typeof index === 'number' ? 'float64' : typeRepr(index))

/** The elements of a Python slice. */
const sliceOf = (span: Span, axis: number, n: number): Slice => ({kind: 'slice', axis, ...span.indices(n)})

/** An array among the indices, or a refusal. */
function arrayIndex(index: unknown): Operand {
  if (typeof index === 'string')
    return s.fail('TypeError', `JAX does not support string indexing; got idx='${index}'`)
  if (Array.isArray(index))
    return s.fail(
      'TypeError',
      'Using a non-tuple sequence for multidimensional indexing is not allowed: several indices are arguments of their own, several places of one axis are jnp.array([…])',
    )
  const isArray = index instanceof JaxArray || index instanceof NumpyArray || index instanceof NumpyScalar
  const operand = isArray || index instanceof Literal ? asOperand(index) : null
  if (operand === null || !(isInteger(operand.aval.dtype) || operand.aval.dtype.kind === 'b'))
    return s.fail(
      'TypeError',
      `Indexer must have integer or boolean type, got indexer with type ${operand?.aval.dtype.name ?? noun(index)}`,
    )
  return operand
}

/** Where an array of booleans is true, an array of indices for each of its axes, which are `own` of the array. */
function placesOf(mask: Operand, own: Shape, place: number): readonly JaxArray[] {
  if (mask.aval.shape.some((n, axis) => n !== own[axis]))
    s.fail(
      'IndexError',
      `boolean index did not match shape of indexed array in index ${place}: got ${shapeText(mask.aval.shape)}, expected ${repr(own)}`,
    )
  if (!(mask instanceof ArrayImpl))
    return s.fail(
      mask instanceof Tracer ? 'NonConcreteBooleanIndexError' : 'TypeError',
      `Array boolean indices must be concrete; got ${mask.aval.toString()}\n\nSee https://docs.jax.dev/en/latest/errors.html#jax.errors.NonConcreteBooleanIndexError`,
    )
  const flags = asArray(s.reshape(mask, [mask.size])).tolist()
  const found = (Array.isArray(flags) ? flags : [flags]).flatMap((flag, place) => (flag ? [place] : []))
  const {shape} = mask
  return shape.map((n, axis) => {
    const behind = volume(shape.slice(axis + 1))
    return indexArray(found.map((place) => Math.floor(place / behind) % n))
  })
}

const indexArray = (values: readonly number[]): JaxArray => asarray(values, defaultDtype('i'))

/** Each index with its axis, `...` spelt out and booleans as the places where they are true. */
function partsOf(shape: readonly number[], indices: readonly unknown[]): readonly Part[] {
  const spelt = indices.map((index) =>
    index === null || index === '...' || typeof index === 'number' || index instanceof Span
      ? index
      : arrayIndex(index),
  )
  const axesOf = (index: (typeof spelt)[number]): number => {
    if (index === null || index === '...') return 0
    const isMask = index instanceof JaxArray && index.dtype.kind === 'b'
    return isMask ? index.ndim : 1
  }
  const used = spelt.reduce<number>((sum, index) => sum + axesOf(index), 0)
  if (used > shape.length)
    s.fail('IndexError', `Too many indices: array is ${shape.length}-dimensional, but ${used} were indexed`)
  const dots = spelt.indexOf('...')
  const rest = Array.from({length: shape.length - used}, () => span())
  const all = dots < 0 ? [...spelt, ...rest] : spelt.toSpliced(dots, 1, ...rest)
  let axis = 0
  return all.flatMap((index, place): readonly Part[] => {
    const [first, width] = [axis, axesOf(index)]
    axis += width
    if (index === null) return [{kind: 'new'}]
    if (index === '...') return s.fail('IndexError', "an index can only have a single ellipsis ('...')")
    if (index instanceof Span) return [sliceOf(index, first, at(shape, first))]
    if (typeof index !== 'number')
      return index.aval.dtype.kind === 'b'
        ? placesOf(index, shape.slice(first, first + width), place).map((places, i): Part => ({
            kind: 'array',
            axis: first + i,
            index: places,
          }))
        : [{kind: 'array', axis: first, index}]
    if (!Number.isInteger(index)) arrayIndex(index)
    return [{kind: 'number', axis: first, place: index < 0 ? index + at(shape, first) : index}]
  })
}

/** Indices as one gather or scatter takes them. */
interface Reading {
  readonly windows: Windows
  readonly indices: Operand
  /** The shape of what is read, new axes included. */
  readonly shape: readonly number[]
  /** Where new axes stand in it. */
  readonly added: readonly number[]
  /** The axes, new ones aside, that a negative step turns round. */
  readonly turned: readonly number[]
}

const isAdvanced = ({kind}: Part): boolean => kind === 'array' || kind === 'number'

/** Whether numbers go along with the arrays, as NumPy has it: where an array has axes. */
const hasArrays = (parts: readonly Part[]): boolean =>
  parts.some((part) => part.kind === 'array' && part.index.aval.ndim > 0)

/** Where the axes of the index arrays stand in the result: in the place of the first, or in front where others part them. */
function firstAdvanced(parts: readonly Part[]): number {
  const places = [...parts.keys()].filter((i) => isAdvanced(at(parts, i)))
  const [first = 0] = places
  return places.every((place, i) => place === first + i) ? first : 0
}

/** The index of one axis as an operand, counted from the front; a number among arrays is Python's. */
function placeOf(part: Part, shape: readonly number[], isAmong = false): Operand {
  if (part.kind === 'number') return s.literal(part.place, s.indexDtype(), isAmong)
  if (part.kind !== 'array') return s.fail('IndexError', 'a slice is no single place')
  const isUnsigned = part.index.aval.dtype.kind === 'u'
  return isUnsigned ? part.index : wrapped(part.index, at(shape, part.axis))
}

/** Several starts with the axis of the index vectors at which each begins, side by side as vectors. */
function vectorsOf(found: readonly (readonly [Operand, number])[], shape: readonly number[]): Operand {
  const [first] = found
  if (first === undefined) return asarray([], s.indexDtype())
  if (found.length === 1) return s.expandDims(first[0], [first[0].aval.ndim])
  const columns = found.map(([index, from]) =>
    s.broadcastInDim(
      index,
      [...shape, 1],
      index.aval.shape.map((_, axis) => axis + from),
    ),
  )
  return s.concatenate(columns, shape.length)
}

/** A reading as far as its indices have been looked at. */
interface Draft {
  readonly given: readonly number[]
  readonly starts: [Operand, number][]
  /** The shape of the index vectors. */
  readonly outer: number[]
  readonly shape: number[]
  readonly added: number[]
  readonly turned: number[]
  readonly axes: number[]
  readonly collapsed: number[]
  readonly offset: number[]
  readonly sizes: number[]
}

/** The axis of the result, new ones aside, that comes next. */
const nextAxis = ({shape, added}: Draft): number => shape.length - added.length

/** An axis of the array that an index vector has an entry for, and windows one element of. */
function pick({starts, axes, collapsed}: Draft, axis: number, index: Operand, from: number): void {
  starts.push([index, from])
  axes.push(axis)
  collapsed.push(axis)
}

function addArrays(draft: Draft, parts: readonly Part[]): void {
  const places = parts.map((part) => placeOf(part, draft.given, true))
  const common = commonShape(places)
  const wide = places.map((place) => s.convertElementType(broadcastTo(place, common), s.indexDtype()))
  const from = draft.outer.length
  parts.forEach((part, i) => {
    if (part.kind !== 'new') pick(draft, part.axis, at(wide, i), from)
  })
  draft.outer.push(...common)
  draft.shape.push(...common)
}

function addSlice(draft: Draft, {axis, start, step, size}: Slice): void {
  if (step === 1) {
    if (size !== draft.given[axis]) {
      draft.starts.push([s.literal(start, s.indexDtype()), draft.outer.length])
      draft.axes.push(axis)
    }
    draft.offset.push(nextAxis(draft))
  } else {
    const places = asOperand(arange(start, start + size * step, step))
    if (step < 0) draft.turned.push(nextAxis(draft))
    pick(draft, axis, step < 0 ? s.rev(places, [0]) : places, draft.outer.length)
    draft.outer.push(size)
  }
  draft.sizes.push(step === 1 ? size : 1)
  draft.shape.push(size)
}

/** One gather for all indices; source: jax `numpy/indexing.py`, `_index_to_gather`. */
export function readingOf(
  given: readonly number[],
  indices: readonly unknown[],
  mode: IndexMode,
  fill?: number,
): Reading {
  const parts = partsOf(given, indices)
  const lists = (): number[] => []
  const draft: Draft = {
    given,
    starts: [],
    outer: lists(),
    shape: lists(),
    added: lists(),
    turned: lists(),
    axes: lists(),
    collapsed: lists(),
    offset: lists(),
    sizes: lists(),
  }
  const advanced = hasArrays(parts) ? parts.filter(isAdvanced) : []
  const first = firstAdvanced(parts)
  parts.forEach((part, i) => {
    if (i === first && advanced.length > 0) addArrays(draft, advanced)
    if (part.kind === 'new') {
      draft.added.push(draft.shape.length)
      draft.shape.push(1)
    } else if (part.kind === 'slice') addSlice(draft, part)
    else {
      draft.sizes.push(1)
      if (advanced.length > 0) return
      const place = s.convertElementType(placeOf(part, given), s.indexDtype())
      pick(draft, part.axis, place, draft.outer.length)
    }
  })
  const {offset, axes, sizes, shape, added, turned} = draft
  const collapsed = draft.collapsed.toSorted((a, b) => a - b)
  return {
    windows: {offset, collapsed, axes, sizes, mode, fill, isUnique: advanced.length === 0},
    indices: vectorsOf(draft.starts, draft.outer),
    shape,
    added,
    turned,
  }
}

const isBasic = (part: Part): boolean => part.kind !== 'array'
const isScalar = (part: Part): boolean =>
  part.kind === 'slice' ? part.step === 1 : part.kind !== 'array' || part.index.aval.ndim === 0

/** The axes that numbers take away, and where new ones come in. */
function reshaped(x: Operand, parts: readonly Part[]): JaxArray {
  const gone = parts.flatMap((part) => (isAdvanced(part) && part.kind !== 'new' ? [part.axis] : []))
  const left = parts.filter((part) => !isAdvanced(part))
  const added = left.flatMap(({kind}, i) => (kind === 'new' ? [i] : []))
  const squeezed = s.squeeze(x, gone)
  return asArray(added.length === 0 ? squeezed : s.expandDims(squeezed, added))
}

/** Numbers and slices: `lax.slice`. A number out of range is held inside. */
function staticSlice(x: Operand, parts: readonly Part[]): JaxArray {
  const along = parts.flatMap((part) => (part.kind === 'new' ? [] : [part]))
  const runs = along.map((part): Slice => {
    const n = at(x.aval.shape, part.axis)
    if (part.kind !== 'number')
      return part.kind === 'slice' ? part : s.fail('TypeError', 'an array is no slice')
    if (n === 0) s.fail('IndexError', `index is out of bounds for axis ${part.axis} with size 0`)
    const start = Math.max(0, Math.min(n - 1, part.place))
    return {kind: 'slice', axis: part.axis, start, stop: start + 1, step: 1, size: 1}
  })
  const bounds = runs.map(({start, stop, step, size}): readonly [number, number] => {
    if (step > 0) return [start, Math.max(start, stop)]
    return size === 0 ? [0, 0] : [start + (size - 1) * step, start + 1]
  })
  const isStrided = runs.some(({step}) => Math.abs(step) !== 1)
  const taken = s.slice(
    x,
    bounds.map(([low]) => low),
    bounds.map(([, high]) => high),
    isStrided ? runs.map(({step}) => Math.abs(step)) : null,
  )
  const turned = runs.filter(({step}) => step < 0).map(({axis}) => axis)
  return reshaped(turned.length === 0 ? taken : s.rev(taken, turned), parts)
}

/** Numbers, some of them traced, and slices of step 1: `lax.dynamic_slice`. */
function dynamicSlice(x: Operand, parts: readonly Part[]): JaxArray {
  const int = s.indexDtype()
  const along = parts.flatMap((part) => (part.kind === 'new' ? [] : [part]))
  const starts = along.map((part) =>
    part.kind === 'array'
      ? s.convertElementType(part.index, int)
      : s.literal(part.kind === 'slice' ? part.start : part.place, int),
  )
  const sizes = along.map((part) => (part.kind === 'slice' ? part.size : 1))
  return reshaped(sliceAt(x, starts, sizes), parts)
}

/** The elements that indices name, by one gather. */
export function readBy(x: Operand, {windows, indices, shape, added, turned}: Reading): JaxArray {
  if (shape.includes(0)) return asArray(s.filled(shape, s.like(x, 0)))
  const found = indices.aval.size === 0 ? x : gather(x, indices, windows)
  const ordered = turned.length === 0 ? found : s.rev(found, turned)
  return asArray(added.length === 0 ? ordered : s.expandDims(ordered, added))
}

/**
 * `x[indices…]`, as NumPy has it; an index out of range is held inside.
 *
 * @throws {PythonError} IndexError for too many indices, TypeError for text and floats.
 * @example
 * getitem(x, 0, span(1, 3)) // x[0, 1:3]
 * getitem(x, jnp.array([0, 1]), jnp.array([1, 2])) // x[rows, columns]: the arrays go along with one another
 */
export function getitem(x: Input, ...indices: readonly unknown[]): JaxArray {
  const operand = asOperand(x)
  const parts = partsOf(operand.aval.shape, indices)
  if (parts.every(isBasic)) return staticSlice(operand, parts)
  if (parts.every(isScalar)) return dynamicSlice(operand, parts)
  return readBy(operand, readingOf(operand.aval.shape, indices, 'PROMISE_IN_BOUNDS'))
}
