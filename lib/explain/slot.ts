import type {Component, Fact, Key, Path} from '../log/index.ts'

/** An address in a repr tells two objects apart, but says nothing that a person could read. */
export const withoutAddress = (text: string): string => text.replace(/ at 0x[0-9a-fA-F]+/g, '')

/** An argument without a name is in its container: `args[0]` in `args`, `kwargs['k']` in `kwargs`. */
const unnamed = /^(args|kwargs)(?=\[)/

const isUnnamed = ([root = '']: Path): boolean => root.startsWith('args') || root.startsWith('kwargs')

/** A path as text; equal for equal paths. */
const textOf = (path: Path): string => path.join('\u0000').replace(unnamed, '$1\u0000')

/** Where a fact stands, as text: two keys are compared slot by slot. */
export const slotOf = (component: Component, path: Path): string => `${component}\u0000${textOf(path)}`

/** What stands there, as text: equal exactly where the two keys agree. */
export const valueOf = ({value, identity}: Fact): string => (identity === undefined ? value : `${withoutAddress(value)}\u0000${identity}`)

/** Whether a path names an argument itself, not something in it. */
export const isArgument = (path: Path): boolean => path.length === 1 || (path.length === 2 && (path[0] === 'args' || path[0] === 'kwargs'))

/** Whether `path` is `prefix` or lies beneath it. */
export function isWithin(path: Path, prefix: Path): boolean {
  if (prefix.length === 0) return true
  if (prefix.length <= path.length && prefix.every((segment, at) => path[at] === segment)) return true
  if (!isUnnamed(path) || !isUnnamed(prefix)) return false
  const [whole, part] = [textOf(path), textOf(prefix)]
  return whole === part || whole.startsWith(`${part}\u0000`)
}

/** Whether a fact that the key lacks there is one that its log did not tell. */
export const isHidden = (gaps: Key['unknown'], component: Component, path: Path): boolean =>
  gaps.some((gap) => gap.component === component && isWithin(path, gap.path))

/** Components that hold other facts: what an aval or a placement belongs to. */
const holders: readonly Component[] = ['graphdef', 'tree']

/**
 * The slot that holds a fact: the node, Variable or container that it belongs to, or null at the root. An aval belongs to
 * the Variable or the leaf of its own path.
 */
export function holderOf({component, path}: Pick<Fact, 'component' | 'path'>, has: (slot: string) => boolean): string | null {
  if (component === 'function' || component === 'context' || component === 'options') return null
  // A container that an attribute or a Variable holds is told at its own path.
  if (component === 'tree' && has(slotOf('graphdef', path))) return slotOf('graphdef', path)
  for (let length = holders.includes(component) ? path.length - 1 : path.length; length > 0; length--) {
    for (const holder of holders) {
      const slot = slotOf(holder, path.slice(0, length))
      if (has(slot)) return slot
    }
  }
  const container = unnamed.exec(path[0] ?? '')?.[1]
  const slot = container === undefined ? null : slotOf('tree', [container])
  return slot !== null && has(slot) ? slot : null
}
