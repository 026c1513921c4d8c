import {type Each, type JaxArray, type Operand, each, isInexact} from '../array/index.ts'
import {asArray} from './operand.ts'
import {fail, filled, like, literal} from './shaping.ts'
import {backward, linearize} from './tape.ts'

export interface Gradients {
  /** The results of the function: the loss first, then whatever else it returned. */
  readonly results: readonly [JaxArray, ...JaxArray[]]
  /** One for each input that was asked for, zeros where the loss does not depend on it. */
  readonly gradients: readonly JaxArray[]
}

/**
 * Differentiates the first result of `body`, a number, by some of its inputs: JAX's `value_and_grad` on flat lists. Under a
 * trace the forward and backward operations are recorded as JAX records them.
 *
 * @param wanted which inputs to differentiate by.
 * @throws {PythonError} TypeError, when the result is no real number or an input holds integers.
 * @example
 * gradientsOf(([x]) => [jnp.sum(jnp.square(x))], [jnp.ones(3)], [true]).gradients[0].shape // [3]
 */
export function gradientsOf<const I extends readonly Operand[]>(
  body: (inputs: Each<I, JaxArray>) => readonly [Operand, ...Operand[]],
  inputs: I,
  wanted: readonly boolean[],
): Gradients {
  inputs.forEach(({aval}, i) => {
    if (wanted[i] && !isInexact(aval.dtype))
      fail(
        'TypeError',
        `grad requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), but got ${aval.dtype.name}. If you want to use Boolean- or integer-valued inputs, use vjp or set allow_int to True.\nJavaScript has one kind of number: 1.0 is 1, an int. Floats are made by float(1), jnp.float32(1) and jnp.array([1, 2], 'float32').`,
      )
  })
  const linear = linearize<I>(
    (values) => body(each<I, JaxArray>(values.length, values.map(asArray))),
    inputs,
    wanted,
  )
  const [loss, ...others] = linear.results
  if (loss === undefined)
    return fail('TypeError', 'grad requires a function that returns a number, but it returned nothing')
  if (loss.aval.ndim > 0)
    fail(
      'TypeError',
      `Gradient only defined for scalar-output functions. Output had shape: (${loss.aval.shape.join(', ')}${loss.aval.ndim === 1 ? ',' : ''}).`,
    )
  if (loss.aval.dtype.kind !== 'f')
    fail(
      'TypeError',
      `grad requires real-valued outputs (output dtype that is a sub-dtype of np.floating), but got ${loss.aval.dtype.name}. For differentiation of functions with integer outputs, use jax.vjp directly.`,
    )
  const cotangents = linear.results.map((_, i) =>
    i === 0 ? literal(1, loss.aval.dtype, loss.aval.weak_type) : null,
  )
  const found = backward(linear, cotangents)
  const asked = inputs.filter((_, i) => wanted[i])
  return {
    results: [asArray(loss), ...others.map(asArray)],
    gradients: asked.map((input, i) => asArray(found[i] ?? filled(input.aval.shape, like(input, 0)))),
  }
}
