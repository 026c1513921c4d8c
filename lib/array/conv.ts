import {PythonError} from '../python/index.ts'
import {type Shape, shaped} from './aval.ts'
import {bind} from './bind.ts'
import {addAny} from './elementwise.ts'
import type {Op, Operand} from './op.ts'
import {fail, rev, transpose} from './structure.ts'

export interface ConvOptions {
  readonly window_strides: readonly number[]
  readonly padding: readonly (readonly number[])[]
  readonly lhs_dilation: readonly number[]
  readonly rhs_dilation: readonly number[]
  /** Where batch (or output feature), feature (or input feature) and space stand in lhs, rhs and result. */
  readonly lhs_spec: readonly number[]
  readonly rhs_spec: readonly number[]
  readonly out_spec: readonly number[]
  readonly feature_group_count: number
  readonly batch_group_count: number
}

const dilated = (n: number, by: number): number => (n === 0 ? 0 : 1 + by * (n - 1))

/** The padding that SAME or VALID means, for each axis of space. */
export function paddingOf(
  word: string,
  space: Shape,
  window: Shape,
  strides: readonly number[],
  rhs_dilation: readonly number[] = window.map(() => 1),
): readonly (readonly number[])[] {
  if (word === 'VALID') return space.map(() => [0, 0])
  return space.map((n, i) => {
    const out = Math.ceil(n / strides[i])
    const total = Math.max(0, (out - 1) * strides[i] + dilated(window[i], rhs_dilation[i]) - n)
    const low = word === 'SAME_LOWER' ? Math.ceil(total / 2) : Math.floor(total / 2)
    return [low, total - low]
  })
}

/** `lax.conv_general_dilated`. */
export function convGeneralDilated(x: Operand, kernel: Operand, options: ConvOptions): Operand {
  const {
    lhs_spec,
    rhs_spec,
    out_spec,
    window_strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count: groups,
    batch_group_count,
  } = options
  const [lhs, rhs] = [x.aval.shape, kernel.aval.shape]
  if (lhs.length !== rhs.length)
    fail(
      'TypeError',
      `conv_general_dilated lhs and rhs must have the same number of dimensions, but got ${lhs.length} and ${rhs.length}`,
    )
  const features = lhs[lhs_spec[1]]
  if (Math.floor(features / groups) !== rhs[rhs_spec[1]])
    fail(
      'ValueError',
      `conv_general_dilated lhs feature dimension size divided by feature_group_count must equal the rhs input feature dimension size, but ${features} // ${groups} != ${rhs[rhs_spec[1]]}.`,
    )
  const out = lhs.map(() => 0)
  out[out_spec[0]] = lhs[lhs_spec[0]] / batch_group_count
  out[out_spec[1]] = rhs[rhs_spec[0]]
  padding.forEach(([low, high], i) => {
    const n =
      dilated(lhs[lhs_spec[i + 2]], lhs_dilation[i]) +
      low +
      high -
      dilated(rhs[rhs_spec[i + 2]], rhs_dilation[i])
    out[out_spec[i + 2]] = Math.max(0, Math.floor(n / window_strides[i]) + 1)
  })
  const op: Op = {
    name: 'conv_general_dilated',
    params: {
      window_strides,
      padding,
      lhs_dilation,
      rhs_dilation,
      lhs_spec,
      rhs_spec,
      out_spec,
      feature_group_count: groups,
      batch_group_count,
    },
    outs: [shaped(out, x.aval.dtype)],
    again: ([a, b]) => [convGeneralDilated(a, b, options)],
    jvp: ([g, h], [a, b]) => {
      const [left, right] = [g && convGeneralDilated(g, b, options), h && convGeneralDilated(a, h, options)]
      return [left === null ? right : right === null ? left : addAny(left, right)]
    },
    transpose: ([ct], [a, b], [wantA, wantB]) => [
      ct && wantA ? backLhs(ct, a, b, options) : null,
      ct && wantB ? backRhs(ct, a, b, options) : null,
    ],
  }
  return bind(op, [x, kernel])[0]
}

interface TransposeOptions {
  readonly strides: readonly number[]
  readonly padding: string | readonly (readonly number[])[]
  readonly rhs_dilation: readonly number[]
  /** Mirrors the kernel and swaps its input and output features. */
  readonly transpose_kernel: boolean
}

/** `lax.conv_transpose` with features last. */
export function convTranspose(
  x: Operand,
  kernel: Operand,
  {strides, padding, rhs_dilation, transpose_kernel}: TransposeOptions,
): Operand {
  if (typeof padding === 'string' && padding !== 'SAME' && padding !== 'VALID') {
    throw new PythonError(
      'ValueError',
      'String padding is not implemented for transposed convolution using this op. Please either exactly specify the required padding or use conv_transpose.',
    )
  }
  const rank = x.aval.ndim
  const space = Array.from({length: rank - 2}, (_, i) => i)
  const window = space.map((i) => dilated(kernel.aval.shape[i], rhs_dilation[i]))
  const around = (k: number, by: number): number[] => {
    const total = padding === 'SAME' ? k + by - 2 : k + by - 2 + Math.max(k - by, 0)
    const low = padding === 'SAME' && by <= k - 1 ? Math.ceil(total / 2) : k - 1
    return [low, total - low]
  }
  const mirrored = transpose_kernel ? space.reduce((turned, axis) => rev(turned, [axis]), kernel) : kernel
  const swapped = transpose_kernel ? transpose(mirrored, [...space, rank - 1, rank - 2]) : mirrored
  const lhs_spec = [0, rank - 1, ...space.map((i) => i + 1)]
  return convGeneralDilated(x, swapped, {
    window_strides: space.map(() => 1),
    padding: typeof padding === 'string' ? space.map((i) => around(window[i], strides[i])) : padding,
    lhs_dilation: strides,
    rhs_dilation,
    lhs_spec,
    rhs_spec: [rank - 1, rank - 2, ...space],
    out_spec: lhs_spec,
    feature_group_count: 1,
    batch_group_count: 1,
  })
}

const spatial = (shape: Shape, spec: readonly number[]): number[] => spec.slice(2).map((axis) => shape[axis])
const swapSpec = (spec: readonly number[]): number[] => [spec[1], spec[0], ...spec.slice(2)]

function backLhs(ct: Operand, x: Operand, kernel: Operand, options: ConvOptions): Operand {
  const {
    lhs_spec,
    rhs_spec,
    out_spec,
    window_strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count,
    batch_group_count,
  } = options
  if (feature_group_count !== 1 || batch_group_count !== 1) return grouped(ct, x)
  const [space, window] = [spatial(x.aval.shape, lhs_spec), spatial(kernel.aval.shape, rhs_spec)]
  const back = window.map((n, i) => {
    const low = dilated(n, rhs_dilation[i]) - padding[i][0] - 1
    const high =
      dilated(space[i], lhs_dilation[i]) +
      dilated(n, rhs_dilation[i]) -
      1 -
      dilated(spatial(ct.aval.shape, out_spec)[i], window_strides[i]) -
      low
    return [low, high]
  })
  const turned = rev(kernel, rhs_spec.slice(2))
  return convGeneralDilated(ct, turned, {
    window_strides: lhs_dilation,
    padding: back,
    lhs_dilation: window_strides,
    rhs_dilation,
    lhs_spec: out_spec,
    rhs_spec: swapSpec(rhs_spec),
    out_spec: lhs_spec,
    feature_group_count: 1,
    batch_group_count: 1,
  })
}

function backRhs(ct: Operand, x: Operand, kernel: Operand, options: ConvOptions): Operand {
  const {
    lhs_spec,
    rhs_spec,
    out_spec,
    window_strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count,
    batch_group_count,
  } = options
  const [space, window] = [spatial(x.aval.shape, lhs_spec), spatial(kernel.aval.shape, rhs_spec)]
  const back = window.map((n, i) => {
    const low = padding[i][0]
    const high =
      dilated(spatial(ct.aval.shape, out_spec)[i], window_strides[i]) +
      dilated(n, rhs_dilation[i]) -
      dilated(space[i], lhs_dilation[i]) -
      low -
      1
    return [low, high]
  })
  return convGeneralDilated(x, ct, {
    window_strides: rhs_dilation,
    padding: back,
    lhs_dilation,
    rhs_dilation: window_strides,
    lhs_spec: swapSpec(lhs_spec),
    rhs_spec: swapSpec(out_spec),
    out_spec: swapSpec(rhs_spec),
    feature_group_count: batch_group_count > 1 ? batch_group_count : 1,
    batch_group_count: feature_group_count,
  })
}

/** The input's cotangent of a grouped convolution, by its shape alone. */
function grouped(ct: Operand, x: Operand): Operand {
  const op: Op = {
    name: 'conv_general_dilated',
    params: {grouped: true},
    outs: [x.aval],
    again: ([a]) => [grouped(a, x)],
  }
  return bind(op, [ct])[0]
}
