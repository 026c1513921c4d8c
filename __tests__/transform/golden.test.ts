import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {isJson} from '../../lib/scenario/index.ts'
import {type Difference, differences, type Recorded} from './play.ts'

/** How many programs and statements each file holds, and how many errors are worded in another way. By hand, so that no file can shrink unseen. */
const files = {
  transforms: {programs: 62, statements: 628, texts: 10},
  transformed: {programs: 220, statements: 1903, texts: 0},
} as const

/** The programs of a golden, and the release that they were recorded on. */
function load(name: string): {readonly release: string; readonly programs: readonly Recorded[]} {
  const [head, ...rows] = readFileSync(join(__dirname, `../golden/programs/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  const versions = isJson(head) && isJson(head['versions']) ? head['versions'] : {}
  return {release: String(versions['jax']), programs: rows.filter(isProgram)}
}

const isProgram = (row: unknown): row is Recorded =>
  isJson(row) && typeof row['id'] === 'string' && Array.isArray(row['code']) && Array.isArray(row['expect'])

describe.each(Object.entries(files))(
  'the programs of %s.jsonl',
  (name, {programs: count, statements, texts}) => {
    const {release, programs} = load(name)
    const played = new Map<string, readonly Difference[]>()

    test.each(programs.map((program) => [program.id, program] as const))(
      'the caches, the bodies that run, the errors and the values of %s are those of JAX',
      (_id, program) => {
        const found = differences(program, release)
        played.set(program.id, found)
        expect(found.filter(({field}) => field !== 'text')).toEqual([])
      },
    )

    test(`are ${count} with ${statements} statements, and but ${texts} errors are worded in another way`, () => {
      expect(programs.length).toBe(count)
      expect(programs.flatMap(({expect}) => expect).length).toBe(statements)
      const worded = [...played.values()].flat().filter(({field}) => field === 'text')
      expect(worded.length).toBeLessThanOrEqual(texts)
    })
  },
)
