import type {Section} from '../../../lib/index.ts'

/** Runs that do the same at every place of a function. */
export interface Equals {
  readonly runs: readonly number[]
  /** The first place where they do not do what the most do; -1 where there is none. */
  readonly odd: number
}

/** So many rows has a function; of more, those that part most often. */
const most = 12

/** The runs that call a function, equal ones together, in their own order. */
export function equals({present, slots}: Section): Equals[] {
  const byDeeds = new Map<string, number[]>()
  const oddness = new Map<string, number>()
  for (const run of present) {
    const deeds = slots.map(({groups, elsewhere}) =>
      elsewhere.includes(run) ? 'elsewhere' : groups.findIndex((group) => group.includes(run)),
    )
    const key = deeds.join()
    byDeeds.set(key, [...(byDeeds.get(key) ?? []), run])
    oddness.set(key, deeds.filter((deed) => deed !== 0 && deed !== -1).length)
  }
  const rows = [...byDeeds].map(([key, runs]) => ({runs, times: oddness.get(key) ?? 0}))
  const kept = new Set([...rows].sort((a, b) => b.times - a.times).slice(0, most))
  const [first] = rows.filter(({times}) => times === 0)
  if (first !== undefined) kept.add(first)
  return rows
    .filter((row) => kept.has(row))
    .map(({runs}) => ({runs, odd: slots.findIndex((slot) => isOdd(slot, runs[0] ?? -1))}))
}

/** Whether a run does at a place what the most do not. */
export const isOdd = ({groups: [, ...others], elsewhere}: Section['slots'][number], run: number): boolean =>
  elsewhere.includes(run) || others.some((group) => group.includes(run))
