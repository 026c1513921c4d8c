import type {Component} from '../log/index.ts'
import type {Leaf} from './aval.ts'
import {type Described, type Graph, graphdef} from './graphdef.ts'
import {anonymous, args, elements, pairs, unquote} from './repr.ts'

/** What stands at one place of the arguments, as JAX's explanation prints it. */
export interface Thing {
  readonly component: Component
  readonly facts: readonly Described[]
  /** The leaves of a graphdef, in the state's order; null for anything else. */
  readonly leaves: Graph['leaves'] | null
  /** List slots left over, which tell two graphdefs apart where nothing else does. */
  readonly spare: readonly Described[]
  /** The leaves of that graphdef stand right here, as in a NodeStates; not so for a static one, whose state is another argument. */
  readonly holds: boolean
  /** The text in JAX's words, of one line. */
  readonly words: string
  /** How many items a tuple or list has; null for anything else, and where JAX does not print it. */
  readonly length: number | null
  /** How many children any other container has, likewise. */
  readonly children: number | null
  /** The log breaks off inside it. */
  readonly cut: boolean
  /** What stands below it is not told where two such things differ. */
  readonly hides: boolean
  /** The thing as printed, where this one is known to differ from it nevertheless. */
  readonly base?: Thing
}

const metadataMark = ' with pytree metadata '

/**
 * One side of a difference between trees: a container, a leaf, a static value or a graphdef.
 *
 * @example
 * thing('tuple of length 2').words // 'tuple of length 2'
 * thing("<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=2)").component // 'static'
 */
export function thing(text: string): Thing {
  const at = text.startsWith('<class ') ? text.indexOf(metadataMark) : -1
  if (at < 0) return container(text)
  const type = className(text.slice(0, at))
  const metadata = text.slice(at + metadataMark.length)
  if (metadata.startsWith('GraphDef(') || metadata.startsWith('(GraphDef(')) return graph(metadata, true)
  if (type === 'Static' && metadata.startsWith('Static(')) {
    const value = args(metadata).get('val') ?? args(metadata).get('value') ?? metadata
    return value.startsWith('GraphDef(')
      ? graph(value, false)
      : fact('static', [{kind: 'static', path: [], ...anonymous(value)}], anonymous(value).value)
  }
  return pytree(type, metadata)
}

/** How many arguments are given by position, by the tuple of them; null where that is not told. */
export const arityOf = (args: Thing | undefined): number | null => args?.length ?? null

/** The arguments of a call of which no more is known than their leaves, and that no earlier call had such a tree. */
export function pytreeOf(leaves: readonly Leaf[], call: number): Thing {
  const words = `pytree with leaf types (${leaves.map(({type}) => type).join(', ')})`
  return fact(
    'tree',
    [{kind: 'container', path: [], value: words, identity: `of call ${call + 1}`}],
    words,
    true,
  )
}

const fact = (component: Component, facts: readonly Described[], words: string, hides = false): Thing => ({
  component,
  facts,
  leaves: null,
  spare: [],
  holds: false,
  words,
  length: null,
  children: null,
  cut: false,
  hides,
})

/** A static value that is not given. */
export const absent: Thing = Object.freeze(fact('static', [], 'absent'))

function graph(text: string, holds: boolean): Thing {
  const {facts, leaves, spare, cut} = graphdef(text)
  return {
    component: 'graphdef',
    facts,
    leaves,
    spare,
    holds,
    words: 'a graphdef',
    length: null,
    children: null,
    cut,
    hides: false,
  }
}

const lastName = /([^.'<> ]+)'?>/

/** `<class 'flax.nnx.nn.linear.Linear'>` → `Linear`. */
const className = (text: string): string => lastName.exec(text)?.[1] ?? text

const classes = /<class '(?:[^']*\.)?([^'.]*)'>/g
const leafClass = /^(?:pytree leaf|LeafMeta|Leaf)$/
const lengthOf = /^(?:tuple|list) of length (\d+)$/
const childrenOf = / with (\d+) child/

function container(text: string): Thing {
  const spelled = text.replace(classes, '$1').replace(leafClass, 'leaf')
  const words = spelled === 'NoneType' ? 'None' : spelled
  return {
    ...fact('tree', [{kind: 'container', path: [], value: words}], words, true),
    length: count(lengthOf, words),
    children: count(childrenOf, words),
  }
}

function count(pattern: RegExp, text: string): number | null {
  const digits = pattern.exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * A node with metadata: an NNX object in tree mode prints the names of its data and static attributes and the values of
 * the static ones; a Variable prints its metadata; any other class prints what it likes.
 */
function pytree(type: string, metadata: string): Thing {
  const parts = elements(metadata)
  const [data, names, values] = parts ?? []
  const attributes = names === undefined ? null : elements(names)
  const held = values === undefined ? null : elements(values)
  if (
    parts?.length === 3 &&
    data?.startsWith('(') &&
    attributes !== null &&
    held !== null &&
    attributes.length === held.length
  ) {
    const facts: Described[] = [{kind: 'node', path: [], value: type}]
    attributes.forEach((name, i) => {
      const word = unquote(name)
      if (!word.startsWith('_pytree__'))
        facts.push({kind: 'attribute', path: [word], ...anonymous(held[i] ?? '')})
    })
    for (const name of elements(data) ?? []) {
      const word = unquote(name)
      if (!word.startsWith('_pytree__')) facts.push({kind: 'node', path: [word], value: 'data'})
    }
    return fact('graphdef', facts, type, true)
  }
  const entries = metadata.startsWith('{')
    ? pairs(metadata)
    : (parts ?? []).flatMap((part): [string, string][] => {
        const [key, value, more] = elements(part) ?? []
        return key !== undefined && value !== undefined && more === undefined && /^['"]/.test(key)
          ? [[key, value]]
          : []
      })
  if (
    entries.length > 0 &&
    entries.length === (parts ?? []).length &&
    entries.some(([key]) => unquote(key) === 'hijax')
  ) {
    const facts: Described[] = [{kind: 'variable', path: [], value: type}]
    for (const [key, value] of entries)
      if (!usual.has(`${unquote(key)}=${value}`))
        facts.push({kind: 'metadata', path: [unquote(key)], ...anonymous(value)})
    return fact('graphdef', facts, type, true)
  }
  const told = anonymous(metadata)
  return fact(
    'tree',
    [
      {
        kind: 'container',
        path: [],
        value: `${type} ${told.value}`,
        ...(told.identity !== undefined && {identity: told.identity}),
      },
    ],
    `${type} ${told.value}`,
    true,
  )
}

const usual = new Set(['hijax=False', 'ref=False', 'eager_sharding=True'])
