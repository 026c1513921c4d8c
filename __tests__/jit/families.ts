import {entry} from '../entry.ts'
import {asOperand} from '../../lib/lax/index.ts'
import {at, dtypeOf, isArrayLike, type JaxArray, type Jaxpr, shaped, trace} from '../../lib/array/index.ts'
import {jax, jnp} from '../../lib/numpy/index.ts'
import {flat, flatten, List, Module, Param, state, unflatten, Variable} from '../../lib/graph/index.ts'
import * as nnx from '../../lib/nn/index.ts'

/** A model whose output goes into a mean of squares. */
export interface Model {
  call(x: JaxArray): JaxArray
}

class Stack extends Module {
  declare layers: List<Model>

  constructor(layers: readonly Model[]) {
    super()
    this.layers = new List(layers)
  }

  call(x: JaxArray): JaxArray {
    return [...this.layers].reduce((y, layer) => jax.nn.relu(layer.call(y)), x)
  }
}

class Block extends Module {
  declare ln1: nnx.LayerNorm
  declare attn: nnx.MultiHeadAttention
  declare ln2: nnx.LayerNorm
  declare l1: nnx.Linear
  declare l2: nnx.Linear

  constructor(width: number, rngs: nnx.Rngs) {
    super()
    this.ln1 = new nnx.LayerNorm({num_features: width, rngs})
    this.attn = new nnx.MultiHeadAttention({num_heads: 4, in_features: width, decode: false, rngs})
    this.ln2 = new nnx.LayerNorm({num_features: width, rngs})
    this.l1 = new nnx.Linear({in_features: width, out_features: 4 * width, rngs})
    this.l2 = new nnx.Linear({in_features: 4 * width, out_features: width, rngs})
  }

  call(x: JaxArray): JaxArray {
    const y = jnp.add(x, this.attn.call(this.ln1.call(x)))
    return jnp.add(y, this.l2.call(jax.nn.gelu(this.l1.call(this.ln2.call(y)))))
  }
}

class Transformer extends Module {
  declare blocks: List<Block>

  constructor(layers: number, width: number, rngs: nnx.Rngs) {
    super()
    this.blocks = new List(Array.from({length: layers}, () => new Block(width, rngs)))
  }

  call(x: JaxArray): JaxArray {
    return [...this.blocks].reduce((y, block) => block.call(y), x)
  }
}

const many = (layers: number, make: (i: number) => Model): Stack =>
  new Stack(Array.from({length: layers}, (_, i) => make(i)))

/** The model families of the cost table, and the shape of their input. */
export const families: Readonly<
  Record<string, (layers: number, width: number) => readonly [Model, readonly number[]]>
> = {
  mlp: (layers, width) => {
    const rngs = new nnx.Rngs(0)
    return [many(layers, () => new nnx.Linear({in_features: width, out_features: width, rngs})), [32, width]]
  },
  hmlp: (layers, width) => {
    const rngs = new nnx.Rngs(0)
    return [
      many(layers, (i) => new nnx.Linear({in_features: width + i, out_features: width + i + 1, rngs})),
      [32, width],
    ]
  },
  cnn: (layers, width) => {
    const rngs = new nnx.Rngs(0)
    return [
      many(
        layers,
        (i) =>
          new nnx.Conv({in_features: i === 0 ? 3 : width, out_features: width, kernel_size: [3, 3], rngs}),
      ),
      [8, 16, 16, 3],
    ]
  },
  transformer: (layers, width) => [new Transformer(layers, width, new nnx.Rngs(0)), [8, 16, width]],
}

const loss = (x: JaxArray) => (model: Model) => jnp.mean(jnp.power(model.call(x), 2))
const isModel = (value: unknown): value is Model =>
  typeof value === 'object' && value !== null && 'call' in value

/** What each mode does; the arrays that it leaves behind are its results. */
const modes: Readonly<Record<string, (model: Model, x: JaxArray) => readonly JaxArray[]>> = {
  fwd: (model, x) => [model.call(x)],
  grad: (model, x) => arrays(nnx.grad(loss(x))(model)),
  train: (model, x) => {
    const grads = flat(nnx.grad(loss(x))(model))
    return flat(state(model, Param)).map(([, param], i) =>
      jnp.subtract(valueOf(param), jnp.multiply(0.01, valueOf(at(grads, i)[1]))),
    )
  },
}

const valueOf = (leaf: unknown): JaxArray => {
  const value: unknown = typeof leaf === 'object' && leaf !== null ? Reflect.get(leaf, 'value') : undefined
  if (isArrayLike(value)) return jnp.asarray(value)
  throw new TypeError('a leaf without an array')
}

const arrays = (tree: unknown): readonly JaxArray[] => flat(tree).map(([, leaf]) => valueOf(leaf))

/** The jaxpr of a program of the cost table. */
export function program(kind: string, layers: number, width: number, mode: string): Jaxpr {
  const [model, shape] = entry(families, kind)(layers, width)
  const {graphdef, leaves} = flatten(model)
  const values = leaves.map(([, leaf]) =>
    asOperand(leaf instanceof Variable && isArrayLike(leaf.value) ? leaf.value : 0),
  )
  return trace([...values.map(({aval}) => aval), shaped(shape, dtypeOf('float32'))], (inputs) => {
    const inner: unknown = unflatten(graphdef, inputs.slice(0, -1))
    return isModel(inner)
      ? entry(modes, mode)(inner, at(inputs, inputs.length - 1)).map((array) => asOperand(array))
      : []
  })
}
