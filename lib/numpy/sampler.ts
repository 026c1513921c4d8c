import {
  type DType,
  type DTypeLike,
  JaxArray,
  type Operand,
  type Shape,
  type Each,
  at,
  canonical,
  dtypeOf,
  isArrayLike,
  mapped,
} from '../array/index.ts'
import {type Input, asArray, asOperand, commonShape, jitted, shaping as s} from '../lax/index.ts'
import {isPlain, PythonError, repr} from '../python/index.ts'
import {asarray, broadcastTo, type ShapeLike, shapeOf} from './create.ts'
import {keyIn} from './prng.ts'

/** What samples take beside the key, each by its place or by its name in one last object. */
export interface SampleOptions {
  /** The shape of the sample; of no dimensions where it is not given, or of the parameters together. */
  readonly shape?: ShapeLike | null
  /** The dtype of the sample; float32, int32 or uint32 where it is not given. */
  readonly dtype?: DTypeLike
  /** The least value of `uniform` and `randint`; 0 for `uniform` where it is not given. */
  readonly minval?: Input
  /** What values stay below; 1 for `uniform` where it is not given. */
  readonly maxval?: Input
  /** The mean of `multivariateNormal`, a vector, which it needs. */
  readonly mean?: Input
  /** The covariances of `multivariateNormal`, a matrix, which it needs. */
  readonly cov?: Input
  /** The least value of `truncatedNormal`, which it needs. */
  readonly lower?: Input
  /** Its largest, which it needs. */
  readonly upper?: Input
  /** A probability, or the power of `ball` and `generalizedNormal`; 0.5 for `bernoulli` and 2 for `ball` where it is not given. */
  readonly p?: Input
  /** The standard deviation of the logarithm of `lognormal`; 1 where it is not given. */
  readonly sigma?: Input
  /** A rate, shape or scale, which it needs. */
  readonly a?: Input
  /** The second shape of `beta`, which it needs. */
  readonly b?: Input
  /** Degrees of freedom of `chisquare` and `t`, which it needs. */
  readonly df?: Input
  /** Degrees of freedom of the numerator of `f`, which it needs. */
  readonly dfnum?: Input
  /** Degrees of freedom of the denominator of `f`, which it needs. */
  readonly dfden?: Input
  /** The rate of `poisson`, which it needs. */
  readonly lam?: Input
  /** Where `doubleSidedMaxwell` has its middle, which it needs. */
  readonly loc?: Input
  /** How wide a distribution is, which it needs. */
  readonly scale?: Input
  /** The shape of `weibullMin`, which it needs. */
  readonly concentration?: Input
  /** The least value of `triangular`, which it needs. */
  readonly left?: Input
  /** The largest value of `triangular`, which it needs. */
  readonly right?: Input
  /** The most frequent value of `triangular`, which it needs. */
  readonly mode?: Input
  /** How many columns `orthogonal` has; as many as rows where it is not given. */
  readonly m?: number
  /** The concentrations of `dirichlet`, along the last axis, which it needs. */
  readonly alpha?: Input
}

/** The name of something that a sample takes beside the key. */
export type SampleOption = keyof SampleOptions

/** Values in the order of names, and behind them an object of those not given so. */
export type ByPlace<
  N extends readonly SampleOption[],
  All extends SampleOption = N[number],
> = N extends readonly [infer Head extends SampleOption, ...infer Rest extends readonly SampleOption[]]
  ? | readonly [options?: Pick<SampleOptions, All>]
    | readonly [value: SampleOptions[Head], ...rest: ByPlace<Rest, All>]
  : readonly [options?: Pick<SampleOptions, All>]

/** What one call was given, read by name. */
export class SampleCall {
  readonly name: string
  readonly #values: ReadonlyMap<string, unknown>

  /** @throws {PythonError} TypeError, for too many values and for a name that the function does not have. */
  constructor(name: string, names: readonly string[], values: readonly unknown[]) {
    const last = values.at(-1)
    const options = isPlain(last) ? Object.entries(last) : []
    const places = isPlain(last) ? values.slice(0, -1) : values
    const wrong = options.find(([option]) => !names.includes(option))
    if (wrong !== undefined)
      throw new PythonError(
        'TypeError',
        `${name}() got an unexpected keyword argument '${wrong[0]}'; it takes ${names.join(', ')}`,
      )
    if (places.length > names.length)
      throw new PythonError(
        'TypeError',
        `${name}() takes at most ${names.length + 1} positional arguments but ${places.length + 1} were given`,
      )
    this.name = name
    this.#values = new Map([...places.map((value, i) => [String(names[i]), value] as const), ...options])
  }

  /** The shape; `otherwise` where it is not given. */
  shape<S extends Shape | null>(otherwise: S): Shape | S {
    const value = this.#values.get('shape')
    if (value === undefined || value === null) return otherwise
    return shapeOf(typeof value === 'number' || Array.isArray(value) ? value : [value])
  }

  /** The dtype, which must be of a kind. */
  dtype(kind: 'float' | 'int' | 'uint'): DType {
    const value = this.#values.get('dtype')
    const dtype = canonical(
      dtypeOf(value === undefined || value === null ? kind : isDTypeLike(value) ? value : repr(value)),
    )
    const isRight = {float: dtype.kind === 'f', int: 'iu'.includes(dtype.kind), uint: dtype.kind === 'u'}[
      kind
    ]
    const words = {float: 'a float', int: 'an int', uint: 'an unsigned int'}[kind]
    return isRight
      ? dtype
      : s.fail('ValueError', `dtype argument to \`${this.name}\` must be ${words} dtype, got ${dtype.name}`)
  }

  /** A number of items. */
  count(name: SampleOption, otherwise: number): number {
    return shapeOf([this.#values.get(name) ?? otherwise])[0] ?? otherwise
  }

  /** A parameter; `otherwise` where it is not given. */
  operand(name: SampleOption, otherwise?: Input): Operand {
    const value = this.#values.get(name) ?? otherwise
    if (value === undefined)
      throw new PythonError('TypeError', `${this.name}() missing 1 required positional argument: '${name}'`)
    return isArrayLike(value) ? asOperand(value) : asOperand(asarray(value))
  }
}

const isDTypeLike = (value: unknown): value is DTypeLike =>
  typeof value === 'string' ||
  (value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    ('dtype' in value || 'itemsize' in value))

/** A function that samples under a key. */
export const sampler =
  <const N extends readonly SampleOption[]>(
    name: string,
    names: N,
    draw: (key: Operand, given: SampleCall) => Operand,
  ) =>
  (key: Input, ...values: ByPlace<N>): JaxArray =>
    asArray(draw(keyIn(name, key), new SampleCall(name, names, values)))

/** Floats of one distribution without parameters, which JAX jits. */
export const standard = (name: string, draw: (key: Operand, shape: Shape, dtype: DType) => Operand) =>
  sampler(name, ['shape', 'dtype'], (key, given) => {
    const [shape, dtype] = [given.shape([]), given.dtype('float')]
    return jitted(`_${name}`, `${String(shape)}|${dtype.name}`, [key], (k) => draw(k, shape, dtype))
  })

/** Floats of a distribution with parameters, of the shape that these have together where none is given. */
export const shapedBy = <const N extends readonly SampleOption[]>(
  name: string,
  names: N,
  draw: (key: Operand, parameters: Each<N, Operand>, shape: Shape, dtype: DType) => Operand,
  otherwise?: Input,
) => {
  const all = [...names, 'shape', 'dtype'] as const
  return sampler(name, all, (key, given) => {
    const parameters = names.map((one) => given.operand(one, otherwise))
    const [shape, dtype] = [given.shape(null) ?? commonShape(parameters), given.dtype('float')]
    return jitted(`_${name}`, `${String(shape)}|${dtype.name}`, [key, ...parameters], (k, ...rest) =>
      draw(
        k,
        mapped<N, Operand>(names, (_, i) => broadcastTo(s.convertElementType(at(rest, i), dtype), shape)),
        shape,
        dtype,
      ),
    )
  })
}
