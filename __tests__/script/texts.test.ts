import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import texts from '../golden/texts.json' with {type: 'json'}
import {ranHere, seen} from '../recorded.ts'

const recorded = Object.entries(texts).map(([name, {calls, printed}]) => ({
  name,
  calls: calls.map(([function_ = '', outcome = '']) => `${function_} ${seen(outcome)}`),
  printed,
  text: readFileSync(join(__dirname, `../golden/texts/${name}.py`), 'utf8'),
}))

test.each(recorded)(
  'the text $name runs here as it ran on JAX: each call, and what it printed',
  ({text, calls, printed}) => {
    expect(ranHere(text)).toEqual({calls, printed, error: null})
  },
)

test('159 of 159 calls of texts agree with JAX', () => {
  expect(recorded.reduce((sum, {calls}) => sum + calls.length, 0)).toBe(159)
})
