import {
  type Float,
  float,
  repr,
  consoleText,
  notebook,
  protocol,
  PythonError,
  legible,
} from '../python/index.ts'
import {type Shape, ShapedArray, shaped, shapeText, volume} from './aval.ts'
import {type Contents, readElement} from './contents.ts'
import {filledWith} from './fill.ts'
import {canonical, DType, type DTypeLike, dtypeOf} from './dtype.ts'
import {arrayRepr, numpyRepr, printedArray} from './arraytext.ts'
import {elementOf, type Listed, listed} from './text.ts'
import {ArrayMethods, Span} from './abilities.ts'

/** Where an array lives. Only a committed array holds a program to its place. */
export interface Placement {
  /** Whether the array holds a program to its place. */
  readonly committed: boolean
  /** `cpu:0`, or a sharding's repr. */
  readonly device: string
  /** What lowering sees of it: how a mesh cuts the array; nothing for a single device. */
  readonly cut?: string
  /** What compiling sees of it: the devices. */
  readonly devices?: string
}

/** Whether two arrays live alike, to the letter. */
export const samePlace = (a: Placement, b: Placement): boolean =>
  a.committed === b.committed && a.device === b.device

const anywhere: Placement = Object.freeze({committed: false, device: 'cpu:0'})

/** What an array may be computed with. */
export type Computable = JaxArray | NumpyArray | NumpyScalar | HasJaxArray | Float | number | bigint | boolean

/** JAX's `jax.Array`: an array or, while a function is traced, what stands for one. Immutable. */
export abstract class JaxArray extends ArrayMethods<JaxArray, Computable> {
  static readonly [protocol.hashable]: boolean = false
  abstract readonly aval: ShapedArray
  readonly [protocol.hashable] = false
  /** The parts along the first axis, in order: `const [a, b] = jax.random.split(key)`. */
  declare readonly [Symbol.iterator]: () => Iterator<JaxArray>
  declare readonly copy: () => JaxArray
  /** Python's `repr(x)`. */
  declare readonly toString: () => string

  get shape(): Shape {
    return this.aval.shape
  }

  get dtype(): DType {
    return this.aval.dtype
  }

  get ndim(): number {
    return this.aval.ndim
  }

  get size(): number {
    return this.aval.size
  }

  get weak_type(): boolean {
    return this.aval.weak_type
  }

  /**
   * The elements as nested lists; a number or boolean for no dimensions, bigints for integers beyond 2⁵³.
   *
   * @throws {PythonError} for a tracer, for PRNG keys, and where the contents are not known.
   * @example
   * jnp.ones([2, 2]).tolist() // [[1, 1], [1, 1]]
   */
  abstract tolist(): Listed

  /**
   * The only element.
   *
   * @throws {PythonError} as `tolist`, and ValueError for an array of more than one element.
   */
  abstract item(): Exclude<Listed, readonly unknown[]>
}

/** An operation whose results may not have been read yet. */
export interface Deferred {
  /** The contents of its results, or why they are not known, as a clause. */
  readonly results: readonly Contents[] | string
}

/** One result of an operation that may not have been read yet. */
export interface Result {
  /** The operation. */
  readonly of: Deferred
  /** Which of its results. */
  readonly index: number
}

/** A JAX array outside of traces; no cache looks at its contents, which are computed when they are read. */
export class ArrayImpl extends JaxArray {
  readonly aval: ShapedArray
  readonly placement: Placement
  readonly #source: Contents | Result | null

  constructor(aval: ShapedArray, source: Contents | Result | null = null, placement: Placement = anywhere) {
    super()
    this.aval = aval
    this.#source = source
    this.placement = placement
    Object.freeze(this)
  }

  /** All elements, or a single one that they all equal; null where only shape and dtype are known. */
  get contents(): Contents | null {
    const source = this.#source
    if (source === null || !('of' in source)) return source
    const {results} = source.of
    return typeof results === 'string' ? null : (results[source.index] ?? null)
  }

  /** Why the contents are not known, as a clause. */
  get unknown(): string {
    const source = this.#source
    if (source === null || !('of' in source)) return 'only its shape and dtype were given'
    const {results} = source.of
    return typeof results === 'string' ? results : ''
  }

  /** The operation that gives the contents, where they have been left until somebody reads them. @internal */
  get pending(): Deferred | null {
    const source = this.#source
    return source !== null && 'of' in source ? source.of : null
  }

  /** The same contents under another aval or in another place, computed no sooner. @internal */
  as(aval: ShapedArray, placement: Placement = anywhere): ArrayImpl {
    return new ArrayImpl(aval, this.#source, placement)
  }

  get committed(): boolean {
    return this.placement.committed
  }

  tolist(): Listed {
    return listed(this.known(), this.dtype, this.shape)
  }

  item(): Exclude<Listed, readonly unknown[]> {
    if (this.size !== 1)
      throw new PythonError('ValueError', 'can only convert an array of size 1 to a Python scalar')
    return elementOf(this.known(), this.dtype, 0)
  }

  /** The contents, which somebody wants to read. */
  private known(): Contents {
    const {contents} = this
    if (contents !== null && this.dtype.kind !== 'k') return contents
    if (contents !== null)
      throw new PythonError('TypeError', 'a PRNG key has no elements: use jax.random.keyData(key)')
    throw new PythonError(
      'ValueError',
      `the contents of ${this.aval.toString()} are not known: ${this.unknown}`,
    )
  }

  get [protocol.type](): string {
    return this.dtype.kind === 'k' ? 'jax._src.random.prng.PRNGKeyArray' : 'jaxlib._jax.ArrayImpl'
  }

  /** What Node's console shows: the repr. */
  [consoleText](): string {
    return this[protocol.repr]()
  }

  /** What a notebook shows of a cell that ends in it. */
  [notebook](): Readonly<Record<string, string>> {
    return {'text/plain': this[protocol.repr]()}
  }

  /** JavaScript's conversions: a known array of one element is its number, `${x}` its repr. */
  [Symbol.toPrimitive](hint: string): string | number {
    if (hint === 'string') return this[protocol.repr]()
    if (this.size !== 1)
      throw new PythonError(
        'TypeError',
        `an array of shape ${shapeText(this.shape)} is no number: use jnp functions (jnp.add, jnp.greater …) in place of JavaScript's operators`,
      )
    const value = this.contents && readElement(this.contents, this.dtype, 0)
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
    throw new PythonError(
      'TypeError',
      `the contents of this array (${this.aval.toString()}) are not known, so it is no number: use jnp functions in place of JavaScript's operators`,
    )
  }

  [protocol.repr](): string {
    const more = `dtype=${this.dtype.name}${this.weak_type ? ', weak_type=True' : ''}`
    const {contents, dtype, shape} = this
    if (contents === null) return `Array(shape=${shapeText(shape)}, ${more})`
    return dtype.kind === 'k'
      ? `Array(${shapeText(shape)}, ${more}) overlaying:\n${printedArray(contents, dtypeOf('uint32'), [...shape, dtype.bits / 32])}`
      : arrayRepr(contents, dtype, shape, more)
  }
}

/** NumPy's `np.ndarray`: keeps 64 bits until JAX takes it in. */
export class NumpyArray {
  static readonly [protocol.type] = 'numpy.ndarray'
  readonly [protocol.hashable] = false
  readonly shape: Shape
  readonly dtype: DType
  readonly contents: Contents | null

  constructor(shape: Shape, dtype: DType, contents: Contents | null = null) {
    this.shape = Object.freeze([...shape])
    this.dtype = dtype
    this.contents = contents
    Object.freeze(this)
  }

  get ndim(): number {
    return this.shape.length
  }

  get size(): number {
    return volume(this.shape)
  }

  [protocol.repr](): string {
    const {contents, dtype, shape} = this
    return contents === null
      ? `array(shape=${shapeText(shape)}, dtype=${dtype.name})`
      : numpyRepr(contents, dtype, shape)
  }
}

/** A NumPy scalar, `np.float32(1.)`: an array of no dimensions to JAX, hashable to Python. */
export class NumpyScalar {
  readonly dtype: DType
  readonly value: number | bigint | boolean

  constructor(dtype: DType, value: number | bigint | boolean) {
    this.dtype = dtype
    this.value = value
    Object.freeze(this)
  }

  get shape(): Shape {
    return []
  }

  get ndim(): number {
    return 0
  }

  get [protocol.type](): string {
    return `numpy.${this.dtype.name}`
  }

  [protocol.by](): unknown {
    return this.value
  }

  [protocol.repr](): string {
    if (this.dtype.kind === 'b') return this.value ? 'np.True_' : 'np.False_'
    return `np.${this.dtype.name}(${this.text})`
  }

  /** What `print` shows of it. */
  get text(): string {
    const {dtype, value} = this
    if (dtype.kind === 'b') return value ? 'True' : 'False'
    if (dtype.kind !== 'f') return String(value)
    return dtype.name === 'float64'
      ? repr(float(Number(value)))
      : printedArray(filledWith(Number(value), dtype), dtype, [])
  }
}

/**
 * `jax.ShapeDtypeStruct`: a shape and dtype without an array.
 *
 * @example
 * new jax.ShapeDtypeStruct([2, 3], 'float32') // an argument for `lower` and `evalShape`
 */
export class ShapeDtypeStruct {
  static readonly [protocol.type] = 'jax.ShapeDtypeStruct'
  readonly shape: Shape
  readonly dtype: DType
  readonly weak_type: boolean

  constructor(shape: Shape, dtype: DTypeLike, weak_type = false) {
    this.shape = Object.freeze([...shape])
    this.dtype = dtype instanceof DType ? dtype : canonical(dtypeOf(dtype))
    this.weak_type = weak_type
    Object.freeze(this)
  }

  get ndim(): number {
    return this.shape.length
  }

  [protocol.by](): unknown {
    return shaped(this.shape, this.dtype, this.weak_type)
  }

  [protocol.repr](): string {
    return `ShapeDtypeStruct(shape=${shapeText(this.shape)}, dtype=${this.dtype.name}${this.weak_type ? ', weak_type=True' : ''})`
  }
}

/** Python's `__jax_array__`: an object with this method stands for the array it returns, as a Variable does. */
export const jaxArray: unique symbol = Symbol('__jax_array__')

/** An object that stands for the array it gives, as a Variable does. */
export interface HasJaxArray {
  [jaxArray](): unknown
}

legible(ArrayImpl, NumpyArray, NumpyScalar, Span, ShapeDtypeStruct)
