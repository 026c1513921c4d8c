import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {outcomes} from '../../lib/log/index.ts'
import {
  type Agreement,
  checkScenario,
  loadScenarios,
  type Ran,
  runScenario,
  type Scenario,
} from '../../lib/scenario/index.ts'

/**
 * Recordings of JAX 0.10.2 with flax 0.12.8, by category: how many calls, looks and errors each holds. Written by hand so
 * that a file cannot shrink unseen. `texts` counts the errors whose wording is known to differ:
 * optax's sentence on trees that differ.
 */
const recorded: Readonly<
  Record<
    string,
    {readonly categories: Readonly<Record<string, number>>; readonly texts?: number; readonly reasons: number}
  >
> = {
  catalogue: {
    categories: {
      values: 21,
      avals: 83,
      pytree: 29,
      static: 40,
      identity: 26,
      graphdef: 108,
      errors: 22,
      split: 20,
      aliasing: 15,
      lowering: 19,
      propagation: 36,
      modes: 36,
      equality: 29,
      describe: 16,
    },
    reasons: 288,
  },
  fuzz: {categories: {fuzz: 5277}, reasons: 2115},
  wide: {
    categories: {
      args: 345,
      edits: 522,
      inside: 291,
      sharing: 286,
      signature: 340,
      split: 262,
      statics: 324,
      training: 292,
    },
    reasons: 1358,
  },
  corners: {categories: {corners: 1183}, reasons: 379},
  random: {
    categories: {
      fuzz: 2623,
      args: 163,
      edits: 239,
      inside: 159,
      sharing: 193,
      signature: 172,
      split: 109,
      statics: 208,
      training: 134,
    },
    reasons: 1851,
  },
  wider: {
    categories: {
      edits2: 1359,
      inside2: 505,
      wrappers: 784,
      statics2: 801,
      equality: 482,
      sharing2: 166,
      split2: 129,
      training2: 211,
      errors: 210,
      scalars: 474,
    },
    reasons: 2040,
    texts: 1,
  },
  donation: {categories: {donation: 21}, reasons: 7},
  donated: {categories: {donated: 609}, reasons: 416},
  promoted: {categories: {promotion: 612, nans: 24}, reasons: 352},
}

const load = kept((name: string): readonly Scenario[] =>
  loadScenarios(readFileSync(join(__dirname, `../golden/${name}.jsonl`), 'utf8'), `${name}.jsonl`),
)

const run = kept((scenario: Scenario): Ran => runScenario(scenario, {names: 'recorded'}))

/** The same function, which is called once for each thing that it is asked. */
function kept<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const value = known.get(key) ?? of(key)
    known.set(key, value)
    return value
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

describe.each(Object.entries(recorded))(
  'the goldens of %s.jsonl',
  (name, {categories, texts = 0, reasons}) => {
    const agreements: Agreement[] = []

    beforeAll(() => {
      for (const scenario of load(name)) agreements.push(checkScenario(run(scenario)))
    }, 120_000)

    test('hold these categories and no other', () => {
      expect([...new Set(agreements.map(({category}) => category))].sort()).toEqual(
        Object.keys(categories).sort(),
      )
    })

    test.each(Object.entries(categories))(
      'simulate agrees with real JAX on every call of category %s (%i)',
      (category, count) => {
        const found = agreements.filter((agreement) => agreement.category === category)
        expect(found.flatMap(({disagreements}) => disagreements)).toEqual([])
        expect(sum(found.map(({records}) => records))).toBe(count)
        expect(sum(found.map(({agree}) => agree))).toBe(count)
      },
    )

    test(`hold ${reasons} reasons that JAX gave for a trace, and simulate gives the same ones`, () => {
      expect(agreements.flatMap((agreement) => agreement.reasons.disagreements)).toEqual([])
      expect(sum(agreements.map((agreement) => agreement.reasons.records))).toBe(reasons)
    })

    test(`tell errors that simulate words as JAX and Flax do, but for ${texts}`, () => {
      expect(sum(agreements.map(({messages}) => messages.records - messages.agree))).toBeLessThanOrEqual(
        texts,
      )
    })
  },
)

test('every .jsonl beside them holds scenarios: simulate --check takes the folder whole', () => {
  const files = readdirSync(join(__dirname, '../golden')).filter((file) => file.endsWith('.jsonl'))
  const steps = files.map((file) =>
    sum(load(file.replace('.jsonl', '')).map((scenario) => scenario.steps.length)),
  )
  expect(files).toEqual(expect.arrayContaining(Object.keys(recorded).map((name) => `${name}.jsonl`)))
  expect(Math.min(...steps)).toBeGreaterThan(0)
})

test('the first three files hold 8,439 records, all nine 20,009', () => {
  const sizes = Object.values(recorded).map(({categories}) => sum(Object.values(categories)))
  expect(sum(sizes.slice(0, 3))).toBe(8439)
  expect(sum(sizes)).toBe(20009)
})

describe('runScenario(scenario, {capacities}) with caches of two entries', () => {
  const two = {dispatch: 2, infer: 2, trace: 2, lower: 2, compile: 2}
  const words = new Set<unknown>(outcomes)
  const scenarios = [
    ...load('catalogue'),
    ...load('corners'),
    ...load('wide').slice(0, 80),
    ...load('wider').slice(0, 60),
  ]
  let runs: readonly {readonly large: Ran; readonly small: Ran}[] = []

  beforeAll(() => {
    runs = scenarios.map((scenario) => ({
      large: run(scenario),
      small: runScenario(scenario, {names: 'recorded', capacities: two}),
    }))
  }, 120_000)

  test('gives every call an outcome, and raises what Python can raise and nothing else', () => {
    const wrong = runs.flatMap(({large, small}) => {
      const broken = small.done.filter(({got}) =>
        /undefined|not a function|not iterable|Cannot read/.test(JSON.stringify(got['error'] ?? '')),
      )
      const calls = small.done.filter(({kind}) => kind === 'call')
      return broken.length > 0 ||
        calls.some(({got}) => !words.has(got['outcome'])) ||
        calls.length !== large.done.filter(({kind}) => kind === 'call').length
        ? [small.scenario.id]
        : []
    })
    expect(wrong).toEqual([])
  })

  test('logs what it pushed out, and compiles it again when it comes back', () => {
    const evictions = runs.map(({small}) => sum([...small.trace].map(({evicted = []}) => evicted.length)))
    expect(sum(evictions)).toBeGreaterThan(500)
    const traces = (ran: Ran): number => sum(ran.done.map(({got}) => Number(got['traced'] ?? 0)))
    expect(sum(runs.map(({small}) => traces(small)))).toBeGreaterThan(
      sum(runs.map(({large}) => traces(large))),
    )
  })
})

test('runScenario(scenario, {capacities}) with a dispatch cache of one entry forgets the older of two shapes', () => {
  const call = (shape: readonly number[]) => ({do: 'call', fn: 'g', args: [{jnp: {shape}}]})
  const scenario: Scenario = {
    id: 'two',
    category: 'two',
    title: 'two shapes',
    steps: [
      {do: 'def', name: 'f', body: 'noop'},
      {do: 'jit', name: 'g', fun: 'f', with: 'jax.jit'},
      call([2]),
      call([3]),
      call([2]),
      call([2]),
    ],
  }
  const words = (ran: Ran): unknown[] => ran.done.map(({got}) => got['outcome'])
  expect(words(runScenario(scenario))).toEqual(['retrace', 'retrace', 'hit', 'hit'])
  expect(words(runScenario(scenario, {capacities: {dispatch: 1}}))).toEqual([
    'retrace',
    'retrace',
    'dispatch',
    'hit',
  ])
  expect(words(runScenario(scenario, {capacities: {dispatch: 1, infer: 1}}))).toEqual([
    'retrace',
    'retrace',
    'rebind',
    'hit',
  ])
  expect(
    words(runScenario(scenario, {capacities: {dispatch: 1, infer: 1, trace: 1, lower: 1, compile: 1}})),
  ).toEqual(['retrace', 'retrace', 'retrace', 'hit'])
})
