import type {Eager} from '../log/index.ts'
import type {CompileDraft} from './draft.ts'
import {tally} from './tally.ts'

/** Sums eager operations by name. */
export function eager(): {add(done: CompileDraft): void; result(): Eager} {
  const byName = tally(() => ({compiles: 0, seconds: 0}))
  let compiles = 0
  let trace = 0
  let lower = 0
  let compile = 0
  return {
    add(done) {
      const count = (done.compiled || done.lowered) && !done.persistent ? 1 : 0
      compiles += count
      trace += done.trace
      lower += done.lower
      compile += done.compile
      const sum = byName.of(done.name)
      sum.compiles += count
      sum.seconds += done.trace + done.lower + done.compile
    },
    result: () => ({
      compiles,
      seconds: {trace, lower, compile},
      functions: byName
        .rows()
        .map(([name, sum]) => ({name, ...sum}))
        .sort((a, b) => b.seconds - a.seconds || b.compiles - a.compiles),
    }),
  }
}
