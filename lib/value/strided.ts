import type {Shape} from '../array/index.ts'
import {type Elements, zerosAs, isBig} from './block.ts'

/** How many elements lie between two neighbours of each axis. */
export function stridesOf(shape: Shape): readonly number[] {
  const strides: number[] = []
  let step = 1
  for (const n of [...shape].reverse()) {
    strides.unshift(step)
    step *= n
  }
  return strides
}

/**
 * Where the elements of a view stand, in its order.
 *
 * @param start where its first element stands.
 * @example
 * [...offsets([2, 3], [1, 2])] // [0, 2, 4, 1, 3, 5], the transpose of a 3×2 array
 */
export function offsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  let found = Int32Array.of(start)
  shape.forEach((n, axis) => {
    const stride = Number(strides[axis])
    const next = new Int32Array(found.length * n)
    let i = 0
    for (const base of found) for (let j = 0; j < n; j++) next[i++] = base + j * stride
    found = next
  })
  return found
}

/** The elements that stand at these places. */
export function taken(data: Elements, at: Int32Array): Elements {
  const out = zerosAs(data, at.length)
  if (isBig(data)) {
    if (isBig(out)) for (let i = 0; i < out.length; i++) out[i] = data[Number(at[i])] ?? 0n
  } else if (!isBig(out)) for (let i = 0; i < out.length; i++) out[i] = Number(data[Number(at[i])])
  return out
}

/** The elements of a view, in its order: `taken` at its `offsets`, without a list of them all. */
export function strided(data: Elements, shape: Shape, strides: readonly number[], start = 0): Elements {
  const [n, step] = [shape.at(-1) ?? 1, strides.at(-1) ?? 0]
  const starts = offsets(shape.slice(0, -1), strides.slice(0, -1), start)
  const out = zerosAs(data, starts.length * n)
  let i = 0
  if (isBig(data)) {
    if (isBig(out))
      for (const from of starts) for (let j = 0; j < n; j++) out[i++] = data[from + j * step] ?? 0n
  } else if (!isBig(out))
    for (const from of starts) for (let j = 0; j < n; j++) out[i++] = Number(data[from + j * step])
  return out
}

/** Writes elements to places; a negative place is nowhere. */
export function put(data: Elements, at: Int32Array, values: Elements, width = 1): void {
  at.forEach((place, i) => {
    if (place < 0) return
    for (let j = 0; j < width; j++) {
      const value = values[i * width + j]
      if (isBig(data)) {
        if (typeof value === 'bigint') data[place * width + j] = value
      } else data[place * width + j] = Number(value)
    }
  })
}
