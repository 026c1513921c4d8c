import type {Shape} from '../array/index.ts'
import {type Block, type Elements, zerosAs} from './block.ts'
import {offsets, put, stridesOf, taken} from './strided.ts'

/** NaN behind all numbers, −0 and 0 alike, as `lax.sort` orders. */
function order(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1
  if (a > b) return 1
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}

/** The rows of an array along one axis: where each begins, and the steps from there. */
function rowsAlong(shape: Shape, axis: number): {readonly starts: Int32Array; readonly along: Int32Array} {
  const strides = stridesOf(shape)
  return {
    starts: offsets(shape.toSpliced(axis, 1), strides.toSpliced(axis, 1)),
    along: offsets(shape.slice(axis, axis + 1), strides.slice(axis, axis + 1)),
  }
}

/** `lax.sort` of several arrays by the first of them; equal elements keep their order. */
export function sorted(blocks: readonly Block[], axis: number, keys: number): readonly Elements[] {
  const [first] = blocks
  if (first === undefined) return []
  const {starts, along} = rowsAlong(first.aval.shape, axis)
  const outs = blocks.map(({data}) => zerosAs(data, data.length))
  for (const start of starts) {
    const row = along.map((step) => start + step)
    const by = (a: number, b: number): number => {
      for (const {data} of blocks.slice(0, keys)) {
        const found = order(data[a] ?? 0, data[b] ?? 0)
        if (found !== 0) return found
      }
      return a - b
    }
    const ranked = row.toSorted(by)
    blocks.forEach(({data}, i) => {
      const out = outs[i]
      if (out !== undefined) put(out, row, taken(data, ranked))
    })
  }
  return outs
}

/** `lax.top_k` along the last axis: the largest, and where they stand. */
export function largest({aval, data}: Block, k: number): readonly [Elements, Int32Array] {
  const {starts, along} = rowsAlong(aval.shape, aval.shape.length - 1)
  const at = new Int32Array(starts.length * k)
  const indices = new Int32Array(starts.length * k)
  starts.forEach((start, row) => {
    const ranked = along.toSorted((a, b) => order(data[start + b] ?? 0, data[start + a] ?? 0) || a - b)
    for (let i = 0; i < k; i++) {
      indices[row * k + i] = Number(ranked[i])
      at[row * k + i] = start + Number(ranked[i])
    }
  })
  return [taken(data, at), indices]
}
