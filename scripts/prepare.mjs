/**
 * Makes a fresh clone ready, and does nothing where all is ready: dependencies, the build (--build), a browser (--browser) and a
 * Python with JAX (--python).
 * It runs before anything is installed, so it imports Node and its neighbours alone.
 */
import {spawnSync} from 'node:child_process'
import {existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {chrome} from './chrome.mjs'
import {environment, python, within} from './python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wants = new Set(process.argv.slice(2))

const time = (path) => statSync(join(root, path), {throwIfNoEntry: false})?.mtimeMs ?? 0

/** The time of the latest change at a path or below it; a file that went changes the time of its folder. */
const newest = (path) =>
  statSync(join(root, path), {throwIfNoEntry: false})?.isDirectory()
    ? readdirSync(join(root, path)).reduce(
        (latest, name) => Math.max(latest, newest(join(path, name))),
        time(path),
      )
    : time(path)

function fail(sentence) {
  console.error(`jitlens: ${sentence}`)
  process.exit(1)
}

/** Runs a command quietly; its output is shown when it fails. */
function run(what, command, args, otherwise) {
  console.error(`jitlens: ${what} (${[command, ...args].join(' ')})`)
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
  const {status, stdout, stderr, error} = spawnSync(command, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  fail(`${what} failed${error ? ` (${error.message})` : ''}; ${otherwise}`)
}

function node() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    fail(`this is Node ${process.versions.node}; jitlens needs Node 20.19 or newer`)
}

/** Dependencies that are a link are another checkout's, and `npm ci` would empty them. */
const isLinked = () =>
  lstatSync(join(root, 'node_modules'), {throwIfNoEntry: false})?.isSymbolicLink() ?? false

function dependencies() {
  if (isLinked()) return
  if (time('node_modules/.package-lock.json') >= time('package-lock.json')) return
  run(
    'installing dependencies',
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund'],
    'see the lines above, then run `npm ci`',
  )
}

function build() {
  const sources = [
    'lib',
    'viz',
    'scripts/bundle.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]
  // The build starts with an empty folder and writes this file last.
  if (time('dist/bundle/jitlens.script.js') >= Math.max(...sources.map(newest))) return
  run('building', 'npm', ['run', '--silent', 'build'], 'see the lines above')
}

function browser() {
  if (chrome() !== null) return
  const wish = 'install Chromium or Chrome and put it in PATH, or set CHROME to its file'
  if (process.env.CHROME) fail(`CHROME is ${process.env.CHROME}, which is no program; ${wish}`)
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    fail(`the browser tests find no browser; ${wish}`)
  run('reading the list of packages', 'apt-get', ['update', '-qq'], wish)
  const {status} = spawnSync('apt-cache', ['show', 'chromium-headless-shell'])
  const shell = status === 0 ? 'chromium-headless-shell' : 'chromium'
  run(
    'installing Chromium',
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', shell, 'fonts-liberation'],
    wish,
  )
  if (chrome() === null) fail(`chromium was installed, yet no browser is found; ${wish}`)
}

/** What the tests with real JAX need. */
const packages = [
  'jax==0.10.2',
  'flax==0.12.8',
  'optax==0.2.8',
  'pytest',
  'anywidget',
  'ipykernel',
  'nbconvert',
  'dask',
  'distributed',
]

/** The environment .venv; where $JITLENS_PYTHON names a Python, that one is taken as it is. */
function jax() {
  if (process.env.JITLENS_PYTHON) return
  const [folder, list] = [environment, packages.join(' ')]
  const stamp = join(folder, 'packages.txt')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === list) return
  const base = python('3, 11')
  if (base === null)
    return console.error(
      'jitlens: there is no Python 3.11 or newer here with venv and pip, so the tests with real JAX are left out; set JITLENS_PYTHON to one that has jax, flax, optax and pytest',
    )
  rmSync(folder, {recursive: true, force: true})
  const otherwise = 'see the lines above; it is made in .venv, of packages from PyPI'
  run('making an environment for Python', base, ['-m', 'venv', folder], otherwise)
  const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
  run('installing JAX', within(folder), words, otherwise)
  writeFileSync(stamp, list)
}

node()
if (wants.has('--python')) {
  jax()
  process.exit()
}
dependencies()
if (wants.has('--build')) build()
if (wants.has('--browser')) browser()
