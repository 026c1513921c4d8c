import type {SyntaxNode} from '@lezer/common'
import {PythonError} from '../python/index.ts'

const lineBreaks = /\n/g

/** The text of a program, with what tells where in it something stands. */
export class SourceText {
  readonly text: string
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.text = text
    this.#starts = [0, ...[...text.matchAll(lineBreaks)].map(({index}) => index + 1)]
  }

  /** The text of a node. */
  of({from, to}: {readonly from: number; readonly to: number}): string {
    return this.text.slice(from, to)
  }

  /** The line of a position, from 1. */
  line(at: number): number {
    let [low, high] = [0, this.#starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return low + 1
  }

  /** A line's text without its indent. */
  lineText(line: number): string {
    const start = this.#starts[line - 1] ?? 0
    return this.text.slice(start, (this.#starts[line] ?? this.text.length + 1) - 1).trim()
  }

  /** What is said of what this Python does not have. */
  refusal(node: SyntaxNode, what: string): PythonError {
    const line = this.line(node.from)
    return new PythonError(
      'SyntaxError',
      `line ${line}: ${what} is not in the Python that runs here: ${this.lineText(line)}`,
    )
  }
}

const pointed = /^\d[\d_]*\.(?:e\d+)?$/i

/** Whether a node is a number that ends in a point, `1.`, which the grammar takes for an attribute of one. */
export const isPointed = (source: SourceText, node: SyntaxNode): boolean =>
  node.name === 'MemberExpression' && node.firstChild?.name === 'Number' && pointed.test(source.of(node))

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') found.push(child)
  return found
}

/** The children of a node parted where one of that name stands. */
export function parted(nodes: readonly SyntaxNode[], name: string): readonly (readonly SyntaxNode[])[] {
  const parts: SyntaxNode[][] = [[]]
  for (const node of nodes)
    if (node.name === name) parts.push([])
    else parts.at(-1)?.push(node)
  return parts
}
