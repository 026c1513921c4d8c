import {isDeepStrictEqual} from 'node:util'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {
  type Blame,
  blames,
  components,
  decode,
  encode,
  type Event,
  evidences,
  type Fact,
  type Guard,
  guardKinds,
  layers,
  type Key,
  type Lookup,
  noSeconds,
  outcomes,
  show,
  stales,
  Trace,
} from '../../lib/log/index.ts'
import {loadScenarios, runScenario} from '../../lib/scenario/index.ts'
import {explain, type jax, jnp, nnx, plain, read, Session} from '../../lib/index.ts'

const text = fc.string({maxLength: 12})
const lookups: fc.Arbitrary<Lookup[]> = fc.array(
  fc.record({
    layer: fc.constantFrom(...layers),
    result: fc.constantFrom('hit' as const, 'miss' as const),
    entry: fc.integer({min: -1, max: 99}),
  }),
  {maxLength: 4},
)
const seconds = fc.double({min: 0, max: 1e4, noNaN: true}).map((value) => value + 0)
const option = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.option(value).map((found) => (found === null ? {} : {[name]: found}))

const places = fc.record({
  component: fc.constantFrom(...components),
  at: text,
  path: fc.array(text, {maxLength: 3}),
  now: fc.option(text),
  before: fc.option(text),
})
const reasons = fc
  .tuple(
    fc.record({kind: fc.constantFrom(...blames), places: fc.array(places, {maxLength: 2})}),
    option('redefined', fc.constant(true)),
    option('more', fc.nat()),
    option('said', text),
  )
  .map(([base, ...rest]): Blame => rest.reduce<Blame>((blame, part) => ({...blame, ...part}), base))

const guards = fc
  .tuple(
    fc.record({
      entry: fc.option(text),
      kind: fc.constantFrom(...guardKinds),
      path: fc.array(text, {maxLength: 3}),
      before: fc.option(text),
      now: fc.option(text),
      said: text,
    }),
    option('others', fc.array(fc.array(text, {maxLength: 2}), {minLength: 1, maxLength: 2})),
    option('what', text),
    option('index', fc.nat()),
    option('site', text),
  )
  .map(([base, ...rest]): Guard => rest.reduce<Guard>((guard, part) => ({...guard, ...part}), base))

const events = fc
  .tuple(
    fc.record({
      function: fc.constantFrom(0, 1),
      key: fc.constantFrom(-1, 0, 1),
      outcome: fc.constantFrom(...outcomes),
      evidence: fc.constantFrom(...evidences),
      time: fc.option(seconds).map((time) => time ?? Number.NaN),
      layers: lookups,
    }),
    fc.constantFrom(noSeconds, {trace: 0.5, lower: 0, compile: 3}),
    option('error', fc.record({type: text, message: text})),
    option('edit', text),
    option('line', fc.nat()),
    option('blamed', reasons),
    option('guards', fc.array(guards, {minLength: 1, maxLength: 3})),
    option('compile', text),
    option('limit', fc.record({name: text, value: fc.nat()})),
    option('stale', fc.record({how: fc.constantFrom(...stales), places: fc.array(places, {maxLength: 2})})),
    option('within', fc.constantFrom('nested', 'scan', 'grad', 'persistent', 'aot')),
    option(
      'evicted',
      lookups.filter((found) => found.length > 0),
    ),
  )
  .map(([base, spent, ...rest]): Event =>
    rest.reduce<Event>((event, part) => ({...event, ...part}), {...base, seconds: spent}),
  )

function traceOf(list: readonly Event[]): Trace {
  const trace = new Trace({producer: 'test', title: 'a title', versions: {jax: '0.10.2'}, notes: ['one']})
  trace.addFunction({name: 'step', file: 'train.py', line: 7, wrapper: 'jax.jit', params: ['x']})
  trace.addFunction({name: '__proto__', compiler: 'torch', owner: 'library'})
  trace.addKey({
    function: 0,
    facts: [
      {component: 'aval', kind: 'leaf', path: ['x', "['a']"], value: 'f32[4]'},
      {component: 'aval', kind: 'leaf', path: ['leaves', '[1]'], value: 'f32[]', unplaced: true},
      {
        component: 'graphdef',
        kind: 'node',
        path: ['model'],
        value: 'MLP',
        identity: '3',
        evidence: 'inferred',
      },
    ],
    unknown: [{component: 'static', path: []}],
  })
  trace.addKey({function: 1, facts: [], unknown: [], digest: 'abc'})
  for (const event of list) trace.append(event)
  return trace
}

const content = (trace: Trace): unknown => ({
  header: trace.header,
  functions: trace.functions,
  keys: Array.from({length: trace.keyCount}, (_, id) => trace.key(id)),
  events: [...trace],
  source: trace.source,
})

describe('decode(encode(trace))', () => {
  test('is the trace', () => {
    fc.assert(
      fc.property(fc.array(events, {maxLength: 20}), (list) => {
        const trace = traceOf(list)
        expect([...trace]).toEqual(list)
        expect(content(decode(encode(trace)))).toEqual(content(trace))
        expect([...encode(decode(encode(trace)))]).toEqual([...encode(trace)])
      }),
    )
  })

  test('is the trace whatever facts its keys share, and holds each fact once', () => {
    const fact = fc
      .tuple(
        fc.record({
          component: fc.constantFrom(...components.slice(0, 3)),
          kind: fc.constantFrom('node' as const, 'leaf' as const),
          path: fc.array(fc.constantFrom('a', 'b'), {maxLength: 2}),
          value: fc.constantFrom('', 'f32[4]'),
        }),
        option('identity', fc.constantFrom('', '0x7f', '0x80')),
        option('evidence', fc.constantFrom('observed', 'inferred')),
        fc.constantFrom({}, {unplaced: true as const}, {printed: {type: 'dict', as: 'size' as const}}),
      )
      .map(([base, ...rest]): Fact => rest.reduce<Fact>((made, part) => ({...made, ...part}), base))
    fc.assert(
      fc.property(fc.array(fc.array(fact, {maxLength: 12}), {maxLength: 8}), (keys) => {
        const trace = new Trace({producer: 'test'})
        trace.addFunction({name: 'step'})
        for (const facts of keys) trace.addKey({function: 0, facts, unknown: []})
        const lines = [...encode(trace)]
        expect(content(decode(lines))).toEqual(content(trace))
        expect([...encode(decode(lines))]).toEqual(lines)
        const whole = lines.flatMap((line) => line.match(/\["(?:function|static|tree)",/g) ?? [])
        expect(whole.length).toBeLessThanOrEqual(new Set(keys.flat().map((one) => JSON.stringify(one))).size)
      }),
    )
  })

  test('writes a fact whole where it is first met, then its number; a run of them as the first and how many', () => {
    const trace = new Trace({producer: 'test'})
    trace.addFunction({name: 'step'})
    const leaf = (name: string): Fact => ({component: 'aval', kind: 'leaf', path: [name], value: 'f32[]'})
    const node = (identity: string): Fact => ({
      component: 'graphdef',
      kind: 'node',
      path: ['m'],
      value: 'M',
      identity,
    })
    const [a, b, c] = [leaf('a'), leaf('b'), leaf('c')]
    for (const facts of [
      [node('1'), a, b],
      [node('2'), a, b, c],
      [c, node('2'), b],
    ])
      trace.addKey({function: 0, facts, unknown: []})
    expect(
      [...encode(trace)].filter((line) => line.startsWith('{"key"')).map((line): unknown => JSON.parse(line)),
    ).toEqual([
      {
        key: {
          function: 0,
          facts: [
            ['graphdef', 'node', ['m'], 'M', '1'],
            ['aval', 'leaf', ['a'], 'f32[]'],
            ['aval', 'leaf', ['b'], 'f32[]'],
          ],
          unknown: [],
        },
      },
      {
        key: {
          function: 0,
          facts: [
            ['graphdef', 'node', ['m'], 'M', '2'],
            [1, 2],
            ['aval', 'leaf', ['c'], 'f32[]'],
          ],
          unknown: [],
        },
      },
      {key: {function: 0, facts: [4, 3, 2], unknown: []}},
    ])
  })

  test('is the trace of a simulation, keys included', () => {
    const [scenario] = loadScenarios(
      '{"id": "a", "steps": [{"do": "def", "name": "f", "body": "noop"}, {"do": "jit", "name": "g", "fun": "f", "with": "jax.jit"}, {"do": "call", "fn": "g", "args": [{"int": 1}, {"dict": [["__proto__", {"float": 1}]]}]}, {"do": "call", "fn": "g", "args": [{"str": "x"}]}]}',
    )
    if (scenario === undefined) throw new Error('no scenario')
    const {trace} = runScenario(scenario)
    expect(trace.length).toBe(2)
    expect(content(decode(encode(trace)))).toEqual(content(trace))
  })

  test('appended to another trace again, event by event, gives the same lines', () => {
    fc.assert(
      fc.property(fc.array(events, {maxLength: 20}), (list) => {
        const first = decode(encode(traceOf(list)))
        expect([...encode(traceOf([...first]))]).toEqual([...encode(first)])
      }),
    )
  })
})

describe('decode(lines)', () => {
  const lines = [...encode(traceOf([]))]
  const broken: readonly (readonly [string, string])[] = [
    ['{"event": {', 'no JSON object'],
    ['[1, 2]', 'no JSON object'],
    ['{"surprise": 1}', 'a line that is no function, key, event or source'],
    ['{"function": {}}', 'a function without a name'],
    ['{"key": {"function": 9, "facts": []}}', 'a key of a function that is not there'],
    ['{"key": {"function": 0, "facts": [["aval", "leaf", "x", "f32[]"]]}}', 'a key with a broken fact'],
    ['{"key": {"function": 0, "facts": [4]}}', 'a key with a broken fact'],
    ['{"key": {"function": 0, "facts": [[2, 2]]}}', 'a key with a broken fact'],
    ['{"key": {"function": 0, "facts": [[0, -1]]}}', 'a key with a broken fact'],
    ['{"key": {"function": 0, "facts": [], "unknown": [3]}}', 'a key with a broken gap'],
    ['{"event": {"function": 5}}', 'an event of a function that is not there'],
    ['{"event": {"function": 0, "key": 7, "outcome": "hit"}}', 'an event with a key that is not there'],
    ['{"event": {"function": 0, "key": 0, "outcome": "great"}}', 'an event without an outcome'],
    [
      '{"event": {"function": 0, "key": 0, "outcome": "hit", "layers": [["attic", "hit", 0]]}}',
      'an event with broken layers',
    ],
    [
      '{"event": {"function": 0, "key": 0, "outcome": "retrace", "blamed": {"kind": "fate"}}}',
      "an event with a broken reason of JAX's",
    ],
    [
      '{"event": {"function": 0, "key": 0, "outcome": "hit", "stale": {"how": "luck"}}}',
      'an event that is stale for a broken reason',
    ],
    [
      '{"event": {"function": 0, "key": 0, "outcome": "hit", "stale": {"how": "read", "places": [7]}}}',
      'an event that is stale for a broken reason',
    ],
    [
      '{"event": {"function": 0, "key": -1, "outcome": "retrace", "guards": [{"kind": "LUCK", "path": [], "said": ""}]}}',
      'an event with a broken guard',
    ],
  ]

  test.each(broken)('counts %s and reads on', (line, kind) => {
    const trace = decode(
      [...lines, line, '', '{"event": {"function": 0, "key": 0, "outcome": "hit"}}'],
      'a.jsonl',
    )
    expect(trace.length).toBe(1)
    expect(trace.source?.unread).toEqual({
      lines: 1,
      own: 1,
      misses: 0,
      kinds: [{kind, lines: 1}],
      examples: [{line: lines.length + 1, text: line, kind}],
    })
  })

  test("keeps JAX's reason where an older trace holds it as a text", () => {
    const blamed = (said: string): Blame | undefined =>
      decode([...lines, JSON.stringify({event: {function: 0, key: 0, outcome: 'retrace', blamed: said}})]).at(
        0,
      ).blamed
    const types = 'different input types: x, now f32[2] and before f32[1]'
    expect(blamed(types)).toEqual({kind: 'unread', places: [], said: types})
    expect(blamed('never seen function')).toEqual({kind: 'function', places: []})
    expect(blamed('never seen function, but seen another function defined on the same line')).toEqual({
      kind: 'function',
      redefined: true,
      places: [],
    })
  })

  test('reads version 1, where each key holds all its facts whole', () => {
    const fact = ['aval', 'leaf', ['x'], 'f32[4]']
    const key = JSON.stringify({key: {function: 0, facts: [fact], unknown: []}})
    const trace = decode([
      '{"format": "jitlens", "version": 1, "producer": "test"}',
      '{"function": {"name": "step"}}',
      key,
      key,
    ])
    expect(trace.source).toBeNull()
    expect([0, 1].map((id) => trace.key(id).facts)).toEqual([
      [{component: 'aval', kind: 'leaf', path: ['x'], value: 'f32[4]'}],
      [{component: 'aval', kind: 'leaf', path: ['x'], value: 'f32[4]'}],
    ])
  })

  test('holds no more facts than a page can, however many runs of them a file asks for', () => {
    const facts = Array.from({length: 100_000}, (_, i) => ['aval', 'leaf', [`${i}`], 'f32[]'])
    const first = JSON.stringify({key: {function: 0, facts}})
    const again = '{"key": {"function": 0, "facts": [[0, 100000]]}}'
    const trace = decode([...lines, first, ...Array.from({length: 400}, () => again)])
    expect(trace.source?.unread.kinds).toEqual([{kind: 'a key with a broken fact', lines: 102}])
  })

  test('ends a path deeper than any model in one segment', () => {
    const path = Array.from({length: 5000}, (_, i) => `a${i}`)
    const trace = decode([
      ...lines,
      JSON.stringify({
        key: {function: 0, facts: [['graphdef', 'attribute', path, '1']], unknown: [['tree', path]]},
      }),
    ])
    const {facts, unknown} = trace.key(lines.filter((line) => line.startsWith(`{"key"`)).length)
    expect([...facts, ...unknown].map((place) => place.path.length)).toEqual([1000, 1000])
    expect(facts.map((fact) => fact.path.join('.'))).toEqual([path.join('.')])
  })

  test('counts every broken line and keeps the first twenty', () => {
    const trace = decode([...lines, ...Array.from({length: 50}, () => '!')])
    expect(trace.source?.unread.lines).toBe(50)
    expect(trace.source?.unread.examples).toHaveLength(20)
  })

  test('never fails on a line behind the header, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.json(),
            fc.record({event: fc.object(), key: fc.object()}).map((row) => JSON.stringify(row)),
          ),
        ),
        (rest) => {
          expect(() => decode([...lines, ...rest])).not.toThrow()
        },
      ),
    )
  })

  test('raises one sentence without a header, for a newer version, and for an empty file', () => {
    expect(() => decode(['{"event": {}}'], 'b.jsonl')).toThrow('b.jsonl: the first line is no jitlens header')
    expect(() => decode(['{"format": "jitlens", "version": 3}'])).toThrow(
      'format version 3; this jitlens reads versions 1 to 2; update jitlens',
    )
    expect(() => decode([])).toThrow('this file is empty')
  })
})

const header = '{"format": "jitlens", "version": 2}'
const deepList = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const deepObject = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`

test.each([
  '{"function": {"name": "f", "params": X, "runs": [{"name": X}], "owner": X}}',
  '{"key": {"function": 0, "facts": X, "unknown": X}}',
  '{"key": {"function": 0, "facts": [[0, X], ["aval", "leaf", X, "v"]], "unknown": [X]}}',
  '{"event": {"function": 0, "key": -1, "outcome": "retrace", "error": {"type": X, "message": X}, "seconds": [X], "limit": X}}',
  '{"event": {"function": 0, "key": -1, "outcome": X, "guards": X, "blamed": X, "stale": X}}',
  '{"source": {"name": X, "unread": {"kinds": [{"kind": X}], "examples": [{"text": X, "kind": X}]}, "eager": {"functions": [{"name": X}]}, "open": [{"process": X}]}}',
  'X',
])('decode() of a line %s with 100,000 lists or objects within one another goes on reading', (line) => {
  for (const deep of [deepList, deepObject]) {
    const trace = decode([
      header,
      '{"function": {"name": "f"}}',
      line.replaceAll('X', deep),
      '{"function": {"name": "last"}}',
    ])
    expect(trace.functions.at(-1)?.name).toBe('last')
    expect(() => JSON.stringify(plain(explain(trace)))).not.toThrow()
    expect(() => [...encode(trace)]).not.toThrow()
  }
})

test.each([
  '"version": X',
  '"version": 2, "versions": {"jax": X}, "producer": X, "layers": {"trace": X}, "notes": X',
])(
  'decode() of a header {"format": "jitlens", %s} of 100,000 lists within one another reads it or refuses it in a sentence',
  (words) => {
    for (const deep of [deepList, deepObject]) {
      const told = `{"format": "jitlens", ${words.replaceAll('X', deep)}}`
      if (words.startsWith('"version": X'))
        expect(() => decode([told])).toThrow(/^trace: format version unknown; [^\n]*$/)
      else expect(decode([told]).header.producer).toBe('unknown')
    }
  },
)

/** All that a value holds which can be written to, by its path. */
function* writable(value: unknown, path: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if (!Object.isFrozen(value)) yield path
  for (const [name, inner] of Object.entries(value)) yield* writable(inner, `${path}.${name}`)
}

/** What a trace gives out, but the events themselves, which are made anew. */
const given = (trace: Trace): object => ({
  header: trace.header,
  functions: trace.functions,
  source: trace.source,
  keys: Array.from({length: trace.keyCount}, (_, id) => trace.key(id)),
  events: [...trace].map((event) => Object.freeze(event)),
  seconds: [...trace].map((_, at) => trace.seconds(at)),
})

const recordedLog = (name: string): string =>
  readFileSync(join(__dirname, '../../examples/logs', name), 'utf8')
const simulatedTrace = (): Trace => {
  const session = new Session()
  const model = new nnx.Dropout({rate: 0.1, rngs: new nnx.Rngs(0)})
  const step = session.nnxJit((m: nnx.Dropout, x: jax.Array) => m.call(x))
  step(model, jnp.ones([2]))
  model.eval()
  step(model, jnp.ones([3]))
  return session.trace
}

test.each<readonly [string, () => Trace]>([
  ['read(log)', () => read(recordedLog('p06_nnx_eval_toggle.log'), {name: 'a.log'})],
  ['read(a log of torch)', () => read(recordedLog('torch/t2_counter.log'), {name: 'a.log'})],
  ['decode(lines)', () => decode(encode(read(recordedLog('p22_host1.log'))))],
  ['session.trace', simulatedTrace],
])('what the trace of %s gives out cannot be written to', (_, made) => {
  const trace = made()
  expect(trace.length).toBeGreaterThan(0)
  expect([...encode(trace)].length).toBeGreaterThan(3)
  for (const [name, value] of Object.entries(given(trace))) {
    const held: readonly unknown[] = Array.isArray(value) && name !== 'functions' ? value : [value]
    expect(held.flatMap((one) => [...writable(one, name)])).toEqual([])
  }
})

test('a trace stays as it is where a caller writes to an event or a list of positions, and grows past what was given out', () => {
  const trace = simulatedTrace()
  const before = [...encode(trace)]
  const {functions} = trace
  Object.assign(trace.at(0), {outcome: 'hit', seconds: noSeconds})
  trace.misses().reverse()
  expect(() => Object.assign(trace.at(0).layers, [null])).toThrow(TypeError)
  expect(() => Object.assign(trace.key(0).facts[0] ?? {}, {value: 'x'})).toThrow(TypeError)
  expect([...encode(trace)]).toEqual(before)
  trace.addFunction({name: 'later'})
  expect([functions.length, trace.functions.length, trace.functionCount]).toEqual([1, 2, 2])
})

describe('a Trace', () => {
  test('holds a plain event in 17 bytes', () => {
    const trace = traceOf([])
    for (let i = 0; i < 1000; i++) trace.hit(0, 0, i)
    expect(trace.bytes / trace.length).toBe(17)
    expect(trace.at(999)).toEqual({
      function: 0,
      key: 0,
      outcome: 'hit',
      evidence: 'simulated',
      time: 999,
      seconds: noSeconds,
      layers: [],
    })
  })

  test('answers by column as by event', () => {
    fc.assert(
      fc.property(fc.array(events, {maxLength: 80}), (list) => {
        const trace = traceOf(list)
        list.forEach((event, i) => {
          expect([
            trace.outcome(i),
            trace.functionAt(i),
            trace.keyAt(i),
            trace.time(i),
            trace.seconds(i),
          ]).toEqual([event.outcome, event.function, event.key, event.time, event.seconds])
        })
        expect(trace.misses()).toEqual(list.flatMap(({outcome}, i) => (outcome === 'hit' ? [] : [i])))
      }),
    )
  })

  test('refuses positions and keys that are not there', () => {
    const trace = traceOf([])
    expect(() => trace.at(0)).toThrow('trace position 0: this trace has 0 events')
    expect(() => trace.key(2)).toThrow('trace.key(2): this trace has keys 0 to 1')
  })

  test('tells a key as it was at the call, however the model is edited before somebody looks', () => {
    const session = new Session()
    const model = new nnx.Linear({in_features: 2, out_features: 3, rngs: new nnx.Rngs(0)})
    session.nnxJit((layer: nnx.Linear) => layer.kernel.value)(model)
    model.kernel.setValue(jnp.zeros([5, 5]))
    expect(
      session.trace
        .key(0)
        .facts.filter(({component}) => component === 'aval')
        .map(({value}) => value),
    ).toEqual(['f32[3]', 'f32[2,3]'])
  })
})

test('trace.key(id) gives each of many keys as it was given, in whatever order they are asked for, and again', () => {
  const leaf = fc.record({at: fc.nat(40), value: fc.constantFrom('f32[4]', 'f32[8]', 'i32[]')})
  const edits = fc.array(fc.record({keep: fc.nat(48), leaves: fc.array(leaf, {maxLength: 6})}), {
    minLength: 70,
    maxLength: 90,
  })
  fc.assert(
    fc.property(edits, fc.func(fc.integer()), (all, rank) => {
      const trace = new Trace({producer: 'test'})
      const values = Array.from({length: 48}, () => 'f32[2]')
      const given = all.map(({keep, leaves}): Omit<Key, 'id'> => {
        for (const {at, value} of leaves) values[at] = value
        const facts = values
          .slice(0, keep)
          .map((value, at): Fact => ({component: 'aval', kind: 'leaf', path: ['x', `[${at}]`], value}))
        return {function: 0, facts, unknown: []}
      })
      for (const key of given) trace.addKey(trace.keyCount % 2 > 0 ? key : () => key)
      const order = [...given.keys(), ...given.keys()].sort((a, b) => rank(a) - rank(b))
      // `toEqual` of so many keys takes a minute.
      expect(order.filter((id) => !isDeepStrictEqual(trace.key(id), {...given[id], id}))).toEqual([])
    }),
    {numRuns: 50},
  )
})

test('trace.key(id) gives equal facts of two keys as one object, whether a key was given or is made when it is asked for', () => {
  const trace = new Trace({producer: 'test'})
  const content = (rate: string): Omit<Key, 'id'> => ({
    function: 0,
    facts: [
      {component: 'graphdef', kind: 'attribute', path: ['model', 'rate'], value: rate},
      {
        component: 'graphdef',
        kind: 'node',
        path: ['model'],
        value: 'Net',
        identity: 'a class of the program',
      },
    ],
    unknown: [{component: 'aval', path: ['x']}],
  })
  trace.addKey(content('0.1'))
  trace.addKey(() => content('0.2'))
  const [one, other] = [trace.key(0), trace.key(1)]
  expect(other).toEqual({...content('0.2'), id: 1})
  expect(other.facts[1]).toBe(one.facts[1])
  expect(other.facts[0]?.path).toBe(one.facts[0]?.path)
  expect(other.unknown).toBe(one.unknown)
})

test('show(path) gives the two ends of a path of more than 4,000 letters', () => {
  const deep = show(['x', ...Array.from({length: 5000}, (_, i) => `[${i}]`)])
  expect(deep).toHaveLength(4003)
  expect(deep.startsWith('x[0][1]')).toBe(true)
  expect(deep.endsWith('[4998][4999]')).toBe(true)
})
