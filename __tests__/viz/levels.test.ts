import fc from 'fast-check'
import {noSeconds, Trace} from '../../lib/index.ts'
import {columns, cut, type Lane, lanes, nearest, quiet} from '../../viz/charts/levels.ts'
import {type Tone, tones} from '../../viz/theme.ts'
import {many} from './traces.ts'

/** Calls of one function at given times, most of them hits. */
const calls = fc.array(
  fc.record({
    at: fc.double({min: 0, max: 1000, noNaN: true}),
    tone: fc.oneof(
      {weight: 6, arbitrary: fc.constant('hit' as const)},
      {weight: 1, arbitrary: fc.constantFrom(...tones)},
    ),
    cost: fc.float({min: 0, max: 10, noNaN: true}),
  }),
  {minLength: 1, maxLength: 400},
)

type Calls = typeof calls extends fc.Arbitrary<infer T> ? T : never

function laneOf(made: Calls, by: 'calls' | 'time'): {lane: Lane; x: (index: number) => number} {
  const trace = new Trace({producer: 'test'})
  const fn = trace.addFunction({name: 'f'})
  for (const {at, tone, cost} of made)
    trace.append({
      function: fn,
      key: -1,
      outcome: tone === 'hit' ? 'hit' : 'retrace',
      evidence: 'simulated',
      time: at,
      seconds: tone === 'hit' ? noSeconds : {trace: cost, lower: 0, compile: 0},
      layers: [],
    })
  const x = (index: number) => (by === 'time' ? trace.time(index) : index)
  const [lane] = lanes(
    trace,
    1,
    () => 0,
    x,
    (index) => made[index]?.tone ?? 'hit',
  )
  if (lane === undefined) throw new Error('no lane')
  return {lane, x}
}

const bit = (tone: Tone) => 1 << tones.indexOf(tone)

/** The obvious slow twin: looks at every call for every column. */
function slowly(made: Calls, x: (index: number) => number, from: number, to: number, count: number) {
  const edges = Array.from({length: count + 1}, (_, at) =>
    at === count ? to : from + ((to - from) * at) / count,
  )
  return Array.from({length: count}, (_, column) => {
    const inside = made.filter(
      (_, index) =>
        x(index) >= (edges[column] ?? 0) &&
        (x(index) < (edges[column + 1] ?? 0) || (column === count - 1 && x(index) <= to)),
    )
    return {
      bits: inside.reduce((bits, {tone}) => bits | bit(tone), 0),
      cost: Math.max(0, ...inside.filter(({tone}) => tone !== 'hit').map(({cost}) => cost)),
    }
  })
}

describe('columns(lane, cut(lane, from, to, count))', () => {
  test.each(['calls', 'time'] as const)(
    'holds what its calls hold, as the slow twin says, by %s at any zoom',
    (by) => {
      fc.assert(
        fc.property(
          calls,
          fc.double({min: -0.1, max: 1, noNaN: true}),
          fc.double({min: 1e-4, max: 1.2, noNaN: true}),
          fc.integer({min: 1, max: 300}),
          (made, start, span, count) => {
            const {lane, x} = laneOf(made, by)
            const whole = by === 'time' ? 1000 : made.length
            const [from, to] = [start * whole, (start + span) * whole]
            const found = columns(lane, cut(lane, from, to, count))
            expect([...found.bits].map((bits, at) => ({bits, cost: found.cost[at]}))).toEqual(
              slowly(made, x, from, to, count),
            )
          },
        ),
      )
    },
  )

  test('loses no miss of 200,000 calls at any of many zooms', () => {
    const trace = many(200_000)
    const toneOf = (index: number): Tone =>
      trace.outcome(index) === 'hit' ? 'hit' : (tones[1 + (index % 6)] ?? 'error')
    const all = lanes(
      trace,
      6,
      (fn) => fn,
      (index) => index,
      toneOf,
    )
    let lost = 0
    let seen = 0
    for (let zoom = 0; zoom < 60; zoom++) {
      const span = trace.length / 1.2 ** zoom
      const from = ((trace.length - span) * ((zoom * 37) % 60)) / 60
      const pixels = 360 + zoom * 30
      for (const lane of all) {
        const {bits} = columns(lane, cut(lane, from, from + span, pixels))
        for (const place of lane.misses) {
          const x = lane.x[place] ?? 0
          if (x < from || x > from + span) continue
          seen++
          const column = Math.min(pixels - 1, Math.floor(((x - from) * pixels) / span))
          const own = bit(toneOf(lane.index[place] ?? 0))
          if (![column - 1, column, column + 1].some((at) => (bits[at] ?? 0) & own)) lost++
        }
      }
    }
    expect(seen).toBeGreaterThan(1000)
    expect(lost).toBe(0)
  })

  test('shows a miss in exactly one column', () => {
    fc.assert(
      fc.property(calls, fc.integer({min: 1, max: 500}), (made, count) => {
        const {lane} = laneOf(
          made.map((call, at) => ({...call, tone: at === 0 ? ('error' as const) : ('hit' as const)})),
          'calls',
        )
        const {bits} = columns(lane, cut(lane, 0, made.length, count))
        expect([...bits].filter((one) => one & ~quiet)).toHaveLength(1)
      }),
    )
  })
})

describe('nearest(lane, x, reach)', () => {
  test('finds the nearest miss within reach, else the nearest call', () => {
    fc.assert(
      fc.property(
        calls,
        fc.double({min: -50, max: 1050, noNaN: true}),
        fc.double({min: 0, max: 100, noNaN: true}),
        (made, at, reach) => {
          const {lane, x} = laneOf(made, 'time')
          const found = nearest(lane, at, reach)
          const away = (index: number) => Math.abs(x(index) - at)
          const misses = made
            .map((_, index) => index)
            .filter((index) => made[index]?.tone !== 'hit' && away(index) <= reach)
          const wanted = Math.min(...(misses.length > 0 ? misses : made.map((_, index) => index)).map(away))
          expect(away(lane.index[found] ?? -1)).toBe(wanted)
          expect(misses.length === 0 || trace(made, lane.index[found]) !== 'hit').toBe(true)
        },
      ),
    )
  })
})

const trace = (made: Calls, index: number | undefined) => made[index ?? -1]?.tone
