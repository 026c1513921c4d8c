import type {Fact, Key} from '../log/index.ts'
import {placement} from './aval.ts'
import {hides, known, type Known} from './known.ts'
import {type Layout, layout, written} from './layout.ts'
import {spotsOf, tell} from './spot.ts'
import type {Call} from './told.ts'

type Content = Pick<Key, 'facts' | 'unknown'>
type Gap = Key['unknown'][number]

/** The function object that calls are of: where it is defined, and its id in the log. */
export interface FunctionObject {
  readonly definition: string
  /** Empty where the log does not give it. */
  readonly identity: string
  /** The log gave this id to an earlier object of the same definition: the same one after its caches were cleared, or a new one at the same address. */
  readonly again: boolean
  /** The log explains misses, so that a compile without one is no trace. */
  readonly explained: boolean
}

/** The keys of all calls of one function object, put together once and when first asked for. */
export function keys(calls: readonly Call[], object: FunctionObject): (call: number) => Content {
  let made: ((call: number) => Content) | null = null
  return (call) => {
    made ??= prepare(calls, object)
    return made(call)
  }
}

function prepare(
  calls: readonly Call[],
  {definition, identity, again, explained}: FunctionObject,
): (call: number) => Content {
  const found = known(calls, explained)
  const names = layout(found)
  const spots = spotsOf(found, names)
  const object: Fact = {
    component: 'function',
    kind: 'function',
    path: [],
    value: definition,
    ...(identity !== '' && {identity}),
  }
  const left = leftOut(found)
  return (c) => {
    const facts: Fact[] = [object]
    const unknown: Gap[] = []
    for (const spot of spots) tell(spot, found, c, facts, unknown)
    avals(found, names, c, facts, unknown)
    if (again) unknown.push({component: 'function', path: []})
    contexts(found, c, facts, unknown)
    hidden(found, names, c, unknown)
    unknown.push(...left)
    return {facts, unknown}
  }
}

/** What no key of a function tells because the log names more places than are kept. */
function leftOut({trees, members, types, context}: Known): readonly Gap[] {
  const full: [boolean, ...Gap['component'][]][] = [
    [trees.isFull || members.has.isFull, 'tree', 'graphdef', 'static'],
    [types.isFull, 'aval'],
    [context.isFull, 'context'],
  ]
  return full.flatMap(([isFull, ...components]) =>
    isFull ? components.map((component) => ({component, path: []})) : [],
  )
}

function contexts(found: Known, c: number, facts: Fact[], unknown: Gap[]): void {
  const told = new Set(found.calls[c]?.draft.miss?.context.map(({name}) => name))
  for (const name of found.context.names()) {
    const value = found.context.get(name, c)
    if (value === undefined) unknown.push({component: 'context', path: [name]})
    else
      facts.push({
        component: 'context',
        kind: 'context',
        path: [name],
        value,
        ...(!told.has(name) && {evidence: 'inferred' as const}),
      })
  }
}

/** What the message of a call leaves open, where it is not known to be like the first call's. */
function hidden(found: Known, names: Layout, c: number, unknown: Gap[]): void {
  if (found.rest.equal('rest', 0, c)) return
  const told = found.calls[c]?.draft.miss ?? null
  const hiding = told?.trees.find(hides)
  const whole =
    hiding === undefined || told?.severity === 'context' || hiding.at === '[0]' || hiding.at === '[1]'
  const path = whole ? [] : written(hiding.at, names, false)
  unknown.push({component: 'graphdef', path}, {component: 'static', path})
  if (hiding === undefined) unknown.push({component: 'tree', path: []})
  if (told === null || !told.ranked || told.severity === null) unknown.push({component: 'context', path: []})
}

/** The types of the leaves: from the compile line, else from the types that the messages name. */
function avals(found: Known, names: Layout, c: number, facts: Fact[], unknown: Gap[]): void {
  const call = found.calls[c]
  const leaves = call?.leaves ?? null
  if (leaves !== null) {
    const {paths, missing} = names.leaves(c)
    for (const path of missing) unknown.push({component: 'aval', path}, {component: 'placement', path})
    paths.forEach(({path, certain}, i) => {
      const leaf = leaves[i]
      if (leaf === undefined) return
      facts.push({
        component: 'aval',
        kind: 'leaf',
        path,
        value: leaf.type,
        ...(!certain && {evidence: 'inferred' as const}),
      })
      const where = placement(leaf.sharding)
      if (where !== null)
        facts.push({
          component: 'placement',
          kind: 'placement',
          path,
          value: where,
          ...(!certain && {evidence: 'inferred' as const}),
        })
    })
    return
  }
  const told = new Set(call?.draft.miss?.types.map(({name}) => name))
  for (const name of found.types.names()) {
    const value = found.types.get(name, c)
    const path = names.named(name, c)
    if (value === undefined) unknown.push({component: 'aval', path})
    else
      facts.push({
        component: 'aval',
        kind: 'leaf',
        path,
        value,
        ...(!told.has(name) && {evidence: 'inferred' as const}),
      })
  }
  if (!found.rest.equal('rest', 0, c) || call?.draft.miss?.severity !== 'types')
    unknown.push({component: 'aval', path: []})
}
