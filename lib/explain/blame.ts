import type {Component} from '../log/index.ts'
import type {Cause} from './explanation.ts'

/** What JAX's own sentence points at. */
export interface Blame {
  readonly components: readonly Component[]
  /** Names of arguments, as JAX writes them; empty where it names none. */
  readonly names: readonly string[]
}

/** Reads which parts of a key JAX's sentence names; null where it names none. */
export function blame(text: string): Blame | null {
  if (/never seen function/i.test(text)) return {components: ['function'], names: []}
  if (/tracing context/i.test(text)) return {components: ['context'], names: []}
  if (/debug info/i.test(text)) return {components: ['function'], names: []}
  if (/input types|type signature/i.test(text))
    return {
      components: ['aval'],
      names: [...text.matchAll(/(?:^|\*) *at ([^,\n]+), (?:now|seen)/gm)].map(([, name = '']) => name.trim()),
    }
  if (/pytree|input path/i.test(text))
    return {
      components: ['tree', 'graphdef', 'static'],
      names: [...text.matchAll(/input path ((?:\[[^\]]*\])+)/g)].map(([, path = '']) => rootOf(path)),
    }
  return null
}

/** `[0][2]['x']` is within the argument `args[2]`, `[1]['n']` within `kwargs['n']`. */
const rootOf = (path: string): string =>
  path.replace(/^\[0\](\[\d+\])?.*$/, 'args$1').replace(/^\[1\](\['[^']*'\])?.*$/, 'kwargs$1')

/**
 * Whether JAX's sentence names another part of the key than the causes do.
 *
 * @param params names of the function's parameters, where they are known
 */
export function isMisled(text: string, causes: readonly Cause[], params: readonly string[] = []): boolean {
  const said = blame(text)
  if (said === null) return false
  const named = causes.filter(({component}) => said.components.includes(component))
  if (named.length === 0) return true
  if (said.names.length === 0) return false
  // Which arguments are given, and how, is one thing to the user.
  if (said.names.every((name) => name === 'args' || name === 'kwargs'))
    return !named.some(({component}) => component === 'tree')
  const roots = named.map(({segments: [root = '']}) => root)
  const placeOf = (root: string): string => (params.includes(root) ? `args[${params.indexOf(root)}]` : root)
  return !said.names.some((name) =>
    roots.some(
      (root) =>
        isAlike(name, root) ||
        isAlike(name, placeOf(root)) ||
        (/^k?w?args/.test(name) && !/^k?w?args/.test(placeOf(root))),
    ),
  )
}

/** One names the other, or something in it. */
const isAlike = (a: string, b: string): boolean =>
  [
    [a, b],
    [b, a],
  ].some(
    ([whole = '', part = '']) =>
      part === whole || part.startsWith(`${whole}.`) || part.startsWith(`${whole}[`),
  )
