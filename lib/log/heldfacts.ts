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
    const [nearest] = bases
      .flatMap((base) => differing(base, facts) ?? [])
      .sort((a, b) => a.at.length - b.at.length)
    if (nearest !== undefined) return nearest
    bases = [facts, ...bases].slice(0, remembered)
    return {base: facts, at: [], now: []}
  }
}

/** How a list differs from another; null where that is in length, or in too much. */
function differing(base: readonly Fact[], facts: readonly Fact[]): HeldFacts | null {
  if (base.length !== facts.length) return null
  const at: number[] = []
  const now: Fact[] = []
  for (const [place, fact] of facts.entries()) {
    if (fact === base[place]) continue
    if (at.length * 8 > facts.length) return null
    at.push(place)
    now.push(fact)
  }
  return {base, at: [...at], now: [...now]}
}
