import type {At, GetOptions, Index, JaxArray, UpdateOptions} from '../array/index.ts'
import {type Input, scatterAdd, scatterMax, scatterMin, scatterMul, scatterSet} from '../lax/index.ts'
import {optionsBy} from '../python/index.ts'
import {asarray, onesLike} from './create.ts'
import {readBy, readingOf} from './indexing.ts'
import {jnp} from './namespace.ts'
import {outsideOf, type Put, updated} from './updating.ts'

const getOptions = optionsBy<GetOptions<Input>>(
  'x.at.get(*, mode: drop|fill|clip|promise_in_bounds=, fill_value=)',
)
const putOptions = optionsBy<UpdateOptions>('x.at.set(*, mode: drop|fill|clip|promise_in_bounds=)')

/** `x.at[indices]`. */
export class Indexed implements At<JaxArray, Input> {
  readonly #array: JaxArray
  readonly #indices: readonly Index<Input>[]

  constructor(array: JaxArray, indices: readonly Index<Input>[]) {
    this.#array = array
    this.#indices = indices
  }

  get(options: GetOptions<Input> = {}): JaxArray {
    const {mode, fill_value} = getOptions([options])
    const fill = fill_value === undefined ? undefined : Number(asarray(fill_value).item())
    const reading = readingOf(this.#array.shape, this.#indices, outsideOf(mode, 'PROMISE_IN_BOUNDS'), fill)
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

  #put(value: Input, put: Put, options: UpdateOptions = {}): JaxArray {
    return updated(this.#array, this.#indices, value, put, putOptions([options]))
  }

  /** Ones, with the value where the indices point. */
  #factor(value: Input, options: UpdateOptions = {}): JaxArray {
    return updated(onesLike(this.#array), this.#indices, value, scatterMul, putOptions([options]))
  }
}
