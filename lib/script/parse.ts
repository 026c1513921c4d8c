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
  if (wrong !== null) {
    const line = source.line(wrong.from)
    throw new PythonError('SyntaxError', `line ${line}: this is not Python: ${source.lineText(line)}`)
  }
  return childrenOf(tree.topNode).flatMap((node) => statementsOf(source, node))
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
