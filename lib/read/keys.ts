import type {Component, Fact, Key, Path} from '../log/index.ts'
import {placement} from './aval.ts'
import {type Call, hides, known, type Known} from './known.ts'
import {type Layout, layout, written} from './layout.ts'
import type {Thing} from './thing.ts'

type Content = Pick<Key, 'facts' | 'unknown'>

/** The facts of a thing at a path, made once however many keys hold it. */
type Memo = Map<Thing, Map<string, readonly Fact[]>>

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
  let held: {found: Known; names: Layout; object: Fact} | null = null
  const memo: Memo = new Map()
  return (call) => {
    held ??= prepare(calls, object)
    return content(held.found, held.names, held.object, object.again, call, memo)
  }
}

function prepare(calls: readonly Call[], object: FunctionObject): {found: Known; names: Layout; object: Fact} {
  const found = known(calls, object.explained)
  return {found, names: layout(found), object: {component: 'function', kind: 'function', path: [], value: object.definition, ...(object.identity !== '' && {identity: object.identity})}}
}

function content(found: Known, names: Layout, object: Fact, again: boolean, c: number, memo: Memo): Content {
  const facts: Fact[] = [object]
  const unknown: {component: Component; path: Path}[] = []
  const told = found.calls[c]?.draft.miss ?? null

  for (const slot of found.trees.names()) {
    if (/\.states\[\d+\]$/.test(slot)) continue
    const held = found.trees.get(slot, c)
    const sample = held ?? anyThing(found, slot)
    const path = written(slot, names, sample?.component === 'graphdef')
    if (held === undefined) unknown.push({component: sample?.component ?? 'tree', path})
    else {
      const own = told?.trees.some((one) => one.at === slot && one.now === (held.base ?? held)) === true
      const swapped = (own ? (told.trees.find((one) => one.at === slot)?.keys ?? []) : []).filter((key) => found.members.get(`${slot}${key}`, c) === undefined)
      if (swapped.length === 0) facts.push(...factsOf(held, path, own, memo))
      else facts.push({component: 'tree', kind: 'container', path, value: `${held.words}, of other names (${swapped.join(', ')})`})
      if (held.cut) unknown.push({component: held.component, path})
      for (const member of found.members.names()) {
        if (!member.startsWith(`${slot}'`) && !member.startsWith(`${slot}"`)) continue
        const has = found.members.get(member, c)
        const inside = [...path, `[${member.slice(slot.length)}]`]
        if (has === true) facts.push({component: 'tree', kind: 'container', path: inside, value: 'present', evidence: 'inferred'})
        if (has === undefined && found.trees.get(member, c) === undefined) unknown.push({component: 'tree', path: inside})
      }
    }
  }

  avals(found, names, c, facts, unknown)
  if (again) unknown.push({component: 'function', path: []})

  for (const name of found.context.names()) {
    const value = found.context.get(name, c)
    if (value === undefined) unknown.push({component: 'context', path: [name]})
    else facts.push({component: 'context', kind: 'context', path: [name], value, ...(told?.context.some((one) => one.name === name) !== true && {evidence: 'inferred' as const})})
  }

  if (!found.rest.equal('rest', 0, c)) {
    const hiding = told?.trees.find(hides)
    const whole = hiding === undefined || told?.severity === 'context' || hiding.at === '[0]' || hiding.at === '[1]'
    const path = whole ? [] : written(hiding.at, names, false)
    unknown.push({component: 'graphdef', path}, {component: 'static', path})
    if (hiding === undefined) unknown.push({component: 'tree', path: []})
    if (told === null || !told.ranked || told.severity === null) unknown.push({component: 'context', path: []})
  }
  return {facts, unknown}
}

function anyThing(found: Known, slot: string): Thing | undefined {
  for (let c = 0; c < found.calls.length; c++) {
    const held = found.trees.get(slot, c)
    if (held !== undefined) return held
  }
  return undefined
}

function factsOf(held: Thing, path: readonly string[], own: boolean, memo: Memo): readonly Fact[] {
  const component = held.component
  const made = memo.get(held) ?? new Map<string, readonly Fact[]>()
  memo.set(held, made)
  const label = `${own ? 'own' : ''} ${path.join('\u0000')}`
  const known = made.get(label)
  if (known !== undefined) return known
  const facts = held.facts.map((fact): Fact => ({
    component,
    kind: fact.kind,
    path: [...path, ...fact.path],
    value: fact.target === undefined ? fact.value : [...path, ...fact.target].join('.'),
    ...(fact.identity !== undefined && {identity: fact.identity}),
    ...(!own && {evidence: 'inferred' as const}),
  }))
  made.set(label, facts)
  return facts
}

/** The types of the leaves: from the compile line, else from the types that the messages name. */
function avals(found: Known, names: Layout, c: number, facts: Fact[], unknown: {component: Component; path: Path}[]): void {
  const call = found.calls[c]
  const leaves = call?.leaves ?? null
  if (leaves !== null) {
    const {paths, missing} = names.leaves(c)
    for (const path of missing) unknown.push({component: 'aval', path}, {component: 'placement', path})
    paths.forEach(({path, certain}, i) => {
      const leaf = leaves[i]
      if (leaf === undefined) return
      facts.push({component: 'aval', kind: 'leaf', path, value: leaf.type, ...(!certain && {evidence: 'inferred' as const})})
      const where = placement(leaf.sharding)
      if (where !== null) facts.push({component: 'placement', kind: 'placement', path, value: where, ...(!certain && {evidence: 'inferred' as const})})
    })
    return
  }
  for (const name of found.types.names()) {
    const value = found.types.get(name, c)
    const path = names.named(name, c)
    if (value === undefined) unknown.push({component: 'aval', path})
    else facts.push({component: 'aval', kind: 'leaf', path, value, ...(call?.draft.miss?.types.some((one) => one.name === name) !== true && {evidence: 'inferred' as const})})
  }
  if (!found.rest.equal('rest', 0, c) || call?.draft.miss?.severity !== 'types') unknown.push({component: 'aval', path: []})
}
