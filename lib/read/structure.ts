import type {Component, Fact, Key, Path} from '../log/index.ts'
import {looksAlike} from './alike.ts'
import type {ExplainedKeys} from './explained.ts'
import {type Parameters, pathOf} from './parameters.ts'
import {isNodeState} from './place.ts'
import {callAt} from './recorded.ts'
import type {Subtree} from './subtree.ts'

type Gap = Key['unknown'][number]

/** A place of the arguments at which the structures of a function's keys may differ, made ready for all of them. */
interface StructurePlace {
  readonly at: string
  /** What a call holds there; the component of a call of which nothing is told. */
  readonly component: Component
  readonly plain: PlaceFacts
  /** The same where it holds a graphdef, whose subscripts are plain segments. */
  readonly graph: PlaceFacts
  /** The keys of the dict that stands there, and whether what a key holds is a place itself. */
  readonly members: readonly {readonly slot: string; readonly key: string; readonly isPlace: boolean}[]
}

/** What keys say of one path, made once however many keys say it. */
interface PlaceFacts {
  readonly path: Path
  readonly gap: (component: Component) => Gap
  readonly facts: (held: Subtree, isTold: boolean) => readonly Fact[]
  readonly member: (key: string) => {readonly present: Fact; readonly gap: Gap}
}

/** The places that the messages of a function name; the leaves of a graph node's state are told with the graphdef. */
export function structurePlaces({calls, trees, members}: ExplainedKeys, names: Parameters): StructurePlace[] {
  const all = new Set(trees.names())
  return [...all]
    .filter((at) => !isNodeState(at))
    .map((at) => ({
      at,
      component: first(calls.keys(), (c) => trees.get(at, c))?.component ?? 'tree',
      plain: placeFacts(pathOf(at, names, false)),
      graph: placeFacts(pathOf(at, names, true)),
      members: [...(members.keys.get(at) ?? [])]
        .filter((key) => key.startsWith("'") || key.startsWith('"'))
        .map((key) => ({slot: `${at}${key}`, key: `[${key}]`, isPlace: all.has(`${at}[${key}]`)})),
    }))
}

function first<T>(calls: Iterable<number>, held: (call: number) => T | undefined): T | undefined {
  for (const c of calls) {
    const found = held(c)
    if (found !== undefined) return found
  }
  return undefined
}

function placeFacts(path: Path): PlaceFacts {
  const told = new Map<Subtree, readonly Fact[]>()
  const inferred = new Map<Subtree, readonly Fact[]>()
  const gaps = new Map<Component, Gap>()
  const members = new Map<string, {present: Fact; gap: Gap}>()
  return {
    path,
    gap: (component) => once(gaps, component, () => ({component, path})),
    facts: (held, isTold) => once(isTold ? told : inferred, held, () => factsOf(held, path, isTold)),
    member: (key) => once(members, key, () => memberAt([...path, key])),
  }
}

function once<K, V>(held: Map<K, V>, key: K, make: () => V): V {
  const known = held.get(key)
  if (known !== undefined) return known
  const made = make()
  held.set(key, made)
  return made
}

const memberAt = (path: Path): {present: Fact; gap: Gap} => ({
  present: {component: 'tree', kind: 'container', path, value: 'present', evidence: 'inferred'},
  gap: {component: 'tree', path},
})

const factsOf = (held: Subtree, path: Path, isTold: boolean): Fact[] =>
  held.facts.map((fact): Fact => ({
    component: held.component,
    kind: fact.kind,
    path: [...path, ...fact.path],
    value: fact.target === undefined ? fact.value : [...path, ...fact.target].join('.'),
    ...(fact.identity !== undefined && {identity: fact.identity}),
    ...(!isTold && {evidence: 'inferred'}),
    ...(fact.kind === 'container' && {printed: {type: held.type, as: held.prints}}),
  }))

/** What may stand at a place of which the log tells a part. */
const structural: readonly Component[] = ['graphdef', 'static', 'tree']

/** Adds what is known of one call's structure at a place, and what is not. */
export function addStructure(
  place: StructurePlace,
  {calls, trees, members}: ExplainedKeys,
  c: number,
  facts: Fact[],
  unknown: Gap[],
): void {
  const {at} = place
  const held = trees.get(at, c)
  const said = (held?.component ?? place.component) === 'graphdef' ? place.graph : place.plain
  if (held === undefined) {
    unknown.push(said.gap(place.component))
    return
  }
  const {miss} = callAt(calls, c).draft
  const printed = miss?.keys.flatMap((key) => key.trees.filter((one) => one.at === at)) ?? []
  const isTold = printed.some(({now}) => looksAlike(now, held.base ?? held))
  const swapped = held.swapped?.filter((key) => members.has.get(`${at}${key}`, c) === undefined) ?? []
  if (swapped.length === 0) facts.push(...said.facts(held, isTold))
  else facts.push(ofOtherNames(held, said.path, swapped, isTold))
  if (held.cut) unknown.push(...structural.map(said.gap))
  for (const member of place.members) {
    const has = members.has.get(member.slot, c)
    if (has === true) facts.push(said.member(member.key).present)
    if (has === undefined && !isHeld(member, trees.get(`${at}${member.key}`, c)))
      unknown.push(said.member(member.key).gap)
  }
}

/** Whether what a key of a dict holds is told at a place of its own. */
const isHeld = ({isPlace}: StructurePlace['members'][number], held: Subtree | undefined): boolean =>
  isPlace && held !== undefined

/** A dict with as many children as the one compared with, of which JAX prints the keys that only one of the two has. */
const ofOtherNames = ({words}: Subtree, path: Path, keys: readonly string[], isTold: boolean): Fact => ({
  component: 'tree',
  kind: 'container',
  path,
  value: `${words}, of other names (${keys.join(', ')})`,
  ...(!isTold && {evidence: 'inferred'}),
})
