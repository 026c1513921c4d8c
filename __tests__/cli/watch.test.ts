import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {explain, read, reader} from '../../lib/index.ts'
import {follow} from '../../viz/hosts/follow.ts'
import {jitlens} from './io.ts'

const logs = join(__dirname, '../../examples/logs')
const log = (name: string): string => readFileSync(join(logs, name), 'utf8')
const lines = (text: string): string[] => text.split(/(?<=\n)/)

/** Whether a line is a further one of an explanation. */
const goesOn = (line = ''): boolean => /^[\s)]/.test(line)

const watched = (pieces: readonly (string | Uint8Array | null)[], ...options: readonly string[]) =>
  jitlens(['watch', 'run.log', ...options], {}, false, {'run.log': pieces})

test('watch tells each miss in a line as soon as nothing follows it for a moment, and the sum at the end', async () => {
  const all = lines(log('p01_batch_size.log'))
  const {out, code} = await watched(all.flatMap((line, i) => (goesOn(all[i + 1]) ? [line] : [line, null])))
  expect(out)
    .toBe(`▲ predict, call 1 (/home/me/train/p01_batch_size.py:7, line 9): traced, 50.6 ms [compulsory, necessary]
▲ predict, call 2 (/home/me/train/p01_batch_size.py:7, line 16): traced again, 54.6 ms [type, reducible]: x is f32[16,4], before f32[8,4]
▲ predict, call 3 (/home/me/train/p01_batch_size.py:7, line 25): traced again, 92.5 ms [type, reducible]: x is f32[5,4], before f32[16,4]
282 ms were compiling, 5 compiles: 2 reducible (147 ms); the costliest reducible
in \`predict\`: \`x\` came in 3 shapes (147 ms in 2 compiles).
Predicted (nothing else changes, padding is masked): 2 reducible misses and 147
  ms of 282 ms less, if you pad axis 0 of x to 16.
`)
  expect(code).toBe(0)
})

test.each([
  'p04_static_arg',
  'p16_kwargs_defaults',
  'p17_optimizer_recreated',
  'p20_scan_grad_vmap',
  'x4_format_absl',
])('watch of %s tells the misses of which explain tells', async (name) => {
  const text = log(`${name}.log`)
  const {out} = await watched([text.slice(0, text.length / 2), text.slice(text.length / 2), null])
  const {out: whole} = await jitlens(['explain', 'run.log'], {'run.log': text})
  const titled = (page: string): number => (page.match(/^[▲◆●×|] /gmu) ?? []).length
  expect(titled(whole)).toBeGreaterThan(0)
  expect(titled(out)).toBe(titled(whole))
})

test('watch tells a miss that JAX explained last before the program writes anything else', () => {
  const text = log('p16_kwargs_defaults.explain_only.log')
  const head = text.slice(0, text.indexOf('TRACING CACHE MISS', text.indexOf('TRACING CACHE MISS') + 1))
  const open = reader()
  open.push(head.slice(0, head.lastIndexOf('\n') + 1))
  expect(open.soFar()).toHaveLength(0)
  open.settle()
  expect(open.soFar()).toHaveLength(1)
})

test.each([
  [1, 1],
  [2, 1],
  [3, 0],
])('watch --fail-after %i ends with %i where two calls compiled again', async (most, code) => {
  const text = log('p01_batch_size.log')
  const ran = await watched([text, null, text], '--fail-after', String(most))
  expect(ran.code).toBe(most === 3 ? 1 : code)
  const once = await watched([text, null], '--fail-after', String(most))
  expect(once.code).toBe(code)
})

test('watch --fail-after does not pass a log of which it read nothing', async () => {
  expect(await watched(['hello\n', null], '--fail-after', '3')).toMatchObject({
    code: 2,
    err: "jitlens watch: run.log: too little of JAX's was read here to be judged\n",
  })
  expect((await watched([null], '--fail-after', '3')).code).toBe(2)
})

test.each([
  ['--fail-after 0', ['a\n'], 'watch: --fail-after needs a whole number from 1, but got 0'],
  [
    'a packed file',
    [Uint8Array.of(0x1f, 0x8b, 8)],
    'watch: run.log: this file is packed by gzip and does not grow; see jitlens explain',
  ],
  [
    'a scenario',
    ['{"id": "a", "steps": []}\n'],
    'watch: run.log: this file is a scenario and does not grow; see jitlens simulate',
  ],
] as const)('watch says no to %s', async (what, pieces, said) => {
  const ran = await watched(pieces, ...(what.startsWith('--') ? what.split(' ') : []))
  expect(ran).toMatchObject({code: 2, err: `jitlens ${said}\n`})
})

test('watch says of a file that is not there that it is not', async () => {
  expect(await jitlens(['watch', 'nope.log'])).toMatchObject({
    code: 2,
    err: 'jitlens nope.log: there is no such file\n',
  })
})

test('watch reads UTF-16, as PowerShell writes it', async () => {
  const text = log('p01_batch_size.log')
  const bytes = new Uint8Array(Uint16Array.from(`\ufeff${text}`, (letter) => letter.charCodeAt(0)).buffer)
  expect((await watched([bytes, null])).out).toContain('x is f32[16,4], before f32[8,4]')
})

test('soFar between two lines of a log changes nothing of what end tells', () => {
  const all = lines(log('p20_scan_grad_vmap.log') + log('p16_kwargs_defaults.log'))
  const {misses} = explain(read(all.join('')))
  fc.assert(
    fc.property(fc.array(fc.boolean(), {minLength: all.length, maxLength: all.length}), (asked) => {
      const open = reader()
      for (const [i, line] of all.entries()) {
        open.push(line)
        if (asked[i] === true) open.soFar()
      }
      expect(explain(open.end()).misses).toEqual(misses)
    }),
    {numRuns: 20},
  )
})

describe('follow gives', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
  })
  afterEach(() => {
    rmSync(folder, {recursive: true})
  })

  /** What is followed up to the next moment in which nothing comes. */
  async function burst(chunks: AsyncIterator<Uint8Array | null>): Promise<string> {
    let text = ''
    for (;;) {
      const next = await chunks.next()
      if (next.done === true || next.value === null) return text
      text += new TextDecoder().decode(next.value)
    }
  }

  test('what is written to a file, also after it was emptied, and after another took its name', async () => {
    const path = join(folder, 'run.log')
    writeFileSync(path, 'one\n')
    const chunks = follow(path)
    expect(await burst(chunks)).toBe('one\n')
    appendFileSync(path, 'two\n')
    expect(await burst(chunks)).toBe('two\n')
    truncateSync(path)
    appendFileSync(path, '3\n')
    expect(await burst(chunks)).toBe('\n3\n')
    renameSync(path, `${path}.1`)
    expect(await burst(chunks)).toBe('')
    appendFileSync(`${path}.1`, 'last\n')
    expect(await burst(chunks)).toBe('last\n')
    writeFileSync(path, 'four\n')
    expect(await burst(chunks)).toBe('\nfour\n')
    await chunks.return(undefined)
  })

  test('no more when the process is interrupted', async () => {
    const path = join(folder, 'run.log')
    writeFileSync(path, 'one\n')
    const chunks = follow(path)
    expect(await burst(chunks)).toBe('one\n')
    process.emit('SIGINT')
    expect(await burst(chunks)).toBe('')
    expect(await chunks.next()).toEqual({done: true, value: undefined})
  })
})
