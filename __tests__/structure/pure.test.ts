import ts from 'typescript'
import {below, parse, sources} from './project.ts'

const foreign = new Set(
  `process Buffer require module exports __dirname __filename global setImmediate clearImmediate
   window document navigator location self globalThis top parent frames history screen
   fetch XMLHttpRequest WebSocket Worker localStorage sessionStorage indexedDB
   setTimeout setInterval clearTimeout clearInterval requestAnimationFrame cancelAnimationFrame requestIdleCallback
   console alert performance
   Document Element HTMLElement SVGElement HTMLCanvasElement SVGSVGElement Node Event EventTarget CustomEvent Range Selection Text Comment
   MutationObserver ResizeObserver IntersectionObserver DOMParser XMLSerializer Blob File FileReader Image`.split(
    /\s+/,
  ),
)

const hasName = (node: ts.Node): node is ts.NamedDeclaration => 'name' in node

const isProperty = (node: ts.Node): boolean =>
  ts.isPropertySignature(node) ||
  ts.isMethodSignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isAccessor(node)

/** A word after a dot, or the name of a property: it names no variable. */
function isMember(node: ts.Identifier): boolean {
  const {parent} = node
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || isProperty(parent))
    return hasName(parent) && parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  return ts.isBindingElement(parent) && parent.propertyName === node
}

const isDeclared = (node: ts.Identifier): boolean =>
  hasName(node.parent) && node.parent.name === node && !ts.isShorthandPropertyAssignment(node.parent)

/** Names that a file uses and does not itself declare or import, where they belong to a browser or to Node. */
function globals(file: ts.SourceFile): string[] {
  const declared = new Set<string>()
  const used = new Map<string, number>()
  for (const node of below(file)) {
    if (!ts.isIdentifier(node) || isMember(node)) continue
    if (isDeclared(node)) declared.add(node.text)
    else used.set(node.text, file.getLineAndCharacterOfPosition(node.getStart()).line + 1)
  }
  return [...used]
    .filter(([name]) => foreign.has(name) && !declared.has(name))
    .map(([name, line]) => `${file.fileName}:${line} uses ${name}`)
}

test('lib uses no name of a browser or of Node', () => {
  expect(sources('lib').flatMap((path) => globals(parse(path)))).toEqual([])
})

test('globals(file) finds a foreign name, but not a member, a key, a parameter or an own type of that name', () => {
  const source = `
    interface Node { document: string }
    const get = (node: Node, event: {process: number}, {window: w}: {window: number}) => [node.document, event.process, w, {fetch: 1}]
    export const put = (location: string) => ({location, now: performance.now(), in: document})
    export type Here = HTMLElement
  `
  expect(globals(ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true))).toEqual([
    'a.ts:4 uses performance',
    'a.ts:4 uses document',
    'a.ts:5 uses HTMLElement',
  ])
})
