import {type DType, type Jaxpr, type Operand, type Shape, at, bind, shaped, trace} from '../array/index.ts'
import {jitted} from './subjaxpr.ts'
import {add, lt, selectN} from './elementwise.ts'
import {expandDims, filled, like, literal} from './shaping.ts'

/** Where a gather takes rows from: one axis, by indices of any shape. */
interface Take {
  readonly axis: number
  /** The shape of the indices without their last axis. */
  readonly indices: Shape
  /** Whether indices out of range give NaN, which takes a mask. */
  readonly fill?: boolean
}

const outShape = (shape: Shape, {axis, indices}: Take): Shape => [
  ...shape.slice(0, axis),
  ...indices,
  ...shape.slice(axis + 1),
]

/** The axes of the result that come from the rows, not from the indices. */
const windowOf = (x: Operand, {axis, indices}: Take): readonly number[] =>
  x.aval.shape.flatMap((_, i) => (i === axis ? [] : [i < axis ? i : i + indices.length - 1]))

const modeOf = ({fill = false}: Take): string => (fill ? 'FILL_OR_DROP' : 'PROMISE_IN_BOUNDS')

/** What stands for a row out of range: NaN, or the integer farthest from use; source: jax `lax/slicing.py`, `gather`. */
const fillOf = ({kind, bits}: DType): number | boolean =>
  kind === 'b' ? true : kind === 'i' ? -(2 ** (bits - 1)) : kind === 'u' ? 2 ** bits - 1 : Number.NaN

/** `lax.gather` of whole rows along one axis; `indices` ends in an axis of one element. */
function gather(x: Operand, indices: Operand, take: Take): Operand {
  return bind(
    {
      name: 'gather',
      params: {
        dimension_numbers: {
          offset_dims: windowOf(x, take),
          collapsed_slice_dims: [take.axis],
          start_index_map: [take.axis],
          operand_batching_dims: [],
          start_indices_batching_dims: [],
        },
        fill_value: take.fill === true ? fillOf(x.aval.dtype) : null,
        mode: modeOf(take),
        slice_sizes: x.aval.shape.with(take.axis, 1),
      },
      outs: [shaped(outShape(x.aval.shape, take), x.aval.dtype, x.aval.weak_type)],
      again: ([y, i]) => [gather(y, i, take)],
      jvp: ([g], [, i]) => [g && gather(g, i, take)],
      transpose: ([ct], [y, i]) => [
        ct && scatterAdd(filled(y.aval.shape, literal(0, ct.aval.dtype)), i, ct, take),
        null,
      ],
    },
    [x, indices],
  )[0]
}

const combiner = (x: Operand): Jaxpr => {
  const scalar = shaped([], x.aval.dtype)
  return trace([scalar, scalar], ([a, b]) => [add(a, b)])
}

/** `lax.scatter_add`: the transpose of a gather. */
function scatterAdd(x: Operand, indices: Operand, updates: Operand, take: Take): Operand {
  return bind(
    {
      name: 'scatter-add',
      params: {
        dimension_numbers: {
          update_window_dims: windowOf(x, take),
          inserted_window_dims: [take.axis],
          scatter_dims_to_operand_dims: [take.axis],
          operand_batching_dims: [],
          scatter_indices_batching_dims: [],
        },
        mode: modeOf(take),
      },
      outs: [x.aval],
      calls: [combiner(x)],
      again: ([y, i, u]) => [scatterAdd(y, i, u, take)],
      jvp: ([g, , h], [y, i, u]) => [
        scatterAdd(g ?? filled(y.aval.shape, like(y, 0)), i, h ?? filled(u.aval.shape, like(u, 0)), take),
      ],
      transpose: ([ct], [, i], [wantX, , wantU]) => [
        ct && wantX ? ct : null,
        null,
        ct && wantU ? gather(ct, i, take) : null,
      ],
    },
    [x, indices, updates],
  )[0]
}

/** Indices counted from the front; `select` chooses between them and the indices as they are. */
const wrapped = (
  indices: Operand,
  length: number,
  select: (which: Operand, cases: readonly [Operand, Operand]) => Operand,
): Operand => select(lt(indices, like(indices, 0)), [indices, add(indices, like(indices, length))])

/** Rows of one axis by an array of indices, as `x[indices]` does. */
export function takeRows(x: Operand, indices: Operand, axis: number): Operand {
  const positive = wrapped(indices, at(x.aval.shape, axis), selectN)
  return gather(x, expandDims(positive, [indices.aval.ndim]), {axis, indices: indices.aval.shape})
}

/** `jnp.take(x, indices, axis)`, which JAX jits. */
export function take(x: Operand, indices: Operand, axis: number): Operand {
  return jitted('_take', String(axis), [x, indices], (y, i) => {
    const positive = wrapped(i, at(y.aval.shape, axis), (which, [given, moved]) =>
      jitted('_where', '', [which, moved, given], (w, a, b) => selectN(w, [b, a])),
    )
    return gather(y, expandDims(positive, [i.aval.ndim]), {axis, indices: i.aval.shape, fill: true})
  })
}
