import {
  at,
  bind,
  each,
  type Operand,
  type Params,
  type Rule,
  shaped,
  type Shape,
  type ShapedArray,
} from '../array/index.ts'
import {fail, laxPad, like, linear, stackedAll} from './shaping.ts'

/** How a window moves over an array; each list has an entry for every axis. */
export interface PoolWindow {
  /** How large it is. */
  readonly dimensions: Shape
  /** How far it moves at a time. */
  readonly strides: readonly number[]
  /** How much lies before and behind the array. */
  readonly padding: readonly (readonly [low: number, high: number])[]
}

/** What the elements of a window become. */
export type Pooling = 'sum' | 'max' | 'min'

const sizesOf = ({dimensions, strides, padding}: PoolWindow): Params => ({
  window_dimensions: dimensions,
  window_strides: strides,
  padding,
})
const still = ({dimensions}: PoolWindow): readonly number[] => dimensions.map(() => 1)
const paramsOf = (window: PoolWindow): Params => ({
  ...sizesOf(window),
  base_dilation: still(window),
  window_dilation: still(window),
})

const windowed = (shape: Shape, {dimensions, strides, padding}: PoolWindow): Shape => {
  if (dimensions.length !== shape.length)
    fail(
      'TypeError',
      `reduce_window got the wrong number of window_dimensions for operand: got operand shape (${shape.join(', ')}) with window_dimensions (${dimensions.join(', ')}).`,
    )
  return shape.map((n, axis) => {
    const [low, high] = at(padding, axis)
    return Math.max(0, Math.floor((n + low + high - at(dimensions, axis)) / at(strides, axis)) + 1)
  })
}

/** The window over a stack of arrays. */
const overRows = ({dimensions, strides, padding}: PoolWindow): PoolWindow => ({
  dimensions: [1, ...dimensions],
  strides: [1, ...strides],
  padding: [[0, 0], ...padding],
})

/** `lax.reduce_window` by a sum, a maximum or a minimum. */
export function reduceWindow(kind: Pooling, x: Operand, window: PoolWindow): Operand {
  const {aval} = x
  const rule: Omit<Rule<readonly [Operand], readonly [ShapedArray]>, 'jvp'> = {
    name: `reduce_window_${kind}`,
    params: paramsOf(window),
    outs: [shaped(windowed(aval.shape, window), aval.dtype)],
    again: ([y]) => [reduceWindow(kind, y, window)],
    batch: ([y]) => [reduceWindow(kind, y, overRows(window))],
    transpose: ([ct]) => [ct && spreadOver(ct, aval.shape, window)],
  }
  const [out] =
    kind === 'sum'
      ? linear(rule, [x])
      : bind({...rule, jvp: ([g], [y]) => [g && selectAndGatherAdd(kind, g, y, window)]}, [x])
  return out
}

/** Gives each element the sum of what its windows were given. */
function spreadOver(ct: Operand, shape: Shape, {dimensions, strides, padding}: PoolWindow): Operand {
  const wide = ct.aval.shape.map((n, axis): readonly [number, number, number] => {
    const [size, stride] = [at(dimensions, axis), at(strides, axis)]
    const low = size - at(padding, axis)[0] - 1
    const dilated = n === 0 ? 0 : 1 + stride * (n - 1)
    return [low, at(shape, axis) + size - 1 - dilated - low, stride - 1]
  })
  const ones = dimensions.map(() => 1)
  return reduceWindow('sum', laxPad(ct, like(ct, 0), wide), {
    dimensions,
    strides: ones,
    padding: shape.map(() => [0, 0]),
  })
}

const chosen = (kind: Pooling): Params => ({select_prim: kind === 'max' ? 'ge' : 'le'})

/** Of each window the element of `g` that stands where `x` is largest, or smallest. */
function selectAndGatherAdd(kind: Pooling, g: Operand, x: Operand, window: PoolWindow): Operand {
  return bind(
    {
      name: 'select_and_gather_add',
      params: {...chosen(kind), ...paramsOf(window)},
      outs: [shaped(windowed(x.aval.shape, window), g.aval.dtype)],
      again: ([h, y]) => [selectAndGatherAdd(kind, h, y, window)],
      batch: (both, stacked, n) => {
        const [h, y] = each<readonly [Operand, Operand], Operand>(2, stackedAll(both, stacked, n))
        return [selectAndGatherAdd(kind, h, y, overRows(window))]
      },
      jvp: ([h], [, y]) => [h && selectAndGatherAdd(kind, h, y, window)],
      transpose: ([ct], [, y]) => [ct && selectAndScatterAdd(kind, ct, y, window), null],
    },
    [g, x],
  )[0]
}

/** Adds each element of `source` to where `x` is largest in its window, or smallest. */
function selectAndScatterAdd(kind: Pooling, source: Operand, x: Operand, window: PoolWindow): Operand {
  return bind(
    {
      name: 'select_and_scatter_add',
      params: {...chosen(kind), ...sizesOf(window)},
      outs: [shaped(x.aval.shape, source.aval.dtype)],
      again: ([h, y]) => [selectAndScatterAdd(kind, h, y, window)],
      batch: (both, stacked, n) => {
        const [h, y] = each<readonly [Operand, Operand], Operand>(2, stackedAll(both, stacked, n))
        return [selectAndScatterAdd(kind, h, y, overRows(window))]
      },
      jvp: ([h], [, y]) => [h && selectAndScatterAdd(kind, h, y, window)],
      transpose: ([ct], [, y]) => [ct && selectAndGatherAdd(kind, ct, y, window), null],
    },
    [source, x],
  )[0]
}
