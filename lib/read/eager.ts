import {addSeconds, type Eager, noSeconds, type Seconds, total} from '../log/index.ts'
import type {CompileDraft} from './draft.ts'
import {growing} from './growth.ts'
import {type Tally, tally} from './tally.ts'

/** What eager operations come to, and those of them that compiled because an array has many sizes. */
interface Operations {
  readonly eager: Eager
  readonly grown: readonly CompileDraft[]
}

/** The operations of one name: what all cost but the first of each types, and those by their types and process. */
interface Sum {
  compiles: number
  readonly seconds: {-readonly [phase in keyof Seconds]: number}
  readonly firsts: Map<string, CompileDraft>
}

/** So many types of all operations are told apart. */
const typesKept = 20_000

/** Sums eager operations by name, and keeps the first of each types until it is known whether an array grew. */
export function eager(): {add(done: CompileDraft): void; result(): Operations} {
  const byName = tally((): Sum => ({compiles: 0, seconds: {...noSeconds}, firsts: new Map()}))
  let kept = 0
  return {
    add(done) {
      const sum = byName.of(done.name)
      const types =
        done.types === null || done.persistent || kept >= typesKept ? null : typesOf(done.process, done.types)
      if (types !== null && !sum.firsts.has(types)) {
        sum.firsts.set(types, {...done})
        kept++
      } else addTo(sum, done)
    },
    result: () => resultOf(byName),
  }
}

/** The types of a compile, and its process where it has one; most have none, and then the types are a text that comes again. */
const typesOf = (process: string, types: string): string =>
  process === '' ? types : `${process}\u0000${types}`

function addTo(sum: Sum, {compiled, lowered, persistent, trace, lower, compile}: CompileDraft): void {
  if ((compiled || lowered) && !persistent) sum.compiles++
  sum.seconds.trace += trace
  sum.seconds.lower += lower
  sum.seconds.compile += compile
}

function resultOf(byName: Tally<Sum>): Operations {
  const grown: CompileDraft[] = []
  const rows = byName.rows().map(([name, sum]) => {
    const types = growing(sum.firsts.keys())
    for (const [one, first] of sum.firsts)
      if (types.has(one)) grown.push(first)
      else addTo(sum, first)
    return {name, compiles: sum.compiles, seconds: sum.seconds}
  })
  const functions = rows
    .filter(({compiles, seconds}) => compiles > 0 || total(seconds) > 0)
    .map((row) => ({...row, seconds: total(row.seconds)}))
    .sort((a, b) => b.seconds - a.seconds || b.compiles - a.compiles)
  return {
    eager: {
      compiles: rows.reduce((sum, {compiles}) => sum + compiles, 0),
      seconds: rows.reduce((sum, {seconds}) => addSeconds(sum, seconds), noSeconds),
      functions,
    },
    grown,
  }
}
