import type {Check} from '../check.ts'
import {counted} from '../../words/index.ts'
import {wrap} from './wrap.ts'

/** So many misses are told. */
const shown = 20

/** What a check found, as lines of at most 80 characters: a line that says it all, then each miss with what broke it. */
export function checked({passed, misses, budget}: Check): string[] {
  const out = wrap(
    `${passed ? 'passed' : 'failed'}: ${counted(misses.length, 'miss', 'misses')}, ${budget} allowed.`,
  )
  for (const miss of misses.slice(0, shown)) {
    const what =
      miss.causes.length === 0
        ? miss.taxonomy
        : [...new Set(miss.causes.map(({component, path}) => `${component} ${path}`))].join(', ')
    out.push(...wrap(`  call ${miss.call} of ${miss.function}, broken by ${what}: ${miss.sentence}`, '    '))
  }
  if (misses.length > shown) out.push(`  and ${misses.length - shown} more`)
  return out
}
