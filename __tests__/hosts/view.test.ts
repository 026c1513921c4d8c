import fc from 'fast-check'
import {explain} from '../../lib/index.ts'
import {decodeState, encodeState, misread, readControls} from '../../viz/link.ts'
import {controls, start, type State, view} from '../../viz/view.ts'
import {empty, hostile, quiet, toggle, training} from '../viz/traces.ts'

const trace = training()
const explanation = explain(trace)
const fresh = start(trace, explanation)

const state: fc.Arbitrary<State> = fc.record({
  position: fc.nat(trace.length - 1),
  function: fc.option(fc.nat(trace.functions.length - 1), {nil: null}),
  path: fc.option(fc.string({unit: 'binary'}), {nil: null}),
  by: fc.constantFrom('auto' as const, 'calls' as const, 'time' as const),
  zoom: fc.option(
    fc
      .tuple(fc.integer({min: -500, max: 9_000}), fc.integer({min: 1, max: 9_000}))
      .map(([from, span]) => [from / 1000, (from + span) / 1000] as const),
    {nil: null},
  ),
  scheme: fc.constantFrom('auto' as const, 'light' as const, 'dark' as const),
  fixed: fc.uniqueArray(fc.nat(40)),
  open: fc.uniqueArray(fc.constantFrom('lock', 'cache', 'costs')),
  locked: fc.subarray([...controls]),
})

test('decodeState is the inverse of encodeState', () => {
  fc.assert(
    fc.property(state, (given) => expect(decodeState(`#${encodeState(given)}`, fresh, trace)).toEqual(given)),
  )
})

test('decodeState(hash) takes any text, and never leaves the trace', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((word) => `call=${word}&zoom=${word}..${word}&function=${word}`),
        fc.double().map((number) => `call=${number}&zoom=${number}..${number}`),
      ),
      (hash) => {
        const read = decodeState(hash, fresh, trace)
        expect(read.position).toBeGreaterThanOrEqual(0)
        expect(read.position).toBeLessThan(trace.length)
        if (read.zoom !== null) expect(read.zoom[0]).toBeLessThan(read.zoom[1])
      },
    ),
  )
})

test('decodeState(hash) locks more controls, never fewer', () => {
  const locked = {...fresh, locked: ['play'] as const}
  expect(decodeState('lock=zoom', locked, trace).locked).toEqual(['play', 'zoom'])
  expect(decodeState('lock=', locked, trace).locked).toEqual(['play'])
})

test('encodeState(state) says the call as a reader counts it', () => {
  expect(encodeState({...fresh, position: 6, path: 'model.drop.rate'})).toBe('call=7&path=model.drop.rate')
})

test('misread(link) finds nothing in a link that encodeState wrote', () => {
  fc.assert(
    fc.property(state, (given) => expect(misread(`#${encodeState(given)}`, fresh, trace)).toEqual([])),
  )
})

test.each([
  ['call=40', 'call=40: expected a whole number from 1 to 28'],
  ['scheme=drak', 'scheme=drak: expected auto, light or dark'],
  ['by=clock', 'by=clock: expected calls or time'],
  ['zoom=9..3', 'zoom=9..3: expected two numbers, the smaller before the larger, 3..9'],
  ['function=two', `function=two: expected a whole number from 0 to ${trace.functions.length - 1}`],
  ['hue=red', /^hue: there is no such word; expected call, .* or lock$/],
  ['constructor=1', /^constructor: there is no such word/],
])('misread(%p) says what is expected', (hash, sentence) => {
  const [said = ''] = misread(hash, fresh, trace)
  if (typeof sentence === 'string') expect(said).toBe(sentence)
  else expect(said).toMatch(sentence)
})

test('readControls(text) reads names parted by commas or spaces, and all', () => {
  expect(readControls('zoom, play  nonsense')).toEqual(['play', 'zoom'])
  expect(readControls('all')).toEqual(controls)
  expect(readControls('')).toEqual([])
})

test('start(trace) stands at the costliest miss that has a cause', () => {
  const chosen = explanation.misses.find(({index}) => index === fresh.position)
  expect(chosen?.causes.length).toBeGreaterThan(0)
  const ranked = explanation.groups.find(({misses}) => misses.includes(fresh.position))
  const before = explanation.groups.slice(
    0,
    explanation.groups.indexOf(ranked ?? explanation.groups[0] ?? fail()),
  )
  for (const {misses} of before)
    expect(
      explanation.misses.filter(({index, causes}) => misses.includes(index) && causes.length > 0),
    ).toEqual([])
})

const fail = (): never => {
  throw new Error('no group')
}

test('view(trace, explanation, state) says of a hit whose key it has', () => {
  const calls = quiet(5)
  const shown = view(calls, explain(calls), {...fresh, position: 4})
  expect(shown).toMatchObject({
    place: 'call 5 of 5',
    outcome: 'hit',
    nearest: 0,
    sentence: 'train_step hit: its key is that of call 1, so nothing was compiled.',
  })
})

test('view(trace, explanation, state) says the sentence of a miss and names its paths', () => {
  const log = toggle()
  const shown = view(log, explain(log), {...fresh, position: 1})
  expect(shown.paths).toEqual(['model.bn.use_running_average', 'model.drop.deterministic'])
  expect(shown.sentence).toBe(explain(log).misses[1]?.sentence)
  expect(shown.nearest).toBe(0)
})

test('view(trace, explanation, state) holds at the ends, and in a trace without calls', () => {
  expect(view(trace, explanation, {...fresh, position: 1e9}).position).toBe(trace.length - 1)
  expect(view(trace, explanation, {...fresh, position: -3}).position).toBe(0)
  const nothing = empty()
  expect(view(nothing, explain(nothing), start(nothing, explain(nothing)))).toMatchObject({
    position: -1,
    place: 'no calls',
  })
})

test('view(trace, explanation, state) sees the calls that were appended since', () => {
  const growing = quiet(3)
  const first = explain(growing)
  expect(view(growing, first, {...fresh, position: 2}).position).toBe(2)
  growing.hit(0, 0, 9)
  expect(view(growing, explain(growing), {...fresh, position: 3})).toMatchObject({position: 3, nearest: 0})
})

test('view(trace, explanation, state) takes names that no program should have', () => {
  const odd = hostile()
  for (let position = 0; position < odd.length; position++)
    expect(view(odd, explain(odd), {...fresh, position}).sentence).not.toBe('')
})
