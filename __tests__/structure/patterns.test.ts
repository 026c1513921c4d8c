import ts from 'typescript'
import {parse, sources} from './project.ts'

/** Regular expressions that stand inside a function of a file. */
function unnamed(file: ts.SourceFile): string[] {
  const found: string[] = []
  const visit = (node: ts.Node, isInside: boolean): void => {
    if (isInside && ts.isRegularExpressionLiteral(node))
      found.push(
        `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.text}`,
      )
    ts.forEachChild(node, (child) => {
      visit(child, isInside || ts.isFunctionLike(node))
    })
  }
  visit(file, false)
  return found
}

test('every regular expression of lib and viz is a constant of its module, with a name', () => {
  expect(sources('lib', 'viz').flatMap((path) => unnamed(parse(path)))).toEqual([])
})

test('unnamed(file) finds what stands in a function, a method or an arrow, and not a constant', () => {
  const source = `
    const word = /a/
    const words = [/b/, /c/]
    function f(text: string) { return /d/.test(text) }
    const g = (text: string) => text.replace(/e/g, '')
    class C { m() { return /f/ } }
  `
  expect(unnamed(ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true))).toEqual([
    'a.ts:4 /d/',
    'a.ts:5 /e/g',
    'a.ts:6 /f/',
  ])
})
