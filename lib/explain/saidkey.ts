import {type Blame, type Blamed, type Component, type Fact, type Key, notGiven} from '../log/index.ts'
import {bareType} from './avaltext.ts'
import {kept} from './grouped.ts'
import {isHidden, placed, slotOf} from './slot.ts'

/** Whether JAX had seen the function, and compared the call with keys that it had. */
export const isCompared = (said: Blame | undefined): boolean =>
  said !== undefined && said.kind !== 'function' && said.kind !== 'unread'

/** Whether JAX's message gives both sides of all that it names, at places that the key tells under the same names. */
export function isWhole({places, more}: Blame, key: Key): boolean {
  const slots = factsOf(key)
  return (
    more === undefined &&
    places.length > 0 &&
    places.every((one) => one.now !== null && one.before !== null && slots.has(slotIn(one)))
  )
}

/** Whether two keys do not tell all of one another: what differs there is not found by comparing them. */
export const isOpen = (key: Key, other: Key): boolean => hides(key, other) || hides(other, key)

const hides = ({unknown}: Key, {facts}: Key): boolean =>
  facts.some(
    ({component, path, unplaced}) =>
      compared.includes(component) && unplaced !== true && isHidden(unknown, component, path),
  )

const compared: readonly Component[] = ['static', 'tree', 'aval']

/** What an earlier key holds at the places that JAX's message names. */
type Held = 'as said' | 'as now' | 'other values' | 'untold'

/** Whether it is what JAX printed as `before`, or what the call itself holds, so that it is nearer than the key that JAX compared with. */
export function heldIn(key: Key, {places}: Blame): Held {
  const {unknown} = key
  const held = factsOf(key)
  const found = new Set<Held>(
    places.map((one) => {
      const fact = held.get(slotIn(one))
      if (fact === undefined && isHidden(unknown, one.component, one.path)) return 'untold'
      if (isValue(fact, one, one.before)) return 'as said'
      return isValue(fact, one, one.now) ? 'as now' : 'other values'
    }),
  )
  return gravest.find((one) => found.has(one)) ?? 'as said'
}

const gravest: readonly Held[] = ['untold', 'other values', 'as now']

/** Containers are told with more or less: of these it suffices that there are any. */
function isValue(fact: Fact | undefined, {component}: Blamed, value: string | null): boolean {
  if (fact === undefined || value === null || component === 'tree' || component === 'graphdef')
    return (fact === undefined) === (value === notGiven)
  return component === 'aval' ? bareType(fact.value) === bareType(value) : fact.value === value
}

/** Of the latest calls those whose keys hold what JAX printed of the one that it compared with, the latest first. */
export const saidKeys = (recent: readonly number[], said: Blame, keyOf: (index: number) => Key): number[] =>
  recent.filter((index) => heldIn(keyOf(index), said) === 'as said').reverse()

const slotIn = ({component, path}: Blamed): string => slotOf(component, path)

const slots = new WeakMap<Key, ReadonlyMap<string, Fact>>()

/** What a key holds at each slot, found once: the latest keys are asked of each miss. */
const factsOf = (key: Key): ReadonlyMap<string, Fact> =>
  kept(slots, key, ({facts}) => new Map(facts.map((fact) => [placed(fact).slot, fact])))
