import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, read, total} from '../../lib/index.ts'
import {jitlens} from './io.ts'

const logs = join(__dirname, '../../examples/logs')

interface Slice {
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly cat: string
  readonly ts: number
  readonly dur: number
  readonly args: Readonly<Record<string, unknown>>
}

const isFile = (file: unknown): file is {readonly traceEvents: readonly Slice[]} =>
  typeof file === 'object' && file !== null && 'traceEvents' in file

async function events(...argv: readonly string[]): Promise<readonly Slice[]> {
  const {code, out} = await jitlens(['trace', ...argv, '--format', 'perfetto', '-o', '-'])
  expect(code).toBe(0)
  const file: unknown = JSON.parse(out)
  return isFile(file) ? file.traceEvents : []
}

test.each(['p01_batch_size', 'p06_nnx_eval_toggle', 'p20_scan_grad_vmap', 'x4_format_absl'])(
  'jitlens trace of %s is explained as the log is',
  async (name) => {
    const {saved, out} = await jitlens(['trace', `${name}.log`])
    expect(out).toBe('trace.jsonl\n')
    const files = {'trace.jsonl': saved.get('trace.jsonl') ?? ''}
    const {out: of} = await jitlens(['explain', 'trace.jsonl'], files)
    expect(of).toBe((await jitlens(['explain', `${name}.log`])).out)
  },
)

test('jitlens trace of several runs is one file for perfetto alone', async () => {
  expect((await jitlens(['trace', 'p01_batch_size.log', 'p02_dtype.log'])).err).toBe(
    'jitlens trace: a trace holds one run, but p01_batch_size.log, p02_dtype.log hold 2; give one, or --format perfetto\n',
  )
  const names = (await events('p22_host0.log', 'p22_host1.log'))
    .filter(({name}) => name === 'process_name')
    .map(({args}) => args['name'])
  expect(names).toEqual(['p22_host0', 'p22_host1'])
})

test.each([
  ['trace.jsonl', 'jitlens', 'Finished tracing f for jit in 0.1 sec\n', 'trace'],
  ['run.json', 'perfetto', '{"format": "jitlens", "version": 2}\n', 'file of trace events'],
])('jitlens trace replaces no %s that is no such file', async (name, format, text, what) => {
  const {code, err, saved} = await jitlens(['trace', 'p01_batch_size.log', '--format', format, '-o', name], {
    [name]: text,
  })
  expect([code, saved.size]).toEqual([2, 0])
  expect(err).toContain(`-o ${name}: this file is there and is no ${what}, which it would replace`)
})

describe('jitlens trace --format perfetto', () => {
  const names = [
    'p01_batch_size',
    'p06_nnx_eval_toggle',
    'p20_scan_grad_vmap',
    'p21_training_many_edits',
    'p22_host1',
  ]

  test.each(names)(
    'of %s has a slice a call, and in it the phases that the call went through',
    async (name) => {
      const trace = read(readFileSync(join(logs, `${name}.log`), 'utf8'))
      const slices = (await events(`${name}.log`)).filter(({ph}) => ph !== 'M')
      const phases = slices.filter(({cat}) => cat === 'phase')
      const calls = slices.filter(({args}) => args !== undefined)
      expect(calls).toHaveLength(trace.length)
      const seconds = [...trace].reduce((sum, event) => sum + total(event.seconds), 0)
      expect(phases.reduce((sum, {dur}) => sum + dur, 0) / 1e6).toBeCloseTo(seconds, 4)
      for (const {pid, tid, ts, dur} of phases) {
        const around = calls.filter(
          (one) => one.ph === 'X' && one.pid === pid && one.tid === tid && one.ts <= ts,
        )
        expect(Math.max(...around.map((one) => one.ts + one.dur))).toBeGreaterThanOrEqual(ts + dur)
      }
    },
  )

  test.each(names)('of %s has no two calls of a row at one time, and no row twice', async (name) => {
    const all = await events(`${name}.log`)
    const ends = new Map<number, number>()
    for (const {tid, ts, dur} of all.filter(({args, ph}) => ph === 'X' && args !== undefined)) {
      expect(ts).toBeGreaterThanOrEqual(ends.get(tid) ?? 0)
      ends.set(tid, ts + dur)
    }
    const labels = all.filter(({ph}) => ph === 'M').map(({pid, tid, name: one}) => `${one} ${pid} ${tid}`)
    expect(new Set(labels).size).toBe(labels.length)
  })

  test('has no slice without length, which viewers take for the end of another', async () => {
    const all = await events('p20_scan_grad_vmap.log')
    expect(all.filter(({ph, dur}) => ph === 'X' && dur === 0)).toEqual([])
    expect(all.filter(({ph}) => ph === 'i').length).toBeGreaterThan(0)
  })

  test('tells of each miss its verdict, its sentence, its causes and what to do', async () => {
    const trace = read(readFileSync(join(logs, 'p15_nnx_int_counter.log'), 'utf8'))
    const slices = (await events('p15_nnx_int_counter.log')).filter(
      ({args}) => args?.['verdict'] !== undefined,
    )
    const {misses} = explain(trace)
    expect(slices.map(({args}) => args['sentence'])).toEqual(misses.map(({sentence}) => sentence))
    expect(slices.map(({cat}) => cat)).toEqual(misses.map(({verdict}) => verdict))
    const caused = slices.find(({args}) => args['verdict'] === 'avoidable')
    expect(caused?.args).toMatchObject({causes: [{path: 'args[0].calls', now: '1', before: '0'}]})
  })

  test('has what compiled outside of any call in a row of its own, so that all seconds are there', async () => {
    const {account} = explain(read(readFileSync(join(logs, 'p06_nnx_eval_toggle.log'), 'utf8')))
    const slices = (await events('p06_nnx_eval_toggle.log')).filter(({ph}) => ph === 'X')
    const seconds = slices
      .filter(({cat}) => ['phase', 'outside jit', 'traced alone'].includes(cat))
      .reduce((sum, {dur}) => sum + dur / 1e6, 0)
    expect(seconds).toBeCloseTo(account.seconds, 4)
  })
})
