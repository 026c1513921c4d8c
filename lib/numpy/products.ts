import {
  type DType,
  type DTypeLike,
  type JaxArray,
  type Operand,
  at,
  canonical,
  dtypeOf,
  mapped,
  shapeText,
  typeText,
} from '../array/index.ts'
import {
  type DotNumbers,
  type Input,
  asArray,
  asOperand,
  commonShape,
  convolve,
  dotPromoted,
  elementwise as e,
  normalAxes,
  promoteArgs,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {broadcastTo, withRank} from './create.ts'
import {einsum} from './contraction.ts'
import {getitem, span} from './indexing.ts'
import {shapes as move} from './shapes.ts'
import {jitOf} from './where.ts'

/** What the products of `jnp` take beside their operands. */
export interface ProductOptions {
  /** The dtype in which the product is added up, and of the result; that of the operands where it is not given. */
  readonly preferred_element_type?: DTypeLike | null
}

const dtypeIn = ({preferred_element_type: dtype}: ProductOptions): DType | null =>
  dtype === undefined || dtype === null ? null : canonical(dtypeOf(dtype))

/** How the batch axes of two matrices meet; source: jax `tensor_contractions.py`, `matmul`. */
interface Meeting {
  /** Axes of one element that are left out, of each operand. */
  readonly gone: readonly [number[], number[]]
  /** Batch axes that both have, by their places in what is left. */
  readonly shared: readonly [number[], number[]]
  /** Which axes of the result come from both, from the first alone and from the second alone. */
  readonly from: readonly [number[], number[], number[]]
  /** Axes of the result of one element. */
  readonly ones: number[]
}

function meeting(x: readonly number[], y: readonly number[], refuse: () => never): Meeting {
  const rank = Math.max(x.length, y.length)
  const lists = (): number[] => []
  const met: Meeting = {
    gone: [lists(), lists()],
    shared: [lists(), lists()],
    from: [lists(), lists(), lists()],
    ones: lists(),
  }
  const [both, onlyX, onlyY] = met.from
  for (let i = 0; i < rank; i++) {
    const [n, m] = [x[i - rank + x.length], y[i - rank + y.length]]
    const [placeX, placeY] = [both.length + onlyX.length, both.length + onlyY.length]
    const drop = (side: 0 | 1, place: number): unknown => met.gone[side].push(place + met.gone[side].length)
    if (n === undefined) onlyY.push(i)
    else if (m === undefined) onlyX.push(i)
    else if (n === m && n !== 1) {
      met.shared[0].push(placeX)
      met.shared[1].push(placeY)
      both.push(i)
    } else if (n !== 1 && m !== 1) refuse()
    else {
      if (n === 1) drop(0, placeX)
      if (m === 1) drop(1, placeY)
      if (n === m) met.ones.push(i)
      else (n === 1 ? onlyY : onlyX).push(i)
    }
  }
  return met
}

/** `jnp.matmul`: matrices, or stacks of them whose other axes stretch to one another. */
function matmul(x: Input, y: Input, options: ProductOptions = {}): JaxArray {
  const given = mapped([x, y], (value) => asOperand(value, 'matmul'))
  given.forEach(({aval}, i) => {
    if (aval.ndim === 0)
      s.fail('ValueError', `matmul input operand ${i} must have ndim at least 1, but it has ndim 0`)
  })
  const [a, b] = given
  const refuse = (): never =>
    s.fail(
      'ValueError',
      `Incompatible types for matmul arguments: ${mapped(given, ({aval}) => typeText(aval)).join(' and ')}`,
    )
  const {gone, shared, from, ones} = meeting(a.aval.shape.slice(0, -2), b.aval.shape.slice(0, -2), refuse)
  const rank = Math.max(a.aval.ndim, b.aval.ndim, 2) - 2
  const isMatrix = a.aval.ndim > 1
  const order = [
    ...from[0],
    ...from[1],
    ...(isMatrix ? [rank] : []),
    ...from[2],
    ...(b.aval.ndim > 1 ? [rank + Number(isMatrix)] : []),
  ]
  const places = order.toSorted((p, q) => p - q).map((place) => order.indexOf(place))
  const [p, q] = [s.squeeze(a, gone[0]), s.squeeze(b, gone[1])]
  const numbers: DotNumbers = [[[p.aval.ndim - 1], [q.aval.ndim - 1 - Number(b.aval.ndim > 1)]], shared]
  const arrange = (found: Operand): Operand => {
    const ordered = s.transpose(found, places)
    return ones.length === 0 ? ordered : s.expandDims(ordered, ones)
  }
  return asArray(dotPromoted(p, q, numbers, dtypeIn(options), arrange))
}

/** The product of vectors, of matrices, or over the last axis of one and the last but one of the other. */
function dot(x: Input, y: Input, options: ProductOptions = {}): JaxArray {
  const [a, b] = mapped([x, y], (value) => asOperand(value, 'dot'))
  const contracted: DotNumbers[0] =
    a.aval.ndim === 0 || b.aval.ndim === 0 ? [[], []] : [[a.aval.ndim - 1], [Math.max(0, b.aval.ndim - 2)]]
  return asArray(dotPromoted(a, b, [contracted, [[], []]], dtypeIn(options)))
}

/** What `jnp.tensordot` takes beside its operands. */
export interface TensordotOptions extends ProductOptions {
  /** The axes to contract: so many of the last with the first, or those of each operand; 2 where it is not given. */
  readonly axes?: number | readonly [number | readonly number[], number | readonly number[]]
}

/** The product that sums over axes. */
function tensordot(x: Input, y: Input, {axes = 2, ...options}: TensordotOptions = {}): JaxArray {
  const [a, b] = mapped([x, y], (value) => asOperand(value, 'tensordot'))
  const count = typeof axes === 'number' ? axes : 0
  if (count > Math.min(a.aval.ndim, b.aval.ndim))
    s.fail(
      'TypeError',
      `Number of tensordot axes (axes ${count}) exceeds input ranks (${shapeText(a.aval.shape)} and ${shapeText(b.aval.shape)})`,
    )
  const first = Array.from({length: count}, (_, i) => i)
  const contracted: DotNumbers[0] =
    typeof axes === 'number'
      ? [first.map((i) => a.aval.ndim - count + i), first]
      : [normalAxes(axes[0], a.aval.ndim), normalAxes(axes[1], b.aval.ndim)]
  return asArray(dotPromoted(a, b, [contracted, [[], []]], dtypeIn(options)))
}

/** Each number of one vector times each of the other. */
const outer = (x: Input, y: Input): JaxArray => {
  const [a, b] = promoteDtypes('outer', [move.ravel(x), move.ravel(y)])
  return asArray(e.mul(s.expandDims(a, [1]), s.expandDims(b, [0])))
}

/** `jnp.kron`: each element of `x` times all of `y`. */
const kron = (x: Input, y: Input): JaxArray =>
  jitOf('kron', '', [x, y], (...given) => {
    const operands = promoteDtypes('kron', given)
    const rank = Math.max(...operands.map(({aval}) => aval.ndim))
    const [a, b] = mapped(operands, (one) => withRank(one, rank))
    const places = Array.from({length: rank}, (_, i) => 2 * i)
    const apart = e.mul(s.expandDims(a, s.behind(places)), s.expandDims(b, places))
    return asArray(
      s.reshape(
        apart,
        a.aval.shape.map((n, i) => n * at(b.aval.shape, i)),
      ),
    )
  })

/** The axes that `jnp.cross` works along. */
export interface CrossOptions {
  /** The axis of both and of the result; the last where it is not given. */
  readonly axis?: number
}

/** `jnp.cross` of vectors of two or three elements. */
const cross = (x: Input, y: Input, {axis = -1}: CrossOptions = {}): JaxArray =>
  jitOf('cross', axis, [x, y], (...given) => {
    const [a, b] = mapped(given, (one) => move.moveaxis(one, axis, -1))
    const sizes = [a, b].map(({shape}) => shape.at(-1))
    if (sizes.some((n) => n !== 2 && n !== 3))
      s.fail('ValueError', 'Dimension must be either 2 or 3 for cross product')
    const part = (z: JaxArray, i: number): Operand =>
      i < at(z.shape, z.ndim - 1)
        ? asOperand(getitem(z, '...', i))
        : s.filled(z.shape.slice(0, -1), s.like(z, 0))
    const minor = (i: number, j: number): Operand => {
      const times = (k: number, l: number): Operand =>
        e.mul(...promoteArgs('multiply', [part(a, k), part(b, l)]))
      return e.sub(...promoteArgs('subtract', [times(i, j), times(j, i)]))
    }
    if (sizes.every((n) => n === 2)) return asArray(minor(0, 1))
    return move.moveaxis(move.stack([minor(1, 2), minor(2, 0), minor(0, 1)]), 0, axis)
  })

/** Where the result of `jnp.convolve` begins and ends. */
export interface ConvolveOptions {
  /** Every overlap, as many as the longer has elements, or whole overlaps only; `full` for `convolve` and `valid` for `correlate` where it is not given. */
  readonly mode?: 'full' | 'same' | 'valid'
}

/** A convolution of two vectors; source: jax `lax_numpy.py`, `_conv`. */
const slid =
  (name: 'convolve' | 'correlate', usual: 'full' | 'valid') =>
  (x: Input, y: Input, {mode = usual}: ConvolveOptions = {}): JaxArray =>
    jitOf(name, mode, [x, y], (...given) =>
      jitOf('_conv', `${name}|${mode}`, given, (...both) => {
        const [a, b] = mapped(promoteDtypes(name, both, true), asArray)
        if (a.ndim !== 1 || b.ndim !== 1)
          return s.fail('ValueError', `${name}() only support 1-dimensional inputs.`)
        const isSwapped = a.size < b.size
        const [image, short] = isSwapped ? [b, a] : [a, b]
        const kernel = name === 'convolve' ? move.flip(short) : short
        const n = short.size
        const around = {full: [n - 1, n - 1], same: [n >> 1, n - (n >> 1) - 1], valid: [0, 0]} as const
        const found = convolve(s.expandDims(image, [0, 1]), s.expandDims(kernel, [0, 1]), {
          window_strides: [1],
          padding: [around[mode]],
        })
        const isTurned = isSwapped && name === 'correlate'
        return getitem(asArray(found), 0, 0, span(null, null, isTurned ? -1 : 1))
      }),
    )

/** The products of `jnp`. */
export const products = {
  matmul,
  dot,
  einsum,
  tensordot,
  outer,
  /** The product that sums over the last axis of both. */
  inner: (x: Input, y: Input, options: ProductOptions = {}): JaxArray =>
    asOperand(x).aval.ndim === 0 || asOperand(y).aval.ndim === 0
      ? asArray(e.mul(...promoteDtypes('multiply', [x, y])))
      : tensordot(x, y, {axes: [-1, -1], ...options}),
  /** The product of two flattened arrays, the first conjugated. */
  vdot: (x: Input, y: Input, options: ProductOptions = {}): JaxArray =>
    dot(move.ravel(x), move.ravel(y), options),
  /** The products of vectors along an axis, the first conjugated. */
  vecdot: (x: Input, y: Input, {axis = -1}: CrossOptions = {}): JaxArray => {
    const given = mapped([x, y], (one) => asOperand(move.moveaxis(one, axis, -1)))
    const shape = commonShape(given)
    const [a, b] = mapped(given, (one) => broadcastTo(one, shape))
    const [last, batch] = [[shape.length - 1], [...shape.slice(1).keys()]]
    return asArray(
      dotPromoted(a, b, [
        [last, last],
        [batch, batch],
      ]),
    )
  },
  kron,
  cross,
  /** The convolution of two vectors. */
  convolve: slid('convolve', 'full'),
  /** The correlation of two vectors. */
  correlate: slid('correlate', 'valid'),
} as const
