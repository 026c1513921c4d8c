import {type Component, notGiven, type Printed} from '../log/index.ts'
import type {PrintedLeaf} from './shorttype.ts'
import {leavesAlone, untold} from '../words/index.ts'
import type {GraphReader} from './graphreader.ts'
import {type Described, type Graph, isParted, usualMetadata} from './printedgraph.ts'
import {anonymous, args, elements, pairs, unquote} from '../python/index.ts'

/** What stands at one place of the arguments, as JAX's explanation prints it. */
export interface Subtree {
  readonly component: Component
  readonly facts: readonly Described[]
  /** The leaves of a graphdef, in the state's order; null for anything else. */
  readonly leaves: Graph['leaves'] | null
  /** The leaves of that graphdef stand right here, as in a NodeStates; not so for a static one, whose state is another argument. */
  readonly holds: boolean
  /** The text in JAX's words, of one line. */
  readonly words: string
  /** Its class, as Python names it; `leaf` for a leaf. */
  readonly type: string
  /** What JAX prints beside the class: it prints of a node only what differs first. */
  readonly prints: Printed['as']
  /** How many items a tuple or list has; null for anything else, and where JAX does not print it. */
  readonly length: number | null
  /** How many children any other container has, likewise. */
  readonly children: number | null
  /** The log breaks off inside it. */
  readonly cut: boolean
  /** What stands below it is not told where two such subtrees differ. */
  readonly hides: boolean
  /** Keys that either this dict has or the one that JAX compared it with. */
  readonly swapped?: readonly string[]
  /** The subtree as printed, where more is known of this one. */
  readonly base?: Subtree
}

/** The blanks around these words are lost where a line was folded there. */
const metadataMark = /(?<='>) ?with pytree metadata ?/

/**
 * One side of a difference between trees: a container, a leaf, a static value or a graphdef.
 *
 * @example
 * subtree('tuple of length 2', graphReader()).words // 'tuple of length 2'
 * subtree("<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=2)", graphReader()).component // 'static'
 */
export function subtree(text: string, read: GraphReader): Subtree {
  const mark = text.startsWith('<class ') ? metadataMark.exec(text) : null
  if (mark === null) return container(text)
  const type = className(text.slice(0, mark.index))
  const metadata = text.slice(mark.index + mark[0].length)
  if (metadata.startsWith('GraphDef(') || metadata.startsWith('(GraphDef('))
    return graph(type, read(metadata), true)
  if (type === 'Static' && metadata.startsWith('Static(')) {
    const value = args(metadata).get('val') ?? args(metadata).get('value') ?? metadata
    return value.startsWith('GraphDef(')
      ? graph(type, read(value), false)
      : withMetadata(
          type,
          'static',
          [{kind: 'static', path: [], ...anonymous(value)}],
          anonymous(value).value,
        )
  }
  return pytree(type, metadata)
}

/** How many arguments are given by position, by the tuple of them; null where that is not told. */
export const arityOf = (args: Subtree | undefined): number | null => args?.length ?? null

/** The arguments of a call of which no more is known than their leaves, and that no earlier call had such a tree. */
export function pytreeOfLeaves(leaves: readonly PrintedLeaf[], call: number): Subtree {
  const value = leavesAlone(leaves.map(({type}) => type))
  const identity = untold(call)
  const words = `${value}, ${identity}`
  return withMetadata('arguments', 'tree', [{kind: 'container', path: [], value, identity}], words, true)
}

/** A node of a class that prints its metadata. */
const withMetadata = (
  type: string,
  component: Component,
  facts: readonly Described[],
  words: string,
  hides = false,
): Subtree => ({
  component,
  facts,
  leaves: null,
  holds: false,
  words,
  type,
  prints: 'metadata',
  length: null,
  children: null,
  cut: false,
  hides,
})

/** A static value that is not given. */
export const absent: Subtree = Object.freeze(withMetadata('Static', 'static', [], notGiven))

/** A graphdef, which is taken apart when somebody looks into it. */
const graph = (type: string, inside: () => Graph, holds: boolean): Subtree => ({
  ...withMetadata(type, 'graphdef', [], 'a graphdef'),
  holds,
  get facts() {
    return inside().facts
  },
  get leaves() {
    return inside().leaves
  },
  get cut() {
    return inside().cut
  },
})

const lastName = /(?<![^.'<> ])([^.'<> ]+)'?>/

/** `<class 'flax.nnx.nn.linear.Linear'>` → `Linear`. */
const className = (text: string): string => lastName.exec(text)?.[1] ?? text

const classes = /<class '(?:[^']*\.)?([^'.]*)'>/g
const leafClass = /^(?:pytree leaf|LeafMeta|Leaf)$/
const lengthOf = /^(.+) of length (\d+)$/
const childrenOf = /^(.+) with (\d+) child/

/** A node of which JAX prints the class, and how many items or children it has. */
function container(text: string): Subtree {
  const spelled = text.replace(classes, '$1').replace(leafClass, 'leaf')
  const words = spelled === 'NoneType' ? 'None' : spelled
  const [, sequence, length] = lengthOf.exec(words) ?? []
  const [, node, children] = childrenOf.exec(words) ?? []
  if (sequence !== undefined) return sized(sequence, words, {length: Number(length)})
  if (node !== undefined) return sized(node, words, {children: Number(children)})
  return {...sized(words, words, {}), prints: 'class', hides: words !== 'leaf' && words !== 'None'}
}

const sized = (
  type: string,
  words: string,
  size: Partial<Pick<Subtree, 'length' | 'children'>>,
): Subtree => ({
  ...withMetadata(type, 'tree', [{kind: 'container', path: [], value: words}], words, true),
  prints: 'size',
  ...size,
})

/** The arguments that are given by position. */
export const tupleOf = (length: number): Subtree => sized('tuple', `tuple of length ${length}`, {length})

/** The arguments that are given by keyword. */
export const dictOf = (children: number): Subtree =>
  sized('dict', `dict with ${children} child${children > 1 ? 'ren' : ''}`, {children})

/** A node of a class that registers metadata, which it prints as it likes; that of a dict are its keys. */
function pytree(type: string, metadata: string): Subtree {
  const parts = elements(metadata) ?? []
  const made = nnxObject(type, parts) ?? variable(type, metadata, parts) ?? opaque(type, metadata, parts)
  return type === 'dict' ? {...made, children: parts.length} : made
}

/** An NNX object in tree mode prints the names of its data and of its static attributes, and the values of the static ones. */
function nnxObject(type: string, [data, names, values, ...more]: readonly string[]): Subtree | null {
  if (data === undefined || names === undefined || values === undefined || more.length > 0) return null
  const [dataNames, staticNames, held] = [elements(data), elements(names), elements(values)]
  if (
    !data.startsWith('(') ||
    dataNames === null ||
    staticNames === null ||
    held?.length !== staticNames.length
  )
    return null
  const facts: Described[] = [{kind: 'node', path: [], value: type}]
  if ([...dataNames, ...staticNames].some((name) => isParted(unquote(name))))
    return {...withMetadata(type, 'graphdef', facts, type, true), cut: true}
  staticNames.map(unquote).forEach((name, i) => {
    const value = held[i]
    if (value !== undefined && !isHidden(name))
      facts.push({kind: 'attribute', path: [name], ...anonymous(value)})
  })
  for (const name of dataNames.map(unquote))
    if (!isHidden(name)) facts.push({kind: 'node', path: [name], value: 'data'})
  return withMetadata(type, 'graphdef', facts, type, true)
}

const isHidden = (attribute: string): boolean => attribute.startsWith('_pytree__')

/** A Variable prints its metadata: a dict, or pairs. */
function variable(type: string, metadata: string, parts: readonly string[]): Subtree | null {
  const entries = metadata.startsWith('{') ? pairs(metadata) : parts.flatMap(pair)
  if (entries.length !== parts.length || !entries.some(([key]) => unquote(key) === 'hijax')) return null
  const facts: Described[] = [{kind: 'variable', path: [], value: type}]
  for (const [key, value] of entries) {
    const name = unquote(key)
    if (usualMetadata.get(name) !== value) facts.push({kind: 'metadata', path: [name], ...anonymous(value)})
  }
  return withMetadata(type, 'graphdef', facts, type, true)
}

function pair(text: string): [string, string][] {
  const [key, value, ...more] = elements(text) ?? []
  const isPair = key !== undefined && value !== undefined && more.length === 0 && unquote(key) !== key
  return isPair ? [[key, value]] : []
}

/** A class that registers its static fields prints their values, without their names. */
function opaque(type: string, metadata: string, parts: readonly string[]): Subtree {
  const {value, ...identity} = anonymous(metadata)
  const words = `${type} ${value}`
  const facts: Described[] =
    parts.length === 0 || parts.length > fieldsAtMost || dicts.has(type)
      ? [{kind: 'container', path: [], value: words, ...identity}]
      : [
          {kind: 'container', path: [], value: type},
          ...parts.map((part, at): Described => ({
            kind: 'static',
            path: ['metadata', `[${at}]`],
            ...anonymous(part),
          })),
        ]
  return withMetadata(type, 'tree', facts, words, true)
}

/** The metadata of these are their keys. */
const dicts: ReadonlySet<string> = new Set(['dict', 'OrderedDict', 'defaultdict'])

/** A class with more static fields is told as a whole. */
const fieldsAtMost = 64
