import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, paragraphs, plain, propose} from '../../lib/explain/index.ts'
import type {Trace} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'
import {mutated} from '../mutated.ts'

/** `npm run fuzz` reads more of them. */
const times = Number(process.env['FUZZ'] ?? 10_000)
const first = Number(process.env['FUZZ_FROM'] ?? 0)

/** Every so many logs are explained too. */
const told = 10

function tell(trace: Trace): void {
  const explanation = explain(trace)
  JSON.stringify(plain(explanation))
  paragraphs(explanation)
  propose(trace)
}

const folder = join(__dirname, 'seeds')
const [seed, ...seeds] = readdirSync(folder).map((file) => readFileSync(join(folder, file)))

/** Lines as a file has them: what follows the last line end is one where it is not empty. */
function linesOf(log: Uint8Array): number {
  let lines = 0
  for (const byte of log) if (byte === 10) lines++
  return lines + (log.length > 0 && log.at(-1) !== 10 ? 1 : 0)
}

test(`read(log) of ${times} damaged logs raises nothing, ends, and counts every line; explain(trace) tells what it holds`, () => {
  if (seed === undefined) throw new RangeError(`${folder} holds no logs`)
  for (let nth = first; nth < first + times; nth++) {
    const log = mutated([seed, ...seeds], nth)
    try {
      const trace = read([log.subarray(0, nth % log.length), log.subarray(nth % log.length)])
      const {lines = -1, unread} = trace.source ?? {}
      expect(lines).toBe(linesOf(log))
      expect(unread?.kinds.reduce((sum, kind) => sum + kind.lines, 0)).toBe(unread?.lines)
      expect(unread?.lines).toBeLessThanOrEqual(lines)
      expect(unread?.own).toBeLessThanOrEqual(unread?.lines ?? -1)
      if (nth % told === 0) tell(trace)
    } catch (thrown) {
      throw new Error(`damaged log ${nth}: ${JSON.stringify(Buffer.from(log).toString('latin1'))}`, {
        cause: thrown,
      })
    }
  }
})
