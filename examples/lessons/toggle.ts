import {jax, type JaxArray, jnp, nnx, Session} from '../../lib/index.ts'

class Classifier extends nnx.Module {
  declare hidden: nnx.Linear
  declare drop: nnx.Dropout
  declare out: nnx.Linear

  constructor(rngs: nnx.Rngs) {
    super()
    this.hidden = new nnx.Linear({in_features: 4, out_features: 16, rngs})
    this.drop = new nnx.Dropout({rate: 0.5, rngs})
    this.out = new nnx.Linear({in_features: 16, out_features: 3, rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.out.call(this.drop.call(jax.nn.relu(this.hidden.call(x))))
  }
}

/**
 * Switching between training and evaluation: `deterministic` is static, so the first call in each mode compiles. Both
 * programs stay in the cache, and later switches are free. Compile both before the loop, and no step of it waits.
 *
 * @returns what each call did to the caches, and how many programs the function has at the end.
 * @example
 * toggle() // {train: 'retrace', eval: 'retrace', later: ['hit', 'hit', 'hit', 'hit'], programs: 2}
 */
export function toggle(): {
  readonly train: string
  readonly eval: string
  readonly later: readonly string[]
  readonly programs: number
} {
  const session = new Session()
  const model = new Classifier(new nnx.Rngs(0))
  const forward = session.nnxJit((classifier: Classifier, x: JaxArray) => classifier.call(x))
  const call = (): string => {
    forward(model, jnp.ones([8, 4]))
    return session.trace.outcome(session.trace.length - 1)
  }

  const train = call()
  model.eval()
  const evaluation = call()
  const later = [1, 2].flatMap(() => {
    model.train()
    const trained = call()
    model.eval()
    return [trained, call()]
  })
  return {train, eval: evaluation, later, programs: forward.size()}
}
