import {
  type At,
  type GetOptions,
  type Index,
  type JaxArray,
  type Operand,
  type UpdateOptions,
} from '../array/index.ts'
import {
  type IndexMode,
  type Input,
  type Windows,
  asArray,
  asOperand,
  promoteDtypes,
  scatterAdd,
  scatterMax,
  scatterMin,
  scatterMul,
  scatterSet,
  shaping as s,
} from '../lax/index.ts'
import {asarray, broadcastTo, onesLike} from './create.ts'
import {readBy, readingOf} from './indexing.ts'
import {jnp} from './namespace.ts'

const modeOf = (mode: UpdateOptions['mode'], otherwise: IndexMode): IndexMode =>
  mode === undefined || mode === null
    ? otherwise
    : mode === 'clip'
      ? 'CLIP'
      : mode === 'promise_in_bounds'
        ? 'PROMISE_IN_BOUNDS'
        : 'FILL_OR_DROP'

type Put = (x: Operand, indices: Operand, updates: Operand, windows: Windows) => Operand

/** An array with the elements that indices name put anew; source: jax `ops/scatter.py`, `_scatter_impl`. */
function updated(
  x: Input,
  indices: readonly unknown[],
  value: Input,
  put: Put,
  {mode}: UpdateOptions = {},
): JaxArray {
  const operand = asOperand(x)
  const {dtype, weak_type} = operand.aval
  const reading = readingOf(operand.aval.shape, indices, modeOf(mode, 'FILL_OR_DROP'))
  if (reading.shape.includes(0)) return asArray(operand)
  const [array, given] = promoteDtypes('scatter', [operand, asOperand(value)])
  const full = s.squeeze(broadcastTo(given, reading.shape), reading.added)
  const updates = reading.turned.length === 0 ? full : s.rev(full, reading.turned)
  return asArray(
    s.convertElementType(put(array, reading.indices, updates, reading.windows), dtype, weak_type),
  )
}

/** `x.at[indices]`. */
export class Indexed implements At<JaxArray, Input> {
  readonly #array: JaxArray
  readonly #indices: readonly Index<Input>[]

  constructor(array: JaxArray, indices: readonly Index<Input>[]) {
    this.#array = array
    this.#indices = indices
  }

  get({mode, fill_value}: GetOptions<Input> = {}): JaxArray {
    const fill = fill_value === undefined ? undefined : Number(asarray(fill_value).item())
    const reading = readingOf(this.#array.shape, this.#indices, modeOf(mode, 'PROMISE_IN_BOUNDS'), fill)
    return readBy(this.#array, reading)
  }

  set(value: Input, options?: UpdateOptions): JaxArray {
    return this.#put(value, scatterSet, options)
  }

  add(value: Input, options?: UpdateOptions): JaxArray {
    return this.#put(value, scatterAdd, options)
  }

  subtract(value: Input, options?: UpdateOptions): JaxArray {
    return this.#put(jnp.negative(value), scatterAdd, options)
  }

  multiply(value: Input, options?: UpdateOptions): JaxArray {
    return this.#put(value, scatterMul, options)
  }

  mul(value: Input, options?: UpdateOptions): JaxArray {
    return this.multiply(value, options)
  }

  divide(value: Input, options?: UpdateOptions): JaxArray {
    return jnp.divide(this.#array, this.#factor(value, options))
  }

  power(value: Input, options?: UpdateOptions): JaxArray {
    return jnp.power(this.#array, this.#factor(value, options))
  }

  max(value: Input, options?: UpdateOptions): JaxArray {
    return this.#put(value, scatterMax, options)
  }

  min(value: Input, options?: UpdateOptions): JaxArray {
    return this.#put(value, scatterMin, options)
  }

  #put(value: Input, put: Put, options?: UpdateOptions): JaxArray {
    return updated(this.#array, this.#indices, value, put, options)
  }

  /** Ones, with the value where the indices point. */
  #factor(value: Input, options?: UpdateOptions): JaxArray {
    return updated(onesLike(this.#array), this.#indices, value, scatterMul, options)
  }
}
