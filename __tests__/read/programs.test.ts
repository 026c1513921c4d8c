import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read} from '../../lib/read/index.ts'
import type {Trace} from '../../lib/log/index.ts'
import {differences} from './differences.ts'

/** The recording of a program of this folder's logs/, and the positions of one function's calls in it. */
function open(
  name: string,
  fn: string,
): {trace: Trace; calls: number[]; diff: (now: number, before: number) => string[]} {
  const trace = read(readFileSync(join(__dirname, 'logs', `${name}.log`), 'utf8'), {name})
  const calls = [...trace].flatMap((event, i) => (trace.functions[event.function]?.name === fn ? [i] : []))
  return {
    trace,
    calls,
    diff: (now, before) =>
      differences(trace, calls[now - 1] ?? -1, calls[before - 1] ?? -1).filter(
        (each) => !/^[+-] placement/.test(each),
      ),
  }
}

test.each(['structure', 'modes', 'context', 'nested', 'train'])(
  'read(log) of %s.py leaves no line unread',
  (name) => {
    expect(open(name, '').trace.source?.unread).toMatchObject({lines: 0, kinds: [], examples: []})
  },
)

test('structure.py: sharing, moved and renamed layers, statics, classes and types, each against the call that it was made from', () => {
  const {calls, diff} = open('structure', 'f')
  expect(calls.length).toBe(12)
  expect(diff(2, 1)).toEqual([
    '+ graphdef args[0].head.kernel: args[0].embed.kernel',
    '- graphdef args[0].head.kernel is: Param',
    '- aval args[0].head.kernel: f32[4,4]',
  ])
  expect(diff(3, 1)).toContain('- graphdef args[0].layers.2 is: Linear')
  expect(diff(3, 1)).toContain('graphdef args[0].layers.0.use_bias: False, before True')
  expect(diff(4, 1)).toContain('+ graphdef args[0].layers.3 is: Linear')
  expect(diff(5, 1)).toEqual(
    expect.arrayContaining(['+ graphdef args[0].out is: Linear', '- graphdef args[0].head is: Linear']),
  )
  expect(diff(6, 1)).toEqual([
    `graphdef args[0].note: 'other', before 'it\\'s a (test) \\'quoted\\' " one, and before two'`,
  ])
  expect(diff(7, 1)).toEqual([
    "graphdef args[0].cfg: {'a': (1, 3), 'b': [3, {'c': None}]}, before {'a': (1, 2), 'b': [3, {'c': None}]}",
  ])
  expect(diff(8, 1)).toContain('graphdef args[0].layers.1 is: Dropout, before Linear')
  expect(diff(9, 1)).toContain('+ graphdef args[0].layers: args[0].alias')
  expect(diff(10, 1)).toEqual(['graphdef args[0].embed.kernel is: Par, before Param'])
  expect(diff(11, 1)).toEqual(['aval args[0].arr: f32[3], before f32[2]'])
  expect(diff(12, 1)).toEqual(['aval args[0].embed.kernel: bf16[4,4], before f32[4,4]'])
})

test('modes.py: tree mode and jax.jit tell attributes by path, and hide what stands below a changed list', () => {
  for (const fn of ['tree', 'plain']) {
    const {trace, calls, diff} = open('modes', fn)
    expect(calls.length).toBe(5)
    expect(diff(2, 1)).toEqual(['graphdef args[0].layers.1.deterministic: True, before False'])
    expect(diff(3, 2)).toEqual(['graphdef args[0].layers.1.rate: 0.2, before 0.5'])
    expect(diff(4, 3)).toEqual(['tree args[0].layers: List with 5 children, before List with 4 children'])
    expect(diff(5, 4)).toEqual([])
    expect(trace.key(trace.at(calls[4] ?? -1).key).unknown).toContainEqual({
      component: 'graphdef',
      path: ['args[0]', 'layers'],
    })
  }
})

test('modes.py: graph_updates=False carries a graphdef with its state', () => {
  const {diff} = open('modes', 'simple')
  expect(diff(2, 1)).toEqual(['graphdef args[0].layers.1.deterministic: True, before False'])
  expect(diff(3, 2)).toEqual(['graphdef args[0].layers.1.rate: 0.2, before 0.5'])
  expect(diff(4, 3)).toEqual(
    expect.arrayContaining([
      '+ graphdef args[0].layers.3 is: Linear',
      '+ aval args[0].layers.3.kernel: f32[4,4]',
    ]),
  )
  expect(diff(5, 4)).toEqual(['+ graphdef args[0].layers.0.kernel.foo: 1'])
})

test('modes.py: static arguments of nnx.jit by position and keyword', () => {
  const {diff} = open('modes', 'st')
  expect(diff(2, 1)).toEqual(['static args[2]: 2, before 1'])
  expect(diff(3, 2)).toContain("+ tree kwargs['mode']: present")
  expect(diff(4, 3)).toContain('tree args: tuple of length 2, before tuple of length 3')
  expect(diff(5, 2)).toEqual(['aval leaf 7 of 7: f32[3,4], before f32[2,4]'])
})

test('context.py: placements without a trace, meshes, context managers, other wrappers, cleared caches', () => {
  const {trace, calls, diff} = open('context', 'f')
  expect(calls.map((i) => trace.at(i).outcome)).toEqual([
    'retrace',
    'relower',
    'relower',
    ...Array<string>(6).fill('retrace'),
  ])
  expect(diff(2, 1)).toEqual(['placement x: committed cpu:0, before uncommitted'])
  expect(diff(4, 1)).toContain("aval x: f32[8@data,4]({Explicit: ('data', 'model')}), before f32[8,4]")
  expect(diff(7, 1)).toEqual([
    expect.stringMatching(/^context abstract_mesh_context_manager: AbstractMesh\(.*\), before None$/),
  ])
  const wrapped = open('context', 'h')
  expect(wrapped.calls.map((i) => wrapped.trace.at(i).outcome)).toEqual([
    'retrace',
    'rewrap',
    'rewrap',
    'retrace',
  ])
  expect(wrapped.trace.key(wrapped.trace.at(wrapped.calls[3] ?? -1).key).unknown).toContainEqual({
    component: 'function',
    path: [],
  })
})

test('nested.py: a scan outside any jit, a gradient, leaves of dicts, a class of the same name', () => {
  const {trace} = open('nested', '')
  const within = (name: string): (string | undefined)[] =>
    [...trace].filter((event) => trace.functions[event.function]?.name === name).map((event) => event.within)
  expect(within('body')).toEqual(['scan', 'scan'])
  expect(within('outer').slice(0, 2)).toEqual([undefined, 'grad'])
  const loss = open('nested', 'loss')
  expect(loss.diff(2, 1)).toEqual([
    "aval batch['x']: f32[6,3], before f32[8,3]",
    "aval batch['y']: f32[6], before f32[8]",
  ])
  expect(loss.diff(3, 1)).toEqual(["aval p['w']: bf16[3], before f32[3]"])
  expect(open('nested', 'g').diff(2, 1)).toEqual([
    'graphdef args[0] is: A @another object of the same repr, in call 2 of g, before A',
  ])
})

test('train.py: a train step and an evaluation, against the truly nearest calls', () => {
  const train = open('train', 'train')
  expect(train.calls.length).toBe(6)
  expect(train.diff(2, 1)).toEqual([
    "aval batch['x']: f32[5,4], before f32[8,4]",
    "aval batch['y']: f32[5,2], before f32[8,2]",
  ])
  expect(train.diff(3, 1)).toEqual(['graphdef args[0].temperature: 2.0, before 1.0'])
  expect(train.diff(4, 3)).toEqual([
    'tree kwargs: dict with 1 child, before dict with 0 child',
    "+ tree kwargs['scale']: present",
    "+ aval kwargs['scale']: f32[]{weak_type=True}",
  ])
  expect(train.diff(5, 4)).toEqual(["aval kwargs['scale']: f32[], before f32[]{weak_type=True}"])
  expect(train.diff(6, 3)).toEqual(
    expect.arrayContaining([
      'graphdef args[0].l2.use_bias: False, before True',
      '- aval args[1].opt_state.0.mu.l2.bias: f32[2]',
      expect.stringMatching(/^graphdef args\[1\]\.tx: /),
    ]),
  )
  const evaluate = open('train', 'evaluate')
  expect(evaluate.diff(2, 1)).toEqual([
    'graphdef args[0].bn.use_running_average: False, before True',
    'graphdef args[0].drop.deterministic: False, before True',
  ])
  expect(evaluate.diff(3, 2)).toEqual(['aval leaf 11 of 11: f32[3,4], before f32[8,4]'])
})
