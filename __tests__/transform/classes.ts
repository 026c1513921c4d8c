import {jnp, nnx, type JaxArray} from '../../lib/index.ts'

/** Multiplies by a Param, and counts its calls. */
export class Scale extends nnx.Module {
  declare w: InstanceType<typeof nnx.Param<JaxArray>>
  declare n: InstanceType<typeof nnx.BatchStat<JaxArray>>

  constructor(k: JaxArray | number) {
    super()
    this.w = new nnx.Param(jnp.asarray(k, 'float32'))
    this.n = new nnx.BatchStat(jnp.asarray(0, 'float32'))
  }

  call(x: JaxArray): JaxArray {
    this.n.value = jnp.add(this.n.value, 1)
    return jnp.multiply(this.w.value, x)
  }
}

/** Two Linear layers. */
class MLP extends nnx.Module {
  declare first: nnx.Linear
  declare second: nnx.Linear

  constructor(din: number, dmid: number, dout: number, {rngs}: {rngs: nnx.Rngs}) {
    super()
    this.first = new nnx.Linear({in_features: din, out_features: dmid, rngs})
    this.second = new nnx.Linear({in_features: dmid, out_features: dout, rngs})
  }

  call(x: JaxArray): JaxArray {
    return this.second.call(nnx.relu(this.first.call(x)))
  }
}

/** Linear, BatchNorm, Dropout, relu. */
class Block extends nnx.Module {
  declare linear: nnx.Linear
  declare bn: nnx.BatchNorm
  declare dropout: nnx.Dropout

  constructor(din: number, dout: number, {rngs}: {rngs: nnx.Rngs}) {
    super()
    this.linear = new nnx.Linear({in_features: din, out_features: dout, rngs})
    this.bn = new nnx.BatchNorm({num_features: dout, rngs})
    this.dropout = new nnx.Dropout({rate: 0.5, rngs})
  }

  call(x: JaxArray): JaxArray {
    return nnx.relu(this.dropout.call(this.bn.call(this.linear.call(x))))
  }
}

/** The classes that the programs of transforms.jsonl find, as transforms.py has them. */
export const classes = {Scale, MLP, Block} as const
