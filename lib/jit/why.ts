import type {ShapedArray} from '../array/index.ts'
import type {Blame, Blamed, Component} from '../log/index.ts'
import {equal, repr} from '../python/index.ts'
import type {ReasonRules} from '../release/index.ts'
import type {Config} from './config.ts'
import type {Arguments} from './body.ts'
import {type Branch, type CallTree, leafPaths, type PytreeNode, pytreeOf, sameMetadata} from './pytree.ts'

/** A key of the trace layer, as far as JAX explains it; its pytree is made when a key is compared with it. */
export class TraceKey {
  /** The settings at the call. */
  readonly config: Config
  /** The avals of the traced leaves in order. */
  readonly avals: readonly ShapedArray[]
  readonly #parts: Arguments
  readonly #how: CallTree
  /** Names of the arguments: positional ones in order, then keywords in order. */
  readonly #names: readonly string[]
  #tree: Branch | null = null
  #leaves: readonly Leaf[] | null = null

  constructor(
    config: Config,
    avals: readonly ShapedArray[],
    parts: Arguments,
    how: CallTree,
    names: readonly string[],
  ) {
    this.config = config
    this.avals = avals
    this.#parts = parts
    this.#how = how
    this.#names = names
  }

  /** `(args, kwargs)`. */
  get tree(): Branch {
    this.#tree ??= pytreeOf(this.#parts, this.#how)
    return this.#tree
  }

  /** The traced leaves by the names that JAX's debug information holds: `x`, `m.states[0][3]`, `args[1]['y']`. */
  get leaves(): readonly Leaf[] {
    this.#leaves ??= leafPaths(this.tree).map((input) => {
      const path = this.path(input)
      return {name: path.join(''), path}
    })
    return this.#leaves
  }

  /** An input path in the program's words: `[0][2]['x']` stands in the third argument. */
  path([holder, argument, ...rest]: readonly string[]): readonly string[] {
    if (holder === undefined) return []
    const isKeyword = holder === '[1]'
    if (argument === undefined) return [isKeyword ? 'kwargs' : 'args']
    const [args, kwargs] = this.tree.children.map(keysOf)
    const i = isKeyword
      ? (args?.length ?? 0) + (kwargs?.indexOf(argument) ?? 0)
      : Number(argument.slice(1, -1))
    return [this.#names[i] ?? argument, ...rest]
  }
}

/** A traced leaf: its name, and the segments that it is made of. */
interface Leaf {
  readonly name: string
  readonly path: readonly string[]
}

/** What is the same for all keys of a session: how the release explains, and the settings of its tracing context in their order. */
export interface Explains {
  readonly reason: ReasonRules
  readonly settings: readonly string[]
}

/** How JAX orders what it can say: a smaller one is told in place of a larger one. */
type Severity = 'context' | 'tree' | 'debug' | 'types' | 'unavailable'
const severities: readonly Severity[] = ['context', 'tree', 'debug', 'types', 'unavailable']

/** One previous key beside the new one. */
interface Difference {
  readonly severity: Severity
  /** How many differences there are: between keys of one severity the one with the fewest is the closest. */
  readonly count: number
  readonly places: () => readonly Blamed[]
  /** What its message says where messages of other keys say something else, piece by piece. */
  readonly words: readonly (() => string)[]
}

/** Whether one message sorts before another. Long pieces are made once for each key, and never put together. */
function isBefore(a: Difference['words'], b: Difference['words']): boolean {
  for (const [i, word] of a.entries()) {
    const [mine, other] = [word(), b[i]?.() ?? '']
    if (mine !== other) return mine < other
  }
  return false
}

/**
 * JAX's own reason for a trace: the closest of the previous keys of the function by severity, number of differences and, where
 * those are equal, the text of the message.
 *
 * Source: jax `partial_eval.py`, `explain` and `diff_tracing_cache_keys`.
 */
export function blame(now: TraceKey, before: readonly TraceKey[], how: Explains): Blame {
  const all = before.map((key) => difference(now, key, how))
  const [closest] = all.toSorted(compare)
  if (closest === undefined) return {kind: 'function', places: []}
  const told = all
    .filter((one) => compare(one, closest) === 0)
    .reduce((least, one) => (isBefore(one.words, least.words) ? one : least))
  return {kind: closest.severity, places: told.places()}
}

const compare = (a: Difference, b: Difference): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.count - b.count

function difference(now: TraceKey, before: TraceKey, how: Explains): Difference {
  const context = contextPlaces(now.config, before.config, how)
  if (context.length > 0)
    return {
      severity: 'context',
      count: context.length,
      places: () => (how.reason.context === 'names' ? context : []),
      words: how.reason.context === 'names' ? wordsOf(context) : [],
    }
  const trees = [...treeDifferences(now.tree, before.tree, [])]
  if (trees.length > 0)
    return {
      severity: 'tree',
      count: trees.length,
      places: () => trees.map((one) => treePlace(one, now)),
      words: trees.flatMap(treeWords),
    }
  if (
    now.leaves.length !== before.leaves.length ||
    now.leaves.some(({name}, i) => name !== before.leaves[i]?.name)
  )
    return {severity: 'debug', count: 1, places: () => [], words: []}
  const types = typePlaces(now, before)
  return types.length > 0
    ? {severity: 'types', count: types.length, places: () => types, words: wordsOf(types)}
    : {severity: 'unavailable', count: 0, places: () => [], words: []}
}

const wordsOf = (places: readonly Blamed[]): Difference['words'] =>
  places.map(
    ({at, now, before}) =>
      () =>
        `${at}, now ${now} and before ${before}`,
  )

/** Source: `diff_tracing_ctx`. */
function contextPlaces(now: Config, before: Config, {settings}: Explains): readonly Blamed[] {
  if (now === before) return []
  return settings.flatMap((name) => {
    const [a, b] = [now[name] ?? null, before[name] ?? null]
    if (equal(a, b)) return []
    const [is, was] = [text(a), text(b)]
    return [
      {
        component: 'context' as const,
        at: name,
        path: [name],
        now: is,
        before: was,
      },
    ]
  })
}

/** A key of a pytree as a path of this library holds it: attribute names without their dot. */
const segment = (key: string): string => (key.startsWith('.') ? key.slice(1) : key)

/** Python's `str(x)`. */
const text = (value: unknown): string => (typeof value === 'string' ? value : repr(value))

const isLeaf = (tree: PytreeNode): tree is 'leaf' | 'static' => typeof tree === 'string'

/** A place at which two trees differ. */
interface TreeDifference {
  readonly path: readonly string[]
  readonly now: PytreeNode
  readonly before: PytreeNode
  readonly kind: 'type' | 'length' | 'children' | 'metadata'
}

/** Source: jax `tree_util.py`, `_equality_errors`: below a node that differs, nothing is looked at. */
function* treeDifferences(
  now: PytreeNode,
  before: PytreeNode,
  path: readonly string[],
): Generator<TreeDifference> {
  if (now === before || (isLeaf(now) && isLeaf(before))) return
  const found = (kind: TreeDifference['kind']): TreeDifference => ({path, now, before, kind})
  if (isLeaf(now) || isLeaf(before) || now.type !== before.type) yield found('type')
  else if (now.sequence !== null && now.children.length !== before.children.length) yield found('length')
  else if (now.children.length !== before.children.length) yield found('children')
  else if (!sameMetadata(now, before)) yield found('metadata')
  else
    for (const [i, key] of now.keys.entries())
      yield* treeDifferences(now.children[i] ?? 'leaf', before.children[i] ?? 'leaf', [...path, key])
}

/** What now stands at a place is one for all messages that name the place in this way. */
const treeWords = ({path, now, before, kind}: TreeDifference): Difference['words'] => [
  () => `${path.join('')}, now ${head(now, kind)}`,
  () => head(before, kind),
  () =>
    kind === 'metadata' && !isLeaf(before) ? before.text() : kind === 'children' ? keySets(now, before) : '',
]

function treePlace({path, now, before, kind}: TreeDifference, key: TraceKey): Blamed {
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

function thing(node: PytreeNode, kind: TreeDifference['kind']): string {
  return head(node, kind) + (kind === 'metadata' && !isLeaf(node) ? node.text() : '')
}

function head(node: PytreeNode, kind: TreeDifference['kind']): string {
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

/** Source: `diff_types`. A type is told with its mesh where two differ in their sharding, which they do in any other number of axes. */
function typePlaces(key: TraceKey, other: TraceKey): readonly Blamed[] {
  return key.leaves.flatMap(({name, path}, i) => {
    const [now, before] = [key.avals[i], other.avals[i]]
    if (now === undefined || before === undefined || now === before) return []
    const [is, was] = [typeText(now, before), typeText(before, now)]
    return [
      {
        component: 'aval' as const,
        at: name,
        path: path.map(segment),
        now: is,
        before: was,
      },
    ]
  })
}

function typeText(aval: ShapedArray, other: ShapedArray): string {
  const mesh = aval.ndim !== other.ndim && !aval.short.endsWith(')') ? '({})' : ''
  const weak = aval.weak_type === other.weak_type ? '' : `{weak_type=${aval.weak_type ? 'True' : 'False'}}`
  return `${aval.short}${mesh}${weak}`
}
