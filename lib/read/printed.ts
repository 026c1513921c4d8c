import type {TreeDifference} from './severity.ts'

/** The places that a message prints: those at which it says that two trees differ. */
interface PrintedPlaces {
  /** The first difference at a place. */
  get(at: string): TreeDifference | undefined
  /** Whether a place lies below a printed one, so that the message does not compare it. */
  isBelow(at: string): boolean
  /** Whether the message compares a place and prints nothing there: both trees hold the same. */
  isEqualAt(at: string): boolean
}

/** Looks up the places of a message. */
export function printedPlaces(differences: readonly TreeDifference[]): PrintedPlaces {
  const byPlace = new Map<string, TreeDifference>()
  for (const one of differences) if (!byPlace.has(one.at)) byPlace.set(one.at, one)
  const lengths = [...new Set(differences.map(({at}) => at.length))]
  const isBelow = (at: string): boolean =>
    lengths.some(
      (length) =>
        length < at.length && (at[length] === '[' || at[length] === '.') && byPlace.has(at.slice(0, length)),
    )
  return {
    get: (at) => byPlace.get(at),
    isBelow,
    isEqualAt: (at) => !byPlace.has(at) && !isBelow(at),
  }
}
