/** An input path of JAX, `[0][1].layers[2]['k']`, taken apart. */
interface InputPath {
  /** 0 for args, 1 for kwargs; -1 where the path is a name, as in `x['k']`. */
  readonly root: number
  /** The position of the argument, or the keyword's repr, or the name; null for args or kwargs as a whole. */
  readonly argument: string | null
  /** What follows the argument. */
  readonly rest: readonly string[]
}

/** What is not closed goes on to the end, so that no text is read twice. */
const step =
  /\.([^.[\]]+)|\[((?:'(?:[^'\\]|\\(?:.|$))*(?:'|$)|"(?:[^"\\]|\\(?:.|$))*(?:"|$)|[^\]'"])*)(?:\]|$)/gs

/** The segments of a path's text: attribute names bare, subscripts in brackets. */
export function segments(text: string): string[] {
  const found = [...text.matchAll(step)].map(([whole, name]) => name ?? whole)
  return found.length <= deepest ? found : [...found.slice(0, deepest), found.slice(deepest).join('')]
}

/** What lies deeper is one segment. */
const deepest = 100

/**
 * Takes JAX's input path apart.
 *
 * @example
 * place('[0][1].layers[2]') // {root: 0, argument: '1', rest: ['layers', '[2]']}
 */
export function place(text: string): InputPath {
  if (!text.startsWith('[0]') && !text.startsWith('[1]')) {
    const [argument, ...rest] = leafName(text)
    return {root: -1, argument, rest}
  }
  const [first, second, ...rest] = segments(text)
  return {root: first === '[0]' ? 0 : 1, argument: second === undefined ? null : second.slice(1, -1), rest}
}

const stepBegins = /[.[]/

/**
 * A leaf's name in JAX's messages: the parameter, and the segments below it.
 *
 * @example
 * leafName("batch['x'].mean") // ['batch', "['x']", 'mean']
 */
export function leafName(text: string): [string, ...string[]] {
  const at = text.search(stepBegins)
  return at < 0 ? [text] : [text.slice(0, at), ...segments(text.slice(at))]
}

/** The input path of the argument at a position. */
export const argumentAt = (position: number): string => `[0][${position}]`

/** The input path of the graphdef of a graph node, which flax passes as `NodeStates(_graphdef, states)` (flax `nnx/extract.py`). */
export const graphdefAt = (position: number): string => `${argumentAt(position)}._graphdef`

const graphdefPlace = /^\[0\]\[(\d+)\]\._graphdef$/

/** The position of the graph node whose graphdef stands at an input path; null for any other path. */
export const graphdefOf = (at: string): number | null => numberIn(graphdefPlace, at)

const argumentPlace = /^\[0\]\[(\d+)\]/

/** The position of the argument that an input path leads into; null for keywords and for args as a whole. */
export const argumentOf = (at: string): number | null => numberIn(argumentPlace, at)

const nodeState = /\.states\[\d+\]$/

/** Whether an input path is that of a graph node's state. */
export const isNodeState = (at: string): boolean => nodeState.test(at)

const stateLeaf = /^([^.[]*)\.states\[[^\]]*\]\[(\d+)\]/

/** A leaf of a graph node's state by its name, `m.states[0][3]`: the parameter and the leaf's position; null for any other name. */
export function stateLeafOf(name: string): {readonly parameter: string; readonly position: number} | null {
  const [, parameter, position] = stateLeaf.exec(name) ?? []
  return parameter === undefined || position === undefined ? null : {parameter, position: Number(position)}
}

function numberIn(pattern: RegExp, text: string): number | null {
  const digits = pattern.exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}

const subscript = /^\[(\d+)\]$/

/** Subscripts inside an NNX object, which the simulator and flax write as plain segments: `layers[2]` → `layers`, `2`. */
export const unbracketed = (path: readonly string[]): string[] =>
  path.map((segment) => subscript.exec(segment)?.[1] ?? segment)
