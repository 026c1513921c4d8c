import {at} from './arity.ts'
import {type Shape, shaped} from './aval.ts'
import {bind} from './bind.ts'
import {jitted} from './subjaxpr.ts'
import {trace} from './frame.ts'
import {add, lt, selectN} from './elementwise.ts'
import type {Jaxpr, Operand} from './op.ts'
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

/** `lax.gather` of whole rows along one axis; `indices` ends in an axis of one element. */
function gather(x: Operand, indices: Operand, take: Take): Operand {
  return bind(
    {
      name: 'gather',
      params: {axis: take.axis, mode: take.fill === true ? 'fill' : 'clip'},
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
      params: {axis: take.axis},
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
