import {callArguments, type ToldParameters} from './arguments.ts'
import type {PrintedLeaf} from './shorttype.ts'
import {families, type Families} from './family.ts'
import type {ArgumentLeaves} from './graphnodes.ts'
import type {LeafName} from './leafnames.ts'
import {type Parameters, parameterOf} from './parameters.ts'
import {graphdefAt, leafName, stateLeafOf} from './place.ts'
import {callAt} from './recorded.ts'

/** Where a leaf of the compile line stands. */
interface LeafPlace {
  readonly path: readonly string[]
  /** What JAX's messages call it, where they do. */
  readonly name?: string
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
    families: {fullestOf, twinOf, mateOf},
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
  const like = twinOf(c)
  if (like !== undefined) return placesOf(like)
  const own = ownPlaces(found, c, leaves, all, nodes.leaves)
  const mate = mateOf(c)
  return mate === undefined ? own : {...own, printed: filledFrom(own.printed, placesOf(mate).printed)}
}

/** Leaves without a name are called as those of a call with the same containers. */
const filledFrom = (own: readonly LeafPlace[], others: readonly LeafPlace[]): readonly LeafPlace[] =>
  own.map((place, at) => {
    const other = others[at]
    return place.isPlaced || other?.isPlaced !== true ? place : {...other, isTold: false}
  })

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
  const printed = given.flatMap((argument) => argument.leaves.map((path) => ({argument, path})))
  const nameAt = (position: number): LeafName | undefined =>
    leafNames.at(c, position) ?? leafNames.behindNodes(leaves.length - nodeLeaves, position - nodeLeaves)
  return {
    printed: numbered(
      found,
      c,
      leaves.map((_, position) => {
        const inside = printed[position]
        if (inside !== undefined) return placeInside(found, c, inside.argument, inside.path, position, nameAt)
        const name = nameAt(position)
        return name === undefined ? nameless : namedPlace(found, name, c)
      }),
    ),
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
  if (given === null) return nameless
  return {path: [parameterOf(found.parameters, given.root, given.argument), ...path], isTold, isPlaced}
}

/** A leaf that JAX names, in a message of this call or of one with the same structure; else the name is inferred. */
const namedPlace = (found: Layout, {name, call}: LeafName, c: number): LeafPlace => ({
  path: pathOfLeaf(found, name, c),
  name,
  isTold: found.keys.structures.isSame(call, c),
  isPlaced: true,
})

/** A leaf of which no name is known. */
const nameless: LeafPlace = {path: [], isTold: false, isPlaced: false}

/**
 * Names leaves without a name by their positions, `leaf 2 of 3`: nobody can say whose they are. In calls that are known to hold other
 * containers they are others (`leaf 2 of 3[in call 4]`).
 */
function numbered({families: {layoutOf}}: Layout, c: number, places: readonly LeafPlace[]): LeafPlace[] {
  const first = layoutOf(c)
  const layout = first === null ? [] : [`[in call ${first + 1}]`]
  return places.map((place, at) =>
    place.isPlaced ? place : {...place, path: [`leaf ${at + 1} of ${places.length}`, ...layout]},
  )
}

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
