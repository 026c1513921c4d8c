import {decode, encode, jnp, kwargs, Session} from '../../lib/index.ts'
import {
  type LayerName,
  layersIn,
  members,
  newest,
  releaseOf,
  type Rules,
  simulated,
  type SimulatedRelease,
  type Wording,
  writes,
} from '../../lib/release/index.ts'
import {compares} from '../../viz/charts/layers.ts'

/** A release of one's own: the newest with other rules. */
const like = (rules: Partial<Rules>): SimulatedRelease => ({
  ...newest,
  jax: '99.0',
  rules: {...newest.rules, ...rules},
})

const withLayer = (name: LayerName, change: Partial<Rules['layers'][number]>): SimulatedRelease =>
  like({layers: newest.rules.layers.map((row) => (row.name === name ? {...row, ...change} : row))})

const last = (session: Session): string => session.trace.at(session.trace.length - 1).outcome

const double = (x: Parameters<typeof jnp.add>[0]) => jnp.add(x, x)

test('a release is one value: a session simulates it, and its log and trace name it', () => {
  const session = new Session({release: like({})})
  session.jaxJit(double)(jnp.ones([2]))
  expect(session.trace.header).toMatchObject({release: '99.0', versions: {jax: '99.0', flax: newest.flax}})
})

test('releaseOf(version) says in one sentence which releases it knows', () => {
  expect(() => releaseOf('0.10')).toThrow(
    'release "0.10": its caches are not known; known are 0.7.2, 0.8.2, 0.9.0, 0.10.2, 0.11.2, 0.12.0.1',
  )
  expect(() => new Session({release: '0.6.2'})).toThrow('known are 0.7.2')
})

test("what a layer of a release of one's own compares is in its trace, written and read again, and a chart tells that", () => {
  const key = newest.rules.layers
    .flatMap((row) => (row.name === 'dispatch' ? row.key : []))
    .filter((member) => member !== 'avals')
  const session = new Session({release: withLayer('dispatch', {key})})
  const f = session.jaxJit(double)
  f(jnp.ones([2]))
  f(jnp.ones([3]))
  expect(last(session)).toBe('hit')
  const again = decode(encode(session.trace))
  for (const trace of [session.trace, again]) expect(compares(trace).dispatch.words).toBe(key.join(', '))
  expect(new Session().trace.header.layers).toBeUndefined()
})

const shapes = [1, 2, 3].map((n) => jnp.ones([n]))

/** The outcome of a call that was made before, when each layer of these keeps two entries and two others came between. */
const outcomeWhenFull = (layers: readonly LayerName[]): string => {
  const rows = newest.rules.layers.map((row) => (layers.includes(row.name) ? {...row, limit: 2} : row))
  const session = new Session({release: like({layers: rows})})
  const step = session.jaxJit(double)
  for (const x of [...shapes, shapes[0]]) step(x)
  return last(session)
}

test.each([
  ['none', 'hit', []],
  ['dispatch', 'dispatch', ['dispatch']],
  ['dispatch and infer', 'rebind', ['dispatch', 'infer']],
  ['dispatch, infer and compile', 'rewrap', ['dispatch', 'infer', 'compile']],
  ['dispatch and lower', 'relower', ['dispatch', 'lower']],
  ['dispatch and compile', 'recompile', ['dispatch', 'compile']],
  ['dispatch, infer and trace', 'retrace', ['dispatch', 'infer', 'trace']],
] as const)('where %s keep two entries, a call after two others is %s: %s', (_name, outcome, layers) => {
  expect(outcomeWhenFull(layers)).toBe(outcome)
})

test('a member left out of a key is not compared: without avals in dispatch, another shape is a wrong hit', () => {
  const {key} = newest.rules.layers.find(({name}) => name === 'dispatch') ?? {key: []}
  const session = new Session({
    release: withLayer('dispatch', {key: key.filter((member) => member !== 'avals')}),
  })
  const step = session.jaxJit(double)
  for (const x of shapes) step(x)
  expect([...session.trace].map(({outcome}) => outcome)).toEqual(['retrace', 'hit', 'hit'])
})

test('a layer whose key has what no key is made of is refused with the session, by name', () => {
  // @ts-expect-error: a table written in JavaScript may hold anything
  const release = withLayer('lower', {key: ['jaxpr', 'bogus']})
  expect(() => new Session({release})).toThrow(
    /^the layer lower of the release has 'bogus' in its key, which is no member of a key; known are function object, function, /,
  )
})

test('a release without a row for a layer is refused with the session, by its name', () => {
  const layers = newest.rules.layers.filter(({name}) => name !== 'infer')
  expect(() => new Session({release: like({layers})})).toThrow(
    'the release has no layer infer; its table needs a row of it',
  )
})

test('clear_cache() drops what the row of each layer says', () => {
  const outcomes = (drops: 'own' | 'none'): string => {
    const session = new Session({release: withLayer('trace', {drops})})
    const step = session.jaxJit(double)
    step(shapes[0])
    step.clear()
    step(shapes[0])
    return last(session)
  }
  expect([outcomes('own'), outcomes('none')]).toEqual(['retrace', 'rebind'])
})

test('a static keyword of another type but equal is traced in 0.8.2 as it was: no new trace', () => {
  const outcome = (release: string): string => {
    const session = new Session({release})
    const step = session.jaxJit(
      function step(x: unknown, _y: unknown) {
        return x
      },
      {static_argnames: ['_y']},
    )
    step(shapes[0], kwargs({_y: 1}))
    step(shapes[0], kwargs({_y: true}))
    return last(session)
  }
  expect(['0.7.2', '0.8.2', '0.9.0', '0.12.0.1'].map(outcome)).toEqual([
    'dispatch',
    'dispatch',
    'retrace',
    'retrace',
  ])
})

test('a page, which holds the layers alone, tells those of the release that a trace names, of the last one before it that is known, or the newest ones', () => {
  for (const {jax, rules} of simulated) expect(layersIn(jax)).toBe(rules.layers)
  expect([layersIn(undefined), layersIn('0.4.30')]).toEqual([newest.rules.layers, newest.rules.layers])
  for (const [version, known] of [
    ['0.8.1', '0.7.2'],
    ['0.8.3', '0.8.2'],
    ['0.9.2', '0.9.0'],
    ['0.10.9', '0.10.2'],
    ['0.11.10', '0.11.2'],
    ['1.0', '0.12.0.1'],
  ] as const)
    expect(layersIn(version)).toBe(releaseOf(known).rules.layers)
})

describe('a setting', () => {
  /** What the next call is after a setting has changed. */
  const afterChange = (release: SimulatedRelease, name: string): string => {
    const session = new Session({release})
    const step = session.jaxJit(double)
    step(shapes[0])
    session.update(name, 'another')
    step(shapes[0])
    return last(session)
  }

  test.each([
    [['dispatch'], 'dispatch'],
    [['dispatch', 'infer'], 'rebind'],
    [['dispatch', 'lower'], 'relower'],
    [['dispatch', 'infer', 'trace', 'lower'], 'retrace'],
    [['infer', 'trace', 'lower'], 'hit'],
    [[], 'hit'],
  ] as const)('that enters the keys of %j makes the next call: %s', (keys, outcome) => {
    const settings = {...newest.rules.settings, jax_new_setting: {start: null, keys, drives: null}}
    expect(afterChange(like({settings}), 'jax_new_setting')).toBe(outcome)
  })

  test('of JAX that is not in the table enters no key', () => {
    expect(afterChange(newest, 'jax_platforms')).toBe('hit')
  })
})

test('a line is of its first release, of its last, and of those between them; one without a last is of all later ones', () => {
  const line: Wording<'traced'> = {since: '0.6.2', until: '0.10', says: 'traced', line: ''}
  const versions = ['0.4.30', '0.6.1', '0.6.2', '0.7', '0.9.9', '0.10', '0.10.1', '0.11']
  expect(versions.filter((version) => writes(line, version))).toEqual(['0.6.2', '0.7', '0.9.9', '0.10'])
  expect(versions.filter((version) => writes({...line, until: undefined}, version))).toEqual(
    versions.slice(2),
  )
})

test('a release whose table has no row of a layer is refused', () => {
  const layers = newest.rules.layers.filter(({name}) => name !== 'lower')
  expect(() => new Session({release: {...newest, rules: {...newest.rules, layers}}})).toThrow(
    'the release has no layer lower; its table needs a row of it',
  )
})

test.each([
  ['placement', ['kinds', 'input shardings', 'input device']],
  [
    'options',
    [
      'wrapper',
      'donation',
      'donated leaves',
      'shardings',
      'compiler options',
      'device option',
      'unused inputs',
      'static options',
      'input shardings',
      'output shardings',
      'input device',
    ],
  ],
  [
    'static',
    ['static positions', 'static arguments', 'static keywords', 'static keywords by ==', 'static hashes'],
  ],
  ['function', ['function object', 'function', 'wrapper', 'function name']],
  ['tree', ['tree']],
  ['graphdef', ['tree']],
  ['aval', ['avals']],
  ['context', ['settings']],
])('the facts of a key that tell of its %s belong to these members', (component, known) => {
  const found = Object.entries(members).filter(([, parts]) => parts.some((part) => part === component))
  expect(found.map(([name]) => name)).toEqual(known)
})
