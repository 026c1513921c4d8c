import type {SyntaxNode} from '@lezer/common'
import {parser} from '@lezer/python'
import {PythonError} from '../python/index.ts'
import {childrenOf, isPointed, SourceText} from './source.ts'
import {statementsOf} from './statements.ts'
import type {Statement} from './syntax.ts'

/**
 * Reads a text of Python.
 *
 * @throws {PythonError} SyntaxError, with its line, for what is no Python and for what is outside of the part of Python that runs here.
 * @example
 * parse('x = 1\ny = x + 1').length // 2
 */
export function parse(text: string): readonly Statement[] {
  const source = new SourceText(text)
  const tree = parser.parse(text)
  const wrong = firstError(source, tree.topNode)
  if (wrong !== null) throw refusal(source, wrong)
  return childrenOf(tree.topNode).flatMap((node) => statementsOf(source, node))
}

/** A place where the grammar does not fit; where it stands in a bracket that does not end, that one is told, as Python does. */
function refusal(source: SourceText, wrong: SyntaxNode): PythonError {
  const open = unclosed(wrong)
  const line = source.line((open ?? wrong).from)
  const said =
    open === null ? `this is not Python: ${source.lineText(line)}` : `'${open.name}' was never closed`
  return new PythonError('SyntaxError', `line ${line}: ${said}`)
}

const closers: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'}

/** The innermost bracket around a place that has no end. */
function unclosed(place: SyntaxNode): SyntaxNode | null {
  for (let node = place.parent; node !== null; node = node.parent) {
    const [first] = childrenOf(node)
    const closer = first === undefined ? undefined : closers[first.name]
    if (first !== undefined && closer !== undefined && node.lastChild?.name !== closer) return first
  }
  return null
}

/** The first place where the grammar does not fit. */
function firstError(source: SourceText, node: SyntaxNode): SyntaxNode | null {
  const cursor = node.cursor()
  do
    if (cursor.type.isError && (cursor.node.parent === null || !isPointed(source, cursor.node.parent)))
      return cursor.node
  while (cursor.next())
  return null
}
