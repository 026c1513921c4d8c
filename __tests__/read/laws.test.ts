import fc from 'fast-check'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read, reader} from '../../lib/read/index.ts'
import type {Trace} from '../../lib/log/index.ts'

const text = (name: string): string => readFileSync(join(__dirname, '../../examples/logs', name), 'utf8')
const logs = [
  'p01_batch_size.log',
  'p04_static_arg.log',
  'p06_nnx_eval_toggle.log',
  'p08_dict_keys.log',
  'p13_jaxjit_module_pytree.log',
  'x4_format_absl.log',
].map(text)
const count = (log: string): number => log.split('\n').length - (log.endsWith('\n') || log === '' ? 1 : 0)
const whole = (trace: Trace): void => {
  for (const event of trace) if (event.key >= 0) expect(trace.key(event.key).facts.length).toBeGreaterThan(0)
  expect(trace.source?.unread.lines).toBe(trace.source?.unread.kinds.reduce((sum, {lines}) => sum + lines, 0))
}

const log = fc.constantFrom(...logs)

test('a log cut anywhere is read as far as it goes, each line counted', () => {
  fc.assert(
    fc.property(log, fc.nat(), fc.nat(), (given, a, b) => {
      const [from, to] = [a % given.length, b % given.length].sort((one, two) => one - two)
      const part = given.slice(from, to)
      const trace = read(part)
      whole(trace)
      expect(trace.source?.lines).toBe(count(part))
      expect(trace.source?.unread.lines).toBeLessThanOrEqual(count(part))
    }),
    {numRuns: 150},
  )
})

test('what cuts off the end of a log takes no event from its beginning', () => {
  fc.assert(
    fc.property(log, fc.nat(), (given, a) => {
      const all = [...read(given)]
      const part = given.slice(0, a % given.length)
      const some = [...read(part)]
      expect(some.length).toBeLessThanOrEqual(all.length)
      some.slice(0, -1).forEach((event, i) => {
        if (event.outcome === all[i]?.outcome) expect(event.line).toBe(all[i]?.line)
      })
    }),
    {numRuns: 100},
  )
})

test('chunks of bytes cut anywhere give the trace of the whole', () => {
  fc.assert(
    fc.property(
      log,
      fc.array(fc.integer({min: 1, max: 5000}), {minLength: 1, maxLength: 30}),
      (given, sizes) => {
        const bytes = new TextEncoder().encode(given)
        const open = reader({name: 'log'})
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1
          open.push(bytes.subarray(at, at + size))
          at += size
        }
        expect([...open.end()]).toEqual([...read(given, {name: 'log'})])
      },
    ),
    {numRuns: 60},
  )
})

test('lines of noise between the records are all unread, and nothing else is', () => {
  const noise = fc.stringMatching(/^[a-z]{1,8} [a-z0-9 .=]{0,40}$/)
  fc.assert(
    fc.property(
      fc.constantFrom(...logs.slice(0, 3)),
      fc.array(fc.tuple(fc.nat(), noise), {maxLength: 20}),
      (given, added) => {
        const lines = given.trimEnd().split('\n')
        const starts = lines.flatMap((line, i) => (/^(TRACING|Finished|Compiling)/.test(line) ? [i] : []))
        const inserts = added
          .map(([at, line]) => [starts[at % starts.length] ?? 0, line] as const)
          .sort((a, b) => b[0] - a[0])
        for (const [at, line] of inserts) lines.splice(at, 0, line)
        const trace = read(lines.join('\n'))
        expect(trace.source?.unread.lines).toBe(added.length)
        expect(trace.length).toBe(read(given).length)
      },
    ),
    {numRuns: 100},
  )
})

test('two processes under a launcher, interleaved line by line, are each read as alone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...logs.slice(0, 3)),
      fc.constantFrom(...logs.slice(0, 3)),
      fc.array(fc.boolean(), {minLength: 1, maxLength: 50}),
      (one, two, turns) => {
        const left = one.trimEnd().split('\n')
        const right = two.trimEnd().split('\n')
        const mixed: string[] = []
        for (let i = 0, a = 0, b = 0; a < left.length || b < right.length; i++) {
          const first = b >= right.length || (a < left.length && turns[i % turns.length])
          mixed.push(first ? `[0]: ${left[a++] ?? ''}` : `[1]: ${right[b++] ?? ''}`)
        }
        const trace = read(mixed.join('\n'))
        expect(trace.source?.unread.lines).toBe(0)
        const of = (process: string): unknown[] =>
          [...trace]
            .filter((event) => event.process === process)
            .map(({outcome, seconds, blamed}) => [outcome, seconds, blamed])
        expect(of('0')).toEqual(
          [...read(one)].map(({outcome, seconds, blamed}) => [outcome, seconds, blamed]),
        )
        expect(of('1')).toEqual(
          [...read(two)].map(({outcome, seconds, blamed}) => [outcome, seconds, blamed]),
        )
      },
    ),
    {numRuns: 60},
  )
})

test('any text at all is read without a crash, each line counted', () => {
  const words = fc.constantFrom(
    'TRACING CACHE MISS at ',
    'a.py:1 (f):',
    '  for f',
    '  never seen function:',
    '    f id=1',
    '  different input pytree:',
    '  * at input path [0], now ',
    ' and before ',
    'GraphDef(nodes=[',
    'NodeDef(',
    "type='A', index=0, num_attributes=3",
    ')], attributes=[',
    "('a', ",
    'Static(value=',
    ')',
    ']',
    '(',
    '[',
    '{',
    '}',
    "'",
    '"',
    '\\',
    '\n',
    '\r\n',
    '\u001b[1m',
    ', so ',
    'Finished tracing ',
    ' for jit in ',
    '1 sec',
    'Compiling ',
    'jit(f)',
    ' with global shapes and types ',
    '. Argument mapping: ',
    'Traceback (most recent call last):',
    '[0]: ',
    '\ud800',
    'é',
    '',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({maxLength: 5})), {maxLength: 80}), (parts) => {
      const given = parts.join('')
      const trace = read(given)
      whole(trace)
      expect(trace.source?.lines).toBe(count(given))
    }),
    {numRuns: 500},
  )
})
