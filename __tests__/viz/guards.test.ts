import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, read as readLog, type Trace} from '../../lib/index.ts'
import {play} from '../../lib/play/index.ts'
import {loadScenarios} from '../../lib/scenario/index.ts'
import {cache, compare, costs, lineage, lock, markup, timeline, waterfall} from '../../viz/index.ts'
import {read, textsOf} from './drawings.ts'

const scenarios = loadScenarios(readFileSync(join(__dirname, '../golden/torch.jsonl'), 'utf8'), 'torch.jsonl')

function traceOf(id: string): Trace {
  const scenario = scenarios.find((one) => one.id === id)
  if (scenario === undefined) throw new Error(`no scenario ${id}`)
  return play(scenario).trace
}

const lockAt = (trace: Trace, position: number): string =>
  read(lock.draw(trace, explain(trace), {position, width: 1200}))

test('lock(trace) of a call that torch recompiled shows each entry that it met, and the guard that this did not meet', () => {
  const trace = traceOf('counter')
  const text = lockAt(trace, 3)
  expect(text).toContain('`forward`, call 4: recompiled; reducible'.replaceAll('`', ''))
  for (const [entry, value] of [
    ['0/2', 2],
    ['0/1', 1],
    ['0/0', 0],
  ]) {
    expect(text).toContain(entry)
    expect(text).toContain(`m.n is 3, before ${value}`)
  }
  expect(lock.table(trace, explain(trace), {position: 3}).rows[0]).toEqual([
    '0/2',
    'm.n',
    'm.n == 2',
    '3',
    '2',
  ])
})

test('lock(trace) of a first compile has no entry to show, and of a hit says that all guards of one held', () => {
  const trace = traceOf('limit')
  expect(lockAt(trace, 0)).toContain('No entry was there yet.')
  expect(lockAt(trace, trace.length - 1)).not.toContain('JAX')
  const hit = [...trace].findIndex(({outcome}) => outcome === 'hit')
  expect(lockAt(trace, hit)).toContain('All guards of an entry held')
})

test('lock(trace) of a played call that the limit left without a program says that it ran eagerly', () => {
  const trace = traceOf('limit')
  const eager = [...trace].findIndex(({outcome}) => outcome === 'eager')
  expect(eager).toBeGreaterThan(0)
  expect(lockAt(trace, eager)).toContain('ran eagerly, without a program')
})

test('no picture of a run of torch.compile tells of JAX or of its caches', () => {
  for (const id of ['counter', 'limit', 'lora', 'table-dropout']) {
    const trace = traceOf(id)
    const pictures = [timeline, lock, lineage, costs, waterfall, cache]
    const text = pictures.map((chart) => read(chart.draw(trace, explain(trace), {width: 1200}))).join(' ')
    expect(text).not.toMatch(/JAX|jit\b|aval|asked \d+ times|trace layer/)
    expect(markup(waterfall.draw(trace, explain(trace)))).toContain('entries behind guards')
  }
})

test('timeline(trace) of a run of torch.compile counts in torch\u2019s words: its table, and a legend of other shapes', () => {
  const trace = traceOf('limit')
  const names = timeline.table(trace, explain(trace)).columns.map(({name}) => name)
  expect(names).toEqual(expect.arrayContaining(['compile', 'not compiled']))
  const legend = textsOf(timeline.draw(trace, explain(trace), {width: 1200, by: 'calls'})).join(' ')
  expect(legend).toMatch(/not compiled \d/)
  expect(legend).not.toContain('ran eagerly')
})

test('compare(trace, …) of two runs of torch.compile says compiled (compile), not retrace, as a first call is among them', () => {
  const [trace, other] = [traceOf('counter'), traceOf('counter')]
  const others = [{name: 'after', trace: other, explanation: explain(other)}]
  const text = read(compare.draw(trace, explain(trace), {name: 'before', others, width: 1200}))
  expect(text).toContain('compiled (compile)')
  expect(text).not.toContain('retrace')
})

test('lineage(trace) says of a value that torch does not tell that it is not told, not that it is gone', () => {
  const text = readFileSync(join(__dirname, '../../examples/logs/torch/t3_modulelist.log'), 'utf8')
  const trace = readLog(text, {name: 't3_modulelist.log'})
  expect(read(lineage.draw(trace, explain(trace), {width: 1200}))).toMatch(/length 4\s*→\s*not told/)
  expect(lineage.table(trace, explain(trace)).rows.at(-1)?.at(-1)).toBe('m.blocks no longer has length 4')
})
