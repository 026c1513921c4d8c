import {compareKeys, edits} from '../../examples/lessons/policies.ts'
import {layersOf} from '../../examples/lessons/layers.ts'
import {mend, slow, train} from '../../examples/lessons/loop.ts'
import {toggle} from '../../examples/lessons/toggle.ts'
import {weak} from '../../examples/lessons/weak.ts'
import {wrong} from '../../examples/lessons/wrong.ts'
import {text} from '../structure/project.ts'

test('toggle() compiles once for each mode and never again', () => {
  expect(toggle()).toEqual({
    train: 'retrace',
    eval: 'retrace',
    later: ['hit', 'hit', 'hit', 'hit'],
    programs: 2,
  })
})

test('weak() needs three programs for one number', () => {
  expect(weak()).toEqual([
    ['0.1', 'retrace'],
    ['0.2', 'hit'],
    ['jnp.asarray(0.1)', 'dispatch'],
    ['jnp.float32(0.1)', 'retrace'],
    ['np.float32(0.1)', 'dispatch'],
    ['jnp.array(0.1)', 'hit'],
    ['1', 'retrace'],
  ])
})

test('compareKeys() shows who compiles after which edit', () => {
  expect(edits.map(([edit]) => edit)).toEqual([
    'new weight values',
    'm.eval()',
    'm.train()',
    'tied weights',
    'the model built anew',
  ])
  const seen = ['retrace', 'hit', 'retrace', 'hit', 'retrace', 'hit']
  expect(compareKeys()).toEqual([
    {policy: 'nnx.jit', outcomes: seen},
    {policy: 'values', outcomes: seen},
    {policy: 'tree', outcomes: ['retrace', 'hit', 'retrace', 'hit', 'error', 'hit']},
    {policy: 'jax.jit', outcomes: ['retrace', 'hit', 'retrace', 'hit', 'hit', 'hit']},
    {policy: 'graphdef', outcomes: seen},
    {policy: 'torch.compile', outcomes: ['compile', 'hit', 'recompile', 'hit', 'hit', 'hit']},
    {policy: 'torch.compile<2.5', outcomes: ['compile', 'hit', 'recompile', 'hit', 'hit', 'compile']},
  ])
})

test('the table of the README says who compiles after which edit', () => {
  const shown = ['nnx.jit', 'jax.jit', 'torch.compile', 'torch.compile<2.5']
  const columns = shown.map((name) => compareKeys().find(({policy}) => policy === name)?.outcomes ?? [])
  const rows = ['the first call', ...edits.map(([edit]) => edit)].map((edit, i) => [
    edit,
    ...columns.map((outcomes) => (outcomes[i] === 'hit' ? 'hit' : 'compiles')),
  ])
  const table = [['after', ...shown], shown.map(() => '---').concat('---'), ...rows]
  expect(text('README.md')).toContain(table.map((row) => `| ${row.join(' | ')} |`).join('\n'))
})

test('mend() predicts what the changed program then does', () => {
  const {before, causes, predicted, proposed, after} = mend()
  expect([...train(slow)].map(({outcome}) => outcome)).toEqual([
    'retrace',
    'retrace',
    'retrace',
    'retrace',
    'retrace',
  ])
  expect([...causes].sort()).toEqual(['aval batch', 'graphdef optimizer.tx', 'static number'])
  expect(predicted.misses).toEqual([1, 2, 3, 4])
  expect(after).toBe(before - predicted.misses.length)
  expect(proposed.at(-1)?.misses).toEqual(predicted.misses)
  expect([...train({padded: true})].map(({outcome}) => outcome)).toEqual([
    'retrace',
    'hit',
    'hit',
    'hit',
    'hit',
  ])
})

test('wrong() shows what two hits gave, what they should have given, and which attribute they did not see', () => {
  expect(wrong()).toEqual([
    {
      given: [1, 2],
      right: [0, 0],
      why: 'closed hit, and ran the program of an earlier value: Gate.open is False, before True.',
    },
    {
      given: [1, 2],
      right: [0, 0],
      why: 'forward hit, and ran the program of an earlier value: model.open is False, before True.',
    },
  ])
})

test('layersOf() shows that a loop over layers grows with their number, and a scan does not', () => {
  const [few, many] = [layersOf(4), layersOf(16)]
  expect(many.looped.equations / few.looped.equations).toBeGreaterThan(3)
  expect(many.scanned.equations).toBe(few.scanned.equations)
  expect(many.scanned.equations).toBeLessThan(few.looped.equations)
  expect(many.looped.seconds).toBeGreaterThan(many.scanned.seconds)
  expect(many.scanned.seconds).toBeCloseTo(few.scanned.seconds, 5)
  expect(many.looped.result).toBeCloseTo(many.scanned.result, 5)
})
