import type {Fact, Key, Path} from '../log/index.ts'
import {contentOf, type Move, type Placed, renamed} from './renamed.ts'
import {isWithin, slotOf, valueOf} from './slot.ts'

/** Marks a child that was removed while another took its index; no path of a real key holds it. */
const gone = '\u0001'

/** A pair of lists longer than this is compared index by index. */
const longest = 400

/**
 * Finds what moved between two keys, by content: children of a list whose indices shifted because others were added or
 * removed before them, and subtrees that went from one path to another (a renamed attribute).
 */
export function align(now: Key, before: Key): {placed: Placed[]; moves: Move[]} {
  let placed: Placed[] = before.facts.map((fact) => ({fact, path: fact.path}))
  const moves: Move[] = []
  if (sameSlots(now, before)) {
    if (!hasManyChanges(now, before)) return {placed, moves}
  }
  for (const parent of lists(now, before)) {
    const shifts = shift(now.facts, placed, parent)
    if (shifts === null) continue
    placed = placed.map((entry) => {
      const child = entry.path[parent.length]
      const to = child !== undefined && isWithin(entry.path, parent) ? shifts.get(child) : undefined
      return to === undefined
        ? entry
        : {fact: entry.fact, path: [...parent, to, ...entry.path.slice(parent.length + 1)]}
    })
    for (const [from, to] of [...shifts].reverse()) {
      if (to.startsWith(gone)) continue
      const root = now.facts.find(
        (fact) =>
          isStructure(fact) && fact.path.length === parent.length + 1 && isWithin(fact.path, [...parent, to]),
      )
      moves.push({
        from: [...parent, from],
        to: [...parent, to],
        component: root?.component ?? 'graphdef',
        value: root?.value ?? '',
      })
    }
  }
  for (const move of renamed(now, placed)) {
    moves.push({...move, from: original(placed, move)})
    placed = placed.map((entry) =>
      isWithin(entry.path, move.from)
        ? {fact: entry.fact, path: [...move.to, ...entry.path.slice(move.from.length)]}
        : entry,
    )
  }
  return {placed, moves}
}

/** The path under which the earlier key itself held what moves now. */
function original(placed: readonly Placed[], {from, component}: Move): Path {
  const slot = slotOf(component, from)
  return placed.find(({fact, path}) => slotOf(fact.component, path) === slot)?.fact.path ?? from
}

const isStructure = ({kind}: Fact): boolean =>
  kind === 'node' || kind === 'variable' || kind === 'container' || kind === 'reference'

const isIndex = (segment: string | undefined): segment is string =>
  segment !== undefined && /^\[?\d{1,6}\]?$/.test(segment)

function sameSlots(now: Key, before: Key): boolean {
  if (now.facts.length !== before.facts.length) return false
  const slots = new Set(before.facts.map(({component, path}) => slotOf(component, path)))
  return now.facts.every(({component, path}) => slots.has(slotOf(component, path)))
}

/** One changed fact cannot be a permutation. */
function hasManyChanges(now: Key, before: Key): boolean {
  const values = new Map(before.facts.map((fact) => [slotOf(fact.component, fact.path), valueOf(fact)]))
  let changes = 0
  for (const fact of now.facts)
    if (fact.component === 'graphdef' && values.get(slotOf(fact.component, fact.path)) !== valueOf(fact))
      changes++
  return changes > 1
}

/** Paths of lists, outermost first: graph nodes that have an indexed child on both sides. */
function lists(now: Key, before: Key): Path[] {
  const collect = (key: Key): Map<string, Path> => {
    const found = new Map<string, Path>()
    for (const fact of key.facts) {
      if (fact.component !== 'graphdef' && fact.component !== 'tree') continue
      if (!isStructure(fact) || !isIndex(fact.path.at(-1))) continue
      const parent = fact.path.slice(0, -1)
      found.set(parent.join('\u0000'), parent)
    }
    return found
  }
  const others = collect(before)
  return [...collect(now)]
    .filter(([name]) => others.has(name))
    .map(([, path]) => path)
    .sort((a, b) => a.length - b.length)
}

/** The content of each child of a list: what stands at which path beneath it. */
function children(entries: readonly Placed[], parent: Path): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>()
  for (const {fact, path} of entries) {
    const child = path[parent.length]
    if (!isIndex(child) || fact.component === 'placement' || !isWithin(path, parent)) continue
    let content = found.get(child)
    if (content === undefined) found.set(child, (content = new Map<string, string>()))
    content.set(slotOf(fact.component, path.slice(parent.length + 1)), contentOf(fact, [...parent, child]))
  }
  return found
}

function distance(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  let count = 0
  for (const [slot, value] of a) if (b.get(slot) !== value) count++
  for (const slot of b.keys()) if (!a.has(slot)) count++
  return count
}

const order = (a: string, b: string): number => Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''))

/** New indices of the children that did not keep theirs; null where all kept them. */
function shift(facts: readonly Fact[], placed: readonly Placed[], parent: Path): Map<string, string> | null {
  const mine = children(
    facts.map((fact) => ({fact, path: fact.path})),
    parent,
  )
  const theirs = children(placed, parent)
  const now = [...mine.keys()].sort(order)
  const before = [...theirs.keys()].sort(order)
  if (now.length > longest || before.length > longest) return null
  const content = (side: Map<string, Map<string, string>>, child: string | undefined) =>
    side.get(child ?? '') ?? new Map<string, string>()
  const far = (i: number, j: number): number => distance(content(mine, now[i]), content(theirs, before[j]))
  const straight = now.reduce(
    (sum, _, i) => sum + Math.min(i < before.length ? far(i, i) : 1, 2),
    Math.max(0, before.length - now.length),
  )
  if (straight === 0 || (straight === Math.abs(now.length - before.length) && straight < 2)) return null

  // The cheapest way from one list to the other: to keep (what differs inside, at most as much as to replace), add or remove.
  const cost = Array.from({length: now.length + 1}, () => new Float64Array(before.length + 1))
  const at = (i: number, j: number): number => cost[i]?.[j] ?? Infinity
  const keep = (i: number, j: number): number => Math.min(far(i, j), 2.5)
  for (let i = 0; i <= now.length; i++) {
    for (let j = 0; j <= before.length; j++) {
      const row = cost[i]
      if (row === undefined || (i === 0 && j === 0)) continue
      row[j] = Math.min(
        i > 0 && j > 0 ? at(i - 1, j - 1) + keep(i - 1, j - 1) : Infinity,
        i > 0 ? at(i - 1, j) + 1 : Infinity,
        j > 0 ? at(i, j - 1) + 1 : Infinity,
      )
    }
  }
  if (at(now.length, before.length) >= straight) return null
  const shifts = new Map<string, string>()
  let i = now.length
  let j = before.length
  const lost: string[] = []
  while (i > 0 || j > 0) {
    if (i > 0 && j > 0 && at(i, j) === at(i - 1, j - 1) + keep(i - 1, j - 1)) {
      const to = now[--i]
      const from = before[--j]
      if (to !== undefined && from !== undefined && to !== from) shifts.set(from, to)
    } else if (j > 0 && at(i, j) === at(i, j - 1) + 1) lost.push(before[--j] ?? '')
    else i--
  }
  for (const child of lost) if (mine.has(child)) shifts.set(child, gone + child)
  return shifts
}
