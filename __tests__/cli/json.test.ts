import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {jitlens} from './io.ts'
import {violations} from './schema.ts'

const root = join(__dirname, '../..')
const schema: unknown = JSON.parse(readFileSync(join(root, 'schema/explain.schema.json'), 'utf8'))
const logs = readdirSync(join(root, 'examples/logs')).filter((name) => name.endsWith('.log'))

const check = (value: unknown): string[] =>
  typeof schema === 'object' && schema !== null ? violations(value, schema, {...schema}) : ['no schema']

const parse = (text: string): unknown => JSON.parse(text)

test('violations(value, schema) finds what is missing, wrong and too much', () => {
  expect(
    check({
      misses: [{function: 1}],
      functions: [],
      eager: {},
      lines: -1,
      unread: {lines: 0, examples: []},
      more: 1,
    }),
  ).toEqual(
    expect.arrayContaining([
      '$: more is not in the schema',
      '$.misses[0]: call is missing',
      '$.misses[0].function: integer, expected string',
      '$.lines: -1 is too small',
    ]),
  )
})

test.each(logs)('jitlens explain --json %s is as the schema says', async (log) => {
  const {code, out} = await jitlens(['explain', '--json', log])
  expect(code).toBe(0)
  expect(check(parse(out))).toEqual([])
})

test('jitlens explain --json gives one object for one file, a list for several', async () => {
  expect(Array.isArray(parse((await jitlens(['explain', '--json', 'p01_batch_size.log'])).out))).toBe(false)
  expect(
    parse((await jitlens(['explain', '--json', 'p01_batch_size.log', 'p02_dtype.log'])).out),
  ).toHaveLength(2)
})

test('jitlens explain --json tells a miss with its causes, its cost and what JAX said', async () => {
  const {out} = await jitlens(['explain', '--json', 'p13_jaxjit_module_pytree.log'])
  expect(parse(out)).toMatchObject({
    misses: [
      {function: 'forward', call: 1, outcome: 'retrace', taxonomy: 'compulsory', causes: []},
      {
        call: 2,
        causes: [
          {component: 'graphdef', path: 'args[0].layers.1.deterministic', now: 'True', before: 'False'},
        ],
      },
      {
        call: 3,
        misled: true,
        taxonomy: 'type',
        causes: [
          {component: 'aval', now: 'f32[8]', before: 'f32[4]'},
          {component: 'aval', now: 'f32[4,8]', before: 'f32[4,4]'},
        ],
      },
    ],
    unread: {lines: 0, examples: []},
  })
})

test.each(['check', 'compare', 'hosts'])('jitlens %s --json writes JSON', async (name) => {
  const files = name === 'check' ? ['p15_nnx_int_counter.log'] : ['p22_host0.log', 'p22_host1.log']
  expect(typeof parse((await jitlens([name, '--json', ...files])).out)).toBe('object')
})
