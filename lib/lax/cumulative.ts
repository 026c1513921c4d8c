import {type Operand, at, bind} from '../array/index.ts'
import {add, div, exp, log1p, max, min, mul, neg, abs, sub, eq, selectN} from './elementwise.ts'
import {concatenate, convertElementType, filled, like, linear, rev, slice} from './shaping.ts'

/** `lax.cumsum`. */
export function cumsum(x: Operand, axis: number, reverse = false): Operand {
  const [out] = linear(
    {
      name: 'cumsum',
      params: {axis, reverse},
      outs: [x.aval],
      again: ([y]) => [cumsum(y, axis, reverse)],
      batch: ([y]) => [cumsum(y, axis + 1, reverse)],
      transpose: ([ct]) => [ct && cumsum(ct, axis, !reverse)],
    },
    [x],
  )
  return out
}

/** How two elements become one, and how much of the tangent of the first goes into that of the result. */
interface Joining {
  readonly join: (x: Operand, y: Operand) => Operand
  readonly share: (x: Operand, y: Operand, joined: Operand) => Operand
}

/** Running results with their tangents, in as many steps as the length has binary digits. */
function pushedAlong(x: Operand, tangent: Operand, axis: number, {join, share}: Joining): Operand {
  const {shape} = x.aval
  const n = at(shape, axis)
  const part = (y: Operand, from: number, to: number): Operand =>
    slice(y, shape.map(() => 0).with(axis, from), shape.with(axis, to))
  let [value, moved] = [x, tangent]
  for (let by = 1; by < n; by *= 2) {
    const [early, late] = [part(value, 0, n - by), part(value, by, n)]
    const joined = join(early, late)
    const both = add(
      mul(part(moved, 0, n - by), share(early, late, joined)),
      mul(part(moved, by, n), share(late, early, joined)),
    )
    value = concatenate([part(value, 0, by), joined], axis)
    moved = concatenate([part(moved, 0, by), both], axis)
  }
  return moved
}

const running = (name: string, joining: Joining) => {
  const run = (x: Operand, axis: number, reverse = false): Operand =>
    bind(
      {
        name,
        params: {axis, reverse},
        outs: [x.aval],
        again: ([y]) => [run(y, axis, reverse)],
        batch: ([y]) => [run(y, axis + 1, reverse)],
        jvp: ([g], [y]) => {
          if (g === null) return [null]
          const turned = (z: Operand): Operand => (reverse ? rev(z, [axis]) : z)
          return [turned(pushedAlong(turned(y), turned(g), axis, joining))]
        },
      },
      [x],
    )[0]
  return run
}

/** One where an element was chosen, half where both were. */
const chosen = (x: Operand, y: Operand, joined: Operand): Operand => {
  const flags = (z: Operand) => convertElementType(eq(z, joined), joined.aval.dtype)
  return div(flags(x), add(flags(x), flags(y)))
}

const logAddExp = (x: Operand, y: Operand): Operand => {
  const top = max(x, y)
  const apart = sub(x, y)
  const isAlike = eq(x, y)
  const rest = selectN(isAlike, [neg(abs(apart)), filled(x.aval.shape, like(x, 0))])
  return add(top, log1p(exp(rest)))
}

export const cumprod = running('cumprod', {join: mul, share: (_x, y) => y})
export const cummax = running('cummax', {join: max, share: chosen})
export const cummin = running('cummin', {join: min, share: chosen})
export const cumlogsumexp = running('cumlogsumexp', {
  join: logAddExp,
  share: (x, _y, joined) => exp(sub(x, joined)),
})
