import {jax, type JaxArray, jnp, nnx, optax, Session, type Trace} from '../../lib/index.ts'

class Block extends nnx.Module {
  declare norm1: nnx.LayerNorm
  declare attn: nnx.MultiHeadAttention
  declare norm2: nnx.LayerNorm
  declare up: nnx.Linear
  declare down: nnx.Linear
  declare drop: nnx.Dropout

  constructor(width: number, rngs: nnx.Rngs) {
    super()
    this.norm1 = new nnx.LayerNorm({num_features: width, rngs})
    this.attn = new nnx.MultiHeadAttention({num_heads: 4, in_features: width, decode: false, rngs})
    this.norm2 = new nnx.LayerNorm({num_features: width, rngs})
    this.up = new nnx.Linear({in_features: width, out_features: 4 * width, rngs})
    this.down = new nnx.Linear({in_features: 4 * width, out_features: width, rngs})
    this.drop = new nnx.Dropout({rate: 0.1, rngs})
  }

  call(x: JaxArray): JaxArray {
    const y = jnp.add(x, this.attn.call(this.norm1.call(x)))
    return jnp.add(y, this.drop.call(this.down.call(jax.nn.gelu(this.up.call(this.norm2.call(y))))))
  }
}

class Transformer extends nnx.Module {
  declare embed: nnx.Embed
  declare blocks: nnx.List<Block>
  declare out: nnx.Linear

  constructor(layers: number, width: number, rngs: nnx.Rngs) {
    super()
    this.embed = new nnx.Embed({num_embeddings: 64, features: width, rngs})
    this.blocks = new nnx.List(Array.from({length: layers}, () => new Block(width, rngs)))
    this.out = new nnx.Linear({in_features: width, out_features: 64, rngs})
  }

  call(tokens: JaxArray): JaxArray {
    return this.out.call([...this.blocks].reduce((x, block) => block.call(x), this.embed.call(tokens)))
  }
}

const loss = (model: Transformer, tokens: JaxArray): JaxArray => {
  const logits = model.call(tokens)
  return jnp.mean(jnp.multiply(logits, logits))
}

/**
 * Two epochs of a small transformer. The last batch of an epoch is smaller, so that training and evaluation compile twice each:
 * four programs in the first epoch, none in the second. Drop or pad the last batch, and two of them are spared.
 *
 * @returns the trace: every call of `train_step` and `eval_step`, the misses with what caused them.
 * @example
 * transformer().misses().length // 4
 */
export function transformer(): Trace {
  const session = new Session()
  const model = new Transformer(3, 32, new nnx.Rngs(0))
  const optimizer = new nnx.Optimizer(model, optax.adam(1e-3), {wrt: nnx.Param})
  const train_step = session.nnxJit(function train_step(
    net: Transformer,
    state: nnx.Optimizer,
    tokens: JaxArray,
  ): unknown {
    const [value, grads] = nnx.valueAndGrad(loss)(net, tokens)
    state.update(net, grads)
    return value
  })
  const eval_step = session.nnxJit(function eval_step(net: Transformer, tokens: JaxArray): JaxArray {
    return loss(net, tokens)
  })
  const epoch = [8, 8, 8, 5].map((batch) => jnp.zeros([batch, 16], jnp.int32))
  for (let turn = 0; turn < 2; turn++) {
    model.train()
    for (const tokens of epoch) train_step(model, optimizer, tokens)
    model.eval()
    for (const tokens of epoch) eval_step(model, tokens)
  }
  return session.trace
}
