import '../../lib/value/index.ts'
import golden from '../golden/metrics.json' with {type: 'json'}
import {float, jax, jnp, nnx, repr, Session} from '../../lib/index.ts'
import {NamedTuple} from '../../lib/python/index.ts'
import {printed} from '../printed.ts'

const {Accuracy, Average, Welford} = nnx.metrics
type Metric = InstanceType<typeof nnx.Metric>
type Updates = Readonly<Record<string, unknown>>

/** A result as the recording tells it. */
function told(value: unknown): unknown {
  if (value instanceof NamedTuple)
    return Object.fromEntries(value.fields.map((name, i) => [name, repr(value[i])]))
  return value !== null && typeof value === 'object' && !(value instanceof jax.Array)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, repr(one)]))
    : repr(value)
}

const variables = (metric: Metric): unknown =>
  Object.fromEntries(
    nnx
      .flat(nnx.state(metric))
      .map(([path, leaf]) => [path.join('.'), leaf instanceof nnx.VariableState ? repr(leaf.value) : '']),
  )

function run(metric: Metric, ...updates: readonly Updates[]): unknown {
  const rows = [told(metric.compute())]
  for (const update of updates) {
    metric.update(update)
    rows.push(told(metric.compute()))
  }
  rows.push(variables(metric))
  metric.reset()
  return [...rows, told(metric.compute()), variables(metric)]
}

const [a, b] = [jnp.array([1, 2, 3, 4]), jnp.array([3, 2, 1, 0.5])]
const logits = jnp.array([
  [0.5, 0.2, 0.7],
  [0.1, 0.9, 0.3],
  [0.4, 0.3, 0.2],
])
const [labels, mask] = [jnp.array([2, 0, 0]), jnp.array([1, 0, 1])]
const [binary, signs] = [jnp.array([0.1, 0.6, 0.9, 0.4]), jnp.array([0, 1, 0, 0])]
const multi = () => new nnx.MultiMetric({accuracy: new Accuracy(), loss: new Average('loss')})

test.each<
  [Exclude<keyof typeof golden, 'versions' | 'primitives' | 'text' | 'errors'>, Metric, readonly Updates[]]
>([
  ['Average', new Average(), [{values: a}, {values: b}, {values: 2.5}, {values: 3}]],
  ['Average masked', new Average('x'), [{x: b, mask: jnp.array([1, 0, 1, 1])}]],
  ['Welford', new Welford(), [{values: a}, {values: b}, {values: 2.5}]],
  [
    'Accuracy',
    new Accuracy(),
    [
      {logits, labels},
      {logits, labels, mask},
    ],
  ],
  ['Accuracy binary', new Accuracy({threshold: 0.5}), [{logits: binary, labels: signs}]],
  ['MultiMetric', multi(), [{logits, labels, loss: b}]],
  [
    'MultiMetric masked',
    multi(),
    [{logits, labels, loss: jnp.array([3, 2, float(1)]), mask: {accuracy: mask}}],
  ],
])('%s tells what flax tells after each update, and after reset()', (name, metric, updates) => {
  expect(run(metric, ...updates)).toEqual(golden[name])
})

test.each<[keyof typeof golden.primitives, Metric, Updates]>([
  ['Average', new Average(), {values: b}],
  ['Average masked', new Average(), {values: b, mask: jnp.array([1, 0, 1, 1])}],
  ['Welford', new Welford(), {values: b}],
  ['Accuracy', new Accuracy(), {logits, labels}],
  ['Accuracy binary', new Accuracy({threshold: 0.5}), {logits: binary, labels: signs}],
])('%s.update and compute are the primitives that flax makes of them', (name, metric, update) => {
  const jaxpr = new Session()
    .jaxJit((given: nnx.State) => {
      const inner = nnx.merge(nnx.graphdef(metric), given)
      if (!(inner instanceof nnx.Metric)) throw new TypeError('no metric')
      inner.update(update)
      return [nnx.state(inner), inner.compute()]
    })
    .lower(nnx.state(metric)).jaxpr
  expect(jaxpr.eqns.map(({op}) => op.name)).toEqual(golden.primitives[name])
})

test('a MultiMetric is printed as flax prints it', () => {
  expect(repr(new nnx.MultiMetric({accuracy: new Accuracy(), loss: new Average()}))).toBe(golden.text)
})

test('a metric says what it was not given', () => {
  expect([
    printed(() => new Average().update({x: 1})),
    printed(() => new Welford().update({x: 1})),
    printed(() => new Average().update({values: 1.5, mask})),
    printed(() => new Accuracy({threshold: 1})),
    printed(() => new Accuracy().update({logits: b, labels})),
    printed(() => new Accuracy({threshold: 0.5}).update({logits, labels})),
    printed(() => new Accuracy().update({logits, labels: jnp.astype(labels, 'uint8')})),
  ]).toEqual(golden.errors)
})

test('a metric counts inside of nnx.jit, and costs one trace', () => {
  const session = new Session()
  const metrics = multi()
  const step = session.nnxJit((counted: Metric, loss: unknown) => counted.update({logits, labels, loss}))
  step(metrics, b)
  step(metrics, b)
  expect(told(metrics.compute())).toMatchObject({loss: 'Array(1.625, dtype=float32)'})
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'hit'])
})
