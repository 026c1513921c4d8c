import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain} from '../../lib/index.ts'
import {decodeState, encodeState, misread} from '../../viz/link.ts'
import {start, view} from '../../viz/view.ts'
import {mutated} from '../mutated.ts'
import {training} from '../viz/traces.ts'

/** `npm run fuzz` reads more of them. */
const times = Number(process.env['FUZZ'] ?? 10_000)
const first = Number(process.env['FUZZ_FROM'] ?? 0)

const folder = join(__dirname, 'seeds')
const [seed, ...seeds] = readdirSync(folder)
  .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
  .map((line) => Buffer.from(line))

test(`decodeState(hash) of ${times} damaged links stays inside of the trace, and is written and read again`, () => {
  if (seed === undefined) throw new RangeError(`${folder} holds no links`)
  const trace = training()
  const explanation = explain(trace)
  const fresh = start(trace, explanation)
  for (let nth = first; nth < first + times; nth++) {
    const hash = Buffer.from(mutated([seed, ...seeds], nth)).toString('utf8')
    try {
      const state = decodeState(hash, fresh, trace)
      expect(state.position).toBeGreaterThanOrEqual(0)
      expect(state.position).toBeLessThan(trace.length)
      if (state.function !== null) expect(trace.functions[state.function]).toBeDefined()
      if (state.zoom !== null) expect(state.zoom[0]).toBeLessThan(state.zoom[1])
      const link = encodeState(state)
      expect(encodeState(decodeState(link, fresh, trace))).toBe(link)
      for (const sentence of misread(hash, fresh, trace)) expect(sentence).toMatch(/: (?:expected|there is) /)
      view(trace, explanation, state)
    } catch (thrown) {
      throw new Error(`damaged link ${nth}: ${JSON.stringify(hash)}`, {cause: thrown})
    }
  }
})
