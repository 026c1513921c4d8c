import type {Fact} from './key.ts'

/** Facts in order, as they differ from others: keys mostly say the same, and facts are one object where they are equal. */
export interface HeldFacts {
  readonly base: readonly Fact[]
  /** The positions of those that are others, in order, and what stands there. */
  readonly at: readonly number[]
  readonly now: readonly Fact[]
}

/** The facts that are held. */
export function factsOf({base, at, now}: HeldFacts): readonly Fact[] {
  let met = 0
  return base.map((fact, place) => (place === at[met] ? (now[met++] ?? fact) : fact))
}

/** So many lists others may be held by: a program goes to and fro between a few kinds of keys. */
const remembered = 8

/** Holds list after list by that of the late ones from which it differs least, or whole where it differs from all in an eighth or more. */
export function heldFacts(): (facts: readonly Fact[]) => HeldFacts {
  let bases: readonly (readonly Fact[])[] = []
  return (facts) => {
    let nearest: readonly Fact[] | null = null
    let least = Math.floor(facts.length / 8) + 2
    for (const base of bases) {
      if (least === 0) break
      const count = differing(base, facts, least)
      if (count < least) [nearest, least] = [base, count]
    }
    if (nearest !== null) return least === 0 ? {base: nearest, at: [], now: []} : heldBy(nearest, facts)
    bases = [facts, ...bases].slice(0, remembered)
    return {base: facts, at: [], now: []}
  }
}

/** In how many places a list differs from another, counted up to so many; as many as that where it has another length. */
function differing(base: readonly Fact[], facts: readonly Fact[], most: number): number {
  if (base.length !== facts.length) return most
  let count = 0
  for (let place = 0; count < most && place < facts.length; place++) if (facts[place] !== base[place]) count++
  return count
}

function heldBy(base: readonly Fact[], facts: readonly Fact[]): HeldFacts {
  const isOther = (fact: Fact, place: number): boolean => fact !== base[place]
  const now = facts.filter(isOther)
  return {base, at: facts.flatMap((fact, place) => (isOther(fact, place) ? [place] : [])), now}
}
