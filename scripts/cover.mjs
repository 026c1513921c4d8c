import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {convert} from 'ast-v8-to-istanbul'
import coverage from 'istanbul-lib-coverage'
import {parseAst} from 'rolldown/parseAst'

/**
 * How much of each room the tests run, in lines and branches as Istanbul counts them: `npm run cover`, or of some folders of tests alone,
 * `npm run cover -- log read`. The tests load the rooms of dist/rooms, V8 counts in these (scripts/ran.cjs), and their maps lead back to
 * the sources. Each folder runs by itself, so that what has run counts where a later one is stopped.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const elsewhere = new Set(['bench', 'browser', 'golden', 'output', 'package', 'python', 'site', 'structure'])
const least = {lib: {lines: 95, branches: 90}, viz: {lines: 85, branches: 0}}
const rooms = join(root, 'dist/rooms')
const kept = mkdtempSync(join(tmpdir(), 'cover-'))

const asked = process.argv.slice(2)
const folders = readdirSync(join(root, '__tests__'), {withFileTypes: true})
  .filter((entry) => entry.isDirectory() || entry.name.endsWith('.test.ts'))
  .map(({name}) => name.replace('.test.ts', ''))
  .filter((name) => !elsewhere.has(name))
  .filter((name) => asked.length === 0 || asked.includes(name))

function reach(folder) {
  const words = [
    'node_modules/jest/bin/jest.js',
    `__tests__/${folder}(/|\\.test)`,
    '--maxWorkers=1',
    '--silent',
  ]
  const {status} = spawnSync(process.execPath, words, {
    cwd: root,
    env: {...process.env, JITLENS_ROOMS: rooms, JITLENS_COVER: kept},
    stdio: 'ignore',
  })
  console.error(`${folder}: ${status === 0 ? 'passed' : 'failed'}`)
}

/** How often each letter of a room ran, as ranges of V8. */
function rangesOf(name, {length}) {
  const path = join(kept, encodeURIComponent(name))
  if (!existsSync(path)) return [{startOffset: 0, endOffset: length, count: 0}]
  const counts = new Uint32Array(new Uint8Array(readFileSync(path)).buffer)
  const begins = [...counts.keys()].filter((at) => counts[at] !== counts[at - 1])
  return begins.map((startOffset, i) => ({
    startOffset,
    endOffset: begins[i + 1] ?? length,
    count: counts[startOffset],
  }))
}

/** What is known of the files of a room. */
function known(name) {
  const path = join(rooms, name)
  const code = readFileSync(path, 'utf8')
  const ranges = rangesOf(name, code)
  return convert({
    code,
    ast: parseAst(code),
    sourceMap: JSON.parse(readFileSync(`${path}.map`, 'utf8')),
    coverage: {url: pathToFileURL(path).href, functions: [{functionName: '', isBlockCoverage: true, ranges}]},
  })
}

const made = spawnSync(process.execPath, ['scripts/rooms.mjs'], {cwd: root, stdio: 'inherit'})
if (made.status !== 0) process.exit(1)
for (const folder of folders) reach(folder)
const map = coverage.createCoverageMap()
for (const name of readdirSync(rooms, {recursive: true}))
  if (name.endsWith('.map')) map.merge(await known(name.replaceAll('\\', '/').slice(0, -4)))
rmSync(kept, {recursive: true})

const files = map
  .files()
  .map((path) => [relative(root, path).replaceAll('\\', '/'), map.fileCoverageFor(path)])
  .filter(([path]) => /^(?:lib|viz)\//.test(path))

/** The figures of files that have one name. */
function grouped(nameOf) {
  const groups = new Map()
  for (const [path, file] of files) {
    const name = nameOf(path)
    groups.set(name, (groups.get(name) ?? coverage.createCoverageSummary()).merge(file.toSummary()))
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

const missed = ({branches}) => branches.total - branches.covered

const told = (name, summary, more = '') =>
  console.log(
    `${name.padEnd(36)} ${summary.lines.pct.toFixed(1).padStart(6)} % of lines ${summary.branches.pct.toFixed(1).padStart(6)} % of branches, ${missed(summary)} not taken${more}`,
  )

/** Lines by their numbers, those that follow each other as one: `3-5 9`. */
const lines = (numbers) =>
  numbers
    .filter((line) => !numbers.includes(line - 1))
    .map((from) => [from, numbers.find((line) => line >= from && !numbers.includes(line + 1))])
    .map(([from, to]) => (from === to ? from : `${from}-${to}`))
    .join(' ')

console.log('\nRooms')
for (const [name, summary] of grouped((path) => path.split('/').slice(0, 2).join('/'))) told(name, summary)

console.log('\nFiles with most branches that nothing takes, and the lines that nothing runs')
for (const [path, file] of files
  .toSorted(([, a], [, b]) => missed(b.toSummary()) - missed(a.toSummary()))
  .slice(0, 25))
  told(path, file.toSummary(), `; ${lines(file.getUncoveredLines().map(Number))}`)

console.log('\nAll')
const trees = grouped((path) => path.split('/')[0])
for (const [name, summary] of trees) told(name, summary)

const isShort = ([tree, {lines, branches}]) =>
  lines.pct < least[tree].lines || branches.pct < least[tree].branches
if (asked.length === 0 && trees.some(isShort)) process.exitCode = 1
