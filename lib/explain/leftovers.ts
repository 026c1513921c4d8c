import type {Fact, Key} from '../log/index.ts'
import {isWithin} from './slot.ts'

const wholeNumber = /^\d+$/

/** An item of an nnx.List, and how many the list has. */
const indexIn = ({path}: Fact, list: Fact): number | null => {
  const at = list.path.length - 1
  const segment = path[at]
  return segment !== undefined && wholeNumber.test(segment) && isWithin(path, list.path.slice(0, -1))
    ? Number(segment)
    : null
}

/** Items of an nnx.List past its length are left over from a deletion: flax keeps them, no program sees them. */
export function withoutLeftovers(key: Key): Key {
  const lengths = key.facts.filter(
    ({component, path, value}) =>
      component === 'graphdef' && path.at(-1) === '_length' && wholeNumber.test(value),
  )
  if (lengths.length === 0) return key
  const isLeftover = (fact: Fact): boolean =>
    lengths.some((length) => {
      const index = indexIn(fact, length)
      return index !== null && index >= Number(length.value)
    })
  return key.facts.some(isLeftover) ? {...key, facts: key.facts.filter((fact) => !isLeftover(fact))} : key
}
