import '../../lib/value/index.ts'
import golden from '../golden/tabulate.json' with {type: 'json'}
import {type JaxArray, jnp, nnx, repr} from '../../lib/index.ts'

class Block extends nnx.Module {
  declare linear: nnx.Linear
  declare bn: nnx.BatchNorm
  declare dropout: nnx.Dropout

  constructor(din: number, dout: number, rngs: nnx.Rngs) {
    super()
    this.linear = new nnx.Linear({in_features: din, out_features: dout, rngs})
    this.bn = new nnx.BatchNorm({num_features: dout, rngs})
    this.dropout = new nnx.Dropout({rate: 0.2, rngs})
  }

  call(x: JaxArray): JaxArray {
    return nnx.relu(this.dropout.call(this.bn.call(this.linear.call(x))))
  }
}

class Foo extends nnx.Module {
  declare block1: Block
  declare block2: Block

  constructor(rngs: nnx.Rngs) {
    super()
    this.block1 = new Block(32, 128, rngs)
    this.block2 = new Block(128, 10, rngs)
  }

  call(x: JaxArray): JaxArray {
    return this.block2.call(this.block1.call(x))
  }
}

/** Takes several arguments, gives a dict, calls one layer twice, and has metadata and a scale of its own. */
class Pair extends nnx.Module {
  declare scale: nnx.Param
  declare count: nnx.Variable
  declare shared: nnx.Linear
  declare norms: nnx.List
  declare unused: nnx.Linear

  constructor(rngs: nnx.Rngs) {
    super()
    this.scale = new nnx.Param(jnp.ones([3]), {tag: 'mine'})
    this.count = new nnx.Variable(jnp.array(0))
    this.shared = new nnx.Linear({in_features: 3, out_features: 3, use_bias: false, rngs})
    this.norms = new nnx.List([
      new nnx.LayerNorm({num_features: 3, rngs}),
      new nnx.RMSNorm({num_features: 3, rngs}),
    ])
    this.unused = new nnx.Linear({in_features: 2, out_features: 2, rngs})
  }

  call(batch: {readonly x: JaxArray}, pair: readonly unknown[]): unknown {
    let x = jnp.multiply(this.shared.call(this.shared.call(batch.x)), this.scale)
    for (const norm of this.norms)
      if (norm instanceof nnx.LayerNorm || norm instanceof nnx.RMSNorm) x = norm.call(x)
    return {out: x, rest: [pair[0], [pair[1]]]}
  }

  encode(x: JaxArray): JaxArray {
    return this.shared.call(x)
  }
}

class Tower extends nnx.Module {
  declare embed: nnx.Embed
  declare conv: nnx.Sequential
  declare dropout: nnx.Dropout

  constructor(rngs: nnx.Rngs) {
    super()
    this.embed = new nnx.Embed({num_embeddings: 1000, features: 600, rngs})
    this.conv = new nnx.Sequential(
      new nnx.Conv({in_features: 600, out_features: 4, kernel_size: [3], rngs}),
      nnx.relu,
      new nnx.LoRA({in_features: 4, lora_rank: 2, out_features: 8, rngs}),
    )
    this.dropout = new nnx.Dropout({rate: 0.1, rngs})
  }

  call(tokens: JaxArray): JaxArray {
    return this.dropout.call(jnp.asarray(this.conv.call(this.embed.call(tokens))), {deterministic: true})
  }
}

const rngs = (): nnx.Rngs => new nnx.Rngs(0)
const x = jnp.ones([2, 3])

test.each<[keyof typeof golden, () => string]>([
  ['foo', () => nnx.tabulate(new Foo(rngs()), jnp.ones([1, 32]))],
  ['foo depth 1', () => nnx.tabulate(new Foo(rngs()), jnp.ones([1, 32]), {depth: 1})],
  ['pair', () => nnx.tabulate(new Pair(rngs()), {x, y: jnp.ones([1], 'int32')}, [x, 1], {train: false})],
  ['pair encode', () => nnx.tabulate(new Pair(rngs()), x, {method: 'encode'})],
  [
    'linear',
    () =>
      nnx.tabulate(
        new nnx.Linear({in_features: 2, out_features: 3, rngs: rngs()}),
        jnp.ones([1, 2], 'bfloat16'),
      ),
  ],
  ['tower', () => nnx.tabulate(new Tower(rngs()), jnp.ones([2, 5], 'int32'))],
])('nnx.tabulate draws the table that flax draws: %s', (name, table) => {
  expect(table()).toBe(golden[name])
})

test('nnx.tabulate leaves the model as it is', () => {
  const model = new Foo(rngs())
  const before = repr(model)
  nnx.tabulate(model, jnp.ones([1, 32]))
  expect(repr(model)).toBe(before)
})

test('nnx.tabulate refuses a misspelt option, and takes a dict of arrays for an input', () => {
  class Named extends nnx.Module {
    call({dept}: {dept: JaxArray}): JaxArray {
      return dept
    }
  }
  const model = new Foo(rngs())
  expect(() => nnx.tabulate(model, jnp.ones([1, 32]), {dept: 1})).toThrow(
    "nnx.tabulate(…) got an unexpected keyword argument 'dept': did you mean depth?",
  )
  expect(nnx.tabulate(new Named(), {dept: jnp.ones([1])})).toContain('dept: float32[1]')
})

test('nnx.tabulate says that a model has no such method', () => {
  expect(() => nnx.tabulate(new Foo(rngs()), {method: 'decode'})).toThrow(
    "'Foo' object has no attribute 'decode'",
  )
})
