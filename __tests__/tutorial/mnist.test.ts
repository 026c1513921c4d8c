import golden from '../golden/tutorials.json' with {type: 'json'}
import {float, jax, jnp, type JaxArray, nnx, optax} from '../../lib/index.ts'
import {isNear, listOf, numbersOf} from './near.ts'

const {mnist} = golden

class CNN extends nnx.Module {
  declare conv1: nnx.Conv
  declare conv2: nnx.Conv
  declare linear1: nnx.Linear
  declare linear2: nnx.Linear

  constructor({rngs}: {rngs: nnx.Rngs}) {
    super()
    this.conv1 = new nnx.Conv({in_features: 1, out_features: 4, kernel_size: [3, 3], rngs})
    this.conv2 = new nnx.Conv({in_features: 4, out_features: 8, kernel_size: [3, 3], rngs})
    this.linear1 = new nnx.Linear({in_features: 392, out_features: 32, rngs})
    this.linear2 = new nnx.Linear({in_features: 32, out_features: 10, rngs})
  }

  call(image: JaxArray): JaxArray {
    const halved = (x: JaxArray): JaxArray => nnx.avgPool(x, [2, 2], {strides: [2, 2]})
    const first = halved(nnx.relu(this.conv1.call(image)))
    const second = halved(nnx.relu(this.conv2.call(first)))
    const flat = jnp.reshape(second, [second.shape[0] ?? 0, -1])
    return this.linear2.call(nnx.relu(this.linear1.call(flat)))
  }
}

interface Batch {
  readonly image: JaxArray
  readonly label: JaxArray
}

/** Ten pictures, of each digit one: a bar at its height, and noise. */
function batch(step: number): Batch {
  const label = jnp.arange(10)
  const rows = jnp.floorDivide(jnp.arange(28), 2)
  const bars = jnp.equal(rows, jnp.add(2, jnp.reshape(label, [10, 1])))
  const noise = jax.random.uniform(jax.random.key(step), [10, 28, 28, 1])
  return {
    image: jnp.where(jnp.reshape(bars, [10, 28, 1, 1]), float(1), jnp.multiply(0.3, noise)),
    label,
  }
}

type Metrics = InstanceType<typeof nnx.MultiMetric>

function lossFn(model: CNN, {image, label}: Batch): readonly [JaxArray, JaxArray] {
  const logits = model.call(image)
  return [jnp.mean(optax.softmaxCrossEntropyWithIntegerLabels(logits, label)), logits]
}

const trainStep = nnx.jit((model: CNN, optimizer: nnx.Optimizer, metrics: Metrics, given: Batch) => {
  const [aux, grads] = nnx.valueAndGrad((inner: CNN) => lossFn(inner, given), {has_aux: true})(model)
  const [loss, logits] = listOf(aux)
  metrics.update({loss, logits, labels: given.label})
  optimizer.update(model, grads)
  return null
})

const evalStep = nnx.jit((model: CNN, metrics: Metrics, given: Batch) => {
  const [loss, logits] = lossFn(model, given)
  metrics.update({loss, logits, labels: given.label})
  return null
})

/** What the metrics have counted, and from the beginning again. */
function computed(metrics: Metrics): readonly unknown[] {
  const found: unknown = metrics.compute()
  metrics.reset()
  return ['loss', 'accuracy'].map((name) =>
    numbersOf(typeof found === 'object' && found !== null ? Reflect.get(found, name) : null),
  )
}

describe('the MNIST tutorial, with small pictures of bars', () => {
  const model = new CNN({rngs: new nnx.Rngs(0)})
  const first = numbersOf(model.call(jnp.ones([1, 28, 28, 1])))
  const optimizer = new nnx.Optimizer(model, optax.adamw(0.005, {b1: 0.9}), {wrt: nnx.Param})
  const metrics = new nnx.MultiMetric({
    accuracy: new nnx.metrics.Accuracy(),
    loss: new nnx.metrics.Average('loss'),
  })
  const history = mnist.history.map((_, round) => {
    trainStep(model, optimizer, metrics, batch(2 * round))
    trainStep(model, optimizer, metrics, batch(2 * round + 1))
    const train = computed(metrics)
    evalStep(model, metrics, batch(100))
    return [...train, ...computed(metrics)]
  })

  test('a new CNN gives ten numbers for a picture, those of flax', () => {
    expect(isNear(first, mnist.first)).toBe(true)
  })

  test('loss and accuracy of training and test are those of flax in each round; the losses fall', () => {
    history.forEach((row, i) => {
      row.forEach((value, j) =>
        expect([i, j, Number(value)]).toEqual([i, j, expect.closeTo(Number(mnist.history[i]?.[j]), 3)]),
      )
    })
    const losses = history.map(([loss]) => Number(loss))
    expect(losses).toEqual(losses.toSorted((a, b) => b - a))
  })

  test('each step compiles once', () => {
    expect([trainStep.size(), evalStep.size()]).toEqual([1, 1])
  })

  test('after eval() a jitted pred_step says which digits it sees, as flax does', () => {
    model.eval()
    const predStep = nnx.jit((inner: CNN, {image}: Batch) => jnp.argmax(inner.call(image), {axis: 1}))
    expect(numbersOf(predStep(model, batch(100)))).toEqual(mnist.pred)
  })
})
