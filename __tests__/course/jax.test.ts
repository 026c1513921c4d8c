import {createHash} from 'node:crypto'
import recording from '../golden/course.json' with {type: 'json'}
import {Program} from '../../lib/script/index.ts'
import {texts} from './texts.ts'

const recorded = new Map<string, {readonly calls: string; readonly printed?: string}>(
  Object.entries(recording),
)

const same = new Set(['dispatch', 'rebind'])

/** The calls of a text here, as the recording has them: a call that JAX ran without a trace is a hit to it. */
function ranHere(text: string): {readonly calls: string; readonly printed?: string; readonly error?: string} {
  const printed: string[] = []
  const program = new Program({print: (line) => printed.push(line)})
  const {calls, error} = program.run(text)
  const events = calls.map(({event}) => program.trace.at(event)).filter(({within}) => within === undefined)
  return {
    calls: events
      .map(({function: id, outcome}) => said(program.trace.functions[id]?.name ?? '', outcome))
      .join(', '),
    ...(printed.length > 0 && {printed: `${printed.join('\n')}\n`}),
    ...(error !== null && {error: error.type}),
  }
}

const said = (name: string, outcome: string): string => `${name} ${same.has(outcome) ? 'hit' : outcome}`

const plain = (calls: string): string => calls.replaceAll(/ (?:dispatch|rebind)(?=,|$)/g, ' hit')

test('every text of the course runs here as it ran on JAX, call by call, and prints the same', () => {
  for (const text of texts()) {
    const jax = recorded.get(createHash('sha256').update(text).digest('hex').slice(0, 12))
    expect({text, ...ranHere(text)}).toEqual({text, ...jax, calls: plain(jax?.calls ?? 'is not recorded')})
  }
})
