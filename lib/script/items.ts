import {isArray, List, State, ellipsis, Dict, Module, Variable} from '../graph/index.ts'
import {JaxArray, Span} from '../array/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  equal,
  isDict,
  isSequence,
  numberOf,
  PythonError,
  repr,
  Tuple,
  tuple,
  typeName,
} from '../python/index.ts'
import {callMethod, getAttribute, hasAttribute, Indexer, setAttribute, deleteAttribute} from './attributes.ts'
import {applied} from './callable.ts'
import {specialOf} from './instance.ts'
import {listOf} from './iterate.ts'
import {putIntoState, takeFromState} from './mappings.ts'
import {isFloat} from './numbers.ts'
import {itemIn, mapOf, missingItem, putItem, takeItem} from './methods.ts'

/** The places of a sequence that a slice names. */
function placesOf(span: Span, n: number): readonly number[] {
  const {start, step, size} = span.indices(n)
  return Array.from({length: size}, (_, i) => start + i * step)
}

/** What flax's List says of a place that it does not have. */
const beyondList = 'Index out of bounds'

function placeOf(
  list: {readonly length: number},
  index: unknown,
  what: string,
  beyond = `${what} index out of range`,
): number {
  const number = numberOf(index)
  if (typeof number !== 'number' || isFloat(index))
    throw new PythonError('TypeError', `${what} indices must be integers or slices, not ${typeName(index)}`)
  const at = number < 0 ? number + list.length : number
  if (at < 0 || at >= list.length) throw new PythonError('IndexError', beyond)
  return at
}

/**
 * The indices of an array between brackets, as `jnp` takes them.
 *
 * @throws {PythonError} TypeError for a list that stands alone, which JAX does not take for an array.
 */
function indicesOf(index: unknown): readonly unknown[] {
  if (isSequence(index) && !(index instanceof Tuple))
    throw new PythonError(
      'TypeError',
      'Using a non-tuple sequence for multidimensional indexing is not allowed; use `arr[array(seq)]` instead of `arr[seq]`. See https://github.com/jax-ml/jax/issues/4564 for more information.',
    )
  return (index instanceof Tuple ? [...index] : [index]).map((one: unknown): unknown =>
    one === ellipsis ? '...' : isSequence(one) ? jnp.asarray(one) : one,
  )
}

/**
 * `of[index]`.
 *
 * @throws {PythonError} IndexError, KeyError, TypeError.
 */
export function getItem(of: unknown, index: unknown): unknown {
  if (of instanceof Variable)
    return index === ellipsis && of.value instanceof JaxArray ? of.value : getItem(of.value, index)
  if (of instanceof Indexer) return of.get(indicesOf(index))
  if (isArray(of)) return applied(jnp.getitem, undefined, [of, ...indicesOf(index)])
  if (typeof of === 'string') {
    const signs = [...of]
    return index instanceof Span
      ? placesOf(index, signs.length)
          .map((at) => signs[at])
          .join('')
      : signs[placeOf(signs, index, 'string')]
  }
  if (isSequence(of)) return fromSequence(of, index)
  if (isDict(of)) {
    const map = mapOf(of)
    const found = itemIn(map, index)
    return found === null ? missingItem(map, index) : found.value
  }
  return fromObject(of, index)
}

function fromSequence(of: readonly unknown[], index: unknown): unknown {
  if (index instanceof Span) {
    if (typeName(of) === 'range')
      throw new PythonError('NotImplementedError', 'a slice of a range is not in the Python that runs here')
    const taken = placesOf(index, of.length).map((at) => of[at])
    return of instanceof Tuple ? tuple(...taken) : taken
  }
  return of[placeOf(of, index, of instanceof Tuple ? 'tuple' : 'list')]
}

function fromObject(of: unknown, index: unknown): unknown {
  const own = specialOf(of, '__getitem__')
  if (own !== null) return own([index])
  if (of instanceof List) {
    const list: List = of
    if (index instanceof Span) return placesOf(index, list.length).map((at) => list[at])
    return list[placeOf(list, index, 'list', beyondList)]
  }
  if (of instanceof State) {
    if (!Object.hasOwn(of, String(index))) throw new PythonError('KeyError', repr(index))
    return of[String(index)]
  }
  if (of instanceof Dict) {
    const name = String(index)
    if (!hasAttribute(of, name)) throw new PythonError('KeyError', repr(index))
    return getAttribute(of, name)
  }
  if (typeof of === 'function') return of // a type with its parameters, list[int]
  throw new PythonError('TypeError', `'${typeName(of)}' object is not subscriptable`)
}

/** `of[index] = value`. */
export function setItem(of: unknown, index: unknown, value: unknown): void {
  if (of instanceof Variable) {
    if (of.value instanceof JaxArray)
      of.setValue(isWhole(of.value, index, value) ? value : putAt(of.value, index, value))
    else setItem(of.value, index, value)
    return
  }
  if (of instanceof Map) putItem(of, index, value)
  else if (of instanceof State) putIntoState(of, index, value)
  else if (Array.isArray(of) && !(of instanceof Tuple)) {
    const list: unknown[] = of
    if (index instanceof Span) {
      putSlice(list, index, listOf(value))
    } else list[placeOf(list, index, 'list assignment')] = value
  } else if (of instanceof List) Reflect.set(of, String(placeOf(of, index, 'list', beyondList)), value)
  else if (of instanceof Dict) setAttribute(of, String(index), value)
  else {
    const own = specialOf(of, '__setitem__')
    if (own !== null) own([index, value])
    else throw unsettable(of)
  }
}

/** `list[start:stop:step] = values`. */
function putSlice(list: unknown[], span: Span, values: readonly unknown[]): void {
  const {start, step, size} = span.indices(list.length)
  if (step === 1) list.splice(start, size, ...values)
  else if (size === values.length) values.forEach((value, i) => (list[start + i * step] = value))
  else
    throw new PythonError(
      'ValueError',
      `attempt to assign sequence of size ${values.length} to extended slice of size ${size}`,
    )
}

/** Whether an array takes the place of another whole (flax `variablelib.py`, `set_value`): any other value is put into it. */
const isWhole = (held: JaxArray, index: unknown, value: unknown): boolean =>
  index === ellipsis &&
  value instanceof JaxArray &&
  equal([...held.shape], [...value.shape]) &&
  held.dtype === value.dtype

/** The array of a Variable with another value at an index. */
const putAt = (held: JaxArray, index: unknown, value: unknown): unknown =>
  callMethod(applied(held.at.bind(held), undefined, indicesOf(index)), 'set', value)

const unsettable = (of: unknown): PythonError =>
  new PythonError(
    'TypeError',
    isArray(of)
      ? 'JAX arrays are immutable and do not support in-place item assignment. Instead of x[idx] = y, use x = x.at[idx].set(y) or another .at[] method: https://docs.jax.dev/en/latest/_autosummary/jax.numpy.ndarray.at.html'
      : `'${typeName(of)}' object does not support item assignment`,
  )

/** `del of[index]`. */
export function deleteItem(of: unknown, index: unknown): void {
  if (of instanceof Map) takeItem(of, index)
  else if (of instanceof State) takeFromState(of, index)
  else if (of instanceof List) Reflect.deleteProperty(of, String(placeOf(of, index, 'list', beyondList)))
  else if (Array.isArray(of) && !(of instanceof Tuple)) of.splice(placeOf(of, index, 'list assignment'), 1)
  else if (of instanceof Module) deleteAttribute(of, String(index))
  else throw new PythonError('TypeError', `'${typeName(of)}' object doesn't support item deletion`)
}
