import {loose} from '../words/index.ts'
import type {Fact, Key, Path} from './key.ts'

/** A path, and the facts that stand there, by their values. */
interface Place {
  readonly path: Path
  readonly said: Map<string, Fact[]>
}

/**
 * What keys hold, each fact and each path once: the keys of a run mostly say the same, so that a further one costs little, and equal
 * facts are mostly one object. What is kept holds no longer text alive that it was cut from.
 */
export class Pool {
  readonly #places = new Map<string, Place>()
  readonly #unknowns = new Map<string, Key['unknown']>()
  /** The facts of the key before. */
  #last: readonly Fact[] = []

  /** The facts of a key, each the first that said the same. Keys mostly hold the same facts in the same order. */
  facts(facts: readonly Fact[]): readonly Fact[] {
    this.#last = facts.map((fact, at) => {
      const like = this.#last[at]
      return like !== undefined && isAtOnePath(fact, like) && isEqual(fact, like) ? like : this.#once(fact)
    })
    return this.#last
  }

  /** The gaps of a key, one list for all keys with the same. */
  unknown(gaps: Key['unknown']): Key['unknown'] {
    const text = gaps.map(({component, path}) => `${component}\u0000${path.join('\u0000')}`).join('\u0001')
    const known = this.#unknowns.get(text)
    if (known !== undefined) return known
    this.#unknowns.set(text, gaps)
    return gaps
  }

  #once(fact: Fact): Fact {
    const {path, said} = this.#placeOf(fact.path)
    const same = said.get(fact.value)
    const found = same?.find((other) => isEqual(fact, other))
    if (found !== undefined) return found
    const {value, identity} = fact
    const first = {
      ...fact,
      path,
      value: loose(value),
      ...(identity !== undefined && {identity: loose(identity)}),
    }
    if (same === undefined) said.set(first.value, [first])
    else same.push(first)
    return first
  }

  #placeOf(path: Path): Place {
    const text = path.join('\u0000')
    const known = this.#places.get(text)
    if (known !== undefined) return known
    const place = {path: path.map(loose), said: new Map<string, Fact[]>()}
    this.#places.set(text, place)
    return place
  }
}

const isAtOnePath = ({path}: Fact, {path: other}: Fact): boolean =>
  path === other || (path.length === other.length && path.every((segment, at) => segment === other[at]))

/** Whether two facts of one path say the same. */
const isEqual = (a: Fact, b: Fact): boolean =>
  a.value === b.value &&
  a.component === b.component &&
  a.kind === b.kind &&
  a.identity === b.identity &&
  a.evidence === b.evidence &&
  a.unplaced === b.unplaced &&
  a.printed?.type === b.printed?.type &&
  a.printed?.as === b.printed?.as
