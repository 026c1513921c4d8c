import {type DTypeLike, type Input, type JaxArray, jnp, lax, type Shape} from '../array/index.ts'
import {data, type Metadata, Module, Param} from '../graph/index.ts'
import {FrozenDict, named, PythonError, repr, type Tuple, tuple} from '../python/index.ts'
import {type Initializer, lecunNormal, zeros} from './initializer.ts'
import {type DotGeneral, given} from './linear.ts'
import {type Promote, promote_dtype} from './promote.ts'
import type {Rngs} from './stream.ts'

export type Features = number | readonly number[]

export interface LinearGeneralOptions {
  readonly in_features: Features
  readonly out_features: Features
  readonly axis?: Features
  /** Batch axis → its size; keys are axis numbers, from 0. */
  readonly batch_axis?: Readonly<Record<number, number>>
  readonly use_bias?: boolean
  readonly dtype?: DTypeLike | null
  readonly param_dtype?: DTypeLike
  readonly kernel_init?: Initializer
  readonly bias_init?: Initializer
  readonly precision?: unknown
  readonly promote_dtype?: Promote
  readonly dot_general?: DotGeneral | null
  readonly dot_general_cls?: (() => DotGeneral) | null
  readonly preferred_element_type?: DTypeLike | null
  readonly rngs: Rngs
  readonly kernel_metadata?: Metadata
  readonly bias_metadata?: Metadata
}

/** A tuple of one or several numbers. */
export const tupled = (value: Features): Tuple<number> => (typeof value === 'number' ? tuple(value) : tuple(...value))

const positive = (axes: readonly number[], rank: number): number[] => axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b)

/** A linear transformation over any axes of the input. */
export class LinearGeneral extends Module {
  declare in_features: Tuple<number>
  declare out_features: Tuple<number>
  declare axis: Tuple<number>
  declare batch_axis: FrozenDict
  declare use_bias: boolean
  declare dtype: DTypeLike | null
  declare param_dtype: DTypeLike
  declare precision: unknown
  declare dot_general: DotGeneral | null
  declare dot_general_cls: (() => DotGeneral) | null
  declare promote_dtype: Promote
  declare preferred_element_type: DTypeLike | null
  declare kernel: Param<JaxArray>
  declare bias: Param<JaxArray> | null

  constructor(options: LinearGeneralOptions) {
    super()
    const {use_bias = true, param_dtype = jnp.float32, kernel_init = lecunNormal, bias_init = zeros, rngs} = options
    this.in_features = tupled(options.in_features)
    this.out_features = tupled(options.out_features)
    this.axis = tupled(options.axis ?? -1)
    this.batch_axis = new FrozenDict(new Map(Object.entries(options.batch_axis ?? {}).map(([axis, size]) => [Number(axis), size])))
    this.use_bias = use_bias
    this.dtype = options.dtype ?? null
    this.param_dtype = param_dtype
    this.precision = options.precision ?? null
    this.dot_general = options.dot_general ?? null
    this.dot_general_cls = options.dot_general_cls ?? null
    this.promote_dtype = options.promote_dtype ?? promote_dtype
    this.preferred_element_type = options.preferred_element_type ?? null
    if (this.in_features.length !== this.axis.length)
      throw new PythonError('ValueError', `in_features and axis must have the same length. Got ${repr(this.in_features)} and ${repr(this.axis)}.`)
    const axes = Object.keys(options.batch_axis ?? {}).map(Number).sort((a, b) => a - b)
    if (axes.some((axis, i) => axis !== i)) throw new PythonError('ValueError', `batch_dims (${axes.join(', ')}) must be consecutive leading dimensions starting from 0.`)
    const batch = Object.values(options.batch_axis ?? {})
    const make = (init: Initializer, shape: Shape, flat: Shape): JaxArray => jnp.reshape(init(rngs.params.call(), flat, param_dtype), shape)
    const product = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1)
    this.kernel = new Param(make(kernel_init, [...batch, ...this.in_features, ...this.out_features], [product(batch) * product(this.in_features), product(this.out_features)]), options.kernel_metadata)
    this.bias = use_bias ? new Param(make(bias_init, [...batch, ...this.out_features], [product(batch) * product(this.out_features)]), options.bias_metadata) : data(null)
  }

  call(inputs: Input): JaxArray {
    const [x, kernel, bias] = this.promote_dtype([inputs, this.kernel, this.bias], {dtype: this.dtype})
    const operand = given(x)
    const rank = operand.ndim
    const axis = positive(this.axis, rank)
    const batch = positive([...this.batch_axis.items.keys()].map(Number), rank)
    const expanded = operand.shape.flatMap((n, i) => (axis.includes(i) ? [] : [batch.includes(i) ? n : 1]))
    const dot = this.dot_general_cls?.() ?? this.dot_general ?? lax.dotGeneral
    const inner = axis.map((_, i) => i + batch.length)
    const out = dot(operand, given(kernel), [[axis, inner], [batch, batch.map((_, i) => i)]], {preferred_element_type: this.preferred_element_type})
    return bias === null ? out : jnp.add(out, jnp.reshape(bias, [...expanded, ...this.out_features]))
  }
}

named(LinearGeneral, {qualname: 'LinearGeneral', module: 'flax.nnx.nn.linear'})
