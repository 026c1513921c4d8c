import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import ts from 'typescript'

/**
 * How much of each room the tests run, in lines and branches: `npm run cover`, or of some folders of tests alone, `npm run cover -- log read`.
 * A line counts where a statement begins; a branch is each way that an `if`, `?:`, `&&`, `||`, `??`, `switch` or `catch` goes. The tests load the rooms
 * of dist/rooms; each folder of tests runs by itself, and what they reach is added up, so that what has run counts where a later one is stopped.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const elsewhere = new Set(['bench', 'browser', 'golden', 'package', 'python', 'site', 'structure', 'surface'])
const least = {lib: {lines: 95, branches: 90}, viz: {lines: 85, branches: 0}}

const asked = process.argv.slice(2)
const folders = readdirSync(join(root, '__tests__'), {withFileTypes: true})
  .filter((entry) => entry.isDirectory() && !elsewhere.has(entry.name))
  .map(({name}) => name)
  .filter((name) => asked.length === 0 || asked.includes(name))

const rooms = join(root, 'dist/rooms')
const kept = mkdtempSync(join(tmpdir(), 'cover-'))

function reach(folder) {
  const words = ['node_modules/jest/bin/jest.js', `__tests__/${folder}/`, '--maxWorkers=1', '--silent']
  const {status} = spawnSync(process.execPath, words, {
    cwd: root,
    env: {...process.env, JITLENS_ROOMS: rooms, JITLENS_COVER: kept},
    stdio: 'ignore',
  })
  console.error(`${folder}: ${status === 0 ? 'passed' : 'failed'}`)
}

/** The ways that a node goes. */
function ways(node) {
  if (ts.isIfStatement(node)) return [node.thenStatement, node.elseStatement]
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse]
  if (ts.isCaseOrDefaultClause(node)) return [node]
  if (ts.isCatchClause(node)) return [node.block]
  return ts.isBinaryExpression(node) && shortcuts.has(node.operatorToken.kind) ? [node.right] : []
}

const shortcuts = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
])

/** What is known of a module: which of its lines ran, by their numbers in the room, and of each branch whether it was taken. */
const files = new Map()

function count(name) {
  const text = readFileSync(join(rooms, name), 'utf8')
  const path = join(kept, encodeURIComponent(name))
  const ran = existsSync(path) ? readFileSync(path) : new Uint8Array(text.length)
  const parsed = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS)
  const begins = [...text.matchAll(/^\/\/ ((?:lib|viz)\/\S+\.ts)$/gm)]
  for (const [, file] of begins) files.set(file, {lines: new Map(), ways: []})
  let at = -1
  const visit = (node) => {
    const start = node.getStart(parsed)
    while (node !== parsed && (begins[at + 1]?.index ?? Number.POSITIVE_INFINITY) < start && isTop(node)) at++
    const known = files.get(begins[at]?.[1])
    if (known !== undefined) {
      if (ts.isStatement(node) && !ts.isBlock(node)) {
        const {line} = parsed.getLineAndCharacterOfPosition(start)
        known.lines.set(line, known.lines.get(line) === true || ran[start] === 1)
      }
      for (const way of ways(node)) if (way !== undefined) known.ways.push(ran[way.getStart(parsed)] === 1)
    }
    ts.forEachChild(node, visit)
  }
  const tops = new Set(parsed.statements)
  const isTop = (node) => tops.has(node)
  visit(parsed)
}

const share = (all) => (all.length === 0 ? 100 : (100 * all.filter(Boolean).length) / all.length)

const figures = (all) => {
  const taken = all.flatMap(({ways}) => ways)
  return {
    lines: share(all.flatMap(({lines}) => [...lines.values()])),
    branches: share(taken),
    missed: taken.filter((one) => !one).length,
  }
}

const told = (name, {lines, branches, missed}) =>
  console.log(
    `${name.padEnd(36)} ${lines.toFixed(1).padStart(6)} % of lines ${branches.toFixed(1).padStart(6)} % of branches, ${missed} not taken`,
  )

function grouped(nameOf) {
  const groups = new Map()
  for (const [path, known] of files) {
    const name = nameOf(path)
    groups.set(name, [...(groups.get(name) ?? []), known])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, all]) => [name, figures(all)])
}

const made = spawnSync(process.execPath, ['scripts/rooms.mjs'], {cwd: root, stdio: 'inherit'})
if (made.status !== 0) process.exit(1)
for (const folder of folders) reach(folder)
for (const name of readdirSync(rooms, {recursive: true}))
  if (name.endsWith('.room.cjs')) count(name.replaceAll('\\', '/'))
rmSync(kept, {recursive: true})

const trees = grouped((path) => path.split('/')[0])
for (const [title, rows] of [
  ['Rooms', grouped((path) => path.split('/').slice(0, 2).join('/'))],
  [
    'Files with most branches that nothing takes',
    grouped((path) => path)
      .sort(([, a], [, b]) => b.missed - a.missed)
      .slice(0, 25),
  ],
  ['All', trees],
]) {
  console.log(`\n${title}`)
  for (const [name, row] of rows) told(name, row)
}
const isShort = ([tree, {lines, branches}]) => lines < least[tree].lines || branches < least[tree].branches
if (asked.length === 0 && trees.some(isShort)) process.exitCode = 1
