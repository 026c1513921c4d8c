import {float, jnp, nnx, Session, tuple} from '../../lib/index.ts'

const ones = jnp.ones([3])
const outcomes = ({trace}: Session): readonly string[] => [...trace].map(({outcome}) => outcome)

/** What calls with these values of a static argument do, one after another. */
function outcomesWith(values: readonly unknown[]): readonly string[] {
  const session = new Session()
  const f = session.jaxJit((x: unknown, _value: unknown) => x, {static_argnums: 1})
  for (const value of values) f(ones, value)
  return outcomes(session)
}

test.each([
  ['alone', () => [float(NaN), float(NaN)]],
  ['in a tuple', () => [tuple(float(NaN)), tuple(float(NaN))]],
  ['deep in tuples', () => [tuple(1, tuple('a', float(NaN))), tuple(1, tuple('a', float(NaN)))]],
])('another NaN as a static argument, %s, is never equal to the one before: a retrace', (_where, make) => {
  expect(outcomesWith(make())).toEqual(['retrace', 'retrace'])
})

test.each([
  ['alone', (nan: unknown) => nan],
  ['in tuples of their own', (nan: unknown) => tuple(nan)],
])(
  'one NaN given twice as a static argument, %s, is equal to itself, as math.nan is: a hit',
  (_where, make) => {
    const own = float(NaN)
    for (const nan of [NaN, own]) expect(outcomesWith([make(nan), make(nan)])).toEqual(['retrace', 'hit'])
    expect(outcomesWith([make(NaN), make(own)])).toEqual(['retrace', 'retrace'])
  },
)

test.each([
  ['float(NaN)', () => float(NaN), 'retrace'],
  ['NaN', () => NaN, 'hit'],
  ['a tuple of float(NaN)', () => tuple(float(NaN)), 'retrace'],
  ['a tuple of NaN', () => tuple(NaN), 'hit'],
])(
  'of two models that each have %s as an attribute the second is equal where the NaN is one object',
  (_what, make, outcome) => {
    const session = new Session({release: '0.10.2'})
    const f = session.nnxJit(step)
    for (const model of [new Around(make()), new Around(make())]) f(model, ones)
    expect(outcomes(session)).toEqual(['retrace', outcome])
  },
)

test.each([
  [null, NaN],
  [NaN, null],
  ['None', null],
  [0, null],
  [0, ''],
])('of two models with %p and %p as an attribute the second is another: a retrace', (one, other) => {
  const session = new Session()
  const f = session.nnxJit(step)
  for (const value of [one, other]) f(new Around(value), ones)
  expect(outcomes(session)).toEqual(['retrace', 'retrace'])
})

test('None, NaN, 0 and False are told apart as static arguments', () => {
  expect(outcomesWith([null, NaN, 0, null, NaN])).toEqual(['retrace', 'retrace', 'retrace', 'hit', 'hit'])
  expect(outcomesWith([0, false])).toEqual(['retrace', 'retrace'])
})

test('a model with a NaN of its own is equal to itself: a hit', () => {
  const session = new Session({release: '0.10.2'})
  const f = session.nnxJit(step)
  const model = new Around(float(NaN))
  for (const _ of [1, 2]) f(model, ones)
  expect(outcomes(session)).toEqual(['retrace', 'hit'])
})

test('the same numbers but NaN are equal as static arguments: a hit', () => {
  expect(outcomesWith([float(1.5), float(1.5)])).toEqual(['retrace', 'hit'])
  expect(outcomesWith([tuple(float(1.5)), tuple(float(1.5))])).toEqual(['retrace', 'hit'])
})

class Named extends nnx.Module {
  readonly held: unknown

  constructor(held: unknown) {
    super()
    this.held = held
  }
}

class Around extends nnx.Module {
  readonly inner: unknown

  constructor(inner: unknown) {
    super()
    this.inner = inner
  }
}

interface Held {
  readonly model: unknown
  readonly names: string[]
}

/** A model with a list of names that many modules down, held as it is told, and the list. */
function modelOf(depth: number, hold: (names: string[]) => unknown = (names) => names): Held {
  const names = ['a']
  let model: unknown = new Named(hold(names))
  for (let i = 0; i < depth; i++) model = new Around(model)
  return {model, names}
}

const step = (_model: unknown, x: unknown): unknown => x

/** For each way to jit, how a call falls after the list of its model has grown. */
const ways = [
  ['nnx.jit', 'hit', (session: Session) => session.nnxJit(step)],
  [
    'nnx.jit, graph_updates=False',
    'retrace',
    (session: Session) => session.nnxJit(step, {graph_updates: false}),
  ],
  ['nnx.jit, graph=False', 'retrace', (session: Session) => session.nnxJit(step, {graph: false})],
  ['jax.jit', 'retrace', (session: Session) => session.jaxJit(step)],
] as const

describe.each(ways)(
  'under %s, after the list of a second model has grown, a call is a %s',
  (_way, grown, jitted) => {
    const calls = (one: Held, other: Held): readonly string[] => {
      const session = new Session()
      const f = jitted(session)
      f(one.model, ones)
      f(other.model, ones)
      other.names.push('b')
      f(other.model, ones)
      f(other.model, ones)
      f(one.model, ones)
      return outcomes(session)
    }

    test.each([0, 1, 2, 3])('when the list is held %i modules down', (depth) => {
      expect(calls(modelOf(depth), modelOf(depth))).toEqual(['retrace', 'hit', grown, 'hit', 'hit'])
    })

    test.each([
      ['after a number', (names: string[]) => tuple(1, names)],
      ['before a number', (names: string[]) => tuple(names, 1)],
      ['in another tuple', (names: string[]) => tuple(1, tuple('a', names))],
    ])('when the list stands in a tuple, %s', (_where, hold) => {
      expect(calls(modelOf(0, hold), modelOf(0, hold))).toEqual(['retrace', 'hit', grown, 'hit', 'hit'])
    })
  },
)
