import {asOperand, type Input} from '../lax/index.ts'
import {type DType, type DTypeLike, dtypeOf, type JaxArray} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {type Metadata, Module, Param} from '../graph/index.ts'
import {callingBy, named, PythonError, optionsBy} from '../python/index.ts'
import {embedNormal, type Initializer} from './initializer.ts'
import {given} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

/** What Embed takes. */
export interface EmbedOptions {
  /** How many rows the table has. */
  readonly num_embeddings: number
  /** How many features a row has. */
  readonly features: number
  /** The dtype of the computation; where it is null, the promotion of inputs and parameters. */
  readonly dtype?: DTypeLike | null
  /** The dtype of the parameters; float32 where it is not given. */
  readonly param_dtype?: DTypeLike
  /** Makes the table; a normal distribution scaled by the number of features where it is not given. */
  readonly embedding_init?: Initializer
  /** Casts the table and, in `attend`, the query to one dtype; flax's where it is not given. */
  readonly promote_dtype?: Promote
  /** Where random numbers come from. */
  readonly rngs: Rngs
  /** Metadata of the table's Variable; none where it is not given. */
  readonly embedding_metadata?: Metadata
}

const embedOptions = optionsBy<EmbedOptions>(
  `nnx.Embed(num_embeddings: int, features: int, *, dtype=, param_dtype=, embedding_init: function=,
    promote_dtype=, rngs: Rngs, embedding_metadata=)`,
)

/** A table of vectors, looked up by integers. */
export class Embed extends Module {
  declare embedding: Param<JaxArray>
  declare num_embeddings: number
  declare features: number
  declare dtype: DTypeLike | DType
  declare param_dtype: DTypeLike
  declare promote_dtype: Promote

  constructor(
    num_embeddings: number,
    features: number,
    options: Omit<EmbedOptions, 'num_embeddings' | 'features'>,
  )
  constructor(options: EmbedOptions)
  constructor(...given: readonly unknown[]) {
    const options = embedOptions(given)
    super()
    const {num_embeddings, features, param_dtype = jnp.float32, embedding_init = embedNormal, rngs} = options
    this.embedding = new Param(
      embedding_init(rngs.params.call(), [num_embeddings, features], param_dtype),
      options.embedding_metadata,
    )
    this.num_embeddings = num_embeddings
    this.features = features
    this.dtype = options.dtype ?? dtypeOf(this.embedding.dtype)
    this.param_dtype = param_dtype
    this.promote_dtype = options.promote_dtype ?? promote_dtype
  }

  /** @throws {PythonError} ValueError for indices that are no integers. */
  call(inputs: Input): JaxArray {
    const {aval} = asOperand(inputs)
    if (aval.dtype.kind !== 'i' && aval.dtype.kind !== 'u')
      throw new PythonError('ValueError', 'Input type must be an integer or unsigned integer.')
    const [embedding] = this.promote_dtype([this.embedding], {dtype: this.dtype, inexact: false})
    if (this.num_embeddings === 1) return jnp.broadcastTo(given(embedding), [...aval.shape, this.features])
    return jnp.take(given(embedding), inputs, {axis: 0})
  }

  /** The inner product of queries with every vector of the table. */
  attend(query: Input): JaxArray {
    const [q, embedding] = this.promote_dtype([query, this.embedding], {dtype: this.dtype})
    return jnp.dot(given(q), jnp.transpose(given(embedding)))
  }
}

named(Embed, {qualname: 'Embed', module: 'flax.nnx.nn.linear'})
callingBy(Embed)
