import {type Input, laxOperations as lax, normalAxis} from '../lax/index.ts'
import {type JaxArray, type Shape, volume} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {data, Param} from '../graph/index.ts'
import {
  callingBy,
  FrozenDict,
  named,
  PythonError,
  repr,
  type Tuple,
  tuple,
  optionsBy,
} from '../python/index.ts'
import {type Initializer, lecunNormal, initialZeros} from './initializer.ts'
import {Kernel, type KernelOptions} from './kernel.ts'
import {type DotGeneral, given} from './linear.ts'

/** One size or several. */
export type Features = number | readonly number[]

/** What LinearGeneral takes. */
export interface LinearGeneralOptions extends KernelOptions {
  /** The sizes of the axes of the inputs that are contracted. */
  readonly in_features: Features
  /** The sizes of the axes that the result has in their place. */
  readonly out_features: Features
  /** The axes of the inputs that are contracted; the last where it is not given. */
  readonly axis?: Features
  /** Batch axis → its size; keys are axis numbers, from 0; none where it is not given. */
  readonly batch_axis?: Readonly<Record<number, number>>
  /** Whether a bias is added; true where it is not given. */
  readonly use_bias?: boolean
  /** Does the product, in place of `lax.dotGeneral`. */
  readonly dot_general?: DotGeneral | null
  /** Makes what does the product, at each call; `dot_general` does it where it is not given. */
  readonly dot_general_cls?: (() => DotGeneral) | null
}

/** A tuple of one or several numbers. */
export const tupled = (value: Features): Tuple<number> =>
  typeof value === 'number' ? tuple(value) : tuple(...value)

const positive = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => normalAxis(axis, rank)).sort((a, b) => a - b)

const generalOptions = optionsBy<LinearGeneralOptions>(
  `nnx.LinearGeneral(in_features: ints, out_features: ints, *, axis=, batch_axis=, use_bias: bool=,
    dtype=, param_dtype=, kernel_init: function=, bias_init: function=, precision=, promote_dtype=,
    dot_general=, dot_general_cls=, preferred_element_type=, rngs: Rngs, kernel_metadata=,
    bias_metadata=)`,
)

/** A linear transformation over any axes of the input. */
export class LinearGeneral extends Kernel {
  static override readonly printed =
    'in_features out_features axis batch_axis use_bias dtype param_dtype precision dot_general ' +
    'dot_general_cls promote_dtype preferred_element_type kernel bias'
  declare in_features: Tuple<number>
  declare out_features: Tuple<number>
  declare axis: Tuple<number>
  declare batch_axis: FrozenDict
  declare use_bias: boolean
  declare dot_general: DotGeneral | null
  declare dot_general_cls: (() => DotGeneral) | null

  constructor(
    in_features: Features,
    out_features: Features,
    options: Omit<LinearGeneralOptions, 'in_features' | 'out_features'>,
  )
  constructor(options: LinearGeneralOptions)
  constructor(...given: readonly unknown[]) {
    const options = generalOptions(given)
    super(options)
    const {use_bias = true, kernel_init = lecunNormal, bias_init = initialZeros, rngs} = options
    this.in_features = tupled(options.in_features)
    this.out_features = tupled(options.out_features)
    this.axis = tupled(options.axis ?? -1)
    this.batch_axis = new FrozenDict(
      new Map(Object.entries(options.batch_axis ?? {}).map(([axis, size]) => [Number(axis), size])),
    )
    this.use_bias = use_bias
    this.dot_general = options.dot_general ?? null
    this.dot_general_cls = options.dot_general_cls ?? null
    if (this.in_features.length !== this.axis.length)
      throw new PythonError(
        'ValueError',
        `in_features and axis must have the same length. Got ${repr(this.in_features)} and ${repr(this.axis)}.`,
      )
    const axes = Object.keys(options.batch_axis ?? {})
      .map(Number)
      .sort((a, b) => a - b)
    if (axes.some((axis, i) => axis !== i))
      throw new PythonError(
        'ValueError',
        `batch_dims (${axes.join(', ')}) must be consecutive leading dimensions starting from 0.`,
      )
    const batch = Object.values(options.batch_axis ?? {})
    const make = (init: Initializer, shape: Shape, flat: Shape): JaxArray =>
      jnp.reshape(init(rngs.params.call(), flat, this.param_dtype), shape)
    this.kernel = new Param(
      make(
        kernel_init,
        [...batch, ...this.in_features, ...this.out_features],
        [volume(batch) * volume(this.in_features), volume(this.out_features)],
      ),
      options.kernel_metadata,
    )
    this.bias = use_bias
      ? new Param(
          make(bias_init, [...batch, ...this.out_features], [volume(batch) * volume(this.out_features)]),
          options.bias_metadata,
        )
      : data(null)
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
    const out = dot(
      operand,
      given(kernel),
      [
        [axis, inner],
        [batch, batch.map((_, i) => i)],
      ],
      {preferred_element_type: this.preferred_element_type},
    )
    return bias === null ? out : jnp.add(out, jnp.reshape(bias, [...expanded, ...this.out_features]))
  }
}

named(LinearGeneral, {qualname: 'LinearGeneral', module: 'flax.nnx.nn.linear'})
callingBy(LinearGeneral)
