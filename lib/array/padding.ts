import {at} from './arity.ts'
import type {JaxArray} from './array.ts'
import {shaped} from './aval.ts'
import {jitted} from './subjaxpr.ts'
import {defaultDtype} from './dtype.ts'
import {Literal, type Operand} from './op.ts'
import {asArray, asOperand, type Input} from './operand.ts'
import * as s from './shaping.ts'

/** How much is put before and behind each axis. */
export type Widths = readonly (readonly [number, number])[]

/** What `jnp.pad` takes beside the widths. */
export interface PadOptions {
  /** What is put around: zeros, the array from its other end, or its mirror image; zeros where it is not given. */
  readonly mode?: 'constant' | 'wrap' | 'reflect'
}

/** `jnp.pad`: zeros around the array, or the array itself repeated or mirrored. */
export function pad(x: Input, widths: Widths, {mode = 'constant'}: PadOptions = {}): JaxArray {
  const zero = new Literal(0, shaped([], defaultDtype('i'), true))
  return asArray(
    jitted('_pad', `${mode}|${widths.join(';')}`, [asOperand(x), zero], (a, value) => {
      if (mode !== 'constant')
        return widths.reduce((padded, width, axis) => extend[mode](padded, axis, width), a)
      return s.laxPad(
        a,
        s.convertElementType(value, a.aval.dtype),
        widths.map(([low, high]) => [low, high, 0]),
      )
    }),
  )
}

const part = (x: Operand, axis: number, from: number, to: number): Operand =>
  s.slice(
    x,
    x.aval.shape.map(() => 0).with(axis, from),
    x.aval.shape.with(axis, to),
    x.aval.shape.map(() => 1),
  )

function wrap(x: Operand, axis: number, [low, high]: readonly [number, number]): Operand {
  const n = at(x.aval.shape, axis)
  if (low + high === 0) return x
  return s.concatenate(
    [...(low > 0 ? [part(x, axis, n - low, n)] : []), x, ...(high > 0 ? [part(x, axis, 0, high)] : [])],
    axis,
  )
}

/** JAX slices the edges on both sides, though only other modes use them. */
function reflect(x: Operand, axis: number, [low, high]: readonly [number, number]): Operand {
  if (low + high === 0) return x
  const flipped = (edge: Operand) => jitted('_flip', String(axis), [edge], (a) => s.rev(a, [axis]))
  part(x, axis, 0, 1)
  const before = low > 0 ? s.concatenate([flipped(part(x, axis, 1, low + 1)), x], axis) : x
  const n = at(before.aval.shape, axis)
  part(before, axis, n - 1, n)
  return high > 0 ? s.concatenate([before, flipped(part(before, axis, n - 1 - high, n - 1))], axis) : before
}

const extend = {wrap, reflect}
