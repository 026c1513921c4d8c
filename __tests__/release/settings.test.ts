import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {idle, simulated} from '../../lib/release/index.ts'

/** What the source of a release of JAX says of each setting. */
interface Recorded {
  readonly jax: string
  readonly settings: Readonly<
    Record<string, {readonly start: unknown; readonly jit: boolean; readonly trace: boolean}>
  >
}

const isRecorded = (row: unknown): row is Recorded =>
  typeof row === 'object' && row !== null && 'jax' in row && 'settings' in row
const recorded: readonly Recorded[] = readFileSync(
  join(__dirname, '../golden/recorded/settings.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isRecorded)

/** What stands beside settings in the source and is none that `jax.config.update` takes. */
const isState = (name: string): boolean => !name.startsWith('jax_') || name.startsWith('jax_experimental_')

/** What `jax.config` never shows: the tracing state and mesh, and what a program makes by importing Pallas or by itself. */
const isInner = (name: string): boolean =>
  ['trace_state', 'device_context', 'user_context'].includes(name) || name.startsWith('pallas_')

const tableOf = (version: string) => simulated.find(({jax}) => jax === version)?.rules.settings ?? {}

test('settings are recorded of six releases', () => {
  expect(recorded.map(({jax}) => jax)).toEqual(['0.7.2', '0.8.2', '0.9.0', '0.10.2', '0.11.2', '0.12.0.1'])
})

describe.each(recorded)('jax $jax', ({jax, settings}) => {
  const table = tableOf(jax)

  test('every setting that JAX has in a key is in the table', () => {
    const keyed = Object.keys(settings).filter((name) => settings[name]?.jit || settings[name]?.trace)
    expect(keyed.filter((name) => !isInner(name) && !(name in table))).toEqual([])
  })

  test('every setting of the table is one of JAX', () => {
    expect(Object.keys(table).filter((name) => !(name in settings))).toEqual([])
  })

  test('every other setting of JAX is one that a program may set, to no effect', () => {
    const others = Object.keys(settings).filter((name) => !(name in table) && !isState(name))
    expect(others.filter((name) => !idle.has(name))).toEqual([])
  })

  test('a setting enters dispatch where JAX puts it into the key of jit, and trace and lower where into the tracing context', () => {
    const said = Object.entries(table).map(([name, {keys}]) => [
      name,
      keys.includes('dispatch'),
      keys.includes('trace'),
      keys.includes('lower'),
    ])
    const recordedKeys = Object.keys(table).map((name) => {
      const {jit, trace} = settings[name] ?? {jit: null, trace: null}
      return [name, jit, trace, trace]
    })
    expect(said).toEqual(recordedKeys)
  })

  test('a setting starts as JAX starts it, wherever the source has the value', () => {
    const known = Object.entries(settings).filter(([name, {start}]) => name in table && start !== null)
    expect(known.map(([name]) => [name, table[name]?.start])).toEqual(
      known.map(([name, {start}]) => [name, start]),
    )
  })
})
