import {
  type DTypeLike,
  type JaxArray,
  type Operand,
  type Shape,
  at,
  canonical,
  dtypeOf,
} from '../array/index.ts'
import {sliceAt, updateSlice} from './dynamic.ts'
import {asArray, asOperand, type Input, normalAxes, normalAxis} from './operand.ts'
import * as s from './shaping.ts'

/** The axis that a function of `lax` takes a part of. */
export interface InDimOptions {
  /** The axis; the first where it is not given. */
  readonly axis?: number
  /** Whether an axis of one element stays; true where it is not given. */
  readonly keepdims?: boolean
}

const axisOf = (x: Operand, {axis = 0}: InDimOptions): number => normalAxis(axis, x.aval.ndim)

/** A part of one axis: numbers below zero count from its end, null is the end. */
function partOf(x: Operand, axis: number, from: number | null, to: number | null, stride = 1): Operand {
  const n = at(x.aval.shape, axis)
  const place = (i: number): number => (i < 0 ? i + n : i)
  return s.partAlong(x, axis, place(from ?? 0), to === null ? n : place(to), stride)
}

/** One index along an axis, and zeros along the others. */
const startsAlong = (x: Operand, axis: number, index: Input): readonly Operand[] => {
  const start = asOperand(index)
  return x.aval.shape.map((_, i) => (i === axis ? start : s.like(start, 0)))
}

const without = (x: Operand, axis: number, {keepdims = true}: InDimOptions): JaxArray =>
  asArray(keepdims ? x : s.squeeze(x, [axis]))

/** The functions of `lax` that take parts of arrays, and make and widen them. */
export const slices = {
  /** A part of an array between places that are known. */
  slice: (
    x: Input,
    start: readonly number[],
    limit: readonly number[],
    strides: readonly number[] | null = null,
  ): JaxArray => asArray(s.sliceAnyway(asOperand(x), start, limit, strides)),
  /** A part of one axis between places that are known. */
  sliceInDim: (
    x: Input,
    start: number | null,
    limit: number | null,
    {axis = 0, stride = 1}: {readonly axis?: number; readonly stride?: number} = {},
  ): JaxArray => {
    const operand = asOperand(x)
    return asArray(partOf(operand, axisOf(operand, {axis}), start, limit, stride))
  },
  /** One place of an axis that is known. */
  indexInDim: (x: Input, index: number, options: InDimOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const axis = axisOf(operand, options)
    const place = index < 0 ? index + at(operand.aval.shape, axis) : index
    return without(partOf(operand, axis, place, place + 1), axis, options)
  },
  /** A part of a known size that begins where numbers say which the program computes. */
  dynamicSlice: (x: Input, starts: readonly Input[], sizes: Shape): JaxArray =>
    asArray(
      sliceAt(
        asOperand(x),
        starts.map((start) => asOperand(start)),
        sizes,
      ),
    ),
  /** As `dynamicSlice`, of one axis. */
  dynamicSliceInDim: (x: Input, start: Input, size: number, options: InDimOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const axis = axisOf(operand, options)
    return asArray(sliceAt(operand, startsAlong(operand, axis, start), operand.aval.shape.with(axis, size)))
  },
  /** One place of an axis, which the program computes. */
  dynamicIndexInDim: (x: Input, index: Input, options: InDimOptions = {}): JaxArray => {
    const operand = asOperand(x)
    const axis = axisOf(operand, options)
    const found = sliceAt(operand, startsAlong(operand, axis, index), operand.aval.shape.with(axis, 1))
    return without(found, axis, options)
  },
  /** An array with a part put where numbers say which the program computes. */
  dynamicUpdateSlice: (x: Input, update: Input, starts: readonly Input[]): JaxArray =>
    asArray(
      updateSlice(
        asOperand(x),
        asOperand(update),
        starts.map((start) => asOperand(start)),
      ),
    ),
  /** As `dynamicUpdateSlice`, of one axis. */
  dynamicUpdateSliceInDim: (x: Input, update: Input, start: Input, axis: number): JaxArray => {
    const operand = asOperand(x)
    const along = axisOf(operand, {axis})
    return asArray(updateSlice(operand, asOperand(update), startsAlong(operand, along, start)))
  },
  /** An array with one place of an axis replaced, which the program computes. */
  dynamicUpdateIndexInDim: (x: Input, update: Input, index: Input, axis: number): JaxArray => {
    const [operand, part] = [asOperand(x), asOperand(update)]
    const along = axisOf(operand, {axis})
    const wide = part.aval.ndim === operand.aval.ndim ? part : s.expandDims(part, [along])
    return asArray(updateSlice(operand, wide, startsAlong(operand, along, index)))
  },
  /** An array with a value before, behind and between its elements. */
  pad: (
    x: Input,
    value: Input,
    config: readonly (readonly [low: number, high: number, interior: number])[],
  ): JaxArray => {
    const operand = asOperand(x)
    const filling = typeof value === 'number' ? s.like(operand, value) : asOperand(value)
    return asArray(s.laxPad(operand, filling, config))
  },
  /** Arrays behind each other on an axis. */
  concatenate: (xs: readonly Input[], dimension: number): JaxArray =>
    asArray(
      s.concatenate(
        xs.map((x) => asOperand(x)),
        dimension,
      ),
    ),
  /** The elements of axes in reverse. */
  rev: (x: Input, dimensions: readonly number[]): JaxArray => asArray(s.rev(asOperand(x), dimensions)),
  /** An array without axes of size one. */
  squeeze: (x: Input, dimensions: readonly number[]): JaxArray => {
    const operand = asOperand(x)
    return asArray(s.squeeze(operand, normalAxes(dimensions, operand.aval.ndim)))
  },
  /** An array with new axes of size one. */
  expandDims: (x: Input, dimensions: readonly number[]): JaxArray => {
    const operand = asOperand(x)
    return asArray(s.expandDims(operand, normalAxes(dimensions, operand.aval.ndim + dimensions.length)))
  },
  /** An array repeated along new axes in front. */
  broadcast: (x: Input, sizes: Shape): JaxArray => {
    const operand = asOperand(x)
    const {shape} = operand.aval
    return asArray(
      s.broadcastInDim(
        operand,
        [...sizes, ...shape],
        shape.map((_, axis) => axis + sizes.length),
      ),
    )
  },
  /** The numbers from 0. */
  iota: (dtype: DTypeLike, size: number): JaxArray => asArray(s.iota(canonical(dtypeOf(dtype)), [size], 0)),
  /** The numbers from 0 along an axis of a shape. */
  broadcastedIota: (dtype: DTypeLike, shape: Shape, dimension: number): JaxArray =>
    asArray(s.iota(canonical(dtypeOf(dtype)), shape, dimension)),
  /** An array of one value. */
  full: (shape: Shape, value: Input, dtype?: DTypeLike): JaxArray => {
    const given = asOperand(value)
    const cast = dtype === undefined ? given : s.convertElementType(given, canonical(dtypeOf(dtype)))
    return asArray(s.broadcastInDim(cast, shape, []))
  },
  /** An array of one value, of the shape and type of another. */
  fullLike: (x: Input, value: Input, dtype?: DTypeLike): JaxArray => {
    const {aval} = asOperand(x)
    const to = dtype === undefined ? aval.dtype : canonical(dtypeOf(dtype))
    const cast = s.convertElementType(asOperand(value), to, dtype === undefined && aval.weak_type)
    return asArray(s.broadcastInDim(cast, aval.shape, []))
  },
} as const
