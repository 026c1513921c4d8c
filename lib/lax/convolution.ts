import {type Operand, type Params, type Shape, at, bind, shaped} from '../array/index.ts'
import {PythonError} from '../python/index.ts'
import {addTangents} from './elementwise.ts'
import {fail, reshape, rev, sizesAt, transpose} from './shaping.ts'

/** Where batch (or output feature), feature (or input feature) and space stand in an array. */
export type ConvSpec = readonly [number, number, ...number[]]

/** Zeros before and behind each axis of space. */
export type ConvPadding = readonly (readonly [low: number, high: number])[]

/** What the operation takes beside its operands; lists have an entry for each axis of space. */
interface LaxConvOptions {
  /** How far the window moves at a time. */
  readonly window_strides: readonly number[]
  /** Zeros before and behind. */
  readonly padding: ConvPadding
  /** How far apart the elements of the image stand. */
  readonly lhs_dilation: readonly number[]
  /** How far apart the elements of the kernel stand. */
  readonly rhs_dilation: readonly number[]
  /** Where the image has its batch, its features and its axes of space. */
  readonly lhs_spec: ConvSpec
  /** Where the kernel has its output features, its input features and its axes of space. */
  readonly rhs_spec: ConvSpec
  /** Where the result has its batch, its features and its axes of space. */
  readonly out_spec: ConvSpec
  /** Into how many groups the features are cut, each with a kernel of its own. */
  readonly feature_group_count: number
  /** Into how many groups the batch is cut. */
  readonly batch_group_count: number
}

const dilated = (n: number, by: number): number => (n === 0 ? 0 : 1 + by * (n - 1))

/**
 * `lax.padtype_to_pads`: the padding that SAME, SAME_LOWER or VALID, in any case, means for each axis of space.
 *
 * @param window the sizes of the kernel, dilation included.
 * @throws {PythonError} RuntimeError for another word.
 */
export function padtypeToPads(
  space: Shape,
  window: Shape,
  strides: readonly number[],
  word: string,
): ConvPadding {
  const kind = word.toUpperCase()
  if (kind === 'VALID') return space.map(() => [0, 0])
  if (kind !== 'SAME' && kind !== 'SAME_LOWER')
    throw new PythonError(
      'RuntimeError',
      `Unrecognized padding type: expected 'VALID', 'SAME', or 'SAME_LOWER', got ${word}.`,
    )
  return space.map((n, i) => {
    const stride = at(strides, i)
    const out = Math.ceil(n / stride)
    const total = Math.max(0, (out - 1) * stride + at(window, i) - n)
    const low = kind === 'SAME_LOWER' ? Math.ceil(total / 2) : Math.floor(total / 2)
    return [low, total - low]
  })
}

/** One axis of space: image and kernel as wide as dilation makes them, and how the window moves over it. */
interface Space {
  readonly image: number
  readonly window: number
  readonly stride: number
  readonly low: number
  readonly high: number
}

const spaceOf = (x: Operand, kernel: Operand, options: LaxConvOptions): readonly Space[] =>
  sizesAt(x.aval.shape, options.lhs_spec.slice(2)).map((n, i) => {
    const [low, high] = at(options.padding, i)
    const window = at(kernel.aval.shape, at(options.rhs_spec, i + 2))
    return {
      image: dilated(n, at(options.lhs_dilation, i)),
      window: dilated(window, at(options.rhs_dilation, i)),
      stride: at(options.window_strides, i),
      low,
      high,
    }
  })

const paramsOf = ({lhs_spec, rhs_spec, out_spec, ...rest}: LaxConvOptions): Params => ({
  ...rest,
  dimension_numbers: {lhs_spec, rhs_spec, out_spec},
  precision: null,
  preferred_element_type: null,
})

/** `lax.conv_general_dilated`. */
function convGeneralDilated(x: Operand, kernel: Operand, options: LaxConvOptions): Operand {
  const [out] = bind(
    {
      name: 'conv_general_dilated',
      params: paramsOf(options),
      outs: [shaped(convShape(x, kernel, options), x.aval.dtype)],
      again: ([a, b]) => [convGeneralDilated(a, b, options)],
      jvp: ([g, h], [a, b]) => [
        addTangents(g && convGeneralDilated(g, b, options), h && convGeneralDilated(a, h, options)),
      ],
      transpose: ([ct], [a, b], [wantA, wantB]) => [
        ct && wantA ? backLhs(ct, a, b, options) : null,
        ct && wantB ? backRhs(ct, a, b, options) : null,
      ],
    },
    [x, kernel],
  )
  return out
}

function convShape(x: Operand, kernel: Operand, options: LaxConvOptions): Shape {
  const {lhs_spec, rhs_spec, out_spec, feature_group_count: groups, batch_group_count} = options
  const [lhs, rhs] = [x.aval.shape, kernel.aval.shape]
  if (lhs.length !== rhs.length)
    fail(
      'TypeError',
      `convolution requires lhs and rhs ndim to be equal, got ${lhs.length} and ${rhs.length}.`,
    )
  const features = at(lhs, lhs_spec[1])
  const inputs = at(rhs, rhs_spec[1])
  if (Math.floor(features / groups) !== inputs)
    fail(
      'ValueError',
      `conv_general_dilated lhs feature dimension size divided by feature_group_count must equal the rhs input feature dimension size, but ${features} // ${groups} != ${inputs}.`,
    )
  const sizes = [
    at(lhs, lhs_spec[0]) / batch_group_count,
    at(rhs, rhs_spec[0]),
    ...spaceOf(x, kernel, options).map(({image, window, stride, low, high}) =>
      Math.max(0, Math.floor((image + low + high - window) / stride) + 1),
    ),
  ]
  return lhs.map((_, axis) => at(sizes, out_spec.indexOf(axis)))
}

/** Where batch, features and space stand in the operands and the result: as letters, `['NHWC', 'HWIO', 'NHWC']`, or as axes. */
export type ConvNumbers = readonly [lhs: string, rhs: string, out: string] | ConvSpecs

/** Where batch (or output features), features (or input features) and space stand, in that order. */
export interface ConvSpecs {
  readonly lhs_spec: ConvSpec
  readonly rhs_spec: ConvSpec
  readonly out_spec: ConvSpec
}

/** What `lax.convGeneralDilated` takes beside its operands; lists have an entry for each axis of space. */
export interface ConvolutionOptions {
  /** How far the window moves at a time. */
  readonly window_strides: readonly number[]
  /** Zeros before and behind, or a word: SAME, SAME_LOWER or VALID. */
  readonly padding: string | ConvPadding
  /** How far apart the elements of the image stand; 1 where it is not given. */
  readonly lhs_dilation?: readonly number[] | null
  /** How far apart the elements of the kernel stand; 1 where it is not given. */
  readonly rhs_dilation?: readonly number[] | null
  /** Where the axes stand; batch and features first where it is not given. */
  readonly dimension_numbers?: ConvNumbers | null
  /** Into how many groups the features are cut, each with a kernel of its own; 1 where it is not given. */
  readonly feature_group_count?: number
  /** Into how many groups the batch is cut; 1 where it is not given. */
  readonly batch_group_count?: number
}

/** Letters as axes: batch and features, then space in the order of the kernel's letters. */
function specOf(letters: string, [first, second]: readonly [string, string], order: string): ConvSpec {
  const space = [...order].filter((letter) => !'OINC'.includes(letter))
  const axes = [first, second, ...space].map((letter) => letters.indexOf(letter))
  const [batch, features, ...others] = axes
  if (batch === undefined || features === undefined || axes.includes(-1) || letters.length !== axes.length)
    return fail(
      'ValueError',
      `convolution dimension_numbers must name the axes of one layout, as in ['NHWC', 'HWIO', 'NHWC'], got '${letters}' beside '${order}'.`,
    )
  return [batch, features, ...others]
}

/** The axes that dimension numbers name. */
function specsOf(numbers: ConvNumbers | null, rank: number): ConvSpecs {
  const plain: ConvSpec = [0, 1, ...Array.from({length: rank - 2}, (_, i) => i + 2)]
  if (numbers === null) return {lhs_spec: plain, rhs_spec: plain, out_spec: plain}
  if ('lhs_spec' in numbers) return numbers
  const [lhs, rhs, out] = numbers
  return {
    lhs_spec: specOf(lhs, ['N', 'C'], rhs),
    rhs_spec: specOf(rhs, ['O', 'I'], rhs),
    out_spec: specOf(out, ['N', 'C'], rhs),
  }
}

/** `lax.conv_general_dilated` as a program calls it: what it does not give is plain. */
export function convolve(x: Operand, kernel: Operand, options: ConvolutionOptions): Operand {
  const {window_strides, padding, dimension_numbers = null, lhs_dilation, rhs_dilation} = options
  if (typeof padding === 'string' && lhs_dilation?.some((by) => by !== 1))
    fail(
      'ValueError',
      'String padding is not implemented for transposed convolution using this op. Please either exactly specify the required padding or use conv_transpose.',
    )
  const ones = window_strides.map(() => 1)
  const specs = specsOf(dimension_numbers, x.aval.ndim)
  const apart = {lhs_dilation: lhs_dilation ?? ones, rhs_dilation: rhs_dilation ?? ones}
  const sizes = (operand: Operand, spec: ConvSpec, by: readonly number[]): Shape =>
    sizesAt(operand.aval.shape, spec.slice(2)).map((n, i) => dilated(n, at(by, i)))
  return convGeneralDilated(x, kernel, {
    window_strides,
    padding:
      typeof padding === 'string'
        ? padtypeToPads(
            sizes(x, specs.lhs_spec, apart.lhs_dilation),
            sizes(kernel, specs.rhs_spec, apart.rhs_dilation),
            window_strides,
            padding,
          )
        : padding,
    ...apart,
    ...specs,
    feature_group_count: options.feature_group_count ?? 1,
    batch_group_count: options.batch_group_count ?? 1,
  })
}

/** What `lax.convTranspose` takes beside its operands, its strides and its padding. */
export interface TransposeOptions {
  /** How far apart the elements of the kernel stand; 1 where it is not given. */
  readonly rhs_dilation?: readonly number[] | null
  /** Where the axes stand; features last where it is not given. */
  readonly dimension_numbers?: ConvNumbers | null
  /** Mirrors the kernel and swaps its input and output features; false where it is not given. */
  readonly transpose_kernel?: boolean
}

/** `lax.conv_transpose`: SAME and VALID in capitals have a meaning of their own here, other padding is that of the forward convolution. */
export function convTranspose(
  x: Operand,
  kernel: Operand,
  strides: readonly number[],
  padding: string | ConvPadding,
  {rhs_dilation, dimension_numbers, transpose_kernel = false}: TransposeOptions = {},
): Operand {
  const rank = x.aval.ndim
  const apart = rhs_dilation ?? strides.map(() => 1)
  const last: ConvSpec = [0, rank - 1, ...strides.map((_, i) => i + 1)]
  const usual = {lhs_spec: last, rhs_spec: [rank - 1, rank - 2, ...strides.keys()], out_spec: last} as const
  const specs = dimension_numbers ? specsOf(dimension_numbers, rank) : usual
  const [outputs, inputs, ...space] = specs.rhs_spec
  const window = space.map((axis, i) => dilated(at(kernel.aval.shape, axis), at(apart, i)))
  const around = (k: number, by: number): readonly [number, number] => {
    const total = padding === 'SAME' ? k + by - 2 : k + by - 2 + Math.max(k - by, 0)
    const low = padding === 'SAME' && by <= k - 1 ? Math.ceil(total / 2) : k - 1
    return [low, total - low]
  }
  const mirrored = transpose_kernel ? space.reduce((turned, axis) => rev(turned, [axis]), kernel) : kernel
  const swap = (axis: number): number => (axis === inputs ? outputs : axis === outputs ? inputs : axis)
  const swapped = transpose_kernel ? transpose(mirrored, [...kernel.aval.shape.keys()].map(swap)) : mirrored
  const isOwn = padding === 'SAME' || padding === 'VALID'
  return convolve(x, swapped, {
    window_strides: space.map(() => 1),
    padding: isOwn ? window.map((n, i) => around(n, at(strides, i))) : padding,
    lhs_dilation: strides,
    rhs_dilation: apart,
    dimension_numbers: specs,
  })
}

/** A spec with its first two places swapped. */
const swapSpec = ([first, second, ...space]: ConvSpec): ConvSpec => [second, first, ...space]

/** How wide the cotangent is along each axis of space when it moves by the strides. */
const strided = (ct: Operand, {out_spec, window_strides}: LaxConvOptions): readonly number[] =>
  sizesAt(ct.aval.shape, out_spec.slice(2)).map((n, i) => dilated(n, at(window_strides, i)))

function backLhs(ct: Operand, x: Operand, kernel: Operand, options: LaxConvOptions): Operand {
  const {lhs_spec, rhs_spec, out_spec, window_strides, lhs_dilation, rhs_dilation} = options
  const {feature_group_count, batch_group_count} = options
  const groups = Math.max(feature_group_count, batch_group_count)
  const weights = regrouped(kernel, rhs_spec[0], rhs_spec[1], groups)
  const wide = strided(ct, options)
  const padding = spaceOf(x, kernel, options).map(({image, window, low}, i): readonly [number, number] => {
    const before = window - low - 1
    return [before, image + window - 1 - at(wide, i) - before]
  })
  const back = convGeneralDilated(ct, rev(weights, rhs_spec.slice(2)), {
    window_strides: lhs_dilation,
    padding,
    lhs_dilation: window_strides,
    rhs_dilation,
    lhs_spec: out_spec,
    rhs_spec: swapSpec(rhs_spec),
    out_spec: lhs_spec,
    feature_group_count: groups,
    batch_group_count: 1,
  })
  return regrouped(back, lhs_spec[1], lhs_spec[0], batch_group_count)
}

/** Moves the groups that an axis is made of into another axis. */
function regrouped(x: Operand, from: number, to: number, groups: number): Operand {
  if (groups === 1) return x
  const {shape} = x.aval
  const apart = shape.toSpliced(from, 1, groups, at(shape, from) / groups)
  const others = [...apart.keys()].filter((axis) => axis !== from)
  const joined = shape.with(from, at(shape, from) / groups)
  return reshape(reshape(x, apart), joined.with(to, at(joined, to) * groups), others.toSpliced(to, 0, from))
}

function backRhs(ct: Operand, x: Operand, kernel: Operand, options: LaxConvOptions): Operand {
  const {lhs_spec, rhs_spec, out_spec, window_strides, lhs_dilation, rhs_dilation} = options
  const wide = strided(ct, options)
  const padding = spaceOf(x, kernel, options).map(({image, window, low}, i): readonly [number, number] => [
    low,
    at(wide, i) + window - image - low - 1,
  ])
  return convGeneralDilated(x, ct, {
    window_strides: rhs_dilation,
    padding,
    lhs_dilation,
    rhs_dilation: window_strides,
    lhs_spec: swapSpec(lhs_spec),
    rhs_spec: swapSpec(out_spec),
    out_spec: swapSpec(rhs_spec),
    feature_group_count: options.batch_group_count,
    batch_group_count: options.feature_group_count,
  })
}
