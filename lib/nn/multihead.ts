import {at, type DTypeLike, type JaxArray, type Shape} from '../array/index.ts'
import {type Input, laxOperations as lax} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {Cache, data, type Metadata, Module} from '../graph/index.ts'
import {type Float, float, named, PythonError, optionsBy} from '../python/index.ts'
import {type Attention, type AttentionOptions, dot_product_attention} from './attention.ts'
import {first, plainNumber} from './dropout.ts'
import {LinearGeneral, type LinearGeneralOptions} from './general.ts'
import {type Initializer, lecunNormal, initialZeros} from './initializer.ts'
import {LayerNorm} from './layernorm.ts'
import type {DotGeneral} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'
import {type RngSource, type Rngs, type RngStream, streamOf} from './stream.ts'

/** What MultiHeadAttention takes. */
export interface MultiHeadAttentionOptions {
  /** How many heads attend. */
  readonly num_heads: number
  /** How many features the inputs have: the size of their last axis. */
  readonly in_features: number
  /** How many features queries, keys and values have in all heads together; those of the inputs where it is not given. */
  readonly qkv_features?: number | null
  /** How many features the result has; those of the inputs where it is not given. */
  readonly out_features?: number | null
  /** How many features the inputs of keys and values have; those of the inputs where it is not given. */
  readonly in_kv_features?: number | null
  /** How many heads keys and values have; several heads of queries share one of them; as many as queries where it is not given. */
  readonly num_kv_heads?: number | null
  /** The dtype of the computation; where it is null, the promotion of inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the parameters; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Whether all heads and examples drop the same weights; true where it is not given. */
  readonly broadcast_dropout?: boolean
  /** The share of weights that become zero; 0 where it is not given. */
  readonly dropout_rate?: number | Float
  /** Whether nothing is dropped, as in evaluation; a call may say otherwise, and must where it is null or not given. */
  readonly deterministic?: boolean | null
  /** JAX's precision of the products, its default where it is not given. */
  readonly precision?: unknown
  /** Makes the kernel; `lecun_normal` where it is not given. */
  readonly kernel_init?: Initializer
  /** Makes the kernel of the output layer; `kernel_init` where it is not given. */
  readonly out_kernel_init?: Initializer | null
  /** Makes the bias; zeros where it is not given. */
  readonly bias_init?: Initializer
  /** Makes the bias of the output layer; `bias_init` where it is not given. */
  readonly out_bias_init?: Initializer | null
  /** Whether a bias is added; true where it is not given. */
  readonly use_bias?: boolean
  /** Does the attention, in place of `nnx.dotProductAttention`. */
  readonly attention_fn?: Attention
  /** Whether it works position by position and remembers keys and values; a call may say otherwise, and must where it is null or not given. */
  readonly decode?: boolean | null
  /** Whether queries and keys are normalised before they meet; false where it is not given. */
  readonly normalize_qk?: boolean
  /** Casts what goes into the layers of queries, keys and values; flax's way where it is not given. */
  readonly qkv_promote_dtype?: Promote
  /** Casts what goes into the output layer; flax's way where it is not given. */
  readonly out_promote_dtype?: Promote
  /** Casts what goes into the normalisations of queries and keys; flax's way where it is not given. */
  readonly ln_promote_dtype?: Promote
  /** Does the products of the layers of queries, keys and values; `lax.dotGeneral` where it is not given. */
  readonly qkv_dot_general?: DotGeneral | null
  /** Does the product of the output layer; `lax.dotGeneral` where it is not given. */
  readonly out_dot_general?: DotGeneral | null
  /** Makes what does the products of the layers of queries, keys and values; `qkv_dot_general` does them where it is not given. */
  readonly qkv_dot_general_cls?: (() => DotGeneral) | null
  /** Makes what does the product of the output layer; `out_dot_general` does it where it is not given. */
  readonly out_dot_general_cls?: (() => DotGeneral) | null
  /** Where random numbers come from. */
  readonly rngs: Rngs
  /** Whether the layer keeps a stream of random numbers; true where it is not given. */
  readonly keep_rngs?: boolean
  /** Metadata of the kernel's Variable; none where it is not given. */
  readonly kernel_metadata?: Metadata
  /** Metadata of the output layer's kernel; `kernel_metadata` where it is not given. */
  readonly out_kernel_metadata?: Metadata
  /** Metadata of the bias's Variable; none where it is not given. */
  readonly bias_metadata?: Metadata
  /** Metadata of the output layer's bias; `bias_metadata` where it is not given. */
  readonly out_bias_metadata?: Metadata
  /** Metadata of the scale by which queries are normalised; none where it is not given. */
  readonly query_ln_scale_metadata?: Metadata
  /** Metadata of the scale by which keys are normalised; none where it is not given. */
  readonly key_ln_scale_metadata?: Metadata
}

/** What a call of MultiHeadAttention may say. */
export interface AttentionCall {
  /** True where a key is seen: `[batch…, heads, queries, keys]`. */
  readonly mask?: JaxArray | null
  /** Whether nothing is dropped, as in evaluation; a call may say otherwise. */
  readonly deterministic?: boolean | null
  /** The stream to draw from; that of the layer where it is not given. */
  readonly rngs?: RngSource | null
  /** Whether the weights are recorded as an Intermediate; false where it is not given. */
  readonly sow_weights?: boolean
  /** Whether it works position by position and remembers keys and values; a call may say otherwise. */
  readonly decode?: boolean | null
  /** Whether a place sees only what comes before it; false where it is not given. */
  readonly is_causal?: boolean
}

/** All arguments of a call of MultiHeadAttention. */
interface AttentionArguments extends AttentionCall {
  /** What the queries are made of. */
  readonly inputs_q: Input
  /** What the keys are made of; of what the queries are where it is not given. */
  readonly inputs_k?: Input | null
  /** What the values are made of; of what the keys are where it is not given. */
  readonly inputs_v?: Input | null
}

const attentionCall = optionsBy<AttentionArguments>(
  'nnx.MultiHeadAttention.call(inputs_q, inputs_k=, inputs_v=, *, mask=, deterministic: bool=, rngs=, sow_weights: bool=, decode: bool=, is_causal: bool=)',
)

const noDecode =
  'No `decode` argument was provided to MultiHeadAttention\n        as either a __call__ argument, class attribute, or nnx.flag.'

/** How many heads and features there are; what is not said is as for the inputs. */
const widthsOf = ({num_heads, in_features, ...options}: MultiHeadAttentionOptions) => ({
  num_heads,
  in_features,
  qkv_features: options.qkv_features ?? in_features,
  out_features: options.out_features ?? in_features,
  in_kv_features: options.in_kv_features ?? in_features,
  num_kv_heads: options.num_kv_heads ?? num_heads,
})

/** The attributes that are options, each as given or as flax has it. */
const settingsOf = ({
  dtype = null,
  param_dtype = jnp.float32,
  broadcast_dropout = true,
  dropout_rate = float(0),
  deterministic = null,
  precision = null,
  use_bias = true,
  attention_fn = dot_product_attention,
  decode = null,
  ...others
}: MultiHeadAttentionOptions) => ({
  dtype,
  param_dtype,
  broadcast_dropout,
  dropout_rate,
  deterministic,
  precision,
  use_bias,
  attention_fn,
  decode,
  ...functionsOf(others),
})

const functionsOf = ({
  normalize_qk = false,
  qkv_promote_dtype = promote_dtype,
  out_promote_dtype = promote_dtype,
  ln_promote_dtype = promote_dtype,
  qkv_dot_general = null,
  out_dot_general = null,
  qkv_dot_general_cls = null,
  out_dot_general_cls = null,
}: Partial<MultiHeadAttentionOptions>) => ({
  normalize_qk,
  qkv_promote_dtype,
  out_promote_dtype,
  ln_promote_dtype,
  qkv_dot_general,
  out_dot_general,
  qkv_dot_general_cls,
  out_dot_general_cls,
})

const multiHeadOptions = optionsBy<MultiHeadAttentionOptions>(
  `nnx.MultiHeadAttention(num_heads: int, in_features: int, qkv_features: int=, out_features: int=,
    num_kv_heads: int=, in_kv_features: int=, *, dtype=, param_dtype=, broadcast_dropout: bool=,
    dropout_rate: float=, deterministic: bool=, precision=, kernel_init: function=,
    out_kernel_init: function=, bias_init: function=, out_bias_init: function=, use_bias: bool=,
    attention_fn=, decode=, normalize_qk: bool=, qkv_promote_dtype=, out_promote_dtype=, ln_promote_dtype=,
    qkv_dot_general=, out_dot_general=, qkv_dot_general_cls=, out_dot_general_cls=, rngs: Rngs,
    keep_rngs: bool=, kernel_metadata=, out_kernel_metadata=, bias_metadata=, out_bias_metadata=,
    query_ln_scale_metadata=, key_ln_scale_metadata=)`,
)

/** Attention of several heads, with projections before and after. */
export class MultiHeadAttention extends Module {
  static readonly views: readonly string[] = ['deterministic', 'decode']
  declare num_heads: number
  declare in_features: number
  declare qkv_features: number
  declare out_features: number
  declare in_kv_features: number
  declare num_kv_heads: number
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare broadcast_dropout: boolean
  declare dropout_rate: number | Float
  declare deterministic: boolean | null
  declare precision: unknown
  declare use_bias: boolean
  declare attention_fn: Attention
  declare decode: boolean | null
  declare normalize_qk: boolean
  declare qkv_promote_dtype: Promote
  declare out_promote_dtype: Promote
  declare ln_promote_dtype: Promote
  declare qkv_dot_general: DotGeneral | null
  declare out_dot_general: DotGeneral | null
  declare qkv_dot_general_cls: (() => DotGeneral) | null
  declare out_dot_general_cls: (() => DotGeneral) | null
  declare head_dim: number
  declare query: LinearGeneral
  declare key: LinearGeneral
  declare value: LinearGeneral
  declare query_ln: LayerNorm | null
  declare key_ln: LayerNorm | null
  declare out: LinearGeneral
  declare rngs: RngStream | null
  declare cached_key: Cache<JaxArray> | null
  declare cached_value: Cache<JaxArray> | null
  declare cache_index: Cache<JaxArray> | null

  constructor(
    num_heads: number,
    in_features: number,
    options: Omit<MultiHeadAttentionOptions, 'num_heads' | 'in_features'>,
  )
  constructor(options: MultiHeadAttentionOptions)
  constructor(...given: readonly unknown[]) {
    const options = multiHeadOptions(given)
    super()
    const {rngs, keep_rngs = true} = options
    const {num_heads, qkv_features, num_kv_heads} = Object.assign(this, widthsOf(options))
    if (num_heads % num_kv_heads !== 0)
      throw new PythonError(
        'ValueError',
        `num_heads (${num_heads}) must be divisible by num_kv_heads (${num_kv_heads}).`,
      )
    Object.assign(this, settingsOf(options))
    if (qkv_features % num_heads !== 0)
      throw new PythonError(
        'ValueError',
        `Memory dimension (${qkv_features}) must be divisible by 'num_heads' heads (${num_heads}).`,
      )
    this.head_dim = qkv_features / num_heads
    this.query = this.project(options, this.in_features, num_heads)
    this.key = this.project(options, this.in_kv_features, num_kv_heads)
    this.value = this.project(options, this.in_kv_features, num_kv_heads)
    this.query_ln = this.normalize_qk ? this.norm(rngs, options.query_ln_scale_metadata) : data(null)
    this.key_ln = this.normalize_qk ? this.norm(rngs, options.key_ln_scale_metadata) : data(null)
    this.out = this.projectBack(options)
    this.rngs = keep_rngs && plainNumber(this.dropout_rate) > 0 ? rngs.dropout.fork() : null
    this.cached_key = data(null)
    this.cached_value = data(null)
    this.cache_index = data(null)
  }

  /** The layer of queries, keys or values. */
  private project(
    {
      kernel_init = lecunNormal,
      bias_init = initialZeros,
      kernel_metadata,
      bias_metadata,
      rngs,
    }: MultiHeadAttentionOptions,
    in_features: number,
    heads: number,
  ): LinearGeneral {
    return new LinearGeneral({
      ...this.shared(rngs),
      in_features,
      out_features: [heads, this.head_dim],
      kernel_init,
      bias_init,
      promote_dtype: this.qkv_promote_dtype,
      dot_general: this.qkv_dot_general,
      dot_general_cls: this.qkv_dot_general_cls,
      ...(kernel_metadata && {kernel_metadata}),
      ...(bias_metadata && {bias_metadata}),
    })
  }

  /** The output layer; what is not said of it is as for the others. */
  private projectBack(options: MultiHeadAttentionOptions): LinearGeneral {
    const {kernel_init = lecunNormal, bias_init = initialZeros} = options
    const kernel_metadata = options.out_kernel_metadata ?? options.kernel_metadata
    const bias_metadata = options.out_bias_metadata ?? options.bias_metadata
    return new LinearGeneral({
      ...this.shared(options.rngs),
      in_features: [this.num_heads, this.head_dim],
      out_features: this.out_features,
      axis: [-2, -1],
      kernel_init: options.out_kernel_init ?? kernel_init,
      bias_init: options.out_bias_init ?? bias_init,
      promote_dtype: this.out_promote_dtype,
      dot_general: this.out_dot_general,
      dot_general_cls: this.out_dot_general_cls,
      ...(kernel_metadata && {kernel_metadata}),
      ...(bias_metadata && {bias_metadata}),
    })
  }

  private shared(
    rngs: Rngs,
  ): Pick<LinearGeneralOptions, 'dtype' | 'param_dtype' | 'use_bias' | 'precision' | 'rngs'> {
    const {dtype, param_dtype, use_bias, precision} = this
    return {dtype, param_dtype, use_bias, precision, rngs}
  }

  private norm(rngs: Rngs, scale_metadata: Metadata | undefined): LayerNorm {
    const {head_dim, dtype, param_dtype} = this
    return new LayerNorm({
      num_features: head_dim,
      use_bias: false,
      dtype,
      param_dtype,
      promote_dtype: this.ln_promote_dtype,
      rngs,
      ...(scale_metadata && {scale_metadata}),
    })
  }

  /** @throws {PythonError} ValueError for inputs of another width, a missing `decode` or a missing cache. */
  call(
    ...given:
      | readonly [inputs_q: Input, inputs_k?: Input | null, inputs_v?: Input | null, options?: AttentionCall]
      | readonly [inputs_q: Input, inputs_k: Input | null, options: AttentionCall]
      | readonly [inputs_q: Input, options: AttentionCall]
  ): JaxArray {
    const {inputs_q, inputs_k = null, inputs_v = null, ...options} = attentionCall(given)
    const [q, k, value] = this.projections(inputs_q, inputs_k, inputs_v)
    const query = this.query_ln?.call(q) ?? q
    const key = this.key_ln?.call(k) ?? k
    const mask = options.mask ?? null
    const decode = first(options.decode, this.decode, noDecode)
    const [keys, values, shown] = decode ? this.recall(key, value, mask) : [key, value, mask]
    const attended = this.attention_fn(query, keys, values, {
      mask: shown,
      ...this.dropout(options),
      broadcast_dropout: this.broadcast_dropout,
      dtype: this.dtype,
      precision: this.precision,
      module: options.sow_weights === true ? this : null,
      is_causal: options.is_causal ?? false,
    })
    return this.out.call(attended)
  }

  /** Queries, keys and values of the inputs; keys are made of the queries' inputs, and values of the keys', where none are given. */
  private projections(
    inputs_q: Input,
    inputs_k: Input | null,
    inputs_v: Input | null,
  ): readonly [JaxArray, JaxArray, JaxArray] {
    if (inputs_k === null && inputs_v !== null)
      throw new PythonError(
        'ValueError',
        '`inputs_k` cannot be None if `inputs_v` is not None. To have both `inputs_k` and `inputs_v` be the same value, pass in the value to `inputs_k` and leave `inputs_v` as None.',
      )
    const x = jnp.asarray(inputs_q)
    const k = inputs_k ?? x
    const width = x.shape[x.ndim - 1]
    if (width !== this.in_features)
      throw new PythonError(
        'ValueError',
        `Incompatible input dimension, got ${width} but module expects ${this.in_features}.`,
      )
    return [this.query.call(x), this.key.call(k), this.value.call(inputs_v ?? k)]
  }

  /** Whether weights are dropped, how many, and by which random numbers. */
  private dropout({
    deterministic,
    rngs,
  }: AttentionCall): Pick<AttentionOptions, 'dropout_rng' | 'dropout_rate' | 'deterministic'> {
    const dropout_rate = plainNumber(this.dropout_rate)
    const isStill =
      dropout_rate === 0 ||
      first(
        deterministic,
        this.deterministic,
        'No `deterministic` argument was provided to MultiHeadAttention\n          as either a __call__ argument, class attribute, or nnx.flag.',
      )
    const stream = streamOf(rngs ?? this.rngs, 'dropout')
    if (isStill) return {dropout_rng: null, dropout_rate, deterministic: true}
    if (stream === null)
      throw new PythonError(
        'ValueError',
        "'rngs' must be provided to __call__ method if MultiHeadAttention instance is defined with keep_rngs=False.",
      )
    return {dropout_rng: stream.call(), dropout_rate, deterministic: false}
  }

  /** Makes room for keys and values of inputs of that shape; needed before `decode`. */
  initCache(input_shape: Shape, dtype: DTypeLike = jnp.float32): void {
    const shape = [...input_shape.slice(0, -1), this.num_kv_heads, this.head_dim]
    this.cached_key = new Cache(jnp.zeros(shape, dtype))
    this.cached_value = new Cache(jnp.zeros(shape, dtype))
    this.cache_index = new Cache(jnp.array(0, 'int32'))
  }

  /** Writes one position into the cache and returns all of it, with a mask of what is there. */
  private recall(key: JaxArray, value: JaxArray, mask: JaxArray | null): [JaxArray, JaxArray, JaxArray] {
    const {cached_key, cached_value, cache_index} = this
    if (cached_key === null || cached_value === null || cache_index === null)
      throw new PythonError('ValueError', 'Autoregressive cache not initialized, call ``init_cache`` first.')
    const lead = cached_key.shape.slice(0, -3)
    const length = at(cached_key.shape, cached_key.ndim - 3)
    const expected = [...lead, 1, ...cached_key.shape.slice(-2)]
    if (expected.join() !== key.shape.join())
      throw new PythonError(
        'ValueError',
        `Autoregressive cache shape error, expected key shape (${expected.join(', ')}) instead got (${key.shape.join(', ')}).`,
      )
    const now = cache_index.value
    const zero = jnp.array(0, now.dtype)
    const indices = [...lead.map(() => zero), now, zero, zero]
    const keys = lax.dynamicUpdateSlice(cached_key, key, indices)
    const values = lax.dynamicUpdateSlice(cached_value, value, indices)
    cached_key.value = keys
    cached_value.value = values
    cache_index.value = jnp.add(cache_index, 1)
    const seen = jnp.broadcastTo(jnp.lessEqual(jnp.arange(length), now), [...lead, 1, 1, length])
    return [keys, values, jnp.astype(mask === null ? seen : jnp.logicalAnd(mask, seen), 'float32')]
  }
}

named(MultiHeadAttention, {qualname: 'MultiHeadAttention', module: 'flax.nnx.nn.attention'})
