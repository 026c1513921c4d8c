import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, type Miss, propose, proposed} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import {said} from './said.ts'

const logs = join(__dirname, '../read/programs')

const why = ({taxonomy, causes}: Miss): string => {
  if (taxonomy === 'compulsory') return 'first'
  if (taxonomy === 'capacity') return 'dropped'
  return causes.length === 0 ? 'unsure' : causes.map(said).join(', ')
}

const missesOf = (name: string): readonly Miss[] =>
  explain(read(readFileSync(join(logs, `${name}.log`), 'utf8'))).misses

/** What each compile is for, by function, with its owner where that is not the program. */
function told(name: string): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const miss of missesOf(name)) {
    if (miss.within !== undefined && miss.within !== 'aot') continue
    const key = miss.owner === undefined ? miss.function : `${miss.owner} ${miss.function}`
    all[key] = [...(all[key] ?? []), why(miss)]
  }
  return all
}

/**
 * Programs with real libraries, recorded on a CPU, one on an H100, and what their compiles are for, as the program beside each log and the log itself say:
 * `now < before`, `new` for another object, `dropped` where caches were cleared, `unsure` where JAX does not tell what differs.
 */
const programs: readonly [string, string, Readonly<Record<string, readonly unknown[]>>][] = [
  [
    'brax',
    'the physics of brax is traced again where what a step makes of Python numbers is strong, and for each batch of environments',
    {
      'library reset': ['first', 'new reset', 'rng u32[4,2] < u32[2,2]'],
      'library step': [
        'first',
        "state.reward f32[] < f32[]{weak_type=True}, state.info['episode_done'] f32[]{weak_type=True} < f32[], state.info['truncation'] f32[]{weak_type=True} < f32[]",
        'new step',
        "state.reward f32[2] < f32[2]{weak_type=True}, state.info['episode_done'] f32[2]{weak_type=True} < f32[2], state.info['truncation'] f32[2]{weak_type=True} < f32[2]",
        'state.* size 4 of axis 0 as in f32[4,1] < size 2 as in f32[2,1], action f32[4,1] < f32[2,1]',
        "state.reward f32[4] < f32[4]{weak_type=True}, state.info['episode_done'] f32[4]{weak_type=True} < f32[4], state.info['truncation'] f32[4]{weak_type=True} < f32[4]",
      ],
    },
  ],
  [
    'closures',
    'a step that is jitted for each model is another function each time',
    {train_step: ['first', 'new train_step', 'new train_step', 'new train_step', 'new train_step']},
  ],
  [
    'decode',
    'decoding with a static cache compiles the step for an array and for a Python number, and a sequence that grows outside jit compiles for each length',
    {
      prefill: ['first', 'toks i32[5] < i32[3]', 'toks i32[9] < i32[5]'],
      decode: ['first', 'tok i32[]{weak_type=True} < i32[]'],
      'eager _reduce_sum': [
        'first',
        'leaf 1 of 1 i32[2] < i32[1]',
        'leaf 1 of 1 i32[3] < i32[2]',
        'leaf 1 of 1 i32[4] < i32[3]',
        'leaf 1 of 1 i32[5] < i32[4]',
        'leaf 1 of 1 i32[6] < i32[5]',
        'leaf 1 of 1 i32[7] < i32[6]',
      ],
      'eager concatenate': [
        'first',
        'leaf 1 of 2 i32[2] < i32[1]',
        'leaf 1 of 2 i32[3] < i32[2]',
        'leaf 1 of 2 i32[4] < i32[3]',
        'leaf 1 of 2 i32[5] < i32[4]',
        'leaf 1 of 2 i32[6] < i32[5]',
        'leaf 1 of 2 i32[7] < i32[6]',
      ],
    },
  ],
  [
    'devices',
    'jax 0.6.2: a function under jax.pmap is another than itself under jax.jit',
    {
      'step (jax.pmap)': [
        'first',
        'leaf 2 of 2 f32[4,6] < f32[4,8]',
        'leaf 1 of 2 f32[2] < f32[4], leaf 2 of 2 f32[2,8] < f32[4,8]',
      ],
      step: ['first'],
    },
  ],
  [
    'diffusion',
    'sampling outside jit runs a new function in each loop, and jit(net.apply) in a loop is a new function each time',
    {
      'unexplained init': ['first'],
      train: ['first', 'x f32[10,2] < f32[64,2]'],
      'control flow scan': ['first', 'new step', 'new step, leaf 7 of 8 f32[8,2] < f32[4,2]'],
      sample: ['first', 'args[2] 5 < 4'],
      'unexplained apply': [
        'first',
        'new apply',
        'new apply',
        'leaf 5 of 6 f32[8,2] < f32[64,2], leaf 6 of 6 f32[8] < f32[64]',
        'unsure',
      ],
    },
  ],
  [
    'distrax',
    'jit(distribution.log_prob) is a new function for each call, whose id came again once',
    {
      '<lambda>': ['first'],
      'library log_prob': ['first', 'new log_prob', 'new log_prob', 'new log_prob', 'new log_prob'],
      step: ['first', 'x f32[2,3] < f32[5,3]'],
      'library update_fn': ['first', 'updates f32[4] < f32[3], params f32[4] < f32[3]'],
      g: ['first', 's.n f32[]{weak_type=True} < i32[]{weak_type=True}', 's.a f32[4] < f32[3]'],
    },
  ],
  [
    'equinox',
    "filter_jit is told under the names of the program's functions, filter_pmap under the one that equinox gives all, filter_eval_shape as no compile",
    {
      'library init_fn': ['first'],
      make_step: [
        'first',
        "dynamic_nodonate['rest'][13] f32[7,3] < f32[16,3], dynamic_nodonate['rest'][14] f32[7,1] < f32[16,1]",
      ],
      'unexplained _fun (jax.pmap)': ['first', 'unsure'],
      '<lambda>': ['first', 'new <lambda>', 'new <lambda>'],
      __call__: ['first', "dynamic_nodonate['rest'][0] f32[2,3] < f32[3]"],
    },
  ],
  [
    'flow',
    'loops and conditions outside jit compile for each new function, bound methods and partials of one method as well',
    {
      'control flow scan': [
        'first',
        'unsure',
        'unsure',
        'unsure',
        'unsure',
        'unsure',
        'first',
        'new <lambda>',
        'new <lambda>',
        'first',
        'new <lambda>',
        'new <lambda>',
        'first',
        'leaf 2 of 2 f32[5] < f32[4]',
        'leaf 2 of 2 f32[6] < f32[5]',
        'leaf 2 of 2 f32[7] < f32[6]',
        'first',
      ],
      'control flow cond': ['first', 'new <lambda>', 'first'],
      "unexplained _fun (jax.pmap over 'i')": ['first', 'unsure'],
      'unexplained _fun (jax.pmap)': ['first', 'unsure', 'unsure'],
      step: ['first', 'new step', 'new step', 'new step', 'new step', 'new step'],
      st: ['first', 'new args[0]'],
      '<unnamed function>': [
        'first',
        'x f32[5] < f32[4]',
        'new <unnamed function>',
        'first',
        'new <unnamed function>',
      ],
      'unexplained gelu': ['first'],
      h: ['first', 'unsure'],
      '<lambda>': ['first', 'first'],
      'unexplained <unnamed function>': ['first'],
    },
  ],
  [
    'growing',
    'a closure jitted in each fit, a cache that grows by a token a call, a step that comes as number and as array',
    {
      step: [
        'first',
        'x f32[3,4] < f32[8,4], y f32[3] < f32[8]',
        'new step',
        'x f32[3,4] < f32[8,4], y f32[3] < f32[8]',
        'new step',
        'x f32[3,4] < f32[8,4], y f32[3] < f32[8]',
      ],
      attend: [
        'first',
        'cache f32[1,1,4] < f32[1,0,4]',
        'cache f32[1,2,4] < f32[1,1,4]',
        'cache f32[1,3,4] < f32[1,2,4]',
        'cache f32[1,4,4] < f32[1,3,4]',
        'cache f32[1,5,4] < f32[1,4,4]',
      ],
      loss: [
        'first',
        'step i32[] < i32[]{weak_type=True}',
        "+ args[0]['b'] present",
        'step f32[]{weak_type=True} < i32[]',
      ],
    },
  ],
  [
    'haiku',
    'a missing key is another tree, a smaller batch and bfloat16 parameters other types',
    {
      'library init_fn': ['first'],
      update: ['first', "batch['image'] f32[5,3] < f32[8,3]"],
      'library apply_fn': [
        'first',
        'args[1] None < leaf',
        'leaf 5 of 5 f32[4,3] < f32[8,3]',
        'leaves bf16 < f32',
      ],
    },
  ],
  [
    'keras',
    'fit, evaluate and predict compile for a last batch that is smaller and for each number of rows, train_on_batch for another tuple',
    {
      'library train_step': [
        'first',
        'data[0] f32[6,5] < f32[32,5], data[1] f32[6,1] < f32[32,1]',
        'args[1] tuple of length 3 < tuple of length 2',
      ],
      'library test_step': [
        'first',
        'data[0] f32[32,5] < f32[20,5], data[1] f32[32,1] < f32[20,1]',
        'data[0] f32[6,5] < f32[32,5], data[1] f32[6,1] < f32[32,1]',
      ],
      'library predict_step': [
        'first',
        'data f32[6,5] < f32[5,5]',
        'data f32[7,5] < f32[6,5]',
        'data f32[8,5] < f32[7,5]',
        'data f32[9,5] < f32[8,5]',
      ],
      'control flow scan': ['first', 'new _step'],
    },
  ],
  [
    'mesh',
    'a state that came back on a mesh, a batch that is sharded, smaller, and parameters that were placed or cast anew',
    {
      train: [
        'first',
        "state['b'] f32[4]({Explicit: ('data', 'model')}) < f32[4]",
        "batch['x'] f32[8@data,4] < f32[8,4], batch['y'] i32[8@data] < i32[8]",
        "batch['x'] f32[4@data,4] < f32[8@data,4], batch['y'] i32[4@data] < i32[8@data]",
        "state['w'] f32[8@model,4] < f32[8,4@model]",
        "state['b'] bf16[4] < f32[4], state['w'] bf16[8@model,4] < f32[8@model,4]",
      ],
    },
  ],
  [
    'mixed',
    'metadata of a dataclass, a rank, a keyword, methods with a static self, settings and caches that were cleared',
    {
      act: [
        'first',
        "args[0].metadata[0] 'room' < 'maze'",
        'leaf 3 of 4 f32[1,3] < f32[3]',
        "+ kwargs['greedy'] present",
        'leaf 4 of 4 f32[]{weak_type=True} < i32[]{weak_type=True}',
        'leaf 4 of 4 f32[3] < f32[]{weak_type=True}',
        'first',
        'unsure',
        'x f32[2] < f32[3]',
        'dropped',
      ],
      '<lambda>': ['first', 'x f32[4] < f32[3]', 'new <lambda>', 'x f32[4] < f32[3]'],
      pad: [
        'first',
        'unsure',
        'unsure',
        'unsure',
        'unsure',
        'leaf 1 of 1 f64[3] < f32[3], jax_enable_x64 True < False',
        'jax_default_matmul_precision float32 < None',
        'dropped',
      ],
    },
  ],
  [
    'older',
    'jax 0.4.30 tells that a tree is new and not where: lists that grow, a default given by position, a keyword',
    {
      update: [
        'first',
        's.mu[0] f32[3] < f32[]{weak_type=True}',
        'g[0] f16[3] < f32[3]',
        'arguments pytree with leaf types (f32[3], f32[3], i32[]{weak_type=True}, f32[3], f32[]{weak_type=True}) < pytree with leaf types (f32[3], f32[3], i32[]{weak_type=True}, f16[3])',
        'kwargs dict with 1 child < dict with 0 child',
      ],
      roll: [
        'first',
        'arguments pytree with leaf types (f32[2], f32[2]) < pytree with leaf types (f32[2])',
        'arguments pytree with leaf types (f32[2], f32[2], f32[2]) < pytree with leaf types (f32[2])',
        'arguments pytree with leaf types (f32[2], f32[2], f32[2], f32[2]) < pytree with leaf types (f32[2])',
        'arguments pytree with leaf types (f32[2], f32[2], f32[2], f32[2]) < pytree with leaf types (f32[2])',
        'unsure',
        'arguments pytree with leaf types (f32[4,2]) < pytree with leaf types (f32[2])',
      ],
      '<lambda>': [
        'first',
        'arguments pytree with leaf types (f32[3]) < pytree with leaf types (f32[2])',
        'new arguments',
      ],
    },
  ],
  [
    'settings',
    'statics that JAX does not name, arguments by position, by keyword and left out, each setting once, and what was cleared',
    {
      conv: [
        'first',
        'unsure',
        'unsure',
        'x f32[9] < f32[8]',
        'unsure',
        "args tuple of length 1 < tuple of length 3, + kwargs['mode'] present, + kwargs['kernel'] present",
        'jax_default_matmul_precision highest < None',
        'dropped',
      ],
      f: [
        'first',
        'x i32[]{weak_type=True} < f32[]{weak_type=True}',
        'x f32[3] < i32[]{weak_type=True}',
        '+ args[1] f32[3]',
        'args tuple of length 2 < tuple of length 1',
        "+ kwargs['y'] present",
        'x bool[] < i32[]{weak_type=True}',
        'jax_default_matmul_precision highest < None',
        'jax_numpy_dtype_promotion strict < standard',
        'jax_numpy_rank_promotion raise < allow',
        'dropped',
        'x f32[4] < f32[]{weak_type=True}',
      ],
    },
  ],
  [
    'lengths',
    'lists, tuples, keys and arguments that are more from call to call, layers that are more, and lists of any lengths',
    {
      history: ['first', ...[1, 2, 3, 4].map((n) => `args[1] list of length ${n} < list of length 0`)],
      transitions: ['first', ...[2, 3, 4].map((n) => `args[0] tuple of length ${n} < tuple of length 1`)],
      cached: ['first', ...[1, 2, 3].map((n) => `+ args[1]['cache']['k${n}'] present`)],
      several: ['first', ...[1, 2, 3].map((n) => `+ args[${n}] f32[3]`)],
      named: ['first', ...[1, 2, 3].map((n) => `+ kwargs['a${n}'] present`)],
      both: ['first', ...[2, 3, 4].map((n) => `args[1] list of length ${n} < list of length 1`)],
      network: ['first', ...[2, 3, 4].map((n) => `args[0] list of length ${n} < list of length 1`)],
      batch: [
        'first',
        'args[0] list of length 7 < list of length 3',
        'args[0] list of length 5 < list of length 7',
        'args[0] list of length 2 < list of length 3',
      ],
    },
  ],
  [
    'state',
    'a learning rate as number, array and integer, another optimizer, a third entry of the batch',
    {
      step: [
        'first',
        'lr f32[] < f32[]{weak_type=True}',
        'lr i32[]{weak_type=True} < f32[]',
        "batch['x'] f32[2,3] < f32[4,3], batch['y'] i32[2] < i32[4]",
        "batch['y'] u8[4] < i32[4]",
        'new args[0].metadata[1]',
        'new args[0].metadata[1], number of leaves 19 < 12',
      ],
      evaluate: [
        'first',
        "batch['x'] f32[7,3] < f32[4,3], batch['y'] i32[7] < i32[4]",
        'new args[0].metadata[1]',
        "+ args[1]['mask'] present",
      ],
    },
  ],
  [
    'statics',
    'tokens that grow, and statics by keyword that the log does not tell',
    {
      forward: [
        'first',
        'tokens i32[4] < i32[3]',
        'tokens i32[5] < i32[4]',
        'tokens i32[6] < i32[5]',
        'tokens i32[7] < i32[6]',
        'tokens i32[8] < i32[7]',
        'unsure',
        'unsure',
        'unsure',
        'tokens i32[2,4] < i32[8]',
      ],
    },
  ],
  [
    'pmap',
    'functions of jax.pmap are told apart by the name of their axis, and no further, since JAX logs all under one name',
    {
      "unexplained _fun (jax.pmap over 'batch')": ['first', 'unsure', 'unsure'],
      'unexplained _fun (jax.pmap)': ['first', 'unsure', 'unsure', 'unsure', 'unsure'],
      "unexplained _fun (jax.pmap over 'i')": ['first', 'unsure'],
      plain: ['first', 'a f32[2,8] < f32[4,8]'],
    },
  ],
  [
    'restore',
    'a checkpoint on an H100: arrays placed on the device are committed, bfloat16 is another dtype, another optimizer another tree, and a library solves for another size',
    {
      train_step: [
        'first',
        "params['b'] committed cuda:0 < uncommitted, params['w'] committed cuda:0 < uncommitted",
        "params['b'] bf16[4] < f32[4], params['w'] bf16[16,4] < f32[16,4]",
        'args[1][0] ScaleByAdamState < EmptyState, args[1][1] EmptyState < tuple',
      ],
      'library least_squares': [
        'first',
        "dynamic_nodonate['rest'][8] f32[4] < f32[3], dynamic_nodonate['rest'][9] f32[4] < f32[3]",
      ],
    },
  ],
  [
    'graphs',
    'a batch of graphs has arrays of several sizes, along the first axis alone, with whole numbers among them',
    {
      'library init_fn': ['first'],
      train_step: [
        'first',
        'g.nodes f32[16,4] < f32[8,4], g.edges f32[32,2] < f32[16,2], g.receivers i32[32] < i32[16], g.senders i32[32] < i32[16]',
        'g.nodes f32[32,4] < f32[16,4], g.edges f32[64,2] < f32[32,2], g.receivers i32[64] < i32[32], g.senders i32[64] < i32[32]',
      ],
      evaluate: [
        'first',
        'g.nodes f32[7,4] < f32[6,4]',
        'g.edges f32[13,2] < f32[10,2], g.receivers i32[13] < i32[10], g.senders i32[13] < i32[10]',
        'g.nodes f32[8,4] < f32[7,4], g.edges f32[15,2] < f32[13,2], g.receivers i32[15] < i32[13], g.senders i32[15] < i32[13]',
        'g.globals f32[2,3] < f32[1,3], g.n_node i32[2] < i32[1], g.n_edge i32[2] < i32[1]',
      ],
    },
  ],
  [
    'policy',
    "an environment's methods, which are jitted, are traced inside a rollout, and compile first where the program calls them itself",
    {
      rollout: [
        'first',
        'args[4] 16 < 8',
        'leaf 7 of 15 f32[] < f32[]{weak_type=True}',
        'args[3] 8 < 4',
        'leaf 1 of 15 u32[2] < key<fry>[]',
      ],
      update: ['first', 'batch[*] size 16 of axis 0 as in f32[16,4,4] < size 8 as in f32[8,4,4]'],
      'library reset': ['first'],
      'library step': ['first'],
    },
  ],
  [
    'transport',
    'a solver holds an object that is made anew with it, and says no more of a cost than its class',
    {
      '<lambda>': [
        'first',
        'new args[1].metadata[9]',
        'leaf 1 of 4 f32[19,3] < f32[20,3]',
        'leaf 3 of 4 f32[] < f32[]{weak_type=True}',
        'args[0][<flat index 0>][<flat index 3>] PNormP < SqEuclidean',
        expect.stringMatching(
          /^args\[1\] Sinkhorn .*'max_iterations': 30.* < Sinkhorn .*'max_iterations': 50/,
        ),
      ],
      '<unnamed function>': ['first', 'ot_prob[0][0] f32[18,3] < f32[20,3]'],
      fit: [
        'first',
        'new args[1]',
        'args[1] <ott.geometry.costs.SqEuclidean object> < <ott.geometry.costs.Euclidean object>',
      ],
    },
  ],
  [
    'chains',
    'a sampler is a closure of a library, another one for each sampler and step size',
    {'library step_fn': ['first', 'new step_fn', 'new step_fn', 'new step_fn']},
  ],
  [
    'inner',
    'a function that was traced inside another compiles first where it is called by itself, whatever it is compared with',
    {both: ['first'], score: ['first', 'x f32[4] < f32[3]'], spread: ['first', 'x f32[4] < f32[3]']},
  ],
]

test.each(programs)('%s.py: %s', (name, _, expected) => {
  expect(told(name)).toEqual(expected)
})

test('no line of a recorded program is unread', () => {
  for (const [name] of programs)
    expect([name, read(readFileSync(join(logs, `${name}.log`), 'utf8')).source?.unread.own]).toEqual([
      name,
      0,
    ])
})

test('explain(log) takes a function that is made anew for a program of another number of arrays for no mistake', () => {
  const judged = missesOf('closures').map(({verdict, findings: [first]}) => [verdict, first?.what])
  expect(judged).toEqual([
    ['necessary', 'first call'],
    ['avoidable', 'function anew'],
    ['necessary', 'other inputs'],
    ['reducible', 'function anew'],
    ['avoidable', 'function anew'],
  ])
})

test('explain(log) takes a first call for one whatever JAX compared it with, where the function was traced inside another before', () => {
  const alone = ['inner', 'policy'].flatMap((name) =>
    missesOf(name).filter(({gap}) => gap?.why === 'traced inside'),
  )
  expect(alone.map((miss) => [miss.function, miss.verdict, miss.blamed === null])).toEqual([
    ['score', 'necessary', false],
    ['spread', 'necessary', true],
    ['reset', 'necessary', true],
    ['step', 'necessary', false],
  ])
  expect(alone[0]?.sentence).toBe(
    'score was traced: this was its first call by itself; before, JAX had only traced it inside another function.',
  )
})

test('explain(log) believes JAX of a tree that no earlier call held, though one of them is not told whole', () => {
  const changed = missesOf('transport').find(({line}) => line === 194)
  expect(changed?.sentence).toMatch(/'max_iterations': 30.*, before .*'max_iterations': 50/)
  expect(changed?.advice).toMatch(/'max_iterations': 30.* now, .*'max_iterations': 50.* before\.$/)
})

test('explain(log) leaves open whether a function compiled by itself before, where it was traced inside another and no compile is told', () => {
  const text = readFileSync(join(logs, 'inner.log'), 'utf8')
  const explanations = text.split('\n').filter((line) => !/^(?:Finished|Compiling)/.test(line))
  const alone = explain(read(explanations.join('\n'))).misses.filter(
    ({site}) => site?.includes('inner.py:2') === true,
  )
  expect(alone.map((miss) => [miss.function, miss.verdict, miss.gap?.why])).toEqual([
    ['both', 'necessary', undefined],
    ['score', 'unknown', 'called perhaps'],
    ['score', 'reducible', undefined],
    ['spread', 'unknown', 'called perhaps'],
  ])
})

test('explain(log) says of a closure of a library that it may be of other parts where no other one was seen at that call', () => {
  const judged = missesOf('chains').map(({verdict, causes}) => [
    verdict,
    causes.map(({delta}) => 'mayBe' in delta),
  ])
  expect(judged).toEqual([
    ['necessary', []],
    ['avoidable', [true]],
    ['avoidable', [false]],
    ['avoidable', [false]],
  ])
})

test('explain(log) pads the graphs of a batch, each array to its largest', () => {
  const [, second] = missesOf('graphs').filter((miss) => miss.function === 'train_step')
  expect(second).toMatchObject({
    verdict: 'reducible',
    advice:
      'Pad axis 0 of `g.nodes` to 32, the largest so far, and mask what was added. Pad axis 0 of `g.edges`, `g.receivers` and `g.senders` to 64, the largest so far, and mask what was added.',
  })
})

test('explain(log) judges what changed in the static part of what filter_jit gets', () => {
  const judged = missesOf('filtered').map(({verdict, findings}) => [verdict, findings.map(({what}) => what)])
  expect(judged).toEqual([
    ['necessary', ['first call']],
    ['avoidable', ['number no array']],
    ['avoidable', ['array or number']],
    ['necessary', ['no array']],
    ['necessary', ['rank']],
  ])
})

test('explain(log) takes another size of the axis that jax.pmap maps over for another number of devices', () => {
  const judged = missesOf('devices').map(({outcome, verdict, findings: [first]}) => [
    outcome,
    verdict,
    first?.what,
  ])
  expect(judged).toEqual([
    ['retrace', 'necessary', 'first in log'],
    ['retrace', 'reducible', 'fits'],
    ['retrace', 'necessary', 'devices'],
    ['retrace', 'necessary', 'first call'],
  ])
})

test('proposed(propose(trace), explanation) counts all that could be spared: what it spares, and what it leaves out', () => {
  const linesOf = (name: string): string => {
    const trace = read(readFileSync(join(logs, `${name}.log`), 'utf8'))
    return proposed(propose(trace), explain(trace)).join(' ').replaceAll(/\s+/g, ' ')
  }
  expect(linesOf('lengths')).toMatch(
    /19 reducible misses .* if you make args\[1\], args\[1\]\['cache'\] and args\[0\] at full length from the first call on, pass as many arguments to several and named in every call\.$/,
  )
  expect(linesOf('closures')).toMatch(/2 avoidable misses .* Not predicted: 1 more \(171 ms\)\.$/)
})
