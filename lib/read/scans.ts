import type {ToldDraft} from './recorded.ts'
import {differing, type PrintedLeaf} from './shorttype.ts'

/** The loops over arrays that ran outside jit. */
interface Scans {
  /** The function of the loop that one of which JAX explains nothing must be, with arrays of another length; undefined where there is none, or several. */
  goneOn(told: ToldDraft, lane: string): number | undefined
  /** Adds a loop of which JAX explained what it runs. */
  add(told: ToldDraft, lane: string, fn: number): void
}

/** JAX's names for what calls its function with one step of its arrays. */
const scanning: ReadonlySet<string> = new Set(['scan', 'map'])
const length = /(?<=\[)\d+/
const kept = 16

/**
 * Knows loops again: of one whose arrays differ in their length alone JAX has the trace of what it runs, since a step has the types that it
 * had, and explains nothing then.
 */
export function scans(): Scans {
  const bySteps = new Map<string, readonly {readonly fn: number; readonly leaves: readonly PrintedLeaf[]}[]>()
  return {
    goneOn({made: {name, runs}, leaves}, lane) {
      if (!scanning.has(name) || runs.length > 0 || leaves === null) return undefined
      const fit = (bySteps.get(stepOf(lane, leaves)) ?? []).filter((one) => areLonger(leaves, one.leaves))
      return new Set(fit.map(({fn}) => fn)).size === 1 ? fit[0]?.fn : undefined
    },
    add({made: {name, runs}, leaves}, lane, fn) {
      if (!scanning.has(name) || runs.length === 0 || leaves === null) return
      const step = stepOf(lane, leaves)
      bySteps.set(step, [...(bySteps.get(step) ?? []), {fn, leaves}].slice(-kept))
    },
  }
}

const stepOf = (lane: string, leaves: readonly PrintedLeaf[]): string =>
  [lane, ...leaves.map(({type}) => type.replace(length, '*'))].join('\n')

/** Whether all arrays that differ changed from one length to another. */
function areLonger(now: readonly PrintedLeaf[], before: readonly PrintedLeaf[]): boolean {
  const changes = differing(now, before).map((one) =>
    [one.now, one.before].map(({type}) => length.exec(type)?.[0]).join(),
  )
  return new Set(changes).size === 1
}
