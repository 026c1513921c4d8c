import type {Fact, Key} from '../log/index.ts'
import {gapsOf, isHidden, slotOf, valueOf} from './slot.ts'

/** The keys of one function that were seen. */
export interface Known {
  /** Whether a key was seen that equals this one in all that both logs tell. */
  has(key: Key): boolean
  add(key: Key): void
}

/** Numbers for facts: equal for equal ones. */
export type Numbering = (fact: Fact) => number

/** Numbers facts; what it knows of one is kept as long as the fact. */
export function numbering(): Numbering {
  const numbers = new WeakMap<Fact, number>()
  const ids = new Map<string, number>()
  return (fact) => {
    const known = numbers.get(fact)
    if (known !== undefined) return known
    const name = `${slotOf(fact.component, fact.path)}\u0001${valueOf(fact)}`
    const id = ids.get(name) ?? ids.size
    ids.set(name, id)
    numbers.set(fact, id)
    return id
  }
}

/** Keys with the same gaps, and what is left of each where it is compared with keys of other gaps. */
interface Kind {
  readonly gaps: Key['unknown']
  readonly keys: Key[]
  readonly seen: Map<Kind, {texts: Set<string>; count: number}>
}

/** With so many kinds a key is compared, besides its own. */
const reach = 32

/** Remembers keys by what is known of them, without comparing each with each. */
export function knownKeys(numberOf: Numbering): Known {
  const kinds = new Map<string, Kind>()
  const near: Kind[] = []
  const byGaps = new WeakMap<Key['unknown'], Kind>()
  const texts = new WeakMap<Key, string>()

  function kindOf({unknown}: Key): Kind {
    const known = byGaps.get(unknown)
    if (known !== undefined) return known
    const name = gapsOf(unknown)
    let kind = kinds.get(name)
    if (kind === undefined) kinds.set(name, (kind = {gaps: unknown, keys: [], seen: new Map()}))
    byGaps.set(unknown, kind)
    if (near.length < reach) near.push(kind)
    return kind
  }

  const textOf = (key: Key, gaps: Key['unknown']): string => {
    const known = gaps === kindOf(key).gaps ? texts.get(key) : undefined
    if (known !== undefined) return known
    const facts =
      gaps.length === 0
        ? key.facts
        : key.facts.filter(({component, path}) => !isHidden(gaps, component, path))
    const text = facts
      .map(numberOf)
      .sort((a, b) => a - b)
      .join()
    if (gaps === kindOf(key).gaps) texts.set(key, text)
    return text
  }

  return {
    has(key) {
      const mine = kindOf(key)
      for (const kind of [mine, ...near]) {
        const gaps = kind === mine ? mine.gaps : [...mine.gaps, ...kind.gaps]
        let seen = kind.seen.get(mine)
        if (seen === undefined) kind.seen.set(mine, (seen = {texts: new Set(), count: 0}))
        for (; seen.count < kind.keys.length; seen.count++) {
          const other = kind.keys[seen.count]
          if (other !== undefined) seen.texts.add(textOf(other, gaps))
        }
        if (seen.texts.has(textOf(key, gaps))) return true
      }
      return false
    },
    add(key) {
      kindOf(key).keys.push(key)
    },
  }
}
