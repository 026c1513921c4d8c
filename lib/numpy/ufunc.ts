import {dtypeOf, type JaxArray, type Operand} from '../array/index.ts'
import {type Input, asArray, promoteArgs, promoteDtypes, shaping as s} from '../lax/index.ts'
import {named} from '../python/index.ts'

/** Gives a function the names of a `jnp.ufunc`. */
export const ufunc = <F extends object>(name: string, apply: F): F =>
  named(apply, {type: 'jax.numpy.ufunc', qualname: name, module: 'jax.numpy', repr: `<jnp.ufunc '${name}'>`})

/** An operand as arithmetic takes it: of booleans whole numbers. */
export const arithmetic = (x: Operand): Operand =>
  x.aval.dtype.kind === 'b' ? s.convertElementType(x, dtypeOf('int32')) : x

/** A function of one array, its dtype promoted. */
export const unary = (name: string, apply: (x: Operand) => Operand, inexact = false) =>
  ufunc(name, (x: Input): JaxArray => asArray(apply(promoteDtypes(name, [x], inexact)[0])))

/** A function of two arrays, their dtypes and shapes promoted. */
export const binary = (
  name: string,
  apply: (x: Operand, y: Operand) => Operand,
  inexact = false,
  called = name,
) =>
  ufunc(name, (x: Input, y: Input): JaxArray => {
    const [a, b] = promoteArgs(called, [x, y], inexact)
    return asArray(apply(a, b))
  })
