import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {releases} from '../../lib/release/index.ts'

/** At which positions of the tracing context a release told a difference after one setting had changed. */
interface Recorded {
  readonly jax: string
  readonly positions: Readonly<Record<string, readonly number[]>>
}

const isRecorded = (row: unknown): row is Recorded =>
  typeof row === 'object' && row !== null && 'jax' in row && 'positions' in row
const recorded: readonly Recorded[] = readFileSync(
  join(__dirname, '../golden/recorded/positions.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isRecorded)

/** A mesh is set by a context manager, which has the name of what it sets. */
const nameOf = (changed: string): string =>
  changed === 'mesh (with Mesh)' ? 'mesh_context_manager' : changed

/** A context of the user's own joins the tracing context once a program makes it, some of Pallas once it is imported. */
const own = [
  'user_context',
  'pallas_fuser_disable_nested_fuse',
  'pallas_dynamic_shapes_export',
  'pallas_grid_context',
]
const isOwn = (name: string): boolean => own.includes(name)

const flat = ({positions}: Recorded): readonly (readonly [number, string])[] =>
  Object.entries(positions).flatMap(([name, places]) =>
    places.map((place): readonly [number, string] => [place, nameOf(name)]),
  )

test('positions are recorded of ten releases, at least nine of each', () => {
  expect(recorded.map(({jax}) => jax)).toEqual([
    '0.4.13',
    '0.4.30',
    '0.5.3',
    '0.6.2',
    '0.7.2',
    '0.8.2',
    '0.9.0',
    '0.10.2',
    '0.11.2',
    '0.12.0.1',
  ])
  for (const row of recorded) expect(flat(row).length).toBeGreaterThanOrEqual(9)
})

const ofLogs = recorded.flatMap((row) => {
  const context = releases.find(({jax}) => jax === row.jax)?.log.context
  return context ? [{jax: row.jax, told: flat(row), context}] : []
})

const ofRules = recorded.flatMap((row) => {
  const rules = releases.find(({jax}) => jax === row.jax)?.rules
  return rules ? [{jax: row.jax, told: flat(row), settings: Object.entries(rules.settings)}] : []
})

test.each(ofLogs)(
  'in a log of jax $jax a position of the tracing context names the setting that was changed',
  ({told, context}) => {
    expect(told.map(([place]) => [place, context[place]])).toEqual(told)
  },
)

test.each(ofRules)(
  'in jax $jax a change of several settings is told in the order of the tracing context',
  ({told, settings}) => {
    const ownBefore = (place: number): number =>
      told.filter(([other, name]) => other < place && isOwn(name)).length
    const order = settings
      .filter(([name, {keys}]) => keys.includes('trace') && !isOwn(name))
      .map(([name]) => name)
    const places = told.filter(([, name]) => !isOwn(name))
    expect(places.map(([place]) => order[place - ownBefore(place)])).toEqual(places.map(([, name]) => name))
  },
)

test('both are asked of every release that has them', () => {
  expect(ofLogs.map(({jax}) => jax)).toEqual(['0.4.13', '0.4.30', '0.5.3', '0.6.2', '0.7.2', '0.8.2'])
  expect(ofRules.map(({jax}) => jax)).toEqual(['0.7.2', '0.8.2', '0.9.0', '0.10.2', '0.11.2', '0.12.0.1'])
})
