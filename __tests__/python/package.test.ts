import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Browser} from 'playwright-core'
import packaged from '../../package.json' with {type: 'json'}
import {launch, watched} from '../browser/open.ts'
import {has, quick} from './real.ts'
import {makeWheel, wheelIn} from './wheel.ts'

jest.setTimeout(300_000)

const root = resolve(__dirname, '../..')
const logs = join(root, 'examples/logs')
const log = join(logs, 'p21_training_many_edits.log')
const folder = mkdtempSync(join(tmpdir(), 'jitlens-package-'))
const bin = join(folder, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin')

afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

/** What a command did; its environment has no Node on the PATH unless `path` says so. */
function run(command: string, words: readonly string[], path = bin, input = '') {
  const {status, stdout, stderr, error} = spawnSync(command, words, {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: {...process.env, PATH: path, JITLENS_PYTHON: '', PYTHONPATH: '', PYTHONDONTWRITEBYTECODE: '1'},
    maxBuffer: 1 << 26,
  })
  if (error !== undefined) throw error
  return {status, stdout, stderr}
}

/** The same of a command that must do well. */
function well(command: string, words: readonly string[], path?: string): string {
  const {status, stdout, stderr} = run(command, words, path)
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${String(status)}\n${stdout}${stderr}`)
  return stdout
}

const python = (...words: string[]) => run(join(bin, 'python'), words)
const jitlens = (...words: string[]) => python('-m', 'jitlens', ...words)
const withNode = (...words: string[]) =>
  run(join(bin, 'python'), ['-m', 'jitlens', ...words], join(process.execPath, '..'))

/** A Python 3.10 or newer that can make environments: $JITLENS_PYTHON, else one in PATH. */
const base =
  [process.env['JITLENS_PYTHON'] ?? '', 'python3', 'python'].find(
    (name) =>
      name !== '' &&
      spawnSync(name, ['-c', 'import sys, venv, pip; sys.exit(sys.version_info < (3, 10))']).status === 0,
  ) ?? null

if (base === null)
  test.skip('the Python package: there is no Python 3.10 or newer here with venv and pip; install one, or set JITLENS_PYTHON', () => {
    expect(base).not.toBeNull()
  })
else
  describe('the wheel', () => {
    beforeAll(() => {
      makeWheel(folder)
      well(base, ['-m', 'venv', join(folder, 'venv')], process.env['PATH'])
      well(join(bin, 'python'), ['-m', 'pip', 'install', '-q', '--no-index', wheel()])
    })

    const wheel = (): string => wheelIn(folder)

    test('npm run wheel makes one wheel for any Python 3, of the version of package.json', () => {
      expect(wheel()).toBe(join(folder, `jitlens-${packaged.version}-py3-none-any.whl`))
      expect(jitlens('--version').stdout).toBe(`${packaged.version}\n`)
      expect(withNode('explain', '--help').stdout).toContain('jitlens explain LOG|TRACE|SCENARIO…')
    })

    describe('with Python alone', () => {
      it('is installed with nothing else', () => {
        expect(well(join(bin, 'python'), ['-m', 'pip', 'list', '--format', 'freeze'])).not.toMatch(
          /jax|numpy|mini-racer/,
        )
      })

      it.each(['explain', 'check', 'compare', 'hosts'])('%s says in one sentence what to install', (name) => {
        expect(jitlens(name, log)).toEqual({
          status: 2,
          stdout: '',
          stderr: `jitlens ${name} needs Node 20.19 or newer on the PATH, or the extra of this package: pip install 'jitlens[cli]'\n`,
        })
      })

      it('jitlens.explain gives that sentence of a log, and the summary of a recording', () => {
        const program =
          'import jitlens, sys; print(jitlens.explain(sys.argv[1])); print(jitlens.explain(sys.argv[2]))'
        const recording = join(root, '__tests__/golden/recorded/p06.jsonl')
        const {stdout} = python('-c', program, log, recording)
        expect(stdout).toMatch(/^explain needs Node 20\.19 /)
        expect(stdout).toContain('    model.drop.deterministic is True, before False\n')
      })

      it('report - reads standard input and writes to standard output', () => {
        const words = ['-m', 'jitlens', 'report', '-', '-o', '-']
        const {status, stdout} = run(join(bin, 'python'), words, bin, 'a line of a program\n')
        expect([status, stdout.slice(0, 15)]).toEqual([0, '<!doctype html>'])
      })

      it('report replaces no input and no file that is no page', () => {
        writeFileSync(join(folder, 'own.log'), 'a log\n')
        for (const output of ['own.log', './own.log'])
          expect(jitlens('report', 'own.log', '-o', output)).toMatchObject({status: 2, stdout: ''})
        expect(jitlens('report', 'nothing.log')).toEqual({
          status: 2,
          stdout: '',
          stderr: 'jitlens report: nothing.log: No such file or directory\n',
        })
        expect(readFileSync(join(folder, 'own.log'), 'utf8')).toBe('a log\n')
        expect(existsSync(join(folder, 'report.html'))).toBe(false)
      })
    })

    describe('its report, opened offline', () => {
      let browser: Browser
      beforeAll(async () => {
        browser = await launch()
      })
      afterAll(() => browser.close())

      /** All that a page shows, and what it said and asked for. */
      async function shown(file: string) {
        const {page, said, asked} = await watched(browser, {offline: true})
        await page.goto(pathToFileURL(join(folder, file)).href)
        await page.locator('.give').waitFor()
        const text = await page.locator('main').innerText()
        await page.context().close()
        return {text, said, asked: asked.filter((url) => !/^(?:data|file):/.test(url))}
      }

      const cli = () => {
        const program = 'import jitlens, os; print(os.path.join(jitlens.__path__[0], "static", "cli.mjs"))'
        return python('-c', program).stdout.trim()
      }

      it.each([
        ['a log', 'p21_training_many_edits.log', logs],
        ['a recording', 'p21.jsonl', join(root, '__tests__/golden/recorded')],
      ])('shows of %s what the report of the command line shows', async (_, name, from) => {
        writeFileSync(join(folder, name), readFileSync(join(from, name)))
        expect(jitlens('report', name, '-o', 'python.html')).toEqual({
          status: 0,
          stdout: 'python.html\n',
          stderr: '',
        })
        well(process.execPath, [cli(), 'report', name, '-o', 'node.html'])
        const [mine, theirs] = [await shown('python.html'), await shown('node.html')]
        expect(mine.text.length).toBeGreaterThan(1000)
        expect(mine).toEqual({...theirs, said: [], asked: []})
      })

      it('shows several runs beside one another', async () => {
        const hosts = ['p22_host0.log', 'p22_host1.log'].map((name) => join(logs, name))
        expect(jitlens('report', ...hosts, '-o', 'hosts.html', '--title', 'two hosts').status).toBe(0)
        const {text, said} = await shown('hosts.html')
        expect(said).toEqual([])
        expect(text).toMatch(/^two hosts[^]*p22_host1 differs from p22_host0/)
      })

      it('tells what is in it where no script may run', async () => {
        expect(
          jitlens('report', join(root, '__tests__/golden/recorded/p06.jsonl'), '-o', 'still.html').status,
        ).toBe(0)
        const {page} = await watched(browser, {javaScriptEnabled: false})
        await page.goto(pathToFileURL(join(folder, 'still.html')).href)
        expect(await page.locator('main').innerText()).toContain(
          'model.drop.deterministic is True, before False',
        )
        await page.context().close()
      })
    })

    describe('with its extras', () => {
      beforeAll(() => {
        well(join(bin, 'python'), ['-m', 'pip', 'install', '-q', `${wheel()}[cli]`, 'pytest', 'ruff', 'mypy'])
      })

      it('with Node it is the command line, and without Node, by mini-racer, the same', () => {
        const gone = join(logs, 'no.log')
        const job = join(folder, 'job')
        mkdirSync(job)
        for (const name of ['p22_host0.log', 'p22_host1.log'])
          writeFileSync(join(job, name), readFileSync(join(logs, name)))
        const commands: [number, ...string[]][] = [
          [1, 'check', log],
          [0, 'check', log, '--budget', '20'],
          [1, 'check', log, '--format', 'sarif'],
          [2, 'check', gone],
          [2, 'check', folder],
          [0, 'explain', log, '--json'],
          [0, 'explain', log, '--color', 'always', '--top', '1', '--width', '60'],
          [0, log],
          [0, 'trace', log, '-o', '-'],
          [0, 'trace', job, '-o', '-', '--format', 'perfetto'],
          [0, 'hosts', job],
          [0, 'hosts', ...[0, 1, 2].map((host) => join(logs, `p22_host${host}.log`))],
          [0, 'compare', join(logs, 'p18a_persistent_cold.log'), join(logs, 'p18b_persistent_warm.log')],
          [0, 'compare', log, log],
          [0, 'simulate', join(root, 'examples/scenarios/eval_toggle.json')],
          [2, 'check', log, '--baseline', log, '--update-baseline'],
          [2, 'watch', gone],
          [1, 'watch', join(logs, 'p02_dtype.log'), '--fail-after', '1'],
        ]
        for (const [status, ...words] of commands) {
          const [node, v8] = [withNode(...words), jitlens(...words)]
          expect({words, status: node.status, stderr: node.stderr.split('\n').length}).toEqual({
            words,
            status,
            stderr: status === 2 ? 2 : 1,
          })
          expect({words, ...v8}).toEqual({words, ...node})
        }
      })

      it('mini-racer reads gzip and standard input, and writes a baseline that Node reads', () => {
        writeFileSync(join(folder, 'own.log'), readFileSync(log))
        well(join(bin, 'python'), [
          '-c',
          'import gzip; open("own.log.gz", "wb").write(gzip.compress(open("own.log", "rb").read()))',
        ])
        const input = readFileSync(log, 'utf8')
        const piped = run(join(bin, 'python'), ['-m', 'jitlens', 'check', '-'], bin, input)
        expect([piped.status, jitlens('check', 'own.log.gz').status]).toEqual([1, 1])
        expect(piped.stdout.split('\n').slice(0, 5)).toEqual(
          jitlens('check', log).stdout.split('\n').slice(0, 5),
        )
        const watched = run(join(bin, 'python'), ['-m', 'jitlens', 'watch', '-'], bin, input)
        expect(watched).toEqual(
          run(process.execPath, [join(root, 'dist/viz/hosts/main.js'), 'watch', '-'], bin, input),
        )
        expect(jitlens('check', 'own.log', '--baseline', 'known.json', '--update-baseline').status).toBe(0)
        expect(withNode('check', 'own.log', '--baseline', 'known.json').status).toBe(0)
      })

      it.each([
        ['Node', join(process.execPath, '..')],
        ['mini-racer', ''],
      ])('by %s, check exits with its verdict although its reader closes the pipe', (_, path) => {
        const piped = '{ "$0" -m jitlens check "$1"; echo $? >&2; } | :'
        const words = ['-c', piped, join(bin, 'python'), log]
        expect(run('/bin/sh', words, [bin, path, '/bin'].join(delimiter)).stderr).toBe('1\n')
      })

      it('takes a Node that is too old for none', () => {
        const old = join(folder, 'old')
        mkdirSync(old)
        writeFileSync(join(old, 'node'), '#!/bin/sh\necho v18.20.0\n', {mode: 0o755})
        const words = ['-m', 'jitlens', 'check', log]
        expect(run(join(bin, 'python'), words, [old, '/bin'].join(delimiter)).status).toBe(1)
      })

      it('its own tests pass', () => {
        const tests = join(__dirname, 'package_test.py')
        expect(python('-m', 'pytest', '-q', '-p', 'no:cacheprovider', tests).stdout).toMatch(
          /^\d+ passed in [^\n]*\n$/m,
        )
      })

      it('the examples in its docstrings run', () => {
        const names = [
          'disk',
          'engine',
          'magic',
          'many',
          'page',
          'picture',
          'shown',
          'source',
          'traces',
          'words',
        ]
        const program = `import doctest, importlib
for name in ${JSON.stringify(names)}:
    failed, tried = doctest.testmod(importlib.import_module("jitlens." + name), optionflags=doctest.ELLIPSIS)
    assert failed == 0
    print(tried)`
        const tried = well(join(bin, 'python'), ['-c', program]).split('\n')
        expect(tried.reduce((sum, count) => sum + Number(count), 0)).toBeGreaterThan(7)
      })

      it.each([
        ['ruff check', ['ruff', 'check', '--no-cache', '.']],
        ['ruff format', ['ruff', 'format', '--no-cache', '--check', '.']],
        ['mypy --strict', ['mypy', '--cache-dir', join(folder, 'mypy')]],
      ])('%s finds nothing in it', (_, words) => {
        const {status, stdout, stderr} = spawnSync(join(bin, 'python'), ['-m', ...words], {
          cwd: join(root, 'python'),
          encoding: 'utf8',
        })
        expect({status, said: status === 0 ? '' : stdout + stderr}).toEqual({status: 0, said: ''})
      })
    })

    const real = process.env['JITLENS_PYTHON'] ?? ''
    const withJax = has(real, 'jax', 'pytest') ? describe : describe.skip

    withJax('with JAX (JITLENS_PYTHON is a Python that has it, and pytest)', () => {
      const run = (...words: string[]) =>
        spawnSync(real, words, {
          cwd: folder,
          encoding: 'utf8',
          env: {
            ...process.env,
            ...quick,
            PYTHONPATH: join(root, 'python/src'),
            PYTHONDONTWRITEBYTECODE: '1',
          },
        })
      const step = 'import jax, jax.numpy as jnp\n@jax.jit\ndef step(x): return x * 2\n'

      it('record runs a program, whose own recording tells, explains and shows itself', () => {
        const program = `${step}import jitlens, sys
with jitlens.record("inner.jsonl") as recording:
    for n in (2, 2, 3): step(jnp.ones(n))
    assert "x is f32[3], before f32[2]" in recording.summary()
assert "Pad axis 0 of \`x\`" in recording.explain()
print(recording.report("inner.html"), sys.argv[1:], __name__)
`
        writeFileSync(join(folder, 'program.py'), program)
        const recorded = run('-m', 'jitlens', 'record', '-o', 'outer.jsonl', 'program.py', '--own', 'words')
        expect(recorded).toMatchObject({
          status: 0,
          stdout: "inner.html ['--own', 'words'] __main__\n",
          stderr: '',
        })
        expect(run('-m', 'jitlens', '-o', 'module.jsonl', '-m', 'program').stdout).toBe(
          'inner.html [] __main__\n',
        )
        for (const name of ['outer', 'module']) {
          const {stdout} = run('-m', 'jitlens', 'explain', `${name}.jsonl`)
          expect(stdout).toContain('x is f32[3], before f32[2]')
        }
      })

      it('the examples in the docstrings of what records run', () => {
        const program = `import doctest, importlib
for name in ("expected", "recorder", "recording"):
    failed, tried = doctest.testmod(importlib.import_module("jitlens." + name), optionflags=doctest.ELLIPSIS)
    print(failed, tried > 0)`
        expect(run('-c', program).stdout).toBe('0 True\n'.repeat(3))
      })

      it('expect and the marker fail with the paths that differ, and a report holds the run of the tests', () => {
        const tests = `${step}import jitlens, pytest
@pytest.mark.jitlens(misses=0, after=1)
def test_one(): [step(jnp.ones(n)) for n in (2, 2, 2)]
@pytest.mark.jitlens(misses=0, after=1)
def test_two(): [step(jnp.ones(n)) for n in (3, 4)]
def test_three():
    step(jnp.ones(5))
    with jitlens.expect(step, after=0): step(jnp.ones(5))
    with pytest.raises(jitlens.UnexpectedMisses, match="call 1 .*earlier calls are not in the recording"):
        with jitlens.expect(step, after=0): step(jnp.ones(6))
`
        writeFileSync(join(folder, 'test_step.py'), tests)
        const {status, stdout} = run(
          '-m',
          'pytest',
          '-q',
          ...['-p', 'no:cacheprovider', '-p', 'jitlens.plugin'],
          'test_step.py',
          '--jitlens-report',
          'tests.html',
        )
        expect(status).toBe(1)
        expect(stdout).toContain('expected no miss after 1 call of each function, but there was 1\nstep (')
        expect(stdout).toContain('    x is f32[4], before f32[3]\n')
        expect(stdout).toContain('jitlens: report: tests.html\n')
        expect(stdout).toMatch(/^1 failed, 2 passed/m)
        const page = readFileSync(join(folder, 'tests.html'), 'utf8')
        expect(/<pre>([^]*?)<\/pre>/.exec(page)?.[1]).toMatch(
          /^pytest: [^]*test_step\.py:2\): 8 calls, 3 hits, 5 misses/,
        )
      })
    })
  })
