import fc from 'fast-check'
import {type ExplanationSays, explanations, messages, type MessageSays} from '../../lib/release/index.ts'
import {explain, paragraphs} from '../../lib/explain/index.ts'
import {grammar, recognise, type ReadyWording} from '../../lib/read/grammar.ts'
import {read} from '../../lib/read/index.ts'
import {known} from '../../lib/read/known.ts'
import {message, sole} from '../../lib/read/message.ts'
import {closest} from '../../lib/read/nearrow.ts'
import {type Hole, type HoleTexts, template, write} from '../../lib/read/linetemplate.ts'

const rows = grammar()
const word = fc.stringMatching(/^[a-z_<>][a-z0-9_<>]{0,8}$/)
const number = fc.nat({max: 999}).map(String)
const seconds = fc
  .tuple(fc.nat({max: 999}), fc.nat({max: 999_999_999}))
  .map(([a, b]) => `${a}.${String(b).padStart(9, '0')}`)
const value = fc.constantFrom(
  'f32[8,4]',
  "<class 'dict'> with 2 children",
  "('a', ' and before ', {1: ', so '})",
  'None',
  'P(x=1)',
)
const types = fc.array(
  fc.constantFrom('ShapedArray(float32[4,2])', 'ShapedArray(float32[], weak_type=True)'),
  {minLength: 1, maxLength: 3},
)

/** What may stand in each hole. */
const holes: Readonly<Record<Hole, fc.Arbitrary<string>>> = {
  seconds,
  cost: seconds,
  id: number,
  count: number,
  more: number,
  position: number,
  name: word,
  site: fc.constantFrom('/w/train.py:9:4 (<module>)', '/w/train.py:9 (Net.__call__)'),
  place: word.map((name) => `/w/${name}.py:3`),
  path: fc.constantFrom('[0][1]._graphdef', "args[0]['x']", 'x'),
  keys: fc.constantFrom("['y']", "['x', 'y']", '[]'),
  field: word,
  types: types.map((all) => all.join(', ')),
  mesh: fc.constant('(8, 4)'),
  key: word.map((name) => `'jit_${name}-1f'`),
  duration: fc.constantFrom('4m19.2s', '1.5s'),
  limit: seconds,
  line: number,
  why: fc.constantFrom(
    'the lengths do not match',
    "the numbers of children do not match, with the symmetric difference of key sets: {'y'}",
  ),
  now: value,
  seen: value,
  before: value,
  given: value,
  mapping: types.map((all) => all.map(() => 'UnspecifiedValue').join(', ')),
}

const filled = (row: ReadyWording<string>): fc.Arbitrary<HoleTexts> =>
  fc.record(Object.fromEntries(row.template.slots.map(({hole}) => [hole, holes[hole]])))

describe('a row written and read again', () => {
  const each = <S extends string>(all: readonly ReadyWording<S>[]): [string, ReadyWording<S>][] =>
    all.map((row) => [row.wording.line, row])

  test.each(each(rows.messages))('%s', (_, row) => {
    fc.assert(
      fc.property(filled(row), (given) => {
        const said = recognise<MessageSays>(rows.messages, write(row.template, given), true)
        expect(said).toEqual({says: row.wording.says, holes: given, wording: row.wording})
      }),
    )
  })

  test.each(each(rows.explanations))('%s', (_, row) => {
    fc.assert(
      fc.property(filled(row), (given) => {
        fc.pre(row.template.slots.some(({hole}) => hole === 'before') || !given.now?.includes(' and before '))
        const said = recognise<ExplanationSays>(rows.explanations, write(row.template, given))
        expect(said).toEqual({says: row.wording.says, holes: given, wording: row.wording})
      }),
    )
  })

  test('once, and then known by its bytes, is the message that its text is, whatever its seconds', () => {
    const lines = known()
    const bytesOf = (text: string): [DataView, number, number] => {
      const {buffer, length} = new TextEncoder().encode(`Finished ${text}`)
      return [new DataView(buffer), 'Finished '.length, length]
    }
    fc.assert(
      fc.property(
        fc.constantFrom(...rows.plain).chain((row) =>
          fc.tuple(filled(row), filled(row)).map(([one, two]) => ({
            first: write(row.template, one),
            again: write(row.template, {...one, seconds: two.seconds}),
            other: write(row.template, two),
          })),
        ),
        ({first, again, other}) => {
          const said = sole(first, rows)
          fc.pre(said !== null)
          lines.learnMessage(...bytesOf(first), said)
          expect(lines.message(...bytesOf(again))).toEqual(message(again, rows))
          expect([null, message(other, rows)]).toContainEqual(lines.message(...bytesOf(other)))
        },
      ),
    )
  })

  test('is not known where its seconds are no number, or it breaks off before them', () => {
    const lines = known()
    const bytesOf = (text: string): [DataView, number, number] => {
      const {buffer, length} = new TextEncoder().encode(text)
      return [new DataView(buffer), 0, length]
    }
    const line = 'Finished tracing f for jit in 0.5 sec'
    const said = sole(line, rows)
    if (said === null) throw new Error('no message')
    lines.learnMessage(...bytesOf(line), said)
    expect(lines.message(...bytesOf('Finished tracing f for jit in 12.25 sec'))?.kind).toBe('traced')
    for (const seconds of ['', '.5', '0.5.5', 'x', '1e3', '1e', '12345678901234567890'])
      expect(lines.message(...bytesOf(`Finished tracing f for jit in ${seconds} sec`))).toBeNull()
    expect(lines.message(...bytesOf('Finished tracing f for jit in '))).toBeNull()
  })
})

test('every line of the releases stands in the tables once', () => {
  for (const table of [messages, explanations]) {
    const lines = table.map(({line}) => line)
    expect(new Set(lines).size).toBe(lines.length)
  }
})

test('template(line) refuses a hole of no known kind, and two side by side', () => {
  expect(() => template('Finished {everything}')).toThrow(/hole \{everything\} of no known kind/)
  expect(() => template('Finished {name}{seconds}')).toThrow(/two holes side by side/)
})

describe('a new wording is one row', () => {
  test('of a message', () => {
    const line = 'Traced {name} after {seconds} s'
    const log = 'Traced step after 0.5 s\nFinished XLA compilation of jit(step) in 2.0 sec\n'
    expect(read(log).source?.unread.lines).toBe(1)
    const trace = read(log, {wordings: {messages: [{since: '0.13', says: 'traced', line}]}})
    expect(trace.source?.unread.lines).toBe(0)
    expect([...trace].map(({seconds: {trace: traced, compile}}) => [traced, compile])).toEqual([[0.5, 2]])
  })

  test('of an explanation', () => {
    const log = [
      'TRACING CACHE MISS at /w/train.py:9 (<module>):',
      '  for step defined at /w/train.py:3',
      '  all previously seen cache keys differ. For the closest previous key:',
      '  other types of inputs:',
      '  * at x, now f32[8] and before f32[4]',
    ].join('\n')
    expect(read(log).at(0).blamed?.kind).toBe('unread')
    const trace = read(log, {
      wordings: {explanations: [{since: '0.13', says: 'types', line: 'other types of inputs:'}]},
    })
    expect(trace.source?.unread.lines).toBe(0)
    expect(trace.at(0).blamed).toMatchObject({
      kind: 'types',
      places: [{at: 'x', now: 'f32[8]', before: 'f32[4]'}],
    })
  })
})

describe('an unread line that is like a row names the row', () => {
  test.each([
    [
      'Finished tracing step for jit within 0.5 sec',
      'looks like `Finished tracing {name} for jit in {seconds} sec` of jax 0.10.0 on, but lacks `for jit in`',
    ],
    [
      'Compiling jit(step) with local shapes and types (ShapedArray(float32[4]),).',
      'looks like `Compiling jit({name}) with global shapes and types ({types}). Argument mapping: ({mapping}).` of jax 0.7.0 on, but lacks `) with global shapes and types (`',
    ],
    [
      'Finished jaxpr to MLIR conversion jit(f) in 0.1 sec',
      'looks like `Finished jaxpr to MLIR module conversion {name} in {seconds} sec` of jax 0.4.11 on, but lacks `module conversion`',
    ],
    [
      "WARNING:jax._src.compiler:PERSISTENT COMPILATION CACHE MISSED for 'jit_f'",
      "looks like `PERSISTENT COMPILATION CACHE MISS for '{name}'` of jax 0.4.35 on, but lacks `MISS for '`",
    ],
    [
      'TRACING CACHE MISS in /home/me/train.py:3',
      'looks like `TRACING CACHE MISS at {site}:` of jax 0.9.0 on, but lacks `at`',
    ],
    [
      'Done tracing step for jit in 0.5 sec',
      'looks like `Finished tracing {name} for jit in {seconds} sec` of jax 0.10.0 on, but lacks `Finished tracing`',
    ],
    [
      'TRACE CACHE MISS at /home/me/train.py:3',
      'looks like `TRACING CACHE MISS at {site}:` of jax 0.9.0 on, but lacks `TRACING CACHE MISS at`',
    ],
  ])('%s', (line, kind) => {
    expect(read(`${line}\n`).source?.unread.kinds).toEqual([{kind, lines: 1}])
  })

  test('in the text of an explanation too', () => {
    const text = paragraphs(explain(read("PERSISTENT COMPILATION CACHE MISSED for 'jit_f'\n"))).join(' ')
    expect(text.replace(/\s+/g, ' ')).toContain(
      "Line 1, PERSISTENT COMPILATION CACHE MISSED for 'jit_f', looks like `PERSISTENT COMPILATION CACHE MISS for '{name}'`",
    )
  })

  test.each([
    ['  * for y, now f32[8] but before f32[4]', '* at {path}, now {now} and before {before}', '0.6.0', 'at'],
    [
      '  * at y, now f32[8] but before f32[4]',
      '* at {path}, now {now} and before {before}',
      '0.6.0',
      'and before',
    ],
    ['  differing input types:', 'different input types:', '0.9.0', 'different input types:'],
  ])('in the body of an explanation too: %s', (line, row, since, lacks) => {
    const log = [
      'TRACING CACHE MISS at /home/me/train.py:9 (<module>):',
      '  for step defined at /home/me/train.py:3',
      '  all previously seen cache keys differ. For the closest previous key:',
      '  different input types:',
      '  * at x, now f32[8] and before f32[4]',
      line,
    ].join('\n')
    const kind = `looks like \`${row}\` of jax ${since} on, but lacks \`${lacks}\``
    expect(read(log).source?.unread).toMatchObject({own: 1, kinds: [{kind, lines: 1}]})
  })

  test.each([
    ['different input types:', '  nothing that a type is told by'],
    ['different input pytree:', '  something else'],
  ])('and none vanishes there: under %s, %s', (heading, line) => {
    const log = [
      'TRACING CACHE MISS at /home/me/train.py:9 (<module>):',
      '  for step defined at /home/me/train.py:3',
      '  all previously seen cache keys differ. For the closest previous key:',
      `  ${heading}`,
      line,
    ].join('\n')
    expect(read(log).source?.unread.own).toBe(1)
  })

  test.each([
    'Finished training epoch 3 in 0.5 sec',
    'Finished compilation of main.ts in 3 sec',
    'Compiling kernels for the GPU',
    'L2 CACHE MISS at 0x1f',
    'Finished tracing rays for frame 7 in 0.5 sec',
  ])('and a line of the program does not: %s', (line) => {
    expect(read(`${line}\n`).source?.unread).toMatchObject({
      own: 0,
      kinds: [{kind: 'other output', lines: 1}],
    })
  })

  test('and one that is like none does not', () => {
    expect(read('Finished training epoch 3\n').source?.unread.kinds).toEqual([
      {kind: 'other output', lines: 1},
    ])
    expect(closest(rows.messages, 'Compiling the sources', rows.stems)).toBe(null)
    expect(read('Compiling the sources\n').source?.unread.kinds).toEqual([{kind: 'other output', lines: 1}])
  })
})
