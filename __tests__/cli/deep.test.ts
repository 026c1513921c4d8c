import {jitlens} from './io.ts'

const lists = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
const objects = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
const log = 'p01_batch_size.log'

/** Files whose values are nested deeper than any stack. */
const files = Object.fromEntries(
  [lists, objects].flatMap((deep, nth) => [
    [`bare${nth}`, deep],
    [`scenario${nth}`, `{"steps": [{"do": "let", "name": "x", "to": ${deep}}]}`],
    [`open${nth}`, `{"steps": ${deep.slice(0, deep.length / 2)}`],
    [
      `trace${nth}`,
      `{"format": "jitlens", "version": 2, "versions": {"jax": ${deep}}}\n{"event": ${deep}}\n`,
    ],
    [`version${nth}`, `{"format": "jitlens baseline", "version": ${deep}, "misses": {}}`],
    [`count${nth}`, `{"format": "jitlens baseline", "version": 2, "misses": {"a": ${deep}}}`],
  ]),
)

const commands = Object.keys(files).flatMap((file) => [
  ['explain', file],
  ['check', file],
  ['hosts', log, file],
  ['simulate', file],
  ['watch', file],
  ['check', log, '--baseline', file],
])

test.each(commands)(
  'jitlens %s %s %s %s of what is nested 20,000 deep says what is wrong with it, or reads around it',
  async (...argv) => {
    const {code, err} = await jitlens(
      argv.filter((word) => word !== undefined),
      files,
    )
    expect([0, 1, 2]).toContain(code)
    expect(err).not.toMatch(/stack/)
    if (code === 2) expect(err).toMatch(/^jitlens [^\n]+\n$/)
  },
)

test('jitlens check --baseline refuses a baseline of a version or a count that is no number', async () => {
  const said = async (file: string): Promise<string> =>
    (await jitlens(['check', log, '--baseline', file], files)).err
  expect(await said('version0')).toMatch(/this baseline is of version unknown, expected 2/)
  expect(await said('count1')).toMatch(/holds a count that is no whole number from 0/)
})
