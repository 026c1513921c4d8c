import {type JaxArray, type Operand, at} from '../array/index.ts'
import {type Input, asArray, asOperand, elementwise as e, jitted, shaping as s} from '../lax/index.ts'
import {reducers} from './reductions.ts'

/** How much is put before and behind each axis. */
export type Widths = readonly (readonly [number, number])[]

/** What `jnp.pad` takes beside the widths. */
export interface PadOptions {
  /**
   * What is put around: a number, the array from its other end, its mirror image without or with its edge, its edge again and
   * again, the largest, the least or the mean of its elements along each axis, or nothing in particular, which is zeros; a number
   * where it is not given.
   */
  readonly mode?:
    'constant' | 'wrap' | 'reflect' | 'symmetric' | 'edge' | 'maximum' | 'minimum' | 'mean' | 'empty'
  /** The number; 0 where it is not given. */
  readonly constant_values?: Input
}

/** Widths of each axis, of those of all of them. */
function widthsOf(given: number | readonly [number, number] | Widths, rank: number): Widths {
  const isWidths = (list: readonly unknown[]): list is Widths => list.every(Array.isArray)
  if (typeof given !== 'number' && isWidths(given) && given.length === rank) return given
  const [low = 0, high = low] = typeof given === 'number' ? [given] : given.flat()
  return Array.from({length: rank}, () => [low, high])
}

/**
 * `jnp.pad`: a number around the array, or the array itself repeated or mirrored, as often as the widths need. One width stands
 * for all sides, one pair for all axes.
 *
 * @throws {PythonError} ValueError, where an axis without elements would be repeated.
 */
export function pad(
  x: Input,
  pad_width: number | readonly [number, number] | Widths,
  {mode = 'constant', constant_values = 0}: PadOptions = {},
): JaxArray {
  const operand = asOperand(x)
  const widths = widthsOf(pad_width, operand.aval.ndim)
  return asArray(
    jitted('_pad', `${mode}|${widths.join(';')}`, [operand, asOperand(constant_values)], (a, value) => {
      if (mode !== 'constant' && mode !== 'empty')
        return widths.reduce((padded, width, axis) => extended(padded, axis, width, mode), a)
      return s.laxPad(
        a,
        s.convertElementType(value, a.aval.dtype),
        widths.map(([low, high]) => [low, high, 0]),
      )
    }),
  )
}

function wrap(x: Operand, axis: number, [low, high]: readonly [number, number]): Operand {
  const n = at(x.aval.shape, axis)
  const [before, behind] = [low % n, high % n]
  const whole = Array.from({length: Math.floor(low / n) + 1 + Math.floor(high / n)}, () => x)
  return s.concatenate(
    [
      ...(before > 0 ? [s.partAlong(x, axis, n - before, n)] : []),
      ...whole,
      ...(behind > 0 ? [s.partAlong(x, axis, 0, behind)] : []),
    ],
    axis,
  )
}

/** The mirror image again and again; JAX slices the edges on both sides, though only other modes use them. */
function mirrored(
  x: Operand,
  axis: number,
  [low, high]: readonly [number, number],
  isWithoutEdge: boolean,
): Operand {
  const size = at(x.aval.shape, axis)
  const offset = isWithoutEdge && size > 1 ? 1 : 0
  const most = size - offset
  const flipped = (edge: Operand) => jitted('_flip', String(axis), [edge], (a) => s.rev(a, [axis]))
  s.partAlong(x, axis, 0, 1)
  let padded = x
  for (let left = low; left > 0; left -= most)
    padded = s.concatenate(
      [flipped(s.partAlong(padded, axis, offset, offset + Math.min(left, most))), padded],
      axis,
    )
  const n = size + low
  s.partAlong(padded, axis, n - 1, n)
  for (let left = high, end = n; left > 0; left -= most) {
    const width = Math.min(left, most)
    padded = s.concatenate(
      [padded, flipped(s.partAlong(padded, axis, end - offset - width, end - offset))],
      axis,
    )
    end += width
  }
  return padded
}

type Width = readonly [number, number]

/** An array between its outermost elements, again and again, or what stands in their place. */
function between(
  x: Operand,
  axis: number,
  [low, high]: Width,
  [first, last]: readonly [Operand, Operand],
): Operand {
  const repeated = (one: Operand, times: number): Operand =>
    s.broadcastInDim(one, x.aval.shape.with(axis, times), [...x.aval.shape.keys()])
  return s.concatenate([repeated(first, low), x, repeated(last, high)], axis)
}

function edge(x: Operand, axis: number, width: Width): Operand {
  const n = at(x.aval.shape, axis)
  return between(x, axis, width, [s.partAlong(x, axis, 0, 1), s.partAlong(x, axis, n - 1, n)])
}

/** What stands for all elements along an axis; of whole numbers it is made whole. */
const summed =
  (of: (x: Input, options: {readonly axis: number; readonly keepdims: true}) => JaxArray) =>
  (x: Operand, axis: number, width: Width): Operand => {
    const {dtype} = x.aval
    const found = asOperand(of(x, {axis, keepdims: true}))
    const one =
      found.aval.dtype === dtype ? found : s.convertElementType(jitted('round', '0', [found], e.round), dtype)
    return between(x, axis, width, [one, one])
  }

const extend = {
  wrap,
  edge,
  maximum: summed(reducers.max),
  minimum: summed(reducers.min),
  mean: summed(reducers.mean),
  reflect: (x: Operand, axis: number, width: Width) => mirrored(x, axis, width, true),
  symmetric: (x: Operand, axis: number, width: Width) => mirrored(x, axis, width, false),
}

function extended(
  x: Operand,
  axis: number,
  width: readonly [number, number],
  mode: keyof typeof extend,
): Operand {
  if (width[0] + width[1] === 0) return x
  if (x.aval.shape[axis] === 0) s.fail('ValueError', `Cannot apply '${mode}' padding to empty axis`)
  return extend[mode](x, axis, width)
}
