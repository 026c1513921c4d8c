/**
 * `npm test`: every check of the project, each counted; the last line is `N passed, N failed`. What fails is shown in full.
 * `--fast` is `npm run test:fast`: the types, and all tests but those of __tests__/slow.json.
 */
import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {availableParallelism, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {chrome} from './chrome.mjs'
import {environment, python, within} from './python.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = mkdtempSync(join(tmpdir(), 'jitlens-gate-'))
const minutes = 26
const fast = process.argv.includes('--fast')
const slow = JSON.parse(readFileSync(join(root, '__tests__/slow.json'), 'utf8'))

const npm = (script) => ['npm', ['run', '--silent', script]]
const types = ['types', ...npm('check')]
const rooms = ['rooms', process.execPath, ['scripts/rooms.mjs']]
/** What the tests look at, made one after the other; they begin when all of it is there. */
const made = [
  ['build', ...npm('build')],
  rooms,
  ['package', process.execPath, ['node_modules/publint/src/cli.js', '--strict']],
  ['site', ...npm('site')],
  ...(python() === null ? [] : [['wheel', process.execPath, ['scripts/wheel.mjs']]]),
]
/** What goes on beside that, and beside the tests. */
const beside = [types, ['lint', ...npm('lint')], ['format', ...npm('format')]]

/** Runs a command to its end: exit code (null when it had to be stopped) and everything it said. */
const run = (command, args) =>
  new Promise((resolve) => {
    const jax = process.env.JITLENS_PYTHON ?? within(environment)
    const env = {
      ...process.env,
      CHROME: chrome() ?? '',
      JITLENS_ROOMS: join(root, 'dist/rooms'),
      ...(!fast && existsSync(jax) && {JITLENS_PYTHON: jax}),
      ...(!fast && {JITLENS_BUILT: join(root, 'dist')}),
    }
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell: process.platform === 'win32' && command === 'npm',
      timeout: minutes * 60_000,
      killSignal: 'SIGKILL',
    })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => resolve({code: null, text: `${command}: ${error.message}`}))
    child.on('close', (code) => resolve({code, text: Buffer.concat(said).toString()}))
  })

const tally = {passed: 0, failed: 0}

function report(what, passed, failed, since, text = '') {
  tally.passed += passed
  tally.failed += failed
  const count = passed + failed > 1 ? ` ${passed} passed, ${failed} failed` : failed > 0 ? ' failed' : ' ok'
  console.log(
    `${failed > 0 ? '✗' : '✓'} ${what}${count} (${((performance.now() - since) / 1000).toFixed(1)} s)`,
  )
  if (text.trim() !== '') console.log(text.trimEnd())
}

/** Makes the environment for the tests with real JAX, and says where there is no Python to make it of. */
async function withJax() {
  const since = performance.now()
  const {code, text} = await run(process.execPath, ['scripts/prepare.mjs', '--python'])
  report('python', code === 0 ? 1 : 0, code === 0 ? 0 : 1, since, text)
}

async function check([what, command, args]) {
  const since = performance.now()
  const {code, text} = await run(command, args)
  const ended = code === null ? `${text}\nstopped after ${minutes} minutes, or ended by a signal` : text
  report(what, code === 0 ? 1 : 0, code === 0 ? 0 : 1, since, code === 0 ? '' : ended)
}

/** What jest wrote down, or null when it ended before it could. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

async function tests() {
  const since = performance.now()
  const file = join(folder, 'jest.json')
  const {code, text} = await run(process.execPath, [
    'node_modules/jest/bin/jest.js',
    '--ci',
    // One more than there are cores: a browser, a Python or a network is waited for now and then.
    `--maxWorkers=${availableParallelism() + 1}`,
    '--json',
    `--outputFile=${file}`,
    ...(fast ? ['--testPathIgnorePatterns', '/node_modules/', '/__tests__/bench/', ...slow] : []),
  ])
  const results = read(file)
  if (results === null) return report('tests', 0, 1, since, text)
  const broken = results.testResults.filter(({status}) => status === 'failed')
  const skipped = results.testResults.flatMap(({assertionResults}) =>
    assertionResults.filter(({status}) => status === 'pending' || status === 'todo'),
  )
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
  const lines = [
    ...skipped.map(({fullName}) => `- skipped: ${fullName}`),
    ...broken.map(({message}) => message),
  ]
  if (failed === 0 && code !== 0)
    return report('tests', results.numPassedTests, 1, since, [...lines, text].join('\n'))
  report('tests', results.numPassedTests, failed, since, lines.join('\n'))
}

/** One check after the other, then what comes behind them. */
async function row(steps, last) {
  for (const step of steps) await check(step)
  await last?.()
}

try {
  // It waits for a network most of the time.
  const ready = fast ? null : withJax()
  await Promise.all([
    row(fast ? [rooms] : made, async () => {
      await ready
      await tests()
    }),
    row(fast ? [types] : beside),
  ])
} finally {
  rmSync(folder, {recursive: true, force: true})
}
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed > 0 ? 1 : 0
