import type {Tells} from '../words/index.ts'
import type {Sighting} from './sighting.ts'

/** Whether the log of a run, which may begin late or break off, could hold what another run has there. */
export type Reach = (run: number, tells: Tells, other: Sighting) => boolean

/**
 * Where logs begin and end beside each other, by what stands in both: one that begins late holds nothing that another has before the
 * first that both have, and one that breaks off nothing that it has after the last.
 *
 * @param rows what is the same in several runs.
 */
export function reaches(rows: readonly (readonly (Sighting | null)[])[]): Reach {
  const spans = new Map<string, {from: number; to: number}>()
  for (const row of rows) {
    const all = row.filter((one) => one !== null)
    for (const own of all.filter(({tells: {late, open, copy}}) => copy || late !== null || open !== null)) {
      const isTold = own.trace.at(own.index).blamed !== undefined || own.tells.copy
      for (const other of all) {
        const key = `${own.run} ${other.run}`
        const {from, to} = spans.get(key) ?? {from: Infinity, to: -1}
        spans.set(key, {from: isTold ? Math.min(from, other.index) : from, to: Math.max(to, other.index)})
      }
    }
  }
  return (run, {late, open, copy}, other) => {
    const {from, to} = spans.get(`${run} ${other.run}`) ?? {from: Infinity, to: -1}
    return (
      ((late === null && !copy) || other.index >= from) && ((open === null && !copy) || other.index <= to)
    )
  }
}
