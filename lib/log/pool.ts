import {loose} from '../words/index.ts'
import {frozen} from './frozen.ts'
import {type HeldFacts, heldFacts} from './heldfacts.ts'
import type {Fact, Key, Path} from './key.ts'

/** A fact that keys hold, and the one that stood behind it in the last key with it. */
interface Held {
  readonly fact: Fact
  next: Held | null
}

/** A path, and the facts that stand there, by their values and identities: a thing that is made anew has ever other ones. */
interface Place {
  readonly path: Path
  readonly said: Map<string, Held[]>
}

/**
 * What keys hold, each fact and each path once: the keys of a run mostly say the same, so that a further one costs what differs, and
 * equal facts are one object. What is kept holds no longer text alive that it was cut from.
 */
export class Pool {
  readonly #places = new Map<string, Place>()
  readonly #unknowns = new Map<string, Key['unknown']>()
  readonly #start: Pick<Held, 'next'> = {next: null}
  readonly #held = heldFacts()

  /** The facts of a key, each the first that said the same: mostly that which followed the one before in another key. */
  facts(facts: readonly Fact[]): HeldFacts {
    let last = this.#start
    const mine = facts.map((fact) => {
      const {next} = last
      const held = next !== null && isEqual(fact, next.fact) ? next : this.#once(fact)
      last.next = held
      last = held
      return held.fact
    })
    return this.#held(mine)
  }

  /** The gaps of a key, one list for all keys with the same. */
  unknown(gaps: Key['unknown']): Key['unknown'] {
    const text = gaps.map(({component, path}) => `${component}\u0000${path.join('\u0000')}`).join('\u0001')
    const known = this.#unknowns.get(text)
    if (known !== undefined) return known
    this.#unknowns.set(text, frozen(gaps))
    return gaps
  }

  #once(fact: Fact): Held {
    const {path, said} = this.#placeOf(fact.path)
    const {value, identity} = fact
    const text = identity === undefined ? value : `${value}\u0000${identity}`
    const same = said.get(text)
    const found = same?.find((other) => saysSame(fact, other.fact))
    if (found !== undefined) return found
    const held = {fact: frozen(copy(fact, path)), next: null}
    if (same === undefined) said.set(identity === undefined ? held.fact.value : loose(text), [held])
    else same.push(held)
    return held
  }

  #placeOf(path: Path): Place {
    const text = path.join('\u0000')
    const known = this.#places.get(text)
    if (known !== undefined) return known
    const place = {path: Object.freeze(path.map(loose)), said: new Map<string, Held[]>()}
    this.#places.set(text, place)
    return place
  }
}

/** A fact that holds no other text alive. */
const copy = ({component, kind, value, identity, evidence, unplaced, printed}: Fact, path: Path): Fact => ({
  component,
  kind,
  path,
  value: loose(value),
  ...(identity !== undefined && {identity: loose(identity)}),
  ...(evidence !== undefined && {evidence}),
  ...(unplaced === true && {unplaced}),
  ...(printed !== undefined && {printed}),
})

const isEqual = (a: Fact, b: Fact): boolean => saysSame(a, b) && isOnePath(a.path, b.path)

/** Whether two facts are equal but for where they stand. */
const saysSame = (a: Fact, b: Fact): boolean =>
  a.value === b.value &&
  a.component === b.component &&
  a.kind === b.kind &&
  a.identity === b.identity &&
  a.evidence === b.evidence &&
  a.unplaced === b.unplaced &&
  a.printed?.type === b.printed?.type &&
  a.printed?.as === b.printed?.as

function isOnePath(a: Path, b: Path): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
