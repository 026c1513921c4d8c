import {callArguments, keywordsOf, type ToldParameters} from './arguments.ts'
import {differing, type PrintedLeaf} from './shorttype.ts'
import {families, type Families} from './family.ts'
import {type ArgumentLeaves, lookback} from './graphnodes.ts'
import type {LeafName} from './leafnames.ts'
import {type Parameters, parameterOf} from './parameters.ts'
import {graphdefAt, leafName, stateLeafOf} from './place.ts'
import {callAt} from './recorded.ts'
import {arityOf} from './subtree.ts'

/** Where a leaf of the compile line stands. */
interface LeafPlace {
  readonly path: readonly string[]
  /** The log tells it of this leaf; else it is inferred from the arguments or from other calls. */
  readonly isTold: boolean
  /** Else the path only says at which position it stands among others. */
  readonly isPlaced: boolean
}

export interface LeafPlaces {
  /** The places of the leaves that the compile line prints, in its order; none where not even their order says anything. */
  readonly printed: readonly LeafPlace[]
  /** The paths of leaves that the program does not use, so that the line does not print them. */
  readonly missing: readonly (readonly string[])[]
}

/** All that a function object's leaf places follow from. */
export interface Layout extends ToldParameters {
  readonly parameters: Parameters
  readonly families: Families
}

export const layout = (signature: ToldParameters, names: Parameters): Layout => ({
  ...signature,
  parameters: names,
  families: families(signature.keys),
})

/** Finds the leaf places of each call, once; those of calls that are alike are one. */
export function leafPlaces(found: Layout): (call: number) => LeafPlaces {
  const held = new Map<number, LeafPlaces>()
  const placesOf = (c: number): LeafPlaces => {
    const known = held.get(c)
    if (known !== undefined) return known
    const made = find(found, c, placesOf)
    held.set(c, made)
    return made
  }
  return placesOf
}

function find(found: Layout, c: number, placesOf: (call: number) => LeafPlaces): LeafPlaces {
  const {
    keys,
    families: {fullestOf, twinOf, alikeOf},
  } = found
  const leaves = callAt(keys.calls, c).leaves ?? []
  const fullest = fullestOf(c)
  const whole = fullest === undefined ? null : callAt(keys.calls, fullest).leaves
  if (fullest !== undefined && whole !== null && whole.length > leaves.length) {
    const twin = twinOf(c)
    return twin === undefined ? partOf(leaves, whole, placesOf(fullest)) : placesOf(twin)
  }
  const {nodes, all} = callArguments(found, c, leaves)
  if (all.length > 0) return ownPlaces(found, c, leaves, all, nodes.leaves)
  const like = comparedWith(found, c, leaves.length) ?? twinOf(c) ?? alikeOf(c)
  if (like === undefined) return ownPlaces(found, c, leaves, all, nodes.leaves)
  return keys.structures.isSame(like, c) ? placesOf(like) : inferred(placesOf(like))
}

/** The places of another call, where nothing says that this one has the same structure. */
const inferred = ({printed, missing}: LeafPlaces): LeafPlaces => ({
  printed: printed.map((place) => ({...place, isTold: false})),
  missing,
})

/** The earlier call that JAX compared with, where it has as many leaves. */
function comparedWith({keys}: Layout, c: number, count: number): number | undefined {
  const before = keys.compared.get(c)
  return before !== undefined && before < c && callAt(keys.calls, before).leaves?.length === count
    ? before
    : undefined
}

/** The places of leaves that are part of those of a call of the same structure: the program does not use the others. */
function partOf(
  leaves: readonly PrintedLeaf[],
  whole: readonly PrintedLeaf[],
  {printed}: LeafPlaces,
): LeafPlaces {
  const used = subsequence(leaves, whole)
  if (used === null || printed.length < whole.length) return {printed: [], missing: [[]]}
  return {
    printed: printed.filter((_, i) => used.has(i)).map((place) => ({...place, isTold: false})),
    missing: printed.filter((_, i) => !used.has(i)).map(({path}) => path),
  }
}

/** Where leaves of these types stand among more of them, in order; null where they do not. */
function subsequence(some: readonly PrintedLeaf[], all: readonly PrintedLeaf[]): ReadonlySet<number> | null {
  const found = new Set<number>()
  for (const [i, {type}] of all.entries()) if (some[found.size]?.type === type) found.add(i)
  return found.size === some.length ? found : null
}

/** The places that follow from the arguments of a call, from the names of its leaves, and from its last arguments. */
function ownPlaces(
  found: Layout,
  c: number,
  leaves: readonly PrintedLeaf[],
  given: readonly ArgumentLeaves[],
  nodeLeaves: number,
): LeafPlaces {
  const {leafNames, parameters: names} = found
  const last = lastArguments(found, c, leaves)
  if (given.length === 0 && last === null && isStrange(found, c, leaves)) return {printed: [], missing: [[]]}
  const printed = given.flatMap((argument) => argument.leaves.map((path) => ({argument, path})))
  const nameAt = (position: number): LeafName | undefined =>
    leafNames.at(leaves.length, position) ??
    (given.length > 0 ? leafNames.behindNodes.get(position - nodeLeaves) : undefined)
  return {
    printed: leaves.map((_, position): LeafPlace => {
      const inside = printed[position]
      if (inside !== undefined) return placeInside(found, c, inside.argument, inside.path, position, nameAt)
      const name = leafNames.at(leaves.length, position)
      if (name !== undefined) return namedPlace(found, name, c)
      return last === null || position < last.leaf
        ? unplaced(position)
        : {
            path: [parameterOf(names, 0, String(last.argument + position - last.leaf))],
            isTold: false,
            isPlaced: true,
          }
    }),
    missing: given.flatMap(({given: where, dropped}) =>
      where === null ? [] : dropped.map((path) => [parameterOf(names, where.root, where.argument), ...path]),
    ),
  }
}

function placeInside(
  found: Layout,
  c: number,
  {given, isPlain, isTold, isPlaced}: ArgumentLeaves,
  path: readonly string[],
  position: number,
  nameAt: (position: number) => LeafName | undefined,
): LeafPlace {
  const name = isPlain && given?.root !== 1 ? nameAt(position) : undefined
  if (name !== undefined) return namedPlace(found, name, c)
  if (given === null) return unplaced(position)
  return {path: [parameterOf(found.parameters, given.root, given.argument), ...path], isTold, isPlaced}
}

/** A leaf that JAX names, in a message of this call or of one with the same structure; else the name is inferred. */
const namedPlace = (found: Layout, {name, call}: LeafName, c: number): LeafPlace => ({
  path: pathOfLeaf(found, name, c),
  isTold: found.keys.structures.isSame(call, c),
  isPlaced: true,
})

/** A leaf of which only the position is known. */
const unplaced = (position: number): LeafPlace => ({
  path: ['leaves', `[${position}]`],
  isTold: false,
  isPlaced: false,
})

/** The path that a leaf's name in JAX's messages stands for: a leaf of a graph node's state, `m.states[0][3]`, is called by its attributes. */
export function pathOfLeaf(
  {keys, parameters: {positional}}: Layout,
  name: string,
  c: number,
): readonly string[] {
  const state = stateLeafOf(name)
  if (state === null) return leafName(name)
  for (const [argument, parameter] of positional) {
    if (parameter !== state.parameter) continue
    const leaf = keys.trees.get(graphdefAt(Number(argument)), c)?.leaves?.[state.position]
    return leaf === undefined ? leafName(name) : [parameter, ...leaf.path]
  }
  return leafName(name)
}

/**
 * The leaves of a call stand at other places than those of the earlier calls: more than one in four positions differ for a change of
 * types, so that comparing them by position would say nothing.
 */
function isStrange({keys: {calls, structures}}: Layout, c: number, leaves: readonly PrintedLeaf[]): boolean {
  let least: number | null = null
  for (const [k, {leaves: other}] of calls.slice(0, Math.min(c, lookback)).entries()) {
    if (other === null) continue
    if (structures.isSame(k, c)) return false
    const differ = Math.abs(leaves.length - other.length) + differing(leaves, other).length
    least = least === null ? differ : Math.min(least, differ)
  }
  return least !== null && least > 1 && least * 4 > leaves.length
}

/**
 * The leaves behind the last counter or key, which belong to an NNX object's state (an optimizer ends with its step):
 * those of the last arguments, one each where there are no more of them. The first such leaf and its argument.
 */
function lastArguments(
  {keys, isWrapped}: Layout,
  c: number,
  leaves: readonly PrintedLeaf[],
): {readonly leaf: number; readonly argument: number} | null {
  const arity = arityOf(keys.trees.get('[0]', c))
  if (!isWrapped || arity === null || keywordsOf(keys, c).length > 0) return null
  const leaf = leaves.findLastIndex(({type}) => type === 'u32[]' || type.startsWith('key<')) + 1
  const count = leaves.length - leaf
  return leaf > 0 && count > 0 && count < arity ? {leaf, argument: arity - count} : null
}
