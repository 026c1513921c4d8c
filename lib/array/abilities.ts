import {PythonError} from '../python/index.ts'
import type {DTypeLike} from './dtype.ts'

/** One axis, several, or null for all. */
export type Axis = number | readonly number[] | null

/** What the reductions of `jnp` take. */
export interface ReduceOptions<V = number> {
  /** The axes to reduce; all where it is not given. */
  readonly axis?: Axis
  /** Whether reduced axes stay, with one element; false where it is not given. */
  readonly keepdims?: boolean
  /** The dtype of the result; that of the elements, of sums of small ones a wider, where it is not given. */
  readonly dtype?: DTypeLike
  /** A number that goes in too: the result of no elements; none where it is not given. */
  readonly initial?: V
  /** Booleans, broadcast to the array: the elements that count; all where it is not given. */
  readonly where?: V
}

/** What `jnp.var` and `jnp.std` take. */
export interface SpreadOptions<V = number> extends ReduceOptions<V> {
  /** What is taken off the number of elements; 0 where it is not given. */
  readonly ddof?: number
}

/** What `jnp.argmax` and its like take. */
export interface AlongOptions {
  /** The axis; for null all elements in order. */
  readonly axis?: number | null
  /** Whether that axis stays, with one element; false where it is not given. */
  readonly keepdims?: boolean
}

/** What `jnp.cumsum` and its like take. */
export interface RunningOptions {
  /** The axis; for null, and where it is not given, all elements in order. */
  readonly axis?: number | null
  /** The dtype of the result; that of the elements, of booleans int32, where it is not given. */
  readonly dtype?: DTypeLike
}

/** What `jnp.sort` and `jnp.argsort` take. */
export interface SortOptions {
  /** The axis; the last where it is not given, all elements in order for null. */
  readonly axis?: number | null
  /** Whether the largest comes first; false where it is not given. */
  readonly descending?: boolean
}

/** `x[a:b:c]`: `span(a, b, c)`. */
export class Span {
  readonly start: number | null
  readonly stop: number | null
  readonly step: number

  constructor(start: number | null, stop: number | null, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
  }

  /**
   * The places that it names among `n`, from `start` in steps, `size` of them; source: Python's `slice.indices`.
   *
   * @throws {PythonError} ValueError for a step of zero.
   * @example
   * new Span(null, -1, 2).indices(5) // {start: 0, stop: 4, step: 2, size: 2}
   */
  indices(n: number): {
    readonly start: number
    readonly stop: number
    readonly step: number
    readonly size: number
  } {
    const {start, stop, step} = this
    if (step === 0) throw new PythonError('ValueError', 'slice step cannot be zero')
    const [low, high] = step > 0 ? [0, n] : [-1, n - 1]
    const bound = (value: number | null, otherwise: number): number =>
      value === null ? otherwise : Math.max(low, Math.min(high, value < 0 ? value + n : value))
    const [from, to] = [bound(start, step > 0 ? low : high), bound(stop, step > 0 ? high : low)]
    return {start: from, stop: to, step, size: Math.max(0, Math.ceil((to - from) / step))}
  }
}

/** What the updates of `x.at(…)` take. */
export interface UpdateOptions {
  /** What becomes of an update out of range: it is left out, put to the nearest place, or promised not to be; left out where it is not given. */
  readonly mode?: 'drop' | 'fill' | 'clip' | 'promise_in_bounds' | null
}

/** What `x.at(…).get` takes. */
export interface GetOptions<V> extends UpdateOptions {
  /** What an index out of range gives, in the mode `fill`; NaN or the integer farthest from use where it is not given. */
  readonly fill_value?: V
}

/** The elements of an array `A` that indices name, to be read or to be put anew by values `V`: JAX's `x.at[indices]`. */
export interface At<A, V> {
  /** The elements: `x[indices]`, with a say in what an index out of range gives. */
  get(options?: GetOptions<V>): A
  /** `x[indices] = value`, as a new array. */
  set(value: V, options?: UpdateOptions): A
  /** `x[indices] += value`; equal indices add up. */
  add(value: V, options?: UpdateOptions): A
  /** `x[indices] -= value`. */
  subtract(value: V, options?: UpdateOptions): A
  /** `x[indices] *= value`. */
  multiply(value: V, options?: UpdateOptions): A
  /** The same as `multiply`. */
  mul(value: V, options?: UpdateOptions): A
  /** `x[indices] /= value`. */
  divide(value: V, options?: UpdateOptions): A
  /** `x[indices] **= value`. */
  power(value: V, options?: UpdateOptions): A
  /** `x[indices] = maximum(x[indices], value)`. */
  max(value: V, options?: UpdateOptions): A
  /** `x[indices] = minimum(x[indices], value)`. */
  min(value: V, options?: UpdateOptions): A
}

/** What stands between the brackets of `x[…]`: a number, an array of integers or booleans, a slice, a new axis (null) or all other axes. */
export type Index<V> = V | Span | null | '...'

/** What `jnp.reshape` and `jnp.ravel` take. */
export interface OrderOptions {
  /** In which order elements are read and placed: in `C` the last axis runs fastest, in `F` the first; `C` where it is not given. */
  readonly order?: 'C' | 'F'
}

/** The sizes of the axes: one by one, or as a list. */
export type Sizes = readonly (number | readonly number[])[]

/**
 * What arrays `A` do themselves: the functions of `jnp` by the same names, with the array as their first argument. `jnp` puts
 * them on the prototype. `V` is what an array may be computed with.
 */
export abstract class ArrayMethods<A, V> {
  /** The axes in reverse order. */
  declare readonly T: A
  /** The last two axes swapped. */
  declare readonly mT: A
  /**
   * The elements that indices name, to be put anew in a new array.
   *
   * @example
   * x.at(0, 1).set(5) // JAX's x.at[0, 1].set(5)
   */
  declare readonly at: (...indices: readonly Index<V>[]) => At<A, V>
  declare readonly sum: (options?: ReduceOptions<V>) => A
  declare readonly mean: (options?: ReduceOptions<V>) => A
  declare readonly prod: (options?: ReduceOptions<V>) => A
  declare readonly max: (options?: ReduceOptions<V>) => A
  declare readonly min: (options?: ReduceOptions<V>) => A
  declare readonly std: (options?: SpreadOptions<V>) => A
  declare readonly var: (options?: SpreadOptions<V>) => A
  declare readonly all: (options?: ReduceOptions<V>) => A
  declare readonly any: (options?: ReduceOptions<V>) => A
  declare readonly argmax: (options?: AlongOptions) => A
  declare readonly argmin: (options?: AlongOptions) => A
  declare readonly cumsum: (options?: RunningOptions) => A
  declare readonly cumprod: (options?: RunningOptions) => A
  declare readonly sort: (options?: SortOptions) => A
  declare readonly argsort: (options?: SortOptions) => A
  /** The same elements in another shape: `x.reshape(2, -1)` or `x.reshape([2, -1])`, and `x.reshape(2, -1, {order: 'F'})`. */
  declare readonly reshape: (...shape: Sizes | readonly [...sizes: Sizes, options: OrderOptions]) => A
  declare readonly ravel: (order?: OrderOptions['order'] | OrderOptions) => A
  declare readonly flatten: (order?: OrderOptions['order'] | OrderOptions) => A
  declare readonly transpose: (...axes: Sizes) => A
  declare readonly swapaxes: (first: number, second: number) => A
  declare readonly squeeze: (axis?: Axis) => A
  declare readonly round: (options?: {readonly decimals?: number}) => A
  declare readonly clip: (low?: V | null, high?: V | null) => A
  declare readonly dot: (other: V) => A
  declare readonly take: (indices: V, options?: {readonly axis?: number | null}) => A
  declare readonly repeat: (n: V, options?: {readonly axis?: number | null}) => A
  declare readonly astype: (dtype: DTypeLike) => A
  declare readonly trace: (offset?: number, axis1?: number, axis2?: number) => A
  declare readonly diagonal: (offset?: number, axis1?: number, axis2?: number) => A
  /** The largest element less the smallest. */
  declare readonly ptp: (options?: AlongOptions) => A
  /** Where elements are not zero: an array of indices for each axis. */
  declare readonly nonzero: (options?: {readonly size?: number; readonly fill_value?: number}) => readonly A[]
  /** Before how many elements of this sorted array each value goes. */
  declare readonly searchsorted: (values: V, options?: {readonly side?: 'left' | 'right'}) => A
  /** Of each place the choice whose number this array holds. */
  declare readonly choose: (choices: V | readonly V[]) => A
  /** The elements of an axis where a condition holds. */
  declare readonly compress: (condition: V, options?: {readonly axis?: number | null}) => A
}
