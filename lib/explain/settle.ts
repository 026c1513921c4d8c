import type {Fact, Key, Path} from '../log/index.ts'
import {withoutMeshes} from './avaltext.ts'
import {kept} from './grouped.ts'
import {allLeaves} from './othertypes.ts'
import {textOf} from './slot.ts'

/** What is told of a key, the rest aside. */
export type Content = Pick<Key, 'facts' | 'unknown'>

/** The names of leaves by how many there are and by their numbers, from 0; null where two keys name one otherwise. */
type Names = ReadonlyMap<number, readonly (Path | null | undefined)[]>

/**
 * Keys of one function as they read once their trees are one: a leaf without a name has that which other keys with as many leaves give to
 * its number, and what is told of all leaves is no gap. Where two keys name one otherwise, it keeps its number and the gaps.
 */
export function settled(keys: readonly (Key | null)[]): (Content | null)[] {
  const names = namesIn(keys)
  const [known, numbers] = [new Map<Fact, Fact>(), new Map<Fact, Fact>()]
  const gaps = new Map<Key['unknown'], Key['unknown']>()
  return keys.map((key) => {
    if (key === null) return null
    const leaves = allLeaves(key)
    if (leaves === null || leaves.some((leaf) => nameOf(leaf, names) === null))
      return {
        facts: key.facts.map((fact) => kept(numbers, fact, () => withName(fact))),
        unknown: key.unknown,
      }
    const facts = key.facts.filter(({component, unplaced}) => component !== 'tree' || unplaced !== true)
    return {
      facts: facts.map((fact) => kept(known, fact, () => withName(fact, names))),
      unknown: kept(gaps, key.unknown, () => key.unknown.filter(({component}) => !ofLeaves.has(component))),
    }
  })
}

const ofLeaves: ReadonlySet<Fact['component']> = new Set(['aval', 'placement'] as const)

function namesIn(keys: readonly (Key | null)[]): Names {
  const names = new Map<number, (Path | null | undefined)[]>()
  for (const key of keys) {
    const leaves = key === null ? null : allLeaves(key)
    if (leaves === null) continue
    const own = kept(names, leaves.length, (): (Path | null | undefined)[] => [])
    for (const [at, {path, unplaced}] of leaves.entries())
      if (unplaced !== true) own[at] = own[at] === undefined || isOne(own[at], path) ? path : null
  }
  return names
}

const isOne = (one: Path | null, other: Path): boolean => one !== null && textOf(one) === textOf(other)

const numbered = /^leaf (\d+) of (\d+)$/

/** The name that other keys give to a leaf that is told by its number; undefined where none does. */
function nameOf({path: [root = '']}: Fact, names: Names): Path | null | undefined {
  const [, number, count] = numbered.exec(root) ?? []
  return names.get(Number(count))?.[Number(number) - 1]
}

const withName = (fact: Fact, names: Names = new Map()): Fact =>
  fact.unplaced === true ? {...fact, path: nameOf(fact, names) ?? fact.path.slice(0, 1)} : fact

/** A key in which a type is told without its mesh where its sharding tells that: JAX prints the mesh of a type only beside another one. */
export function onMeshes(key: Content): Content {
  if (!key.facts.some(isMeshed)) return key
  const shared = new Set(key.facts.filter(isSharded).map(({path}) => textOf(path)))
  const facts = key.facts.map((fact) =>
    isMeshed(fact) && shared.has(textOf(fact.path)) ? kept(bared, fact, bare) : fact,
  )
  return {facts, unknown: key.unknown}
}

const isMeshed = ({component, value}: Fact): boolean => component === 'aval' && value.includes('({')

const isSharded = ({component, value}: Fact): boolean =>
  component === 'placement' && value.startsWith('NamedSharding(')

/** Made once, since most keys hold the same facts. */
const bared = new WeakMap<Fact, Fact>()

const bare = (fact: Fact): Fact => ({...fact, value: withoutMeshes(fact.value)})
