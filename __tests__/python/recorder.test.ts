import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {explain} from '../../lib/explain/index.ts'
import {decode, type Event, type Fact, show, type Trace} from '../../lib/log/index.ts'
import {forking, has, quick} from './real.ts'

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
  return candidates.find((name) => has(name, 'jax', 'flax', 'optax')) ?? null
}

const python = findPython()

if (python === null)
  process.stdout.write(
    'recorder: no Python with jax, flax and optax here (set JITLENS_PYTHON to one); only the recorded goldens are checked\n',
  )
else
  describe('examples/python/jitlens.py', () => {
    const directory = join(root, 'examples/logs/programs')
    const recorder = join(root, 'examples/python/jitlens.py')
    const environment = {...process.env, ...quick, PYTHONHASHSEED: '0'}
    const run = forking(python, environment)

    /** Runs a program plainly or recorded; what it did, and the lines of the recording. */
    const runRecorded = (program: string, ...options: readonly string[]) => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      try {
        const file = join(folder, 'run.jsonl')
        const {status, signal, stdout, stderr} = run([recorder, '-o', file, ...options, program])
        return {status, signal, stdout, stderr, text: readFileSync(file, 'utf8')}
      } finally {
        rmSync(folder, {recursive: true})
      }
    }

    /** The same for a program that is given as text. */
    const runText = (text: string, ...options: readonly string[]) => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      try {
        writeFileSync(join(folder, 'program.py'), text)
        const {text: recording, ...rest} = runRecorded(join(folder, 'program.py'), ...options)
        return {...rest, text: recording, trace: read(recording)}
      } finally {
        rmSync(folder, {recursive: true})
      }
    }

    const runFile = (program: string) => {
      const {text, ...rest} = runRecorded(join(__dirname, program))
      return {...rest, trace: read(text)}
    }

    const record = (program: string): string => {
      const {status, stderr, text} = runRecorded(join(directory, program))
      expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
      return text.replaceAll(`${directory}/`, '/home/me/train/')
    }

    const nameOf = (trace: Trace, event: Event): string => trace.functions[event.function]?.name ?? ''

    /** The calls of the program's own functions: everything but the seconds and the numbers of entries, identities numbered as they are met. */
    const own = (trace: Trace) => {
      const numbers = new Map<string, number>()
      const number = (identity: string): number => {
        if (!numbers.has(identity)) numbers.set(identity, numbers.size)
        return numbers.get(identity) ?? 0
      }
      return [...trace].flatMap(({time: _time, seconds: _seconds, key, function: id, ...event}) => {
        const {id: _id, ...fn} = trace.functions[id] ?? {id: -1, name: ''}
        if (fn.owner !== undefined) return []
        const facts = trace.key(key).facts.map(({identity, ...fact}) => ({
          ...fact,
          identity: identity?.split(' ').map(number),
        }))
        const layers = event.layers.map(({layer, result}) => `${layer} ${result}`)
        return [{...event, layers, function: fn, facts}]
      })
    }

    test.each(programs)(
      'records the calls of %s as its golden does, apart from seconds',
      (name, program) => {
        const expected = read(golden(name))
        const recorded = read(record(program))
        expect(own(recorded).map(({outcome}) => outcome)).toEqual(own(expected).map(({outcome}) => outcome))
        const {jax, flax} = expected.header.versions ?? {}
        if (recorded.header.versions?.['jax'] === jax && recorded.header.versions?.['flax'] === flax)
          expect(own(recorded)).toEqual(own(expected))
      },
      900_000,
    )

    describe('of a program that lives from what a recorder could change', () => {
      const program = join(__dirname, 'stress.py')
      const plain = spawnSync(python, [program], {encoding: 'utf8', env: environment})
      const recorded = runRecorded(program)
      const lines = (stdout: string): string[] => stdout.split('\n')

      test.each(lines(plain.stdout).filter((line) => line !== ''))('%s, recorded as plainly', (line) => {
        expect(lines(recorded.stdout)).toContain(line)
      })

      it('ends as it does plainly, and has a whole recording', () => {
        expect([plain.status, recorded.status]).toEqual([0, 0])
        expect(recorded.stderr).not.toMatch(/^jitlens/m)
        const trace = read(recorded.text)
        expect(trace.source).toBeNull()
        const calls = (name: string): number =>
          [...trace].filter((event) => nameOf(trace, event) === name).length
        expect(calls('policy')).toBe(7)
        expect(calls('scaled')).toBe(3)
      })

      it('has the calls that a callback made', () => {
        const trace = read(recorded.text)
        const line =
          readFileSync(program, 'utf8').split('\n').indexOf('    inner = jax.jit(lambda x: x * 3)') + 1
        const called = [...trace].filter((event) => trace.functions[event.function]?.line === line)
        expect(called.map(({outcome}) => outcome)).toEqual(['retrace', 'hit'])
      })
    })

    it('tells everything that compiles, however it is reached, with its seconds', () => {
      const {trace, stdout} = runText(`
import functools, jax, jax.numpy as jnp
from jax import monitoring
names = []
monitoring.register_event_duration_secs_listener(
    lambda event, seconds, fun_name="", **_: names.append(fun_name) if event.endswith("backend_compile_duration") else None)
def made():
    return jax.jit(lambda x: x - 1)
made()(jnp.arange(3.0))
def ahead(x): return x * 2
for n in (2, 3): jax.jit(ahead).lower(jnp.ones(n)).compile()
jax.lax.scan(lambda c, x: (c + x, c), 0.0, jnp.ones(4))
def squared(x): return (x * x).sum()
jax.grad(jax.jit(squared))(jnp.ones(5))
def each(x): return x + 1
for n in (2, 3): jax.pmap(each)(jnp.ones((1, n)))
print(*sorted(name.removeprefix("jit(").removeprefix("pmap(").removesuffix(")") for name in names), sep=",")
`)
      const compiled = [...trace].filter(({seconds}) => seconds.compile > 0)
      const [names, logged] = [
        compiled.map((event) => nameOf(trace, event).replace(/ .*/, '')),
        stdout.trim().split(','),
      ]
      expect(names.sort()).toEqual(logged.sort())
      const ahead = explain(trace).misses.filter(({function: name}) => name === 'ahead')
      expect(ahead.map(({causes}) => causes.map(({path, now, before}) => [path, now, before]))).toEqual([
        [],
        [['x', 'f32[3]', 'f32[2]']],
      ])
    })

    it('has each compile of a gradient, a batch and a derivative outside jit, with its cause and the number of its call', () => {
      const {trace, stderr, stdout} = runText(`
import jax, jax.numpy as jnp, numpy as np
from jax import monitoring
names = []
monitoring.register_event_duration_secs_listener(
    lambda event, seconds, fun_name="", **_: names.append(fun_name) if event.endswith("backend_compile_duration") else None)
def loss(x): return (x ** 2).sum()
def layer(w, h): return h @ w
loss, layer = jax.jit(loss), jax.jit(layer)
for n in (1, 2, 2, 3): jax.grad(loss)(np.ones(n, np.float32))
for n in (2, 3, 3): jax.vmap(loss)(np.ones((n, 5), np.float32))
def net(ws, x):
    for w in ws: x = layer(w, x)
    return x.sum()
ws = [jnp.ones((2, 4)), jnp.ones((4, 4)), jnp.ones((4, 4))]
for _ in range(3): jax.grad(net)(ws, jnp.ones((3, 2)))
square = jax.jit(lambda x: x ** 2)
for x in (1.0, 2.0): jax.value_and_grad(square)(x)
jax.jacobian(square)(3.0)
print(*names)
`)
      expect(stderr).toBe('')
      const compiled = [...trace].filter(({seconds}) => seconds.compile > 0)
      expect(compiled).toHaveLength(stdout.trim().split(' ').length)
      const told = explain(trace).misses.flatMap((miss) =>
        ['loss', 'layer', '<lambda>'].includes(miss.function)
          ? [
              `${miss.function} ${String(miss.call)} ${miss.causes.map(({path, now}) => `${path} ${String(now)}`).join(', ')}`,
            ]
          : [],
      )
      expect(told).toEqual([
        'loss 1 ',
        'loss 1 jax.grad backward pass by x',
        'loss 2 x f32[2]',
        'loss 2 x f32[2]',
        'loss 4 x f32[3]',
        'loss 4 x f32[3]',
        'loss 5 x f32[2,5], jax.vmap of x, jax.grad null',
        'loss 6 x f32[3,5]',
        'layer 1 ',
        'layer 2 w f32[4,4], h f32[3,4], jax.grad forward pass by w, h',
        'layer 2 jax.grad backward pass by w, h',
        'layer 2 w f32[2,4], h f32[3,2], jax.grad backward pass by w',
        '<lambda> 1 ',
        '<lambda> 1 jax.grad backward pass by x',
        '<lambda> 1 jax.grad batch of backward pass by x',
      ])
      expect(explain(trace).misses.find(({within}) => within === 'grad')?.advice).toBe(
        'Nothing to fix: what a transform (`jax.grad`) makes of `loss` is a program of its own. With the transform inside, `jax.jit(jax.grad(…))`, there is one for all.',
      )
      expect(
        [...trace].filter((event) => event.outcome === 'hit').map((event) => nameOf(trace, event)),
      ).toEqual(['loss', 'loss', ...Array<string>(7).fill('layer'), '<lambda>', '<lambda>'])
    })

    it('says of a function that was compiled before it began that earlier calls are missing, and not that it was never seen', () => {
      const {trace, stdout} = runText(`
import jax, jax.numpy as jnp, jitlens, os
path = os.path.join(os.path.dirname(__file__), "late.jsonl")
def old(x): return x * 2
def new(x): return x + 1
old, new = jax.jit(old), jax.jit(new)
x = [jnp.ones(n) for n in range(1, 5)]
old(x[0])
with jitlens.record(path, old, new):
    old(x[1]); old(x[2]); new(x[0]); new(x[1])
print(open(path).read(), end="")
`)
      expect([...trace].filter((event) => event.late === true)).toEqual([])
      const late = explain(read(stdout))
      expect(
        late.misses.map((miss) => [miss.function, miss.taxonomy, miss.causes.map(({path}) => path)]),
      ).toEqual([
        ['old', 'unknown', []],
        ['old', 'type', ['x']],
        ['new', 'compulsory', []],
        ['new', 'type', ['x']],
      ])
      expect(late.misses[0]?.sentence).toBe(
        'old was traced again: JAX met it before, in calls that are not held here.',
      )
    })

    it('counts a call that jax_disable_jit lets run without a program as no hit, and says so', () => {
      const {trace} = runText(`
import jax
f = jax.jit(lambda x: x * 2)
f(1.0)
with jax.disable_jit():
    f(2.0)
    try: jax.jit(lambda x: 1 / 0)(1.0)
    except ZeroDivisionError: pass
f(3.0)
`)
      expect([...trace].map(({outcome}) => outcome)).toEqual(['retrace', 'hit'])
      expect(trace.header.notes?.at(-1)).toBe(
        'calls that ran without jit, by jax_disable_jit, are not recorded: 2',
      )
    })

    it('goes on after the program cleared the listeners of JAX, and adds none that it could see', () => {
      const {trace, stdout} = runText(`
import jax
from jax._src import monitoring
print(monitoring._event_listeners, monitoring._event_duration_secs_listeners)
jax.monitoring.clear_event_listeners()
f = jax.jit(lambda x: x)
f(1.0)
f(1)
`)
      expect(stdout).toBe('[] []\n')
      expect([...trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace'])
    })

    it('tells a function of pmap, and a shard_map outside jit, by what the user wrote', () => {
      const {trace, stderr} = runText(`
import os
os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2"
import functools, jax, jax.numpy as jnp, numpy as np
from jax.sharding import Mesh, PartitionSpec as P
def each(x, rate): return x["a"] * rate
mapped = jax.pmap(functools.partial(each))
for n in (2, 3): mapped({"a": jnp.ones((2, n))}, rate=jnp.ones(2))
mesh = Mesh(np.array(jax.devices()), ("d",))
jax.shard_map(lambda v: v * 2, mesh=mesh, in_specs=P("d"), out_specs=P("d"))(jnp.ones(4))
`)
      expect(stderr).not.toContain('jitlens:')
      const {misses: all} = explain(trace)
      const mapped = all.filter(({function: name}) => /\beach\b/.test(name))
      expect(mapped.map(({causes}) => causes.map(({path, now, before}) => [path, now, before]))).toEqual([
        [],
        [["x['a']", 'f32[2,3]', 'f32[2,2]']],
      ])
      for (const name of trace.functions
        .map(({name}) => name)
        .filter((name) => /^(_fun|HashablePartial|call_wrapped)/.test(name)))
        expect(name).toMatch(/ \((jax\.pmap|shard_map) of \w+\)$/)
    })

    it('records the hits of jax.pmap with the misses, and tells its static arguments by their names', () => {
      const {trace, stderr} = runText(`
import jax, jax.numpy as jnp
def step(w, scale, b): return w * b * scale
mapped = jax.pmap(step, static_broadcasted_argnums=1, in_axes=(0, None, None))
for n, scale in ((2, 3), (2, 3), (3, 3), (3, 4), (3, 4)): mapped(jnp.ones((1, n)), scale, jnp.ones(n))
`)
      expect(stderr).not.toContain('jitlens:')
      const calls = [...trace].filter((event) => /\bstep\b/.test(nameOf(trace, event)))
      const isToldOf = calls.some(({outcome}) => outcome === 'hit')
      expect(calls.map(({outcome}) => outcome)).toEqual(
        ['retrace', 'hit', 'retrace', 'retrace', 'hit'].filter((outcome) => isToldOf || outcome !== 'hit'),
      )
      if (!isToldOf) expect(trace.header.notes?.join()).toContain('hits of jax.pmap are not recorded')
      const {misses: all} = explain(trace)
      const told = all.filter(({function: name}) => /\bstep\b/.test(name))
      expect(told.map(({causes}) => causes.map(({path, now, before}) => [path, now, before]))).toEqual([
        [],
        [
          ['w', 'f32[1,3]', 'f32[1,2]'],
          ['b', 'f32[3]', 'f32[2]'],
        ],
        [['scale', '4', '3']],
      ])
    })

    it('numbers the entries that are made, and tells which of them are cleared', () => {
      const {trace} = runText(`
import jax, numpy as np
f, g = jax.jit(lambda x: x + 1), jax.jit(lambda x: x * 2)
for n in (1, 2): f(np.ones(n)), g(np.ones(n))
f.clear_cache()
f(np.ones(2))
jax.clear_caches()
g(np.ones(2))
`)
      const dispatch = [...trace].map(({layers, evicted}) => {
        const numbers = (all: Event['layers'] = []) =>
          all.flatMap(({layer, entry}) => (layer === 'dispatch' ? [entry] : []))
        return [numbers(layers), numbers(evicted)]
      })
      expect(dispatch).toEqual([
        [[0], []],
        [[1], []],
        [[2], []],
        [[3], []],
        [[4], [0, 2]],
        [[5], [1, 3, 4]],
      ])
    })

    it('has docstrings whose examples run', () => {
      const {status, stdout} = run(['-m', 'doctest', recorder])
      expect([status, stdout]).toEqual([0, ''])
    })

    it('redacts what a stale hit differs in', () => {
      const {text, trace} = runText(
        `
import jax
TOKEN, rate = "s3cret", 1.0
def step(x): return x * rate + len(TOKEN)
step = jax.jit(step)
step(1.0)
TOKEN, rate = "t0psecret", 2.0
step(1.0)
`,
        '--redact',
        'TOKEN',
      )
      expect(text).not.toMatch(/s3cret|t0psecret/)
      expect([...trace].at(-1)?.stale?.places.map(({path, now}) => [...path, now])).toEqual([
        ['rate', '2.0'],
        ['TOKEN', '<redacted>'],
      ])
    })

    it('tells what is traced or lowered ahead of time once: as compiled where it is, else as it is', () => {
      const {trace} = runText(`
import jax, jax.numpy as jnp, numpy as np
def step(x): return x * 2
x = [np.ones(n, np.float32) for n in range(6)]
jitted = jax.jit(step)
jitted.lower(x[1])
jitted.trace(x[2])
jitted.lower(x[3]).compile()
jitted(x[1])
jitted(x[1])
`)
      expect([...trace].map(({outcome, within}) => [outcome, within])).toEqual([
        ['retrace', 'aot'],
        ['retrace', undefined],
        ['hit', undefined],
        ['retrace', 'ahead'],
      ])
    })

    it('names what differs in the words of the user', () => {
      const {trace} = runText(`
import dataclasses, functools, jax, jax.numpy as jnp
@functools.partial(jax.tree_util.register_dataclass, data_fields=["w"], meta_fields=["scale"])
@dataclasses.dataclass
class Model:
    w: object
    scale: float
def applied(rate, model, x): return model.w * x * model.scale + rate
part = jax.jit(functools.partial(applied, 0.5))
w, w3 = jnp.ones(2), jnp.ones(3)
part(Model(w, 1.0), w)
part(Model(w, 2.0), w)
jax.clear_caches()
part(Model(w, 2.0), w)
def body(carry, x): return carry + x, carry
jax.lax.scan(body, 0.0, w)
jax.lax.scan(body, 0.0, w3)
for _ in range(2): jax.lax.scan(lambda carry, x: (carry * x, carry), 0.0, w)
loss = jax.jit(lambda v: (v * v).sum())
loss._fun.__name__ = loss.__name__ = "loss"
jax.grad(loss)(w)
jax.grad(loss)(w3)
`)
      const told = explain(trace).misses.flatMap((miss) =>
        ['applied', 'scan', 'loss'].includes(miss.function)
          ? [[miss.function, miss.taxonomy, ...miss.causes.map(({path}) => path)].join(' ')]
          : [],
      )
      expect(told.sort()).toEqual(
        [
          'applied compulsory',
          'applied static value model.scale',
          'applied capacity',
          'scan compulsory',
          'scan static value length args[1]',
          'scan static value jaxpr',
          'scan identity scan',
          'loss compulsory',
          'loss context jax.grad',
          'loss type v',
          'loss type v',
        ].sort(),
      )
    })

    it('reads models whose nodes are containers of NNX, and tells what differs in them by its path', () => {
      const {trace} = runText(`
import jax.numpy as jnp
from flax import nnx
class Net(nnx.Module):
    def __init__(self, n, rngs):
        self.heads = nnx.Dict(a=nnx.Linear(2, n, rngs=rngs), b=nnx.Param(jnp.ones(2)))
        self.blocks = nnx.List([nnx.Linear(2, 2, rngs=rngs)])
    def __call__(self, x): return self.heads["a"](self.blocks[0](x))
step = nnx.jit(lambda net, x: net(x))
for n in (3, 3, 4): step(Net(n, nnx.Rngs(0)), jnp.ones(2))
`)
      const calls = [...trace].filter((event) => nameOf(trace, event) === '<lambda>')
      expect(calls.map(({outcome, key}) => [outcome, key >= 0])).toEqual([
        ['retrace', true],
        ['hit', true],
        ['retrace', true],
      ])
      const {causes} = explain(trace).misses.filter((miss) => miss.function === '<lambda>')[1] ?? {causes: []}
      expect(causes.map(({path}) => path)).toContain('net.heads.a.kernel')
    })

    it('compares a miss with what its own function object was called with, not with another of that line', () => {
      const {trace} = runText(`
import jax, numpy as np
jitted = [jax.jit(lambda x, k=k: x * k) for k in range(3)]
for one in jitted: one(np.float32(1))
for one in jitted: one(np.int32(1))
def body(c, x): return c + x, c
for dtype in (np.float32, np.int32):
    for _ in range(2): jax.lax.scan(lambda c, x: (c + x, c), dtype(0), np.ones(3, dtype))
`)
      const told = explain(trace).misses.flatMap(({function: name, causes}) =>
        name === '<lambda>' || name === 'scan' ? [`${name} ${causes.map(({path}) => path).join()}`] : [],
      )
      expect(told.sort()).toEqual(
        [
          '<lambda> ',
          ...Array<string>(2).fill('<lambda> <lambda>'),
          ...Array<string>(3).fill('<lambda> x'),
        ].concat(['scan ', 'scan scan', 'scan scan', 'scan args[0],args[1]'].sort()),
      )
    })

    it('tells the hits that ran the program of an earlier value, and no others', () => {
      const {status, stderr, trace} = runFile('stale.py')
      expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
      const wrong = explain(trace).misses.filter(({verdict}) => verdict === 'wrong hit')
      const told = wrong.map(({function: name, causes}) => [name, ...causes.map(({path}) => path)].join(' '))
      expect(told.filter((one, at) => told.indexOf(one) === at)).toEqual([
        'stale_method self.scale',
        "stale_method self.scale self.config['rate']",
        'stale_static self.power',
        'stale_closure net.norm.use_running_average net.blocks.0.deterministic net.blocks.1.deterministic',
        'stale_closure net.linear.kernel',
        'stale_partial model.norm.use_running_average model.blocks.0.deterministic model.blocks.1.deterministic',
        'stale_globals RATE',
        'stale_globals weights',
        'stale_globals loss weights',
        'stale_number model.calls',
      ])
      expect(wrong[0]?.sentence).toBe(
        'stale_method hit, and ran the program of an earlier value: self.scale is 3.0, before 2.0.',
      )
    })

    it('tells a hit as wrong where what changed was surely read, else as one that may be', () => {
      const {status, stderr, trace} = runFile('doubtful.py')
      expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
      const hits = explain(trace).misses.filter(({outcome}) => outcome === 'hit')
      expect(hits.length).toBe(8)
      for (const {function: name, verdict} of hits)
        expect(`${name} ${verdict}`).toBe(`${name} ${name.startsWith('sure') ? 'wrong hit' : 'unknown'}`)
      expect(hits.map(({function: name}) => name).filter((name) => name.startsWith('right'))).toEqual([])
      expect(hits.find(({verdict}) => verdict === 'unknown')?.sentence).toMatch(
        /^maybe_\w+ hit, and may have run the program of an earlier value: self\.\S*scale is 4\.0, before 2\.0\.$/,
      )
    })

    it('follows what a function reads through helpers, containers, aliases and classes above', () => {
      const {status, stderr, trace} = runFile('reached.py')
      expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
      const names = [...new Set([...trace].map((event) => nameOf(trace, event)))]
      const hits = explain(trace).misses.filter(({outcome}) => outcome === 'hit')
      const verdicts = new Map(hits.map(({function: name, verdict}) => [name, verdict]))
      const expected = {sure: 'wrong hit', maybe: 'unknown', right: 'no'}
      for (const [kind, verdict] of Object.entries(expected)) {
        const called = names.filter((name) => name.startsWith(kind))
        expect(called.length).toBeGreaterThan(5)
        for (const name of called) expect(`${name} ${verdicts.get(name) ?? 'no'}`).toBe(`${name} ${verdict}`)
      }
      const sentences = hits.flatMap(({sentence}) => / value: (.*)\.$/.exec(sentence)?.slice(1) ?? [])
      expect(sentences).toEqual(
        expect.arrayContaining([
          "table['a'] is 1.5, before 1.0",
          'layers[1].k is 2.2, before 2.1',
          'self.k is 2.0, before 1.0',
        ]),
      )
    })

    it('tells each wrong hit, and those of functions that were compiled before the recording', () => {
      const {trace} = runText(`
import jax
class Model:
    def __init__(self): self.k = 2.0
    def run(self, x): return x * self.k
model = Model()
f = jax.jit(model.run)
f(1.0)
model.k = 5.0
for _ in range(3): f(1.0)
model.k = 2.0
f(1.0)
`)
      expect([...trace].map(({stale}) => stale?.how)).toEqual([
        undefined,
        ...Array<string>(3).fill('read'),
        undefined,
      ])
      const [, later] = runBetween(`
import jax, numpy as np
class Model:
    def __init__(self): self.k = 2.0
    def run(self, x): return x * self.k
model = Model()
f = jax.jit(model.run)
f(np.ones(3)), f(np.ones(4)), f(np.ones(5))
with jitlens.record("run.jsonl"):
    f(np.ones(3))
    model.k = 3.0
    f(np.ones(3)), f(np.ones(6))
    model.k = 4.0
    f(np.ones(6)), f(np.ones(3))
`)
      expect(later).toEqual([undefined, 'maybe', undefined, 'read', 'maybe'])
    })

    /** What a program that records a part of itself writes to run.jsonl: how its calls are stale. */
    const runBetween = (text: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      try {
        const path = JSON.stringify(join(root, 'examples/python'))
        writeFileSync(
          join(folder, 'program.py'),
          `import sys\nsys.path.insert(0, ${path})\nimport jitlens\n${text}`,
        )
        const {status, stderr} = run(['program.py'], folder)
        expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
        return [
          status,
          [...read(readFileSync(join(folder, 'run.jsonl'), 'utf8'))].map(({stale}) => stale?.how),
        ] as const
      } finally {
        rmSync(folder, {recursive: true})
      }
    }

    it('tells no stale hit where counters, caches, buffers and states change beside jitted functions', () => {
      const {status, stderr, trace} = runFile('quiet.py')
      expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
      expect([...trace].filter(({outcome}) => outcome === 'hit').length).toBeGreaterThan(20)
      expect([...trace].filter(({stale}) => stale !== undefined)).toEqual([])
    })

    it('gives each hit the key of its call, in nested recordings too', () => {
      const {trace} = runText(`
import jax, jax.numpy as jnp, numpy as np
def f(x, n=1): return x["a"] * n
f = jax.jit(f, static_argnames="n")
calls = [lambda k=k: f({"a": jnp.ones(k)}) for k in (2, 3, 4)]
calls += [lambda: f({"a": jnp.ones(2)}, n=2), lambda: f({"a": np.ones(2, np.float32)}), lambda: f({"b": 1.0, "a": jnp.ones(2)})]
for _ in range(3):
    for call in calls: call()
    for call in reversed(calls): call(); call()
f.clear_cache()
calls[2](); calls[2]()
`)
      const keys = [...trace].flatMap((event) =>
        nameOf(trace, event) === 'f' ? [`${event.outcome === 'hit' ? '' : '+'}${String(event.key)}`] : [],
      )
      const numbers = new Map<string, string>()
      for (const key of keys)
        if (key.startsWith('+') && !numbers.has(key)) numbers.set(key, String(numbers.size))
      const round = ['0', '1', '2', '3', '4', '5', '55', '44', '33', '22', '11', '00'].join('')
      const called = keys.map((key) => numbers.get(key.startsWith('+') ? key : `+${key}`))
      expect(called.join('')).toBe(`${round}${round}${round}22`)
      expect(keys.filter((key) => key.startsWith('+'))).toHaveLength(7)
    })

    it('writes no value of an array, no long text, and nothing of a redacted name', () => {
      const {text} = runText(
        `
import dataclasses, jax, jax.numpy as jnp, numpy as np
@dataclasses.dataclass(frozen=True)
class Settings:
    secret: str
    table: object = dataclasses.field(hash=False, compare=False)
step = jax.jit(lambda config, x, key: x, static_argnames=("config", "key"))
step(Settings("s3cret", (np.full(2, 777.25), jnp.full(2, 888.5))), 1.0, key="s3cret")
step(Settings("x" * 100_000, None), 1.0, key="other")
`,
        '--redact',
        'key',
        '--redact',
        'secret',
      )
      expect(text).not.toMatch(/s3cret|777\.25|888\.5|x{2000}/)
      expect(text).toContain('<array f')
    })

    it('asks no repr of the program where it could read an array, and tells what the object holds', () => {
      const {text, stdout} = runText(`
import collections, dataclasses, functools, jax, jax.numpy as jnp, numpy as np
jax_array, numpy_array, asked = jnp.full(2, 888.5, jnp.float32), np.full(2, 777.25), []
class Loud:
    def __init__(self, w): self.w = w
    def __repr__(self): return asked.append(self) or f"Loud({self.w} {float(self.w[0])} {self.w.tolist()})"
class Slots:
    __slots__ = ("w", "n")
    def __init__(self, w): self.w, self.n = w, 3
    __repr__ = Loud.__repr__
class Circle(Loud):
    def __init__(self): self.me, self.w = [self, self], jax_array
@dataclasses.dataclass(frozen=True, eq=False)
class Data:
    inner: object
    n: int = 1
class Mute:
    def __init__(self, w): self.w = w
    def __repr__(self): return "Mute"
step = jax.jit(lambda config, x: x, static_argnums=0)
for w in (jax_array, numpy_array):
    for one in (Loud(w), Data(Loud(w)), Slots(w), Circle(), functools.partial(print, Loud(w)), Loud(w).__repr__, frozenset([Loud(w)])):
        step(one, 1.0)
step(Mute(3), 1.0)
print(len(asked), f"{jax_array}", repr(jax_array), str(jax_array))
`)
      expect(stdout).toBe('0 [888.5 888.5] Array([888.5, 888.5], dtype=float32) [888.5 888.5]\n')
      expect(text).not.toMatch(/777\.25|888\.5/)
      for (const told of [
        'Loud(w=<array f32[2]>)',
        'Data(inner=Loud(w=<array f64[2]>), n=1)',
        'Slots(w=<array f32[2]>, n=3)',
        'Circle(me=[…, …], w=<array f32[2]>)',
        'functools.partial(<built-in function print>, Loud(w=<array f32[2]>))',
        '"Mute"',
      ])
        expect(text.replaceAll('\\u2026', '…')).toContain(told)
    })

    it('runs nothing of a static argument but its repr, which may even exit', () => {
      const {status, stdout, trace} = runText(`
import jax
class Lazy:
    def __getattr__(self, name):
        if not name.startswith("__"): print("asked", name)
        raise AttributeError(name)
class GraphDef(Lazy): pass
class Exiting:
    def __repr__(self): raise SystemExit("exits")
step = jax.jit(lambda config, x: x, static_argnums=0)
for one in (Lazy(), GraphDef(), Exiting(), Exiting()):
    step(one, 1.0), step(one, 1.0), step(one, 2)
`)
      expect([status, stdout]).toEqual([0, ''])
      expect([...trace].map(({outcome}) => outcome).join(' ')).toBe(
        Array<string>(4).fill('retrace hit retrace').join(' '),
      )
    })

    it('tells hits of long static tuples apart by one item', () => {
      const {trace} = runText(`
import jax
step = jax.jit(lambda x, table: x, static_argnums=1)
long = tuple(range(5000))
tables = (long, (*long[:-1], 0), (0, *long), (long, long), (long, (*long[:-1], 0)), tuple(map(str, long)))
for _ in range(3):
    for table in tables: step(1.0, table)
`)
      expect([...trace].map(({key}) => key).join('')).toBe('012345'.repeat(3))
    })

    it('redacts a name wherever it stands: in slots, partials, sets, items, texts and errors', () => {
      const {text, status} = runText(
        `
import dataclasses, functools, jax, jax.numpy as jnp
class Slots:
    __slots__ = ("token",)
    def __init__(self, token): self.token = token
    def __repr__(self): return f"Slots {self.token}"
@dataclasses.dataclass(frozen=True)
class Data:
    token: str
@functools.partial(jax.jit, static_argnums=0)
def step(config, x): return x
for one in (Slots("s3cret"), (Slots("s3cret"),), frozenset([Data("s3cret")]), functools.partial(print, token="s3cret"),
            tuple({"token": "s3cret"}.items()), "token='s3cret'", Slots("s3cret").__repr__):
    step(one, 1.0)
@functools.partial(jax.jit, static_argnames="token")
def raising(x, token): raise ValueError(f"bad {token}")
try: raising(1.0, token="s3cret")
except ValueError: pass
class Tree:
    def __init__(self, x, aux): self.x, self.aux = x, aux
jax.tree_util.register_pytree_node(Tree, lambda tree: ((tree.x,), tree.aux), lambda aux, held: Tree(*held, aux))
jax.jit(lambda tree: tree.x)(Tree(1.0, Data("s3cret")))
`,
        '--redact',
        'token',
      )
      expect(status).toBe(0)
      expect(text).not.toContain('s3cret')
      expect(text).toContain('functools.partial(<built-in function print>, token=<redacted>)')
    })

    it('tells bound methods of two objects apart, equal ones too: JAX does', () => {
      const {trace} = runText(`
import dataclasses, functools, jax
@dataclasses.dataclass(frozen=True)
class Model:
    n: int = 1
    def apply(self, x): return x * self.n
@functools.partial(jax.tree_util.register_dataclass, data_fields=["x"], meta_fields=["apply_fn"])
@dataclasses.dataclass
class State:
    x: object
    apply_fn: object
step = jax.jit(lambda apply, x: apply(x), static_argnums=0)
train = jax.jit(lambda state: state.apply_fn(state.x))
kept = Model()
for one in (kept, kept, Model(), Model()): step(one.apply, 1.0), train(State(1.0, one.apply))
`)
      const told = explain(trace).misses.map(({causes}) => causes.map(({path}) => path).join())
      expect(told).toEqual(['', '', 'apply', 'state.apply_fn', 'apply', 'state.apply_fn'])
    })

    it('goes on with the program where the disk is full, and says so once', () => {
      const {status, stdout, stderr} = runFull()
      expect([status, stdout]).toEqual([0, 'done\n'])
      expect(stderr.match(/^jitlens: .*$/gm)).toEqual([
        'jitlens: the recording /dev/full ends here, the program goes on (OSError: [Errno 28] No space left on device)',
      ])
    })

    const runFull = () => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      try {
        const program = join(folder, 'program.py')
        writeFileSync(program, 'import jax\nfor n in (1, 2, 3): jax.jit(lambda x: x)(n)\nprint("done")\n')
        return run([recorder, '-o', '/dev/full', program])
      } finally {
        rmSync(folder, {recursive: true})
      }
    }

    it('replaces no file that is no recording, and the program does not run', () => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      const program = join(folder, 'program.py')
      writeFileSync(program, 'import jax\nprint("ran")\n')
      expect(run([recorder, '-o', program, program])).toMatchObject({
        status: 2,
        stdout: '',
        stderr: `jitlens: ${program}: this file is there and is no recording, which would replace it; name another\n`,
      })
      expect(readFileSync(program, 'utf8')).toBe('import jax\nprint("ran")\n')
      rmSync(folder, {recursive: true})
    })

    it('says of a recording that holds no call that it holds none', () => {
      const {status, stdout, stderr, trace} = runText('print("done")\n')
      expect([status, stdout, trace.length]).toEqual([0, 'done\n', 0])
      expect(stderr).toMatch(
        /^jitlens: .* holds no call: no jitted function was called between its start and its end\./m,
      )
      expect(explain(trace).headline).toBe(
        'No jitted function was called between its start and its end. Start it before the first call.',
      )
    })

    it('leaves a readable file of a process that is killed', () => {
      const {signal, trace} = runText(
        'import jax, os, signal\nf = jax.jit(lambda x: x)\nf(1.0)\nf(1)\nos.kill(os.getpid(), signal.SIGKILL)\n',
      )
      expect(signal).toBe('SIGKILL')
      expect([...trace].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace'])
      expect(explain(trace).notes).toEqual([
        'the recording has not ended: calls after the last one that it holds are missing',
      ])
    })

    it('compiles a program as Python does, with what its own file imports from __future__', () => {
      const {status, stdout} = runText('def f(x: int): pass\nprint(f.__annotations__["x"])\n')
      expect([status, stdout]).toEqual([0, "<class 'int'>\n"])
    })

    it('records named functions alone, in recordings that nest, and counts the others', () => {
      const {text} = runNested()
      const [outer, inner] = text.map(read)
      const told = (trace: Trace | undefined) =>
        trace === undefined ? [] : [...trace].map((event) => `${nameOf(trace, event)} ${event.outcome}`)
      expect(told(outer)).toEqual(['f retrace', 'f hit', 'f hit'])
      expect(told(inner)).toEqual(['f hit', 'g retrace'])
      expect(outer?.header.notes?.join()).toMatch(/1 compiles of other functions took .* not recorded: g/)
    })

    const runNested = () => {
      const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
      try {
        const program = join(folder, 'program.py')
        writeFileSync(
          program,
          `
import sys
sys.path.insert(0, ${JSON.stringify(join(root, 'examples/python'))})
import jax, jitlens
kind = type(jax.jit(lambda: 0))
before = kind.__call__
f, g = jax.jit(lambda f: f), jax.jit(lambda g: g)
f.__name__, g.__name__ = "f", "g"
f._fun.__name__, g._fun.__name__ = "f", "g"
with jitlens.record("outer.jsonl", f) as same:
    assert same is f
    f(1.0)
    with jitlens.record("inner.jsonl"):
        f(1.0)
        g(1.0)
    f(1.0)
assert kind.__call__ is before
`,
        )
        const {status, stderr} = run([program], folder)
        expect(`${String(status)} ${status === 0 ? '' : stderr}`).toBe('0 ')
        return {text: ['outer', 'inner'].map((name) => readFileSync(join(folder, `${name}.jsonl`), 'utf8'))}
      } finally {
        rmSync(folder, {recursive: true})
      }
    }
  })
