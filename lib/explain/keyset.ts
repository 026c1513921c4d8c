import {type Fact, factsOf, heldFacts, type HeldFacts, type Key} from '../log/index.ts'
import {kept} from './grouped.ts'
import {Numbers} from './numbers.ts'
import {gapsOf, isHidden, placed, valueOf} from './slot.ts'

/** Numbers for facts: equal for equal ones. */
export type Numbering = (fact: Fact) => number

/** Numbers facts. */
export function numbering(): Numbering {
  const known = new Map<Fact, number>()
  const numbers = new Numbers()
  return (fact) => kept(known, fact, () => numbers.of(`${placed(fact).slot}\u0001${valueOf(fact)}`))
}

/** Keys with the same gaps, and what is left of each where it is compared with keys of other gaps. */
interface Kind {
  readonly gaps: Key['unknown']
  readonly keys: HeldFacts[]
  readonly seen: Map<Kind, Seen>
}

/** What is told of a key, the rest aside. */
type Content = Pick<Key, 'facts' | 'unknown'>

/** Texts of the first so many keys of a kind. */
interface Seen {
  readonly texts: Set<string>
  count: number
}

/** A part of a key. */
type Place = Pick<Fact, 'component' | 'path'>

/** With so many kinds a key is compared, besides its own. */
const reach = 32

/** A set of keys, equal by what is known of both, without comparing each with each. */
export class KeySet {
  readonly #numberOf: Numbering
  readonly #kinds = new Map<string, Kind>()
  readonly #near: Kind[] = []
  readonly #byGaps = new WeakMap<Key['unknown'], Kind>()
  readonly #hold = heldFacts()

  constructor(numberOf: Numbering) {
    this.#numberOf = numberOf
  }

  /** Whether it holds a key that equals this one in all that is told of both, and of which certain places are told. */
  has(key: Content, places: readonly Place[] = []): boolean {
    const mine = this.#kindOf(key)
    return [mine, ...this.#near].some((kind) => {
      if (places.some(({component, path}) => isHidden(kind.gaps, component, path))) return false
      const gaps = kind === mine ? mine.gaps : [...mine.gaps, ...kind.gaps]
      return this.#seen(kind, mine, gaps).texts.has(this.#textOf(key.facts, gaps))
    })
  }

  add(key: Content): void {
    this.#kindOf(key).keys.push(this.#hold(key.facts))
  }

  #kindOf({unknown}: Content): Kind {
    return kept(this.#byGaps, unknown, () => kept(this.#kinds, gapsOf(unknown), () => this.#newKind(unknown)))
  }

  #newKind(gaps: Key['unknown']): Kind {
    const kind = {gaps, keys: [], seen: new Map<Kind, Seen>()}
    if (this.#near.length < reach) this.#near.push(kind)
    return kind
  }

  /** The keys of a kind as texts, without what they or keys of another kind do not tell. */
  #seen(kind: Kind, mine: Kind, gaps: Key['unknown']): Seen {
    const seen = kept(kind.seen, mine, () => ({texts: new Set<string>(), count: 0}))
    for (const key of kind.keys.slice(seen.count)) seen.texts.add(this.#textOf(factsOf(key), gaps))
    seen.count = kind.keys.length
    return seen
  }

  /** What is told of all but the gaps as a short text: equal for equal keys, and of others once in 10 ** 19. */
  #textOf(facts: readonly Fact[], gaps: Key['unknown']): string {
    let [one, other] = [0, 0]
    for (const fact of facts) {
      if (isHidden(gaps, fact.component, fact.path)) continue
      const number = this.#numberOf(fact)
      one = (one + spread(number)) | 0
      other = (other + spread(number ^ 0x5bd1e995)) | 0
    }
    return `${one} ${other}`
  }
}

/** A number of 32 bits that looks like any (the end of Austin Appleby's MurmurHash3): sums of such tell sets of numbers apart. */
function spread(number: number): number {
  const half = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35)
  return most ^ (most >>> 16)
}
