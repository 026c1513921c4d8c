import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {jitlens} from './io.ts'

const names = [
  'explain',
  'report',
  'draw',
  'trace',
  'check',
  'compare',
  'hosts',
  'watch',
  'simulate',
  'completions',
]
const oneLine = /^jitlens [^\n]+\n$/

test('jitlens --help lists every command', async () => {
  const {code, out} = await jitlens(['--help'])
  expect(code).toBe(0)
  for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('jitlens without a word says how it is used and exits with 2', async () => {
  expect(await jitlens([])).toMatchObject({code: 2, err: ''})
})

test.each(names)(
  'jitlens %s --help says its options, gives examples, and is what help says',
  async (name) => {
    const {code, out} = await jitlens([name, '--help'])
    expect(code).toBe(0)
    expect(out).toContain('  -h, --help ')
    expect(out).toMatch(new RegExp(`\nExamples:\n\n  jitlens ${name} `))
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(await jitlens(['help', name])).toMatchObject({code: 0, out})
  },
)

test('jitlens explains a file that stands in the place of a command, and options before it', async () => {
  const {out} = await jitlens(['explain', 'p01_batch_size.log'])
  expect(await jitlens(['p01_batch_size.log'])).toMatchObject({code: 0, out})
  expect((await jitlens(['--json', 'p01_batch_size.log'])).out).toMatch(/^\{/)
  expect((await jitlens(['train'], {train: ' '})).err).toContain('train: this file is empty')
  expect((await jitlens(['missing.log'])).err).toBe('jitlens missing.log: there is no such file\n')
})

test.each([
  [['explian', 'a'], 'did you mean explain?'],
  [['foo', 'a', 'b'], 'has no command foo, and there is no such file; it has explain, '],
  [['explain', '--jsn', 'a'], 'did you mean --json?'],
  [['explain', '--tpo', '1', 'a'], 'did you mean --top?'],
  [['explain', '--func', 'f', 'a'], 'did you mean --function?'],
  [['draw', '--chart', 'tmeline', 'a'], 'there is no such chart; did you mean timeline? expected one of'],
  [['explain', '--color', 'alway', 'a'], 'did you mean always?'],
  [['check', '--format', 'sarfi', 'a'], 'did you mean sarif?'],
  [
    ['simulate', 'a.json', '--policy', 'nnx.jti'],
    'there is no such policy; did you mean nnx.jit? expected one of',
  ],
  [['explain', 'p01_batch_size.log', '--function', 'predcit'], 'did you mean predict?'],
  [['report', '-o', '--open', 'a'], '--output needs FILE, but got --open'],
])('jitlens %j says what was meant', async (argv, said) => {
  const {code, err} = await jitlens(argv)
  expect(code).toBe(2)
  expect(err).toMatch(oneLine)
  expect(err).toContain(said)
})

test('jitlens --version writes the version', async () => {
  expect(await jitlens(['--version'])).toMatchObject({code: 0, out: '1.2.3\n'})
})

test.each([
  ['an unknown command', ['explian', 'a.log']],
  ['an unknown option', ['explain', '--jsn', 'p01_batch_size.log']],
  ['an option without its value', ['check', 'p01_batch_size.log', '--after']],
  ['a number that is none', ['check', 'p01_batch_size.log', '--budget', '-1']],
  ['a value where none belongs', ['explain', 'p01_batch_size.log', '--json=yes']],
  ['no file', ['explain']],
  ['too many files', ['compare', 'a', 'b', 'c']],
  ['a missing file', ['explain', 'missing.log']],
  ['a directory', ['explain', 'folder']],
  ['an empty file', ['explain', 'empty.log']],
  ['a blank file', ['hosts', 'blank.log']],
  ['a binary file', ['report', 'binary']],
  ['a broken scenario', ['simulate', 'broken.json']],
  ['a broken trace', ['explain', 'newer.jsonl']],
  ['a broken baseline', ['check', 'p01_batch_size.log', '--baseline', 'broken.json']],
  ['a baseline that is none', ['check', 'p01_batch_size.log', '--baseline', 'list.json']],
])('jitlens exits with 2 and one clear line for %s', async (_, argv) => {
  const files = {
    folder: null,
    'empty.log': '',
    'blank.log': ' \n\n',
    binary: new Uint8Array([127, 69, 76, 70, 0, 1, 2]),
    'broken.json': '{"steps": [',
    'list.json': '[1]',
    'newer.jsonl': '{"format": "jitlens", "version": 99}\n',
  }
  const {code, out, err} = await jitlens(argv, files)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toMatch(oneLine)
})

test('jitlens explain names the file that is missing', async () => {
  expect((await jitlens(['explain', 'missing.log'])).err).toBe('jitlens missing.log: there is no such file\n')
})

test('jitlens explain LOG writes the headline first, in lines of 80 characters', async () => {
  const {code, out} = await jitlens(['explain', 'p15_nnx_int_counter.log'])
  expect(code).toBe(0)
  expect(out).toMatch(
    /^[\d.]+ ms were compiling, 5 compiles: 2 avoidable \([\d.]+ ms\); the costliest\navoidable in `forward`/,
  )
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('jitlens explain - reads standard input', async () => {
  const log =
    'Finished tracing step for jit in 0.5 sec\nCompiling jit(step) with global shapes and types (ShapedArray(float32[3]),). Argument mapping: (UnspecifiedValue,).\n'
  const {code, out} = await jitlens(['explain', '-'], {'-': log})
  expect(code).toBe(0)
  expect(out).toContain('step')
})

test('jitlens explain reads what a Windows shell writes', async () => {
  const text =
    'TRACING CACHE MISS at a.py:7:4 (<module>):\r\n  never seen function:\r\n    predict id=1 defined at a.py:2\r\n'
  const bytes = new Uint8Array(2 + text.length * 2)
  bytes.set([0xff, 0xfe])
  for (let at = 0; at < text.length; at++) bytes[2 + at * 2] = text.charCodeAt(at)
  const {code, out} = await jitlens(['explain', 'powershell.log'], {'powershell.log': bytes})
  expect(code).toBe(0)
  expect(out).toContain('predict')
})

test('jitlens explain colours a miss by its verdict, and nothing unless the terminal shows colours', async () => {
  expect((await jitlens(['explain', 'p01_batch_size.log'])).out).not.toContain('\u001b')
  const {out} = await jitlens(['explain', 'p01_batch_size.log'], {}, true)
  expect(out).toContain('\u001b[33m▲ predict, call 2 ')
  expect(out).toContain('\u001b[34m▲ predict, call 1 ')
  expect((await jitlens(['explain', 'p05_lambda_loop.log'], {}, true)).out).toContain('\u001b[31m▲ <lambda>')
})

test('jitlens explain lets no name in a log steer the terminal', async () => {
  const log =
    'TRACING CACHE MISS at a.py:1:1 (<module>):\n  never seen function:\n    ev\u001b[2Jil\u0007 id=1 defined at a.py:2\n'
  const {out} = await jitlens(['explain', 'evil.log'], {'evil.log': log})
  expect(out).toMatch(/il/)
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
})

test('jitlens explain reads a log that holds NUL before or behind its lines as it reads the log without', async () => {
  const log = readFileSync(join(__dirname, '../../examples/logs/p03_weak_type.log'), 'utf8')
  const missesOf = async (text: string): Promise<string> => {
    const {out} = await jitlens(['explain', 'a.log', '--json'], {'a.log': text})
    return out.slice(out.indexOf('"misses": ['), out.indexOf('"account"'))
  }
  const nul = '\0'.repeat(500)
  const whole = await missesOf(log)
  expect(await missesOf(nul + log)).toEqual(whole)
  expect(await missesOf(log + nul)).toEqual(whole)
})

test('jitlens explain --top N tells of the first causes alone, says how many are left, and keeps the headline', async () => {
  const whole = (await jitlens(['explain', 'p15_nnx_int_counter.log'])).out
  const {out} = await jitlens(['explain', 'p15_nnx_int_counter.log', '--top', '1'])
  expect(out.split('\n').slice(0, 2)).toEqual(whole.split('\n').slice(0, 2))
  const titles = (text: string): number => (text.match(/^[▲◆●×|] /gmu) ?? []).length
  expect([titles(out), titles(whole)]).toEqual([2, 3])
  expect(out).toContain('\n1 more cause is not shown.\n')
  expect((await jitlens(['explain', 'p15_nnx_int_counter.log', '--top', '9'])).out).toBe(whole)
})

test('jitlens explain --function NAME tells of that function alone, in text and JSON', async () => {
  const of = (...more: readonly string[]) =>
    jitlens(['explain', 'p21_training_many_edits.log', ...more]).then(({out}) => out)
  const named = (text: string): readonly string[] => [
    ...new Set([...text.matchAll(/^[▲◆●×|] ([^,\n]*), call/gmu)].map(([, name]) => name ?? '')),
  ]
  const [name = '', other] = named(await of())
  expect(other).toBeDefined()
  expect(named(await of('--function', name))).toEqual([name])
  const json: unknown = JSON.parse(await of('--function', name, '--json'))
  expect(json).toMatchObject({functions: [{function: name}]})
  expect(JSON.stringify(json)).not.toContain(`"function":"${other ?? ''}","call"`)
})

test('jitlens takes the files of a folder, in the order of their numbers, and leaves out what is no run', async () => {
  const log = readFileSync(join(__dirname, '../../examples/logs/p01_batch_size.log'))
  const files = {
    'logs/': null,
    'logs/host10.log': log,
    'logs/host2.log': log,
    'logs/.hidden.log': 'x',
    'logs/misses.json': '{}',
    'logs/notes.md': 'x',
    empty: null,
  }
  const {code, out} = await jitlens(['explain', 'logs/'], files)
  expect(code).toBe(0)
  expect([...out.matchAll(/^logs\/.*$/gm)].map(([name]) => name)).toEqual([
    'logs/host2.log',
    'logs/host10.log',
  ])
  expect((await jitlens(['explain', 'empty'], files)).err).toMatch(
    /^jitlens empty: this folder holds no log, trace or scenario; [^\n]*\n$/,
  )
})

test('jitlens explain A B tells each under its name', async () => {
  const {out} = await jitlens(['explain', 'p01_batch_size.log', 'p02_dtype.log'])
  expect(out).toMatch(/^p01_batch_size\.log\n[^]*\np02_dtype\.log\n/)
})

test('jitlens explain of a text in which nothing is of JAX says what a log is written with', async () => {
  const {code, out} = await jitlens(['explain', 'text.log'], {'text.log': 'Dear diary,\nnothing.\n'})
  expect(code).toBe(0)
  expect(out.split('\n').slice(0, 3).join(' ')).toBe(
    "Nothing of JAX's or torch's was read here: write the log with JAX_LOG_COMPILES=1 and JAX_EXPLAIN_CACHE_MISSES=1, or with TORCH_LOGS=recompiles where torch.compile does.",
  )
})

test('jitlens explain takes a log that begins with JSON of another program for a log', async () => {
  const {code, out} = await jitlens(['explain', 'mixed.log'], {
    'mixed.log': '{"loss": 0.5}\nFinished XLA compilation of jit(step) in 0.25 sec\n',
  })
  expect(code).toBe(0)
  expect(out).toContain('step')
})

test('jitlens report writes one file and says where', async () => {
  const {code, out, saved} = await jitlens(['report', 'p06_nnx_eval_toggle.log', '-o', 'demo.html'])
  expect(code).toBe(0)
  expect(out).toMatch(/^894 ms were compiling, 14 compiles: .*\ndemo\.html\n$/)
  expect(saved.get('demo.html')).toMatch(/^<!doctype html>/)
})

test.each([
  'Finished tracing f for jit in 0.1 sec\n',
  'import jax\n',
  '{"format": "jitlens", "version": 2}\n',
])('jitlens report replaces no file that is no page: %j', async (text) => {
  const {code, err, saved} = await jitlens(['report', '-o', 'b.log', 'p01_batch_size.log'], {'b.log': text})
  expect(code).toBe(2)
  expect(err).toMatch(/^jitlens -o b\.log: this file is there and is no page, [^\n]*\n$/)
  expect(saved.size).toBe(0)
})

test.each(['', '\n<!DOCTYPE html>\n<html></html>\n'])(
  'jitlens report replaces an older page, and a file without text: %j',
  async (text) => {
    const {saved} = await jitlens(['report', '-o', 'old.html', 'p01_batch_size.log'], {'old.html': text})
    expect(saved.get('old.html')).toMatch(/^<!doctype html>/)
  },
)

test('jitlens report --open shows what it wrote', async () => {
  const {code, opened} = await jitlens(['report', 'p01_batch_size.log', '-o', 'a.html', '--open'])
  expect([code, opened]).toEqual([0, ['a.html']])
  expect((await jitlens(['report', 'p01_batch_size.log', '-o', '-', '--open'])).code).toBe(2)
})

test('jitlens report of two logs writes one file that holds both', async () => {
  const {out, saved} = await jitlens(['report', 'p01_batch_size.log', 'p02_dtype.log'])
  expect([...saved.keys()]).toEqual(['report.html'])
  expect(out).toMatch(/^2 runs, 5 and 9 compiles; the longest compiling, .*\nreport\.html\n$/)
  expect(
    [...(saved.get('report.html') ?? '').matchAll(/data-name="(.*?)"/g)].map(([, name]) => name),
  ).toEqual(['p01_batch_size', 'p02_dtype'])
})

test('jitlens report holds the first 50 of many scenarios, and says so', async () => {
  const scenario = (at: number) => ({
    id: `s${at}`,
    category: 'values',
    title: `Scenario ${at}`,
    steps: [
      {do: 'def', name: 'f', body: 'forward'},
      {do: 'jit', name: 'step', fun: 'f'},
      {do: 'let', name: 'm', to: {Linear: {in: 4, out: 8}}},
      {do: 'call', fn: 'step', args: [{ref: 'm'}, {jnp: {shape: [2, 4]}}]},
    ],
  })
  const text = Array.from({length: 60}, (_, at) => JSON.stringify(scenario(at))).join('\n')
  const {code, out, saved} = await jitlens(['report', 'many.jsonl'], {'many.jsonl': text})
  expect(code).toBe(0)
  expect(out).toContain('This report holds the first 50 of 60 runs')
  const page = saved.get('report.html') ?? ''
  expect(page).toContain('the first 50 of 60 runs')
  expect([...page.matchAll(/data-name="(.*?)"/g)].map(([, name]) => name)).toEqual(
    Array.from({length: 50}, (_, at) => `Scenario ${at}`),
  )
})

test('jitlens check fails a program that compiles after its first calls, and names what broke it', async () => {
  const {code, out} = await jitlens(['check', 'p15_nnx_int_counter.log'])
  expect(code).toBe(1)
  expect(out).toMatch(/^failed: 2 misses beside first calls, 0 allowed; 52\.2 ms of 79\.6 ms\.\n/)
  expect(out).toContain('graphdef args[0].calls')
})

test('jitlens check --after N allows misses of the first N calls', async () => {
  expect((await jitlens(['check', 'p15_nnx_int_counter.log', '--after', '3'])).code).toBe(0)
  expect((await jitlens(['check', 'p15_nnx_int_counter.log', '--after', '2'])).code).toBe(1)
})

test('jitlens check --budget N allows N compiles in all', async () => {
  expect((await jitlens(['check', 'p15_nnx_int_counter.log', '--budget', '3'])).code).toBe(0)
  expect((await jitlens(['check', 'p15_nnx_int_counter.log', '--budget=2'])).code).toBe(1)
})

test('jitlens check --baseline passes what it wrote itself, and fails what is new', async () => {
  const {code, saved} = await jitlens([
    'check',
    'p01_batch_size.log',
    '--baseline',
    'base.json',
    '--update-baseline',
  ])
  expect(code).toBe(0)
  const files = {'base.json': saved.get('base.json') ?? ''}
  expect((await jitlens(['check', 'p01_batch_size.log', '--baseline', 'base.json'], files)).code).toBe(0)
  const other = await jitlens(['check', 'p02_dtype.log', '--baseline', 'base.json'], files)
  expect(other.code).toBe(1)
  expect(other.out).toContain('scale')
})

test('jitlens compare A A says that both miss alike', async () => {
  const {code, out} = await jitlens(['compare', 'p03_weak_type.log', 'p03_weak_type.log'])
  expect(code).toBe(0)
  expect(out).toMatch(/^Both runs miss alike: 4 misses/)
})

test.each([
  ['of A', ['notes.txt', 'p03_weak_type.log']],
  ['of B', ['p03_weak_type.log', 'notes.txt']],
  ['of both', ['notes.txt', 'notes.txt']],
])(
  'jitlens compare says %s, a text without a line of JAX, that there is nothing to compare',
  async (_, files) => {
    const {code, out, err} = await jitlens(['compare', ...files], {'notes.txt': 'Buy milk.\nCall Ada.\n'})
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(
      /^jitlens notes(?:\.txt)?: nothing of JAX's or torch's was read here, so there is nothing to compare; write the log with JAX_LOG_COMPILES=1 and JAX_EXPLAIN_CACHE_MISSES=1, or with TORCH_LOGS=recompiles where torch\.compile does\n$/,
    )
  },
)

test('jitlens hosts says of a text without a line of JAX that it compares nothing, and calls it equal to no host', async () => {
  const files = ['p22_host0.log', 'notes.txt', 'p22_host2.log']
  const {code, out, err} = await jitlens(['hosts', ...files], {'notes.txt': 'Buy milk.\nCall Ada.\n'})
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(
    /^jitlens notes\.txt: nothing of JAX's or torch's was read here, so there is nothing to compare; /,
  )
})

test('jitlens compare A B tells what appeared, what went and what changed cause', async () => {
  const {out} = await jitlens(['compare', 'p22_host0.log', 'p22_host1.log'])
  expect(out).toMatch(/^0 appeared, 0 went, 1 changed cause, 3 stayed/)
  expect(out).toContain('args[0].layers.1.deterministic')
})

test('jitlens hosts names the odd one out, the call and the component', async () => {
  const {code, out} = await jitlens(['hosts', 'p22_host0.log', 'p22_host1.log', 'p22_host2.log'])
  expect(code).toBe(0)
  expect(out.split('\n').slice(0, 2).join(' ')).toBe(
    'p22_host1 differs from the others at compile 3 of `forward`: args[0].layers.1.deterministic is True, before False.',
  )
  expect(out).toContain('Equal hosts: p22_host0, p22_host2 | p22_host1.')
})

test('jitlens ends with 0, 1 or 2 and one line at most on standard error, whatever it reads', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('explain', 'check', 'hosts', 'simulate'),
      fc.uint8Array({maxLength: 300}),
      async (name, bytes) => {
        const {code, err} = await jitlens([name, 'file'], {file: bytes})
        expect([0, 1, 2]).toContain(code)
        expect(err.trimEnd().split('\n').length).toBe(1)
      },
    ),
    {numRuns: 200},
  )
})

test('jitlens simulate prints the steps that failed, and refuses what the format has not with its line', async () => {
  const steps = (...more: readonly unknown[]): string =>
    JSON.stringify({
      title: 'one',
      steps: [
        {do: 'def', name: 'f', body: 'noop'},
        {do: 'jit', name: 'step', fun: 'f'},
        {do: 'let', name: 'model', to: {Linear: {in: 4, out: 8}}},
        ...more,
        {do: 'call', fn: 'step', args: [{ref: 'model'}]},
      ],
    })
  const simulated = (text: string) => jitlens(['simulate', 'a.json'], {'a.json': text})
  const {out, code} = await simulated(
    steps({do: 'write', at: 'model.in_features'}, {do: 'delete', at: 'model.gone.x'}),
  )
  expect(code).toBe(0)
  expect(out).toBe(
    "one\n  step: retrace\n  steps[3], write: TypeError: 'int' object is not subscriptable\n  steps[4], delete: there is no model.gone\n",
  )
  expect(await simulated(steps({do: 'wriet', at: 'model.kernel'}))).toMatchObject({
    code: 2,
    err: 'jitlens a.json, line 1, steps[3].do: unknown step "wriet"; did you mean "write"?\n',
  })
})

describe('jitlens simulate --release', () => {
  const scenario = JSON.stringify({
    id: 'static',
    title: 'a static keyword of another type',
    steps: [
      {do: 'def', name: 'f', body: 'xy'},
      {do: 'jit', name: 'step', fun: 'f', with: 'jax.jit', static_argnames: ['y']},
      {do: 'call', fn: 'step', args: [{jnp: {shape: [1]}}], kwargs: [['y', {int: 1}]]},
      {do: 'call', fn: 'step', args: [{jnp: {shape: [1]}}], kwargs: [['y', {bool: true}]]},
    ],
  })

  test('given twice tells what an upgrade changes, call by call and in one sentence', async () => {
    const {out, code} = await jitlens(['simulate', 'a.json', '--release', '0.8.2', '--release', '0.12.0.1'], {
      'a.json': scenario,
    })
    expect(code).toBe(0)
    expect(out).toContain('step 3, step: dispatch → retrace')
    expect(out.trim().split('\n').at(-1)).toMatch(
      /^From jax 0\.8\.2 to 0\.12\.0\.1, 1 of 1 scenario changes: 1 call has another outcome; /,
    )
    const same = await jitlens(['compare', 'a.json', '--release', '0.10.2', '--release', '0.12.0.1'], {
      'a.json': scenario,
    })
    expect(same.out.trim().split('\n').at(-1)).toBe(
      'From jax 0.10.2 to 0.12.0.1, 0 of 1 scenario change: every call has the same outcome.',
    )
  })

  test('given twice tells apart, and counted, where JAX itself gives another reason for the same outcome', async () => {
    const statics = JSON.stringify({
      id: 'statics',
      category: 'releases',
      title: 'a static of another value',
      steps: [
        {do: 'def', name: 'f', body: 'xy'},
        {do: 'jit', name: 'step', fun: 'f', with: 'jax.jit', static_argnums: [1]},
        {do: 'call', fn: 'step', args: [{jnp: {shape: [1]}}, {int: 1}]},
        {do: 'call', fn: 'step', args: [{jnp: {shape: [1]}}, {int: 2}]},
      ],
    })
    const both = ['simulate', 'a.json', '--release', '0.10.2', '--release', '0.12.0.1']
    const {out} = await jitlens(both, {'a.json': statics})
    expect(out).toBe(
      [
        "For the same outcome, JAX's own reason differs in 1 of 2.",
        "  1 is 'unavailable', before 'pytree': statics step 3",
        'From jax 0.10.2 to 0.12.0.1, 0 of 1 scenario change: every call has the same outcome.',
        '',
      ].join('\n'),
    )
    const json: unknown = JSON.parse((await jitlens([...both, '--json'], {'a.json': statics})).out)
    expect(json).toMatchObject({
      scenarios: [
        {
          calls: [],
          reasons: {
            told: 2,
            changed: [{step: 3, function: 'step', before: {kind: 'pytree'}, now: {kind: 'unavailable'}}],
          },
        },
      ],
    })
  })

  test('refuses a release whose caches are not known, and lists those that are', async () => {
    const {err, code} = await jitlens(['simulate', 'a.json', '--release', '0.6'], {'a.json': scenario})
    expect(code).toBe(2)
    expect(err).toContain('known are 0.7.2, 0.8.2, 0.9.0, 0.10.2, 0.11.2, 0.12.0.1')
  })
})

test('jitlens hosts takes one stream of several processes apart, and equal ones are equal', async () => {
  const log = readFileSync(join(__dirname, '../../examples/logs/p22_host0.log'), 'utf8')
  const text = log
    .trimEnd()
    .split('\n')
    .flatMap((line) => [`[0]: ${line}\n`, `[1]: ${line}\n`])
    .join('')
  const {code, out} = await jitlens(['hosts', 'all.log'], {'all.log': text})
  expect(code).toBe(0)
  expect(out).toMatch(/^2 hosts compile alike: \d+ misses each\.\n\nEqual hosts: host 0, host 1\.\n/)
})

test('jitlens hosts of 40 logs names the first hosts and the odd one with its file, and with --all every one', async () => {
  const files = Object.fromEntries(
    Array.from({length: 40}, (_, nth) => [
      `worker${nth}.log`,
      `Finished XLA compilation of jit(${nth === 33 ? 'other' : 'step'}) in 2 sec\n`,
    ]),
  )
  const {out} = await jitlens(['hosts', ...Object.keys(files)], files)
  expect(out.split('\n').length).toBeLessThan(40)
  expect(out).toMatch(/\nEqual hosts: worker0, worker1, worker2 and 36\s+more \| worker33\.\n/)
  expect(out).toMatch(/\nworker33: worker33\.log\nworker0: worker0\.log\n.*\nand 20 more \(--all\)\n$/s)
  const whole = (await jitlens(['hosts', '--all', ...Object.keys(files)], files)).out
  for (const name of Object.keys(files)) expect(whole).toContain(`: ${name}\n`)
  expect(whole).toMatch(/Equal hosts: worker0, worker1, worker2, worker3,/)
})

test('jitlens hosts LOG says of one host that there is none to compare it with', async () => {
  const log = 'Finished XLA compilation of jit(step) in 2 sec\n'
  const {code, out} = await jitlens(['hosts', 'a.log'], {'a.log': log})
  expect([code, out.split('\n')[0]]).toEqual([0, 'One host, with none beside it to compare it with: 1 miss.'])
})

describe('a log of torch.compile', () => {
  const log = readFileSync(join(__dirname, '../../examples/logs/torch/t2_counter.log'), 'utf8')

  test('jitlens check fails at its recompiles and passes as many as are allowed', async () => {
    expect((await jitlens(['check', 'step.log'], {'step.log': log})).code).toBe(1)
    expect((await jitlens(['check', '--budget', '6', 'step.log'], {'step.log': log})).code).toBe(0)
  })

  test('jitlens hosts tells two ranks apart, and lacks nothing of JAX’s', async () => {
    const lines = log.trimEnd().split('\n')
    const ranks = [0, 1].flatMap((rank) => lines.map((line) => `[rank${rank}]:${line}`))
    const {out} = await jitlens(['hosts', 'ranks.log'], {'ranks.log': `${ranks.join('\n')}\n`})
    expect(out).toContain('Equal hosts: rank0, rank1.')
    expect(out).not.toContain('JAX')
  })
})
