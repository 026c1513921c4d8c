import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, plain} from '../../lib/explain/index.ts'
import {loadScenarios, runScenario} from '../../lib/scenario/index.ts'
import {mutated} from '../mutated.ts'

/** `npm run fuzz` runs more of them. */
const times = Number(process.env['FUZZ'] ?? 10_000)
const first = Number(process.env['FUZZ_FROM'] ?? 0)

const folder = join(__dirname, 'seeds')
const [seed, ...seeds] = readdirSync(folder).map((file) => readFileSync(join(folder, file)))

/** So long a scenario may take, in milliseconds. */
const patience = 5000

function played(text: string): number {
  let ran = 0
  try {
    for (const scenario of loadScenarios(text, 'a.json')) {
      JSON.stringify(plain(explain(runScenario(scenario).trace)))
      ran++
    }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    expect(thrown.message).toMatch(/^[^\n]+$/)
  }
  return ran
}

test(`runScenario(scenario) of ${times} damaged scenarios ends, or refuses in a sentence`, () => {
  if (seed === undefined) throw new RangeError(`${folder} holds no scenarios`)
  let ran = 0
  for (let nth = first; nth < first + times; nth++) {
    const text = Buffer.from(mutated([seed, ...seeds], nth)).toString('utf8')
    try {
      const began = performance.now()
      ran += played(text)
      expect(performance.now() - began).toBeLessThan(patience)
    } catch (thrown) {
      throw new Error(`damaged scenario ${nth}: ${JSON.stringify(text)}`, {cause: thrown})
    }
  }
  expect(ran).toBeGreaterThan(times / 100)
})
