import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import texts from '../golden/texts.json' with {type: 'json'}
import {Program} from '../../lib/script/index.ts'

const same = new Set(['dispatch', 'rebind'])

/** The calls of a text here, as the recording has them: a call that JAX ran without a trace is a hit to it. */
function callsOf(text: string): {
  readonly calls: readonly string[]
  readonly printed: readonly string[]
  readonly error: unknown
} {
  const printed: string[] = []
  const program = new Program({print: (line) => printed.push(line)})
  const {calls, error} = program.run(text)
  const events = calls.map(({event}) => program.trace.at(event)).filter(({within}) => within === undefined)
  return {
    calls: events.map(({function: id, outcome}) => said(program.trace.functions[id]?.name ?? '', outcome)),
    printed,
    error,
  }
}

const said = (name: string, outcome: string): string => `${name} ${same.has(outcome) ? 'hit' : outcome}`

const recorded = Object.entries(texts).map(([name, {calls, printed}]) => ({
  name,
  calls: calls.map(([function_ = '', outcome = '']) => said(function_, outcome)),
  printed,
  text: readFileSync(join(__dirname, `../golden/texts/${name}.py`), 'utf8'),
}))

test.each(recorded)(
  'the text $name runs here as it ran on JAX: each call, and what it printed',
  ({text, calls, printed}) => {
    expect(callsOf(text)).toEqual({calls, printed, error: null})
  },
)

test('139 of 139 calls of texts agree with JAX', () => {
  expect(recorded.reduce((sum, {calls}) => sum + calls.length, 0)).toBe(139)
})
