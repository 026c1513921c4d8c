/**
 * The figures of lib and viz, room by room: how much there is, how long and how branched its functions are, how wide its lines, and
 * how many of the names that a user may import say what they do, the fields of their options included. A part of `npm run check`:
 * it fails when one of these has no words.
 */
import {readdirSync} from 'node:fs'
import {dirname, join, relative, sep} from 'node:path'
import {fileURLToPath} from 'node:url'
import ts from 'typescript'
import {compiled} from './compiled.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const entries = [
  'lib/index.ts',
  'lib/torch/index.ts',
  'lib/script/index.ts',
  'viz/index.ts',
  'viz/hosts/element.ts',
  'viz/hosts/report.ts',
]

const paths = ['lib', 'viz'].flatMap((folder) =>
  readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(root, folder, path)),
)

const within = (path) => relative(root, path).split(sep).join('/')

/** The room of a file, as in __tests__/structure/map.ts: a folder of lib or viz, or a file there. */
function room(file) {
  const [top, second] = within(file.fileName).split('/')
  return `${top}/${second.replace(/\.ts$/, '')}`
}

function* below(node) {
  yield node
  const children = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* below(child)
}

/** The lines that hold more than blanks and comments. */
function codeLines(file) {
  const lines = new Set()
  const visit = (node) => {
    const children = node.getChildren(file).filter((child) => !ts.isJSDoc(child))
    if (children.length > 0) return children.forEach(visit)
    const {line: from} = file.getLineAndCharacterOfPosition(node.getStart(file))
    const {line: to} = file.getLineAndCharacterOfPosition(node.getEnd())
    for (let line = from; line <= to; line++) lines.add(line)
  }
  visit(file)
  return lines
}

const {SyntaxKind: kind} = ts
const branches = new Set([
  kind.CatchClause,
  kind.ConditionalExpression,
  kind.ForStatement,
  kind.ForInStatement,
  kind.ForOfStatement,
  kind.IfStatement,
  kind.WhileStatement,
  kind.DoStatement,
  kind.CaseClause,
])
const shortcuts = new Set([
  kind.AmpersandAmpersandToken,
  kind.BarBarToken,
  kind.QuestionQuestionToken,
  kind.AmpersandAmpersandEqualsToken,
  kind.BarBarEqualsToken,
  kind.QuestionQuestionEqualsToken,
])

/** What ESLint's rule `complexity` counts: a way in, and one more for each branch, shortcut, default and `?.`. */
const branching = (node) =>
  branches.has(node.kind) ||
  (ts.isBinaryExpression(node) && shortcuts.has(node.operatorToken.kind)) ||
  ((ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined) ||
  node.questionDotToken !== undefined

function complexity(top) {
  let count = 1
  const visit = (node) => {
    if (node !== top && ts.isFunctionLike(node)) return
    if (branching(node)) count++
    ts.forEachChild(node, visit)
  }
  visit(top)
  return count
}

/** A function's own name, or that of what it is given to. */
function nameOf(node) {
  for (let at = node; at !== undefined && !ts.isSourceFile(at); at = at.parent)
    if (at.name !== undefined) return at.name.getText()
    else if (ts.isConstructorDeclaration(at)) return 'constructor'
  return 'a function'
}

/** The functions of a file: their lines of code and their branches, each with its name. */
function functionsOf(file) {
  const code = codeLines(file)
  return [...below(file)]
    .filter((node) => ts.isFunctionLike(node) && node.body !== undefined)
    .map((node) => {
      const {line: from} = file.getLineAndCharacterOfPosition(node.getStart(file))
      const {line: to} = file.getLineAndCharacterOfPosition(node.getEnd())
      const lines = [...code].filter((line) => line >= from && line <= to).length
      return {name: nameOf(node), lines, branches: complexity(node)}
    })
}

const {program, checker, target} = compiled(paths)
const files = paths.map((path) => program.getSourceFile(path))

/** What a user may import, through namespaces too, each once. */
function exported() {
  const found = new Set()
  const visit = (module) => {
    for (const symbol of checker.getExportsOfModule(module).map(target))
      if (symbol.flags & ts.SymbolFlags.ValueModule) visit(symbol)
      else found.add(symbol)
  }
  for (const entry of entries) visit(checker.getSymbolAtLocation(program.getSourceFile(join(root, entry))))
  return [...found]
}

const isOurs = (node) => files.includes(node.getSourceFile())
const isSignature = (node) => ts.isPropertySignature(node) || ts.isMethodSignature(node)

/** A field of the type itself: not one of an object that is written out inside a field. */
const isField = (node) =>
  isSignature(node) && isOurs(node) && ts.findAncestor(node.parent, isSignature) === undefined

/** The fields of a type of options, inherited ones too: a type of which some fields may be left out. */
function fieldsOf(symbol) {
  const types = symbol.declarations.filter(
    (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
  )
  if (types.length === 0) return []
  const known = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
  const fields = [
    ...types.flatMap((node) => [...below(node)]),
    ...known.flatMap((field) => field.declarations ?? []),
  ]
  const own = fields.filter(isField)
  return own.some((node) => node.questionToken !== undefined) ? own : []
}

/** A name that is taken out of an object has the words of the statement. */
const hasWords = (node) =>
  node.symbol.getDocumentationComment(checker).length > 0 ||
  (ts.isBindingElement(node) && ts.getJSDocCommentsAndTags(node.parent.parent).length > 0)

/** The declarations that must say what they do, each once: what a user may import, and the fields of options. */
function publicNames() {
  const found = new Set()
  for (const symbol of exported()) {
    const own = symbol.declarations?.filter(isOurs) ?? []
    if (own.length === 0) continue
    found.add(own.find(hasWords) ?? own[0])
    for (const field of fieldsOf(symbol)) found.add(field)
  }
  return [...found]
}

const greatest = (items, of) => items.reduce((best, item) => (of(item) > of(best) ? item : best))
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]

const names = publicNames()
const measured = files.map((file) => ({
  room: room(file),
  lines: file.text.split('\n').length - 1,
  statements: [...below(file)].filter((node) => ts.isStatement(node) && !ts.isBlock(node)).length,
  functions: functionsOf(file),
  widths: file.text
    .split('\n')
    .map((line) => [...line].length)
    .filter((width) => width > 0),
  names: names.filter((node) => node.getSourceFile() === file),
}))

function row(title, of) {
  const sum = (get) => of.reduce((total, file) => total + get(file), 0)
  const functions = [{name: '–', lines: 0, branches: 0}, ...of.flatMap((file) => file.functions)]
  const longest = greatest(functions, ({lines}) => lines)
  const branched = greatest(functions, ({branches}) => branches)
  const widths = of.flatMap((file) => file.widths).sort((a, b) => a - b)
  const told = sum((file) => file.names.filter(hasWords).length)
  const all = sum((file) => file.names.length)
  return [
    title,
    of.length,
    sum(({lines}) => lines),
    sum(({statements}) => statements),
    `${longest.lines} ${longest.name}`,
    `${branched.branches} ${branched.name}`,
    `${quantile(widths, 0.5)} / ${quantile(widths, 0.99)}`,
    all === 0 ? '–' : `${told} of ${all}`,
  ].map(String)
}

const rooms = [...new Set(measured.map((file) => file.room))].sort()
const table = [
  [
    'room',
    'files',
    'lines',
    'statements',
    'longest function',
    'most branches',
    'width p50 / p99',
    'documented',
  ],
  ...rooms.map((name) =>
    row(
      name,
      measured.filter((file) => file.room === name),
    ),
  ),
  row('all', measured),
]
const numeric = new Set([1, 2, 3])
const columns = table[0].map((_, at) => Math.max(...table.map((cells) => cells[at].length)))
for (const cells of table)
  console.log(
    cells
      .map((cell, at) => (numeric.has(at) ? cell.padStart(columns[at]) : cell.padEnd(columns[at])))
      .join('  ')
      .trimEnd(),
  )

const silent = names.filter((node) => !hasWords(node))
for (const node of silent) {
  const file = node.getSourceFile()
  const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  console.log(`${within(file.fileName)}:${line} ${node.name.getText(file)} does not say what it is`)
}
process.exitCode = silent.length > 0 ? 1 : 0
