import {read} from '../../lib/read/index.ts'

const head = 'TRACING CACHE MISS at /home/me/train.py:9:1 (<module>):'
const seen = [
  '  for step defined at /home/me/train.py:3',
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input pytree:',
]
const huge = '9'.repeat(14)

test('read(log) of a graphdef that claims more attributes than it prints tells what is there, and leaves the rest open', () => {
  const graphdef = `<class 'x.Static'> with pytree metadata GraphDef(nodes=[NodeDef(type='M', index=0, num_attributes=${huge}, metadata=M)], attributes=[('rate', Static(value=0.5))], num_leaves=0)`
  const line = `  * at input path [0][0]._graphdef, now ${graphdef} and before None, so their Python types differ`
  const trace = read([head, ...seen, line].join('\n'))
  expect(trace.key(0).facts).toContainEqual(
    expect.objectContaining({kind: 'attribute', path: ['args[0]', 'rate'], value: '0.5'}),
  )
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
