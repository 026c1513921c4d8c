import type {PrintedLeaf} from './shorttype.ts'
import type {ExplainedKeys} from './explained.ts'
import type {Graph} from './printedgraph.ts'
import {argumentAt, graphdefAt} from './place.ts'
import {arityOf} from './subtree.ts'

/** Other calls that are looked at for what the messages of one do not tell. */
const lookback = 50

/** Where an argument is given: by its position (root 0) or by a keyword's repr (root 1). */
export interface Given {
  readonly root: 0 | 1
  readonly argument: string
}

/** An argument of a call, with the leaves below it in their order. */
export interface ArgumentLeaves {
  /** Where it is given; null where that is not told. */
  readonly given: Given | null
  /** An array or a scalar, whose one leaf is the argument itself. */
  readonly isPlain: boolean
  /** Its leaves are told, not believed. */
  readonly isTold: boolean
  /** Its leaves stand at places that the log tells, not at positions in it. */
  readonly isPlaced: boolean
  readonly leaves: readonly (readonly string[])[]
  /** Its leaves that the program does not use, which the compile line leaves out. */
  readonly dropped: readonly (readonly string[])[]
}

/** The graph nodes that come first among the arguments of a call. */
export interface GraphNodes {
  readonly found: readonly ArgumentLeaves[]
  /** How many leaves they have, in all. */
  readonly leaves: number
  /** The position of the argument behind them. */
  readonly next: number
}

/** The graph nodes that come first among the arguments, as far as their leaves are told. */
export function graphNodes(keys: ExplainedKeys, c: number, leaves: readonly PrintedLeaf[]): GraphNodes {
  const {trees} = keys
  const found: ArgumentLeaves[] = []
  const arity = arityOf(trees.get('[0]', c))
  let from = 0
  let position = 0
  while (arity === null || position < arity) {
    const here = trees.get(argumentAt(position), c)
    const all =
      trees.get(graphdefAt(position), c)?.leaves ?? here?.leaves ?? borrowed(keys, c, position, from)
    const used = all === null ? null : usedLeaves(all, leaves.slice(from))
    if (all === null || used === null) break
    if (here !== undefined && here.leaves !== null && !here.holds) position++
    found.push({
      given: {root: 0, argument: String(position)},
      isPlain: false,
      isTold: true,
      isPlaced: true,
      leaves: used.map(({path}) => path),
      dropped: all.filter((leaf) => !used.includes(leaf)).map(({path}) => path),
    })
    from += used.length
    position++
  }
  return {found, leaves: from, next: position}
}

/** The leaves of a graph node that this call's messages do not tell of: those of another call, where the types agree. */
function borrowed(
  {calls, trees}: ExplainedKeys,
  c: number,
  position: number,
  from: number,
): Graph['leaves'] | null {
  const graphdef = trees.of(graphdefAt(position))
  if (graphdef === null) return null
  const own = calls[c]?.leaves?.slice(from) ?? []
  for (const [k, {leaves}] of calls.slice(0, lookback).entries()) {
    const told = graphdef(k)?.leaves ?? null
    if (k === c || told === null || leaves === null || own.length < told.length) continue
    const others = leaves.slice(from, from + told.length)
    if (others.length === told.length && others.every(({type}, i) => own[i]?.type === type)) return told
  }
  return null
}

/** The leaves of a graph node that these types begin with: all, or all but the random state of a program that draws nothing. */
function usedLeaves(all: Graph['leaves'], types: readonly PrintedLeaf[]): Graph['leaves'] | null {
  if (fit(all, types)) return all
  const rest = all.filter(({variable}) => variable !== 'RngKey' && variable !== 'RngCount')
  return rest.length < all.length && fit(rest, types) ? rest : null
}

const fit = (leaves: Graph['leaves'], types: readonly PrintedLeaf[]): boolean =>
  leaves.length <= types.length &&
  types.slice(0, leaves.length).every(({type}, i) => holdsType(leaves[i]?.variable, type))

const holdsType = (variable: string | undefined, type: string): boolean =>
  variable === 'RngKey'
    ? isKey(type) || isCounter(type)
    : variable === 'RngCount'
      ? isCounter(type)
      : !isKey(type)

const isKey = (type: string): boolean => type.startsWith('key<')
const isCounter = (type: string): boolean => type.startsWith('u32[')
