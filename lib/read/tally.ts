import {loose} from '../words/index.ts'

const namesKept = 2000

/** Sums by name, of a bounded number of names; all others share one. */
export interface Tally<T> {
  /** The sum of a name, to be added to. */
  of(name: string): T
  rows(): [name: string, sum: T][]
}

/** A fresh tally of sums that begin as `fresh` says. */
export function tally<T>(fresh: () => T): Tally<T> {
  const byName = new Map<string, T>()
  return {
    of(given) {
      const own = byName.get(given)
      if (own !== undefined) return own
      const name = byName.size < namesKept ? given : 'others'
      const known = byName.get(name)
      if (known !== undefined) return known
      const made = fresh()
      byName.set(loose(name), made)
      return made
    },
    rows: () => [...byName],
  }
}
