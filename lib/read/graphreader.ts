import {loose} from '../words/index.ts'
import {holder} from './holder.ts'
import {address} from '../python/index.ts'
import {type Described, type Graph, printedGraph} from './printedgraph.ts'
import {printOfText} from './shown.ts'

/** Keeps graphdefs, and takes each apart when somebody looks into it: most are only printed again and again. */
export interface GraphReader {
  (text: string): () => Graph
}

/** A graphdef with marks for its addresses, as text and taken apart; null where a mark stands in more than identities. */
interface Pattern {
  readonly text: string
  readonly graph: Graph | null
}

/** So many are held taken apart: a message is read with those that came shortly before it. */
const atHand = 256
const patternsKept = 4_000_000
/** Longer than any address. */
const mark = '0xffffffffffffffff'
const marked = new RegExp(`${mark}([0-9a-f]+)`, 'g')

/**
 * Reads graphdefs; those that differ in addresses alone are taken apart once, and share all facts that tell none.
 */
export function graphReader(): GraphReader {
  const hold = holder()
  const patterns = new Map<number, Pattern>()
  const open = new Map<() => Graph, Graph>()
  const read = (text: string): Graph => {
    if (text.includes(mark)) return printedGraph(text)
    const places: string[] = []
    const pattern = text.replace(
      address,
      (_, place?: string, glued: string = '') => ` at ${mark}${at(places, place ?? glued)}`,
    )
    const {graph} = patternOf(patterns, pattern)
    return graph === null ? printedGraph(text) : placed(graph, places)
  }
  return (text) => {
    const held = hold(text)
    const graph = (): Graph => {
      const known = open.get(graph)
      if (known !== undefined) return known
      if (open.size >= atHand) open.clear()
      const found = read(held())
      open.set(graph, found)
      return found
    }
    return graph
  }
}

/** The number of an address in a text, which is kept. */
const at = (places: string[], place: string): string => (places.push(loose(place)) - 1).toString(16)

/** Patterns are found by the prints of their texts, since V8 tells long strings apart by their lengths alone. */
function patternOf(patterns: Map<number, Pattern>, text: string): Pattern {
  const print = printOfText(text)
  const known = patterns.get(print)
  if (known?.text === text) return known
  const graph = printedGraph(text)
  const made = {text, graph: isPattern(graph) ? graph : null}
  if (patterns.size * text.length > patternsKept) patterns.clear()
  patterns.set(print, made)
  return made
}

const isPattern = ({facts, leaves}: Graph): boolean =>
  facts.every(
    ({value, path, target = []}) => !value.includes(mark) && !isMarked(path) && !isMarked(target),
  ) && leaves.every(({path, variable}) => !variable.includes(mark) && !isMarked(path))

const isMarked = (path: readonly string[]): boolean => path.some((segment) => segment.includes(mark))

/** A pattern with addresses for its marks. */
function placed(graph: Graph, places: readonly string[]): Graph {
  if (places.length === 0) return graph
  const whole = (fact: Described): Described => {
    const {identity} = fact
    if (identity === undefined) return fact
    return {...fact, identity: identity.replace(marked, (_, n: string) => String(places[parseInt(n, 16)]))}
  }
  return {...graph, facts: graph.facts.map(whole)}
}
