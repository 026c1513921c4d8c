import {type Shape, volume} from '../array/index.ts'
import {type Block, type Elements, zerosAs, isBig} from './block.ts'
import {offsets, put, strided, stridesOf} from './strided.ts'

/** How many numbers one element takes: two or more for keys. */
const widthOf = ({aval, data}: Block): number => (aval.size === 0 ? 1 : data.length / aval.size)

/** The elements of a view of a block. */
export function viewed(block: Block, shape: Shape, strides: readonly number[], start = 0): Elements {
  const width = widthOf(block)
  if (width === 1) return strided(block.data, shape, strides, start)
  const wide = strides.map((stride) => stride * width)
  return strided(block.data, [...shape, width], [...wide, 1], start * width)
}

/** The elements in another order of the axes: the block's own where that is the order they have. */
export function transposed(block: Block, permutation: readonly number[]): Elements {
  if (permutation.every((axis, i) => axis === i)) return block.data
  const strides = stridesOf(block.aval.shape)
  return viewed(
    block,
    permutation.map((axis) => Number(block.aval.shape[axis])),
    permutation.map((axis) => Number(strides[axis])),
  )
}

/** `lax.broadcast_in_dim`. */
export function broadcast(block: Block, shape: Shape, dimensions: readonly number[]): Elements {
  const own = stridesOf(block.aval.shape)
  const strides = shape.map((_, axis) => {
    const from = dimensions.indexOf(axis)
    return from < 0 || block.aval.shape[from] === 1 ? 0 : Number(own[from])
  })
  return viewed(block, shape, strides)
}

export function reversed(block: Block, axes: readonly number[]): Elements {
  const {shape} = block.aval
  const own = stridesOf(shape)
  const start = axes.reduce((sum, axis) => sum + (Number(shape[axis]) - 1) * Number(own[axis]), 0)
  return viewed(
    block,
    shape,
    own.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    start,
  )
}

/** `lax.slice`, with the shape of the result. */
export function sliced(
  block: Block,
  shape: Shape,
  starts: readonly number[],
  steps: readonly number[] | null,
): Elements {
  const own = stridesOf(block.aval.shape)
  const start = starts.reduce((sum, from, axis) => sum + from * Number(own[axis]), 0)
  return viewed(
    block,
    shape,
    own.map((stride, axis) => stride * (steps?.[axis] ?? 1)),
    start,
  )
}

/** Where a slice of a size begins at the asked index: moved so that it lies inside. */
export const inside = (index: number, size: number, length: number): number =>
  Math.max(0, Math.min(index, length - size))

/** A copy with a smaller block written into it. */
export function overwritten(block: Block, update: Block, starts: readonly number[]): Elements {
  const own = stridesOf(block.aval.shape)
  const out = block.data.slice()
  const start = starts.reduce((sum, from, axis) => sum + from * Number(own[axis]), 0)
  put(out, offsets(update.aval.shape, own, start), update.data, widthOf(block))
  return out
}

/** `lax.pad`: negative padding cuts away. */
export function padded(
  block: Block,
  value: Block,
  shape: Shape,
  padding: readonly (readonly number[])[],
): Elements {
  const own = stridesOf(shape)
  const width = widthOf(block)
  const out = zerosAs(block.data, volume(shape) * width)
  if (isBig(out)) out.fill(BigInt(value.data[0] ?? 0n))
  else out.fill(Number(value.data[0]))
  let at = Int32Array.of(0)
  block.aval.shape.forEach((n, axis) => {
    const [low = 0, , interior = 0] = padding[axis] ?? []
    const [next, length] = [new Int32Array(at.length * n), Number(shape[axis])]
    at.forEach((base, i) => {
      for (let j = 0; j < n; j++) {
        const place = low + j * (interior + 1)
        next[i * n + j] = base < 0 || place < 0 || place >= length ? -1 : base + place * Number(own[axis])
      }
    })
    at = next
  })
  put(out, at, block.data, width)
  return out
}

/** `lax.concatenate`. */
export function joined(blocks: readonly Block[], shape: Shape, axis: number): Elements {
  const own = stridesOf(shape)
  const [first] = blocks
  if (first === undefined) throw new TypeError('concatenate has no operand')
  const width = Math.max(...blocks.map(widthOf))
  const out = zerosAs(first.data, volume(shape) * width)
  let start = 0
  for (const block of blocks) {
    put(out, offsets(block.aval.shape, own, start * Number(own[axis])), block.data, width)
    start += Number(block.aval.shape[axis])
  }
  return out
}

/** `lax.iota`: each element is its index along an axis. */
export function countedAlong(out: Elements, shape: Shape, axis: number): Elements {
  const strides = shape.map((_, i) => Number(i === axis))
  const at = offsets(shape, strides)
  if (isBig(out)) at.forEach((value, i) => (out[i] = BigInt(value)))
  else out.set(at)
  return out
}
