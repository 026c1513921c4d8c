import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, plain} from '../../lib/explain/index.ts'
import {decode, encode, type Trace} from '../../lib/log/index.ts'
import {mutated} from '../mutated.ts'

/** `npm run fuzz` reads more of them. */
const times = Number(process.env['FUZZ'] ?? 10_000)
const first = Number(process.env['FUZZ_FROM'] ?? 0)

/** Every so many traces are explained too. */
const told = 10

const folder = join(__dirname, 'seeds')
const [seed, ...seeds] = readdirSync(folder).map((file) => readFileSync(join(folder, file)))

/** The trace that lines hold; null where the first of them is no header. */
function decoded(lines: readonly string[]): Trace | null {
  try {
    return decode(lines)
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    expect(thrown.message).toMatch(/^trace: [^\n]+$/)
    return null
  }
}

const rowOf = (line: string): unknown => JSON.parse(line)
const isSource = (line: string): boolean => /^\s*\{\s*"source"/.test(line)

/** Every line is a function, a key, an event or a source, or is counted. */
function isCounted(trace: Trace, lines: readonly string[]): void {
  const {functions, keyCount, length, source} = trace
  const rest = lines.filter((line) => line.trim() !== '').slice(1)
  if (rest.some(isSource)) return
  expect(functions.length + keyCount + length + (source?.unread.lines ?? 0)).toBe(rest.length)
}

test(`decode(lines) of ${times} damaged traces ends, refuses in a sentence or counts every line, and what it gives is written and read again`, () => {
  if (seed === undefined) throw new RangeError(`${folder} holds no traces`)
  for (let nth = first; nth < first + times; nth++) {
    const text = Buffer.from(mutated([seed, ...seeds], nth)).toString('utf8')
    const lines = text.split('\n')
    try {
      const trace = decoded(lines)
      if (trace === null) continue
      isCounted(trace, lines)
      const written = [...encode(trace)]
      expect([...encode(decode(written))].map(rowOf)).toEqual(written.map(rowOf))
      if (nth % told === 0) JSON.stringify(plain(explain(trace)))
    } catch (thrown) {
      throw new Error(`damaged trace ${nth}: ${JSON.stringify(text)}`, {cause: thrown})
    }
  }
})
