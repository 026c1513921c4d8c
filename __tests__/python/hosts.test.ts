import {spawnSync} from 'node:child_process'
import {copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {has} from './real.ts'
import {makeWheel, wheelIn} from './wheel.ts'

jest.setTimeout(300_000)

const root = resolve(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'jitlens-hosts-'))
const real = process.env['JITLENS_PYTHON'] ?? ''
const hasDask = has(real, 'dask.bag', 'distributed')

const page = readFileSync(join(root, 'docs/hosts.md'), 'utf8')
const blocks = [...page.matchAll(/```(\w*)\n([^]*?)```/g)].map(([, kind = '', text = '']) => ({kind, text}))

afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

const where = hasDask ? describe : describe.skip

where('the logs of many hosts (JITLENS_PYTHON has dask and distributed)', () => {
  beforeAll(() => {
    makeWheel(folder)
    for (const number of Array.from({length: 12}, (_, at) => at))
      copyFileSync(
        join(root, `examples/logs/p22_host${number === 7 ? 1 : 0}.log`),
        join(folder, `worker${130 + number}.log`),
      )
    writeFileSync(join(folder, 'hosts.py'), blocks.find(({kind}) => kind === 'python')?.text ?? '')
  })

  const python = (...words: readonly string[]) =>
    spawnSync(real, words, {
      cwd: folder,
      encoding: 'utf8',
      env: {...process.env, PYTHONPATH: wheelIn(folder)},
    })

  test('the program of docs/hosts.md finds on a local cluster of Dask the worker that is another', () => {
    const logs = readdirSync(folder).filter((name) => name.endsWith('.log'))
    const {stdout, stderr} = python('hosts.py', ...logs)
    const [, said = ''] = /prints:\n\n```\n([^]*?)…/.exec(page) ?? []
    expect(said).toContain('worker137')
    expect(stdout === '' ? stderr : stdout).toContain(said)
  })

  test('jitlens.hosts names hosts as it is told, and by their numbers where two are called alike', () => {
    const program = `
import jitlens
odd, even = (jitlens.trace(f"worker{number}.log") for number in (137, 130))
print(jitlens.hosts({"a b": even, "c/d": odd}).splitlines()[0])
print(jitlens.hosts([even, even, odd]).splitlines()[0])
for wrong in ([], ["no\\nlog\\n"]):
    try:
        jitlens.hosts(wrong)
    except ValueError as problem:
        print(type(problem).__name__)
`
    const {stdout, stderr} = python('-c', program)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^c-d differs from a-b at compile 3 of `forward`:/)
    expect(stdout.split('\n').slice(1)).toEqual([
      'worker137 differs from the others at compile 3 of `forward`:',
      'Wrong',
      'Wrong',
      '',
    ])
  })
})
