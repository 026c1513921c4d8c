import type {Explanation} from './explanation.ts'

/** What of an explanation is asked for. */
export interface Focus {
  /** The misses of functions of this name. */
  readonly function?: string
  /** The first causes, so many. */
  readonly top?: number
}

/**
 * An explanation of which the misses are told that are asked for. What is said of the whole run, its headline and its account,
 * stays as it is.
 *
 * @example
 * focused(explain(training), {top: 1}).groups.length // 1
 */
export function focused(explanation: Explanation, {function: name, top = Infinity}: Focus): Explanation {
  const isNamed = (one: {readonly function: string}): boolean => name === undefined || one.function === name
  const groups = explanation.groups.filter(isNamed).slice(0, top)
  const kept = new Set(groups.flatMap(({misses}) => misses))
  return {
    ...explanation,
    groups,
    misses: explanation.misses.filter(({index}) => kept.has(index)),
    functions: explanation.functions.filter(isNamed),
  }
}
