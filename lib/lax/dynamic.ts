import {at, bind, type Operand, type Shape, shaped} from '../array/index.ts'
import {gather, scatterSet, type Windows, wrapped} from './gather.ts'
import * as s from './shaping.ts'

/** `lax.dynamic_update_slice`: writes an update at indices that may be traced. */
export const updateSlice = (x: Operand, update: Operand, indices: readonly Operand[]): Operand =>
  dynamicUpdateSlice(x, update, fromFront(x, indices))

/** `lax.dynamic_slice`: so many elements of each axis from indices that may be traced, held inside. */
export const sliceAt = (x: Operand, indices: readonly Operand[], sizes: Shape): Operand =>
  dynamicSlice(x, fromFront(x, indices), sizes)

/** Indices as the operations take them: counted from the front. */
const fromFront = (x: Operand, indices: readonly Operand[]): readonly Operand[] =>
  indices.map((index, axis) => wrapped(index, at(x.aval.shape, axis)))

function dynamicSlice(x: Operand, indices: readonly Operand[], sizes: Shape): Operand {
  return bind(
    {
      name: 'dynamic_slice',
      params: {slice_sizes: sizes},
      outs: [shaped(sizes, x.aval.dtype, x.aval.weak_type)],
      again: ([y, ...starts]) => [dynamicSlice(y, starts, sizes)],
      jvp: ([g], [, ...starts]) => [g && dynamicSlice(g, starts, sizes)],
      transpose: ([ct], [y, ...starts]) => [
        ct && dynamicUpdateSlice(s.filled(y.aval.shape, s.like(ct, 0)), ct, starts),
        ...starts.map(() => null),
      ],
      batch: ([y, ...starts], [isX, ...moving], size) => {
        if (!moving.includes(true)) return [dynamicSlice(y, [zeroOf(starts), ...starts], [size, ...sizes])]
        return [gather(y, vectors(starts, moving, size), windows(sizes, isX))]
      },
    },
    [x, ...indices],
  )[0]
}

function dynamicUpdateSlice(x: Operand, update: Operand, indices: readonly Operand[]): Operand {
  return bind(
    {
      name: 'dynamic_update_slice',
      params: {},
      outs: [shaped(x.aval.shape, x.aval.dtype)],
      again: ([a, b, ...starts]) => [dynamicUpdateSlice(a, b, starts)],
      jvp: ([g, h], [a, b, ...starts]) => {
        const [one, two] = s.withZeros([g, h], [a, b])
        return [dynamicUpdateSlice(one, two, starts)]
      },
      transpose: ([ct], [, b, ...starts], [wantX, wantUpdate]) => [
        ct && wantX ? dynamicUpdateSlice(ct, s.filled(b.aval.shape, s.like(ct, 0)), starts) : null,
        ct && wantUpdate ? dynamicSlice(ct, starts, b.aval.shape) : null,
        ...starts.map(() => null),
      ],
      batch: ([a, b, ...starts], [isX, isUpdate, ...moving], size) => {
        const [array, rows] = [isX ? a : s.repeatedRow(a, size), isUpdate ? b : s.repeatedRow(b, size)]
        if (!moving.includes(true)) return [dynamicUpdateSlice(array, rows, [zeroOf(starts), ...starts])]
        return [
          scatterSet(array, vectors(starts, moving, size), rows, windows(rows.aval.shape.slice(1), true)),
        ]
      },
    },
    [x, update, ...indices],
  )[0]
}

const zeroOf = (starts: readonly Operand[]): Operand => s.literal(0, starts[0]?.aval.dtype ?? s.indexDtype())

/** Index vectors, of starts of which some are stacks. */
const vectors = (starts: readonly Operand[], moving: readonly boolean[], size: number): Operand =>
  s.concatenate(
    s.stackedAll(starts, moving, size).map((start) => s.expandDims(start, [1])),
    1,
  )

/** Slices of a stack, each at a place of its own. */
const windows = (sizes: Shape, isStack: boolean): Windows => {
  const axes = [...sizes.keys()]
  return {
    offset: s.behind(axes),
    collapsed: [],
    axes: isStack ? s.behind(axes) : axes,
    sizes: isStack ? [1, ...sizes] : sizes,
    batch: isStack ? [0] : [],
    indexBatch: isStack ? [0] : [],
    mode: 'CLIP',
    isUnique: true,
  }
}
