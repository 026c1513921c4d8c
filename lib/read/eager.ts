import type {Eager} from '../log/index.ts'
import type {CompileDraft} from './draft.ts'
import {loose} from './intern.ts'

const namesKept = 2000

/** Sums what is no function of the user's: eager operations and library helpers, by name. */
export function eager(): {add(done: CompileDraft): void; result(): Eager} {
  const byName = new Map<string, {compiles: number; seconds: number}>()
  let compiles = 0
  let trace = 0
  let lower = 0
  let compile = 0
  return {
    add(done) {
      const count = done.compiled || done.lowered ? 1 : 0
      compiles += count
      trace += done.trace
      lower += done.lower
      compile += done.compile
      let sum = byName.get(done.name)
      if (sum === undefined) {
        const name = byName.size < namesKept ? loose(done.name) : 'others'
        sum = byName.get(name) ?? {compiles: 0, seconds: 0}
        byName.set(name, sum)
      }
      sum.compiles += count
      sum.seconds += done.trace + done.lower + done.compile
    },
    result: () => ({
      compiles,
      seconds: {trace, lower, compile},
      functions: [...byName]
        .map(([name, sum]) => ({name, ...sum}))
        .sort((a, b) => b.seconds - a.seconds || b.compiles - a.compiles),
    }),
  }
}
