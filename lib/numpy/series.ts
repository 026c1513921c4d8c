import {
  type DType,
  type DTypeLike,
  type JaxArray,
  type Operand,
  defaultDtype,
  isInteger,
  mapped,
  promote,
} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  commonShape,
  elementwise as e,
  inexactOf,
  normalAxis,
  shaping as s,
} from '../lax/index.ts'
import {broadcastTo, dtypeOr} from './create.ts'
import {basics as b} from './jnp.ts'
import {shapes as move} from './shapes.ts'
import {ufuncs as u} from './ufuncs.ts'
import {jitOf} from './where.ts'

/** What `jnp.linspace` and its like take. */
export interface SpaceOptions {
  /** Whether the last number is `stop`; true where it is not given. */
  readonly endpoint?: boolean
  /** The dtype; the bounds' own as a float where it is not given. */
  readonly dtype?: DTypeLike
  /** The axis of the series, where the bounds are arrays; the first where it is not given. */
  readonly axis?: number
}

const seriesDtype = (bounds: readonly Input[], {dtype}: SpaceOptions): DType =>
  dtypeOr(dtype, () => inexactOf(promote(bounds.map((one) => asOperand(one).aval)).dtype))

/** `jnp.linspace`: so many numbers at equal distances; source: jax `array_creation.py`, `_linspace`. */
function linspace(start: Input, stop: Input, num = 50, options: SpaceOptions = {}): JaxArray {
  const {endpoint = true, axis = 0} = options
  const dtype = seriesDtype([start, stop], options)
  const within = inexactOf(dtype)
  return jitOf('_linspace', `${num}|${endpoint}|${axis}|${dtype.name}`, [start, stop], (...bounds) => {
    const cast = mapped(bounds, (one) => s.convertElementType(one, within))
    const shape = commonShape(cast)
    const [low, high] = mapped(cast, (one) => broadcastTo(one, shape))
    const along = normalAxis(axis, shape.length + 1)
    const wide = shape.toSpliced(along, 0, 1)
    const out = num > 1 ? spread(low, high, {num, endpoint, along, wide}) : s.reshape(low, wide)
    const sized = num === 0 ? s.filled(shape.toSpliced(along, 0, 0), s.literal(0, within)) : out
    return asArray(s.convertElementType(isInteger(dtype) ? e.floor(sized) : sized, dtype))
  })
}

interface Spread {
  readonly num: number
  readonly endpoint: boolean
  readonly along: number
  readonly wide: readonly number[]
}

function spread(low: Operand, high: Operand, {num, endpoint, along, wide}: Spread): Operand {
  const {dtype} = low.aval
  const steps = endpoint ? num - 1 : num
  const places = s.reshape(
    s.iota(dtype, [steps], 0),
    wide.map((_, i) => (i === along ? steps : 1)),
  )
  const step = e.div(places, s.literal(steps, dtype))
  const [first, last] = mapped([low, high], (one) => s.reshape(one, wide))
  const shape = wide.with(along, steps)
  const out = broadcastTo(e.add(e.mul(first, e.sub(s.literal(1, dtype), step)), e.mul(last, step)), shape)
  return endpoint ? s.concatenate([out, s.expandDims(high, [along])], along) : out
}

/** What `jnp.logspace` takes. */
export interface LogspaceOptions extends SpaceOptions {
  /** What is raised to the powers; 10 where it is not given. */
  readonly base?: number
}

/** `jnp.logspace`: powers of a base at equal distances of the exponents. */
function logspace(
  start: Input,
  stop: Input,
  num = 50,
  {base = 10, ...options}: LogspaceOptions = {},
): JaxArray {
  const dtype = seriesDtype([start, stop], options)
  return jitOf(
    '_logspace',
    `${num}|${options.endpoint}|${options.axis}|${dtype.name}|${base}`,
    [start, stop],
    (...bounds) => {
      const [low, high] = mapped(bounds, (one) => s.convertElementType(one, inexactOf(dtype)))
      const powers = asOperand(linspace(low, high, num, {...options, dtype: inexactOf(dtype)}))
      return asArray(
        s.convertElementType(e.pow(s.filled(powers.aval.shape, s.like(powers, base)), powers), dtype),
      )
    },
  )
}

/** `jnp.geomspace`: numbers of equal ratios. */
function geomspace(start: Input, stop: Input, num = 50, options: SpaceOptions = {}): JaxArray {
  const dtype = seriesDtype([start, stop], options)
  const {axis = 0, endpoint} = options
  return jitOf('_geomspace', `${num}|${endpoint}|${axis}|${dtype.name}`, [start, stop], (...bounds) => {
    const [low, high] = mapped(bounds, (one) => asArray(s.convertElementType(one, inexactOf(dtype))))
    const sign = b.sign(low)
    const power = (one: JaxArray): JaxArray => u.log10(b.divide(one, sign))
    const sizes = logspace(power(low), power(high), num, {endpoint, dtype: inexactOf(dtype)})
    const found = b.multiply(sign, sizes)
    return asArray(s.convertElementType(move.moveaxis(found, 0, normalAxis(axis, found.ndim)), dtype))
  })
}

/** A window of so many numbers from a weighted cosine of one period. */
const raised =
  (offset: number, weight: number) =>
  (n: number): JaxArray => {
    const dtype = defaultDtype('f')
    if (n <= 1) return asArray(s.filled([n], s.literal(1, dtype)))
    const number = (value: number) => s.literal(value, dtype)
    const turn = e.div(e.mul(number(2 * Math.PI), s.iota(dtype, [n], 0)), number(n - 1))
    return asArray(e.sub(number(offset), e.mul(number(weight), e.cos(turn))))
  }

/** The series of numbers of `jnp`, and its windows. */
export const series = {
  linspace,
  logspace,
  geomspace,
  /** The Hamming window. */
  hamming: raised(0.54, 0.46),
  /** The Hann window. */
  hanning: raised(0.5, 0.5),
} as const
