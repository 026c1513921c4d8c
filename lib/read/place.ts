/** An input path of JAX, `[0][1].layers[2]['k']`, taken apart. */
export interface Place {
  /** 0 for args, 1 for kwargs; -1 where the path is a name, as in `x['k']`. */
  readonly root: number
  /** The position of the argument, or the keyword's repr; null for args or kwargs as a whole. */
  readonly argument: string | null
  /** What follows the argument. */
  readonly rest: readonly string[]
}

const step = /\.([^.[\]]+)|\[((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]])*)\]/g

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
export function place(text: string): Place {
  const [first, second, ...rest] = segments(text)
  if (!text.startsWith('[0]') && !text.startsWith('[1]'))
    return {
      root: -1,
      argument: /^[^.[]*/.exec(text)?.[0] ?? text,
      rest: segments(text.replace(/^[^.[]*/, '')),
    }
  return {root: first === '[0]' ? 0 : 1, argument: second === undefined ? null : second.slice(1, -1), rest}
}

/** Subscripts inside an NNX object, which the simulator and flax write as plain segments: `layers[2]` → `layers`, `2`. */
export const unbracketed = (path: readonly string[]): string[] =>
  path.map((segment) => /^\[(\d+)\]$/.exec(segment)?.[1] ?? segment)
