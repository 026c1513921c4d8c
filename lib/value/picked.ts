import {type Params, type Shape, volume} from '../array/index.ts'
import {type Block, type Elements, isBig} from './block.ts'
import {numbersIn, recordIn} from './params.ts'
import {reductions} from './reduced.ts'
import {offsets, stridesOf} from './strided.ts'

/** How indices move windows over an array: the axes of both sides, by JAX's names. */
interface Windows {
  /** The axes of the result, or of the updates, that run through a window. */
  readonly window: readonly number[]
  /** The axes of the array that a window has one element of. */
  readonly collapsed: readonly number[]
  /** Which axis of the array each entry of an index vector is of. */
  readonly axes: readonly number[]
  readonly batch: readonly number[]
  readonly indexBatch: readonly number[]
}

const windowsOf = (params: Params, names: readonly [string, string, string, string, string]): Windows => {
  const numbers = recordIn(params, 'dimension_numbers')
  const [window, collapsed, axes, batch, indexBatch] = names.map((name) => numbersIn(numbers, name))
  return {
    window: window ?? [],
    collapsed: collapsed ?? [],
    axes: axes ?? [],
    batch: batch ?? [],
    indexBatch: indexBatch ?? [],
  }
}

const isClip = (params: Params): boolean => params['mode'] === 'CLIP'
const isFill = (params: Params): boolean => params['mode'] === 'FILL_OR_DROP'

/**
 * For each place of the result (or of the updates) the place in the array that it belongs to; −1 for one outside.
 *
 * @param shape of the result or of the updates.
 * @param sizes of a window along each axis of the array.
 */
function targets(
  array: Shape,
  indices: Block,
  shape: Shape,
  {window, collapsed, axes, batch, indexBatch}: Windows,
  sizes: readonly number[],
  mayClip: boolean,
): Int32Array {
  const own = stridesOf(array)
  const rest = shape.flatMap((_, axis) => (window.includes(axis) ? [] : [axis]))
  const through = array.flatMap((_, axis) => (collapsed.includes(axis) || batch.includes(axis) ? [] : [axis]))
  const strides = stridesOf(shape)
  const rows = offsets(
    rest.map((axis) => Number(shape[axis])),
    rest.map((axis) => Number(strides[axis])),
  )
  const inWindow = {
    out: offsets(
      window.map((axis) => Number(shape[axis])),
      window.map((axis) => Number(strides[axis])),
    ),
    array: offsets(
      window.map((axis) => Number(shape[axis])),
      through.map((axis) => Number(own[axis])),
    ),
  }
  const vector = axes.length
  const outer = indices.aval.shape.slice(0, -1)
  const outerPlaces = stridesOf(outer)
  const found = new Int32Array(volume(shape)).fill(-1)
  rows.forEach((row, i) => {
    let start = 0
    let isOut = false
    axes.forEach((axis, j) => {
      const most = Number(array[axis]) - Number(sizes[axis])
      const asked = Number(indices.data[i * vector + j])
      const at = mayClip ? Math.max(0, Math.min(asked, most)) : asked
      isOut ||= at < 0 || at > most
      start += at * Number(own[axis])
    })
    batch.forEach((axis, j) => {
      const from = Number(indexBatch[j])
      start += (Math.floor(i / Number(outerPlaces[from])) % Number(outer[from])) * Number(own[axis])
    })
    if (isOut) return
    inWindow.out.forEach((place, j) => (found[row + place] = start + Number(inWindow.array[j])))
  })
  return found
}

/** `lax.gather`; what lies outside has the fill value. */
export function gathered(
  array: Block,
  indices: Block,
  shape: Shape,
  params: Params,
  out: Elements,
): Elements {
  const windows = windowsOf(params, [
    'offset_dims',
    'collapsed_slice_dims',
    'start_index_map',
    'operand_batching_dims',
    'start_indices_batching_dims',
  ])
  const sizes = numbersIn(params, 'slice_sizes')
  const at = targets(array.aval.shape, indices, shape, windows, sizes, !isFill(params))
  const {data} = array
  const fill = params['fill_value'] ?? fillOf(array)
  const width = array.aval.size === 0 ? 1 : data.length / array.aval.size
  at.forEach((place, i) => {
    for (let j = 0; j < width; j++) {
      const value = place < 0 ? fill : data[place * width + j]
      if (isBig(out)) out[i * width + j] = typeof value === 'bigint' ? value : BigInt(Number(value))
      else out[i * width + j] = Number(value)
    }
  })
  return out
}

/** What stands for an element outside: NaN, or the integer farthest from use. */
const fillOf = ({
  aval: {
    dtype: {kind, bits},
  },
}: Block): number =>
  kind === 'f' ? Number.NaN : kind === 'i' ? -(2 ** (bits - 1)) : kind === 'u' ? 2 ** bits - 1 : 1

/** How each kind of scatter puts an update to an element. */
const scatters: Readonly<Record<string, string>> = {
  'scatter-add': 'add',
  'scatter-mul': 'mul',
  'scatter-min': 'min',
  'scatter-max': 'max',
  'scatter-sub': 'sub',
}

const combine = (name: string): ((a: number, b: number) => number) => {
  const by = scatters[name]
  if (by === 'sub') return (a, b) => a - b
  const fold = by === undefined ? undefined : reductions[by]
  return fold?.number ?? ((_, b) => b)
}

const combineBig = (name: string): ((a: bigint, b: bigint) => bigint) => {
  const by = scatters[name]
  if (by === 'sub') return (a, b) => a - b
  const fold = by === undefined ? undefined : reductions[by]
  return fold?.big ?? ((_, b) => b)
}

/** `lax.scatter` and its like; updates outside are dropped. */
export function scattered(
  name: string,
  array: Block,
  indices: Block,
  updates: Block,
  params: Params,
): Elements {
  const windows = windowsOf(params, [
    'update_window_dims',
    'inserted_window_dims',
    'scatter_dims_to_operand_dims',
    'operand_batching_dims',
    'scatter_indices_batching_dims',
  ])
  const through = array.aval.shape.flatMap((_, axis) =>
    windows.collapsed.includes(axis) || windows.batch.includes(axis) ? [] : [axis],
  )
  const sizes = array.aval.shape.map((_, axis) => {
    const i = through.indexOf(axis)
    return i < 0 ? 1 : Number(updates.aval.shape[Number(windows.window[i])])
  })
  const at = targets(array.aval.shape, indices, updates.aval.shape, windows, sizes, isClip(params))
  const out = array.data.slice()
  const {data} = updates
  const [number, big] = [combine(name), combineBig(name)]
  at.forEach((place, i) => {
    if (place < 0) return
    if (isBig(out)) {
      if (isBig(data)) out[place] = big(out[place] ?? 0n, data[i] ?? 0n)
    } else out[place] = number(Number(out[place]), Number(data[i]))
  })
  return out
}
