import type {Miss} from './explanation.ts'
import {withoutAddress} from '../words/index.ts'

/** What a miss is, apart from when it came and what it cost: equal for the same miss of two runs. */
export function signature(miss: Miss): string {
  const causes = miss.causes.map(({component, path, now, before}) =>
    [component, path, textOf(now), textOf(before)].join('\u0001'),
  )
  return [miss.function, miss.outcome, miss.within, miss.taxonomy, ...causes].join('\u0002')
}

/** What a miss is about, without the values: the function, the kind of miss and the paths. */
export function topic(miss: Miss): string {
  return [
    miss.function,
    miss.taxonomy,
    ...miss.causes.map(({component, path}) => `${component} ${path}`),
  ].join('\u0002')
}

const textOf = (value: string | null): string => (value === null ? '' : withoutAddress(value))
