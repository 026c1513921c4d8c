import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {read} from '../../lib/read/index.ts'
import type {Trace} from '../../lib/log/index.ts'
import {differences} from './differences.ts'

const folder = join(__dirname, '../../examples/logs')
const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
const open = (name: string): Trace => read(text(name), {name})
const names = readdirSync(folder).filter((name) => name.endsWith('.log'))

/** The lines that semantics allows to stay unread, by log: tracebacks, other loggers, absl's notice. */
const strangers: Readonly<Record<string, RegExp>> = {
  'p08_dict_keys.log': /^(Traceback|\s+File|\s{4}|\w+Error|-{10}|For simplicity)/,
  'p08_dict_keys.explain_only.log': /^(Traceback|\s+File|\s{4}|\w+Error|-{10}|For simplicity)/,
  'x1_format_JAX_LOGGING_LEVEL_DEBUG.log': /^(DEBUG:|I\d{4} )/,
  'x4_format_absl.log': /^WARNING: Logging before flag parsing goes to stderr\.$/,
}

describe('read(log) of every recorded log', () => {
  test.each(names)('%s leaves no line unread but those of other programs', (name) => {
    const {source} = open(name)
    const allowed = strangers[name]
    if (allowed === undefined) expect(source?.unread).toMatchObject({lines: 0, kinds: [], examples: []})
    else for (const example of source?.unread.examples ?? []) expect(example.text).toMatch(allowed)
  })

  test.each(names)('%s counts each of its lines', (name) => {
    const given = text(name)
    expect(open(name).source?.lines).toBe(given.split('\n').length - (given.endsWith('\n') ? 1 : 0))
  })

  test.each(names)('%s gives the same trace whatever the chunks', (name) => {
    const whole = open(name)
    const bytes = new TextEncoder().encode(text(name))
    const chunks = Array.from({length: Math.ceil(bytes.length / 977)}, (_, i) =>
      bytes.subarray(i * 977, (i + 1) * 977),
    )
    const parts = read(chunks, {name})
    expect([...parts]).toEqual([...whole])
    for (let id = 0; id < whole.keyCount; id++) expect(parts.key(id)).toEqual(whole.key(id))
  })

  test.each(names.filter((name) => !name.startsWith('x') && !name.startsWith('p18')))(
    '%s blames only functions of the user',
    (name) => {
      const files = new Set(open(name).functions.map(({file}) => file))
      for (const file of files) expect(file).toMatch(/^\/home\/me\/train\//)
    },
  )
})

const outcomes = (trace: Trace): string[] =>
  [...trace].map(
    (event) =>
      `${trace.functions[event.function]?.name ?? ''} ${event.outcome}${event.within === undefined ? '' : ` ${event.within}`}`,
  )

describe('read(log) tells what each call was given', () => {
  test('p01: the batch sizes, under the parameter that JAX names', () => {
    const trace = open('p01_batch_size.log')
    expect(outcomes(trace)).toEqual(['predict retrace', 'predict retrace', 'predict retrace'])
    expect(differences(trace, 1, 0)).toEqual(['aval x: f32[16,4], before f32[8,4]'])
    expect(differences(trace, 2, 0)).toEqual(['aval x: f32[5,4], before f32[8,4]'])
    expect(trace.at(1).site).toBe('/home/me/train/p01_batch_size.py:7')
    expect(trace.at(1).blamed).toEqual({
      kind: 'types',
      places: [{component: 'aval', at: 'x', path: ['x'], now: 'f32[16,4]', before: 'f32[8,4]'}],
    })
    expect(trace.at(1).seconds).toEqual({trace: 0.002364397, lower: 0.008548975, compile: 0.043674707})
  })

  test('p02, p03: dtypes and weak types', () => {
    expect(differences(open('p02_dtype.log'), 2, 0)).toEqual(['aval x: i32[3], before f32[3]'])
    const weak = open('p03_weak_type.log')
    expect(differences(weak, 1, 0)).toEqual(['aval lr: f32[], before f32[]{weak_type=True}'])
    expect(differences(weak, 2, 0)).toEqual(['aval lr: i32[]{weak_type=True}, before f32[]{weak_type=True}'])
    expect(differences(weak, 3, 0)).toEqual(['aval lr: bool[], before f32[]{weak_type=True}'])
    expect(differences(open('p03_weak_type.explain_only.log'), 1, 0)).toEqual([
      'aval lr: f32[], before f32[]{weak_type=True}',
    ])
  })

  test('p04: a static argument, and the same by position', () => {
    const trace = open('p04_static_arg.log')
    expect(differences(trace, 1, 0)).toEqual(["static kwargs['n']: 2, before 1"])
    expect(differences(trace, 2, 1)).toEqual(["static kwargs['n']: 3, before 2"])
    expect(differences(trace, 3, 0)).toEqual([
      'tree args: tuple of length 2, before tuple of length 1',
      'tree kwargs: dict with 0 child, before dict with 1 child',
      "- tree kwargs['n']: present",
    ])
  })

  test('p05: a new function object each time, and an id that says nothing when it returns', () => {
    const trace = open('p05_lambda_loop.log')
    expect(differences(trace, 1, 0)).toEqual([
      expect.stringMatching(/^function : <lambda> defined at .*:4 @\d+, before .* @\d+$/),
    ])
    expect(trace.key(trace.at(4).key).unknown).toEqual([{component: 'function', path: []}])
  })

  test('p06: what eval() changes, though JAX prints two graphdefs', () => {
    for (const name of ['p06_nnx_eval_toggle.log', 'p06_nnx_eval_toggle.explain_only.log']) {
      const trace = open(name)
      expect(outcomes(trace)).toEqual(['forward retrace', 'forward retrace'])
      expect(differences(trace, 1, 0)).toEqual([
        'graphdef args[0].bn.use_running_average: True, before False',
        'graphdef args[0].drop.deterministic: True, before False',
      ])
      expect(trace.key(trace.at(1).key).unknown).toEqual(
        name.includes('only') ? [{component: 'aval', path: []}] : [],
      )
    }
  })

  test('p07: an added layer, its leaves under their own paths', () => {
    const added = differences(open('p07_nnx_add_layer.log'), 1, 0)
    expect(added.length).toBeGreaterThan(3)
    for (const each of added) expect(each).toMatch(/^\+ (graphdef|aval|placement) args\[0\]\.layers\.2/)
    expect(added).toContain('+ aval args[0].layers.2.kernel: f32[4,4]')
  })

  test('p08: a log of explanations alone tells which of its calls raised, by the line that the traceback names', () => {
    expect(outcomes(open('p08_dict_keys.explain_only.log'))).toEqual([
      'loss retrace',
      'loss retrace',
      'loss retrace',
      'loss error',
    ])
  })

  test('p08: keys of a dict, and a call that raised', () => {
    const trace = open('p08_dict_keys.log')
    expect(outcomes(trace)).toEqual(['loss retrace', 'loss retrace', 'loss retrace', 'loss error'])
    expect(differences(trace, 1, 0)).toContain("+ tree args[0]['mask']: present")
    expect(differences(trace, 2, 0)).toEqual([
      "tree args[0]: dict with 2 children, of other names ('label', 'target'), before dict with 2 children",
    ])
    expect(trace.at(3).error).toEqual({
      type: 'AttributeError',
      message: "'list' object has no attribute 'values'",
    })
  })

  test('p09, p17: new objects of equal repr, by their addresses', () => {
    expect(differences(open('p09_nnx_model_rebuilt.log'), 2, 0)).toEqual([
      expect.stringMatching(/^graphdef args\[0\]\.act: <function Net\.__init__\.<locals>\.<lambda>> @0x/),
      expect.stringMatching(
        /^graphdef args\[1\]\.tx: GradientTransformationExtraArgs\(.*\) @0x\w+ 0x\w+, before/,
      ),
    ])
    expect(differences(open('p17_optimizer_recreated.log'), 1, 0)).toEqual([
      expect.stringMatching(/^graphdef args\[1\]\.tx: /),
    ])
  })

  test('p10: closures; p11: the context', () => {
    expect(differences(open('p10_closures.log'), 2, 0)).toEqual([
      expect.stringMatching(/^function : update defined/),
    ])
    const trace = open('p11_context_x64_precision.log')
    expect(differences(trace, 1, 0)).toEqual(['context jax_default_matmul_precision: float32, before None'])
    expect(differences(trace, 2, 0)).toEqual(['context jax_enable_x64: True, before False'])
  })

  test('p12, p13: a static graphdef and a module as pytree, whose unused leaves are dropped', () => {
    expect(differences(open('p12_nnx_split_static_graphdef.log'), 1, 0)).toEqual([
      'graphdef args[0].layers.1.deterministic: True, before False',
    ])
    const trace = open('p13_jaxjit_module_pytree.log')
    expect(differences(trace, 1, 0)).toEqual(['graphdef args[0].layers.1.deterministic: True, before False'])
    expect(differences(trace, 2, 1).filter((each) => each.startsWith('aval'))).toEqual([
      'aval leaf 1 of 5: f32[8], before f32[4]',
      'aval leaf 2 of 5: f32[4,8], before f32[4,4]',
    ])
    expect(differences(trace, 2, 1).filter((each) => each.startsWith('graphdef'))).toEqual([])
    expect(trace.key(trace.at(2).key).facts).toContainEqual(
      expect.objectContaining({path: ['leaf 1 of 5'], unplaced: true}),
    )
  })

  test('p14: a silent compile of a committed array, marked inferred; then sharded avals', () => {
    const trace = open('p14b_committed_sharding_4dev.log')
    expect(outcomes(trace)).toEqual(['f retrace', 'f relower', 'f retrace', 'f retrace'])
    expect(trace.at(1).evidence).toBe('inferred')
    expect(differences(trace, 1, 0)).toEqual(['placement x: committed cpu:0, before uncommitted'])
    expect(differences(trace, 2, 0)).toContain("aval x: f32[4,4]({Auto: ('data',)}), before f32[4,4]")
    expect(differences(trace, 3, 2)).toContain(
      "aval x: f32[4@data,4]({Explicit: ('data',)}), before f32[4,4]({Auto: ('data',)})",
    )
  })

  test('p15: a counter, against the call before and not the first', () => {
    expect(differences(open('p15_nnx_int_counter.log'), 2, 1)).toEqual([
      'graphdef args[0].calls: 2, before 1',
    ])
  })

  test('p16: an argument by position, by keyword, by default', () => {
    const trace = open('p16_kwargs_defaults.explain_only.log')
    expect(differences(trace, 1, 0)).toEqual([
      'tree args: tuple of length 1, before tuple of length 2',
      'tree kwargs: dict with 1 child, before dict with 0 child',
      "+ tree kwargs['y']: present",
    ])
    expect(differences(trace, 3, 0)).toEqual(['tree args: tuple of length 1, before tuple of length 2'])
  })

  test('p18: a hit of the persistent cache is told from a compile', () => {
    expect(outcomes(open('p18a_persistent_cold.log'))).toEqual(['f retrace'])
    expect(outcomes(open('p18b_persistent_warm.log'))).toEqual(['f retrace persistent'])
  })

  test('p19, p20: nested functions, scan bodies and gradients are told from top-level calls', () => {
    for (const name of ['p19_nested_jit.log', 'p19_nested_jit.explain_only.log'])
      expect(outcomes(open(name))).toEqual([
        'outer retrace',
        'inner retrace nested',
        'inner retrace nested',
        'outer retrace',
        'inner retrace nested',
      ])
    const trace = open('p20_scan_grad_vmap.log')
    expect(outcomes(trace)).toEqual([
      'rnn retrace',
      'rnn retrace grad',
      'body retrace nested',
      'body retrace nested',
      'rnn retrace',
      'rnn retrace grad',
      'body retrace nested',
      'body retrace nested',
    ])
    expect(differences(trace, 4, 0)).toEqual(['aval xs: f32[6,3], before f32[5,3]'])
  })

  test('p21: each miss of the training run, or the gap where JAX hides it', () => {
    const trace = open('p21_training_many_edits.log')
    const step = [...trace].flatMap((event, i) =>
      trace.functions[event.function]?.name === 'step' ? [i] : [],
    )
    const predict = [...trace].flatMap((event, i) =>
      trace.functions[event.function]?.name === 'predict' ? [i] : [],
    )
    expect([step.length, predict.length, trace.length]).toEqual([10, 6, 16])
    const [first = -1, second = -1, third = -1, fourth = -1, ...hidden] = step
    expect(differences(trace, second, first)).toContain(
      'tree args: tuple of length 5, before tuple of length 4',
    )
    expect(differences(trace, third, second)).toEqual([
      'aval leaf 94 of 94: i32[]{weak_type=True}, before f32[]{weak_type=True}',
    ])
    expect(differences(trace, fourth, first)).toEqual(['aval leaf 92 of 93: i32[8,7], before i32[8,5]'])
    for (const miss of hidden) {
      expect(differences(trace, miss, first)).toEqual([])
      expect(trace.key(trace.at(miss).key).unknown).toEqual([
        {component: 'graphdef', path: []},
        {component: 'static', path: []},
        {component: 'tree', path: ['…']},
      ])
    }
    const [p1 = -1, p2 = -1, p3 = -1, p4 = -1, p5 = -1, p6 = -1] = predict
    expect(differences(trace, p2, p1).map((each) => each.replace(/ @0x\w+/g, ''))).toEqual([
      'graphdef args[0].blocks.1.mlp.layers.1: <function gelu>, before <jax._src.custom_derivatives.custom_jvp object>',
      'graphdef args[0].calls: 1, before 0',
      '+ graphdef args[0].out.kernel.frozen: True',
      'graphdef args[0].scale: 0.5, before 1.0',
    ])
    expect(differences(trace, p3, p2)).toEqual(
      ['blocks.0.attn', 'blocks.1.attn']
        .map((path) => `graphdef args[0].${path}.deterministic: True, before None`)
        .concat('graphdef args[0].drop.deterministic: True, before False'),
    )
    expect(differences(trace, p4, p2)).toEqual(
      ['blocks.0.attn', 'blocks.1.attn'].map(
        (path) => `graphdef args[0].${path}.deterministic: False, before None`,
      ),
    )
    expect(differences(trace, p5, p4)).toContain('- graphdef args[0].blocks.1 is: Block')
    expect(trace.key(trace.at(p6).key).facts).toContainEqual(
      expect.objectContaining({
        kind: 'reference',
        path: ['args[0]', 'blocks', '1', 'norm'],
        value: 'args[0].blocks.0.norm',
      }),
    )
  })

  test('p22: the host that turned dropout off differs in one attribute', () => {
    expect(differences(open('p22_host1.log'), 2, 1)).toEqual([
      'graphdef args[0].layers.1.deterministic: True, before False',
      'aval x: f32[9,3], before f32[6,3]',
    ])
    expect(differences(open('p22_host1.log'), 3, 2)).toEqual(['aval x: f32[12,3], before f32[9,3]'])
    expect(differences(open('p22_host0.log'), 2, 1)).toEqual(['aval x: f32[9,3], before f32[6,3]'])
  })

  test('x1 to x4: the four misses of one program under every logging format', () => {
    for (const name of names.filter((each) => each.startsWith('x'))) {
      const trace = open(name)
      expect(outcomes(trace).filter((each) => each.startsWith('step'))).toEqual(
        Array<string>(4).fill('step retrace'),
      )
    }
    expect(open('x2_format_JAX_LOGGING_LEVEL_WARNING.log').at(1).time).toBeGreaterThan(0)
  })

  test('eager operations are summed, not shown', () => {
    const {eager} = open('p06_nnx_eval_toggle.log').source ?? {}
    expect(eager?.compiles).toBe(12)
    expect(eager?.functions[0]?.name).toBe('_truncated_normal')
    expect(eager?.seconds.compile).toBeCloseTo(0.455536, 6)
  })
})
