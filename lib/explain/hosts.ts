import type {Trace} from '../log/index.ts'
import {type Alignment, alignRuns} from './alignment.ts'
import type {Miss} from './explanation.ts'
import {grouped} from './grouped.ts'
import type {Named} from './runnames.ts'

/** Runs side by side, and who does the same. */
export interface Hosts extends Alignment {
  /** The names of the runs that do the same throughout, the largest group first. */
  readonly groups: readonly (readonly string[])[]
  /** The misses that a run alone has. */
  readonly alone: readonly {readonly run: string; readonly misses: readonly Miss[]}[]
}

/**
 * Lays runs side by side, function by function and miss by miss: the hosts of one job, which should compile the same in the same
 * order, or wait for each other; several programs; several key policies. Who is odd does not depend on the order of the runs:
 * most decide, and where as many do one thing as another, the name that comes first. What a log does not tell is no difference.
 *
 * @param given traces, with names where they have any; one that holds several processes is taken apart.
 * @example
 * const {divergences} = hosts(['worker-0.log', 'worker-1.log'].map((name, i) => ({name, trace: workers[i]})))
 * divergences[0] // {function: 'forward', nth: 3, own: null, odd: ['worker-1'], …}
 */
export function hosts(given: readonly (Trace | Named)[]): Hosts {
  const alignment = alignRuns(given)
  return {...alignment, groups: groupsOf(alignment), alone: alone(alignment)}
}

/** Runs that are in one group at every place. */
function groupsOf({runs, sections}: Alignment): string[][] {
  const parting = sections.flatMap(({slots}) => slots.filter(({groups}) => groups.length > 1))
  const placesOf = (run: number): string =>
    parting.map(({groups}) => groups.slice(1).findIndex((group) => group.includes(run))).join()
  return [...grouped(runs.keys(), placesOf).values()]
    .map((same) => same.flatMap((run) => runs[run]?.name ?? []))
    .sort((a, b) => b.length - a.length)
}

/** The misses of which no other run has an equal one, though it could. */
function alone({runs, sections}: Alignment): {run: string; misses: Miss[]}[] {
  return runs.flatMap(({name, explanation}, run) => {
    const events = new Set(
      sections.flatMap(({slots}) =>
        slots.flatMap(({events, groups: [, ...odd], elsewhere}) =>
          elsewhere.length === 0 && odd.some((group) => group.length === 1 && group.includes(run))
            ? (events[run] ?? [])
            : [],
        ),
      ),
    )
    const misses = explanation.misses.filter(({index}) => events.has(index))
    return misses.length === 0 ? [] : [{run: name, misses}]
  })
}
