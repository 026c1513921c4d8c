import {jax, jnp, nnx} from '../../dist/lib/index.js'

const [batch, inputs, hidden, outputs] = [64, 128, 256, 10]

class MLP extends nnx.Module {
  constructor(rngs) {
    super()
    this.first = new nnx.Linear(inputs, hidden, {rngs})
    this.second = new nnx.Linear(hidden, outputs, {rngs})
  }

  call(x) {
    return this.second.call(nnx.relu(this.first.call(x)))
  }
}

/** Milliseconds of one run, the least of several. */
function least(rounds, body) {
  let best = Infinity
  for (let i = 0; i < rounds; i++) {
    const start = performance.now()
    body(i)
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** Loss and gradients of an MLP by its parameters, all of them read; inputs are new each time, so that nothing is known before. */
function step(rounds) {
  const model = new MLP(new nnx.Rngs(0))
  const pass = nnx.jit(nnx.valueAndGrad((one, x) => jnp.mean(jnp.square(one.call(x)))))
  const rows = Array.from({length: rounds}, (_, i) => jax.random.normal(jax.random.key(i), [batch, inputs]))
  for (const x of rows) x.tolist()
  return least(rounds, (i) => {
    const [loss, gradients] = pass(model, rows[i])
    loss.item()
    return jax.tree.leaves(gradients).map(({contents}) => contents)
  })
}

/** As many multiplications as the five products of that step have, summed up one by one. */
function loop(rounds) {
  const [a, b] = [new Float64Array(hidden).fill(0.5), new Float64Array(hidden).fill(0.25)]
  const products = batch * (2 * inputs + 3 * outputs)
  let total = 0
  const best = least(rounds, () => {
    for (let i = 0; i < products; i++) {
      let sum = 0
      for (let k = 0; k < hidden; k++) sum += a[k] * b[k]
      total += sum
    }
  })
  if (!(total > 0)) throw new Error('the loop computed nothing')
  return best
}

/** Numbers: a step of training against its multiplications alone. */
export default function values() {
  const [ours, plain] = [step(60), loop(20)]
  return [
    {
      what: `a forward and backward pass of an MLP, ${batch}×${inputs}→${hidden}→${outputs} ÷ its multiplications one by one`,
      ratio: ours / plain,
      reach: {most: 1.2},
      detail: `${ours.toFixed(2)} ms and ${plain.toFixed(2)} ms`,
    },
  ]
}
