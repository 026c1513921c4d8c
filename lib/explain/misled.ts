import type {Blame, Component} from '../log/index.ts'
import type {Cause} from './explanation.ts'

/** The parts of a key that each of JAX's reasons names; none where it names none. */
const named: Readonly<Record<Blame['kind'], readonly Component[]>> = {
  function: ['function'],
  context: ['context'],
  tree: ['tree', 'graphdef', 'static'],
  debug: [],
  types: ['aval', 'placement'],
  unavailable: [],
  unread: [],
}

/**
 * Whether JAX's reason names another part of the key than the causes do. Where no cause is known, nothing shows that it does.
 *
 * @param params names of the function's parameters, where they are known
 */
export function isMisled(
  {kind, places}: Blame,
  causes: readonly Cause[],
  params: readonly string[] = [],
): boolean {
  if (named[kind].length === 0 || causes.length === 0) return false
  const fitting = causes.filter(({component}) => named[kind].includes(component))
  if (fitting.length === 0) return true
  if (fitting.some(({unplaced}) => unplaced)) return false
  const roots = kind === 'context' ? [] : places.flatMap(({path}) => path.slice(0, 1))
  if (roots.length === 0) return false
  // Which arguments are given, and how, is one thing to the user.
  if (kind === 'tree' && roots.every((root) => root === 'args' || root === 'kwargs'))
    return !fitting.some(({component}) => component === 'tree')
  const placeOf = (root: string): string => (params.includes(root) ? `args[${params.indexOf(root)}]` : root)
  const own = fitting.flatMap(({segments}) => segments.slice(0, 1))
  return !roots.some((root) =>
    own.some(
      (other) =>
        isWithin(root, other) ||
        isWithin(root, placeOf(other)) ||
        (isUnnamed(root) && !isUnnamed(placeOf(other))),
    ),
  )
}

/** One is the other, or something in it: `args` and `args[0]`. */
const isWithin = (a: string, b: string): boolean => a === b || a.startsWith(`${b}[`) || b.startsWith(`${a}[`)

/** An argument that is named by its position or its keyword, so that it may be any parameter. */
const isUnnamed = (root: string): boolean => root.startsWith('args') || root.startsWith('kwargs')
