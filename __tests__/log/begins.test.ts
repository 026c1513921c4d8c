import fc from 'fast-check'
import {begins, explain, noSeconds, total, Trace} from '../../lib/index.ts'
import {course} from '../../viz/charts/costs/course.ts'
import {placesOf} from '../../viz/charts/place.ts'

interface Spell {
  readonly pause: number
  readonly cost: number
}

/** Milliseconds, so that sums are as exact in seconds as times of traces are. */
const spell = fc.record({pause: fc.nat(400), cost: fc.integer({min: 1, max: 5000})})

/** Misses with a hit behind each, at times that tell their begin or their end; and when each call began. */
function told(spells: readonly Spell[], by: 'begin' | 'end'): {trace: Trace; begun: number[]} {
  const trace = new Trace({producer: 'somebody'})
  const step = trace.addFunction({name: 'step'})
  const begun: number[] = []
  let clock = 0
  const call = (milliseconds: number): void => {
    const [from, to] = [clock / 1000, (clock + milliseconds) / 1000]
    clock += milliseconds
    begun.push(from)
    const isHit = milliseconds === 0
    trace.append({
      function: step,
      key: -1,
      outcome: isHit ? 'hit' : 'retrace',
      evidence: 'observed',
      time: by === 'begin' ? from : to,
      seconds: isHit ? noSeconds : {...noSeconds, compile: milliseconds / 1000},
      layers: [],
    })
  }
  spells.forEach(({pause, cost}, at) => {
    if (at > 0) clock += pause
    call(cost)
    call(0)
  })
  return {trace, begun}
}

const runs = fc.array(spell, {minLength: 1, maxLength: 8})

describe.each(['begin', 'end'] as const)('of a trace that tells the %s of each call', (by) => {
  test('begins(trace) is when each call began', () => {
    fc.assert(
      fc.property(runs, (spells) => {
        const {trace, begun} = told(spells, by)
        begun.forEach((when, index) => expect(begins(trace)(index)).toBeCloseTo(when, 6))
      }),
    )
  })
  test('the headline says as many seconds in all as lie between the first begin and the last end', () => {
    fc.assert(
      fc.property(runs, (spells) => {
        const {span, seconds} = explain(told(spells, by).trace).figures
        const all = spells.reduce((sum, {cost, pause}, at) => sum + cost + (at > 0 ? pause : 0), 0) / 1000
        expect(Math.abs((span ?? seconds) - all)).toBeLessThanOrEqual(0.01 * all)
      }),
    )
  })
  test('timeline and costs begin a call where the headline does', () => {
    fc.assert(
      fc.property(runs, (spells) => {
        const {trace, begun} = told(spells, by)
        const explanation = explain(trace)
        const places = placesOf(trace, explanation, 'time')
        for (const {index, from} of course(trace, explanation).rises) {
          if (index === null) throw new RangeError('these runs have nothing outside of calls')
          expect(places.start(index)).toBeCloseTo(begun[index] ?? Number.NaN, 6)
          expect(from).toBeCloseTo(begun[index] ?? Number.NaN, 6)
        }
      }),
    )
  })
})

test('the headline leaves out all seconds where they read as those of compiling', () => {
  const {trace} = told(
    [
      {pause: 0, cost: 2000},
      {pause: 1, cost: 1000},
    ],
    'end',
  )
  expect(explain(trace).headline).toMatch(/^3 s were compiling/)
})

test('begins(trace) of one call that took longer than the trace is old is its time', () => {
  const {trace} = told([{pause: 0, cost: 3000}], 'begin')
  expect(begins(trace)(0)).toBe(0)
  expect(total(trace.seconds(0))).toBe(3)
})

test('begins(trace) leaves times as they are where calls of several processes overlap', () => {
  const trace = new Trace({producer: 'somebody'})
  const step = trace.addFunction({name: 'step'})
  ;['a', 'b', 'a', 'b'].forEach((process, at) =>
    trace.append({
      function: step,
      key: -1,
      outcome: 'retrace',
      evidence: 'observed',
      time: 5 + at,
      seconds: {...noSeconds, compile: 1.5},
      layers: [],
      process,
    }),
  )
  expect([0, 1, 2, 3].map(begins(trace))).toEqual([5, 6, 7, 8])
})
