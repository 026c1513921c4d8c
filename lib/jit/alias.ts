import {hole, reprText, takeApart, Variable, variablesOf} from '../graph/index.ts'
import {PythonError} from '../python/index.ts'
import type {CallArgument} from './prepare.ts'
import {leafPaths, pytreeOf} from './pytree.ts'
import type {Mode, Wrapper} from './wrapper.ts'

/** What a call gives its function, or gets back from it. */
interface Given {
  readonly positional: readonly unknown[]
  readonly keywords: readonly (readonly [string, unknown])[]
}

/** A Variable, and the place at which flax names it: `.args[0].left`, `.kwargs['model'].right`, `.out[1]`. */
interface Site {
  readonly variable: unknown
  readonly place: string
}

/**
 * Refuses one Variable in two places among the arguments, where the mode has no shared references.
 *
 * @param transform which of nnx is called.
 * @throws {PythonError} ValueError (flax/nnx/extract.py, `check_no_aliases`).
 */
export function refuseShared(
  {mode}: Pick<Wrapper, 'mode'>,
  given: readonly CallArgument[],
  transform = 'jit',
): void {
  if (mode !== 'tree') return
  const values = given.map(({value}) => value)
  const twice = repeated(variablesOf(values, null), [])
  if (twice === undefined) return
  const positional = given.flatMap(({keyword, value}) => (keyword === null ? [value] : []))
  const keywords = given.flatMap(({keyword, value}) => (keyword === null ? [] : [[keyword, value] as const]))
  throw duplicate(twice, argumentSites(mode, {positional, keywords}), transform)
}

/**
 * Refuses to give back a Variable that came in, and, where the mode has no shared references, one in two places of the result.
 *
 * @throws {PythonError} ValueError (flax/nnx/extract.py, `check_no_aliases`).
 */
export function refuseReturned(mode: 'values' | 'tree', given: Given, result: unknown): void {
  const came = variablesOf([...given.positional, ...given.keywords.map(([, value]) => value)])
  const twice = repeated(variablesOf([result], mode === 'tree' ? null : new Map()), came)
  if (twice === undefined) return
  const out = sitesOf(mode, {positional: [result], keywords: []}).map(({variable, path}) => ({
    variable,
    place: `.out${path.slice(2).join('')}`,
  }))
  throw duplicate(twice, [...argumentSites(mode, given), ...out])
}

/** The first Variable that is among the known ones, or comes twice. */
function repeated(variables: readonly Variable[], known: readonly Variable[]): Variable | undefined {
  const seen = new Set(known)
  return variables.find((variable) => seen.size === seen.add(variable).size)
}

const argumentSites = (mode: Mode, given: Given): readonly Site[] =>
  sitesOf(mode, given).map(({variable, path: [holder, ...rest]}) => ({
    variable,
    place: `${holder === '[0]' ? '.args' : '.kwargs'}${rest.join('')}`,
  }))

/** The leaves' Variables in order, with the keys that lead to each. */
function sitesOf(mode: Mode, {positional, keywords}: Given) {
  const references = mode === 'tree' ? null : new Map<object, number>()
  const holders: unknown[] = []
  const apart = (value: unknown) =>
    takeApart(value, references, ({holder}) => {
      holders.push(holder)
      return hole
    })
  const tree = pytreeOf(
    {
      positional: positional.map(apart),
      keywords: keywords.map(([name, value]) => [name, apart(value)] as const),
    },
    {mode, staticsAreNodes: true},
  )
  return leafPaths(tree).map((path, i) => ({
    variable: holders[i],
    path: path.slice(0, path.lastIndexOf('.value')),
  }))
}

function duplicate(variable: Variable, sites: readonly Site[], transform = 'jit'): PythonError {
  const places = new Set(sites.flatMap((site) => (site.variable === variable ? [site.place] : [])))
  return new PythonError(
    'ValueError',
    `Duplicate ${reprText(variable)}\nfound at paths:\n\n${[...places]
      .slice(0, 2)
      .map((place) => `  - ${place}`)
      .join(
        '\n',
      )}\n\nnnx.${transform} with graph_updates=False does not support Variable aliasing (duplicate inputs, duplicate outputs, or input Variables returned as outputs). Consider the following options:\n\n1. Remove the duplicate Variables.\n2. Create new Variables via nnx.clone() and use those instead.\n3. Enable graph mode and graph updates by passing graph=True and graph_updates=True to ${transform}\n\n  nnx.${transform}(..., graph=True, graph_updates=True)\n\n4. Use nnx.compat.${transform} (sets graph and graph_updates to True automatically)\n\n  nnx.compat.${transform}(...)`,
  )
}
