import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {repr, Session} from '../../lib/index.ts'
import {
  type Choices,
  explanations,
  messages,
  type Release,
  releases,
  type Rules,
  type Setting,
  simulated,
} from '../../lib/release/index.ts'

/** What a running JAX said of itself (`golden/tables.py`). */
interface Recorded {
  readonly jax: string
  readonly limits: Readonly<Record<string, number | null>>
  readonly 'weak types': readonly string[]
  readonly starts: Readonly<Record<string, unknown>>
  readonly refusals: Readonly<Record<string, readonly (readonly [string, string] | null)[]>>
}

const isRecorded = (row: unknown): row is Recorded =>
  typeof row === 'object' && row !== null && 'jax' in row && 'refusals' in row
const recorded: readonly Recorded[] = readFileSync(join(__dirname, '../golden/recorded/tables.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isRecorded)

const rulesOf = (version: string): Rules => {
  const found = simulated.find(({jax}) => jax === version)
  if (found === undefined) throw new RangeError(version)
  return found.rules
}

/** What a call raises, as Python tells it. */
function raised(call: () => void): readonly [string, string] | null {
  try {
    call()
    return null
  } catch (error) {
    return error instanceof Error ? [error.name, error.message] : ['', String(error)]
  }
}

test('six releases of JAX told of themselves: those that a session simulates', () => {
  expect(recorded.map(({jax}) => jax)).toEqual(simulated.map(({jax}) => jax))
})

describe.each(recorded)('as jax $jax tells of itself', (told) => {
  const {layers, settings, reason} = rulesOf(told.jax)

  test('each layer keeps as many entries as its cache there', () => {
    const limits = layers.map(({name, limit}) => [name, limit === Infinity ? null : limit])
    expect(Object.fromEntries(limits)).toEqual({...told.limits, persistent: null})
  })

  test('each setting starts with its value there', () => {
    const started = Object.entries(settings).filter(([name]) => name in told.starts)
    const there = ([name, {choices}]: readonly [string, Setting]): unknown => {
      const value = told.starts[name]
      return typeof choices?.enumeration === 'string' ? String(value).toLowerCase() : value
    }
    expect(started.map(([name, {start}]) => [name, start])).toEqual(
      started.map((row) => [row[0], there(row)]),
    )
    expect(started.length).toBeGreaterThan(30)
  })

  test("update(…) refuses 'bogus', 7 and None where it has a list of values, with its class and words", () => {
    const names = Object.keys(settings).filter((name) => name in told.starts)
    const answers = names.map((name) => [
      name,
      ...['bogus', 7, null].map((value) =>
        raised(() => {
          new Session({release: told.jax}).update(name, value)
        }),
      ),
    ])
    expect(answers).toEqual(names.map((name) => [name, ...(told.refusals[name] ?? [null, null, null])]))
  })

  test('a difference of weak types is followed by the address that it has there', () => {
    expect([reason.weakTypes]).toEqual(told['weak types'])
  })
})

/** A release as a person reads it. */
const printed = ({jax, flax, log: {context, ...log}, rules}: Release): string =>
  [
    `jax ${jax}, flax ${flax}`,
    '',
    'log',
    ...listed(log),
    ...(context === null ? [] : ['', 'positions of the tracing context', ...listed(context)]),
    ...(rules === null ? ['', 'its caches are not known'] : ruled(rules)),
    '',
  ].join('\n')

const listed = (facts: object): readonly string[] =>
  Object.entries(facts).map(([name, value]: [string, unknown]) => `  ${name}: ${String(value)}`)

const ruled = ({layers, settings, graph, donation, reason, costs}: Rules): readonly string[] => [
  '',
  'layers',
  ...layers.flatMap(({name, limit, drops, isMemory, isTold, key, source}) => [
    `  ${name}: keeps ${limit}; clear_cache() drops ${drops}; ${isMemory ? 'in memory' : 'on disk'}; a miss is ${isTold ? '' : 'not '}told; ${source}`,
    ...key.map((member) => `    ${member}`),
  ]),
  '',
  'settings: start, layers whose keys hold it, what it drives, what it takes',
  ...Object.entries(settings).map(
    ([name, {start, keys, drives, choices}]) =>
      `  ${name}: ${repr(start)}; ${keys.join(' ') || 'no key'}${drives === null ? '' : `; drives ${drives}`}${choices === undefined ? '' : `; ${chosen(choices)}`}`,
  ),
  '',
  'graph',
  ...listed(graph),
  '',
  'donation',
  ...listed(donation),
  '',
  "JAX's own reason",
  ...listed(reason),
  ...Object.entries(costs).flatMap(([platform, fit]) => [
    '',
    `seconds on ${platform}`,
    ...Object.entries(fit).map(([stage, terms]) => `  ${stage}: ${JSON.stringify(terms)}`),
  ]),
]

const chosen = ({values, isOptional, enumeration}: Choices): string =>
  `${isOptional ? 'None or ' : ''}${enumeration ?? 'one'} of ${values.join(' ')}`

test.each(releases.map((release) => [release.jax, release] as const))(
  'the table of jax %s is the one in tables, which a person has read',
  (version, release) => {
    const path = join(__dirname, `tables/${version}.txt`)
    if (process.env['UPDATE'] === '1') writeFileSync(path, printed(release))
    expect(printed(release).split('\n')).toEqual(readFileSync(path, 'utf8').split('\n'))
  },
)

test('the lines that JAX writes, and since when and until when, are those of tables/lines.txt', () => {
  const path = join(__dirname, 'tables/lines.txt')
  const lines = [...messages, ...explanations].map(
    ({since, until = 'now', says, line}) => `${since} to ${until}, ${says}: ${line}`,
  )
  if (process.env['UPDATE'] === '1') writeFileSync(path, `${lines.join('\n')}\n`)
  expect(lines).toEqual(readFileSync(path, 'utf8').trimEnd().split('\n'))
})
