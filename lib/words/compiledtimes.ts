import {brief} from './brief.ts'
import {counted} from './count.ts'

/** How often a function was compiled. */
export interface Times {
  readonly function: string
  readonly compiles: number
}

/** So many functions are named. */
const named = 2

/**
 * How often each function was compiled, the most often first.
 *
 * @example
 * compiledTimes([{function: 'step', compiles: 10}, {function: 'predict', compiles: 6}])
 * // '`step` was compiled 10 times, `predict` 6 times'
 */
export function compiledTimes(all: readonly Times[]): string {
  const sorted = all.filter(({compiles}) => compiles > 0).sort((a, b) => b.compiles - a.compiles)
  const rest = sorted.slice(named)
  const [first = 'nothing was compiled', ...others] = [
    ...sorted
      .slice(0, named)
      .map(({function: name, compiles}) => [`\`${brief(name, 40)}\``, times(compiles)] as const),
    ...(rest.length === 0
      ? []
      : [
          [
            counted(rest.length, 'more function'),
            times(rest.reduce((sum, {compiles}) => sum + compiles, 0)),
          ] as const,
        ]),
  ].map(([who, often], at) => (at === 0 ? `${who} was compiled ${often}` : `${who} ${often}`))
  return [first, ...others].join(', ')
}

const times = (count: number): string => (count === 1 ? 'once' : counted(count, 'time'))
