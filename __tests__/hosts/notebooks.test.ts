import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import * as lib from '../../lib/index.ts'
import * as viz from '../../viz/index.ts'
import {makeWheel, wheelIn} from '../python/wheel.ts'

jest.setTimeout(240_000)

const folder = join(__dirname, '../../examples/notebooks')
const scratch = mkdtempSync(join(tmpdir(), 'jitlens-notebooks-'))

/** Where jupyter-nbconvert is: beside $JITLENS_PYTHON, or in PATH. */
const programs = [dirname(process.env['JITLENS_PYTHON'] ?? '.'), process.env['PATH'] ?? ''].join(delimiter)

afterAll(() => rmSync(scratch, {recursive: true, force: true}))

interface Output {
  readonly output_type: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly text?: string | readonly string[]
}

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string
    readonly id: string
    readonly outputs?: readonly Output[]
  }[]
}

const isNotebook = (value: unknown): value is Notebook =>
  typeof value === 'object' && value !== null && 'cells' in value && Array.isArray(value.cells)

function open(path: string): Notebook {
  const held: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isNotebook(held)) throw new Error(`${path} is no notebook`)
  return held
}

const outputs = (notebook: Notebook, id: string): readonly Output[] =>
  notebook.cells.find((cell) => cell.id === id)?.outputs ?? []
const joined = (text: unknown): string =>
  Array.isArray(text) ? text.join('') : typeof text === 'string' ? text : ''
const errors = ({cells}: Notebook): unknown[] =>
  cells.flatMap(({outputs: found}) => (found ?? []).filter(({output_type}) => output_type === 'error'))

/** A picture in a cell, and the words beside it. */
function shows(notebook: Notebook, id: string): {svg: string; text: string} {
  const found = outputs(notebook, id)
  return {
    svg: found.map(({data}) => joined(data?.['image/svg+xml'])).join(''),
    text: found.map(({data, text}) => joined(data?.['text/plain']) + joined(text)).join(''),
  }
}

function expectPython(notebook: Notebook): void {
  expect(errors(notebook)).toEqual([])
  for (const id of ['log', 'recording', 'position'])
    expect({id, svg: shows(notebook, id).svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')}).toEqual({
      id,
      svg: true,
    })
  expect(shows(notebook, 'log').text).toContain('bn.use_running_average is True, before False')
  expect(shows(notebook, 'recording').text).toContain('x is f32[20,8], before f32[32,8]')
}

function expectJavaScript(notebook: Notebook): void {
  expect(errors(notebook)).toEqual([])
  for (const id of ['log', 'model'])
    expect({id, svg: shows(notebook, id).svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')}).toEqual({
      id,
      svg: true,
    })
  expect(shows(notebook, 'log').text).toContain('15 compiles')
}

test('the Jupyter notebook is kept executed: a log and a recording as SVG and as text', () =>
  expectPython(open(join(folder, 'recompiles.ipynb'))))

test('the JavaScript notebook is kept executed: a timeline and a model as SVG', () =>
  expectJavaScript(open(join(folder, 'recompiles.js.ipynb'))))

test('the JavaScript notebook is what `npm run notebooks` makes of it now', () => {
  const program =
    "import('./scripts/executed.mjs').then(async ({executed}) => process.stdout.write(await executed(process.argv[1], 'examples/notebooks')))"
  const kept = readFileSync(join(folder, 'recompiles.js.ipynb'), 'utf8')
  const {stdout, stderr} = spawnSync(process.execPath, ['-e', program, kept], {
    cwd: join(folder, '../..'),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout).toBe(kept)
})

test('the JavaScript notebook imports names that the package has', () => {
  const imports = [
    ...readFileSync(join(folder, 'recompiles.js.ipynb'), 'utf8').matchAll(
      /import \{([^}]+)\} from '\.\.\/\.\.\/dist\/(\w+)\/index\.js'/g,
    ),
  ]
  expect(imports).toHaveLength(2)
  const modules: Readonly<Record<string, object>> = {lib, viz}
  for (const [, names = '', module = ''] of imports)
    expect(names.split(', ').filter((name) => !(name in (modules[module] ?? {})))).toEqual([])
})

function convert(
  folder: string,
  name: string,
  path = '',
): {readonly status: number | null; readonly stderr: string} {
  const kernel = join(scratch, 'kernels', 'jslab')
  mkdirSync(kernel, {recursive: true})
  writeFileSync(
    join(kernel, 'kernel.json'),
    JSON.stringify({
      argv: ['tslab', 'kernel', '--js', '--config-path={connection_file}'],
      display_name: 'JavaScript',
      language: 'javascript',
    }),
  )
  return spawnSync(
    'jupyter-nbconvert',
    ['--to', 'notebook', '--execute', name, '--output-dir', join(scratch, 'out'), '--output', name],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {...process.env, PATH: programs, JUPYTER_PATH: scratch, PYTHONPATH: path},
    },
  )
}

/** The Python package, made for a notebook that is executed; Python reads a wheel as it is. */
function wheel(): string {
  if (wheelIn(scratch) === scratch) makeWheel(scratch)
  return wheelIn(scratch)
}

/** Whether there is a program of that name: to ask nbconvert for its kernel takes seconds. */
const isHere = (name: string): boolean =>
  spawnSync(name, ['--version'], {env: {...process.env, PATH: programs}}).error === undefined

/** Whether a notebook of one empty cell runs in that kernel on this machine. */
function has(kernel: string, language: string): boolean {
  const name = `${kernel}.ipynb`
  const cell = {cell_type: 'code', id: 'empty', execution_count: null, metadata: {}, outputs: [], source: '1'}
  writeFileSync(
    join(scratch, name),
    JSON.stringify({
      cells: [cell],
      metadata: {kernelspec: {name: kernel, display_name: kernel, language}},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  )
  return convert(scratch, name).status === 0
}

function execute(name: string): Notebook {
  const {status, stderr} = convert(folder, name, wheel())
  if (status !== 0) throw new Error(stderr)
  return open(join(scratch, 'out', name))
}

/** What is not here is said, and does not count as passed. */
const where = (here: boolean): typeof test => (here ? test : test.skip)

where(has('python3', 'python'))(
  'the Jupyter notebook runs headless (needs jupyter-nbconvert and ipykernel)',
  () => {
    const notebook = execute('recompiles.ipynb')
    expectPython(notebook)
    for (const id of ['log', 'recording'])
      expect(
        outputs(notebook, id)
          .map(({data}) => joined(data?.['text/html']))
          .join(''),
      ).toContain('<iframe class="jl-frame"')
  },
)

where(isHere('tslab') && has('jslab', 'javascript'))(
  'the JavaScript notebook runs headless (needs jupyter-nbconvert and tslab)',
  () => expectJavaScript(execute('recompiles.js.ipynb')),
)
