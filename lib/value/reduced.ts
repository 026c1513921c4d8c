import {type Shape, volume} from '../array/index.ts'
import {type Block, type Elements, isBig} from './block.ts'
import {offsets, stridesOf} from './strided.ts'

/** How two numbers become one, and what to begin with. */
interface Fold {
  readonly number: (total: number, value: number) => number
  readonly big: (total: bigint, value: bigint) => bigint
}

const add: Fold = {number: (a, b) => a + b, big: (a, b) => a + b}
const mul: Fold = {number: (a, b) => a * b, big: (a, b) => a * b}
const max: Fold = {number: Math.max, big: (a, b) => (a > b ? a : b)}
const min: Fold = {number: Math.min, big: (a, b) => (a < b ? a : b)}
const and: Fold = {number: (a, b) => a & b, big: (a, b) => a & b}
const or: Fold = {number: (a, b) => a | b, big: (a, b) => a | b}
const xor: Fold = {number: (a, b) => a ^ b, big: (a, b) => a ^ b}
const logAddExp: Fold = {
  number: (a, b) => {
    const top = Math.max(a, b)
    return Number.isFinite(top) ? top + Math.log1p(Math.exp(-Math.abs(a - b))) : top
  },
  big: (a) => a,
}

export const reductions: Readonly<Record<string, Fold>> = {
  add,
  mul,
  max,
  min,
  and,
  or,
  xor,
  logsumexp: logAddExp,
}

/** Whether products of whole numbers must wrap on the way, since they grow beyond what a double counts. */
const wrapped = (fold: Fold, {aval}: Block): Fold =>
  fold === mul && aval.dtype.kind !== 'f' ? {...mul, number: Math.imul} : fold

/** The axes taken away last: for each place of the result, where the elements that become it begin, and how far they lie apart. */
function layout(
  shape: Shape,
  axes: readonly number[],
): {readonly starts: Int32Array; readonly along: Int32Array} {
  const strides = stridesOf(shape)
  const kept = shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
  const sizes = (which: readonly number[]) => which.map((axis) => Number(shape[axis]))
  const steps = (which: readonly number[]) => which.map((axis) => Number(strides[axis]))
  return {starts: offsets(sizes(kept), steps(kept)), along: offsets(sizes(axes), steps(axes))}
}

/** What an empty sum, product, maximum … is. */
const emptyValue = (name: string, {dtype: {kind, bits}}: Block['aval']): number => {
  const isUnsigned = kind === 'u' || kind === 'b'
  if (name === 'mul') return 1
  if (name === 'and') return kind === 'b' ? 1 : -1
  if (name === 'max' || name === 'logsumexp')
    return kind === 'f' ? -Infinity : isUnsigned ? 0 : -(2 ** (bits - 1))
  if (name === 'min')
    return kind === 'f' ? Infinity : kind === 'b' ? 1 : 2 ** (isUnsigned ? bits : bits - 1) - 1
  return 0
}

/** A reduction over axes. */
export function reduced(name: string, block: Block, axes: readonly number[], out: Elements): Elements {
  const {starts, along} = layout(block.aval.shape, axes)
  const {data} = block
  const fold = reductions[name]
  if (fold === undefined) throw new TypeError(`no rule reduces by ${name}`)
  const first = emptyValue(name, block.aval)
  if (isBig(data)) {
    if (isBig(out))
      starts.forEach((start, i) => {
        let total: bigint | null = null
        for (const step of along)
          total = total === null ? (data[start + step] ?? 0n) : fold.big(total, data[start + step] ?? 0n)
        out[i] = total ?? (name === 'mul' ? 1n : 0n)
      })
    return out
  }
  if (isBig(out)) return out
  const {number} = wrapped(fold, block)
  starts.forEach((start, i) => {
    let total = first
    for (const step of along) total = number(total, Number(data[start + step]))
    out[i] = total
  })
  return out
}

/** Where the largest or the smallest element along an axis stands: the first of equals, a NaN before all. */
export function extreme(
  isBetter: (x: number | bigint, best: number | bigint) => boolean,
  {aval, data}: Block,
  axis: number,
  out: Elements,
): Elements {
  const {starts, along} = layout(aval.shape, [axis])
  starts.forEach((start, i) => {
    let [best, at] = [data[start] ?? 0, 0]
    along.forEach((step, j) => {
      const value = data[start + step] ?? 0
      if (Number.isNaN(best) || !(isBetter(value, best) || Number.isNaN(value))) return
      best = value
      at = j
    })
    if (isBig(out)) out[i] = BigInt(at)
    else out[i] = at
  })
  return out
}

/** `lax.cumsum` and its like: each element with all those before it, or behind it. */
export function running(
  name: string,
  block: Block,
  axis: number,
  isReverse: boolean,
  out: Elements,
): Elements {
  const {starts, along} = layout(block.aval.shape, [axis])
  const fold = reductions[name]
  if (fold === undefined) throw new TypeError(`no rule accumulates by ${name}`)
  const {number} = wrapped(fold, block)
  const order = isReverse ? along.toReversed() : along
  const {data} = block
  for (const start of starts) {
    if (isBig(data)) {
      let total: bigint | null = null
      for (const step of order) {
        const value: bigint = data[start + step] ?? 0n
        total = total === null ? value : fold.big(total, value)
        if (isBig(out)) out[start + step] = total
      }
    } else if (!isBig(out)) {
      let total = Number.NaN
      order.forEach((step, i) => {
        const value = Number(data[start + step])
        total = i === 0 ? value : number(total, value)
        out[start + step] = total
      })
    }
  }
  return out
}

/** How a pooling window moves over an array. */
export interface Window {
  readonly sizes: readonly number[]
  readonly strides: readonly number[]
  readonly padding: readonly (readonly number[])[]
  readonly base_dilation: readonly number[]
  readonly window_dilation: readonly number[]
}

/**
 * For each place of the result the elements that its window covers; −1 for what lies in the padding.
 *
 * @param shape of the array, before dilation.
 */
export function windows(
  shape: Shape,
  out: Shape,
  {sizes, strides, padding, base_dilation, window_dilation}: Window,
): readonly Int32Array[] {
  const own = stridesOf(shape)
  let rows: Int32Array[] = [Int32Array.of(0)]
  out.forEach((n, axis) => {
    const [length, size, dilation] = [Number(shape[axis]), Number(sizes[axis]), Number(base_dilation[axis])]
    const next: Int32Array[] = []
    for (const row of rows)
      for (let j = 0; j < n; j++) {
        const first = j * Number(strides[axis]) - Number(padding[axis]?.[0])
        const wide = new Int32Array(row.length * size)
        row.forEach((base, i) => {
          for (let k = 0; k < size; k++) {
            const place = first + k * Number(window_dilation[axis])
            const isIn = base >= 0 && place % dilation === 0 && place >= 0 && place / dilation < length
            wide[i * size + k] = isIn ? base + (place / dilation) * Number(own[axis]) : -1
          }
        })
        next.push(wide)
      }
    rows = next
  })
  return rows
}

/** `lax.reduce_window`, from a first value. */
export function pooled(
  name: string,
  {aval, data}: Block,
  out: Elements,
  shape: Shape,
  window: Window,
  first = emptyValue(name, aval),
): Elements {
  const fold = reductions[name]
  if (fold === undefined) throw new TypeError(`no rule reduces a window by ${name}`)
  if (isBig(out) || volume(shape) === 0) return out
  windows(aval.shape, shape, window).forEach((row, i) => {
    let total = first
    for (const place of row) if (place >= 0) total = fold.number(total, Number(data[place]))
    out[i] = total
  })
  return out
}

/** Which element of each window is meant: the first of the largest, or of the smallest. */
export interface Selection {
  readonly window: Window
  readonly isLargest: boolean
}

function selectedPlaces(
  {aval, data}: Block,
  shape: Shape,
  {window, isLargest}: Selection,
): readonly number[] {
  return windows(aval.shape, shape, window).map((row) =>
    row.reduce((best, place) => {
      if (place < 0 || best < 0) return Math.max(place, best)
      const [value, top] = [Number(data[place]), Number(data[best])]
      return (isLargest ? value > top : value < top) ? place : best
    }, -1),
  )
}

/** `select_and_gather_add`: what `g` holds where `x` is selected. */
export function pickedIn(g: Block, x: Block, shape: Shape, selection: Selection, out: Elements): Elements {
  if (!isBig(out))
    selectedPlaces(x, shape, selection).forEach((place, i) => {
      if (place >= 0) out[i] = Number(g.data[place])
    })
  return out
}

/** `select_and_scatter_add`: adds what `g` holds for a window to where `x` is selected. */
export function droppedIn(g: Block, x: Block, selection: Selection, out: Elements): Elements {
  if (!isBig(out))
    selectedPlaces(x, g.aval.shape, selection).forEach((place, i) => {
      if (place >= 0) out[place] = Number(out[place]) + Number(g.data[i])
    })
  return out
}
