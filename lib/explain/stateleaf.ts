import type {Blame, Event, Fact, Key, Path} from '../log/index.ts'
import {bareType} from './avaltext.ts'
import {kept} from './grouped.ts'

const subscript = /^\[(\d+)\]$/

/**
 * A call whose message names leaves of a model by their number in its state, as flax passes a model to jax.jit (`model.states[0][3]`,
 * flax `nnx/extract.py` `NodeStates`), with these called by their attributes, as its key has them, where the type is that of the leaf.
 */
export function withStateLeaves(event: Event, key: Key | null): Event {
  const {blamed} = event
  if (key === null || blamed === undefined || !blamed.places.some(({path}) => isOfState(path))) return event
  return {...event, blamed: {...blamed, places: blamed.places.map((one) => called(one, key))}}
}

const isOfState = ([, second, third, last, ...rest]: Path): boolean =>
  second === 'states' && third === '[0]' && last !== undefined && subscript.test(last) && rest.length === 0

function called(one: Blame['places'][number], key: Key): Blame['places'][number] {
  const {component, path, now} = one
  if (component !== 'aval' || now === null || !isOfState(path)) return one
  const [parameter = '', , , last = ''] = path
  const leaf = leavesOf(key, parameter)[Number(subscript.exec(last)?.[1])]
  return leaf !== undefined && bareType(leaf.value) === bareType(now) ? {...one, path: leaf.path} : one
}

const remembered = new WeakMap<Key, Map<string, readonly Fact[]>>()

/** The leaves that a key holds of a parameter, in the order of its state. */
const leavesOf = (key: Key, parameter: string): readonly Fact[] =>
  kept(
    kept(remembered, key, () => new Map<string, readonly Fact[]>()),
    parameter,
    () => key.facts.filter(({component, path: [root]}) => component === 'aval' && root === parameter),
  )
