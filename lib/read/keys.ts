import {type Fact, type Key, show} from '../log/index.ts'
import {toldParameters} from './arguments.ts'
import {
  marked,
  meshIn,
  meshOf,
  noMesh,
  type PrintedLeaf,
  strong,
  toldPlacement,
  unmarked,
} from './shorttype.ts'
import {explainedKeys, type ExplainedKeys} from './explained.ts'
import {ofNamedFields} from './misnamed.ts'
import {hides} from './laws.ts'
import {type Layout, layout, type LeafPlaces, leafPlaces, pathOfLeaf} from './leafplaces.ts'
import {loneCalls, tellsNothing} from './lone.ts'
import {type Parameters, parameters, pathOf, typesTold} from './parameters.ts'
import {callAt, type RecordedCall} from './recorded.ts'
import type {NamedDifference} from './severity.ts'
import {addStructure, structurePlaces} from './structure.ts'

type Content = Pick<Key, 'facts' | 'unknown'>
type Gap = Key['unknown'][number]

/** The function object that calls are of: where it is defined, and its id in the log. */
interface FunctionObject {
  readonly definition: string
  /** Empty where the log does not give it. */
  readonly identity: string
  /** The log gave this id to an earlier object of the same definition: the same one after its caches were cleared, or a new one at the same address. */
  readonly again: boolean
  /** The log explains misses, so that a compile without one is no trace. */
  readonly explained: boolean
  /** The log tells traces, so that a compile without one found an earlier one again. */
  readonly traces: boolean
  /** The log has compile lines, so that a call without one does not tell its leaves. */
  readonly timed: boolean
}

/** Puts the keys of the calls of one function object together, each when it is asked for. */
interface KeysOf {
  (calls: readonly RecordedCall[], object: FunctionObject): (call: number) => Content
}

/**
 * The keys of all calls of one function object after another, put together once and when first asked for. What was found for them is let
 * go when each was asked for: a collector of garbage would carry it along for long behind what is old itself.
 */
export function keys(): KeysOf {
  const alone = loneCalls<Content>()
  return (calls, object) => {
    let made: ((call: number) => Content) | null = null
    let left = 0
    return (call) => {
      const [only] = calls
      if (only !== undefined && calls.length === 1 && tellsNothing(only.draft.miss)) {
        const {facts, unknown} = alone(only, object.again, () => prepare(calls, object)(0))
        return {facts: [objectFact(object), ...facts.slice(1)], unknown}
      }
      if (made === null) left = calls.length
      made ??= prepare(calls, object)
      const content = made(call)
      if (--left === 0) made = null
      return content
    }
  }
}

const objectFact = ({definition, identity}: FunctionObject): Fact => ({
  component: 'function',
  kind: 'function',
  path: [],
  value: definition,
  ...(identity !== '' && {identity}),
})

function prepare(recorded: readonly RecordedCall[], object: FunctionObject): (call: number) => Content {
  const {again, explained, traces, timed} = object
  const calls = ofNamedFields(recorded)
  const isExplained = calls.some(({draft: {miss}}) => miss !== null)
  const found = explainedKeys(calls, ({traced}) => (explained && isExplained) || (traces && !traced))
  const signature = toldParameters(found)
  const names = parameters(signature)
  const leaves = layout(signature, names)
  const placesOf = leafPlaces(leaves)
  const places = structurePlaces(found, names)
  const fact = objectFact(object)
  const left = leftOut(found)
  const holders = new Set(calls.flatMap((call, c) => (call.leaves === null ? [] : holdersOf(placesOf(c)))))
  const weakNames = tellWeakness(found, placesOf)
  const everTold = new Set(calls.flatMap(({draft}) => typesTold(draft).flatMap(sidesOf)))
  return (c) => {
    const facts: Fact[] = [fact]
    const unknown: Gap[] = []
    const call = callAt(calls, c)
    for (const place of places) addStructure(place, found, c, facts, unknown)
    const leafPlacesOf = call.leaves === null ? noPlaces : placesOf(c)
    if (call.leaves !== null) {
      const typeOf = isExplained ? toldType(found, c, everTold) : typeOnMesh
      const isNamed = isExplained ? mayBeNamed(leaves, c, leafPlacesOf) : () => false
      addLeaves(call.leaves, leafPlacesOf, typeOf, isNamed, facts, unknown)
      addUnplaced(leafPlacesOf, holders, unknown)
      if (isExplained && leafPlacesOf.printed.some(({isPlaced}) => !isPlaced))
        facts.push(countLeaves(placesOf(leaves.families.fullestOf(c) ?? c).printed.length))
    }
    addNamedTypes(leaves, weakNames, c, call, leafPlacesOf, facts, unknown)
    if (call.leaves === null && timed) unknown.push(...untoldLeaves)
    if (again) unknown.push({component: 'function', path: []})
    if (call.draft.miss?.severity === 'debug') unknown.push(...ofDebugInfo)
    addContext(found, c, call, facts, unknown)
    addHidden(found, names, c, call, unknown)
    if (!isExplained) unknown.push(...unexplained)
    unknown.push(...left)
    return {facts, unknown}
  }
}

/** Takes from the compile lines which leaves are weak; the names of those that are weak in some call. */
function tellWeakness(
  {calls, weak, types}: ExplainedKeys,
  placesOf: (call: number) => LeafPlaces,
): ReadonlySet<string> {
  calls.forEach(({leaves}, c) => {
    if (leaves === null) return
    placesOf(c).printed.forEach(({name}, i) => {
      const leaf = leaves[i]
      if (name !== undefined && leaf !== undefined) weak.tell(name, c, isWeak(leaf))
    })
  })
  return new Set([...types.names()].filter((name) => calls.some((_, c) => weak.get(name, c) === true)))
}

const noPlaces: LeafPlaces = {printed: [], missing: []}

/** What a call does not tell whose compile line is missing, in a log that has such lines. */
const untoldLeaves: readonly Gap[] = [
  {component: 'aval', path: []},
  {component: 'placement', path: []},
]

/** What compile lines alone do not tell: which function object it was, and with what options it was jitted. */
const unexplained: readonly Gap[] = [
  {component: 'function', path: []},
  {component: 'options', path: []},
]

/**
 * Debug info is what JAX knows of the function besides its code: its name and those of its parameters. From 0.11 on it differs where an
 * argument is static in one of two wrappers, and JAX then names it whatever statics and types differ from other calls.
 */
const ofDebugInfo: readonly Gap[] = [
  {component: 'static', path: []},
  {component: 'tree', path: []},
  {component: 'function', path: []},
]

/** What no key of a function tells because the log names more places than are kept. */
function leftOut({trees, members, types, context}: ExplainedKeys): readonly Gap[] {
  const full: [boolean, ...Gap['component'][]][] = [
    [trees.isFull || members.has.isFull, 'tree', 'graphdef', 'static'],
    [types.isFull, 'aval'],
    [context.isFull, 'context'],
  ]
  return full.flatMap(([isFull, ...components]) =>
    isFull ? components.map((component) => ({component, path: []})) : [],
  )
}

/** Marks a fact that the log does not tell of this call itself. */
const evidenceOf = (isTold: boolean): Pick<Fact, 'evidence'> => (isTold ? {} : {evidence: 'inferred'})

function addContext(
  {context}: ExplainedKeys,
  c: number,
  {draft}: RecordedCall,
  facts: Fact[],
  unknown: Gap[],
): void {
  const told = new Set(draft.miss?.keys.flatMap((key) => key.context.map(({name}) => name)))
  for (const name of context.names()) {
    const value = context.get(name, c)
    const path = [name]
    if (value === undefined) unknown.push({component: 'context', path})
    else facts.push({component: 'context', kind: 'context', path, value, ...evidenceOf(told.has(name))})
  }
}

/** What the message of a call leaves open, where it is not known to be like the first call's. */
function addHidden(
  {unnamed}: ExplainedKeys,
  names: Parameters,
  c: number,
  {draft: {miss}}: RecordedCall,
  unknown: Gap[],
): void {
  if (unnamed.isSame(0, c)) return
  const hiding = miss?.trees.find(hides)
  const isWhole = hiding === undefined || hiding.at === '[0]' || hiding.at === '[1]'
  const path = isWhole ? [] : pathOf(hiding.at, names, false)
  unknown.push({component: 'graphdef', path}, {component: 'static', path})
  if (hiding === undefined) unknown.push({component: 'tree', path: []})
  else if (hiding.now.component === 'tree') unknown.push({component: 'tree', path: [...path, beneath]})
  if (miss === null || !miss.ranked || miss.severity === null) unknown.push({component: 'context', path: []})
}

/** Stands for all that a container of which the log tells holds, and which it does not tell. */
const beneath = '…'

/** The types and placements of the leaves that the compile line prints. */
function addLeaves(
  leaves: readonly PrintedLeaf[],
  {printed, missing}: LeafPlaces,
  typeOf: (leaf: PrintedLeaf, name: string | undefined) => string,
  isNamed: (leaf: PrintedLeaf) => boolean,
  facts: Fact[],
  unknown: Gap[],
): void {
  for (const path of missing) unknown.push({component: 'aval', path}, {component: 'placement', path})
  printed.forEach(({path, name, isTold, isPlaced}, i) => {
    const leaf = leaves[i]
    if (leaf === undefined) return
    if (!isPlaced && isNamed(leaf)) {
      unknown.push({component: 'aval', path}, {component: 'placement', path})
      return
    }
    const marks: Pick<Fact, 'evidence' | 'unplaced'> = {
      ...evidenceOf(isTold),
      ...(!isPlaced && {unplaced: true}),
    }
    facts.push({component: 'aval', kind: 'leaf', path, value: typeOf(leaf, name), ...marks})
    const value = toldPlacement(leaf.sharding)
    if (value !== null) facts.push({component: 'placement', kind: 'placement', path, value, ...marks})
  })
}

/** The arguments in which leaves stand that the log names. */
const holdersOf = ({printed}: LeafPlaces): string[] =>
  printed.flatMap(({path: [holder], isPlaced}) => (isPlaced && holder !== undefined ? [holder] : []))

/** What a call does not tell whose compile line prints leaves without a name: any argument in which others have leaves. */
function addUnplaced(printed: LeafPlaces, holders: ReadonlySet<string>, unknown: Gap[]): void {
  if (printed.printed.every(({isPlaced}) => isPlaced)) return
  const own = new Set(holdersOf(printed))
  for (const holder of holders)
    if (!own.has(holder))
      unknown.push({component: 'aval', path: [holder]}, {component: 'placement', path: [holder]})
}

/** The types that a message tells of a leaf, under its name. */
const sidesOf = ({name, now, before}: NamedDifference): string[] =>
  [now, before].map((type) => `${name}\u0000${unmarked(type)}${meshIn(type) ?? ''}`)

/**
 * A leaf's type, on the mesh that messages tell of: they print it where it differs, whatever sharding the program asks for. Of a call
 * that they do not tell of, it is that of its sharding where they tell the leaf so of another call.
 */
const toldType =
  (keys: ExplainedKeys, c: number, everTold: ReadonlySet<string>) =>
  (leaf: PrintedLeaf, name: string | undefined): string => {
    if (name === undefined) return leaf.type
    const type = strong(leaf.type)
    const own = meshOf(leaf.sharding)
    const mesh = toldMesh(keys, name, c) ?? (everTold.has(`${name}\u0000${type}${own}`) ? own : '')
    return marked(type + mesh, isWeak(leaf))
  }

/** The mesh that messages tell of a leaf's type, empty for none. */
const toldMesh = ({meshes}: ExplainedKeys, name: string, c: number): string | undefined =>
  meshes.get(name, c)?.replace(noMesh, '')

const isWeak = ({type}: PrintedLeaf): boolean => strong(type) !== type

/** A leaf's type on the mesh of its sharding, in a log that explains nothing. */
const typeOnMesh = ({type, sharding}: PrintedLeaf): string => type + meshOf(sharding)

/** Of a leaf without a name, whether it may be one that messages name and that the compile line has nowhere else: its name tells its type. */
function mayBeNamed(found: Layout, c: number, {printed}: LeafPlaces): (leaf: PrintedLeaf) => boolean {
  const {types} = found.keys
  const placed = new Set(printed.map(({path}) => show(path)))
  const open = new Set(
    [...types.names()].flatMap((name) => {
      const type = types.get(name, c)
      return type === undefined || placed.has(show(pathOfLeaf(found, name, c))) ? [] : [type]
    }),
  )
  return ({type}) => open.has(strong(type))
}

/** How many leaves a call has, of which some have no name: in a log without explanations they may only be those that its program uses. */
const countLeaves = (count: number): Fact => ({
  component: 'tree',
  kind: 'container',
  path: ['number of leaves'],
  value: String(count),
  evidence: 'inferred',
  unplaced: true,
})

/** The types of leaves that messages name, of those that do not stand in the compile line under their names. */
function addNamedTypes(
  leaves: Layout,
  weakNames: ReadonlySet<string>,
  c: number,
  {draft}: RecordedCall,
  {printed}: LeafPlaces,
  facts: Fact[],
  unknown: Gap[],
): void {
  const {types, weak, unnamed} = leaves.keys
  const told = new Set(typesTold(draft).map(({name}) => name))
  const placed = new Set(printed.map(({path}) => show(path)))
  for (const name of types.names()) {
    const type = types.get(name, c)
    const path = pathOfLeaf(leaves, name, c)
    if (placed.has(show(path))) continue
    if (type === undefined) unknown.push({component: 'aval', path})
    else {
      const said = weak.get(name, c)
      const value = type + (toldMesh(leaves.keys, name, c) ?? '')
      facts.push({
        component: 'aval',
        kind: 'leaf',
        path,
        value: marked(value, said === true),
        ...evidenceOf(told.has(name)),
        ...(said === undefined && weakNames.has(name) && {printed: {type: value, as: 'type'}}),
      })
    }
  }
  if (printed.length === 0 && (!unnamed.isSame(0, c) || draft.miss?.severity !== 'types'))
    unknown.push({component: 'aval', path: []})
}
