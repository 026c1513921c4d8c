import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, type Miss} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import type {Trace} from '../../lib/log/index.ts'

const folder = join(__dirname, '../read/logs')
const releases = readdirSync(folder).filter((name) => name.startsWith('0.'))
const open = (release: string, program: string): Trace =>
  read(readFileSync(join(folder, release, `${program}.log`), 'utf8'))

/**
 * What each function of a program misses, call by call: `first`, `function` (a new function object), or a text of the causes. A
 * text in brackets is told where JAX prints its reason; where it prints none, no cause is told.
 */
const programs: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  p01_batch_size: {predict: ['first', 'f32[16,4]', 'f32[5,4]']},
  p03_weak_type: {step: ['first', 'lr f32[]', 'lr i32[]', 'lr bool[]']},
  p04_static_arg: {rep: ['first', "kwargs['n'] 2", "kwargs['n'] 3", 'args']},
  p05_lambda_loop: {'<lambda>': ['first', 'function', 'function'], inner: ['first', 'function']},
  p08_dict_keys: {loss: ['first', "args[0]['mask'] present", 'args[0]']},
  p10_closures: {update: ['first', 'function', 'function']},
  p11_context_x64_precision: {mm: ['first', 'jax_default_matmul_precision', 'jax_enable_x64']},
  p12_nnx_split_static_graphdef: {forward: ['first', 'layers.1.deterministic True']},
  p16_kwargs_defaults: {f: ['first', "kwargs['y']", "kwargs['x']", 'args']},
  p19_nested_jit: {outer: ['first', 'f32[6']},
}

/** Where a release says less, or says it otherwise. */
const otherwise: Readonly<Record<string, readonly (string | null)[]>> = {
  '0.4.30 p04_static_arg': ['first', null, null, null],
  '0.5.3 p04_static_arg': ['first', null, null, null],
  '0.11.2 p04_static_arg': ['first', null, null, 'args'],
  '0.12.0.1 p04_static_arg': ['first', null, null, 'args'],
  '0.4.30 p12_nnx_split_static_graphdef': ['first', null],
  '0.5.3 p12_nnx_split_static_graphdef': ['first', null],
  '0.11.2 p12_nnx_split_static_graphdef': ['first', null],
  '0.12.0.1 p12_nnx_split_static_graphdef': ['first', null],
  '0.4.30 p08_dict_keys': [
    'first',
    'arguments pytree with leaf types (f32[3], f32[3], f32[3])',
    'arguments pytree',
  ],
  '0.5.3 p08_dict_keys': [
    'first',
    'arguments pytree with leaf types (f32[3], f32[3], f32[3])',
    'arguments pytree',
  ],
  '0.4.30 p11_context_x64_precision': ['first', 'jax_default_matmul_precision that of call 2'],
  '0.5.3 p11_context_x64_precision': ['first', 'jax_default_matmul_precision that of call 2'],
  '0.6.2 p11_context_x64_precision': ['first', 'jax_default_matmul_precision float32'],
  '0.7.2 p11_context_x64_precision': ['first', 'jax_default_matmul_precision float32'],
  '0.9.0 p11_context_x64_precision': ['first', 'tracing context', 'tracing context'],
}

const told = ({causes, taxonomy}: Miss): string =>
  taxonomy === 'compulsory'
    ? 'first'
    : causes
        .map(({component, path, now}) => (component === 'function' ? 'function' : `${path} ${now}`))
        .join('; ')

describe.each(releases)('a log of jax %s', (release) => {
  const names = Object.keys(programs).filter((name) => existsSync(join(folder, release, `${name}.log`)))

  test.each(names)(
    'of %s leaves no line of JAX unread, and names the release among those that write it so',
    (name) => {
      const {header, source} = open(release, name)
      for (const {text} of source?.unread.examples ?? [])
        expect(text).toMatch(/^(Traceback|\s+File|\s{4}|\w+(\.\w+)*Error|-{10}|For simplicity|No GPU)/)
      expect(header.releases).toContain(release)
    },
  )

  if (release === '0.4.13') {
    test('explains nothing: each compile of a function is told once', () => {
      const {misses} = explain(open(release, 'p01_batch_size'))
      const own = misses.filter(({within}) => within === undefined)
      expect(own.map(({function: name, outcome}) => [name, outcome])).toEqual(
        Array.from({length: 3}, () => ['predict', 'retrace']),
      )
    })
    return
  }

  test.each(names)('of %s tells each miss once, with its cause', (name) => {
    const {misses} = explain(open(release, name))
    for (const [fn, want] of Object.entries(programs[name] ?? {})) {
      const own = misses.filter(({function: word, outcome}) => word === fn && outcome !== 'error')
      const expected = otherwise[`${release} ${name}`] ?? want
      expect(own.map(told)).toEqual(
        expected.map((text): unknown => (text === null ? '' : expect.stringContaining(text))),
      )
    }
  })
})
