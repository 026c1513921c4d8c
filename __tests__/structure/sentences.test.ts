import ts from 'typescript'
import {map, room} from './map.ts'
import {below, parse, sources} from './project.ts'

/** Text that a file writes: a string, or a template with x in its holes. */
interface Written {
  readonly text: string
  readonly at: string
  readonly node: ts.Node
}

const trees = new Map(sources('lib', 'viz').map((path) => [path, parse(path)]))

/** Every node of some files. */
function look(paths: readonly string[], see: (node: ts.Node) => void): void {
  for (const path of paths) {
    const tree = trees.get(path)
    if (tree !== undefined) for (const node of below(tree)) see(node)
  }
}

const placeOf = (node: ts.Node): string => {
  const file = node.getSourceFile()
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return null
  return node.head.text + node.templateSpans.map(({literal}) => `x${literal.text}`).join('')
}

function written(paths: readonly string[]): Written[] {
  const found: Written[] = []
  look(paths, (node) => {
    const text = textOf(node)
    if (text !== null && !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent))
      found.push({text, at: placeOf(node), node})
  })
  return found
}

function expressions(paths: readonly string[]): {readonly source: RegExp; readonly at: string}[] {
  const found: {source: RegExp; at: string}[] = []
  look(paths, (node) => {
    if (!ts.isRegularExpressionLiteral(node)) return
    const end = node.text.lastIndexOf('/')
    const flags = node.text.slice(end + 1).replace(/[gy]/g, '')
    found.push({source: new RegExp(node.text.slice(1, end), flags), at: `${placeOf(node)} ${node.text}`})
  })
  return found
}

/** A word stands in it, outside of classes and escapes: it looks for words, not for signs. */
const speaks = ({source}: RegExp): boolean =>
  /[a-z]{3,}/i.test(source.replace(/\\./g, ' ').replace(/\[[^\]]*\]/g, ' '))

const hasTwoWords = (text: string): boolean => /[A-Za-z]{2,},? [A-Za-z]{2,}/.test(text)

/** The names of facts: members of unions and lists of names, and keys of tables. */
function factNames(): Set<string> {
  const names = new Set<string>()
  look(sources('lib', 'viz'), (node) => {
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) names.add(node.literal.text)
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) names.add(node.name.text)
    if (ts.isStringLiteral(node) && ts.isArrayLiteralExpression(node.parent)) names.add(node.text)
  })
  return names
}

/** A message of an error is told to who programs, not to who reads an explanation. */
function isThrown({node}: Written): boolean {
  for (let one: ts.Node | undefined = node; one !== undefined; one = one.parent)
    if (ts.isThrowStatement(one)) return true
  return false
}

const words = written(sources('lib/words'))
  .map(({text}) => text)
  .filter(hasTwoWords)

/** Rooms that read what JAX and Python wrote. */
const readers = new Set(['lib/words', 'lib/read', 'lib/release'])

/** Rooms that may hold a text of lib/words: those that may import it. */
const others = sources('lib', 'viz').filter((path) => {
  const rooms = map[room(path)] ?? []
  return !readers.has(room(path)) && (rooms.includes('lib/words') || rooms.includes('lib/index'))
})

test('no regular expression outside lib/words matches a text that lib/words makes', () => {
  const wrong = expressions(others).flatMap(({source, at}) => {
    const text = speaks(source) ? words.find((one) => source.test(one)) : undefined
    return text === undefined ? [] : [`${at} matches "${text}"`]
  })
  expect(wrong).toEqual([])
})

test('no code of lib/explain and viz looks for words in a text that lib/words makes', () => {
  const looks = new Set(['startsWith', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'split', 'replace'])
  const wrong = written(sources('lib/explain', 'viz')).flatMap(({text, at, node}) => {
    const {parent} = node
    if (!hasTwoWords(text) || !ts.isCallExpression(parent)) return []
    const called = parent.expression
    return ts.isPropertyAccessExpression(called) &&
      looks.has(called.name.text) &&
      words.some((one) => one.includes(text))
      ? [`${at} looks for "${text}"`]
      : []
  })
  expect(wrong).toEqual([])
})

test('lib/explain makes no sentence: all its words are names of facts', () => {
  const names = factNames()
  const wrong = written(sources('lib/explain'))
    .filter((one) => hasTwoWords(one.text) && !names.has(one.text) && !isThrown(one))
    .map(({text, at}) => `${at} says "${text}"`)
  expect(wrong).toEqual([])
})

test('the charts make no sentence: they say what stands in lib/words', () => {
  const wrong = written(sources('viz/charts').concat('viz/view.ts'))
    .filter((one) => hasTwoWords(one.text) && /\.( |$)/.test(one.text) && !isThrown(one))
    .map(({text, at}) => `${at} says "${text}"`)
  expect(wrong).toEqual([])
})

test('what the tests above look for is there to be found', () => {
  expect(words.length).toBeGreaterThan(100)
  expect([/^its key/, /^(?:was) \w+/, /^[a-z]+ \d{3,}$/].map(speaks)).toEqual([true, true, false])
  expect(words.filter((one) => /^its key/.test(one))).not.toEqual([])
})
