import {PythonError} from '../python/index.ts'
import {type Shape, type ShapedArray, sameShape, shaped, shapeText} from './aval.ts'
import {bind} from './bind.ts'
import {defaultDtype, type DType} from './dtype.ts'
import {Literal, type Op, type Operand} from './op.ts'

/** A number as it stands in a jaxpr. */
export const literal = (
  value: number | bigint | readonly [number, number],
  dtype: DType,
  weak_type = false,
): Literal => new Literal(value, shaped([], dtype, weak_type))

/** A literal of the same dtype as another operand. */
export const like = (x: Operand, value: number): Literal => literal(value, x.aval.dtype)

export const fail = (type: string, message: string): never => {
  throw new PythonError(type, message)
}

/** An operation whose tangent is itself applied to the tangent. */
export function linear(
  op: Omit<Op, 'again' | 'jvp'>,
  inputs: readonly Operand[],
  again: Op['again'],
): readonly Operand[] {
  const zeros = (tangents: readonly (Operand | null)[]) =>
    tangents.map((tangent, i) => tangent ?? full(inputs[i].aval.shape, like(inputs[i], 0)))
  return bind({...op, again, jvp: (tangents) => again(zeros(tangents))}, inputs)
}

const withShape = (x: Operand, shape: Shape): ShapedArray => shaped(shape, x.aval.dtype, x.aval.weak_type)

/** `lax.reshape`. */
export function reshape(x: Operand, shape: Shape): Operand {
  const {aval} = x
  if (sameShape(aval.shape, shape)) return x
  const size = shape.reduce((product, n) => product * n, 1)
  if (size !== aval.size)
    fail(
      'TypeError',
      `reshape total size must be unchanged, got new_sizes ${shapeText(shape)} for shape ${shapeText(aval.shape)}.`,
    )
  const op = {
    name: 'reshape',
    params: {new_sizes: shape},
    outs: [withShape(x, shape)],
    transpose: ([ct]: readonly (Operand | null)[]) => [ct && reshape(ct, aval.shape)],
  }
  return linear(op, [x], ([y]) => [reshape(y, shape)])[0]
}

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
  const inverse = shape.map((_, axis) => permutation.indexOf(axis))
  const op = {
    name: 'transpose',
    params: {permutation},
    outs: [
      withShape(
        x,
        permutation.map((axis) => shape[axis]),
      ),
    ],
    transpose: ([ct]: readonly (Operand | null)[]) => [ct && transpose(ct, inverse)],
  }
  return linear(op, [x], ([y]) => [transpose(y, permutation)])[0]
}

/** `lax.broadcast_in_dim`: the axes of `x` become `dimensions` of the shape. */
export function broadcastInDim(x: Operand, shape: Shape, dimensions: readonly number[]): Operand {
  const {aval} = x
  if (shape.some((n) => n < 0))
    fail(
      'TypeError',
      `broadcast_in_dim shape must have every element be nonnegative, got ${shapeText(shape)}.`,
    )
  if (sameShape(aval.shape, shape)) return x
  const op = {
    name: 'broadcast_in_dim',
    params: {shape, broadcast_dimensions: dimensions},
    outs: [withShape(x, shape)],
    transpose: ([ct]: readonly (Operand | null)[]) => [ct && unbroadcastInDim(ct, aval.shape, dimensions)],
  }
  return linear(op, [x], ([y]) => [broadcastInDim(y, shape, dimensions)])[0]
}

/** Sums what was repeated; axes of one element are summed too and put back. */
function unbroadcastInDim(ct: Operand, before: Shape, dimensions: readonly number[]): Operand {
  const kept = dimensions.filter((_, i) => before[i] !== 1)
  const sum = reduceSum(
    ct,
    ct.aval.shape.map((_, axis) => axis).filter((axis) => !kept.includes(axis)),
  )
  return broadcastInDim(
    sum,
    before,
    before.flatMap((n, i) => (n === 1 ? [] : [i])),
  )
}

/** A filled array: one `broadcast_in_dim`, or the literal itself where it has no dimensions. */
export const full = (shape: Shape, value: Literal): Operand =>
  shape.length === 0 ? value : broadcastInDim(value, shape, [])

/** `lax.reduce_sum`; nothing happens for no axes. */
export function reduceSum(x: Operand, axes: readonly number[]): Operand {
  const {shape} = x.aval
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const op = {
    name: 'reduce_sum',
    params: {axes},
    outs: [
      withShape(
        x,
        kept.map((axis) => shape[axis]),
      ),
    ],
    transpose: ([ct]: readonly (Operand | null)[]) => [ct && broadcastInDim(ct, shape, kept)],
  }
  return linear(op, [x], ([y]) => [reduceSum(y, axes)])[0]
}

/** `lax.squeeze`. */
export function squeeze(x: Operand, axes: readonly number[]): Operand {
  const {shape} = x.aval
  if (axes.length === 0) return x
  if (axes.some((axis) => shape[axis] !== 1))
    fail(
      'ValueError',
      `cannot select an axis to squeeze out which has size not equal to one, got shape=${shapeText(shape)} and dimensions=${shapeText(axes)}`,
    )
  const op = {
    name: 'squeeze',
    params: {dimensions: axes},
    outs: [
      withShape(
        x,
        shape.filter((_, axis) => !axes.includes(axis)),
      ),
    ],
    transpose: ([ct]: readonly (Operand | null)[]) => [ct && expandDims(ct, axes)],
  }
  return linear(op, [x], ([y]) => [squeeze(y, axes)])[0]
}

/** `lax.expand_dims`: axes counted in the result. */
export function expandDims(x: Operand, axes: readonly number[]): Operand {
  const rank = x.aval.ndim + axes.length
  const shape: number[] = []
  const dimensions: number[] = []
  let from = 0
  for (let axis = 0; axis < rank; axis++) {
    if (axes.includes(axis)) shape.push(1)
    else {
      dimensions.push(axis)
      shape.push(x.aval.shape[from++])
    }
  }
  return broadcastInDim(x, shape, dimensions)
}

/** `lax.slice`, left out where it takes everything. */
export function slice(
  x: Operand,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[] = start.map(() => 1),
): Operand {
  return sameShape(sizes(start, limit, strides), x.aval.shape) && strides.every((n) => n === 1)
    ? x
    : sliceAnyway(x, start, limit, strides)
}

const sizes = (
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[],
): readonly number[] => start.map((from, i) => Math.max(0, Math.ceil((limit[i] - from) / strides[i])))

function sliceAnyway(
  x: Operand,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[],
): Operand {
  const {shape} = x.aval
  const size = sizes(start, limit, strides)
  const back = ([ct]: readonly (Operand | null)[]) => [
    ct &&
      pad(
        ct,
        like(ct, 0),
        start.map((from, i) => [
          from,
          shape[i] - (size[i] === 0 ? from : from + 1 + (size[i] - 1) * strides[i]),
          strides[i] - 1,
        ]),
      ),
  ]
  const op = {
    name: 'slice',
    params: {start_indices: start, limit_indices: limit, strides},
    outs: [withShape(x, size)],
    transpose: back,
  }
  return linear(op, [x], ([y]) => [sliceAnyway(y, start, limit, strides)])[0]
}

/** `lax.pad`: low, high and interior padding of each axis. */
export function pad(x: Operand, value: Operand, padding: readonly (readonly number[])[]): Operand {
  const {shape} = x.aval
  const out = shape.map((n, i) => padding[i][0] + padding[i][1] + n + Math.max(0, n - 1) * padding[i][2])
  const back: Op['transpose'] = ([ct], _inputs, wanted) => {
    if (ct === null) return [null, null]
    const inner = sliceAnyway(
      pad(
        ct,
        like(ct, 0),
        padding.map(([low, high]) => [-low, -high, 0]),
      ),
      shape.map(() => 0),
      shape.map((n, i) => n + Math.max(0, n - 1) * padding[i][2]),
      padding.map(([, , interior]) => interior + 1),
    )
    return [
      inner,
      wanted[1]
        ? reduceSum(
            ct,
            out.map((_, i) => i),
          )
        : null,
    ]
  }
  return linear(
    {name: 'pad', params: {padding_config: padding}, outs: [withShape(x, out)], transpose: back},
    [x, value],
    ([y, v]) => [pad(y, v, padding)],
  )[0]
}

/** `lax.concatenate`. */
export function concatenate(xs: readonly Operand[], axis: number): Operand {
  const shapes = xs.map(({aval}) => aval.shape)
  const [first] = shapes
  if (shapes.length === 0) fail('ValueError', 'concatenate expects at least one operand, got 0.')
  if (shapes.some((shape) => shape.length !== first.length))
    fail(
      'TypeError',
      `Cannot concatenate arrays with different numbers of dimensions: got ${shapes.map(shapeText).join(', ')}.`,
    )
  if (shapes.some((shape) => shape.some((n, i) => i !== axis && n !== first[i])))
    fail(
      'TypeError',
      `Cannot concatenate arrays with shapes that differ in dimensions other than the one being concatenated: concatenating along dimension ${axis} for shapes ${shapes.map(shapeText).join(', ')}.`,
    )
  const sizes = shapes.map((shape) => shape[axis])
  const out = first.map((n, i) => (i === axis ? sizes.reduce((sum, size) => sum + size, 0) : n))
  const aval = shaped(
    out,
    xs[0].aval.dtype,
    xs.every((x) => x.aval.weak_type),
  )
  const back = ([ct]: readonly (Operand | null)[]) =>
    ct === null ? sizes.map(() => null) : split(ct, sizes, axis)
  return linear({name: 'concatenate', params: {dimension: axis}, outs: [aval], transpose: back}, xs, (ys) => [
    concatenate(ys, axis),
  ])[0]
}

/** `lax.split` into parts of the given sizes. */
export function split(x: Operand, sizes: readonly number[], axis: number): readonly Operand[] {
  const outs = sizes.map((size) =>
    withShape(
      x,
      x.aval.shape.map((n, i) => (i === axis ? size : n)),
    ),
  )
  const back = (cts: readonly (Operand | null)[]) => [
    concatenate(
      cts.map((ct, i) => ct ?? full(outs[i].shape, literal(0, outs[i].dtype))),
      axis,
    ),
  ]
  return linear({name: 'split', params: {sizes, axis}, outs, transpose: back}, [x], ([y]) =>
    split(y, sizes, axis),
  )
}

/** `lax.stack`: a new axis. */
export function stack(xs: readonly Operand[], axis: number): Operand {
  const shape = [...xs[0].aval.shape]
  shape.splice(axis, 0, xs.length)
  const aval = shaped(
    shape,
    xs[0].aval.dtype,
    xs.every((x) => x.aval.weak_type),
  )
  const back = ([ct]: readonly (Operand | null)[]) => (ct === null ? xs.map(() => null) : unstack(ct, axis))
  return linear({name: 'stack', params: {axis}, outs: [aval], transpose: back}, xs, (ys) => [
    stack(ys, axis),
  ])[0]
}

/** `lax.unstack`: the parts along an axis. */
export function unstack(x: Operand, axis: number): readonly Operand[] {
  const part = withShape(
    x,
    x.aval.shape.filter((_, i) => i !== axis),
  )
  const outs = Array.from({length: x.aval.shape[axis]}, () => part)
  const back = (cts: readonly (Operand | null)[]) => [
    stack(
      cts.map((ct) => ct ?? full(part.shape, literal(0, part.dtype))),
      axis,
    ),
  ]
  return linear({name: 'unstack', params: {axis}, outs, transpose: back}, [x], ([y]) => unstack(y, axis))
}

/** `lax.tile`. */
export function tile(x: Operand, reps: readonly number[]): Operand {
  const {shape} = x.aval
  const back = ([ct]: readonly (Operand | null)[]) => [
    ct &&
      reduceSum(
        reshape(
          ct,
          shape.flatMap((n, i) => [reps[i], n]),
        ),
        shape.map((_, i) => 2 * i),
      ),
  ]
  return linear(
    {
      name: 'tile',
      params: {reps},
      outs: [
        withShape(
          x,
          shape.map((n, i) => n * reps[i]),
        ),
      ],
      transpose: back,
    },
    [x],
    ([y]) => [tile(y, reps)],
  )[0]
}

/** `lax.rev`. */
export function rev(x: Operand, axes: readonly number[]): Operand {
  const back = ([ct]: readonly (Operand | null)[]) => [ct && rev(ct, axes)]
  return linear({name: 'rev', params: {dimensions: axes}, outs: [x.aval], transpose: back}, [x], ([y]) => [
    rev(y, axes),
  ])[0]
}

/** `lax.broadcasted_iota`. */
export const iota = (dtype: DType, shape: Shape, axis: number): Operand => {
  const op: Op = {
    name: 'iota',
    params: {dimension: axis, shape},
    outs: [shaped(shape, dtype)],
    again: () => [iota(dtype, shape, axis)],
  }
  return bind(op, [])[0]
}

/** `lax.convert_element_type`; nothing happens when dtype and weak type are those already. */
export function convertElementType(x: Operand, dtype: DType, weak_type = false): Operand {
  const {aval} = x
  if (aval.dtype === dtype && aval.weak_type === weak_type) return x
  if (x instanceof Literal) return literal(x.value, dtype, weak_type)
  return always(x, dtype, weak_type)
}

/** The conversion as an equation of its own. */
function always(x: Operand, dtype: DType, weak_type: boolean): Operand {
  const {aval} = x
  const differentiable = isReal(aval.dtype) && isReal(dtype)
  const op: Op = {
    name: 'convert_element_type',
    params: {new_dtype: dtype.name, weak_type},
    outs: [shaped(aval.shape, dtype, weak_type)],
    again: ([y]) => [convertElementType(y, dtype, weak_type)],
    ...(differentiable && {
      jvp: ([tangent]: readonly (Operand | null)[]) => [
        tangent && convertElementType(tangent, dtype, weak_type),
      ],
      transpose: ([ct]: readonly (Operand | null)[]) => [
        ct && convertElementType(ct, aval.dtype, aval.weak_type),
      ],
    }),
  }
  return bind(op, [x])[0]
}

const isReal = (dtype: DType): boolean => dtype.kind === 'f' || dtype.kind === 'c'

/** The dtype of indices and counts. */
export const indexDtype = (): DType => defaultDtype('i')
