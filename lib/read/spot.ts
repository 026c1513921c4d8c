import type {Component, Fact, Key, Path} from '../log/index.ts'
import type {Known} from './known.ts'
import {type Layout, written} from './layout.ts'
import type {Thing} from './thing.ts'

type Gap = Key['unknown'][number]

/** A place of the arguments at which a function's keys may differ, made ready for all of them. */
interface Spot {
  readonly slot: string
  /** What a call holds there; the component of a call of which nothing is told. */
  readonly component: Component
  readonly path: Place
  /** The same place where it holds a graphdef, whose subscripts are plain segments. */
  readonly graph: Place
  /** The keys of the dict that stands there. */
  readonly members: readonly {readonly slot: string; readonly key: string}[]
}

/** A path, and what keys say of it, made once however many keys say it. */
interface Place {
  readonly path: Path
  readonly gap: (component: Component) => Gap
  readonly facts: (held: Thing, own: boolean) => readonly Fact[]
  readonly inside: (key: string) => {readonly present: Fact; readonly gap: Gap}
}

/** The places that the messages of a function name. */
export function spotsOf(found: Known, names: Layout): Spot[] {
  return [...found.trees.names()]
    .filter((slot) => !/\.states\[\d+\]$/.test(slot))
    .map((slot) => {
      const graph = placeAt(written(slot, names, true))
      const path = placeAt(written(slot, names, false))
      const keys = [...(found.members.keys.get(slot) ?? [])].filter((key) => /^['"]/.test(key))
      return {
        slot,
        component: sample(found, slot)?.component ?? 'tree',
        path,
        graph,
        members: keys.map((key) => ({slot: `${slot}${key}`, key: `[${key}]`})),
      }
    })
}

/** What some call holds at a place. */
function sample(found: Known, slot: string): Thing | undefined {
  for (let c = 0; c < found.calls.length; c++) {
    const held = found.trees.get(slot, c)
    if (held !== undefined) return held
  }
  return undefined
}

function placeAt(path: Path): Place {
  const gaps = new Map<Component, Gap>()
  const made = [new Map<Thing, readonly Fact[]>(), new Map<Thing, readonly Fact[]>()] as const
  const inner = new Map<string, {present: Fact; gap: Gap}>()
  return {
    path,
    gap: (component) => remembered(gaps, component, () => ({component, path})),
    facts: (held, own) => remembered(made[own ? 1 : 0], held, () => factsOf(held, path, own)),
    inside: (key) =>
      remembered(inner, key, () => {
        const within = [...path, key]
        return {
          present: {
            component: 'tree',
            kind: 'container',
            path: within,
            value: 'present',
            evidence: 'inferred',
          },
          gap: {component: 'tree', path: within},
        }
      }),
  }
}

function remembered<K, V>(held: Map<K, V>, key: K, make: () => V): V {
  const known = held.get(key)
  if (known !== undefined) return known
  const made = make()
  held.set(key, made)
  return made
}

/** Adds what is known of one call at a place, and what is not. */
export function tell(
  spot: Spot,
  {calls, trees, members}: Known,
  c: number,
  facts: Fact[],
  unknown: Gap[],
): void {
  const {slot} = spot
  const held = trees.get(slot, c)
  const place = (held?.component ?? spot.component) === 'graphdef' ? spot.graph : spot.path
  if (held === undefined) {
    unknown.push(place.gap(spot.component))
    return
  }
  const said = calls[c]?.draft.miss?.trees.filter(({at}) => at === slot) ?? []
  const own = said.some(({now}) => now === (held.base ?? held))
  const swapped = (own ? (said[0]?.keys ?? []) : []).filter(
    (key) => members.has.get(`${slot}${key}`, c) === undefined,
  )
  if (swapped.length === 0) facts.push(...place.facts(held, own))
  else
    facts.push({
      component: 'tree',
      kind: 'container',
      path: place.path,
      value: `${held.words}, of other names (${swapped.join(', ')})`,
    })
  if (held.cut) unknown.push(place.gap(held.component))
  for (const member of spot.members) {
    const has = members.has.get(member.slot, c)
    if (has === true) facts.push(place.inside(member.key).present)
    if (has === undefined && trees.get(member.slot, c) === undefined)
      unknown.push(place.inside(member.key).gap)
  }
}

function factsOf(held: Thing, path: Path, own: boolean): Fact[] {
  return held.facts.map((fact): Fact => ({
    component: held.component,
    kind: fact.kind,
    path: [...path, ...fact.path],
    value: fact.target === undefined ? fact.value : [...path, ...fact.target].join('.'),
    ...(fact.identity !== undefined && {identity: fact.identity}),
    ...(!own && {evidence: 'inferred' as const}),
  }))
}
