import golden from '../golden/calls.json' with {type: 'json'}
import {asOperand} from '../../lib/lax/index.ts'
import {dtypeOf, isArrayLike, type JaxArray, shaped, trace} from '../../lib/array/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import {flat, flatten, split, unflatten, Variable, VariableState} from '../../lib/graph/index.ts'
import * as nnx from '../../lib/nn/index.ts'
import {entry} from '../entry.ts'
import {lines} from '../array/lines.ts'

interface Recorded {
  readonly inputs: readonly (readonly (readonly number[] | string)[])[]
  readonly forward: readonly string[]
  readonly grad?: readonly string[]
}

const r = () => new nnx.Rngs(0)
const attention = (more: Partial<nnx.MultiHeadAttentionOptions> = {}) =>
  new nnx.MultiHeadAttention({num_heads: 2, in_features: 8, decode: false, rngs: r(), ...more})
const cell = {in_features: 3, hidden_features: 4}
const decoding = () => {
  const layer = attention({decode: true})
  layer.initCache([1, 5, 8])
  return layer
}

/** A program: the model, and what is done with a model of its class. */
function program<M extends object>(
  make: () => M,
  call: (model: M, ...inputs: readonly JaxArray[]) => unknown,
) {
  const model = make()
  const isSame = (value: unknown): value is M =>
    typeof value === 'object' && value !== null && value.constructor === model.constructor
  const run = (value: unknown, inputs: readonly JaxArray[]): unknown =>
    isSame(value) ? call(value, ...inputs) : null
  return {model, run}
}

const conv = (more: Partial<nnx.ConvOptions>) =>
  program(
    () => new nnx.Conv({in_features: 3, out_features: 4, kernel_size: [3], rngs: r(), ...more}),
    (m, x) => m.call(x),
  )
const step = <C extends nnx.RNNCellBase>(make: () => C) =>
  program(make, (m, x) => m.call(m.initializeCarry(x.shape, new nnx.Rngs(0)), x)[1])
const linear = () => new nnx.Linear({in_features: 4, out_features: 8, rngs: r()})

interface Program {
  readonly model: object
  readonly run: (model: unknown, inputs: readonly JaxArray[]) => unknown
}

const programs: Readonly<Record<keyof typeof golden, Program>> = {
  'attention with a mask': program(attention, (m, x, mask) => m.call(x, null, null, {mask})),
  'attention with a mask for each head': program(attention, (m, x, mask) => m.call(x, null, null, {mask})),
  'causal attention': program(attention, (m, x) => m.call(x, null, null, {is_causal: true})),
  'causal attention with a mask': program(attention, (m, x, mask) =>
    m.call(x, null, null, {mask, is_causal: true}),
  ),
  'cross attention': program(attention, (m, x, k) => m.call(x, k)),
  'attention without a batch': program(attention, (m, x) => m.call(x)),
  'attention of two batch axes': program(attention, (m, x) => m.call(x)),
  'grouped attention': program(
    () => attention({num_heads: 4, num_kv_heads: 2}),
    (m, x) => m.call(x),
  ),
  'sown attention': program(attention, (m, x) => m.call(x, null, null, {sow_weights: true})),
  'decoding attention': program(decoding, (m, x) => m.call(x)),
  'conv circular': conv({padding: 'CIRCULAR'}),
  'conv reflect': conv({padding: 'REFLECT'}),
  'conv masked': conv({mask: jnp.ones([3, 3, 4])}),
  LSTMCell: step(() => new nnx.LSTMCell({...cell, rngs: r()})),
  OptimizedLSTMCell: step(() => new nnx.OptimizedLSTMCell({...cell, rngs: r()})),
  GRUCell: step(() => new nnx.GRUCell({...cell, rngs: r()})),
  SimpleCell: step(() => new nnx.SimpleCell({...cell, rngs: r()})),
  'RNN of a SimpleCell': program(
    () => new nnx.RNN(new nnx.SimpleCell({...cell, rngs: r()}), {rngs: r()}),
    (m, x) => m.call(x),
  ),
  'RNN of an LSTMCell': program(
    () => new nnx.RNN(new nnx.LSTMCell({...cell, rngs: r()}), {rngs: r()}),
    (m, x) => m.call(x),
  ),
  'reversed RNN': program(
    () => new nnx.RNN(new nnx.GRUCell({...cell, rngs: r()}), {rngs: r()}),
    (m, x) => m.call(x, {reverse: true, keep_order: true}),
  ),
  'Embed attend': program(
    () => new nnx.Embed({num_embeddings: 10, features: 4, rngs: r()}),
    (m, x) => m.attend(x),
  ),
  'Embed of one': program(
    () => new nnx.Embed({num_embeddings: 1, features: 4, rngs: r()}),
    (m, x) => m.call(x),
  ),
  'LoRA over a base': program(
    () =>
      new nnx.LoRA({
        in_features: 3,
        lora_rank: 2,
        out_features: 4,
        base_module: new nnx.Linear({in_features: 3, out_features: 4, rngs: r()}),
        rngs: r(),
      }),
    (m, x) => m.call(x),
  ),
  'BatchNorm in two dimensions': program(
    () => new nnx.BatchNorm({num_features: 4, rngs: r()}),
    (m, x) => m.call(x),
  ),
  'Linear on a vector': program(linear, (m, x) => m.call(x)),
  'Linear of integers': program(linear, (m, x) => m.call(x)),
  'Linear of bfloat16': program(linear, (m, x) => m.call(x)),
}

const byName = new Map<string, Program>(Object.entries(programs))

function programOf(name: string): Program {
  const found = byName.get(name)
  if (found === undefined) throw new Error(`no program ${name} in the test`)
  return found
}

const recorded: Readonly<Record<string, Recorded>> = golden

function traced(name: string, body: (model: unknown, inputs: readonly JaxArray[]) => void) {
  const {model} = programOf(name)
  const {graphdef, leaves} = flatten(model)
  const values = leaves.map(([, leaf]) =>
    asOperand(
      leaf instanceof Variable && isArrayLike(leaf.value) ? leaf.value : isArrayLike(leaf) ? leaf : 0,
    ),
  )
  const inputs = entry(recorded, name).inputs.map(([shape, dtype]) =>
    shaped(Array.isArray(shape) ? shape.map(Number) : [], dtypeOf(String(dtype))),
  )
  return trace([...values.map(({aval}) => aval), ...inputs], (tracers) => {
    body(unflatten(graphdef, tracers.slice(0, values.length)), tracers.slice(values.length))
    return []
  })
}

/** The loop of an RNN is differentiated into two loops; JAX moves more out of them than is modelled here. */
const loops: ReadonlySet<string> = new Set(['RNN of a SimpleCell', 'RNN of an LSTMCell', 'reversed RNN'])

const total = (value: unknown): JaxArray => (isArrayLike(value) ? jnp.add(0, jnp.sum(value)) : jnp.zeros([]))

describe.each(Object.keys(programs))('%s', (name) => {
  const {forward, grad} = entry(recorded, name)
  const {run} = programOf(name)

  test('leaves the equations of flax', () => {
    expect(lines(traced(name, (model, inputs) => void run(model, inputs)))).toEqual(forward)
  })

  if (grad !== undefined)
    test('has a gradient with the equations of flax', () => {
      const jaxpr = traced(
        name,
        (model, inputs) => void nnx.grad((inner: unknown) => total(run(inner, inputs)))(model),
      )
      if (loops.has(name)) expect(lines(jaxpr).filter((line) => line.startsWith('scan')).length).toBe(2)
      else expect(lines(jaxpr)).toEqual(grad)
    })
})

test('a gradient through a scan has the shapes of the parameters', () => {
  const rnn = new nnx.RNN(new nnx.LSTMCell({...cell, rngs: r()}), {rngs: r()})
  const grads = nnx.grad((m: nnx.RNN) => total(m.call(jnp.ones([2, 5, 3]))))(rnn)
  const shapes = flat(grads).map(([path, leaf]) => [
    path.join('.'),
    leaf instanceof VariableState ? leaf.shape : null,
  ])
  expect(shapes).toEqual(
    flat(split(rnn.cell)[1]).map(([path, leaf]) => [
      `cell.${path.join('.')}`,
      leaf instanceof VariableState ? leaf.shape : null,
    ]),
  )
})
