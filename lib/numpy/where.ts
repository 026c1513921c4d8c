import {type Each, type JaxArray, type Operand, each, mapped} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  commonShape,
  elementwise as e,
  jitted,
  promoteDtypes,
  shaping as s,
} from '../lax/index.ts'
import {broadcastTo} from './create.ts'

/** Which elements are not zero. */
export const flagsOf = (x: Operand): Operand => (x.aval.dtype.kind === 'b' ? x : e.ne(x, s.like(x, 0)))

/** `jnp.where(which, yes, no)` on operands: JAX's jitted `_where`. */
export const whereOf = (which: Operand, yes: Operand, no: Operand): Operand =>
  jitted('_where', '', [which, yes, no], (w, a, b) => {
    const flags = flagsOf(w)
    const [x, y] = promoteDtypes('where', [a, b])
    const shape = commonShape([flags, x, y])
    const chooser = flags.aval.ndim === 0 ? flags : broadcastTo(flags, shape)
    const [px, py] = mapped([x, y], (one) => broadcastTo(one, shape))
    return e.selectN(chooser, [py, px])
  })

/** A function of `jnp` that JAX wraps in `jax.jit`, on arrays; `id` tells calls apart that differ in more than avals. */
export const jitOf = <const I extends readonly Input[]>(
  name: string,
  id: unknown,
  inputs: I,
  body: (...arrays: Each<I, JaxArray>) => JaxArray,
): JaxArray =>
  asArray(
    jitted(
      name,
      String(id),
      inputs.map((input) => asOperand(input, name)),
      (...operands) => asOperand(body(...each<I, JaxArray>(inputs.length, operands.map(asArray)))),
    ),
  )
