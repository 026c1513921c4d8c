import type {Fact, Key} from '../log/index.ts'
import {kept} from './grouped.ts'
import {isWithin} from './slot.ts'

/** Items of an nnx.List past its length are left over from a deletion: flax keeps them, no program sees them. */
export function withoutLeftovers(key: Key): Key {
  const past = pastOf(key)
  return past.size === 0 ? key : {...key, facts: key.facts.filter((fact) => !past.has(fact))}
}

/**
 * What an nnx.List keeps past its length, which no program sees, each as one fact of the kind `leftover`, instead of as an item.
 *
 * @example
 * asLeftovers(training.key(14)).facts.filter(({kind}) => kind === 'leftover').map(({path}) => path.join('.')) // ['model.blocks.1']
 */
export function asLeftovers(key: Key): Key {
  const past = pastOf(key)
  if (past.size === 0) return key
  const facts = key.facts.flatMap((fact): Fact[] => {
    const path = past.get(fact)
    if (path === undefined || fact.kind === 'leftover') return [fact]
    return path.length === fact.path.length
      ? [{component: 'graphdef', kind: 'leftover', path, value: ''}]
      : []
  })
  return {...key, facts}
}

/** The facts of a key that are of what a list holds no more, and where that item stands. */
type Past = ReadonlyMap<Fact, Fact['path']>

/** Found once of each key: most have none, and are asked for again and again. */
const known = new WeakMap<Key, Past>()

const pastOf = (key: Key): Past => kept(known, key, newPast)

function newPast({facts}: Key): Past {
  const lists = facts
    .filter(isLength)
    .map(({path, value}) => ({path: path.slice(0, -1), length: Number(value)}))
  const past = new Map<Fact, Fact['path']>()
  for (const fact of facts) {
    const path = itemPast(fact, lists)
    if (path !== null) past.set(fact, path)
  }
  return past
}

interface List {
  readonly path: Fact['path']
  readonly length: number
}

const wholeNumber = /^\d+$/

/** Whether a fact tells how long a list is. */
const isLength = ({component, path, value}: Fact): boolean =>
  component === 'graphdef' && path.at(-1) === '_length' && wholeNumber.test(value)

/** Where the item stands that a fact is of, which its list holds no more; null for any other fact. */
function itemPast({kind, path}: Fact, lists: readonly List[]): Fact['path'] | null {
  if (kind === 'leftover') return path
  const list = lists.find((one) => {
    const index = path[one.path.length]
    return (
      index !== undefined &&
      wholeNumber.test(index) &&
      Number(index) >= one.length &&
      isWithin(path, one.path)
    )
  })
  return list === undefined ? null : path.slice(0, list.path.length + 1)
}
