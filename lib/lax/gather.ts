import {
  type DType,
  type Jaxpr,
  type Operand,
  type Params,
  type Shape,
  at,
  bind,
  shaped,
  trace,
  volume,
} from '../array/index.ts'
import {add, div, eq, lt, max, min, mul, selectN} from './elementwise.ts'
import {
  behind,
  convertElementType,
  expandDims,
  fail,
  filled,
  indexDtype,
  iota,
  like,
  literal,
  onesAt,
  repeatedRow,
  reshape,
  withZeros,
} from './shaping.ts'
import {jitted} from './subjaxpr.ts'

/** What becomes of indices out of range: they are held inside, or give a fill value, or are dropped. */
export type IndexMode = 'PROMISE_IN_BOUNDS' | 'CLIP' | 'FILL_OR_DROP'

/** How index vectors, the last axis of the indices, move windows over an array. */
export interface Windows {
  /** The axes of the result, or of the updates, that run through a window. */
  readonly offset: readonly number[]
  /** The axes of the array that a window has one element of and the result has none. */
  readonly collapsed: readonly number[]
  /** Which axis of the array each entry of an index vector is of. */
  readonly axes: readonly number[]
  /** The size of a window along each axis of the array. */
  readonly sizes: Shape
  /** Axes of the array that go along with axes of the indices. */
  readonly batch?: readonly number[]
  readonly indexBatch?: readonly number[]
  readonly mode: IndexMode
  /** What an index out of range gives; NaN, or the integer farthest from use. */
  readonly fill?: number | undefined
  /** Whether no two windows overlap. */
  readonly isUnique?: boolean
}

/** What stands for a row out of range: NaN, or the integer farthest from use; source: jax `lax/slicing.py`, `gather`. */
const fillOf = ({kind, bits}: DType): number | boolean =>
  kind === 'b' ? true : kind === 'i' ? -(2 ** (bits - 1)) : kind === 'u' ? 2 ** bits - 1 : Number.NaN

/** What JAX knows of the index vectors: those of slices and numbers alone come once, in order. */
const orderOf = ({isUnique = false}: Windows): Params => ({
  indices_are_sorted: isUnique,
  unique_indices: isUnique,
})

const gatheredShape = (indices: Shape, {offset, sizes, collapsed, batch = []}: Windows): Shape => {
  const window = sizes.filter((_, axis) => !collapsed.includes(axis) && !batch.includes(axis))
  const rows = indices.slice(0, -1)
  return Array.from({length: window.length + rows.length}, (_, axis) => {
    const place = offset.indexOf(axis)
    return place >= 0 ? at(window, place) : at(rows, axis - offset.filter((one) => one < axis).length)
  })
}

/** `lax.gather`. */
export function gather(x: Operand, indices: Operand, windows: Windows): Operand {
  const {offset, collapsed, axes, sizes, batch = [], indexBatch = [], mode, fill} = windows
  return bind(
    {
      name: 'gather',
      params: {
        dimension_numbers: {
          offset_dims: offset,
          collapsed_slice_dims: collapsed,
          start_index_map: axes,
          operand_batching_dims: batch,
          start_indices_batching_dims: indexBatch,
        },
        fill_value: mode === 'FILL_OR_DROP' ? (fill ?? fillOf(x.aval.dtype)) : null,
        mode,
        slice_sizes: sizes,
      },
      printed: orderOf(windows),
      outs: [shaped(gatheredShape(indices.aval.shape, windows), x.aval.dtype, x.aval.weak_type)],
      again: ([y, i]) => [gather(y, i, windows)],
      batch: ([y, i], [isX, isIndex], size) => [gather(y, i, stackedWindows(windows, isX, isIndex, size))],
      jvp: ([g], [, i]) => [g && gather(g, i, mode === 'FILL_OR_DROP' ? {...windows, fill: 0} : windows)],
      transpose: ([ct], [y, i]) => [
        ct && scatterAdd(filled(y.aval.shape, literal(0, ct.aval.dtype)), i, ct, windows),
        null,
      ],
    },
    [x, indices],
  )[0]
}

/** The windows over a stack, or by a stack of indices, or both: then row by row. */
function stackedWindows(windows: Windows, isX: boolean, isIndex: boolean, size: number): Windows {
  const {offset, collapsed, axes, sizes, batch = [], indexBatch = []} = windows
  if (!isX) return {...windows, offset: behind(offset), indexBatch: behind(indexBatch)}
  const over = {collapsed: behind(collapsed), axes: behind(axes)}
  return isIndex
    ? {
        ...windows,
        ...over,
        offset: behind(offset),
        sizes: [1, ...sizes],
        batch: [0, ...behind(batch)],
        indexBatch: [0, ...behind(indexBatch)],
      }
    : {...windows, ...over, offset: [0, ...behind(offset)], sizes: [size, ...sizes], batch: behind(batch)}
}

const combiner = (x: Operand, combine: (a: Operand, b: Operand) => Operand): Jaxpr => {
  const scalar = shaped([], x.aval.dtype)
  return trace([scalar, scalar], ([a, b]) => [combine(a, b)])
}

type Scatter = (x: Operand, indices: Operand, updates: Operand, windows: Windows) => Operand
type Three = readonly [Operand, Operand, Operand]

/** What is particular to one way of putting updates to an array. */
interface Putting {
  readonly name: string
  readonly combine?: (a: Operand, b: Operand) => Operand
  /** The tangent of the result, of tangents of the array and of the updates. */
  readonly tangent: (g: Operand, h: Operand | null, given: Three, ans: Operand, windows: Windows) => Operand
}

const scatterParams = ({offset, collapsed, axes, batch = [], indexBatch = [], mode}: Windows): Params => ({
  dimension_numbers: {
    update_window_dims: offset,
    inserted_window_dims: collapsed,
    scatter_dims_to_operand_dims: axes,
    operand_batching_dims: batch,
    scatter_indices_batching_dims: indexBatch,
  },
  mode,
})

/** A scatter: the transpose of a gather with the same windows. */
const scatter = ({name, combine, tangent}: Putting): Scatter => {
  const put: Scatter = (x, indices, updates, windows) =>
    bind(
      {
        name,
        params: scatterParams(windows),
        printed: orderOf(windows),
        outs: [shaped(x.aval.shape, x.aval.dtype)],
        calls: combine === undefined ? [] : [combiner(x, combine)],
        again: ([y, i, u]) => [put(y, i, u, windows)],
        batch: ([y, i, u], [isX, isIndex, isUpdate], size) => [
          put(
            isX ? y : repeatedRow(y, size),
            i,
            isUpdate ? u : repeatedRow(u, size),
            stackedWindows(windows, true, isIndex, size),
          ),
        ],
        jvp: ([g, , h], given, [ans]) => [
          g === null && h === null
            ? null
            : tangent(at(withZeros([g], [given[0]]), 0), h, given, ans, windows),
        ],
        transpose: ([ct], [, i, u], [wantX, , wantU]) => [
          ct && wantX ? moved(name, put, ct, i, u, windows) : null,
          null,
          ct && wantU ? gather(ct, i, inverse(windows)) : null,
        ],
      },
      [x, indices, updates],
    )[0]
  return put
}

/** The cotangent of the array. */
const moved = (name: string, put: Scatter, ct: Operand, i: Operand, u: Operand, windows: Windows): Operand =>
  name === 'scatter-add'
    ? ct
    : put(ct, i, name === 'scatter' ? filled(u.aval.shape, like(ct, 0)) : u, windows)

/** The gather that reads what a scatter wrote; what was dropped gives zero. */
const inverse = (windows: Windows): Windows => ({...windows, fill: 0})

const zerosLike = (x: Operand): Operand => filled(x.aval.shape, like(x, 0))

export const scatterAdd: Scatter = scatter({
  name: 'scatter-add',
  combine: add,
  tangent: (g, h, [, i, u], _ans, windows) => scatterAdd(g, i, h ?? zerosLike(u), windows),
})

export const scatterMul: Scatter = scatter({
  name: 'scatter-mul',
  combine: mul,
  tangent(g, h, [x, i, u], _ans, windows) {
    const ofArray = scatterMul(g, i, u, windows)
    if (h === null) return ofArray
    if (windows.isUnique !== true)
      fail('NotImplementedError', 'scatter_mul gradients are only implemented if `unique_indices=True`')
    return add(ofArray, mul(x, scatterAdd(zerosLike(x), i, h, windows)))
  },
})

/** Tangents of what was kept and of what was written last where updates overlap; source: jax `_scatter_jvp`. */
export const scatterSet: Scatter = scatter({
  name: 'scatter',
  tangent(g, h, [x, i, u], _ans, windows) {
    const written = h ?? zerosLike(u)
    if (windows.isUnique === true) return scatterSet(g, i, written, windows)
    const int = indexDtype()
    const rows = onesAt(u.aval.shape, windows.offset)
    const count = volume(rows)
    const ids = add(reshape(iota(int, [count], 0), rows), filled(u.aval.shape, literal(1, int)))
    const last = scatterSet(filled(x.aval.shape, literal(0, int)), i, ids, windows)
    const masked = (z: Operand, which: Operand): Operand => mul(z, convertElementType(which, z.aval.dtype))
    return scatterAdd(
      masked(g, eq(last, filled(x.aval.shape, literal(0, int)))),
      i,
      masked(written, eq(ids, gather(last, i, inverse(windows)))),
      windows,
    )
  },
})

/** Equal shares of the tangents of all that are largest, or smallest; source: jax `_scatter_extremal_jvp`. */
const extremal = (name: string, combine: (a: Operand, b: Operand) => Operand): Scatter =>
  scatter({
    name,
    combine,
    tangent(g, h, [x, i, u], ans, windows) {
      const flag = (which: Operand): Operand => convertElementType(which, x.aval.dtype)
      const [kept, chosen] = [flag(eq(x, ans)), flag(eq(u, gather(ans, i, inverse(windows))))]
      const counts = scatterAdd(kept, i, chosen, windows)
      return div(scatterAdd(mul(g, kept), i, mul(h ?? zerosLike(u), chosen), windows), counts)
    },
  })

export const scatterMax = extremal('scatter-max', max)
export const scatterMin = extremal('scatter-min', min)

/** The windows of whole rows of one axis, by indices of any shape with an axis of one element behind. */
export const rowsOf = (x: Operand, axis: number, rank: number, mode: IndexMode, fill?: number): Windows => ({
  offset: x.aval.shape.flatMap((_, i) => (i === axis ? [] : [i < axis ? i : i + rank - 1])),
  collapsed: [axis],
  axes: [axis],
  sizes: x.aval.shape.with(axis, 1),
  mode,
  fill,
})

/** Indices counted from the front; `select` chooses between them and the indices as they are. */
export const wrapped = (
  indices: Operand,
  length: number,
  select: (which: Operand, cases: readonly [Operand, Operand]) => Operand = selectN,
): Operand => select(lt(indices, like(indices, 0)), [indices, add(indices, like(indices, length))])

/** Whole rows of one axis, by indices of any shape that are counted from the front. */
export const rowsAt = (x: Operand, indices: Operand, axis: number, mode: IndexMode, fill?: number): Operand =>
  gather(x, expandDims(indices, [indices.aval.ndim]), rowsOf(x, axis, indices.aval.ndim, mode, fill))

/** `jnp.take(x, indices, axis)`, which JAX jits; an index out of range gives the fill value. */
export const take = (x: Operand, indices: Operand, axis: number, fill?: number): Operand =>
  jitted('_take', `${axis}|fill|${fill}`, [x, indices], (y, i) => {
    const choose = (which: Operand, [given, back]: readonly [Operand, Operand]): Operand =>
      jitted('_where', '', [which, back, given], (w, a, b) => selectN(w, [b, a]))
    return rowsAt(y, wrapped(i, at(y.aval.shape, axis), choose), axis, 'FILL_OR_DROP', fill)
  })
