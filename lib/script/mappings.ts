import {
  classOf,
  filterState,
  isIndex,
  isVariable,
  mapState,
  mergeState,
  splitState,
  State,
  stateOfVariable,
  toFlatState,
  toPureDict,
} from '../graph/index.ts'
import {entriesOf, isDict, PythonError, repr} from '../python/index.ts'
import {applied, isFunction} from './callable.ts'

/** What has keys and values: a dict, or a state of flax. */
type Mapping = State | Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>

export const isMapping = (value: unknown): value is Mapping => isDict(value) || value instanceof State

/** The keys and values of a dict or a state; the items of lists stand in a state under numbers. */
export const pairsIn = (value: Mapping): readonly (readonly [unknown, unknown])[] =>
  value instanceof State
    ? Object.entries(value).map(([name, item]) => [isIndex(name) ? Number(name) : name, item])
    : entriesOf(value)

/** `state[key] = value`; a dict becomes a state, and a Variable what a state holds of one. */
export function putIntoState(state: State, key: unknown, value: unknown): void {
  Reflect.set(state, String(key), asState(value))
}

function asState(value: unknown): unknown {
  if (isVariable(value)) return stateOfVariable(value, classOf(value))
  return isDict(value) ? State.of(entriesOf(value).map(([key, item]) => [String(key), asState(item)])) : value
}

/** `del state[key]`. */
export function takeFromState(state: State, key: unknown): void {
  if (!Object.hasOwn(state, String(key))) throw new PythonError('KeyError', repr(key))
  Reflect.deleteProperty(state, String(key))
}

/** The methods of flax's State that its functions are too. */
const ofStates = new Map<string, (...args: never[]) => unknown>([
  ['split', splitState],
  ['filter', filterState],
  ['merge', mergeState],
  ['flat_state', toFlatState],
  ['to_pure_dict', toPureDict],
])

/** A method of a state that a dict does not have; null where there is none of that name. */
export function methodOfState(state: State, name: string): ((args: readonly unknown[]) => unknown) | null {
  if (name === 'map') return ([fun]) => (isFunction(fun) ? mapState(fun, state) : null)
  const fun = ofStates.get(name)
  return fun === undefined ? null : (args) => applied(fun, undefined, [state, ...args])
}
