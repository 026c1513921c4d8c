import type {Difference} from './miss.ts'

/** The places at which a message says that two trees differ. */
export interface Listing {
  /** The first difference at a place. */
  get(slot: string): Difference | undefined
  /** Whether a place lies below one of them, so that the message does not compare it. */
  isBelow(slot: string): boolean
}

/** Looks up the places of a message. */
export function listing(differences: readonly Difference[]): Listing {
  const byPlace = new Map<string, Difference>()
  for (const one of differences) if (!byPlace.has(one.at)) byPlace.set(one.at, one)
  const lengths = [...new Set(differences.map(({at}) => at.length))]
  return {
    get: (slot) => byPlace.get(slot),
    isBelow: (slot) =>
      lengths.some(
        (length) =>
          length < slot.length &&
          (slot[length] === '[' || slot[length] === '.') &&
          byPlace.has(slot.slice(0, length)),
      ),
  }
}
