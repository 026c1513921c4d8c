import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {namesFor} from './cast.ts'
import {claimsOf, examples} from './examples.ts'
import {isAsSaid, written} from './said.ts'

/** What needs a page or a terminal is tried in the tests of its own. */
const elsewhere = new Set(['viz/frame/patch.ts', 'viz/hosts/cli.ts', 'viz/hosts/element.ts'])

const all = examples()
const here = all.filter(({file}) => !elsewhere.has(file))
const folder = mkdtempSync(join(tmpdir(), 'jitlens-example-'))
const before = process.cwd()
let compared = 0

beforeAll(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
  process.chdir(folder)
  writeFileSync('run.log', '')
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, {recursive: true})
})

test.each(here)('the example of $place runs, and gives what it says', async (example) => {
  const claims = await claimsOf(example, namesFor(example.file))
  compared += claims.length
  const wrong = claims.filter((claim) => !isAsSaid(claim))
  expect(wrong.map(({value}) => written(value))).toEqual(wrong.map(({said}) => said))
})

test('most examples say what they give', () => {
  expect(compared).toBeGreaterThan(here.length * 0.9)
})
