import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {jitlens} from './io.ts'

const oneLine = /^jitlens [^\n]+\n$/
const run = {'p21.jsonl': readFileSync(join(__dirname, '../golden/recorded/p21.jsonl'))}
const textOf = (svg: string): string => svg.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

test('jitlens draw writes timeline.svg: which run it is, what it came to, and its paper', async () => {
  const {code, out, saved} = await jitlens(['draw', 'p21.jsonl'], run)
  expect({code, out}).toEqual({code: 0, out: 'timeline.svg\n'})
  const svg = saved.get('timeline.svg') ?? ''
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  expect(svg).toContain('<style>')
  expect(textOf(svg)).toContain('p21_training_many_edits.py · 20 calls')
  expect(textOf(svg)).toContain('38.3 s of 38.9 s were compiling, 16 compiles')
})

test.each(['lock', 'lineage', 'costs', 'waterfall', 'cache'])(
  'jitlens draw --chart %s says how much of the run was compiling and what of that could be spared',
  async (chart) => {
    const {code, out} = await jitlens(['draw', 'p21.jsonl', '--chart', chart, '-o', '-'], run)
    expect(code).toBe(0)
    expect(textOf(out)).toContain(
      'p21_training_many_edits.py · 20 calls · 16 compiles, 38.3 s of 38.9 s compiling: 15.3 s avoidable, 2.31 s reducible',
    )
  },
)

test('jitlens draw of a log counts compiles once: those outside jit too, as its headline does', async () => {
  const log = readFileSync(join(__dirname, '../../examples/logs/p03_weak_type.log'))
  const {out} = await jitlens(['draw', 'run.log', '-o', '-'], {'run.log': log})
  expect(textOf(out)).toContain('156 ms were compiling, 6 compiles')
  expect(textOf(out)).not.toMatch(/run\.log · \d+ compiles/)
})

test('jitlens draw --chart misses writes the table as a page', async () => {
  const {saved} = await jitlens(['draw', 'p21.jsonl', '--chart', 'misses'], run)
  expect(saved.get('misses.html')).toMatch(/^<!doctype html>/)
})

test('jitlens draw --chart compare draws several runs in one picture', async () => {
  const {code, out} = await jitlens([
    ...['draw', 'p22_host0.log', 'p22_host1.log', 'p22_host2.log'],
    ...['--chart', 'compare', '-o', '-'],
  ])
  expect(code).toBe(0)
  for (const name of ['p22_host0', 'p22_host1', 'p22_host2']) expect(textOf(out)).toContain(name)
})

test('jitlens draw --chart compare of one run says in a line what it needs, and writes nothing', async () => {
  const {code, err, saved} = await jitlens(['draw', 'p21.jsonl', '--chart', 'compare'], run)
  expect(code).toBe(2)
  expect(err).toBe(
    'jitlens draw: --chart compare needs two runs or more, or one of several processes, but got one run of one process; name another file beside it\n',
  )
  expect(saved.size).toBe(0)
})

test('jitlens draw --fix all sets what is predicted under what was, and its sentence says by which changes', async () => {
  const [{out: plain}, {out: both}] = [
    await jitlens(['draw', 'p21.jsonl', '-o', '-'], run),
    await jitlens(['draw', 'p21.jsonl', '--fix', 'all', '-o', '-'], run),
  ]
  expect(heightOf(both)).toBeGreaterThan(1.8 * heightOf(plain))
  expect(both.match(/<style>/g)).toHaveLength(1)
  const text = textOf(both)
  expect(text).toContain('38.3 s of 38.9 s were compiling')
  expect(text).toContain('predicted, the program was not run')
  expect(text).toMatch(
    /Predicted: 20.7 s of compiling instead of 38.3 s, 10 compiles instead of 16, if you pass/,
  )
  expect(textOf(plain)).not.toMatch(/predicted/i)
})

test('jitlens draw --fix 1 spares what the first cause cost, and no other', async () => {
  const {out} = await jitlens(['draw', 'p21.jsonl', '--fix', '1', '-o', '-'], run)
  expect(textOf(out)).toMatch(/Predicted: 33 s of compiling instead of 38.3 s, 15 compiles instead of 16/)
})

test('jitlens draw --at 6 marks call 6, which a picture without it leaves to the headline', async () => {
  const {out} = await jitlens(['draw', 'p21.jsonl', '--at', '6', '--chart', 'lock', '-o', '-'], run)
  expect(textOf(out)).toContain('step , call 6: compiled again, 2.31 s; reducible')
})

test('jitlens draw --width 320 cuts no title: what the run came to, and what is predicted, stand whole', async () => {
  const {out} = await jitlens(['draw', 'p21.jsonl', '--width', '320', '--fix', 'all', '-o', '-'], run)
  const text = textOf(out.slice(out.indexOf('</style>')))
  expect(text).toContain('some calls left weight out (5.25 s).')
  expect(text).toMatch(/3 fixes more and nothing *else changes\./)
  expect(text).toContain('step 5 compiles · 15.9 s, predicted')
})

test('jitlens draw --chart costs of a log without times numbers each compile once', async () => {
  const {out} = await jitlens(['draw', 'p05_lambda_loop.log', '--chart', 'costs', '-o', '-'])
  const numbers = [...textOf(out.slice(out.indexOf('compile by compile'))).matchAll(/compile (\d+)/g)]
  expect(numbers.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5])
})

test('jitlens draw marks a call only where one is asked for', async () => {
  const markers = /<g class="jl-marker">/
  const [{out: plain}, {out: chosen}] = [
    await jitlens(['draw', 'p21.jsonl', '-o', '-'], run),
    await jitlens(['draw', 'p21.jsonl', '--at', '6', '-o', '-'], run),
  ]
  expect(plain).not.toMatch(markers)
  expect(chosen).toMatch(markers)
})

test.each([
  ['a picture that is none', ['--chart', 'pie']],
  ['a width of 100', ['--width', '100']],
  ['a scheme that is none', ['--scheme', 'sepia']],
  ['call 0', ['--at', '0']],
  ['a fix that is none', ['--fix', '99']],
  ['a fix that is no number', ['--fix', 'every']],
  ['fixes of a table', ['--fix', 'all', '--chart', 'misses']],
  ['a PNG', ['-o', 'a.png']],
  ['a table as SVG', ['--chart', 'misses', '-o', 'a.svg']],
  ['the input as output', ['-o', 'p21.jsonl']],
  ['two runs of one picture', ['p22_host0.log']],
])('jitlens draw answers %s with one line and 2', async (_, words) => {
  const {code, out, err} = await jitlens(['draw', 'p21.jsonl', ...words], run)
  expect({code, out}).toEqual({code: 2, out: ''})
  expect(err).toMatch(oneLine)
})

const heightOf = (svg: string): number => Number(/ height="([\d.]+)"/.exec(svg)?.[1])
