import {
  explain,
  float,
  type JaxArray,
  jnp,
  nnx,
  optax,
  type Prediction,
  propose,
  Session,
  type Trace,
  whatIf,
} from '../../lib/index.ts'

/** How a training loop is written. */
export interface Style {
  /** Makes the transformation anew at each step instead of once. */
  readonly newOptimizer?: boolean
  /** Hands over the step's number as a static argument. */
  readonly staticStep?: boolean
  /** Pads the last, smaller batch to the size of the others. */
  readonly padded?: boolean
}

const sizes = [8, 8, 8, 8, 5]

/** Runs five steps of training written in some style; what the caches made of it. */
export function train({newOptimizer = false, staticStep = false, padded = false}: Style): Trace {
  const session = new Session()
  const model = new nnx.Linear({in_features: 4, out_features: 2, rngs: new nnx.Rngs(0)})
  const tx = optax.sgd(0.1)
  const trainStep = (linear: nnx.Linear, optimizer: nnx.Optimizer, batch: JaxArray, number: number) => {
    const grads = nnx.grad((inner: nnx.Linear) => jnp.mean(inner.call(batch)))(linear)
    optimizer.update(linear, grads)
    return number
  }
  const step = session.nnxJit(trainStep, staticStep ? {static_argnames: 'number'} : {})
  let optimizer = new nnx.Optimizer(model, tx, {wrt: nnx.Param})
  for (const [number, size] of sizes.entries()) {
    if (newOptimizer) optimizer = new nnx.Optimizer(model, optax.sgd(float(0.1)), {wrt: nnx.Param})
    step(model, optimizer, jnp.ones([padded ? 8 : size, 4]), number)
  }
  return session.trace
}

/** The loop before anybody looked at it. */
export const slow: Style = {newOptimizer: true, staticStep: true}

/**
 * From a loop that compiles at every step to one that compiles once: read the causes, ask what would go away, change the
 * program, and look whether the prediction came true.
 *
 * @returns misses of the slow loop and their causes, what two changes are predicted to save, what the library proposes by
 * itself, and misses of the loop after the changes.
 * @example
 * mend().after // 1
 */
export function mend(): {
  readonly before: number
  readonly causes: readonly string[]
  readonly predicted: Prediction
  readonly proposed: readonly Prediction[]
  readonly after: number
} {
  const trace = train(slow)
  const {misses} = explain(trace)
  const predicted = whatIf(trace, [
    {change: 'reuse', component: 'graphdef', path: ['optimizer']},
    {change: 'hold', component: 'static', path: ['number']},
    {change: 'pad', path: ['batch'], dimension: 0, multiple: 8},
  ])
  return {
    before: misses.length,
    causes: [
      ...new Set(misses.flatMap(({causes}) => causes.map(({component, path}) => `${component} ${path}`))),
    ],
    predicted,
    proposed: propose(trace),
    after: train({padded: true}).misses().length,
  }
}
