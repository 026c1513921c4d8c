import type {Place} from './phrase.ts'
import {counted, figure} from './count.ts'
import {wrap} from './wrap.ts'

/** A miss in one line, with the parts of the key that broke it. */
export interface Broken {
  readonly function: string
  readonly call: number
  readonly taxonomy: string
  readonly causes: readonly Place[]
  readonly sentence: string
}

/** So many misses are told. */
const shown = 20

/**
 * What a check found, as lines of at most 80 characters: a line that says it all, then each miss with what broke it.
 *
 * @example
 * checked(check(trace, {after: 3}))[0] // 'failed: 2 misses, 0 allowed.'
 */
export function checked({
  passed,
  misses,
  budget,
}: {
  readonly passed: boolean
  readonly misses: readonly Broken[]
  readonly budget: number
}): string[] {
  const out = wrap(
    `${passed ? 'passed' : 'failed'}: ${counted(misses.length, 'miss', 'misses')}, ${figure(budget)} allowed.`,
  )
  for (const miss of misses.slice(0, shown))
    out.push(
      ...wrap(`  call ${miss.call} of ${miss.function}, broken by ${broken(miss)}: ${miss.sentence}`, '    '),
    )
  return misses.length > shown ? [...out, `  and ${misses.length - shown} more`] : out
}

const broken = ({causes, taxonomy}: Broken): string =>
  causes.length === 0
    ? taxonomy
    : [...new Set(causes.map(({component, path}) => `${component} ${path}`))].join(', ')
