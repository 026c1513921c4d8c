import {type DTypeLike, type JaxArray} from '../array/index.ts'
import {type Input} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {type Metadata, Module, Param, type Variable} from '../graph/index.ts'
import {callingBy, named, optionsBy} from '../python/index.ts'
import {heUniform, type Initializer, initialZeros} from './initializer.ts'
import {given, Linear, type LinearOptions} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'
import {callLayer} from './sequential.ts'
import type {Rngs} from './stream.ts'

/** The parameters of a low-rank update, so that a filter can train them alone. */
export class LoRAParam<V = unknown> extends Param<V> {}

named(LoRAParam, {
  qualname: 'LoRAParam',
  module: 'flax.nnx.nn.lora',
  type: 'flax.nnx.variablelib.VariableMeta',
})

/** The class of a Variable. */
export type ParamClass = new (value: JaxArray, metadata?: Metadata) => Variable<JaxArray>

/** What LoRA takes. */
export interface LoRAOptions {
  /** How many features the inputs have: the size of their last axis. */
  readonly in_features: number
  /** The rank of the update: how many columns its first factor has. */
  readonly lora_rank: number
  /** How many features the result has. */
  readonly out_features: number
  /** The layer whose output the update is added to; the update alone is the output where it is not given. */
  readonly base_module?: Module | null
  /** The dtype in which the update is computed; the promotion of inputs and factors where it is not given. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the update's parameters; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Makes the first factor; `he_uniform` where it is not given. */
  readonly a_initializer?: Initializer
  /** Makes the second factor; zeros where it is not given. */
  readonly b_initializer?: Initializer
  /** The class of the factors' Variables; `LoRAParam` where it is not given. */
  readonly lora_param_type?: ParamClass
  /** Casts inputs and parameters to one dtype; flax's way where it is not given. */
  readonly promote_dtype?: Promote
  /** Where random numbers come from. */
  readonly rngs: Rngs
  /** Metadata of the first factor's Variable; none where it is not given. */
  readonly a_metadata?: Metadata
  /** Metadata of the second factor's Variable; none where it is not given. */
  readonly b_metadata?: Metadata
}

const loraOptions = optionsBy<LoRAOptions>(
  `nnx.LoRA(in_features: int, lora_rank: int, out_features: int, *, base_module=, dtype=, param_dtype=,
    a_initializer=, b_initializer=, lora_param_type=, promote_dtype=, rngs: Rngs, a_metadata=, b_metadata=)`,
)

/** A low-rank linear map, by itself or added to another layer. */
export class LoRA extends Module {
  declare in_features: number
  declare out_features: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare lora_param_type: ParamClass
  declare base_module: Module | null
  declare promote_dtype: Promote
  declare lora_a: Variable<JaxArray>
  declare lora_b: Variable<JaxArray>

  constructor(
    in_features: number,
    lora_rank: number,
    out_features: number,
    options: Omit<LoRAOptions, 'in_features' | 'lora_rank' | 'out_features'>,
  )
  constructor(options: LoRAOptions)
  constructor(...given: readonly unknown[]) {
    const options = loraOptions(given)
    super()
    const {
      in_features,
      lora_rank,
      out_features,
      param_dtype = jnp.float32,
      a_initializer = heUniform,
      b_initializer = initialZeros,
      lora_param_type = LoRAParam,
      rngs,
    } = options
    this.in_features = in_features
    this.out_features = out_features
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.lora_param_type = lora_param_type
    this.base_module = options.base_module ?? null
    this.promote_dtype = options.promote_dtype ?? promote_dtype
    this.lora_a = new lora_param_type(
      a_initializer(rngs.params.call(), [in_features, lora_rank], param_dtype),
      options.a_metadata,
    )
    this.lora_b = new lora_param_type(
      b_initializer(rngs.params.call(), [lora_rank, out_features], param_dtype),
      options.b_metadata,
    )
  }

  call(inputs: Input): JaxArray {
    const [x, a, b] = this.promote_dtype([inputs, this.lora_a, this.lora_b], {dtype: this.dtype})
    const out = jnp.matmul(jnp.matmul(given(x), given(a)), given(b))
    return this.base_module === null ? out : jnp.add(out, jnp.asarray(callLayer(this.base_module, given(x))))
  }
}

/** What LoRALinear takes. */
export interface LoRALinearOptions extends LinearOptions {
  /** The rank of the update: how many columns its first factor has. */
  readonly lora_rank: number
  /** The dtype in which the update is computed; the promotion of inputs and factors where it is not given. */
  readonly lora_dtype?: DTypeLike | null
  /** The dtype of the update's parameters; float32 where it is not given. */
  readonly lora_param_dtype?: DTypeLike
  /** Makes the first factor; `he_uniform` where it is not given. */
  readonly a_initializer?: Initializer
  /** Makes the second factor; zeros where it is not given. */
  readonly b_initializer?: Initializer
  /** The class of the factors' Variables; `LoRAParam` where it is not given. */
  readonly lora_param_type?: ParamClass
  /** Casts inputs and factors to one dtype; flax's way where it is not given. */
  readonly lora_promote_dtype?: Promote
  /** Metadata of the first factor's Variable; none where it is not given. */
  readonly a_metadata?: Metadata
  /** Metadata of the second factor's Variable; none where it is not given. */
  readonly b_metadata?: Metadata
}

const loraLinearOptions = optionsBy<LoRALinearOptions>(
  `nnx.LoRALinear(in_features: int, out_features: int, *, lora_rank: int, lora_dtype=, lora_param_dtype=,
    a_initializer=, b_initializer=, lora_param_type=, lora_promote_dtype=, use_bias: bool=, dtype=,
    param_dtype=, precision=, kernel_init: function=, bias_init: function=, dot_general=, promote_dtype=,
    preferred_element_type=, rngs: Rngs, kernel_metadata=, bias_metadata=, a_metadata=, b_metadata=)`,
)

/** A Linear with a low-rank update; its own state looks like that of a Linear. */
export class LoRALinear extends Linear {
  declare lora: LoRA

  constructor(
    in_features: number,
    out_features: number,
    options: Omit<LoRALinearOptions, 'in_features' | 'out_features'>,
  )
  constructor(options: LoRALinearOptions)
  constructor(...given: readonly unknown[]) {
    const {
      lora_rank,
      lora_dtype,
      lora_param_dtype,
      a_initializer,
      b_initializer,
      lora_param_type,
      lora_promote_dtype,
      a_metadata,
      b_metadata,
      ...options
    } = loraLinearOptions(given)
    super(options)
    this.lora = new LoRA({
      in_features: options.in_features,
      lora_rank,
      out_features: options.out_features,
      rngs: options.rngs,
      ...(lora_dtype !== undefined && {dtype: lora_dtype}),
      ...(lora_param_dtype !== undefined && {param_dtype: lora_param_dtype}),
      ...(a_initializer && {a_initializer}),
      ...(b_initializer && {b_initializer}),
      ...(lora_param_type && {lora_param_type}),
      ...(lora_promote_dtype && {promote_dtype: lora_promote_dtype}),
      ...(a_metadata && {a_metadata}),
      ...(b_metadata && {b_metadata}),
    })
  }

  override call(inputs: Input): JaxArray {
    const y = super.call(inputs)
    return jnp.add(y, this.lora.call(inputs))
  }
}

named(LoRA, {qualname: 'LoRA', module: 'flax.nnx.nn.lora'})
callingBy(LoRA)
named(LoRALinear, {qualname: 'LoRALinear', module: 'flax.nnx.nn.lora'})
callingBy(LoRALinear)
