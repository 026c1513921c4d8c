import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

/**
 * How much of each room the tests run, in lines and branches: `npm run cover`, or of some folders of tests alone, `npm run cover -- log read`.
 * Each folder runs by itself, and what they reach is added up, so that what has run counts where a later one is stopped.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const elsewhere = new Set(['bench', 'browser', 'golden', 'package', 'python', 'site', 'structure', 'surface'])
const least = {lib: {lines: 95, branches: 90}, viz: {lines: 85, branches: 0}}

const asked = process.argv.slice(2)
const folders = readdirSync(join(root, '__tests__'), {withFileTypes: true})
  .filter((entry) => entry.isDirectory() && !elsewhere.has(entry.name))
  .map(({name}) => name)
  .filter((name) => asked.length === 0 || asked.includes(name))

/** What is known of a file: statements, and the ways that branches go, each with how often it ran. */
const files = new Map()

const add = (into, counts) => {
  for (const [id, count] of Object.entries(counts))
    into[id] = Array.isArray(count)
      ? count.map((one, at) => one + (into[id]?.[at] ?? 0))
      : count + (into[id] ?? 0)
}

function reach(folder) {
  const kept = mkdtempSync(join(tmpdir(), 'cover-'))
  const words = [
    '--silent',
    '--coverage',
    '--coverageProvider=v8',
    '--coverageReporters=json',
    `--coverageDirectory=${kept}`,
  ]
  const {status} = spawnSync('npx', ['jest', `__tests__/${folder}/`, '--maxWorkers=1', ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  const path = join(kept, 'coverage-final.json')
  const reached = existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8'))) : []
  rmSync(kept, {recursive: true})
  for (const [file, {statementMap, s, b}] of reached) {
    const known = files.get(file) ?? {statementMap, s: {}, b: {}}
    add(known.s, s)
    add(known.b, b)
    files.set(file, known)
  }
  console.error(`${folder}: ${status === 0 ? 'passed' : 'failed'}`)
}

const share = (ran, all) => (all === 0 ? 100 : (100 * ran) / all)

function figures(all) {
  const sum = {lines: 0, ranLines: 0, ways: 0, ranWays: 0}
  for (const {statementMap, s, b} of all) {
    const lines = new Map()
    for (const [id, {start}] of Object.entries(statementMap))
      lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id]))
    const ways = Object.values(b).flat()
    sum.lines += lines.size
    sum.ranLines += [...lines.values()].filter((count) => count > 0).length
    sum.ways += ways.length
    sum.ranWays += ways.filter((count) => count > 0).length
  }
  return {
    lines: share(sum.ranLines, sum.lines),
    branches: share(sum.ranWays, sum.ways),
    missed: sum.ways - sum.ranWays,
  }
}

const told = (name, {lines, branches, missed}) =>
  console.log(
    `${name.padEnd(36)} ${lines.toFixed(1).padStart(6)} % of lines ${branches.toFixed(1).padStart(6)} % of branches, ${missed} not taken`,
  )

function grouped(nameOf) {
  const groups = new Map()
  for (const [file, known] of files) {
    const name = nameOf(relative(root, file))
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), known])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, all]) => [name, figures(all)])
}

for (const folder of folders) reach(folder)

const inTree = (path) => /^(lib|viz)\//.exec(path)?.[1] ?? null
const rooms = grouped((path) => (inTree(path) === null ? null : path.split('/').slice(0, 2).join('/')))
const worst = grouped((path) => (inTree(path) === null ? null : path))
  .sort(([, a], [, b]) => b.missed - a.missed)
  .slice(0, 25)
const trees = grouped(inTree)
for (const [title, rows] of [
  ['Rooms', rooms],
  ['Files with most branches that nothing takes', worst],
  ['All', trees],
]) {
  console.log(`\n${title}`)
  for (const [name, row] of rows) told(name, row)
}
const isShort = ([tree, {lines, branches}]) => lines < least[tree].lines || branches < least[tree].branches
if (asked.length === 0 && trees.some(isShort)) process.exitCode = 1
