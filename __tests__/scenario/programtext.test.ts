import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  type Event,
  loadScenarios,
  pythonOf,
  type Ran,
  runScenario,
  type Scenario,
  Session,
  type Trace,
} from '../../lib/index.ts'
import {Program} from '../../lib/script/index.ts'
import {seen} from '../recorded.ts'

const golden = (name: string): string => join(__dirname, '../golden', name)
const scenarios = loadScenarios(readFileSync(golden('catalogue.jsonl'), 'utf8')).filter(({steps}) =>
  steps.some((step) => step.do === 'call'),
)

/** Programs, and what real JAX did at each call of them: none of one that has changed since. */
const recorded: ReadonlyMap<string, {readonly text: unknown; readonly calls?: readonly string[]}> = new Map(
  Object.entries(jsonOf(readFileSync(golden('zoo.json'), 'utf8'))).map(([id, one]) => {
    const {text, calls} = jsonOf(one)
    return [id, {text, ...(Array.isArray(calls) && {calls: calls.map(String)})}]
  }),
)

function jsonOf(given: unknown): Readonly<Record<string, unknown>> {
  const value: unknown = typeof given === 'string' ? JSON.parse(given) : given
  return typeof value === 'object' && value !== null ? {...value} : {}
}

/** What each call of a scenario came to; its record says the same. */
const outcomesOf = ({done}: Ran): readonly string[] =>
  done.filter(({kind}) => kind === 'call').map(({got}) => String(got['outcome']))

/** Which functions a program calls, as the log names them, and what came of it; the error where it stops. */
function callsOfText({release}: Scenario, text: string): unknown {
  const program = new Program({session: new Session({...(release !== undefined && {release})})})
  const {calls, error} = program.run(text)
  const events = calls.map(({event}) => program.trace.at(event))
  return error ?? calledIn(events, program.trace)
}

const calledIn = (events: Iterable<Event>, {functions}: Trace): readonly string[] =>
  [...events]
    .filter(({within}) => within === undefined)
    .map(({function: called, outcome}) => `${functions[called]?.name} ${outcome}`)

/** What the recorder sees: a call that flax refused before JAX saw it is none. */
const allSeen = (outcomes: readonly string[]): readonly string[] =>
  outcomes.filter((outcome) => outcome !== 'error').map(seen)

if (process.env['UPDATE'] === '1')
  writeFileSync(
    golden('zoo.json'),
    JSON.stringify(
      Object.fromEntries(
        scenarios.map((scenario) => {
          const text = pythonOf(scenario)
          const known = recorded.get(scenario.id)
          return [scenario.id, known?.text === text ? known : {text}]
        }),
      ),
      null,
      1,
    ),
  )

test.each(scenarios.map((scenario) => ({id: scenario.id, scenario})))(
  'the program of $id does call by call what the scenario does, with functions of the same names',
  ({scenario}) => {
    const {trace} = runScenario(scenario)
    expect(callsOfText(scenario, pythonOf(scenario))).toEqual(calledIn(trace, trace))
  },
)

test.each(scenarios.map((scenario) => ({id: scenario.id, scenario})))(
  'the program of $id was recorded as it stands, and does what real JAX did',
  ({scenario}) => {
    const {text, calls} = recorded.get(scenario.id) ?? {}
    expect(text).toBe(pythonOf(scenario))
    expect(allSeen(calls ?? [])).toEqual(allSeen(outcomesOf(runScenario(scenario))))
  },
)

test('134 scenarios of the catalogue have a program', () => {
  expect(scenarios.length).toBe(134)
})
