import {
  ArrayMethods,
  type Computable,
  type DType,
  type JaxArray,
  jaxArray,
  type NumpyArray,
} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {PythonError} from '../python/index.ts'
import {isArray} from './leaf.ts'

/**
 * What holds an array for a model, a Variable or what a state holds of one: operations take it for its value, it has what
 * arrays have, and JavaScript's operators say of it what they say of an array.
 *
 * @example
 * model.kernel.T.shape // [8, 4]
 * state.kernel.mean()
 */
export abstract class ArrayHolder extends ArrayMethods<JaxArray, Computable> {
  /** The value. */
  abstract readonly value: unknown;

  /** What an array operation takes it for: its value. */
  [jaxArray](): unknown {
    return this.value
  }

  /** JavaScript's conversions to a number: those of the value. */
  override valueOf(): number {
    const {value} = this
    return typeof value === 'number' ? value : Number(jnp.asarray(value))
  }

  /** The shape of an array value. */
  get shape(): readonly number[] {
    return arrayOf(this.value).shape
  }

  /** The dtype of an array value. */
  get dtype(): DType {
    return arrayOf(this.value).dtype
  }

  get ndim(): number {
    return this.shape.length
  }

  /** How many elements an array value has. */
  get size(): number {
    return arrayOf(this.value).size
  }

  /** The elements of an array value, as `tolist` of the array. */
  tolist(): ReturnType<JaxArray['tolist']> {
    return jnp.asarray(this).tolist()
  }

  /** The only element of an array value. */
  item(): ReturnType<JaxArray['item']> {
    return jnp.asarray(this).item()
  }
}

function arrayOf(value: unknown): JaxArray | NumpyArray {
  if (isArray(value)) return value
  throw new PythonError('AttributeError', 'this Variable holds no array, so it has no shape or dtype')
}
