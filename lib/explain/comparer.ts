import type {Evidence, Fact, Key} from '../log/index.ts'
import {causes} from './causes.ts'
import type {Cause} from './explanation.ts'
import {kept} from './grouped.ts'
import {Numbers} from './numbers.ts'
import {gapsOf} from './slot.ts'

/** What differs between two keys, as `causes` says. */
export interface Comparer {
  (now: Key, before: Key, evidence: Evidence): readonly Cause[]
}

/** A key without its identities: equal for keys that say the same, and of which the same things are one object. */
interface Form {
  readonly id: number
  /** Its identities, each with a number in the order in which they come. */
  readonly identities: ReadonlyMap<string, number>
}

const formsKept = 500
const pairsKept = 2000
const recent = 64

/**
 * A comparer that remembers pairs: of keys that differ from earlier ones in identities alone, it compares the identities. A program
 * that makes its objects anew gives such pairs again and again.
 */
export function comparer(): Comparer {
  const formOf = forms()
  const pairs = new Map<string, readonly Cause[]>()
  return (now, before, evidence) => {
    if (!hasIdentity(now) && !hasIdentity(before)) return causes(now, before, evidence)
    const [mine, theirs] = [formOf(now), formOf(before)]
    const shared = [...mine.identities.keys()].map((identity) => theirs.identities.get(identity))
    if (pairs.size >= pairsKept) pairs.clear()
    return kept(pairs, `${mine.id} ${theirs.id} ${evidence} ${shared.join()}`, () =>
      causes(now, before, evidence),
    )
  }
}

/** Keys that hold none differ from all others in more. */
const hasIdentity = ({facts}: Key): boolean => facts.some(({identity}) => identity !== undefined)

/** Finds the forms of keys; what it remembers of them is bounded, and a form that is met later again may have another number. */
function forms(): (key: Key) => Form {
  const facts = new Map<Fact, number>()
  const texts = new Numbers()
  const ids = new Map<string, number>()
  const last = new Map<Key, Form>()
  let count = 0
  const numberOf = (fact: Fact): number => kept(facts, fact, () => texts.of(textOf(fact)))
  const newForm = ({facts: all, unknown}: Key): Form => {
    const identities = new Map<string, number>()
    const said = all.map((fact) =>
      fact.identity === undefined
        ? numberOf(fact)
        : `${numberOf(fact)}:${kept(identities, fact.identity, () => identities.size)}`,
    )
    if (ids.size >= formsKept) ids.clear()
    return {id: kept(ids, `${said.join()} ${texts.of(gapsOf(unknown))}`, () => count++), identities}
  }
  return (key) => {
    if (last.size >= recent) last.clear()
    return kept(last, key, newForm)
  }
}

/** All that a fact says besides its identity. */
const textOf = ({component, path, kind, value, evidence, unplaced, printed}: Fact): string =>
  [component, kind, value, evidence, unplaced, printed?.type, printed?.as, ...path].join('\u0001')
