import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {decode, encode, explain, figure, fixes, read, thin, unfixed} from '../../lib/index.ts'
import {report} from '../../viz/hosts/report.ts'
import {empty, hostile, hostileNames, scattered, toggle, training} from '../viz/traces.ts'

const script = {text: 'console.log(1)', hash: 'abc'}
const packed = /<script type="application\/gzip"(?: data-name="(.*?)")?>([\w+/=]*)<\/script>/g
const unpacked = (text = ''): string[] => gunzipSync(Buffer.from(text, 'base64')).toString().split('\n')
const held = (page: string): string[] => unpacked([...page.matchAll(packed)][0]?.[2])

test('report(trace) holds the trace, line for line, packed by gzip in base64', () => {
  for (const trace of [training(), toggle(), hostile(), empty()]) {
    const lines = held(report(trace, {script}))
    expect(lines).toEqual([...encode(trace)])
    expect([...encode(decode(lines))]).toEqual([...encode(trace)])
  }
})

test('report(trace) lets its page reach no network, and run its own script alone', () => {
  const page = report(training(), {script})
  expect(page).toContain(
    `<meta itemprop="policy" http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-abc'; style-src 'unsafe-inline'; img-src blob: data:; base-uri 'none'; form-action 'none'">`,
  )
  expect(page).not.toMatch(/(?:src|href)="(?!data:)/)
  expect(report(training(), {script: {text: '', hash: ''}})).toContain("script-src 'none'")
})

test('report(trace) writes hostile names as text: no tag of theirs opens in the page', () => {
  const trace = hostile()
  const page = report(trace, {script, title: hostileNames[0] ?? ''})
  expect(page.match(/<script/g)).toHaveLength(2)
  expect(page.match(/<\/script/g)).toHaveLength(2)
  expect(page.includes('<script>alert')).toBe(false)
  expect(page.includes('\u202e')).toBe(false)
})

test('report(trace) says on its still page what explain(trace) says', () => {
  const trace = read(readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8'), {
    name: 'p06_nnx_eval_toggle.log',
  })
  const page = report(trace, {script})
  const {headline, misses} = explain(trace)
  const text = page
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  expect(text).toContain(headline.replaceAll('`', ''))
  for (const {sentence} of misses) expect(text).toContain(sentence)
  expect(page).toContain('p06_nnx_eval_toggle.log')
  expect(text).toContain('operations outside jit: ')
})

describe('report(trace) of 2,500 misses', () => {
  const trace = scattered(2500)
  const page = report(trace, {script})
  const text = page.replaceAll(/<script[^]*?<\/script>|<[^>]*>/g, '')

  test('holds a thinned trace, and in a last line what all misses come to', () => {
    const lines = held(page)
    const thinned = thin(trace, explain(trace))
    if (thinned === null) throw new Error('a trace of 2,500 misses is thinned')
    expect(lines).toEqual([
      ...encode(thinned.trace),
      JSON.stringify({explained: thinned.explanation, fixes: fixes(trace), unfixed: unfixed(trace)}),
    ])
    expect(page.length).toBeLessThan(1_000_000)
  })

  test('tells the 200 dearest misses and the first 200 causes on its still page, and counts the others', () => {
    const {groups, misses} = explain(trace)
    expect(page.match(/<tr>/g)).toHaveLength(1 + 200 + 1)
    expect(text).toMatch(/and 2,300 more misses, [\d.]+ (?:s|min|h) in all/)
    expect(groups.length).toBeGreaterThan(200)
    expect(page.match(/<li [^>]*class="cause"/g)).toHaveLength(200)
    const rest = groups.slice(200)
    expect(text).toContain(
      `and ${figure(rest.flatMap((group) => group.misses).length)} more misses of ${rest.length} causes, `,
    )
    expect(misses).toHaveLength(2500)
  })
})

test('report(trace) holds of more than 200 misses the whole trace, and their explanation in a last line', () => {
  const trace = scattered(210)
  expect(held(report(trace, {script}))).toEqual([
    ...encode(trace),
    JSON.stringify({explained: explain(trace), fixes: fixes(trace), unfixed: unfixed(trace)}),
  ])
  const small = scattered(200)
  expect(held(report(small, {script}))).toEqual([...encode(small)])
})

describe('report([{name, trace}, …])', () => {
  const log = (name: string) => ({
    name: `logs/${name}`,
    trace: read(readFileSync(join(__dirname, '../../examples/logs', name), 'utf8'), {name}),
  })
  const several = [log('p22_host0.log'), log('p22_host1.log'), log('p22_host2.log')]
  const page = report(several, {script})
  const text = page.replaceAll(/<script[^]*?<\/script>|<[^>]*>/g, '')

  test('holds every trace, line for line, under its name', () => {
    const pages = [...page.matchAll(packed)]
    expect(pages.map(([, name]) => name)).toEqual(['p22_host0', 'p22_host1', 'p22_host2'])
    expect(pages.map(([, , lines]) => unpacked(lines))).toEqual(several.map(({trace}) => [...encode(trace)]))
  })

  test('says without a script what all compiled, where they part and every miss', () => {
    expect(text).toContain(
      '3 runs, 19 compiles in each; the longest compiling, p22_host2, took 3.08 s: 3 reducible (1.46 s)',
    )
    expect(text).toContain(
      'p22_host1 differs from the others at compile 3 of forward: args[0].layers.1.deterministic is True, before False.',
    )
    for (const {trace} of several)
      for (const {sentence} of explain(trace).misses) expect(text).toContain(sentence)
  })

  test('names the call at which a run parts from the others, where the page opens', () => {
    expect(page).toMatch(/data-run="1" data-call="2"/)
    const parted = several[1]?.trace
    expect(parted?.functions[parted.functionAt(2)]?.name).toBe('forward')
  })

  test('of runs that have no function in common lets none lead', () => {
    const apart = ['p01_batch_size.log', 'p04_static_arg.log', 'p22_host0.log'].map(log)
    expect(report(apart, {script})).not.toContain('data-lead')
  })

  test('of one trace is the report of that trace', () => {
    const [only] = several
    if (only === undefined) throw new Error('no log')
    expect(report([only], {script, title: 'one'})).toBe(report(only.trace, {script, title: 'one'}))
  })

  test('of none says what is missing', () => {
    expect(() => report([], {script})).toThrow('report() was given no trace')
  })

  test('writes hostile names of runs as text', () => {
    const hard = report(
      hostileNames.map((name) => ({name, trace: toggle()})),
      {script},
    )
    expect(hard.match(/<script/g)).toHaveLength(hostileNames.length + 1)
    expect(hard.includes('<script>alert')).toBe(false)
  })
})

test('report(trace) gives a cause no seconds where the log tells none', () => {
  const costs = (file: string): string[] => {
    const text = readFileSync(join(__dirname, '../../examples/logs', file), 'utf8')
    const page = report(read(text), {script})
    return [...page.matchAll(/<div class="cost">.*?<\/div>/gs)].map(([cost]) => cost)
  }
  expect(costs('torch/t13_schedule.log').length).toBeGreaterThan(2)
  for (const cost of costs('torch/t13_schedule.log')) {
    expect(cost).toContain('1 compile')
    expect(cost).not.toContain('0 s')
  }
})

test('report(trace) does not call compiling what was read from the persistent cache', () => {
  const warm = readFileSync(join(__dirname, '../../examples/logs/p18b_persistent_warm.log'), 'utf8')
  expect(report(read(warm), {script})).toContain('ms</span> making programs ready; how long the program ran')
})
