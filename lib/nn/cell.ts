import {type DTypeLike, each, type Each, type JaxArray, type Shape} from '../array/index.ts'
import {type Input} from '../lax/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {data, type Metadata, Module} from '../graph/index.ts'
import {callingBy, named, PythonError, optionsBy, tuple} from '../python/index.ts'
import {type Initializer, lecunNormal, initialOrthogonal, initialZeros} from './initializer.ts'
import {Linear} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'
import {type RngSource, type Rngs, type RngStream, streamOf} from './stream.ts'

/** The type of an activation. */
export type Gate = (x: Input) => JaxArray

/** What a recurrent cell takes. */
export interface CellOptions {
  /** How many features the inputs have: the size of their last axis. */
  readonly in_features: number
  /** How many features the hidden state has. */
  readonly hidden_features: number
  /** The activation of the gates; `sigmoid` where it is not given. */
  readonly gate_fn?: Gate
  /** The activation of the state; `tanh` where it is not given. */
  readonly activation_fn?: Gate
  /** Makes the kernel; `lecun_normal` where it is not given. */
  readonly kernel_init?: Initializer
  /** Makes the kernels of the hidden state; `orthogonal` where it is not given. */
  readonly recurrent_kernel_init?: Initializer
  /** Makes the bias; zeros where it is not given. */
  readonly bias_init?: Initializer
  /** The dtype of the computation; where it is null, the promotion of inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the parameters; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Makes the first hidden state; zeros where it is not given. */
  readonly carry_init?: Initializer | null
  /** Casts inputs and parameters to one dtype; flax's way where it is not given. */
  readonly promote_dtype?: Promote
  /** Whether the cell keeps a stream for its first carry; false where it is not given. */
  readonly keep_rngs?: boolean
  /** Where random numbers come from. */
  readonly rngs: Rngs
  /** Metadata of the kernel's Variable; none where it is not given. */
  readonly kernel_metadata?: Metadata
  /** Metadata of the kernels of the hidden state; none where it is not given. */
  readonly recurrent_kernel_metadata?: Metadata
  /** Metadata of the bias's Variable; none where it is not given. */
  readonly bias_metadata?: Metadata
}

/** What a recurrent layer hands from step to step: one array, or cell and hidden state. */
export type CellCarry = JaxArray | readonly [JaxArray, JaxArray]

/** A recurrent cell: one step over the inputs of one moment. */
export abstract class RNNCellBase extends Module {
  declare in_features: number
  declare hidden_features: number
  declare activation_fn: Gate
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare promote_dtype: Promote
  declare rngs: RngStream | null
  declare carry_init: Initializer | null

  constructor(options: CellOptions) {
    super()
    this.in_features = options.in_features
    this.hidden_features = options.hidden_features
    this.activation_fn = options.activation_fn ?? jnp.tanh
    this.dtype = options.dtype ?? null
    this.param_dtype = options.param_dtype ?? jnp.float32
    this.promote_dtype = options.promote_dtype ?? promote_dtype
    this.rngs = options.keep_rngs === true ? options.rngs.carry.fork() : data(null)
    this.carry_init = options.carry_init ?? null
  }

  /** The new carry and the output. */
  abstract call(carry: CellCarry, inputs: Input): readonly [CellCarry, JaxArray]

  abstract initializeCarry(
    input_shape: Shape,
    rngs?: RngSource | null,
    carry_init?: Initializer | null,
  ): CellCarry

  /** Axes of one input that hold features. */
  get num_feature_axes(): number {
    return 1
  }

  /** What draws one hidden state after the other. */
  protected memory(
    input_shape: Shape,
    rngs: RngSource | null,
    carry_init: Initializer | null,
  ): () => JaxArray {
    const stream = streamOf(rngs ?? this.rngs, 'carry')
    if (stream === null)
      throw new PythonError('ValueError', 'RNGs must be provided to initialize the cell carry.')
    const init = carry_init ?? this.carry_init ?? initialZeros
    return () => init(stream.call(), [...input_shape.slice(0, -1), this.hidden_features], this.param_dtype)
  }

  protected dense(options: CellOptions, recurrent: boolean, out_features: number, use_bias: boolean): Linear {
    const {
      rngs,
      kernel_init = lecunNormal,
      recurrent_kernel_init = initialOrthogonal,
      bias_init = initialZeros,
    } = options
    const kernel_metadata = recurrent ? options.recurrent_kernel_metadata : options.kernel_metadata
    return new Linear({
      in_features: recurrent ? this.hidden_features : this.in_features,
      out_features,
      use_bias,
      rngs,
      bias_init,
      kernel_init: recurrent ? recurrent_kernel_init : kernel_init,
      dtype: this.dtype,
      param_dtype: this.param_dtype,
      promote_dtype: this.promote_dtype,
      ...(kernel_metadata && {kernel_metadata}),
      ...(options.bias_metadata && use_bias && {bias_metadata: options.bias_metadata}),
    })
  }
}

const single = (carry: CellCarry): JaxArray => ('shape' in carry ? carry : carry[1])
/** The parts of one product that holds several gates. */
const gates = <const N extends readonly string[]>(y: JaxArray, names: N): Each<N, JaxArray> =>
  each<N, JaxArray>(names.length, jnp.split(y, names.length, {axis: -1}))
const both = (carry: CellCarry): readonly [JaxArray, JaxArray] => ('shape' in carry ? [carry, carry] : carry)

/** What reads the arguments of a cell with gates. */
const gatedOptions = (name: string) =>
  optionsBy<CellOptions>(
    `nnx.${name}(in_features: int, hidden_features: int, *, gate_fn=, activation_fn=,
      kernel_init: function=, recurrent_kernel_init: function=, bias_init: function=, dtype=, param_dtype=,
      carry_init: function=, promote_dtype=, keep_rngs: bool=, rngs: Rngs, kernel_metadata=,
      recurrent_kernel_metadata=, bias_metadata=)`,
  )

/** A recurrent cell with gates. */
export abstract class GatedCell extends RNNCellBase {
  declare gate_fn: Gate

  constructor(options: CellOptions) {
    super(options)
    this.gate_fn = options.gate_fn ?? jax.nn.sigmoid
  }
}

/** Long short-term memory: its carry is the cell and the hidden state. */
export abstract class Memory extends GatedCell {
  initializeCarry(
    input_shape: Shape,
    rngs: RngSource | null = null,
    carry_init: Initializer | null = null,
  ): CellCarry {
    const next = this.memory(input_shape, rngs, carry_init)
    return tuple(next(), next())
  }

  /** The new carry and the output, from the gates. */
  protected remember(
    c: JaxArray,
    i: JaxArray,
    f: JaxArray,
    g: JaxArray,
    o: JaxArray,
  ): readonly [CellCarry, JaxArray] {
    const next = jnp.add(jnp.multiply(f, c), jnp.multiply(i, g))
    const h = jnp.multiply(o, this.activation_fn(next))
    return tuple(tuple(next, h), h)
  }
}

const lstmOptions = gatedOptions('LSTMCell')

/** Long short-term memory, with one Linear for each gate. */
export class LSTMCell extends Memory {
  static override readonly printed =
    'in_features hidden_features gate_fn activation_fn dtype param_dtype promote_dtype rngs ii if_ ig ' +
    'io hi hf hg ho carry_init'
  declare ii: Linear
  declare if_: Linear
  declare ig: Linear
  declare io: Linear
  declare hi: Linear
  declare hf: Linear
  declare hg: Linear
  declare ho: Linear

  constructor(
    in_features: number,
    hidden_features: number,
    options: Omit<CellOptions, 'in_features' | 'hidden_features'>,
  )
  constructor(options: CellOptions)
  constructor(...given: readonly unknown[]) {
    const options = lstmOptions(given)
    super(options)
    const {hidden_features} = this
    this.ii = this.dense(options, false, hidden_features, false)
    this.if_ = this.dense(options, false, hidden_features, false)
    this.ig = this.dense(options, false, hidden_features, false)
    this.io = this.dense(options, false, hidden_features, false)
    this.hi = this.dense(options, true, hidden_features, true)
    this.hf = this.dense(options, true, hidden_features, true)
    this.hg = this.dense(options, true, hidden_features, true)
    this.ho = this.dense(options, true, hidden_features, true)
  }

  call(carry: CellCarry, inputs: Input): readonly [CellCarry, JaxArray] {
    const [c, h] = both(carry)
    const i = this.gate_fn(jnp.add(this.ii.call(inputs), this.hi.call(h)))
    const f = this.gate_fn(jnp.add(this.if_.call(inputs), this.hf.call(h)))
    const g = this.activation_fn(jnp.add(this.ig.call(inputs), this.hg.call(h)))
    const o = this.gate_fn(jnp.add(this.io.call(inputs), this.ho.call(h)))
    return this.remember(c, i, f, g, o)
  }
}

const optimizedOptions = gatedOptions('OptimizedLSTMCell')

/** Long short-term memory, with the four gates in one Linear. */
export class OptimizedLSTMCell extends Memory {
  static override readonly printed =
    'in_features hidden_features gate_fn activation_fn dtype param_dtype promote_dtype rngs dense_i ' +
    'dense_h carry_init'
  declare dense_i: Linear
  declare dense_h: Linear

  constructor(
    in_features: number,
    hidden_features: number,
    options: Omit<CellOptions, 'in_features' | 'hidden_features'>,
  )
  constructor(options: CellOptions)
  constructor(...given: readonly unknown[]) {
    const options = optimizedOptions(given)
    super(options)
    this.dense_i = this.dense(options, false, 4 * this.hidden_features, false)
    this.dense_h = this.dense(options, true, 4 * this.hidden_features, true)
  }

  call(carry: CellCarry, inputs: Input): readonly [CellCarry, JaxArray] {
    const [c, h] = both(carry)
    const y = jnp.add(this.dense_i.call(inputs), this.dense_h.call(h))
    const [i, f, g, o] = gates(y, ['i', 'f', 'g', 'o'])
    return this.remember(c, this.gate_fn(i), this.gate_fn(f), this.activation_fn(g), this.gate_fn(o))
  }
}

const gruOptions = gatedOptions('GRUCell')

/** Gated recurrent unit. */
export class GRUCell extends GatedCell {
  static override readonly printed =
    'in_features hidden_features gate_fn activation_fn dtype param_dtype promote_dtype rngs dense_i ' +
    'dense_h carry_init'
  declare dense_i: Linear
  declare dense_h: Linear

  constructor(
    in_features: number,
    hidden_features: number,
    options: Omit<CellOptions, 'in_features' | 'hidden_features'>,
  )
  constructor(options: CellOptions)
  constructor(...given: readonly unknown[]) {
    const options = gruOptions(given)
    super(options)
    this.dense_i = this.dense(options, false, 3 * this.hidden_features, true)
    this.dense_h = this.dense(options, true, 3 * this.hidden_features, false)
  }

  call(carry: CellCarry, inputs: Input): readonly [CellCarry, JaxArray] {
    const h = single(carry)
    const x = this.dense_i.call(inputs)
    const [hr, hz, hn] = gates(this.dense_h.call(h), ['r', 'z', 'n'])
    const [xr, xz, xn] = gates(x, ['r', 'z', 'n'])
    const r = this.gate_fn(jnp.add(xr, hr))
    const z = this.gate_fn(jnp.add(xz, hz))
    const n = this.activation_fn(jnp.add(xn, jnp.multiply(r, hn)))
    const next = jnp.add(jnp.multiply(jnp.subtract(1, z), n), jnp.multiply(z, h))
    return tuple(next, next)
  }

  initializeCarry(
    input_shape: Shape,
    rngs: RngSource | null = null,
    carry_init: Initializer | null = null,
  ): CellCarry {
    return this.memory(input_shape, rngs, carry_init)()
  }
}

/** What SimpleCell takes. */
export interface SimpleCellOptions extends Omit<CellOptions, 'gate_fn'> {
  /** Whether the old state is added to the new one; false where it is not given. */
  readonly residual?: boolean
}

const simpleOptions = optionsBy<SimpleCellOptions>(
  `nnx.SimpleCell(in_features: int, hidden_features: int, *, dtype=, param_dtype=, carry_init: function=,
    residual: bool=, activation_fn=, kernel_init: function=, recurrent_kernel_init: function=,
    bias_init: function=, promote_dtype=, keep_rngs: bool=, rngs: Rngs, kernel_metadata=,
    recurrent_kernel_metadata=, bias_metadata=)`,
)

/** The plainest recurrent cell. */
export class SimpleCell extends RNNCellBase {
  static override readonly printed =
    'in_features hidden_features dtype param_dtype residual activation_fn promote_dtype rngs dense_h ' +
    'dense_i carry_init'
  declare residual: boolean
  declare dense_h: Linear
  declare dense_i: Linear

  constructor(
    in_features: number,
    hidden_features: number,
    options: Omit<SimpleCellOptions, 'in_features' | 'hidden_features'>,
  )
  constructor(options: SimpleCellOptions)
  constructor(...given: readonly unknown[]) {
    const options = simpleOptions(given)
    super({...options, dtype: options.dtype === undefined ? jnp.float32 : options.dtype})
    this.residual = options.residual ?? false
    this.dense_h = this.dense(options, true, this.hidden_features, false)
    this.dense_i = this.dense(options, false, this.hidden_features, true)
  }

  call(carry: CellCarry, inputs: Input): readonly [CellCarry, JaxArray] {
    const h = single(carry)
    const sum = jnp.add(this.dense_i.call(inputs), this.dense_h.call(h))
    const next = this.activation_fn(this.residual ? jnp.add(sum, h) : sum)
    return tuple(next, next)
  }

  initializeCarry(
    input_shape: Shape,
    rngs: RngSource | null = null,
    carry_init: Initializer | null = null,
  ): CellCarry {
    return this.memory(input_shape, rngs, carry_init)()
  }
}

for (const [qualname, type] of Object.entries({LSTMCell, OptimizedLSTMCell, GRUCell, SimpleCell})) {
  named(type, {qualname, module: 'flax.nnx.nn.recurrent'})
  callingBy(type)
}
