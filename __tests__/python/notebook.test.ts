import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {launch, watched} from '../browser/open.ts'
import {has, quick} from './real.ts'
import {makeWheel, wheelIn} from './wheel.ts'

jest.setTimeout(300_000)

const folder = mkdtempSync(join(tmpdir(), 'jitlens-notebook-'))
const real = process.env['JITLENS_PYTHON'] ?? ''
const hasAll = has(real, 'jax', 'pytest', 'anywidget', 'ipykernel', 'nbconvert')

/** What Python does where no Node is on the PATH, with the package as a wheel. */
function python(...words: string[]) {
  return spawnSync(real, words, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...quick,
      IPYTHONDIR: folder,
      JUPYTER_CONFIG_DIR: folder,
      PATH: ['/bin', '/usr/sbin', folder].join(delimiter),
      PYTHONPATH: wheelIn(folder),
    },
  })
}

const cells = {
  record: `import jax, jax.numpy as jnp, jitlens
step = jax.jit(lambda x: x * 2)
with jitlens.record("run.jsonl", title="a loop") as recording:
    for n in (2, 2, 3): step(jnp.ones(n))
recording`,
  load: '%load_ext jitlens',
  magic: '%%jitlens\nstep(jnp.ones(5))',
  awaits: '%%jitlens\nimport asyncio\nawait asyncio.sleep(0)',
  raises: '%%jitlens\nstep(jnp.ones(9))\nraise KeyError("own")',
  live: '%%jitlens --live\nfor n in (6, 7, 8): step(jnp.ones(n))',
}

/** An output of the notebook that was executed, by the id of its cell. */
interface Saved {
  readonly cells: readonly {
    readonly id: string
    readonly outputs: readonly {
      readonly output_type: string
      readonly data?: Readonly<Record<string, unknown>>
      readonly evalue?: string
    }[]
  }[]
}

const isSaved = (held: unknown): held is Saved =>
  typeof held === 'object' && held !== null && 'cells' in held && Array.isArray(held.cells)

const text = (held: unknown): string => (Array.isArray(held) ? held.join('') : String(held))

const where = hasAll ? describe : describe.skip

where('in a notebook (JITLENS_PYTHON has jax, pytest, anywidget, ipykernel and nbconvert)', () => {
  beforeAll(() => {
    makeWheel(folder)
    const code = ([id, source]: [string, string]) => ({
      cell_type: 'code',
      id,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })
    const kernelspec = {name: 'python3', display_name: 'Python 3', language: 'python'}
    const notebook = {
      cells: Object.entries(cells).map(code),
      metadata: {kernelspec},
      nbformat: 4,
      nbformat_minor: 5,
    }
    writeFileSync(join(folder, 'given.ipynb'), JSON.stringify(notebook))
    const done = python(
      '-m',
      'nbconvert',
      '--to',
      'notebook',
      '--execute',
      '--allow-errors',
      'given.ipynb',
      '--output',
      'saved.ipynb',
    )
    if (done.status !== 0) throw new Error(done.stderr)
  })

  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  function outputs(id: string) {
    const held: unknown = JSON.parse(readFileSync(join(folder, 'saved.ipynb'), 'utf8'))
    if (!isSaved(held)) throw new Error('no notebook')
    return held.cells.find((cell) => cell.id === id)?.outputs ?? []
  }

  /** What a cell of the saved notebook shows. */
  const shown = (id: string): Readonly<Record<string, unknown>> =>
    outputs(id).findLast(({data}) => data !== undefined)?.data ?? {}

  /** What a cell of it raised. */
  const raised = (id: string) => outputs(id).flatMap(({evalue}) => evalue ?? [])

  test('a recording is the value of a cell: the saved file holds its picture, its words and the page', () => {
    const held = shown('record')
    expect(text(held['text/plain'])).toMatch(/^a loop: \d+ calls, 1 hit[^]*x is f32\[3\], before f32\[2\]/)
    expect(text(held['image/svg+xml'])).toContain('<svg xmlns="http://www.w3.org/2000/svg"')
    expect(text(held['text/html'])).toContain('<iframe class="jl-frame"')
  })

  test('%%jitlens shows what a cell compiled, and --live a widget', () => {
    expect(text(shown('magic')['text/plain'])).toMatch(/^this cell: [^]*\(Cell In\[3\]:1\)/)
    expect(Object.keys(shown('live'))).toContain('application/vnd.jupyter.widget-view+json')
  })

  test('%%jitlens raises once what its cell raises, shows what it compiled before, and refuses a cell that awaits', () => {
    expect(raised('raises')).toEqual(["'own'"])
    expect(text(shown('raises')['text/plain'])).toContain('  call 1 (Cell In[5]:1)')
    expect(raised('awaits').join()).toMatch(
      /^%%jitlens: a cell that awaits cannot be run inside another; write `with/,
    )
  })

  test('the page that nbconvert makes of it is live offline', async () => {
    const {status, stderr} = python('-m', 'nbconvert', '--to', 'html', 'saved.ipynb')
    if (status !== 0) throw new Error(stderr)
    const browser = await launch()
    try {
      const {page} = await watched(browser, {offline: true})
      await page.goto(pathToFileURL(join(folder, 'saved.html')).href)
      const frame = page.locator('iframe.jl-frame').first().contentFrame()
      expect(await frame.locator('.place').innerText()).toMatch(/^call \d+ of \d+$/)
      expect(await frame.locator('.title').innerText()).toMatch(/^a loop · jitlens recorder/)
      expect(await page.locator('img:visible').count()).toBe(0)
    } finally {
      await browser.close()
    }
  })

  test('the tests of the widget pass', () => {
    const done = python('-m', 'pytest', '-q', '-p', 'no:cacheprovider', join(__dirname, 'widget_test.py'))
    expect(done.stdout).toMatch(/^\d+ passed in [^\n]*\n$/m)
  })
})
