import {
  type DType,
  type Each,
  Literal,
  type Operand,
  type Rule,
  type Shape,
  type ShapedArray,
  at,
  bind,
  defaultDtype,
  each,
  isInexact,
  sameShape,
  shapeText,
  shaped,
  volume,
} from '../array/index.ts'
import {PythonError} from '../python/index.ts'

/** A number as it stands in a jaxpr. */
export const literal = (
  value: number | bigint | readonly [number, number],
  dtype: DType,
  weak_type = false,
): Literal => new Literal(value, shaped([], dtype, weak_type))

/** A literal of the same dtype as another operand, weak where that is a weak number. */
export const like = ({aval}: Operand, value: number): Literal =>
  literal(value, aval.dtype, aval.weak_type && aval.ndim === 0)

export const fail = (type: string, message: string): never => {
  throw new PythonError(type, message)
}

const heldZero = ({aval}: Operand): Literal => new Literal(0, shaped([], aval.dtype, aval.weak_type), true)

/** Tangents of operands, zeros where there are none. */
export const withZeros = <I extends readonly unknown[]>(
  tangents: Each<I, Operand | null>,
  primals: Each<I, Operand>,
): Each<I, Operand> =>
  each<I, Operand>(
    tangents.length,
    primals.map((primal, i) => tangents[i] ?? filled(primal.aval.shape, heldZero(primal))),
  )

/** An operation whose tangent is itself applied to the tangent. */
export const linear = <const I extends readonly Operand[], const O extends readonly ShapedArray[]>(
  rule: Omit<Rule<NoInfer<I>, O>, 'jvp'>,
  inputs: I,
): Each<O, Operand> =>
  bind<I, O>({...rule, jvp: (tangents, primals) => rule.again(withZeros<I>(tangents, primals))}, inputs)

const withShape = (x: Operand, shape: Shape): ShapedArray => shaped(shape, x.aval.dtype, x.aval.weak_type)

/** `lax.reshape`; with `dimensions` the axes are put in that order first. */
export function reshape(x: Operand, shape: Shape, dimensions: readonly number[] | null = null): Operand {
  const {aval} = x
  // JAX writes an equation for a number that stays one.
  if (dimensions === null && aval.ndim > 0 && sameShape(aval.shape, shape)) return x
  const size = volume(shape)
  if (size !== aval.size)
    fail(
      'TypeError',
      `reshape total size must be unchanged, got new_sizes ${shapeText(shape)} for shape ${shapeText(aval.shape)}.`,
    )
  const [out] = linear(
    {
      name: 'reshape',
      params: {new_sizes: shape, dimensions},
      outs: [withShape(x, shape)],
      again: ([y]) => [reshape(y, shape, dimensions)],
      batch: ([y], _stacked, n) => [reshape(y, [n, ...shape], dimensions && [0, ...behind(dimensions)])],
      transpose: ([ct]) => [
        ct &&
          (dimensions === null
            ? reshape(ct, aval.shape)
            : transpose(reshape(ct, sizesAt(aval.shape, dimensions)), inverseOf(dimensions))),
      ],
    },
    [x],
  )
  return out
}

/** Axes that come behind a new first one. */
export const behind = (axes: readonly number[]): readonly number[] => axes.map((axis) => axis + 1)

/** An operand as a stack of equal rows. */
export const repeatedRow = (x: Operand, size: number): Operand =>
  broadcastInDim(x, [size, ...x.aval.shape], behind([...x.aval.shape.keys()]))

/** Operands of which some are stacks, as stacks all. */
export const stackedAll = (
  xs: readonly Operand[],
  stacked: readonly boolean[],
  size: number,
): readonly Operand[] => xs.map((x, i) => (stacked[i] === true ? x : repeatedRow(x, size)))

/** The order that undoes an order of axes. */
const inverseOf = (permutation: readonly number[]): readonly number[] =>
  permutation.map((_, axis) => permutation.indexOf(axis))

/** `lax.transpose`. */
export function transpose(x: Operand, permutation: readonly number[]): Operand {
  const {shape} = x.aval
  if (
    permutation.length !== shape.length ||
    new Set(permutation).size !== shape.length ||
    permutation.some((axis) => axis < 0 || axis >= shape.length)
  )
    fail(
      'TypeError',
      `transpose permutation isn't a permutation of operand dimensions, got permutation ${shapeText(permutation)} for operand shape ${shapeText(shape)}.`,
    )
  if (permutation.every((axis, i) => axis === i)) return x
  const inverse = inverseOf(permutation)
  const [out] = linear(
    {
      name: 'transpose',
      params: {permutation},
      outs: [withShape(x, sizesAt(shape, permutation))],
      again: ([y]) => [transpose(y, permutation)],
      batch: ([y]) => [transpose(y, [0, ...behind(permutation)])],
      transpose: ([ct]) => [ct && transpose(ct, inverse)],
    },
    [x],
  )
  return out
}

/** The sizes of some axes of a shape. */
export const sizesAt = (shape: Shape, axes: readonly number[]): Shape => axes.map((axis) => at(shape, axis))

/** The axes of a shape, or those among them that pass a test. */
const axesOf = (shape: Shape, test: (axis: number) => boolean = () => true): readonly number[] =>
  [...shape.keys()].filter(test)

/** `lax.broadcast_in_dim`: the axes of `x` become `dimensions` of the shape. */
export function broadcastInDim(x: Operand, shape: Shape, dimensions: readonly number[]): Operand {
  const {aval} = x
  if (shape.some((n) => n < 0))
    fail(
      'TypeError',
      `broadcast_in_dim shape must have every element be nonnegative, got ${shapeText(shape)}.`,
    )
  if (sameShape(aval.shape, shape)) return x
  const [out] = linear(
    {
      name: 'broadcast_in_dim',
      params: {shape, broadcast_dimensions: dimensions},
      outs: [withShape(x, shape)],
      again: ([y]) => [broadcastInDim(y, shape, dimensions)],
      batch: ([y], _stacked, n) => [broadcastInDim(y, [n, ...shape], [0, ...behind(dimensions)])],
      transpose: ([ct]) => [ct && unbroadcastInDim(ct, aval.shape, dimensions)],
    },
    [x],
  )
  return out
}

/** Sums what was repeatedRow; axes of one element are summed too and put back. */
function unbroadcastInDim(ct: Operand, before: Shape, dimensions: readonly number[]): Operand {
  const kept = dimensions.filter((_, i) => before[i] !== 1)
  const repeatedRow = axesOf(ct.aval.shape, (axis) => !kept.includes(axis))
  const long = axesOf(before, (axis) => before[axis] !== 1)
  return broadcastInDim(reduceSum(ct, repeatedRow), before, long)
}

/** A filled array: one `broadcast_in_dim`, or the literal itself where it has no dimensions. */
export const filled = (shape: Shape, value: Literal): Operand =>
  shape.length === 0 ? value : broadcastInDim(value, shape, [])

/** `lax.reduce_sum`; nothing happens for no axes. */
export function reduceSum(x: Operand, axes: readonly number[]): Operand {
  const {shape} = x.aval
  const kept = axesOf(shape, (axis) => !axes.includes(axis))
  const [out] = linear(
    {
      name: 'reduce_sum',
      params: {axes},
      outs: [withShape(x, sizesAt(shape, kept))],
      again: ([y]) => [reduceSum(y, axes)],
      batch: ([y]) => [reduceSum(y, behind(axes))],
      transpose: ([ct]) => [ct && broadcastInDim(ct, shape, kept)],
    },
    [x],
  )
  return out
}

/** `lax.squeeze`. */
export function squeeze(x: Operand, axes: readonly number[]): Operand {
  const {shape} = x.aval
  if (axes.length === 0) return x
  const dimensions = [...axes].sort((a, b) => a - b)
  if (axes.some((axis) => shape[axis] !== 1))
    fail(
      'ValueError',
      `cannot select an axis to squeeze out which has size not equal to one, got shape=${shapeText(shape)} and dimensions=${shapeText(axes)}`,
    )
  const left = shape.filter((_, axis) => !axes.includes(axis))
  const [out] = linear(
    {
      name: 'squeeze',
      params: {dimensions},
      outs: [withShape(x, left)],
      again: ([y]) => [squeeze(y, axes)],
      batch: ([y]) => [squeeze(y, behind(axes))],
      transpose: ([ct]) => [ct && expandDims(ct, axes)],
    },
    [x],
  )
  return out
}

/** `lax.expand_dims`: axes counted in the result. */
export function expandDims(x: Operand, axes: readonly number[]): Operand {
  const rank = x.aval.ndim + axes.length
  const before = [...x.aval.shape]
  const shape = Array.from({length: rank}, (_, axis) => (axes.includes(axis) ? 1 : (before.shift() ?? 1)))
  return broadcastInDim(
    x,
    shape,
    axesOf(shape, (axis) => !axes.includes(axis)),
  )
}

/** `lax.slice`, left out where it takes everything, as indexing leaves it out. */
export function slice(
  x: Operand,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[] | null = null,
): Operand {
  return sameShape(sizes(start, limit, strides), x.aval.shape) && (strides?.every((n) => n === 1) ?? true)
    ? x
    : sliceAnyway(x, start, limit, strides)
}

const sizes = (
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[] | null,
): readonly number[] =>
  start.map((from, i) => Math.max(0, Math.ceil((at(limit, i) - from) / (strides?.[i] ?? 1))))

/** `lax.slice`. */
export function sliceAnyway(
  x: Operand,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[] | null,
): Operand {
  const {shape} = x.aval
  const size = sizes(start, limit, strides)
  const around = shape.map((n, i): AxisPadding => {
    const [from, step, taken] = [at(start, i), strides?.[i] ?? 1, at(size, i)]
    return [from, n - (taken === 0 ? from : from + 1 + (taken - 1) * step), step - 1]
  })
  const [out] = linear(
    {
      name: 'slice',
      params: {start_indices: start, limit_indices: limit, strides},
      outs: [withShape(x, size)],
      again: ([y]) => [sliceAnyway(y, start, limit, strides)],
      batch: ([y], _stacked, n) => [sliceAnyway(y, [0, ...start], [n, ...limit], strides && [1, ...strides])],
      transpose: ([ct]) => [ct && laxPad(ct, like(ct, 0), around)],
    },
    [x],
  )
  return out
}

/** A shape with some of its axes of one element. */
export const onesAt = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((n, axis) => (axes.includes(axis) ? 1 : n))

/** A part of one axis, an equation of its own even where it is the whole. */
export const partAlong = (x: Operand, axis: number, from: number, to: number, stride = 1): Operand =>
  sliceAnyway(
    x,
    x.aval.shape.map(() => 0).with(axis, from),
    x.aval.shape.with(axis, to),
    x.aval.shape.map(() => 1).with(axis, stride),
  )

/** The padding of one axis: before it, behind it, and between its items. */
type AxisPadding = readonly [low: number, high: number, interior: number]

/** `lax.pad`, with a padding for each axis. */
export function laxPad(x: Operand, value: Operand, padding: readonly AxisPadding[]): Operand {
  const {shape} = x.aval
  const spread = shape.map((n, i) => n + Math.max(0, n - 1) * at(padding, i)[2])
  const size = spread.map((n, i) => at(padding, i)[0] + at(padding, i)[1] + n)
  const within = (ct: Operand): Operand =>
    sliceAnyway(
      laxPad(
        ct,
        like(ct, 0),
        padding.map(([low, high]) => [-low, -high, 0]),
      ),
      shape.map(() => 0),
      spread,
      padding.map(([, , interior]) => interior + 1),
    )
  const [out] = linear(
    {
      name: 'pad',
      params: {padding_config: padding},
      outs: [withShape(x, size)],
      again: ([y, v]) => [laxPad(y, v, padding)],
      transpose: ([ct], _inputs, [, wanted]) => [
        ct && within(ct),
        ct && wanted ? reduceSum(ct, axesOf(size)) : null,
      ],
    },
    [x, value],
  )
  return out
}

/** `lax.concatenate`. */
export function concatenate(xs: readonly Operand[], axis: number): Operand {
  const shapes = xs.map(({aval}) => aval.shape)
  const [first] = xs
  if (first === undefined) return fail('ValueError', 'concatenate expects at least one operand, got 0.')
  if (shapes.some((shape) => shape.length !== first.aval.ndim))
    fail(
      'TypeError',
      `Cannot concatenate arrays with different numbers of dimensions: got ${shapes.map(shapeText).join(', ')}.`,
    )
  if (shapes.some((shape) => shape.some((n, i) => i !== axis && n !== first.aval.shape[i])))
    fail(
      'TypeError',
      `Cannot concatenate arrays with shapes that differ in dimensions other than the one being concatenated: concatenating along dimension ${axis} for shapes ${shapes.map(shapeText).join(', ')}.`,
    )
  const parts = shapes.map((shape) => at(shape, axis))
  const [out] = linear(
    {
      name: 'concatenate',
      params: {dimension: axis},
      outs: [
        joined(
          xs,
          first.aval.shape.with(
            axis,
            parts.reduce((sum, n) => sum + n, 0),
          ),
        ),
      ],
      again: (ys) => [concatenate(ys, axis)],
      batch: (ys, stacked, n) => [concatenate(stackedAll(ys, stacked, n), axis + 1)],
      transpose: ([ct]) => (ct === null ? parts.map(() => null) : laxSplit(ct, parts, axis)),
    },
    xs,
  )
  return out
}

/** The aval of several operands in one, of the dtype of the first. */
const joined = (xs: readonly Operand[], shape: Shape): ShapedArray =>
  shaped(
    shape,
    at(xs, 0).aval.dtype,
    xs.every((x) => x.aval.weak_type),
  )

/** `lax.split` into parts of the given sizes. */
export function laxSplit(x: Operand, sizes: readonly number[], axis: number): readonly Operand[] {
  const outs = sizes.map((size) => withShape(x, x.aval.shape.with(axis, size)))
  return linear(
    {
      name: 'split',
      params: {sizes, axis},
      outs,
      again: ([y]) => laxSplit(y, sizes, axis),
      batch: ([y]) => laxSplit(y, sizes, axis + 1),
      transpose: (cts) => [
        concatenate(
          outs.map((out, i) => cts[i] ?? zerosOf(out)),
          axis,
        ),
      ],
    },
    [x],
  )
}

/** The aval of a row of a stack. */
export const rowAval = ({shape, dtype, weak_type}: ShapedArray): ShapedArray =>
  shaped(shape.slice(1), dtype, weak_type)

/** The aval of a stack of so many rows. */
export const stackAval = ({shape, dtype, weak_type}: ShapedArray, size: number): ShapedArray =>
  shaped([size, ...shape], dtype, weak_type)

/** Zeros of an aval. */
export const zerosOf = ({shape, dtype, weak_type}: ShapedArray): Operand =>
  filled(shape, literal(0, dtype, weak_type))

/** `lax.stack`: a new axis. */
export function stack(xs: readonly Operand[], axis: number): Operand {
  const [out] = linear(
    {
      name: 'stack',
      params: {axis},
      outs: [joined(xs, at(xs, 0).aval.shape.toSpliced(axis, 0, xs.length))],
      again: (ys) => [stack(ys, axis)],
      batch: (ys, stacked, n) => [stack(stackedAll(ys, stacked, n), axis + 1)],
      transpose: ([ct]) => (ct === null ? xs.map(() => null) : unstack(ct, axis)),
    },
    xs,
  )
  return out
}

/** `lax.unstack`: the parts along an axis. */
export function unstack(x: Operand, axis: number): readonly Operand[] {
  const part = withShape(x, x.aval.shape.toSpliced(axis, 1))
  return linear(
    {
      name: 'unstack',
      params: {axis},
      outs: Array.from({length: at(x.aval.shape, axis)}, () => part),
      again: ([y]) => unstack(y, axis),
      batch: ([y]) => unstack(y, axis + 1),
      transpose: (cts) => [
        stack(
          cts.map((ct) => ct ?? zerosOf(part)),
          axis,
        ),
      ],
    },
    [x],
  )
}

/** `lax.tile`. */
export function tile(x: Operand, reps: readonly number[]): Operand {
  const {shape} = x.aval
  const apart = shape.flatMap((n, i) => [at(reps, i), n])
  const repeats = shape.map((_, i) => 2 * i)
  const [out] = linear(
    {
      name: 'tile',
      params: {reps},
      outs: [
        withShape(
          x,
          shape.map((n, i) => n * at(reps, i)),
        ),
      ],
      again: ([y]) => [tile(y, reps)],
      batch: ([y]) => [tile(y, [1, ...reps])],
      transpose: ([ct]) => [ct && reduceSum(reshape(ct, apart), repeats)],
    },
    [x],
  )
  return out
}

/** `lax.rev`. */
export function rev(x: Operand, axes: readonly number[]): Operand {
  const [out] = linear(
    {
      name: 'rev',
      params: {dimensions: axes},
      outs: [x.aval],
      again: ([y]) => [rev(y, axes)],
      batch: ([y]) => [rev(y, behind(axes))],
      transpose: ([ct]) => [ct && rev(ct, axes)],
    },
    [x],
  )
  return out
}

/** `lax.broadcasted_iota`. */
export function iota(dtype: DType, shape: Shape, axis: number): Operand {
  const [out] = bind(
    {
      name: 'iota',
      params: {dtype: dtype.name, dimension: axis, shape},
      outs: [shaped(shape, dtype)],
      again: () => [iota(dtype, shape, axis)],
    },
    [],
  )
  return out
}

/** The value of a literal in a dtype: integers have no fraction. */
const truncated = (value: Literal['value'], {kind}: DType): Literal['value'] =>
  typeof value === 'number' && 'iu'.includes(kind) ? Math.trunc(value) : value

/** `lax.convert_element_type`; nothing happens when dtype and weak type are those already. */
export function convertElementType(x: Operand, dtype: DType, weak_type = false): Operand {
  const {aval} = x
  if (aval.dtype === dtype && aval.weak_type === weak_type) return x
  if (x instanceof Literal) return literal(truncated(x.value, dtype), dtype, weak_type)
  return always(x, dtype, weak_type)
}

/** The conversion as an equation of its own. */
function always(x: Operand, dtype: DType, weak_type: boolean): Operand {
  const {aval} = x
  const rule: Rule<readonly [Operand], readonly [ShapedArray]> = {
    name: 'convert_element_type',
    params: {new_dtype: dtype.name, weak_type},
    outs: [shaped(aval.shape, dtype, weak_type)],
    again: ([y]) => [convertElementType(y, dtype, weak_type)],
    batch: ([y]) => [convertElementType(y, dtype, weak_type)],
  }
  if (!isInexact(aval.dtype) || !isInexact(dtype)) return bind(rule, [x])[0]
  const [out] = bind(
    {
      ...rule,
      jvp: ([tangent]) => [tangent && convertElementType(tangent, dtype, weak_type)],
      transpose: ([ct]) => [ct && convertElementType(ct, aval.dtype, aval.weak_type)],
    },
    [x],
  )
  return out
}

/** The dtype of indices and counts. */
export const indexDtype = (): DType => defaultDtype('i')
