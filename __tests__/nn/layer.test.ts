import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {All, flat, Param, PathContains, split, unflatten, flatten, Variable} from '../../lib/graph/index.ts'
import {asOperand, laxOperations as lax} from '../../lib/lax/index.ts'
import {dtypeOf, type JaxArray, shaped, trace, isArrayLike} from '../../lib/array/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
import {float, tuple} from '../../lib/python/index.ts'
import {optax} from '../../lib/optax/index.ts'
import * as nnx from '../../lib/nn/index.ts'
import {describe as look} from '../../lib/scenario/look.ts'
import {lines} from '../array/lines.ts'

interface Golden {
  readonly name: string
  readonly describe: unknown
  readonly inputs?: readonly [readonly number[], string][]
  readonly forward?: readonly string[]
  readonly grad?: readonly string[]
}

const isGolden = (row: unknown): row is Golden =>
  typeof row === 'object' && row !== null && 'name' in row && 'describe' in row
const parsed = (line: string): Golden => {
  const row: unknown = JSON.parse(line)
  if (isGolden(row)) return row
  throw new SyntaxError(`no layer: ${line.slice(0, 80)}`)
}

const goldens: readonly Golden[] = readFileSync(join(__dirname, '../golden/recorded/layers.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(parsed)

const r = () => new nnx.Rngs(0)
const linear = () => new nnx.Linear({in_features: 4, out_features: 8, rngs: r()})

const layers: Readonly<Record<string, () => object>> = {
  Linear: linear,
  'Linear no bias bf16': () =>
    new nnx.Linear({in_features: 4, out_features: 8, use_bias: false, dtype: jnp.bfloat16, rngs: r()}),
  'Linear param_dtype': () =>
    new nnx.Linear({
      in_features: 4,
      out_features: 8,
      param_dtype: jnp.float16,
      preferred_element_type: jnp.float32,
      rngs: r(),
    }),
  LinearGeneral: () =>
    new nnx.LinearGeneral({in_features: [2, 3], out_features: [4, 5], axis: [1, -1], rngs: r()}),
  'LinearGeneral int': () => new nnx.LinearGeneral({in_features: 4, out_features: 8, rngs: r()}),
  'LinearGeneral batch': () =>
    new nnx.LinearGeneral({in_features: 3, out_features: [4], batch_axis: {0: 2}, rngs: r()}),
  Einsum: () =>
    new nnx.Einsum({
      einsum_str: 'nta,hab->nthb',
      kernel_shape: tuple(8, 2, 4),
      bias_shape: tuple(8, 4),
      rngs: r(),
    }),
  'Einsum no bias': () => new nnx.Einsum({einsum_str: 'ab,bc->ac', kernel_shape: tuple(4, 3), rngs: r()}),
  Conv: () => new nnx.Conv({in_features: 3, out_features: 4, kernel_size: [3, 3], rngs: r()}),
  'Conv 1d valid strides': () =>
    new nnx.Conv({
      in_features: 3,
      out_features: 4,
      kernel_size: 3,
      strides: 2,
      padding: 'VALID',
      use_bias: false,
      rngs: r(),
    }),
  'Conv unbatched': () =>
    new nnx.Conv({in_features: 3, out_features: 4, kernel_size: [3], padding: 'CAUSAL', rngs: r()}),
  'Conv groups': () =>
    new nnx.Conv({
      in_features: 4,
      out_features: 8,
      kernel_size: [3, 3],
      feature_group_count: 2,
      padding: 1,
      kernel_dilation: 2,
      rngs: r(),
    }),
  ConvTranspose: () => new nnx.ConvTranspose({in_features: 3, out_features: 4, kernel_size: [3], rngs: r()}),
  'ConvTranspose strides': () =>
    new nnx.ConvTranspose({
      in_features: 3,
      out_features: 4,
      kernel_size: [3, 3],
      strides: tuple(2, 2),
      padding: 'VALID',
      transpose_kernel: true,
      rngs: r(),
    }),
  'ConvTranspose circular': () =>
    new nnx.ConvTranspose({
      in_features: 2,
      out_features: 3,
      kernel_size: [3],
      strides: tuple(2),
      padding: 'CIRCULAR',
      rngs: r(),
    }),
  'ConvTranspose circular 2d': () =>
    new nnx.ConvTranspose({
      in_features: 2,
      out_features: 3,
      kernel_size: [4, 4],
      strides: tuple(1, 2),
      padding: 'CIRCULAR',
      transpose_kernel: true,
      rngs: r(),
    }),
  Embed: () => new nnx.Embed({num_embeddings: 10, features: 4, rngs: r()}),
  LayerNorm: () => new nnx.LayerNorm({num_features: 4, rngs: r()}),
  'LayerNorm plain': () =>
    new nnx.LayerNorm({num_features: 4, use_bias: false, use_scale: false, epsilon: 1e-5, rngs: r()}),
  'LayerNorm slow': () => new nnx.LayerNorm({num_features: 4, use_fast_variance: false, rngs: r()}),
  'LayerNorm bf16': () => new nnx.LayerNorm({num_features: 4, dtype: jnp.bfloat16, rngs: r()}),
  RMSNorm: () => new nnx.RMSNorm({num_features: 4, rngs: r()}),
  GroupNorm: () => new nnx.GroupNorm({num_features: 6, num_groups: 3, rngs: r()}),
  'GroupNorm size': () => new nnx.GroupNorm({num_features: 6, num_groups: null, group_size: 2, rngs: r()}),
  BatchNorm: () => new nnx.BatchNorm({num_features: 4, rngs: r()}),
  'BatchNorm eval': () =>
    new nnx.BatchNorm({num_features: 4, use_running_average: true, momentum: 0.9, rngs: r()}),
  Dropout: () => new nnx.Dropout({rate: 0.1, rngs: r()}),
  'Dropout deterministic': () => new nnx.Dropout({rate: 0.5, deterministic: true, rngs: r()}),
  'Dropout broadcast': () =>
    new nnx.Dropout({rate: 0.5, broadcast_dims: tuple(0), rngs: new nnx.Rngs({dropout: 1})}),
  'Dropout zero': () => new nnx.Dropout({rate: float(0), rngs: r()}),
  'Dropout no rngs': () => new nnx.Dropout({rate: 0.1}),
  MultiHeadAttention: () =>
    new nnx.MultiHeadAttention({num_heads: 2, in_features: 8, decode: false, rngs: r()}),
  'MultiHeadAttention options': () =>
    new nnx.MultiHeadAttention({
      num_heads: 2,
      in_features: 8,
      qkv_features: 16,
      out_features: 4,
      dropout_rate: 0.1,
      deterministic: false,
      normalize_qk: true,
      decode: false,
      rngs: r(),
    }),
  'MultiHeadAttention no bias': () =>
    new nnx.MultiHeadAttention({num_heads: 2, in_features: 8, use_bias: false, decode: false, rngs: r()}),
  LoRA: () => new nnx.LoRA({in_features: 3, lora_rank: 2, out_features: 4, rngs: r()}),
  LoRALinear: () => new nnx.LoRALinear({in_features: 3, out_features: 4, lora_rank: 2, rngs: r()}),
  Sequential: () =>
    new nnx.Sequential(linear(), jax.nn.relu, new nnx.Linear({in_features: 8, out_features: 2, rngs: r()})),
  LSTMCell: () => new nnx.LSTMCell({in_features: 3, hidden_features: 4, rngs: r()}),
  OptimizedLSTMCell: () => new nnx.OptimizedLSTMCell({in_features: 3, hidden_features: 4, rngs: r()}),
  GRUCell: () => new nnx.GRUCell({in_features: 3, hidden_features: 4, rngs: r()}),
  SimpleCell: () => new nnx.SimpleCell({in_features: 3, hidden_features: 4, rngs: r()}),
  RNN: () => new nnx.RNN(new nnx.LSTMCell({in_features: 3, hidden_features: 4, rngs: r()}), {rngs: r()}),
  'RNN options': () =>
    new nnx.RNN(new nnx.GRUCell({in_features: 3, hidden_features: 4, rngs: r()}), {
      reverse: true,
      return_carry: true,
      rngs: r(),
    }),
  Rngs: r,
  'Rngs streams': () => new nnx.Rngs({params: 0, dropout: 1}),
  'Rngs default and stream': () => new nnx.Rngs(0, {dropout: 1}),
  'Optimizer sgd': () => new nnx.Optimizer(linear(), optax.sgd(0.1), {wrt: Param}),
  'Optimizer momentum': () => new nnx.Optimizer(linear(), optax.sgd(0.1, {momentum: 0.9}), {wrt: Param}),
  'Optimizer adam': () => new nnx.Optimizer(linear(), optax.adam(1e-3), {wrt: Param}),
  'Optimizer adamw': () => new nnx.Optimizer(linear(), optax.adamw(1e-3), {wrt: Param}),
  'Optimizer wrt': () =>
    new nnx.Optimizer(
      new nnx.LoRALinear({in_features: 3, out_features: 4, lora_rank: 2, rngs: r()}),
      optax.adam(1e-3),
      {wrt: nnx.LoRAParam},
    ),
  'Optimizer filters': () =>
    new nnx.Optimizer(linear(), optax.sgd(0.1), {wrt: All(Param, PathContains('kernel'))}),
}

const made = (name: string): object => {
  const make = layers[name]
  if (make === undefined) throw new Error(`no layer ${name} in the test`)
  return make()
}

/** Traces a function of a model and its inputs, with the arrays of both as arguments. */
function traced(
  model: object,
  inputs: readonly [readonly number[], string][],
  body: (model: unknown, inputs: readonly JaxArray[]) => unknown,
) {
  const {graphdef, leaves} = flatten(model)
  const values = leaves.map(([, leaf]) =>
    asOperand(leaf instanceof Variable && isArrayLike(leaf.value) ? leaf.value : 0),
  )
  const avals = [
    ...values.map(({aval}) => aval),
    ...inputs.map(([shape, dtype]) => shaped(shape, dtypeOf(dtype))),
  ]
  return trace(avals, (tracers) => {
    const inner: unknown = unflatten(graphdef, tracers.slice(0, values.length))
    body(inner, tracers.slice(values.length))
    return []
  })
}

const plain = (text: readonly string[]): string[] =>
  text.map((line) => line.replace(/custom_jvp_call\[\w+\]/, 'custom_jvp_call'))

describe.each(goldens)('nnx.$name', ({name, describe: described, inputs, forward, grad}) => {
  test('has the graphdef and leaves of flax', () => {
    expect(look(made(name))).toEqual(described)
  })

  if (inputs !== undefined && forward !== undefined)
    test('called, leaves the equations of flax', () => {
      expect(lines(traced(made(name), inputs, (model, args) => nnx.callLayer(model, ...args)))).toEqual(
        plain(forward),
      )
    })

  if (inputs !== undefined && grad !== undefined)
    test('differentiated, leaves the equations of flax', () => {
      const loss =
        (...args: readonly JaxArray[]) =>
        (model: unknown) =>
          jnp.mean(jnp.power(jnp.astype(jnp.asarray(nnx.callLayer(model, ...args)), jnp.float32), 2))
      expect(lines(traced(made(name), inputs, (model, args) => nnx.grad(loss(...args))(model)))).toEqual(
        plain(grad),
      )
    })
})

test('every layer of the goldens is built here', () => {
  expect(Object.keys(layers).sort()).toEqual(goldens.map(({name}) => name).sort())
})

test('split(new Linear(…)) gives a state that is typed from the layer', () => {
  const [, state] = split(linear())
  expect(state.kernel.value.shape).toEqual([4, 8])
  expect(flat(state).map(([path]) => path.join('.'))).toEqual(['bias', 'kernel'])
})

const image = (n: number) => jnp.ones([1, n, 2])
const shared = {in_features: 2, out_features: 3, kernel_size: [3]}
const convolved = (padding: string, strides = 1) =>
  new nnx.Conv({...shared, padding, strides, rngs: r()}).call(image(4)).shape
const transposed = (padding: string, strides = 1) =>
  new nnx.ConvTranspose({...shared, padding, strides, rngs: r()}).call(image(4)).shape
const pooled = (padding: string) => nnx.maxPool(jnp.ones([1, 4, 4, 1]), [2, 2], {padding}).shape
const slid = (padding: string) =>
  lax.conv(jnp.ones([1, 1, 4, 4]), jnp.ones([1, 1, 3, 3]), [1, 1], padding).shape

test.each(['valid', 'VALID', 'Valid'])('padding %s leaves the windows that fit', (padding) => {
  expect(convolved(padding)).toEqual([1, 2, 3])
  expect(pooled(padding)).toEqual([1, 3, 3, 1])
  expect(slid(padding)).toEqual([1, 1, 2, 2])
})

test.each(['same', 'SAME', 'same_lower'])('padding %s keeps the size', (padding) => {
  expect(convolved(padding)).toEqual([1, 4, 3])
  expect(pooled(padding)).toEqual([1, 4, 4, 1])
  expect(slid(padding)).toEqual([1, 1, 4, 4])
})

test.each([convolved, pooled, slid, transposed])('%p with a padding that nobody knows throws', (run) => {
  for (const padding of ['SAM', 'causal', 'Reflect'])
    expect(() => run(padding)).toThrow(
      `Unrecognized padding type: expected 'VALID', 'SAME', or 'SAME_LOWER', got ${padding}.`,
    )
})

test('ConvTranspose grows with VALID and shrinks as a convolution with valid, as in JAX', () => {
  expect(transposed('VALID')).toEqual([1, 6, 3])
  expect(transposed('valid')).toEqual([1, 2, 3])
})

test('ConvTranspose with strides throws at all words but SAME, VALID and CIRCULAR', () => {
  expect(transposed('SAME', 2)).toEqual([1, 8, 3])
  for (const padding of ['same', 'CAUSAL', 'REFLECT'])
    expect(() => transposed(padding, 2)).toThrow(
      'String padding is not implemented for transposed convolution using this op.',
    )
})
