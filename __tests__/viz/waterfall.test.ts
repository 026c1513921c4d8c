import fc from 'fast-check'
import {type Event, explain, type Layer, layers, noSeconds, outcomes, total, Trace} from '../../lib/index.ts'
import {markup, waterfall} from '../../viz/index.ts'
import {numbered, unit} from '../../viz/charts/position.ts'
import {falls} from '../../viz/charts/waterfall/falls.ts'
import {high, strips} from '../../viz/charts/waterfall/strip.ts'
import {read} from './drawings.ts'
import {many, quiet, training} from './traces.ts'

/** A trace of one call that a log tells of. */
function one(event: Partial<Event>, outcome: Event['outcome'] = 'retrace'): Trace {
  const trace = new Trace({producer: 'jax log', title: 'train.log'})
  trace.append({
    function: trace.addFunction({name: 'step'}),
    key: -1,
    outcome,
    evidence: 'observed',
    time: 0,
    seconds: {trace: 0.145, lower: 0.044, compile: 0.021},
    layers: [],
    ...event,
  })
  return trace
}

const text = (trace: Trace, options = {}): string => read(waterfall.draw(trace, explain(trace), options))
/** What each layer answered. */
function answers(trace: Trace): Record<string, string | undefined> {
  const told: Record<string, string | undefined> = {}
  for (const [layer = '', answer] of waterfall.table(trace, explain(trace)).rows) told[layer] = answer
  return told
}

test('waterfall(trace) says for who never heard of jit how often a program was asked for, and was there', () => {
  expect(text(training())).toContain('Asked 28 times for a compiled program, JAX had one ready 11 times')
  expect(text(quiet(40))).toContain('Asked 40 times for a compiled program, JAX had one ready 39 times')
})

describe('waterfall(trace) of a program that was read from the persistent cache', () => {
  const trace = one({within: 'persistent'})
  test('says that it was read, and does not say that it was compiled', () => {
    expect(text(trace)).toContain('its program was read from disk in 21 ms, 210 ms in all')
    expect(text(trace)).not.toContain('compiled anew')
    expect(text(trace)).toContain('in memory 1 time, but 1 time on disk')
  })
  test('gives its seconds to the disk, which had it, and none to the compiler', () => {
    const rows = waterfall.table(trace, explain(trace)).rows.map((row) => [row[0], row[1], row[5]])
    expect(rows.slice(4)).toEqual([
      ['compile', 'miss (implied)', '–'],
      ['persistent', 'hit (implied)', '21 ms'],
    ])
  })
})

test('waterfall(trace) of a log without a word of the disk leaves open whether it was asked', () => {
  expect(answers(one({}))).toMatchObject({compile: 'miss (implied)', persistent: 'not told'})
  expect(answers(one({evidence: 'simulated'}))).toMatchObject({persistent: 'not asked'})
})

test('waterfall(trace) of a log that tells that the disk did not have a program says so, and counts apart what it does not tell', () => {
  const trace = one({layers: [{layer: 'persistent', result: 'miss', entry: -1}]})
  expect(answers(trace)).toMatchObject({compile: 'miss (implied)', persistent: 'miss'})
  const first = trace.at(0)
  trace.append({...first, layers: []})
  trace.append({...first, layers: []})
  const rows = waterfall.table(trace, explain(trace)).rows
  expect(rows.find(([layer]) => layer === 'persistent')?.at(-1)).toBe(
    'did not have it 1 time; of 2 calls the log does not tell',
  )
})

test('unit(trace) is compile where all events compiled a program of their own, and call where one did not', () => {
  const trace = one({})
  expect([unit(trace), numbered(trace, 0)]).toEqual(['compile', 'compile 1'])
  trace.append({...trace.at(0), within: 'nested', seconds: noSeconds})
  expect([unit(trace), numbered(trace, 0)]).toEqual(['call', 'call 1'])
  expect(unit(one({within: 'persistent'}))).toBe('program')
  expect(unit(quiet(4))).toBe('call')
})

test('waterfall(trace) asks for what is traced inside another function no cache of calls, and compiles nothing', () => {
  const nested = one({within: 'nested', seconds: {...noSeconds, trace: 0.1}})
  expect(answers(nested)).toMatchObject({
    dispatch: 'not asked',
    trace: 'miss (implied)',
    compile: 'not asked',
  })
  expect(text(nested)).toContain('traced inside another function, 100 ms')
})

test('waterfall(trace) is as high at each call, so that nothing moves from one to the next', () => {
  for (const width of [360, 1280]) {
    const trace = training()
    const heights = Array.from({length: trace.length}, (_, position) =>
      waterfall.draw(trace, explain(trace), {width, position}).attributes.get('height'),
    )
    expect(new Set(heights).size).toBe(1)
  }
})

test('waterfall(trace) without the misses that a what-if spares has their calls answered, as a prediction', () => {
  const trace = training()
  const gone = new Set([2, 4])
  expect(text(trace, {gone})).toContain('JAX had one ready 13 times (predicted)')
  expect(falls(trace, gone).by.get('compile')?.asked).toBe((falls(trace).by.get('compile')?.asked ?? 0) - 2)
})

const withins = [undefined, undefined, 'persistent', 'nested', 'scan', 'grad', 'aot', 'ahead'] as const
const events = fc.array(
  fc.record({
    outcome: fc.constantFrom(...outcomes),
    within: fc.constantFrom(...withins),
    seconds: fc.record({trace: fc.nat(9), lower: fc.nat(9), compile: fc.nat(9)}),
    evidence: fc.constantFrom('simulated', 'observed', 'inferred'),
  }),
  {minLength: 1, maxLength: 400},
)

test('waterfall(trace) at a call that a what-if spares says that it is gone, and not that it compiled', () => {
  const said = text(training(), {position: 1, gone: new Set([1])})
  expect(said).toContain('gone, predicted')
  expect(said).not.toContain('compiled anew')
})

test('strips(trace) hold each answer once, however narrow they are, and seconds(layer) are those of the calls', () => {
  fc.assert(
    fc.property(events, fc.integer({min: 60, max: 900}), (all, width) => {
      const trace = new Trace({producer: 'test'})
      const fn = trace.addFunction({name: 'f'})
      for (const {outcome, within, ...rest} of all)
        trace.append({
          ...(outcome !== 'hit' && within !== undefined && {within}),
          ...(outcome === 'hit' ? {...rest, seconds: noSeconds} : rest),
          outcome,
          function: fn,
          key: -1,
          time: 0,
          layers: [],
        })
      const [counted, drawn] = [falls(trace), strips(trace, explain(trace), new Set(), 0, width)]
      for (const layer of layers) {
        const columns = drawn.by.get(layer) ?? []
        const [missed, answered] = (['missed', 'answered'] as const).map((what) =>
          columns.reduce((sum, column) => sum + column[what], 0),
        )
        const told = counted.by.get(layer)
        expect([missed, answered]).toEqual([(told?.asked ?? 0) - (told?.answered ?? 0), told?.answered])
      }
      const spent = [...counted.by.values()].reduce((sum, {seconds}) => sum + seconds, 0)
      expect(spent).toBe(all.reduce((sum, _, index) => sum + total(trace.seconds(index)), 0))
    }),
    {numRuns: 60},
  )
})

test('strips of few calls fill their room', () => {
  const trace = training()
  const {step} = strips(trace, explain(trace), new Set(), 500, 1260)
  expect(step * trace.length).toBeGreaterThan(0.9 * 760)
})

test('strips of 100,000 calls show each miss, and fit', () => {
  const trace = many(100_000)
  const drawing = waterfall.draw(trace, explain(trace), {width: 720})
  const paths = markup(drawing).match(/d="M[^"]*"/g) ?? []
  const tall = paths.flatMap((path) =>
    [...path.matchAll(/v(-?[\d.]+)h/g)].map(([, by]) => Math.abs(Number(by))),
  )
  expect(Math.min(...tall)).toBeGreaterThan(0)
  expect(Math.max(...tall)).toBeLessThanOrEqual(high)
  const drawn = strips(trace, explain(trace), new Set(), 0, 400).by.get('compile') ?? []
  expect(drawn.filter(({missed}) => missed > 0).length).toBeGreaterThan(40)
})

test('waterfall(trace) has first calls, which nothing spares, in a sign of their own', () => {
  expect(text(training())).toContain('did not have it: first call')
  expect(strips(training(), explain(training()), new Set(), 0, 400).by.get('compile')?.[0]).toMatchObject({
    missed: 1,
    first: 1,
    tone: 'necessary',
  })
})

test('waterfall(trace) of a recording without a hit speaks of calls: a recording holds them all', () => {
  const trace = new Trace({producer: 'jitlens recorder'})
  trace.append({...one({}).at(0), function: trace.addFunction({name: 'f'})})
  expect(text(trace)).toContain('Asked 1 time for a compiled program, JAX never had one ready')
  expect(text(trace)).toContain('call 1')
})

test('waterfall(trace) that is interactive has each call at each layer that it asked to be chosen', () => {
  const trace = training()
  const drawn = markup(waterfall.draw(trace, explain(trace), {interactive: true}))
  const asked = [...falls(trace).by.values()].reduce((sum, one) => sum + one.asked, 0)
  expect(drawn.match(/<rect data-index=/g)).toHaveLength(asked)
  expect(markup(waterfall.draw(trace, explain(trace)))).not.toContain('<rect data-index=')
})

test('waterfall(trace) of a log does not take a call that raised for one that found no program', () => {
  expect(text(one({error: {type: 'TypeError', message: 'no'}}, 'error'))).toContain(
    'JAX had no compiled program in memory 0 times',
  )
})

test('waterfall(trace) keeps no room on a phone for the strip of a cache of which nothing is told, nor for why it had nothing', () => {
  const asked = (...all: readonly Layer[]): number => {
    const trace = one({layers: all.map((layer) => ({layer, result: 'miss', entry: -1}))})
    return Number(waterfall.draw(trace, explain(trace), {width: 340}).attributes.get('height'))
  }
  expect(asked('compile')).toBe(asked('compile', 'persistent') - high - 16)
})
