import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {isJson} from '../../lib/scenario/index.ts'
import {differences, type Program} from './play.ts'

/** How many programs and statements each file holds, and how many errors are worded in another way. By hand, so that no file can shrink unseen. */
const files = {
  transforms: {programs: 62, statements: 628, texts: 10},
} as const

/** The programs of a golden, and the release that they were recorded on. */
function load(name: string): {readonly release: string; readonly programs: readonly Program[]} {
  const [head, ...rows] = readFileSync(join(__dirname, `../golden/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  const versions = isJson(head) && isJson(head['versions']) ? head['versions'] : {}
  return {release: String(versions['jax']), programs: rows.filter(isProgram)}
}

const isProgram = (row: unknown): row is Program =>
  isJson(row) && typeof row['id'] === 'string' && Array.isArray(row['code']) && Array.isArray(row['expect'])

describe.each(Object.entries(files))(
  'the programs of %s.jsonl',
  (name, {programs: count, statements, texts}) => {
    const {release, programs} = load(name)
    const kinds = new Map(programs.map((program) => [program.id, program]))

    test.each([...kinds])(
      'the caches, the bodies that run, the errors and the values of %s are those of JAX',
      (_id, program) => {
        expect(differences(program, release).filter(({field}) => field !== 'text')).toEqual([])
      },
    )

    test(`are ${count} with ${statements} statements, and but ${texts} errors are worded in another way`, () => {
      expect(programs.length).toBe(count)
      expect(programs.flatMap(({expect}) => expect).length).toBe(statements)
      const worded = programs.flatMap((program) => differences(program, release))
      expect(worded.filter(({field}) => field === 'text').length).toBeLessThanOrEqual(texts)
    })
  },
)
