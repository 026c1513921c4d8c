import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

const head = 'TRACING CACHE MISS at /home/me/train.py:9:1 (<module>):'
const seen = [
  '  for step defined at /home/me/train.py:3',
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input pytree:',
]
const first = ['  never seen function:', '    step id=140 defined at /home/me/train.py:3']
const huge = '9'.repeat(14)

test('read(log) of a graphdef that claims more attributes than it prints leaves all of it open: nothing can be placed', () => {
  const graphdef = `<class 'x.Static'> with pytree metadata GraphDef(nodes=[NodeDef(type='M', index=0, num_attributes=${huge}, metadata=M)], attributes=[('rate', Static(value=0.5))], num_leaves=0)`
  const line = `  * at input path [0][0]._graphdef, now ${graphdef} and before None, so their Python types differ`
  const trace = read([head, ...seen, line].join('\n'))
  expect(trace.key(0).facts.filter(({component}) => component === 'graphdef')).toEqual([])
  expect(trace.key(0).unknown).toContainEqual({component: 'graphdef', path: ['args[0]']})
})

test('read(log) of a tuple that claims more items than the call has leaves believes neither', () => {
  const line = `  * at input path [0][0], now tuple of length ${huge} and before tuple of length 2, so the lengths do not match`
  const traced = 'Finished tracing step for jit in 0.001 sec'
  const compiling =
    'Compiling jit(step) with global shapes and types (ShapedArray(float32[4]),). Argument mapping: (UnspecifiedValue,).'
  const lowered = 'Finished jaxpr to MLIR module conversion jit(step) in 0.002 sec'
  const done = 'Finished XLA compilation of jit(step) in 0.003 sec'
  const trace = read([head, ...seen, line, traced, compiling, lowered, done].join('\n'))
  const leaves = trace.key(0).facts.filter(({component}) => component === 'aval')
  expect(leaves).toEqual([expect.objectContaining({value: 'f32[4]', unplaced: true})])
})

test.each(['[', '', '[host1'])(
  'read(log) of one line %s and 200 kB of letters and digits is read to its end',
  (opens) => {
    expect(read(opens + 'a1'.repeat(100_000)).source?.lines).toBe(1)
  },
)

/** A graphdef of one attribute, perhaps with lines of others in it. */
const graphdef = (rate: string, ...between: readonly string[]): string =>
  [
    "<class 'x.GraphDef'> with pytree metadata GraphDef(nodes=[NodeDef(",
    "  type='M',",
    ...between,
    '  index=0,',
    '  outer_index=None,',
    '  num_attributes=1,',
    '  metadata=M',
    `)], attributes=[('rate', Static(value=${rate}))], num_leaves=0)`,
  ].join('\n')
const retraced = (...lines: readonly string[]): string[] =>
  explain(read([head, ...first, head, ...seen.slice(0, 2), ...lines].join('\n')))
    .misses.slice(1)
    .map(({sentence}) => sentence)

describe('explain of a record that is not whole states no cause of what is damaged', () => {
  test.each<readonly [string, string]>([
    ['a line of another between those of a graphdef', graphdef('0.5', 'step 3 loss 0.25')],
    ['a line of another inside a value', graphdef('0.5').replace('metadata=M', 'metadata=M\nstep 3')],
    ['a line of a graphdef that is missing', graphdef('0.5').replace('  num_attributes=1,\n', '')],
    ['the end of a graphdef that is missing', graphdef('0.5').slice(0, -40)],
  ])('%s', (_, printed) => {
    expect(
      retraced(
        '  different input pytree:',
        `  * at input path [0][0], now ${printed} and before ${printed}, so the pytree node metadata does not match`,
      ),
    ).toEqual([expect.stringContaining('the log does not tell what differs from call 1: ')])
  })
  test('a type that breaks off', () => {
    expect(retraced('  different input types:', '  * at x, now f32[8,4] and before f32[6,')).toEqual([
      expect.stringContaining('the log does not tell what differs from call 1: '),
    ])
  })
  test('a difference between trees without its reason', () => {
    expect(
      retraced('  different input pytree:', '  * at input path [0][0], now tuple of length 2 and before tup'),
    ).toEqual([expect.stringContaining('the log does not tell what differs from call 1: ')])
  })
})

test('explain of a type with words of a logger behind it tells the type alone', () => {
  expect(
    retraced('  different input types:', '  * at x, now f32[8,4] and before f32[6,4] | 12:00:21 WARNING'),
  ).toEqual(['step was traced again: x is f32[8,4], before f32[6,4].'])
})
