import type {ShapedArray} from '../array/index.ts'
import type {Blamed, Component} from '../log/index.ts'
import {equal, repr} from '../python/index.ts'
import type {Config} from './config.ts'
import {type Branch, staticNode, type PytreeNode, sameMetadata} from './pytree.ts'
import type {StaticArgument, TraceKey} from './tracekey.ts'

/** A setting that differs. */
interface SettingApart {
  readonly kind: 'setting'
  readonly name: string
  /** Where it stands in the tracing context. */
  readonly position: number
  /** JAX tells its position, not its name. */
  readonly isNumbered: boolean
  readonly now: unknown
  readonly before: unknown
}

/** A static argument that differs, or that only one call has, where JAX keeps those apart. */
interface StaticApart {
  readonly kind: 'static'
  /** The place as the reader of a log names it. */
  readonly at: string
  readonly name: string
  readonly now: StaticArgument | null
  readonly before: StaticArgument | null
}

/** A place at which two trees differ, and in what. */
interface TreeApart {
  readonly kind: 'type' | 'length' | 'children' | 'metadata'
  readonly path: readonly string[]
  readonly now: PytreeNode
  readonly before: PytreeNode
}

/** A traced leaf whose type differs, by its number. */
interface LeafApart {
  readonly kind: 'leaf'
  readonly leaf: number
  readonly now: ShapedArray
  readonly before: ShapedArray
  /** Whether the types are told with their mesh. */
  readonly hasMesh: boolean
}

/** One thing in which two keys of the trace layer differ. */
export type Apart = SettingApart | StaticApart | TreeApart | LeafApart

/** The settings that differ, of those of the tracing context in their order (`diff_tracing_ctx`). */
export function settingsApart(now: Config, before: Config, names: readonly string[]): readonly Apart[] {
  if (now === before) return []
  return names.flatMap((name, position) => {
    const [is, was] = [now[name] ?? null, before[name] ?? null]
    return equal(is, was)
      ? []
      : [{kind: 'setting' as const, name, position, isNumbered: false, now: is, before: was}]
  })
}

/** A key of a pytree as a path of this library holds it: attribute names without their dot. */
const segment = (key: string): string => (key.startsWith('.') ? key.slice(1) : key)

/** Python's `str(x)`. */
const text = (value: unknown): string => (typeof value === 'string' ? value : repr(value))

const isLeaf = (tree: PytreeNode): tree is 'leaf' | 'static' => typeof tree === 'string'

/** Source: jax `tree_util.py`, `_equality_errors`: below a node that differs, nothing is looked at. */
export function treesApart(
  now: PytreeNode,
  before: PytreeNode,
  path: readonly string[] = [],
): readonly Apart[] {
  if (now === before || (isLeaf(now) && isLeaf(before))) return []
  const found = (kind: TreeApart['kind']): readonly Apart[] => [{kind, path, now, before}]
  if (isLeaf(now) || isLeaf(before) || now.type !== before.type) return found('type')
  if (now.sequence !== null && now.children.length !== before.children.length) return found('length')
  if (now.children.length !== before.children.length) return found('children')
  if (!sameMetadata(now, before)) return found('metadata')
  return now.keys.flatMap((key, i) => {
    const [child, other] = [now.children[i], before.children[i]]
    return child === undefined || other === undefined ? [] : treesApart(child, other, [...path, key])
  })
}

/**
 * The traced leaves whose types differ (`diff_types`, `explain_args_type_diff`).
 *
 * @param told what is told beside the type itself: the mesh where two differ in their sharding, which they do in any other number of
 *   axes, and that one is weak; or the first only where both are, or are not.
 */
export const leavesApart = (
  now: TraceKey,
  before: TraceKey,
  told: 'weak and mesh' | 'weak or mesh',
): readonly Apart[] =>
  now.avals.flatMap((aval, leaf) => {
    const other = before.avals[leaf]
    if (other === undefined || aval === other) return []
    const hasMesh =
      aval.ndim !== other.ndim && (told === 'weak and mesh' || aval.weak_type === other.weak_type)
    return [{kind: 'leaf' as const, leaf, now: aval, before: other, hasMesh}]
  })

/** A piece of a message: words, or a node whose text of its metadata it is. */
type Piece = string | Branch

/** What a message says of one difference, in pieces: what now stands there is one for all that name the place in this way. */
export function pieces(one: Apart, key: TraceKey): readonly Piece[] {
  if (one.kind === 'setting' || one.kind === 'leaf' || one.kind === 'static') {
    const {at, now, before} = blamedAt(one, key)
    return [`${at}, now ${now} and before ${before}`]
  }
  const {kind, path, now, before} = one
  const start = [`${path.join('')}, now ${head(now, kind)}`, head(before, kind)]
  if (kind === 'metadata' && !isLeaf(before)) return [...start, before]
  return kind === 'children' ? [...start, keySets(now, before)] : start
}

/** Which of two pieces sorts first: negative for the first. Texts of metadata run to pages: two are compared once. */
export function order(a: Piece, b: Piece): number {
  if (a === b) return 0
  if (typeof a === 'string' || typeof b === 'string') return inOrder(words(a), words(b))
  const known = orders.get(a) ?? new WeakMap<Branch, number>()
  orders.set(a, known)
  const found = known.get(b) ?? inOrder(a.text(), b.text())
  known.set(b, found)
  return found
}

const orders = new WeakMap<Branch, WeakMap<Branch, number>>()
const words = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.text())
const inOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** A difference as a place that JAX names. */
export function blamedAt(one: Apart, key: TraceKey): Blamed {
  switch (one.kind) {
    case 'setting': {
      const {name, position, isNumbered, now, before} = one
      const at = isNumbered ? `[${position}]` : name
      return {component: 'context', at, path: [name], now: text(now), before: text(before)}
    }
    case 'static': {
      const {at, name, now, before} = one
      return {component: 'static', at, path: [name], now: staticText(now), before: staticText(before)}
    }
    case 'leaf': {
      const {leaf, now, before, hasMesh} = one
      const path = key.path(key.inputs[leaf] ?? [])
      return {
        component: 'aval',
        at: path.join(''),
        path: path.map(segment),
        now: typeText(now, before, hasMesh),
        before: typeText(before, now, hasMesh),
      }
    }
    default:
      return treePlace(one, key)
  }
}

function treePlace({path, now, before, kind}: TreeApart, key: TraceKey): Blamed {
  const at = path.join('')
  const [is, was] = [thing(now, kind), thing(before, kind)]
  return {
    component: componentOf(now, before),
    at,
    path: key.path(path).map(segment),
    now: clip(is),
    before: clip(was),
  }
}

const componentOf = (now: PytreeNode, before: PytreeNode): Component =>
  isLeaf(now) ? (isLeaf(before) ? 'tree' : before.component) : now.component

/** So much of what stands at a place is kept: the metadata of a large model runs to pages. */
const wordsKept = 300

const clip = (words: string): string =>
  words.length > wordsKept ? `${words.slice(0, wordsKept - 1)}…` : words

function thing(node: PytreeNode, kind: TreeApart['kind']): string {
  return head(node, kind) + (kind === 'metadata' && !isLeaf(node) ? node.text() : '')
}

function head(node: PytreeNode, kind: TreeApart['kind']): string {
  if (isLeaf(node)) return 'pytree leaf'
  const {children, name, sequence} = node
  switch (kind) {
    case 'type':
      return name
    case 'length':
      return `${sequence} of length ${children.length}`
    case 'children':
      return `${name} with ${children.length} child${children.length > 1 ? 'ren' : ''}`
    case 'metadata':
      return `${name} with pytree metadata `
  }
}

const keysOf = (node: PytreeNode): readonly string[] => (isLeaf(node) ? [] : node.keys)

/** Keys that only one of two dicts has; JAX names no others. */
function keySets(now: PytreeNode, before: PytreeNode): string {
  const [a, b] = [keysOf(now), keysOf(before)]
  const either = [...a.filter((key) => !b.includes(key)), ...b.filter((key) => !a.includes(key))]
  const isDict = [...a, ...b].every((key) => key.startsWith("['"))
  return isDict && either.length > 0
    ? `, with the symmetric difference of key sets: {${either.map((key) => key.slice(1, -1)).join(' ')}}`
    : ''
}

function typeText(aval: ShapedArray, other: ShapedArray, hasMesh: boolean): string {
  const mesh = hasMesh && !aval.short.endsWith(')') ? '({})' : ''
  const weak = aval.weak_type === other.weak_type ? '' : `{weak_type=${aval.weak_type ? 'True' : 'False'}}`
  return `${aval.short}${mesh}${weak}`
}

const staticText = (given: StaticArgument | null): string | null =>
  given === null ? null : clip(thing(staticNode(given.value), 'metadata'))
