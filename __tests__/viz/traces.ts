import {
  type Event,
  type Fact,
  type FactKind,
  type Layer,
  type Lookup,
  noSeconds,
  type Outcome,
  type Path,
  Trace,
} from '../../lib/index.ts'

const graph = (kind: FactKind, path: Path, value: string, identity?: string): Fact => ({
  component: 'graphdef',
  kind,
  path,
  value,
  ...(identity !== undefined && {identity}),
})
const leaf = (path: Path, value: string): Fact => ({component: 'aval', kind: 'leaf', path, value})
const param = (path: Path, shape: string, metadata: string[] = []): Fact[] => [
  graph('variable', path, 'Param'),
  ...metadata.map((name) => graph('metadata', [...path, name], 'True')),
  leaf(path, shape),
]

const linear = (at: Path, into: number, out: number, frozen = false): Fact[] => [
  graph('node', at, 'Linear', 'class Linear'),
  ...param([...at, 'bias'], `f32[${out}]`),
  graph('attribute', [...at, 'in_features'], String(into)),
  ...param([...at, 'kernel'], `f32[${into},${out}]`, frozen ? ['frozen'] : []),
  graph('attribute', [...at, 'out_features'], String(out)),
  graph('attribute', [...at, 'use_bias'], 'True'),
]

export interface Net {
  readonly blocks?: number
  readonly rate?: string
  readonly scale?: string
  readonly calls?: number
  readonly act?: string
  readonly frozen?: boolean
  readonly evaluating?: boolean
  readonly shared?: boolean
}

/** The facts of a small transformer, as a key holds them. */
export function transformer(
  at: Path,
  {
    blocks = 2,
    rate = '0.1',
    scale = '1.0',
    calls = 0,
    act = 'relu',
    frozen = false,
    evaluating,
    shared = false,
  }: Net = {},
): Fact[] {
  const facts: Fact[] = [
    graph('node', at, 'Classifier', 'class Classifier'),
    graph('node', [...at, 'blocks'], 'List'),
  ]
  for (let block = 0; block < blocks; block++) {
    const here = [...at, 'blocks', String(block)]
    facts.push(
      graph('node', here, 'Block', 'class Block'),
      graph('node', [...here, 'attn'], 'MultiHeadAttention'),
    )
    facts.push(
      graph(
        'attribute',
        [...here, 'attn', 'deterministic'],
        evaluating === undefined ? 'None' : evaluating ? 'True' : 'False',
      ),
    )
    for (const name of ['key', 'out', 'query', 'value']) facts.push(...linear([...here, 'attn', name], 8, 8))
    facts.push(graph('attribute', [...here, 'attn', 'num_heads'], '2'))
    facts.push(
      graph('node', [...here, 'mlp'], 'Sequential'),
      graph('node', [...here, 'mlp', 'layers'], 'List'),
    )
    facts.push(...linear([...here, 'mlp', 'layers', '0'], 8, 16))
    facts.push(
      graph(
        'attribute',
        [...here, 'mlp', 'layers', '1'],
        block === blocks - 1 ? act : 'relu',
        block === blocks - 1 ? act : 'relu',
      ),
    )
    facts.push(...linear([...here, 'mlp', 'layers', '2'], 16, 8))
    if (shared && block === 1) facts.push(graph('reference', [...here, 'norm'], 'model.blocks.0.norm'))
    else
      facts.push(
        graph('node', [...here, 'norm'], 'RMSNorm'),
        graph('attribute', [...here, 'norm', 'epsilon'], '1e-06'),
        ...param([...here, 'norm', 'scale'], 'f32[8]'),
      )
  }
  facts.push(graph('attribute', [...at, 'calls'], String(calls)))
  facts.push(
    graph('node', [...at, 'drop'], 'Dropout'),
    graph('attribute', [...at, 'drop', 'deterministic'], evaluating === true ? 'True' : 'False'),
    graph('attribute', [...at, 'drop', 'rate'], rate),
  )
  facts.push(
    graph('node', [...at, 'drop', 'rngs'], 'RngStream'),
    graph('variable', [...at, 'drop', 'rngs', 'count'], 'RngCount'),
    leaf([...at, 'drop', 'rngs', 'count'], 'u32[]'),
  )
  facts.push(graph('node', [...at, 'embed'], 'Embed'), ...param([...at, 'embed', 'embedding'], 'f32[13,8]'))
  facts.push(...linear([...at, 'out'], 8, 3, frozen))
  facts.push(graph('attribute', [...at, 'scale'], scale))
  return facts
}

const fn = (name: string, where: string, identity = name): Fact => ({
  component: 'function',
  kind: 'function',
  path: [name],
  value: `${name} defined at ${where}`,
  identity,
})
const tree = (path: Path, value: string): Fact => ({component: 'tree', kind: 'container', path, value})

interface Call {
  readonly on: number
  readonly key: number
  readonly outcome?: Outcome
  readonly cost?: number
  readonly edit?: string
  readonly process?: string
  readonly evicted?: readonly Lookup[]
  readonly layers?: readonly Lookup[]
}

const reached: Readonly<Record<Outcome, readonly (readonly [Layer, 'hit' | 'miss'])[]>> = {
  hit: [['dispatch', 'hit']],
  dispatch: [
    ['dispatch', 'miss'],
    ['infer', 'hit'],
  ],
  rebind: [
    ['dispatch', 'miss'],
    ['infer', 'miss'],
    ['trace', 'hit'],
  ],
  relower: [
    ['dispatch', 'miss'],
    ['infer', 'hit'],
    ['lower', 'miss'],
    ['compile', 'miss'],
  ],
  recompile: [
    ['dispatch', 'miss'],
    ['infer', 'hit'],
    ['compile', 'miss'],
  ],
  rewrap: [
    ['dispatch', 'miss'],
    ['infer', 'miss'],
    ['trace', 'hit'],
    ['lower', 'miss'],
    ['compile', 'miss'],
  ],
  retrace: [
    ['dispatch', 'miss'],
    ['infer', 'miss'],
    ['trace', 'miss'],
    ['lower', 'miss'],
    ['compile', 'miss'],
  ],
  eager: [],
  error: [],
}

/** Appends calls one after the other: a hit takes 12 ms, a miss its cost. */
function run(
  trace: Trace,
  calls: readonly Call[],
  evidence: Event['evidence'] = 'simulated',
  start = 0,
): Trace {
  let time = start
  for (const {on, key, outcome = 'hit', cost = 0, ...rest} of calls) {
    trace.append({
      function: on,
      key,
      outcome,
      evidence,
      time: Math.round(time * 1e6) / 1e6,
      seconds: cost === 0 ? noSeconds : {trace: cost * 0.22, lower: cost * 0.13, compile: cost * 0.65},
      layers:
        outcome === 'hit' ? [] : reached[outcome].map(([layer, result]) => ({layer, result, entry: key})),
      ...rest,
    })
    time += 0.012 + cost
  }
  return trace
}

/** A training run with many edits: 16 compiles of two functions, as one program of the recorded logs makes them. */
export function training(): Trace {
  const trace = new Trace({producer: 'jitlens', title: 'training with many edits'})
  const step = trace.addFunction({
    name: 'step',
    file: 'train.py',
    line: 24,
    wrapper: 'nnx.jit',
    params: ['model', 'optimizer', 'tokens', 'labels', 'weight'],
  })
  const predict = trace.addFunction({
    name: 'predict',
    file: 'train.py',
    line: 30,
    wrapper: 'nnx.jit',
    params: ['model', 'tokens'],
  })
  const stepKey = (net: Net, weight: string | null, tokens = 'i32[8,5]', tx = 'tx 1') =>
    trace.addKey({
      function: step,
      unknown: [],
      facts: [
        fn('step', 'train.py:24'),
        tree(['args'], weight === null ? 'tuple of length 4' : 'tuple of length 5'),
        ...transformer(['model'], net),
        graph('node', ['optimizer'], 'Optimizer'),
        graph('variable', ['optimizer', 'step'], 'OptState'),
        leaf(['optimizer', 'step'], 'u32[]'),
        graph(
          'attribute',
          ['optimizer', 'tx'],
          'GradientTransformationExtraArgs(init=<function chain.<locals>.init_fn>, update=<function chain.<locals>.update_fn>)',
          tx,
        ),
        leaf(['tokens'], tokens),
        leaf(['labels'], 'i32[8]'),
        ...(weight === null ? [] : [leaf(['weight'], weight)]),
      ],
    })
  const predictKey = (net: Net) =>
    trace.addKey({
      function: predict,
      unknown: [],
      facts: [fn('predict', 'train.py:30'), ...transformer(['model'], net), leaf(['tokens'], 'i32[4,5]')],
    })
  const float = 'f32[]{weak_type=True}'
  const k1 = stepKey({}, null)
  const k2 = stepKey({}, float)
  const k3 = stepKey({}, 'i32[]{weak_type=True}')
  const k4 = stepKey({}, null, 'i32[8,7]')
  const p1 = predictKey({})
  const k5 = stepKey({scale: '0.5'}, null)
  const k6 = stepKey({scale: '0.5', act: 'gelu'}, null)
  const k7 = stepKey({scale: '0.5', act: 'gelu', frozen: true}, null)
  const k8 = stepKey({scale: '0.5', act: 'gelu', frozen: true, calls: 1}, null)
  const k9 = stepKey({scale: '0.5', act: 'gelu', frozen: true, calls: 1}, null, 'i32[8,5]', 'tx 2')
  const k10 = stepKey({scale: '0.5', act: 'gelu', frozen: true, calls: 1}, null, 'i32[8,5]', 'tx 3')
  const now = {scale: '0.5', act: 'gelu', frozen: true, calls: 1}
  const p2 = predictKey(now)
  const p3 = predictKey({...now, evaluating: true})
  const p4 = predictKey({...now, evaluating: false})
  const p5 = predictKey({...now, evaluating: false, blocks: 1})
  const p6 = predictKey({...now, act: 'relu', evaluating: false, shared: true})
  const miss = (on: number, key: number, cost: number, edit?: string): Call => ({
    on,
    key,
    outcome: 'retrace',
    cost,
    ...(edit !== undefined && {edit}),
  })
  return run(trace, [
    miss(step, k1, 3.1),
    {on: step, key: k1},
    miss(step, k2, 1.64, 'weight=2.0 by position'),
    {on: step, key: k2},
    miss(step, k3, 1.41, 'weight=3'),
    miss(step, k4, 1.52, 'tokens of length 7'),
    miss(predict, p1, 0.61),
    {on: predict, key: p1},
    miss(step, k5, 1.33, 'model.scale = 0.5'),
    miss(step, k6, 1.36, 'model.blocks[1].mlp.layers[1] = nnx.gelu'),
    miss(step, k7, 1.3, 'model.out.kernel.set_metadata(frozen=True)'),
    {on: step, key: k7, edit: 'model.embed.embedding *= 0'},
    miss(step, k8, 1.38, 'model.calls += 1'),
    miss(step, k9, 1.47, 'optimizer rebuilt'),
    miss(step, k10, 1.35, 'optax.adam rebuilt'),
    {on: step, key: k10},
    {on: step, key: k10},
    {on: step, key: k10},
    miss(predict, p2, 0.55),
    miss(predict, p3, 0.5, 'model.eval()'),
    {on: predict, key: p3},
    {on: predict, key: p3},
    miss(predict, p4, 0.52, 'model.train()'),
    {on: step, key: k10, outcome: 'dispatch'},
    {on: step, key: k10, outcome: 'recompile', cost: 0.9, edit: 'jax.device_put(batch, devices[1])'},
    miss(predict, p5, 0.31, 'del model.blocks[0]'),
    miss(predict, p6, 0.52, 'model.blocks.append(…)'),
    {on: predict, key: p6},
  ])
}

/** A BatchNorm and a Dropout switched to evaluation, read in a log: only misses are seen. */
export function toggle(): Trace {
  const trace = new Trace({producer: 'jax log', title: 'eval toggle'})
  const forward = trace.addFunction({name: 'forward', file: 'eval.py', line: 12, wrapper: 'nnx.jit'})
  const key = (evaluating: boolean) => {
    const flag = evaluating ? 'True' : 'False'
    return trace.addKey({
      function: forward,
      unknown: [{component: 'options', path: []}],
      facts: [
        fn('forward', 'eval.py:12'),
        graph('node', ['model'], 'MLP'),
        graph('node', ['model', 'bn'], 'BatchNorm'),
        ...param(['model', 'bn', 'scale'], 'f32[8]'),
        graph('attribute', ['model', 'bn', 'use_running_average'], flag),
        graph('node', ['model', 'drop'], 'Dropout'),
        graph('attribute', ['model', 'drop', 'deterministic'], flag),
        ...linear(['model', 'lin'], 4, 8),
        leaf(['x'], 'f32[2,4]'),
      ],
    })
  }
  return run(
    trace,
    [
      {on: forward, key: key(false), outcome: 'retrace', cost: 0.214},
      {on: forward, key: key(true), outcome: 'retrace', cost: 0.118},
    ],
    'observed',
  )
}

/** A new lambda in every turn of a loop, with a cache that holds four entries. */
export function lambdas(turns = 24): Trace {
  const trace = new Trace({producer: 'jitlens', title: 'a lambda in a loop'})
  const on = trace.addFunction({name: '<lambda>', file: 'loop.py', line: 7, wrapper: 'jax.jit'})
  const calls: Call[] = []
  for (let turn = 0; turn < turns; turn++) {
    const key = trace.addKey({
      function: on,
      unknown: [],
      facts: [fn('<lambda>', 'loop.py:7', `lambda ${turn}`), leaf(['x'], 'f32[3]')],
    })
    calls.push({
      on,
      key,
      outcome: 'retrace',
      cost: 0.03 + (turn % 5) * 0.004,
      ...(turn >= 4 && {evicted: [{layer: 'trace', result: 'hit', entry: turn - 4}]}),
    })
    if (turn % 3 === 0) calls.push({on, key})
  }
  return run(trace, calls)
}

/** Nothing happened. */
export const empty = (): Trace => new Trace({producer: 'jitlens'})

/** A cache that works: one compile, then hits. */
export function quiet(calls = 40): Trace {
  const trace = new Trace({producer: 'jitlens', title: 'a quiet run'})
  const on = trace.addFunction({name: 'train_step', file: 'train.py', line: 3, wrapper: 'nnx.jit'})
  const key = trace.addKey({
    function: on,
    unknown: [],
    facts: [fn('train_step', 'train.py:3'), ...transformer(['model']), leaf(['x'], 'f32[8,5]')],
  })
  return run(trace, [
    {on, key, outcome: 'retrace', cost: 2.4},
    ...Array.from({length: calls - 1}, () => ({on, key})),
  ])
}

/** Three hosts of one job; the third gets another batch size at its third compile. */
export function hosts(): Trace {
  const trace = new Trace({producer: 'jax log', title: 'three hosts'})
  const on = trace.addFunction({name: 'train_step', file: 'job.py', line: 40})
  for (const process of ['host0', 'host1', 'host2']) {
    const shapes =
      process === 'host2'
        ? ['f32[8,4]', 'f32[16,4]', 'f32[31,4]', 'f32[2,4]']
        : ['f32[8,4]', 'f32[16,4]', 'f32[32,4]']
    run(
      trace,
      shapes.map((shape, at) => ({
        on,
        key: trace.addKey({
          function: on,
          unknown: [],
          facts: [fn('train_step', 'job.py:40'), leaf(['batch', "['x']"], shape)],
        }),
        outcome: 'retrace',
        cost: 1.1 + at * 0.2,
        process,
      })),
      'observed',
    )
  }
  return trace
}

export const hostileNames = [
  '<script>alert(1)</script>',
  `${'very_long_name_'.repeat(700)}end`,
  '\u202Eevil\u202C שלום',
  '🧨🦊👩‍👩‍👧‍👦',
  '__proto__',
  'constructor',
  ']]>&"\'',
  'line\nbreak\u0000\ud800',
]

/** Names that a program should not have. */
export function hostile(): Trace {
  const trace = new Trace({producer: hostileNames[0] ?? '', title: hostileNames[1] ?? ''})
  const calls: Call[] = []
  for (const name of hostileNames) {
    const on = trace.addFunction({name, file: name, line: 1, wrapper: name})
    const key = (value: string, extra: readonly Fact[] = []) =>
      trace.addKey({
        function: on,
        unknown: [],
        digest: name,
        facts: [
          fn(name, name),
          graph('node', [name], name),
          graph('attribute', [name, name], value),
          ...param([name, 'kernel'], name),
          graph('reference', [name, 'again'], `${name}.kernel`),
          leaf([`['${name}']`], name),
          ...extra,
        ],
      })
    calls.push(
      {on, key: key('1'), outcome: 'retrace', cost: 0.5},
      {on, key: key(name), outcome: 'retrace', cost: 0.4, edit: name, process: name},
      {on, key: key('1', [graph('attribute', [name, '__proto__', name], name)]), outcome: 'error'},
    )
  }
  return run(trace, calls)
}

/** Many calls of a few functions: about one in a thousand misses. */
export function many(calls: number, functions = 6): Trace {
  const trace = new Trace({producer: 'jitlens', title: `${calls} calls`})
  const keys = Array.from({length: functions}, (_, at) =>
    trace.addKey({
      function: trace.addFunction({name: `step_${at}`}),
      unknown: [],
      facts: [fn(`step_${at}`, `many.py:${at}`)],
    }),
  )
  let seed = 12345
  for (let index = 0; index < calls; index++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    const on = (seed >> 16) % functions
    const key = keys[on] ?? 0
    if (index < functions || seed % 1009 === 0)
      run(
        trace,
        [
          {
            on,
            key,
            outcome: seed % 3 === 0 ? 'recompile' : 'retrace',
            cost: 0.05 + ((seed >> 8) % 100) / 100,
          },
        ],
        'simulated',
        index * 0.01,
      )
    else trace.hit(on, key, index * 0.01)
  }
  return trace
}

/** So many misses of a log, ten of each function: other sizes of `x`. */
export function scattered(misses: number): Trace {
  const trace = new Trace({producer: 'jax log', title: 'train.log'})
  for (let i = 0; i < misses; i++) {
    if (i % 10 === 0) trace.addFunction({name: `step${i / 10}`, params: ['x']})
    const fn = Math.floor(i / 10)
    trace.append({
      function: fn,
      key: trace.addKey({function: fn, facts: [leaf(['x'], `f32[${(i % 10) + 1},4]`)], unknown: []}),
      outcome: 'retrace',
      evidence: 'observed',
      time: i,
      seconds: {trace: 0.01, lower: 0.01, compile: ((i * 7919) % 1000) / 100},
      layers: [],
    })
  }
  return trace
}
