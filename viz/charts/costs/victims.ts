import {type Explanation, type Group, total, type Trace} from '../../../lib/index.ts'
import type {Tone} from '../../theme.ts'
import {changed} from './changed.ts'
import {gathered} from './gathered.ts'

/** Seconds of misses that one change caused alone, and of those that it caused together with others. */
export interface Spent {
  readonly name: string
  /** Whether it is a path or a function of the program. */
  readonly isCode: boolean
  readonly alone: number
  readonly together: number
  readonly misses: number
  readonly index: number
  /** The verdict of most of its seconds. */
  readonly tone: Tone
}

/** A path, and the functions that its changes compiled again. */
export interface Culprit extends Spent {
  readonly path: string
  readonly victims: readonly Spent[]
}

/** The paths that caused misses, the dearest first, each with the functions that paid. */
export function culprits(
  trace: Trace,
  explanation: Explanation,
  gone: ReadonlySet<number> = new Set(),
): Culprit[] {
  const all = explanation.groups.flatMap((group) => {
    const indices = group.misses.filter((index) => !gone.has(index) && trace.outcome(index) !== 'hit')
    const paths = new Set(indices.length === 0 ? [] : group.paths)
    return [...paths].map((path) => ({path, group, indices, isAlone: paths.size === 1}))
  })
  return gathered(all, ({path}) => path)
    .map(([path, own]): Culprit => {
      const victims = gathered(own, ({group}) => group.function).map(([name, some]) =>
        spent(trace, {name, isCode: true}, some),
      )
      return {
        ...spent(trace, changed(explanation, own[0].group, path), own),
        path,
        victims: victims.sort(dearer),
      }
    })
    .sort(dearer)
}

const dearer = (a: Spent, b: Spent): number => secondsIn(b) - secondsIn(a) || b.misses - a.misses

/** All its seconds. */
export const secondsIn = ({alone, together}: Spent): number => alone + together

interface Counted {
  readonly group: Group
  readonly indices: readonly number[]
  readonly isAlone: boolean
}

function spent(trace: Trace, named: Pick<Spent, 'name' | 'isCode'>, all: readonly Counted[]): Spent {
  const cost = ({indices}: Counted): number =>
    indices.reduce((sum, index) => sum + total(trace.seconds(index)), 0)
  const sum = (some: readonly Counted[]): number => some.reduce((seconds, one) => seconds + cost(one), 0)
  const [dearest] = [...all].sort((a, b) => cost(b) - cost(a))
  return {
    ...named,
    alone: sum(all.filter(({isAlone}) => isAlone)),
    together: sum(all.filter(({isAlone}) => !isAlone)),
    misses: all.reduce((count, {indices}) => count + indices.length, 0),
    index: dearest?.indices[0] ?? 0,
    tone: dearest?.group.verdict ?? 'necessary',
  }
}
