import {type Component, components, type Key} from '../log/index.ts'

const plural: Readonly<Record<Component, string>> = {
  function: 'the function',
  static: 'statics',
  tree: 'arguments',
  graphdef: 'graphdefs',
  aval: 'avals',
  placement: 'placement',
  options: 'options',
  context: 'the context',
}

const singular: Readonly<Record<Component, string>> = {
  function: 'the function itself',
  static: 'a static',
  tree: 'the tree of the arguments',
  graphdef: 'a graphdef',
  aval: 'an aval',
  placement: 'a placement',
  options: 'an option of jit',
  context: 'the context',
}

/** What may hide a cause of a trace; placement and options only make it compile. */
const traced: readonly Component[] = [
  'graphdef',
  'static',
  'context',
  'tree',
  'aval',
  'function',
  'placement',
  'options',
]

/** What an exclusion does not mention: JAX traces without regard to them. */
const silent: readonly Component[] = ['function', 'placement', 'options']

const list = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`

/**
 * What a log excludes where it hides the cause: `arguments and avals equal those of call 1: a graphdef, a static or the context
 * changed`. Null where the keys have no gaps.
 */
export function exclusion(now: Key, before: Key, call: number): string | null {
  const gaps = new Set([...now.unknown, ...before.unknown].map(({component}) => component))
  if (gaps.size === 0) return null
  const known = components.filter(
    (one) => !silent.includes(one) && !gaps.has(one) && now.facts.some(({component}) => component === one),
  )
  const equal =
    known.length === 0
      ? 'nothing that the log tells differs from'
      : `${list(
          known.map((one) => plural[one]),
          'and',
        )} equal those of`
  return `${equal} call ${call}: ${list(
    traced.filter((one) => gaps.has(one)).map((one) => singular[one]),
    'or',
  )} changed`
}
