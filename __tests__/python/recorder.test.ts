import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {explain} from '../../lib/explain/index.ts'
import {decode, type Event, type Fact, show, type Trace} from '../../lib/log/index.ts'

const root = resolve(__dirname, '../..')
const programs = [
  ['p06', 'p06_nnx_eval_toggle.py'],
  ['p07', 'p07_nnx_add_layer.py'],
  ['p09', 'p09_nnx_model_rebuilt.py'],
  ['p15', 'p15_nnx_int_counter.py'],
  ['p17', 'p17_optimizer_recreated.py'],
  ['p21', 'p21_training_many_edits.py'],
] as const

const golden = (name: string): string =>
  readFileSync(join(root, `__tests__/golden/recorded/${name}.jsonl`), 'utf8')
const read = (text: string): Trace => decode(text.split('\n'))

/** What differs between two keys, fact by fact: `component path: now, before`. */
function differences(now: readonly Fact[], before: readonly Fact[]): string[] {
  const slots = (facts: readonly Fact[]) =>
    new Map(facts.map((fact) => [`${fact.component} ${show(fact.path)}`, fact]))
  const [mine, theirs] = [slots(now), slots(before)]
  const text = (fact: Fact | undefined): string => (fact === undefined ? 'nothing' : fact.value)
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((slot) => {
    const [one, two] = [mine.get(slot), theirs.get(slot)]
    if (one?.value === two?.value && one?.identity === two?.identity) return []
    return [`${slot}: ${text(one)}, before ${text(two)}`]
  })
}

interface Told {
  readonly name: string
  readonly event: Event
  /** Against the nearest earlier key of the function, the latest of equally near ones; null where it is the first. */
  readonly differs: readonly string[] | null
}

/** Every call with what differs from the earlier keys of its function, found by comparing with each of them. */
function told(trace: Trace): Told[] {
  const earlier = new Map<number, number[]>()
  return [...trace].map((event) => {
    const seen = earlier.get(event.function) ?? []
    earlier.set(event.function, [...seen, event.key])
    let differs: string[] | null = null
    for (const key of seen) {
      const found = differences(trace.key(event.key).facts, trace.key(key).facts)
      if (differs === null || found.length <= differs.length) differs = found
    }
    return {name: trace.functions[event.function]?.name ?? '', event, differs}
  })
}

const of = (calls: readonly Told[], name: string): Told[] => calls.filter((call) => call.name === name)
const misses = (calls: readonly Told[]): Told[] => calls.filter(({event}) => event.outcome !== 'hit')
/** Placement follows from what is passed and is no cause of a trace. */
const causes = ({differs}: Told): string[] => (differs ?? []).filter((text) => !text.startsWith('placement '))

describe('the recorded goldens', () => {
  test.each(programs)('decode(%s) reads every line', (name) => {
    const trace = read(golden(name))
    expect(trace.source).toBeNull()
    expect(trace.length).toBeGreaterThan(1)
    expect(trace.header.producer).toBe('jitlens recorder')
    expect(trace.header.notes?.join()).toMatch(/recording took [\d.e-]+ s of [\d.e+-]+ s/)
  })

  test.each(programs)('%s names no machine and writes every key once', (name) => {
    const text = golden(name)
    for (const path of text.match(/\/[\w.-]+\/[\w./-]+\.py/g) ?? [])
      expect(path).toMatch(/^\/home\/me\/train\//)
    const keys = text.split('\n').filter((line) => line.startsWith('{"key"'))
    expect(keys.length).toBe(read(text).keyCount)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test.each(programs)('in %s a hit has the key of an earlier call, and a trace has none', (name) => {
    const seen = new Set<number>()
    for (const {key, outcome} of read(golden(name))) {
      expect(seen.has(key)).toBe(outcome === 'hit')
      seen.add(key)
    }
  })
})

describe('what p21 says of itself is in its keys', () => {
  const calls = told(read(golden('p21')))
  const step = of(calls, 'step')
  const predict = of(calls, 'predict')

  it('holds the hits between the misses', () => {
    const words = (some: readonly Told[]) =>
      some
        .map(({event}) => (event.outcome === 'retrace' ? 'T' : event.outcome === 'hit' ? 'h' : event.outcome))
        .join('')
    expect(words(step)).toBe('ThThTTTTThTTT')
    expect(words(predict)).toBe('ThTTTTT')
  })

  it.each([
    [
      2,
      [
        'tree args: tuple of length 5, before tuple of length 4',
        'aval weight: f32[]{weak_type=True}, before nothing',
      ],
    ],
    [3, ['aval weight: i32[]{weak_type=True}, before f32[]{weak_type=True}']],
    [4, ['aval tokens: i32[8,7], before i32[8,5]']],
    [5, ['graphdef model.scale: 0.5, before 1.0']],
    [
      6,
      [
        'graphdef model.blocks.1.mlp.layers.1: <function gelu>, before <jax._src.custom_derivatives.custom_jvp object>',
      ],
    ],
    [7, ['graphdef model.out.kernel.frozen: True, before nothing']],
    [8, ['graphdef model.calls: 1, before 0']],
    [
      9,
      [
        'graphdef optimizer.opt_state.0.mu.out.kernel.frozen: True, before nothing',
        'graphdef optimizer.opt_state.0.nu.out.kernel.frozen: True, before nothing',
      ],
    ],
  ])('miss %i of step', (miss, expected) => {
    expect(misses(step).map(causes)[miss - 1]).toEqual(expected)
  })

  it('has misses 1 of step and of predict as first calls', () => {
    expect(misses(step)[0]?.differs).toBeNull()
    expect(misses(predict)[0]?.differs).toBeNull()
  })

  it('tells miss 10 of step by the identity of tx alone', () => {
    const [only, ...others] = misses(step)[9]?.differs ?? []
    expect(others).toEqual([])
    const [, now, before] = /^graphdef optimizer\.tx: (.*), before (.*)$/.exec(only ?? '') ?? []
    expect(now).toMatch(/^GradientTransformationExtraArgs\(/)
    expect(now).toBe(before)
  })

  it.each([
    [2, ['model.blocks.1.mlp.layers.1', 'model.calls', 'model.out.kernel.frozen', 'model.scale']],
    [
      3,
      ['model.blocks.0.attn.deterministic', 'model.blocks.1.attn.deterministic', 'model.drop.deterministic'],
    ],
    [4, ['model.blocks.0.attn.deterministic', 'model.blocks.1.attn.deterministic']],
  ])('miss %i of predict', (miss, paths) => {
    const found = misses(predict)[miss - 1]
    expect((found?.differs ?? []).map((text) => /^graphdef ([^:]*):/.exec(text)?.[1]).sort()).toEqual(paths)
  })

  it('shows in miss 5 of predict that blocks.1 became blocks.0', () => {
    const differs = misses(predict)[4]?.differs ?? []
    expect(differs).toContain('graphdef model.blocks._length: 1, before 2')
    expect(differs).toContain('graphdef model.blocks.1: model.blocks.0, before Block')
    expect(differs).toContain(
      'graphdef model.blocks.0.mlp.layers.1: <function gelu>, before <jax._src.custom_derivatives.custom_jvp object>',
    )
  })

  it('shows in miss 6 of predict that the norm of blocks.1 is shared', () => {
    expect(misses(predict)[5]?.differs).toContain(
      'graphdef model.blocks.1.norm: model.blocks.0.norm, before RMSNorm',
    )
  })

  it('explain(trace) names a cause for every later miss', () => {
    const {misses: found} = explain(read(golden('p21')))
    expect(
      found.map(({function: name, causes: {length}}) => `${name} ${length > 0 ? 'explained' : 'first'}`),
    ).toEqual(misses(calls).map(({name, differs}) => `${name} ${differs === null ? 'first' : 'explained'}`))
  })
})

describe('the causes of the smaller programs are in their keys', () => {
  const paths = (name: string): string[][] =>
    misses(told(read(golden(name)))).map((call) =>
      causes(call).map((text) => text.slice(0, text.indexOf(':'))),
    )

  it('p06 toggles evaluation', () => {
    expect(paths('p06')).toEqual([
      [],
      ['graphdef model.bn.use_running_average', 'graphdef model.drop.deterministic'],
    ])
  })

  it('p07 adds a layer', () => {
    const [, added = []] = paths('p07')
    expect(added).toEqual(
      expect.arrayContaining([
        'graphdef model.layers.2',
        'graphdef model.layers.2.kernel',
        'aval model.layers.2.kernel',
        'graphdef model.layers._length',
      ]),
    )
    expect(added.filter((path) => !/ model\.layers\.(2|_length)/.test(path))).toEqual([])
  })

  it('p09 builds a lambda and an optimizer each time', () => {
    expect(paths('p09')).toEqual([
      [],
      ['graphdef model.act', 'graphdef opt.tx'],
      ['graphdef model.act', 'graphdef opt.tx'],
    ])
  })

  it('p15 counts in a static attribute', () => {
    expect(paths('p15')).toEqual([[], ['graphdef m.calls'], ['graphdef m.calls']])
  })

  it('p17 builds an optimizer again', () => {
    expect(paths('p17')).toEqual([[], ['graphdef opt.tx']])
  })
})

/** A Python that has JAX and Flax: `$JITLENS_PYTHON`, else `python3`; null where there is none. */
function findPython(): string | null {
  const candidates = [process.env['JITLENS_PYTHON'], 'python3'].flatMap((name) =>
    name === undefined || name === '' ? [] : [name],
  )
  return (
    candidates.find(
      (name) =>
        spawnSync(name, ['-c', 'import jax, flax, optax'], {env: {...process.env, JAX_PLATFORMS: 'cpu'}})
          .status === 0,
    ) ?? null
  )
}

const python = findPython()

if (python === null)
  process.stdout.write(
    'recorder: no Python with jax, flax and optax here (set JITLENS_PYTHON to one); only the recorded goldens are checked\n',
  )
else
  describe('examples/python/jitlens.py', () => {
    const directory = join(root, 'examples/logs/programs')
    const record = (program: string): string => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      try {
        const file = join(folder, 'run.jsonl')
        const {status, stderr} = spawnSync(
          python,
          [join(root, 'examples/python/jitlens.py'), '-o', file, join(directory, program)],
          {
            encoding: 'utf8',
            env: {...process.env, JAX_PLATFORMS: 'cpu'},
          },
        )
        expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
        return readFileSync(file, 'utf8').replaceAll(`${directory}/`, '/home/me/train/')
      } finally {
        rmSync(folder, {recursive: true})
      }
    }

    /** Everything but the seconds. */
    const timeless = (trace: Trace) => ({
      functions: trace.functions,
      keys: Array.from({length: trace.keyCount}, (_, id) => trace.key(id)),
      events: [...trace].map((event) => ({...event, time: 0, seconds: null})),
    })

    test.each(programs)(
      'records %s as its golden does, apart from seconds',
      (name, program) => {
        const expected = read(golden(name))
        const recorded = read(record(program))
        expect([...recorded].map(({outcome}) => outcome)).toEqual([...expected].map(({outcome}) => outcome))
        const {jax, flax} = expected.header.versions ?? {}
        if (recorded.header.versions?.['jax'] === jax && recorded.header.versions?.['flax'] === flax)
          expect(timeless(recorded)).toEqual(timeless(expected))
      },
      900_000,
    )
  })
