import {type Source, total} from '../log/index.ts'
import {isCompile} from './compile.ts'
import {isSparable} from './figures.ts'
import type {Account, AccountRow, Miss} from './explanation.ts'

/** The account of a run: its misses, and what its source sums of operations and of mere traces. */
export function account(misses: readonly Miss[], source: Pick<Source, 'eager' | 'traced'> | null): Account {
  const found = new Map<string, AccountRow>()
  const add = (row: AccountRow): void => {
    const name = `${row.owner}\u0000${row.function}`
    const other = found.get(name)
    found.set(name, other === undefined ? row : sumOf(other, row))
  }
  for (const miss of misses) if (miss.outcome !== 'hit') add(rowOf(miss))
  for (const {name, compiles, seconds} of source?.eager.functions ?? [])
    add({owner: 'eager', function: name, compiles, seconds, avoidable: 0})
  for (const {owner, name, seconds} of source?.traced ?? [])
    add({owner, function: name, compiles: 0, seconds, avoidable: 0})
  const rows = [...found.values()]
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
  isCompile(miss) || (miss.within !== 'persistent' && miss.seconds.lower + miss.seconds.compile > 0)
