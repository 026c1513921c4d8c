import {createHash} from 'node:crypto'
import recording from '../golden/course.json' with {type: 'json'}
import {ranHere, seen} from '../recorded.ts'
import {texts} from './texts.ts'

const recorded = new Map<string, {readonly calls: string; readonly printed?: string}>(
  Object.entries(recording),
)

/** What flax refuses does not come to JAX, and no recording has it: the texts print that it was refused. */
const reached = (calls: string): string =>
  calls
    .split(', ')
    .filter((call) => !call.endsWith(' error'))
    .join(', ')

/** What a text does here, written as the recording is. */
function writtenHere(text: string): {
  readonly calls: string
  readonly printed?: string
  readonly error?: string
} {
  const {calls, error, printed} = ranHere(text)
  return {
    calls: reached(calls.join(', ')),
    ...(printed.length > 0 && {printed: `${printed.join('\n')}\n`}),
    ...(error !== null && {error: error.type}),
  }
}

const plain = (calls: string): string => calls.replaceAll(/(?<= )\w+(?=,|$)/g, (outcome) => seen(outcome))

test('every text of the course runs here as it ran on JAX, call by call, and prints the same', () => {
  for (const text of texts()) {
    const jax = recorded.get(createHash('sha256').update(text).digest('hex').slice(0, 12))
    expect({text, ...writtenHere(text)}).toEqual({
      text,
      ...jax,
      calls: reached(plain(jax?.calls ?? 'is not recorded')),
    })
  }
})
