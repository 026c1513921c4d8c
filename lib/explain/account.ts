import {type Source, total} from '../log/index.ts'
import {isCompile, isSparable} from './compile.ts'
import type {Account, AccountRow, Miss} from './explanation.ts'
import {grouped} from './grouped.ts'

/** The account of a run: its misses, and what its source sums of operations and of mere traces. */
export function account(misses: readonly Miss[], source: Pick<Source, 'eager' | 'traced'> | null): Account {
  const {eager, traced} = source ?? {eager: {functions: []}, traced: []}
  const all: AccountRow[] = [
    ...misses.filter(({outcome}) => outcome !== 'hit').map(rowOf),
    ...eager.functions.map(({name, ...cost}) => ({
      owner: 'eager' as const,
      function: name,
      ...cost,
      avoidable: 0,
    })),
    ...traced.map(({owner, name, seconds}) => ({owner, function: name, compiles: 0, seconds, avoidable: 0})),
  ]
  const rows = [...grouped(all, ({owner, function: name}) => `${owner}\u0000${name}`).values()]
    .map((same) => same.reduce(sumOf))
    .filter(({compiles, seconds}) => compiles > 0 || seconds > 0)
    .sort((a, b) => b.seconds - a.seconds || b.compiles - a.compiles)
  return {seconds: rows.reduce((sum, row) => sum + row.seconds, 0), rows}
}

const sumOf = (one: AccountRow, two: AccountRow): AccountRow => ({
  ...one,
  compiles: one.compiles + two.compiles,
  seconds: one.seconds + two.seconds,
  avoidable: one.avoidable + two.avoidable,
})

function rowOf(miss: Miss): AccountRow {
  const seconds = total(miss.seconds)
  return {
    owner: miss.owner ?? 'program',
    function: miss.function,
    compiles: isCompiled(miss) ? 1 : 0,
    seconds,
    avoidable: isSparable(miss.verdict) ? seconds : 0,
  }
}

/** Whether a program was compiled, also where it is of what a gradient made of the function. */
const isCompiled = (miss: Miss): boolean =>
  isCompile(miss) ||
  (miss.within !== 'persistent' && miss.within !== 'ahead' && miss.seconds.lower + miss.seconds.compile > 0)
