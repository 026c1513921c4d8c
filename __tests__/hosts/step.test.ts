import fc from 'fast-check'
import {explain} from '../../lib/index.ts'
import {domainOf} from '../../viz/charts/index.ts'
import {beat, step, zoomed} from '../../viz/player/step.ts'
import {start} from '../../viz/view.ts'
import {quiet, training} from '../viz/traces.ts'

const trace = training()
const explanation = explain(trace)

test('step(next miss) and step(previous miss) find each miss once, in order', () => {
  const found: number[] = []
  for (let at = -1; ;) {
    const next = step('next miss', at, trace, explanation)
    if (next === at) break
    found.push((at = next))
  }
  expect(found).toEqual(explanation.misses.map(({index}) => index))
  expect(step('previous miss', found[3] ?? -1, trace, explanation)).toBe(found[2])
})

test('beat(position) passes a run of hits in one, and never a miss', () => {
  const calls = quiet(40)
  expect(beat(0, calls, explain(calls))).toBe(39)
  for (let at = 0; at < trace.length - 1; at++) {
    const to = beat(at, trace, explanation)
    expect(to).toBeGreaterThan(at)
    expect(explanation.misses.filter(({index}) => index > at && index < to)).toEqual([])
  }
})

test('zoomed(word, state) stays in the trace, and zooming out often enough shows all of it', () => {
  const fresh = start(trace, explanation)
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('zoom in' as const, 'zoom out' as const)),
      fc.nat(trace.length - 1),
      fc.constantFrom('calls' as const, 'time' as const),
      (words, position, by) => {
        let state = {...fresh, position, by}
        const [first, end] = domainOf(trace, explanation, by)
        for (const word of words) {
          state = {...state, zoom: zoomed(word, state, trace, explanation)}
          if (state.zoom === null) continue
          expect(state.zoom[0]).toBeGreaterThanOrEqual(first)
          expect(state.zoom[1]).toBeLessThanOrEqual(end + 1e-9)
        }
        for (let out = 0; out <= words.length; out++)
          state = {...state, zoom: zoomed('zoom out', state, trace, explanation)}
        expect(state.zoom).toBeNull()
      },
    ),
  )
})
