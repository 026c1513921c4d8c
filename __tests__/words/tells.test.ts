import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {compare, compared, explain, hosts, aligned, reader, type Trace} from '../../lib/index.ts'
import {compare as chart} from '../../viz/charts/index.ts'

const logs = join(__dirname, '../../examples/logs')

/** A log read, as it is or without the records of its misses. */
function read(name: string, isBare = false): Trace {
  const text = readFileSync(join(logs, name), 'utf8')
  const reading = reader({name})
  let isRecord = false
  for (const line of text.split('\n')) {
    isRecord = line.includes('TRACING CACHE MISS') || (isRecord && /^\s/.test(line))
    if (!isBare || !isRecord) reading.push(`${line}\n`)
  }
  return reading.end()
}

const [first, bare, last] = [read('p22_host0.log'), read('p22_host1.log', true), read('p22_host2.log')]

test('compare(a, b) of a log that does not tell why is alike as far as is told, and says what is missing', () => {
  const text = compared(compare(first, bare), 'a', 'b').join(' ')
  expect(text).toMatch(/^Both runs miss alike, as far as is told: 4 misses, .* in a and .* in b\./)
  expect(text).toContain('b does not tell why it missed (JAX_EXPLAIN_CACHE_MISSES=1)')
  expect(compared(compare(first, last), 'a', 'b').join(' ')).not.toContain('not tell')
})

test('compare(a, b) gives no seconds of a log that tells of no compile', () => {
  const whole = read('p11_context_x64_precision.log')
  const untimed = read('p11_context_x64_precision.explain_only.log')
  expect(compare(whole, untimed).seconds).toEqual([expect.any(Number), null])
  const text = compared(compare(whole, untimed), 'a', 'b').join(' ')
  expect(text).toContain('ms in a and an untold time in b.')
  expect(text).not.toMatch(/\b0 s\b/)
})

test('the chart of runs makes the same reservation as hosts(runs)', () => {
  const given = [first, bare, last].map((trace, at) => ({
    name: `host${at}`,
    trace,
    explanation: explain(trace),
  }))
  const caption = chart.table(first, explain(first), {name: 'host0', others: given.slice(1)}).caption
  const why = 'host1 does not tell why it missed (JAX_EXPLAIN_CACHE_MISSES=1)'
  expect(caption).toMatch(/^These 3 runs miss alike, as far as is told: /)
  expect(caption).toContain(why)
  expect(aligned(hosts(given)).join(' ').replaceAll(/\s+/g, ' ')).toContain(why)
})
