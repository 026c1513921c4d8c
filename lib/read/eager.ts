import {addSeconds, type Eager, noSeconds, type Seconds, total} from '../log/index.ts'
import {isOfTypesAlone} from '../release/index.ts'
import type {Pieces} from './between.ts'
import type {CompileDraft} from './draft.ts'
import {growing} from './growth.ts'
import {type Tally, tally} from './tally.ts'

/** What eager operations come to, and what of them is told: what compiled because an array has many sizes, and what is hardly one. */
interface Operations {
  readonly eager: Eager
  readonly grown: readonly CompileDraft[]
  readonly repeated: readonly CompileDraft[]
}

/** The operations of one name: what all cost but those that are kept, and these by their types and process. */
interface Sum {
  compiles: number
  readonly seconds: {-readonly [phase in keyof Seconds]: number}
  /** The first of each types, and those that JAX traced again for them though it keeps its own trace. */
  readonly kept: Map<string, CompileDraft[]>
}

/** So many compiles of all operations are kept. */
const most = 20_000

/**
 * Sums eager operations by name, and keeps the first of each types until it is known whether an array grew. What is traced again for equal
 * types under a name of which JAX has one function, which takes nothing but arrays, is a function of the program, or of a cache that
 * was cleared: it is told where no explanation tells the program's functions from JAX's own.
 *
 * @param when keeps when they were
 */
export function eager(when: Pieces): {
  add(done: CompileDraft, gap: number | null): void
  result(isTold: (done: CompileDraft) => boolean): Operations
} {
  const byName = tally((): Sum => ({compiles: 0, seconds: {...noSeconds}, kept: new Map()}))
  let left = most
  return {
    add(done, gap) {
      const sum = byName.of(done.name)
      const types =
        done.types === null || done.persistent || left === 0 ? null : typesOf(done.process, done.types)
      const same = types === null ? undefined : sum.kept.get(types)
      if (types === null || (same !== undefined && !isRepeated(done, same))) addTo(sum, done, when, gap)
      else {
        if (same === undefined) sum.kept.set(types, [{...done}])
        else same.push({...done})
        left--
      }
    },
    result: (isTold) => resultOf(byName, isTold, when),
  }
}

/** What takes no array, or uses none, may have had arrays of any types. */
const withoutArrays: ReadonlySet<string> = new Set(['', '()', '[]'])

/** Whether JAX traced it again for equal types in equal places, which it does not for an operation that has no other parameters. */
const isRepeated = (done: CompileDraft, [first]: readonly CompileDraft[]): boolean =>
  isOfTypesAlone(done.name) &&
  done.traced &&
  first?.traced === true &&
  !withoutArrays.has(done.types ?? '') &&
  done.mapping === first.mapping

/** The types of a compile, and its process where it has one; most have none, and then the types are a text that comes again. */
const typesOf = (process: string, types: string): string =>
  process === '' ? types : `${process}\u0000${types}`

function addTo(sum: Sum, done: CompileDraft, when: Pieces, gap: number | null): void {
  const {name, line, compiled, lowered, persistent, trace, lower, compile} = done
  const compiles = (compiled || lowered) && !persistent ? 1 : 0
  when.add({name, line, time: done.began, compiles, seconds: trace + lower + compile}, gap)
  sum.compiles += compiles
  sum.seconds.trace += trace
  sum.seconds.lower += lower
  sum.seconds.compile += compile
}

function resultOf(byName: Tally<Sum>, isTold: (done: CompileDraft) => boolean, when: Pieces): Operations {
  const grown: CompileDraft[] = []
  const repeated: CompileDraft[] = []
  const rows = byName.rows().map(([name, sum]) => {
    const types = growing(sum.kept.keys())
    for (const [one, [first, ...again]] of sum.kept)
      if (first !== undefined && again.length > 0 && isTold(first)) repeated.push(first, ...again)
      else {
        for (const each of again) addTo(sum, each, when, null)
        if (first === undefined) continue
        if (types.has(one)) grown.push(first)
        else addTo(sum, first, when, null)
      }
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
    repeated,
  }
}
