import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, hosts, type Miss, paragraphs, propose, proposed} from '../../lib/explain/index.ts'
import {read, reader} from '../../lib/read/index.ts'
import {said} from './said.ts'

const logs = join(__dirname, '../../examples/logs')

const textOf = (name: string): string => readFileSync(join(logs, `${name}.log`), 'utf8')

function trace(name: string, text = textOf(name)) {
  const log = reader({name: `${name}.log`})
  log.push(text)
  return log.end()
}

const isOwn = ({within}: Miss): boolean => within !== 'nested' && within !== 'scan' && within !== 'grad'

/** What each miss of the program's own functions is for: its causes, `first`, or what the log excludes. */
const told = (name: string): string[] =>
  explain(trace(name))
    .misses.filter(isOwn)
    .map(
      (miss) =>
        `${miss.function}: ${miss.taxonomy === 'compulsory' ? 'first' : miss.causes.length > 0 ? miss.causes.map(said).join(', ') : (miss.excluded ?? miss.taxonomy)}`,
    )

const hidden =
  'step: array types equal those of call 1: the structure of a model, a static value or the structure of the arguments changed'

/** What the program beside each log says of its misses (examples/logs/programs). */
const expected: Readonly<Record<string, readonly string[]>> = {
  // for n in (8, 8, 16, 5): predict(w, ones((n, 4)))
  p01_batch_size: ['predict: first', 'predict: x f32[16,4] < f32[8,4]', 'predict: x f32[5,4] < f32[16,4]'],
  // float32, bfloat16, int32, float32
  p02_dtype: ['scale: first', 'scale: x bf16[3] < f32[3]', 'scale: x i32[3] < bf16[3]'],
  // 0.1, 0.2, jnp.float32(0.1), 1, True
  p03_weak_type: [
    'step: first',
    'step: lr f32[] < f32[]{weak_type=True}',
    'step: lr i32[]{weak_type=True} < f32[]',
    'step: lr bool[] < i32[]{weak_type=True}',
  ],
  // n=1, n=2, n=2, n=3, then 2 by position
  p04_static_arg: [
    'rep: first',
    "rep: kwargs['n'] 2 < 1",
    "rep: kwargs['n'] 3 < 2",
    "rep: args tuple of length 2 < tuple of length 1, - kwargs['n'] present",
  ],
  // a lambda in a loop, a closure from a factory
  p05_lambda_loop: [
    '<lambda>: first',
    '<lambda>: new <lambda>',
    '<lambda>: new <lambda>',
    'inner: first',
    'inner: new inner',
  ],
  // model.eval(), model.train()
  p06_nnx_eval_toggle: [
    'forward: first',
    'forward: args[0].bn.use_running_average True < False, args[0].drop.deterministic True < False',
  ],
  // model.layers.append(nnx.Linear(…))
  p07_nnx_add_layer: ['forward: first', 'forward: + args[0].layers.2 Linear'],
  // self.act is a lambda of each instance, optax.sgd is made anew
  p09_nnx_model_rebuilt: [
    'train_step: first',
    'train_step: new args[0].act, new args[1].tx',
    'train_step: new args[0].act, new args[1].tx',
  ],
  // make_update(scale) for three scales
  p10_closures: ['update: first', 'update: new update', 'update: new update'],
  // default_matmul_precision('float32'), then enable_x64 without it
  p11_context_x64_precision: [
    'mm: first',
    'mm: jax_default_matmul_precision float32 < None',
    'mm: jax_enable_x64 True < False',
  ],
  // m.eval()
  p12_nnx_split_static_graphdef: ['forward: first', 'forward: args[0].layers.1.deterministic True < False'],
  // device_put on a device, on an Auto mesh, on an Explicit mesh
  p14b_committed_sharding_4dev: [
    'f: first',
    'f: x committed cpu:0 < uncommitted',
    "f: x f32[4,4]({Auto: ('data',)}) < f32[4,4]",
    "f: x f32[4@data,4]({Explicit: ('data',)}) < f32[4,4]({Auto: ('data',)})",
  ],
  // self.calls += 1 inside
  p15_nnx_int_counter: ['forward: first', 'forward: args[0].calls 1 < 0', 'forward: args[0].calls 2 < 1'],
  // f(x, 2.0); f(x, y=2.0); f(x=x, y=2.0); f(x)
  p16_kwargs_defaults: [
    'f: first',
    "f: args[1] > kwargs['y']",
    "f: args[0] > kwargs['x']",
    "f: - kwargs['y'] f32[]{weak_type=True}",
  ],
  // optax.adam(lr) twice
  p17_optimizer_recreated: ['train_step: first', 'train_step: new args[1].tx'],
  p18a_persistent_cold: ['f: first'],
  p18b_persistent_warm: ['f: first'],
  // outer(ones(4)); outer(ones(6))
  p19_nested_jit: ['outer: first', 'outer: x f32[6] < f32[4]'],
  // g(w, ones((5, 3))); g(w, ones((6, 3)))
  p20_scan_grad_vmap: ['rnn: first', 'rnn: xs f32[6,3] < f32[5,3]'],
  // The comments of the program, in the order of its calls.
  p21_training_many_edits: [
    'step: first',
    'step: args tuple of length 5 < tuple of length 4',
    'step: leaf 94 of 94 i32[]{weak_type=True} < f32[]{weak_type=True}',
    'step: leaf 92 of 93 i32[8,7] < i32[8,5]',
    'predict: first',
    hidden,
    hidden,
    hidden,
    hidden,
    hidden,
    hidden,
    'predict: args[0].blocks.1.mlp.layers.1 <function gelu> < <jax._src.custom_derivatives.custom_jvp object>, args[0].calls 1 < 0, + args[0].out.kernel.frozen True, args[0].scale 0.5 < 1.0',
    'predict: args[0].blocks.0.attn.deterministic True < None, args[0].blocks.1.attn.deterministic True < None, args[0].drop.deterministic True < False',
    'predict: args[0].blocks.0.attn.deterministic False < None, args[0].blocks.1.attn.deterministic False < None',
    'predict: - args[0].blocks.0 Block, args[0].blocks.1 > args[0].blocks.0',
    'predict: + args[0].blocks.1 Block, + args[0].blocks.1.norm shared with args[0].blocks.0.norm',
  ],
}

test.each(Object.entries(expected))('explain(%s) names the causes that its program says', (name, rows) => {
  expect(told(name)).toEqual(rows)
})

test('explain(p08) names what changed of a dict, and the call that raised', () => {
  const rows = told('p08_dict_keys')
  expect(rows.slice(0, 2)).toEqual(['loss: first', "loss: + args[0]['mask'] present"])
  expect(rows[2]).toMatch(/^loss: args\[0\] dict with 2 children.*'label'.*'target'/)
  expect(rows[3]).toMatch(/^loss: args\[0\] list < dict/)
})

test('explain(p13) is right where JAX blames the dropout of an older key', () => {
  const [, , miss] = explain(trace('p13_jaxjit_module_pytree')).misses
  expect(miss).toMatchObject({taxonomy: 'type', misled: true})
  expect(miss?.causes.map(({now, before}) => [now, before])).toEqual([
    ['f32[8]', 'f32[4]'],
    ['f32[4,8]', 'f32[4,4]'],
  ])
})

test('explain(p21) says where JAX blames another cause, and points to the recorder where the log hides it', () => {
  const {misses} = explain(trace('p21_training_many_edits'))
  expect(misses.filter(({misled}) => misled).map(({call}) => call)).toEqual([3, 4])
  for (const miss of misses.filter(({excluded}) => excluded !== null))
    expect(miss.advice).toMatch(/examples\/python\/jitlens\.py/)
})

test('paragraphs(p21) and its prediction take at most 87 lines of 80 characters', () => {
  const log = trace('p21_training_many_edits')
  const lines = [...paragraphs(explain(log)), ...proposed(propose(log), explain(log))]
  expect(lines.length).toBeLessThanOrEqual(87)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
})

test('paragraphs(p06) tells two compiles and sums the eager operations in one line', () => {
  const lines = paragraphs(explain(trace('p06_nnx_eval_toggle')))
  const body = lines.join('\n')
  expect(body).toMatch(/forward, call 1 .*\n {2}never seen/)
  expect(body).toMatch(
    /args\[0\]\.bn\.use_running_average is True, before False\n {2}args\[0\]\.drop\.deterministic is True, before False/,
  )
  expect(body.match(/^ *▲/gm)?.length).toBe(2)
  expect(body.match(/Eager operations: 12 compiles/g)?.length).toBe(1)
})

test('hosts(p22) names host 1, the call and the component', () => {
  const {groups, divergences, alone} = hosts(
    ['p22_host0', 'p22_host1', 'p22_host2'].map((name) => trace(name)),
  )
  expect(groups).toEqual([['p22_host0', 'p22_host2'], ['p22_host1']])
  expect(divergences).toMatchObject([
    {
      function: 'forward',
      nth: 3,
      odd: ['p22_host1'],
      causes: [{component: 'graphdef', path: 'args[0].layers.1.deterministic', now: 'True', before: 'False'}],
    },
  ])
  expect(alone.map(({run, misses}) => [run, misses.map(({call}) => call)])).toEqual([['p22_host1', [3]]])
})

test('hosts(logs) does not mind how each host writes its log, nor their order', () => {
  const prefixed = (name: string): string =>
    textOf(name).replace(
      /^(?=TRACING|Finished|Compiling)/gm,
      'WARNING:2026-11-22 15:06:54,666:jax._src.dispatch:193: ',
    )
  const {divergences} = hosts([
    trace('p22_host2', prefixed('p22_host2')),
    trace('p22_host1', textOf('p22_host1').replaceAll('\n', '\r\n')),
    trace('p22_host0'),
  ])
  expect(divergences).toMatchObject([
    {function: 'forward', nth: 3, odd: ['p22_host1'], causes: [{path: 'args[0].layers.1.deterministic'}]},
  ])
})

test('hosts(logs) names a host whose log ends before the others', () => {
  const text = textOf('p22_host2')
  const {divergences, groups} = hosts([
    trace('p22_host0'),
    trace('p22_host2', text.slice(0, text.lastIndexOf('TRACING CACHE MISS'))),
    trace('p22_host3', textOf('p22_host0')),
  ])
  expect(groups).toEqual([['p22_host0', 'p22_host3'], ['p22_host2']])
  expect(divergences).toMatchObject([{nth: 4, odd: ['p22_host2']}])
})

test('hosts(logs) names the host that trains another model from the first call on', () => {
  const wider = textOf('p22_host0')
    .replaceAll('float32[3,3]', 'float32[3,5]')
    .replaceAll('ShapedArray(float32[3])', 'ShapedArray(float32[5])')
  const {divergences} = hosts([
    trace('p22_host0'),
    trace('p22_host1', textOf('p22_host0')),
    trace('p22_host2', wider),
  ])
  expect(divergences).toMatchObject([{nth: 1, odd: ['p22_host2']}])
  expect(divergences[0]?.causes.map(({now, before}) => [now, before])).toEqual([
    ['f32[5]', 'f32[3]'],
    ['f32[3,5]', 'f32[3,3]'],
  ])
})

test('explain(trace) takes no other program of one function for a function made anew', () => {
  const name = '../../__tests__/read/logs/transforms'
  expect(told(name)).toEqual([
    'net: first',
    'net: new net',
    'net: new net',
    'net: b f32[1,8] < f32[4,8]',
    'net: b f32[1,8] < f32[4,8]',
  ])
  const {misses} = explain(trace(name))
  expect(misses.slice(1, 3).map(({verdict}) => verdict)).toEqual(['unknown', 'unknown'])
})

test('explain(log) of a call that was traced again leaves open why, where a log without explanations tells that arrays were placed otherwise', () => {
  const call = (sharding: string): string =>
    `Finished tracing f for jit in 0.1 sec
Compiling jit(f) with global shapes and types (ShapedArray(float32[3]),). Argument mapping: (${sharding},).
Finished XLA compilation of jit(f) in 0.5 sec
`
  const placed = 'SingleDeviceSharding(device=CpuDevice(id=0), memory_kind=device)'
  const miss = explain(read(call('UnspecifiedValue') + call(placed))).misses.at(-1)
  expect(miss).toMatchObject({outcome: 'retrace', verdict: 'unknown', causes: []})
  expect(miss?.excluded).toMatch(/a static/)
})
