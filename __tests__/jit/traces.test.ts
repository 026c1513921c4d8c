import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  type Blame,
  type Event,
  type Fact,
  type Key,
  Session,
  show,
  total,
  type Trace,
} from '../../lib/index.ts'
import {models} from './models.ts'
import {type Program, programs as others} from './programs.ts'

const programs: Readonly<Record<string, Program>> = {...others, ...models}

const folder = join(__dirname, 'traces')

/** Seconds to four digits, so that the text is one on every machine. */
const seconds = (n: number): string => String(Number(n.toPrecision(4)))

const escaped = (text: string): string => text.replaceAll('\n', '\\n')

const lines = (found: readonly (string | null)[]): readonly string[] =>
  found.filter((line) => line !== null).map((line) => `    ${line}`)

const told = (blamed: Blame | undefined): string | null =>
  blamed === undefined
    ? null
    : [
        `JAX says: ${blamed.kind}${blamed.redefined === true ? ', redefined' : ''}`,
        ...blamed.places.map(({component, at, path, now, before}) =>
          `      ${component} at ${at} (${show(path)}), now ${String(now)} and before ${String(before)}`.replaceAll(
            '\n',
            '\\n',
          ),
        ),
      ].join('\n')

function printed(event: Event, at: number, trace: Trace): readonly string[] {
  const {outcome, within, layers, evicted, error, edit, warnings, cleared, key, blamed} = event
  const cost = event.seconds
  const each = `${seconds(cost.trace)} + ${seconds(cost.lower)} + ${seconds(cost.compile)}`
  return [
    `${at} ${trace.functions[event.function]?.name ?? '?'}, key ${key}: ${outcome}${within === undefined ? '' : ` (${within})`}, ${total(cost) === 0 ? '' : `${each} s, `}at ${seconds(event.time)} s`,
    ...lines([
      cleared === true ? 'after caches were cleared' : null,
      edit === undefined ? null : `after ${edit}`,
      layers.length === 0
        ? null
        : layers.map(({layer, result, entry}) => `${layer} ${result} ${entry}`).join(', '),
      evicted === undefined
        ? null
        : `pushed out ${evicted.map(({layer, entry}) => `${layer} ${entry}`).join(', ')}`,
      told(blamed),
      error === undefined ? null : `${error.type}: ${escaped(error.message)}`,
      ...(warnings ?? []).map((warning) => `warns: ${warning}`),
    ]),
  ]
}

const fact = ({component, kind, path, value, identity}: Fact): string =>
  `${component} ${kind} ${show(path)}: ${value.replaceAll('\n', '\\n')}${identity === undefined ? '' : ` #${identity}`}`

/** A key whole, or, where it is not the first of its function, by the lines that the first one has not, and has beside. */
function keyText(key: Key, first: Key | undefined, trace: Trace): readonly string[] {
  const facts = key.facts.map(fact)
  const head = `key ${key.id} of ${trace.functions[key.function]?.name ?? '?'}`
  if (first === undefined) return [head, ...lines(facts)]
  const before = first.facts.map(fact)
  return [
    `${head}, where it is not key ${first.id}`,
    ...lines([
      ...facts.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
      ...before.filter((line) => !facts.includes(line)).map((line) => `- ${line}`),
    ]),
  ]
}

function textOf(session: Session, raised: readonly string[], seen: readonly string[]): string {
  const {trace} = session
  const {traced, lowered, compiled} = session.last
  const keys = Array.from({length: trace.keyCount}, (_, id) => trace.key(id))
  return [
    JSON.stringify(trace.header),
    ...trace.functions.map(({name, wrapper, params = []}) => `${name}(${params.join(', ')}), ${wrapper}`),
    '',
    ...[...trace].flatMap((event, at) => printed(event, at, trace)),
    ...raised.map((line) => `raised outside any call: ${line}`),
    ...seen.map((line) => `the program sees: ${escaped(line)}`),
    `the last call traced ${traced}, lowered ${lowered}, compiled ${compiled}`,
    `entries at the end: ${JSON.stringify(session.sizes())}, ${seconds(session.time)} s`,
    '',
    ...keys.flatMap((key) =>
      keyText(
        key,
        keys.find((one) => one.function === key.function && one.id < key.id),
        trace,
      ),
    ),
    '',
  ].join('\n')
}

test.each(Object.entries(programs))(
  'the whole trace of the program %s is the one in traces',
  (name, program) => {
    const session = new Session(program.options)
    const raised: string[] = []
    const seen = program.run(session, (call) => {
      const before = session.trace.length
      try {
        call()
        raised.push('nothing')
      } catch (error) {
        if (session.trace.length === before) raised.push(escaped(String(error)))
      }
    })
    const text = textOf(session, raised, Array.isArray(seen) ? seen.map(String) : [])
    const path = join(folder, `${name}.txt`)
    if (process.env['UPDATE'] === '1') writeFileSync(path, text)
    expect(text.split('\n')).toEqual(readFileSync(path, 'utf8').split('\n'))
  },
)

test('traces holds no trace that no program makes', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(programs)
      .map((name) => `${name}.txt`)
      .sort(),
  )
})
