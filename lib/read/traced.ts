import type {Owner, Traced} from '../log/index.ts'
import type {CompileDraft} from './draft.ts'
import {type Tally, tally} from './tally.ts'

/** Sums by owner and name what was traced and never compiled. */
export function traced(): {add(owner: Owner, done: CompileDraft): void; result(): Traced[]} {
  const byOwner = new Map<Owner, Tally<{seconds: number}>>()
  return {
    add(owner, {name, trace, lower, compile}) {
      const known = byOwner.get(owner) ?? tally(() => ({seconds: 0}))
      byOwner.set(owner, known)
      known.of(name).seconds += trace + lower + compile
    },
    result: () =>
      [...byOwner].flatMap(([owner, names]) => names.rows().map(([name, sum]) => ({owner, name, ...sum}))),
  }
}
