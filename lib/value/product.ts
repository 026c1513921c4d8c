import {type Params, type Shape, shaped, volume} from '../array/index.ts'
import {type Block, type Elements, isBig} from './block.ts'
import {transposed} from './moved.ts'
import {listIn, numberAt, numbersIn, recordIn, rowsIn} from './params.ts'
import {type Window, windows} from './reduced.ts'

/** Numbers as doubles, so that the loops below run on one kind of array. */
const doubles = (data: Elements): Float64Array =>
  isBig(data) ? Float64Array.from(data, Number) : new Float64Array(data)

/**
 * `out[i, j] = Σ a[i, k] b[j, k]`, two rows and four columns at a time, since a number that is read once serves them all. Where so
 * many are not left, the last stands for those that lack.
 */
function multiply(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  [m, n, k]: readonly [number, number, number],
  [startA, startB, startOut]: readonly [number, number, number],
): void {
  for (let i = 0; i < m; i += 2) {
    const i1 = Math.min(i + 1, m - 1)
    const [a0, a1, row0, row1] = [startA + i * k, startA + i1 * k, startOut + i * n, startOut + i1 * n]
    for (let j = 0; j < n; j += 4) {
      const [j1, j2, j3] = [Math.min(j + 1, n - 1), Math.min(j + 2, n - 1), Math.min(j + 3, n - 1)]
      const [b0, b1, b2, b3] = [startB + j * k, startB + j1 * k, startB + j2 * k, startB + j3 * k]
      let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0]
      for (let x = 0; x < k; x++) {
        const u = Number(a[a0 + x])
        const v = Number(a[a1 + x])
        const p = Number(b[b0 + x])
        const q = Number(b[b1 + x])
        const r = Number(b[b2 + x])
        const s = Number(b[b3 + x])
        s0 += u * p
        s1 += u * q
        s2 += u * r
        s3 += u * s
        t0 += v * p
        t1 += v * q
        t2 += v * r
        t3 += v * s
      }
      out[row0 + j] = s0
      out[row0 + j1] = s1
      out[row0 + j2] = s2
      out[row0 + j3] = s3
      out[row1 + j] = t0
      out[row1 + j1] = t1
      out[row1 + j2] = t2
      out[row1 + j3] = t3
    }
  }
}

const others = (rank: number, ...taken: readonly (readonly number[])[]): readonly number[] =>
  Array.from({length: rank}, (_, axis) => axis).filter((axis) => !taken.some((axes) => axes.includes(axis)))

const product = (shape: Shape, axes: readonly number[]): number =>
  axes.reduce((size, axis) => size * Number(shape[axis]), 1)

/** The axes of `lax.dot_general`: contracted, then batch, of both sides. */
export function dotNumbers(
  params: Params,
): readonly [readonly (readonly number[])[], readonly (readonly number[])[]] {
  const [contracted = null, batch = null] = listIn(params, 'dimension_numbers')
  return [rowsIn({contracted}, 'contracted'), rowsIn({batch}, 'batch')]
}

/** `lax.dot_general`. */
export function dotted(x: Block, y: Block, params: Params, out: Elements): Elements {
  const [[cx = [], cy = []], [bx = [], by = []]] = dotNumbers(params)
  const [fx, fy] = [others(x.aval.shape.length, cx, bx), others(y.aval.shape.length, cy, by)]
  const [left, right] = [transposed(x, [...bx, ...fx, ...cx]), transposed(y, [...by, ...fy, ...cy])]
  const [m, n, k] = [product(x.aval.shape, fx), product(y.aval.shape, fy), product(x.aval.shape, cx)]
  const count = product(x.aval.shape, bx)
  if (x.aval.dtype.kind !== 'f' && y.aval.dtype.kind !== 'f')
    return wholeDot(left, right, out, [count, m, n, k])
  const sums = new Float64Array(count * m * n)
  const [a, b] = [doubles(left), doubles(right)]
  for (let i = 0; i < count; i++) multiply(a, b, sums, [m, n, k], [i * m * k, i * n * k, i * m * n])
  if (!isBig(out)) out.set(sums)
  return out
}

/** The same of integers, which wrap. */
function wholeDot(
  a: Elements,
  b: Elements,
  out: Elements,
  [count, m, n, k]: readonly [number, number, number, number],
): Elements {
  for (let at = 0; at < count * m * n; at++) {
    const [i, j, batch] = [Math.floor(at / n) % m, at % n, Math.floor(at / (m * n))]
    const [startA, startB] = [(batch * m + i) * k, (batch * n + j) * k]
    if (isBig(out)) {
      let sum = 0n
      for (let x = 0; x < k; x++) sum += BigInt(a[startA + x] ?? 0) * BigInt(b[startB + x] ?? 0)
      out[at] = sum
    } else {
      let sum = 0
      for (let x = 0; x < k; x++) sum = (sum + Math.imul(Number(a[startA + x]), Number(b[startB + x]))) | 0
      out[at] = sum
    }
  }
  return out
}

/** `lax.conv_general_dilated`: each window of the image as a row, times the kernel. */
export function convolved(
  image: Block,
  kernel: Block,
  shape: Shape,
  params: Params,
  out: Elements,
): Elements {
  const numbers = recordIn(params, 'dimension_numbers')
  const [lhs, rhs, result] = [
    numbersIn(numbers, 'lhs_spec'),
    numbersIn(numbers, 'rhs_spec'),
    numbersIn(numbers, 'out_spec'),
  ]
  const [groups, batches] = [numberAt(params, 'feature_group_count'), numberAt(params, 'batch_group_count')]
  const sizes = (block: Block, spec: readonly number[]) => spec.map((axis) => Number(block.aval.shape[axis]))
  const [batch = 1, features = 1, ...space] = sizes(image, lhs)
  const [outputs = 1, inputs = 1, ...window] = sizes(kernel, rhs)
  const outSpace = result.slice(2).map((axis) => Number(shape[axis]))
  const moving: Window = {
    sizes: window,
    strides: numbersIn(params, 'window_strides'),
    padding: rowsIn(params, 'padding'),
    base_dilation: numbersIn(params, 'lhs_dilation'),
    window_dilation: numbersIn(params, 'rhs_dilation'),
  }
  const rows = windows(space, outSpace, moving)
  const [pixels, taps, offsets] = [volume(space), volume(window), rows.length]
  const [x, w] = [doubles(transposed(image, lhs)), doubles(transposed(kernel, rhs))]
  const parts = Math.max(groups, batches)
  const [items, perGroup] = [batch / batches, outputs / parts]
  const width = inputs * taps
  const flat = new Float64Array(items * outputs * offsets)
  const lines = new Float64Array(offsets * width)
  for (let item = 0; item < items; item++)
    for (let group = 0; group < parts; group++) {
      const source = batches > 1 ? (group * items + item) * features : item * features + group * inputs
      rows.forEach((row, p) => {
        for (let c = 0; c < inputs; c++)
          for (let t = 0; t < taps; t++) {
            const place = Number(row[t])
            lines[p * width + c * taps + t] = place < 0 ? 0 : Number(x[(source + c) * pixels + place])
          }
      })
      multiply(
        w,
        lines,
        flat,
        [perGroup, offsets, width],
        [group * perGroup * width, 0, (item * outputs + group * perGroup) * offsets],
      )
    }
  const order = shape.map((_, axis) => result.indexOf(axis))
  const found = transposed({aval: shaped([items, outputs, ...outSpace], image.aval.dtype), data: flat}, order)
  if (!isBig(out) && !isBig(found)) out.set(found)
  return out
}
