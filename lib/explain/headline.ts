import {type Eager, total} from '../log/index.ts'
import {isCompile} from './compile.ts'
import {counted, duration} from '../words/index.ts'
import type {Group, Miss} from './explanation.ts'

/**
 * One sentence with numbers: `16 compiles, 21.4 s: 9 were avoidable; most of it \`step\`, because \`weight\` came as a number and as an array.`
 */
export function headline(
  calls: number,
  misses: readonly Miss[],
  groups: readonly Group[],
  because: ReadonlyMap<Miss, string>,
  eager: Eager,
): string {
  const own = misses.filter((miss) => isCompile(miss) && miss.library !== true)
  const wrong = misses.filter(({verdict}) => verdict === 'wrong hit').length
  const warning =
    wrong === 0 ? '' : ` ${counted(wrong, 'wrong hit')}: a program ran that was compiled for another value.`
  if (own.length === 0) {
    if (calls === 0 && eager.compiles > 0)
      return `No jitted function of the program compiled; ${counted(eager.compiles, 'eager operation')} did.`
    return (
      (calls === 0 ? 'No jitted function was called.' : `No compiles in ${counted(calls, 'call')}.`) + warning
    )
  }
  const seconds = own.reduce((sum, miss) => sum + total(miss.seconds), 0)
  const avoidable = own.filter(({verdict}) => verdict === 'avoidable')
  const unknown = own.filter(({verdict}) => verdict === 'unknown').length
  const start = `${counted(own.length, 'compile')}${seconds > 0 ? `, ${duration(seconds)}` : ''}: ${avoidable.length === 0 ? 'none' : avoidable.length} ${avoidable.length === 1 ? 'was' : 'were'} avoidable${unknown > 0 ? `, ${unknown} unexplained by the log` : ''}`
  const byIndex = new Map(own.map((miss) => [miss.index, miss]))
  const top = groups.find(
    ({verdict, misses: indices}) => verdict === 'avoidable' && indices.some((index) => byIndex.has(index)),
  )
  const miss = byIndex.get(top?.misses[0] ?? -1)
  const reason = miss === undefined ? undefined : because.get(miss)
  return `${start}${miss === undefined || reason === undefined ? '' : `; most of it \`${miss.function}\`, because ${reason}`}.${warning}`
}
