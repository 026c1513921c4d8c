import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {locks, programFields, scenarioFields, stepFields, valueKinds} from '../../lib/scenario/format.ts'
import {checkScenario, loadScenarios, pythonOf, runScenario} from '../../lib/scenario/index.ts'
import {deeperThan, lineAt, jsonPlaces} from '../../lib/scenario/jsonplaces.ts'
import {scenarioSchema} from '../../lib/scenario/scenarioschema.ts'
import {violations} from '../cli/schema.ts'

const root = join(__dirname, '../..')
const path = join(root, 'schema/scenario.schema.json')

/** A scenario with other steps behind those that name a model and a function, a line each. */
const withSteps = (...steps: readonly unknown[]): string =>
  [
    '{"id": "one", "steps": [',
    ...[
      {do: 'def', name: 'f', body: 'forward'},
      {do: 'jit', name: 'step', fun: 'f'},
      {do: 'let', name: 'model', to: {Linear: {in: 4, out: 8}}},
      ...steps,
    ].map((step, at, all) => `  ${JSON.stringify(step)}${at === all.length - 1 ? '' : ','}`),
    ']}',
  ].join('\n')

const refused = (text: string): string => {
  try {
    loadScenarios(text, 'a.json')
    return ''
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SyntaxError)
    return thrown instanceof Error ? thrown.message : ''
  }
}

test.each([
  [{do: 'cal', fn: 'step'}, 'steps[3].do: unknown step "cal"; did you mean "call"?'],
  [
    {do: 'call', fn: 'stp'},
    'steps[3].fn: unknown name "stp"; did you mean "step"?; a {"do": "jit"} before it gives one',
  ],
  [{do: 'call', fn: 'step', arg: []}, 'steps[3].arg: unknown key "arg"; did you mean "args"?'],
  [
    {do: 'call', fn: 'step', args: [{reff: 'model'}]},
    'steps[3].args[0]: unknown expression "reff"; did you mean "ref"?',
  ],
  [
    {do: 'call', fn: 'step', args: [{ref: 'modle'}]},
    'steps[3].args[0].ref: unknown name "modle"; did you mean "model"?; a {"do": "let"} before it gives one',
  ],
  [
    {do: 'call', fn: 'step', args: [{jnp: {shpae: [3]}}]},
    'steps[3].args[0].jnp.shpae: unknown key "shpae"; did you mean "shape"?',
  ],
  [
    {do: 'call', fn: 'step', args: [{jnp: {shape: [-3]}}]},
    'steps[3].args[0].jnp.shape: expected a list of at most 32 whole numbers from 0 to 2147483647, got [-3]',
  ],
  [
    {do: 'call', fn: 'step', kwargs: {y: {int: 1}}},
    'steps[3].kwargs: expected a list of pairs of a name and an expression, as [["y", {"int": 1}]], got {"y":{"int":1}}',
  ],
  [
    {do: 'let', name: 'x', to: 3},
    'steps[3].to: expected an expression: an object with one key, as {"int": 1}, got 3',
  ],
  [
    {do: 'let', name: 'x', to: {Linear: {in: 4, out: 8, use_bia: false}}},
    'steps[3].to.Linear.use_bia: unknown key "use_bia"; did you mean "use_bias"?',
  ],
  [
    {do: 'let', name: 'x', to: {Linear: {in: 4}}},
    'steps[3].to.Linear: "out" is missing; expected a whole number',
  ],
  [
    {do: 'let', name: 'x', to: {var: {type: 'Parm', shape: [1]}}},
    'steps[3].to.var.type: unknown word "Parm"; did you mean "Param"?',
  ],
  [
    {do: 'jit', name: 'g', fun: 'f', with: 'jax.jt'},
    'steps[3].with: unknown word "jax.jt"; did you mean "jax.jit"?',
  ],
  [
    {do: 'jit', name: 'g', fun: 'h'},
    'steps[3].fun: unknown name "h"; known are f; a {"do": "def"} before it gives one',
  ],
  [
    {do: 'jit', name: 'g', fun: 'f', static_argnum: 1},
    'steps[3].static_argnum: unknown key "static_argnum"; did you mean "static_argnums"?',
  ],
])('loadScenarios() of a step %j names line, path and what was meant', (step, said) => {
  expect(refused(withSteps(step))).toBe(`a.json, line 5, ${said}`)
})

test('loadScenarios() says how much more is wrong, and takes a $schema', () => {
  expect(refused(withSteps({do: 'cal'}, {do: 'jti'}))).toMatch(/^a\.json, line 5, [^\n]*; and 1 more$/)
  expect(refused('{"$schema": "scenario.schema.json", "steps": [], "titel": "x"}')).toBe(
    'a.json, line 1, titel: unknown key "titel"; did you mean "title"?',
  )
  expect(loadScenarios('{"$schema": "scenario.schema.json", "steps": []}')).toHaveLength(1)
  expect(refused('{"id": "one", "versions": {"jax": "0.10.2"}, "progam": "x = 1"}')).toBe(
    'a.json: "steps" is missing; expected a list of {"do": …}, or a "program" in Python',
  )
  expect(refused('{"steps": [], "a\\nb": 1}')).toMatch(/^a\.json, line 1, \["a\\nb"\]: unknown key "a\\nb"; /)
})

test.each([
  ['"progrm": 1', 'progrm: unknown key "progrm"; did you mean "program"?'],
  ['"steps": []', 'steps: a scenario has steps or a program, not both'],
  [
    '"locked": ["cod"]',
    'locked: expected a list of model, calls, code, policy, reveal, or of some of them, got ["cod"]',
  ],
  ['"call": 1.5', 'call: expected a whole number, got 1.5'],
  ['"versions": {"jx": "0.10.2"}', 'versions.jx: unknown key "jx"; known are jax; and 1 more'],
  ['"program": [1]', 'program: expected a text, or a list of its lines, got [1]'],
])('loadScenarios() of a program with %s names line, path and what was meant', (more, said) => {
  expect(refused(`{"id": "one", "program": ["x = 1"],\n${more}}`)).toBe(`a.json, line 2, ${said}`)
})

test('loadScenarios() of a program takes a text or its lines, with the release, the call and the locks beside it', () => {
  const [one, two] = loadScenarios(
    '[{"program": "x = 1\\ny = 2"}, {"program": ["x = 1", "y = 2"], "versions": {"jax": "0.10.2"}, "call": 2, "locked": ["reveal", "code"]}]',
    'a.json',
  )
  expect(one).toMatchObject({id: 'a.json, item 0', program: 'x = 1\ny = 2', steps: []})
  expect(two).toMatchObject({
    program: 'x = 1\ny = 2',
    release: '0.10.2',
    call: 2,
    locked: ['code', 'reveal'],
  })
  expect(two === undefined ? null : pythonOf(two)).toBe('x = 1\ny = 2')
})

test('runScenario() of a program says what runs it', () => {
  const [scenario] = loadScenarios('{"id": "one", "program": "x = 1"}')
  if (scenario === undefined) throw new RangeError('no scenario was read')
  expect(() => runScenario(scenario)).toThrow('one: expected steps, and this is a program in Python: ')
})

test.each([
  [{program: 'x = 1', call: 2, locked: ['code'], versions: {jax: '0.10.2'}}, true],
  [{program: ['x = 1', 'y = 2']}, true],
  [{program: 1}, false],
  [{program: 'x = 1', locked: ['cod']}, false],
  [{program: 'x = 1', steps: []}, false],
])('the schema of scenarios takes %j: %s', (scenario, isTaken) => {
  const made = scenarioSchema()
  expect(violations(scenario, made, made).length === 0).toBe(isTaken)
})

test.each([
  [
    '{\n  "id": "one",\n  "steps": [\n    {"do": "def"\n  ]\n}\n',
    'line 5: not JSON: "]" does not belong there',
  ],
  ['{\n  "id": "one",\n  "steps": [\n', 'line 3: not JSON: the file ends within a value'],
  ['{\n  "id": \'one\'\n}', 'line 2: not JSON: "\'one\'" does not belong there'],
  ['{"steps": []}\n{"steps": [}\n', 'line 2: not JSON; expected one scenario a line'],
  [
    '[{"steps": []},\n {"stps": []}]',
    'item 1: "steps" is missing; expected a list of {"do": …}, or a "program" in Python',
  ],
])('loadScenarios(%j) tells the line that is wrong', (text, said) => {
  expect(refused(text)).toBe(`a.json, ${said}`)
})

const deep = 100_000
const nested: readonly (readonly [string, string])[] = [
  ['lists', `${'['.repeat(deep)}${']'.repeat(deep)}`],
  ['objects', `${'{"list":'.repeat(deep)}1${'}'.repeat(deep)}`],
  ['expressions', `${'{"list":['.repeat(deep)}{"int":1}${']}'.repeat(deep)}`],
  ['lists that nothing closes', '['.repeat(deep)],
]

test.each(nested)('loadScenarios() of %s 100,000 deep says where, and how deep they may be', (_, value) => {
  const limit = 'lists and objects are nested too deep; a scenario nests at most 1000'
  const step = `{"do": "let", "name": "x", "to": ${value}}`
  expect(refused(`{"id": "one", "steps": [\n${step}]}`)).toBe(`a.json, line 2: ${limit}`)
  expect(refused(`{"id": "one", "steps": []}\n{"id": "two", "steps": [${step}]}`)).toBe(
    `a.json, line 2: ${limit}`,
  )
  expect(refused(value)).toBe(`a.json, line 1: ${limit}`)
})

test('runScenario() goes as deep as a scenario may', () => {
  const value = `${'{"list":['.repeat(490)}{"jnp":{"shape":[2]}}${']}'.repeat(490)}`
  const text = withSteps(
    {do: 'def', name: 'g', body: 'noop'},
    {do: 'jit', name: 'deep', fun: 'g'},
    {do: 'call', fn: 'deep', args: [0]},
  )
  const [scenario] = loadScenarios(text.replace('[0]', `[${value}]`))
  if (scenario === undefined) throw new RangeError('no scenario was read')
  expect([...runScenario(scenario).trace].map(({outcome}) => outcome)).toEqual(['retrace'])
})

test('loadScenarios() tells a broken file with a text of 20,000,000 letters in a second or two', () => {
  expect(refused(`{"id": "${'a'.repeat(20_000_000)}"`)).toBe(
    'a.json, line 1: not JSON: the file ends within a value',
  )
  expect(refused(`{"id": "${'\\"'.repeat(5_000_000)}`)).toMatch(/^a\.json, line 1: not JSON: /)
})

test('deeperThan() counts brackets but those in texts', () => {
  expect(deeperThan('{"[[\\"[[": [1, [2]]}', 3)).toBeNull()
  expect(deeperThan('{"[[\\"[[": [1, [2]]}', 2)).toBe(15)
})

test('jsonPlaces() finds where a value begins, and in what is no JSON where that is', () => {
  const text = '{"a": [1,\n {"b\\n": "x"}], "c": null}'
  const {at, broken} = jsonPlaces(text)
  expect(broken).toBeNull()
  expect(text.slice(at(['a', 1, 'b\n']))).toMatch(/^"x"/)
  expect(text.slice(at(['c']))).toBe('null}')
  expect(text.slice(at(['a', 1, 'gone']))).toMatch(/^\{"b/)
  expect(lineAt(text, at(['a', 1]))).toBe(2)
})

test.each(['{', '[1,]', '{"a" 1}', '{a: 1}', '[1 2]', '{"a": 1} x', '"a', '[01]', '{"a": "\\x"}', ''])(
  'jsonPlaces(%j) finds that it is no JSON, as JSON.parse does',
  (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow()
    expect(jsonPlaces(text).broken).not.toBeNull()
  },
)

/** Scenarios of JAX that were recorded, as they stand in their file. */
const recorded: readonly unknown[] = readFileSync(join(root, '__tests__/golden/catalogue.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter((row) => typeof row === 'object' && row !== null && 'steps' in row)

test('schema/scenario.schema.json is made of the format (UPDATE=1 writes it), and the catalogue follows it', () => {
  const made = scenarioSchema()
  if (process.env['UPDATE'] !== undefined) writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(made)
  expect(recorded.length).toBeGreaterThan(100)
  for (const scenario of recorded) expect(violations(scenario, made, made)).toEqual([])
  expect(violations({steps: [{do: 'cal'}]}, made, made)).not.toEqual([])
  expect(violations(JSON.parse(withSteps({do: 'call', fn: 'step', arg: []})), made, made)).not.toEqual([])
})

describe('docs/scenarios.md', () => {
  const page = readFileSync(join(root, 'docs/scenarios.md'), 'utf8')

  test('names every step, expression and field of the format', () => {
    const fieldsOf = (kind: unknown): readonly string[] =>
      typeof kind === 'object' && kind !== null && !Array.isArray(kind) ? Object.keys(kind) : []
    const words = [
      ...[stepFields, valueKinds].flatMap((table) => Object.keys(table)),
      ...[...Object.values(stepFields), ...Object.values(valueKinds)].flatMap(fieldsOf),
      ...[scenarioFields, programFields].flatMap((fields) => Object.keys(fields)),
      ...locks,
    ].map((word) => word.replace('?', ''))
    expect(words.filter((word) => !page.includes(`\`${word}\``) && !page.includes(`"${word}"`))).toEqual([])
  })

  test('shows a scenario that runs, and expects what happens', () => {
    const [scenario] = loadScenarios(/```json\n(.*?)```/s.exec(page)?.[1] ?? '', 'docs/scenarios.md')
    if (scenario === undefined) throw new RangeError('docs/scenarios.md shows no scenario')
    const ran = runScenario(scenario)
    expect([...ran.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace'])
    expect(checkScenario(ran).disagreements.filter(({fields}) => fields.includes('outcome'))).toEqual([])
  })
})
