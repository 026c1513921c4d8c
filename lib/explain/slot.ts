import type {Component, Fact, Key, Path} from '../log/index.ts'
import {withoutAddress} from '../words/index.ts'
import {kept} from './grouped.ts'

/** An argument without a name is in its container: `args[0]` in `args`, `kwargs['k']` in `kwargs`. */
const unnamed = /^(args|kwargs)(?=\[)/

/** Whether a path is of what a log tells as given by keyword. */
export const isKeyword = ([root = '']: Path): boolean => root.startsWith('kwargs')

const isUnnamed = (path: Path): boolean => path[0]?.startsWith('args') === true || isKeyword(path)

/** A path as text; equal for equal paths. */
export const textOf = (path: Path): string => {
  const text = path.join('\u0000')
  return isUnnamed(path) ? text.replace(unnamed, '$1\u0000') : text
}

/** Where a fact stands, as text: two keys are compared slot by slot. */
export const slotOf = (component: Component, path: Path): string => `${component}\u0000${textOf(path)}`

/** A fact of a key, and where it is compared: in its own place, or where the other key holds the same thing. */
export interface Placed {
  readonly fact: Fact
  readonly path: Path
  /** The place as text. */
  readonly slot: string
}

export const placedAt = (fact: Fact, path: Path): Placed => ({
  fact,
  path,
  slot: slotOf(fact.component, path),
})

/** Paths as texts: many facts of one path differ in their identities alone. */
const texts = new WeakMap<Path, string>()

const slotAt = (component: Component, path: Path): string => `${component}\u0000${kept(texts, path, textOf)}`

const inPlace = new WeakMap<Fact, Placed>()

/** A fact in its own place, made once: most keys hold the same facts. */
export const placed = (fact: Fact): Placed => kept(inPlace, fact, newPlaced)

const newPlaced = (fact: Fact): Placed => ({fact, path: fact.path, slot: slotAt(fact.component, fact.path)})

/** What stands there, as text: equal exactly where the two keys agree. */
export const valueOf = ({value, identity}: Fact): string =>
  identity === undefined ? value : `${withoutAddress(value)}\u0000${identity}`

/** The text that a person reads of what `valueOf` gives: without the addresses behind it. */
export const textIn = (value: string): string => value.split('\u0000', 1)[0] ?? value

const held = new WeakMap<Key, ReadonlyMap<string, string>>()

/** What a key holds at each slot, as text, found once; of several things at one the first. */
export const heldBy = (key: Key): ReadonlyMap<string, string> => kept(held, key, valuesOf)

function valuesOf({facts}: Key): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const fact of facts) {
    const {slot} = placed(fact)
    if (!all.has(slot)) all.set(slot, valueOf(fact))
  }
  return all
}

/** Whether two facts stand at one place. */
export const isAtOnePlace = (a: Fact, b: Fact): boolean =>
  a === b ||
  (a.component === b.component &&
    (a.path === b.path ||
      (a.path.length === b.path.length && a.path.every((segment, at) => segment === b.path[at]))))

/** Whether a path names an argument itself, not something in it. */
export const isArgument = (path: Path): boolean =>
  path.length === 1 || (path.length === 2 && (path[0] === 'args' || path[0] === 'kwargs'))

/** Whether a path is of a leaf in a module; not of an argument, nor of what a container holds. */
export const isParameter = ([, next]: Path): boolean => next !== undefined && !next.startsWith('[')

/** Whether `path` is `prefix` or lies beneath it. */
export function isWithin(path: Path, prefix: Path): boolean {
  if (prefix.length === 0) return true
  if (prefix.length <= path.length && prefix.every((segment, at) => path[at] === segment)) return true
  if (!isUnnamed(path) || !isUnnamed(prefix)) return false
  const [whole, part] = [textOf(path), textOf(prefix)]
  return whole === part || whole.startsWith(`${part}\u0000`)
}

/** What a table by the texts of paths holds for a path or for what it lies within, the outermost. */
export function firstAbove<T>(table: ReadonlyMap<string, T>, path: Path): T | undefined {
  for (let length = 1; length <= path.length; length++) {
    const found = table.get(textOf(path.slice(0, length)))
    if (found !== undefined) return found
  }
  return undefined
}

/** Where gaps are, and the same as text. */
interface Gaps {
  readonly slots: ReadonlySet<string>
  readonly text: string
}

/** Made once for the gaps of a key. */
const slotsOfGaps = new WeakMap<Key['unknown'], Gaps>()
const slotOfGap = new WeakMap<Key['unknown'][number], string>()

const slotsOf = (gaps: Key['unknown']): Gaps => kept(slotsOfGaps, gaps, newGaps)

function newGaps(gaps: Key['unknown']): Gaps {
  const slots = new Set(
    gaps.map((gap) => kept(slotOfGap, gap, ({component, path}) => slotOf(component, path))),
  )
  return {slots, text: [...slots].sort().join('\n')}
}

/** The gaps of a key as text: equal for keys with the same gaps. */
export const gapsOf = (gaps: Key['unknown']): string => (gaps.length === 0 ? '' : slotsOf(gaps).text)

/** Whether a fact that the key lacks there is one that its log did not tell. */
export function isHidden(gaps: Key['unknown'], component: Component, path: Path): boolean {
  if (gaps.length === 0) return false
  const {slots} = slotsOf(gaps)
  const slot = slotAt(component, path)
  if (slots.has(slot) || slots.has(`${component}\u0000`)) return true
  for (let at = slot.indexOf('\u0000', component.length + 1); at >= 0; at = slot.indexOf('\u0000', at + 1))
    if (slots.has(slot.slice(0, at))) return true
  return false
}

/** Components that hold other facts: what an aval or a placement belongs to. */
const holders: readonly Component[] = ['graphdef', 'tree']

/**
 * The slot that holds a fact: the node, Variable or container that it belongs to, or null at the root. An aval belongs to
 * the Variable or the leaf of its own path.
 */
export function holderOf(
  {component, path}: Pick<Fact, 'component' | 'path'>,
  has: (slot: string) => boolean,
): string | null {
  if (component === 'function' || component === 'context' || component === 'options') return null
  // A container that an attribute or a Variable holds is told at its own path.
  if (component === 'tree' && has(slotOf('graphdef', path))) return slotOf('graphdef', path)
  for (let length = holders.includes(component) ? path.length - 1 : path.length; length > 0; length--) {
    for (const holder of holders) {
      const slot = slotOf(holder, path.slice(0, length))
      if (has(slot)) return slot
    }
  }
  const slot = containerOf(path)
  return slot !== null && has(slot) ? slot : null
}

/** The slot of the container of all arguments by position, or of all by keyword, where a path begins in it. */
function containerOf([root = '']: Path): string | null {
  if (!unnamed.test(root)) return null
  return slotOf('tree', [root.startsWith('k') ? 'kwargs' : 'args'])
}
