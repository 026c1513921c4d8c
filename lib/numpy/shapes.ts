import {
  type Axis,
  type JaxArray,
  type Operand,
  type OrderOptions,
  type Shape,
  at,
  sameShape,
  shapeText,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  commonShape,
  cumsum,
  elementwise as e,
  normalAxes,
  normalAxis,
  promoteDtypes,
  shaping as s,
  take,
} from '../lax/index.ts'
import {tuple} from '../python/index.ts'
import {asarray, broadcastTo, type ShapeLike, shapeOf, withRank} from './create.ts'
import {jitOf} from './where.ts'

/** An array and the axis that is meant; for null all its elements in order, as one axis. */
export const rowAlong = (x: Operand, axis: number | null): readonly [Operand, number] =>
  axis === null ? [s.reshape(x, [x.aval.size]), 0] : [x, normalAxis(axis, x.aval.ndim)]

/** The elements in order as one axis. */
const ravel = (x: Input, options: OrderOptions = {}): JaxArray => {
  const order: unknown = options.order
  if (order === 'K') s.fail('NotImplementedError', "Ravel not implemented for order='K'.")
  return reshape(x, -1, options)
}

/** The sizes that a shape with one size left open has for an array; source: jax `array_methods.py`, `_compute_newshape`. */
function sizesOf({size, shape: before}: Operand['aval'], shape: ShapeLike): readonly number[] {
  const given = shapeOf(shape)
  const text = typeof shape === 'number' ? String(shape) : shapeText(given)
  const unknown = given.indexOf(-1)
  const rest = given.reduce((product, n) => (n === -1 ? product : product * n), 1)
  if (unknown >= 0 && size % rest !== 0)
    s.fail(
      'TypeError',
      `cannot reshape array of shape ${shapeText(before)} (size ${size}) into shape ${text} because the product of specified axis sizes (${rest}) does not evenly divide ${size}`,
    )
  if (unknown < 0 && rest !== size)
    s.fail(
      'TypeError',
      `cannot reshape array of shape ${shapeText(before)} (size ${size}) into shape ${text} (size ${rest})`,
    )
  return given.map((n) => (n === -1 ? size / rest : n))
}

/** `jnp.reshape`; source: jax `array_methods.py`, `_reshape`. */
function reshape(x: Input, shape: ShapeLike, {order = 'C'}: OrderOptions = {}): JaxArray {
  const operand = asOperand(x)
  const sizes = sizesOf(operand.aval, shape)
  const given: unknown = order
  if (given === 'C') return asArray(s.reshape(operand, sizes))
  if (given === 'A') s.fail('NotImplementedError', 'np.reshape order=A is not implemented.')
  if (given !== 'F') s.fail('ValueError', `Unexpected value for 'order' argument: ${String(given)}.`)
  const {ndim, shape: before} = operand.aval
  const axes = ndim < 2 ? null : [...before.keys()].toReversed()
  return transpose(s.reshape(operand, sizes.toReversed(), axes))
}

/** The same elements, axes in another order; in reverse where none is given. */
function transpose(x: Input, axes?: readonly number[]): JaxArray {
  const operand = asOperand(x)
  const rank = operand.aval.ndim
  return asArray(
    s.transpose(
      operand,
      axes?.map((axis) => normalAxis(axis, rank)) ?? operand.aval.shape.map((_, axis) => rank - 1 - axis),
    ),
  )
}

/** Two axes exchanged. */
function swapaxes(x: Input, first: number, second: number): JaxArray {
  const rank = asOperand(x).aval.ndim
  const axes = Array.from({length: rank}, (_, axis) => axis)
  const [a, b] = [normalAxis(first, rank), normalAxis(second, rank)]
  axes[a] = b
  axes[b] = a
  return transpose(x, axes)
}

/** Some axes put to other places; source: jax `lax_numpy.py`, `_moveaxis`. */
function moveaxis(x: Input, from: number | readonly number[], to: number | readonly number[]): JaxArray {
  const {ndim} = asOperand(x).aval
  const [sources, places] = [normalAxes(from, ndim), normalAxes(to, ndim)]
  if (sources.length !== places.length)
    s.fail('ValueError', `Inconsistent number of elements: ${sources.length} vs ${places.length}`)
  const axes = Array.from({length: ndim}, (_, axis) => axis).filter((axis) => !sources.includes(axis))
  const pairs = places.map((place, i): readonly [number, number] => [place, at(sources, i)])
  for (const [place, source] of pairs.toSorted(([p], [q]) => p - q)) axes.splice(place, 0, source)
  return transpose(x, axes)
}

/** An array with new axes of size one. */
function expandDims(x: Input, axis: number | readonly number[]): JaxArray {
  const operand = asOperand(x)
  const axes = [axis].flat()
  return asArray(s.expandDims(operand, normalAxes(axes, operand.aval.ndim + axes.length)))
}

/** An array without axes of size one. */
function squeeze(x: Input, axis: Axis = null): JaxArray {
  const operand = asOperand(x)
  const axes =
    axis === null
      ? operand.aval.shape.flatMap((n, i) => (n === 1 ? [i] : []))
      : normalAxes(axis, operand.aval.ndim)
  return asArray(s.squeeze(operand, axes))
}

/** Arrays behind each other on an axis. */
function concatenate(parts: Iterable<Input>, {axis = 0}: {readonly axis?: number | null} = {}): JaxArray {
  const xs = [...parts]
  if (xs.length === 0) s.fail('ValueError', 'Need at least one array to concatenate.')
  const given = axis === null ? xs.map((x) => ravel(x)) : xs
  const operands = promoteDtypes('concatenate', given)
  const {ndim} = at(operands, 0).aval
  if (ndim === 0) s.fail('ValueError', 'Zero-dimensional arrays cannot be concatenated.')
  return asArray(s.concatenate(operands, normalAxis(axis ?? 0, ndim)))
}

/** Arrays beside each other on a new axis. */
function stack(xs: Iterable<Input>, {axis = 0}: {readonly axis?: number} = {}): JaxArray {
  const operands = promoteDtypes('stack', [...xs])
  const shapes = operands.map(({aval}) => aval.shape)
  const first = at(shapes, 0)
  if (shapes.some((shape) => shape.length !== first.length))
    s.fail(
      'ValueError',
      `Cannot stack arrays with different numbers of dimensions: got ${shapes.map(shapeText).join(', ')}.`,
    )
  if (shapes.some((shape) => !sameShape(shape, first)))
    s.fail(
      'ValueError',
      `All input arrays must have the same shape. Got ${shapes.map(shapeText).join(', ')}.`,
    )
  return asArray(s.stack(operands, normalAxis(axis, first.length + 1)))
}

/** Parts of an axis: so many, or cut at these places; `isUneven` lets the first ones be longer by one. */
function parted(
  x: Input,
  cuts: number | readonly number[],
  axis: number,
  isUneven = false,
): readonly JaxArray[] {
  const operand = asOperand(x)
  const along = normalAxis(axis, operand.aval.ndim)
  const n = at(operand.aval.shape, along)
  const sizes = (): readonly number[] => {
    if (typeof cuts !== 'number') return [...cuts, n].map((end, i) => end - (cuts[i - 1] ?? 0))
    const rest = n % cuts
    if (rest !== 0 && !isUneven)
      s.fail('ValueError', `array split does not result in an equal division: rest is ${rest}`)
    return Array.from({length: cuts}, (_, i) => Math.floor(n / cuts) + Number(i < rest))
  }
  return s.laxSplit(operand, sizes(), along).map(asArray)
}

/** The axis that a function works along. */
export interface PartsOptions {
  /** The axis, counted from the back where negative; 0, where not given. */
  readonly axis?: number
}

/** `jnp.tile`: the array again and again along its axes, of which there may be new ones in front. */
function tile(x: Input, reps: number | readonly number[]): JaxArray {
  const operand = asOperand(x)
  const counts = [reps].flat()
  const ones = Array.from({length: Math.max(0, operand.aval.ndim - counts.length)}, () => 1)
  return asArray(s.tile(withRank(operand, counts.length), [...ones, ...counts]))
}

/** How often `jnp.repeat` repeats. */
export interface RepeatOptions {
  /** The axis; for null, and where it is not given, all elements in order. */
  readonly axis?: number | null
  /** How long the axis becomes, which a traced number of repeats needs; the sum of the repeats where it is not given. */
  readonly total_repeat_length?: number
}

/** `jnp.repeat`: each element so often, or each as often as an array says. */
function repeat(
  x: Input,
  repeats: Input | readonly number[],
  {axis = null, total_repeat_length}: RepeatOptions = {},
): JaxArray {
  const [operand, along] = rowAlong(asOperand(x), axis)
  const {shape} = operand.aval
  const n = at(shape, along)
  if (typeof repeats === 'number' && total_repeat_length === undefined) {
    const wide = shape.toSpliced(along + 1, 0, repeats)
    const apart = s.broadcastInDim(
      operand,
      wide,
      [...wide.keys()].filter((i) => i !== along + 1),
    )
    return asArray(s.reshape(apart, shape.with(along, n * repeats)))
  }
  const counts = broadcastTo(asOperand(ravel(asarray(repeats))), [n])
  const total =
    total_repeat_length ??
    [asArray(counts).tolist()].flat().reduce<number>((all, one) => all + Number(one), 0)
  const int = s.indexDtype()
  const place = s.iota(int, [total], 0)
  const ends = cumsum(s.convertElementType(counts, int), 0)
  const passed = e.le(s.broadcastInDim(ends, [total, n], [1]), s.broadcastInDim(place, [total, n], [0]))
  const from = s.reduceSum(s.convertElementType(passed, int), [1])
  return asArray(take(operand, e.min(from, s.literal(n - 1, int)), along))
}

/** The elements of axes in reverse. */
const flip = (x: Input, axis: Axis = null): JaxArray =>
  jitOf('_flip', axis, [x], (a) => asArray(s.rev(a, normalAxes(axis, a.ndim))))

/** `jnp.roll`: elements that fall off one end come back at the other. */
function roll(
  x: Input,
  shift: number | readonly number[],
  {axis = null}: {readonly axis?: Axis} = {},
): JaxArray {
  const {shape, ndim} = asOperand(x).aval
  if (axis === null) return reshape(roll(ravel(x), shift, {axis: 0}), shape)
  const [shifts, axes] = [[shift].flat(), [axis].flat().map((one) => normalAxis(one, ndim))]
  const turns = Array.from(
    {length: Math.max(shifts.length, axes.length)},
    (_, i): readonly [number, number] => [
      at(axes, axes.length === 1 ? 0 : i),
      at(shifts, shifts.length === 1 ? 0 : i),
    ],
  )
  return jitOf('_roll_static', `${String(shifts)}|${String(axes)}`, [x], (a) =>
    asArray(
      turns.reduce<Operand>((turned, [one, by]) => {
        const n = at(shape, one)
        if (n === 0) return turned
        const from = ((-by % n) + n) % n
        return s.concatenate([s.partAlong(turned, one, from, n), s.partAlong(turned, one, 0, from)], one)
      }, a),
    ),
  )
}

/** What `jnp.rot90` takes. */
export interface TurnOptions {
  /** How many quarter turns; 1 where it is not given. */
  readonly k?: number
  /** The plane: from the first axis towards the second; the first two where it is not given. */
  readonly axes?: readonly [number, number]
}

/** An array turned by quarters in the plane of two axes. */
const rot90 = (x: Input, {k = 1, axes = [0, 1]}: TurnOptions = {}): JaxArray =>
  jitOf('rot90', `${k}|${String(axes)}`, [x], (a) => {
    const [first, second] = axes
    const turns = ((k % 4) + 4) % 4
    if (turns === 0) return a
    if (turns === 2) return flip(flip(a, first), second)
    return turns === 1 ? swapaxes(flip(a, second), first, second) : flip(swapaxes(a, first, second), second)
  })

/** An axis moved to stand before another. */
const rollaxis = (x: Input, axis: number, start = 0): JaxArray =>
  jitOf('rollaxis', `${axis}|${start}`, [x], (a) => {
    const [from, to] = [normalAxis(axis, a.ndim), start < 0 ? start + a.ndim : start]
    return moveaxis(a, from, from < to ? to - 1 : to)
  })

/** At least so many axes, new ones where JAX has them: in front, and the third behind. */
const atLeast =
  (rank: 1 | 2 | 3) =>
  (x: Input): JaxArray =>
    jitOf(`atleast_${rank}d`, '', [x], (a) => {
      if (a.ndim >= rank) return a
      return asArray(rank < 3 ? withRank(a, rank) : s.expandDims(a, at([[0, 1, 2], [0, 2], [2]], a.ndim)))
    })
const [atleast1d, atleast2d, atleast3d] = [atLeast(1), atLeast(2), atLeast(3)]

/** Lists of lists of arrays put together: the innermost along the last axis. */
function blocks(xs: unknown, depth: number): JaxArray {
  if (!Array.isArray(xs)) return asarray(xs)
  const parts = xs.map((x: unknown) => blocks(x, depth - 1))
  const rank = Math.max(depth, ...parts.map(({ndim}) => ndim))
  return concatenate(
    parts.map((part) => withRank(part, rank)),
    {axis: -depth},
  )
}
const depthOf = (xs: unknown): number => (Array.isArray(xs) ? 1 + depthOf(xs[0]) : 0)

/** An array cut into parts, which may differ in size by one. */
const arraySplit = (
  x: Input,
  cuts: number | readonly number[],
  {axis = 0}: PartsOptions = {},
): readonly JaxArray[] => parted(x, cuts, axis, true)

/** The functions of `jnp` that give elements another arrangement. */
export const shapes = {
  reshape,
  ravel,
  transpose,
  permuteDims: transpose,
  swapaxes,
  /** The last two axes exchanged. */
  matrixTranspose: (x: Input): JaxArray => swapaxes(x, -1, -2),
  moveaxis,
  rollaxis,
  /** The shape of an array. */
  shape: (x: Input): Shape => tuple(...asOperand(x, 'shape').aval.shape),
  /** How many axes an array has. */
  ndim: (x: Input): number => asOperand(x, 'ndim').aval.ndim,
  /** How many elements an array has. */
  size: (x: Input): number => asOperand(x, 'size').aval.size,
  expandDims,
  squeeze,
  /** An array repeated to a shape. */
  broadcastTo: (x: Input, shape: ShapeLike): JaxArray => asArray(broadcastTo(asOperand(x), shapeOf(shape))),
  /** Arrays repeated to one shape. */
  broadcastArrays: (...xs: readonly Input[]): readonly JaxArray[] => {
    const operands = xs.map((x) => asOperand(x))
    const shape = commonShape(operands)
    return operands.map((operand) => asArray(broadcastTo(operand, shape)))
  },
  concatenate,
  stack,
  /** One array behind another, flattened where no axis is given. */
  append: (x: Input, y: Input, {axis = null}: {readonly axis?: number | null} = {}): JaxArray =>
    jitOf('append', axis, [x, y], (a, b) => concatenate([a, b], {axis})),
  /** An array with an axis at least. */
  atleast1d,
  /** An array with two axes at least. */
  atleast2d,
  /** An array with three axes at least. */
  atleast3d,
  /** Arrays below each other. */
  vstack: (xs: readonly Input[]): JaxArray => concatenate(xs.map(atleast2d)),
  /** Arrays beside each other. */
  hstack: (xs: readonly Input[]): JaxArray => {
    const parts = xs.map(atleast1d)
    return concatenate(parts, {axis: parts[0]?.ndim === 1 ? 0 : 1})
  },
  /** Arrays behind each other on the third axis. */
  dstack: (xs: readonly Input[]): JaxArray => concatenate(xs.map(atleast3d), {axis: 2}),
  /** Vectors as the columns of a matrix. */
  columnStack: (xs: readonly Input[]): JaxArray =>
    concatenate(
      xs.map((x) => (asOperand(x).aval.ndim < 2 ? transpose(atleast2d(x)) : x)),
      {axis: 1},
    ),
  /** An array of nested lists of blocks. */
  block: (xs: unknown): JaxArray => blocks(xs, depthOf(xs)),
  /** An array cut into equal parts, or at places. */
  split: (x: Input, cuts: number | readonly number[], {axis = 0}: PartsOptions = {}): readonly JaxArray[] =>
    parted(x, cuts, axis),
  arraySplit,
  /** An array cut along its first axis. */
  vsplit: (x: Input, cuts: number | readonly number[]): readonly JaxArray[] => parted(x, cuts, 0),
  /** An array cut along its second axis; a vector along its only one. */
  hsplit: (x: Input, cuts: number | readonly number[]): readonly JaxArray[] =>
    parted(x, cuts, asOperand(x).aval.ndim === 1 ? 0 : 1),
  /** An array as the list of its parts along an axis. */
  unstack: (x: Input, {axis = 0}: PartsOptions = {}): readonly JaxArray[] => {
    const operand = asOperand(x)
    return tuple(...s.unstack(operand, normalAxis(axis, operand.aval.ndim)).map(asArray))
  },
  tile,
  repeat,
  flip,
  /** The second axis in reverse. */
  fliplr: (x: Input): JaxArray => flip(x, 1),
  /** The first axis in reverse. */
  flipud: (x: Input): JaxArray => flip(x, 0),
  roll,
  rot90,
} as const
