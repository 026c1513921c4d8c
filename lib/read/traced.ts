import type {Owner, Traced} from '../log/index.ts'
import type {Pieces} from './between.ts'
import type {CompileDraft} from './draft.ts'
import {type Tally, tally} from './tally.ts'

/**
 * Sums by owner and name what was traced and never compiled.
 *
 * @param when keeps when it was
 */
export function traced(when: Pieces): {
  add(owner: Owner, done: CompileDraft, gap: number | null): void
  result(): Traced[]
} {
  const byOwner = new Map<Owner, Tally<{seconds: number}>>()
  return {
    add(owner, done, gap) {
      const {name, line, trace, lower, compile} = done
      const known = byOwner.get(owner) ?? tally(() => ({seconds: 0}))
      byOwner.set(owner, known)
      const seconds = trace + lower + compile
      when.add({name, line, time: done.began, compiles: 0, seconds}, gap)
      known.of(name).seconds += seconds
    },
    result: () =>
      [...byOwner].flatMap(([owner, names]) => names.rows().map(([name, sum]) => ({owner, name, ...sum}))),
  }
}
