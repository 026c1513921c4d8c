import {explain, thickened, thin} from '../../lib/explain/index.ts'
import {decode, encode, type Fact, Trace} from '../../lib/log/index.ts'

/** A run of so many misses: `step` for other sizes of `x`, every tenth for another static `n`. */
function run(misses: number): Trace {
  const trace = new Trace({producer: 'jax log', title: 'train.log'})
  const step = trace.addFunction({name: 'step', params: ['x', 'n']})
  for (let i = 0; i < misses; i++) {
    const facts: Fact[] = [
      {component: 'aval', kind: 'leaf', path: ['x'], value: `f32[${i % 10 === 0 ? i - 1 : i},4]`},
      {component: 'static', kind: 'static', path: ['n'], value: String(Math.floor(i / 10))},
    ]
    trace.append({
      function: step,
      key: trace.addKey({function: step, facts, unknown: []}),
      outcome: 'retrace',
      evidence: 'observed',
      time: i,
      seconds: {trace: 0.01, lower: 0.01, compile: (i * 7919) % 1000},
      layers: [{layer: 'trace', result: 'miss', entry: i}],
      line: i + 1,
      site: `train.py:${i}`,
    })
  }
  trace.append({
    function: step,
    key: 0,
    outcome: 'hit',
    evidence: 'observed',
    time: misses,
    seconds: {trace: 0, lower: 0, compile: 0},
    layers: [],
    site: 'train.py:7',
  })
  return trace
}

const trace = run(2500)
const explanation = explain(trace)
const made = thin(trace, explanation)
if (made === null) throw new Error('a trace of 2,500 misses is thinned')

test('thin(trace) is null for a trace of 2,000 misses', () => {
  const small = run(2000)
  expect(thin(small, explain(small))).toBeNull()
})

test('thin(trace) keeps every event with its outcome and seconds, and says in the header how many are held in full', () => {
  expect(made.trace.length).toBe(trace.length)
  for (let at = 0; at < trace.length; at++)
    expect([made.trace.outcome(at), made.trace.seconds(at), made.trace.time(at)]).toEqual([
      trace.outcome(at),
      trace.seconds(at),
      trace.time(at),
    ])
  expect(made.trace.header.notes).toEqual([
    `${made.explanation.misses.length} of 2,500 misses in full, of each of the first 200 causes the first 12 and the 12 dearest; all are drawn and counted`,
  ])
})

test('thin(trace) holds of each cause its first 12 and its 12 dearest misses, with their keys and those they were compared with', () => {
  const full = new Set(made.explanation.misses.map(({index}) => index))
  for (const {misses} of explanation.groups) {
    const dearest = [...misses].sort((a, b) => trace.seconds(b).compile - trace.seconds(a).compile)
    for (const index of [...misses.slice(0, 12), ...dearest.slice(0, 12)]) expect(full.has(index)).toBe(true)
  }
  expect(full.size).toBeLessThanOrEqual(24 * explanation.groups.length)
  for (const {index, nearest} of made.explanation.misses)
    for (const at of nearest < 0 ? [index] : [index, nearest])
      expect(made.trace.key(made.trace.keyAt(at)).facts).toEqual(trace.key(trace.keyAt(at)).facts)
})

test('thin(trace) keeps all that is known of the misses that it holds in full and of hits, and of other misses no place', () => {
  const full = new Set(made.explanation.misses.map(({index}) => index))
  for (let at = 0; at < trace.length; at++) {
    const {key: _key, ...held} = made.trace.at(at)
    const {key: _was, ...event} = trace.at(at)
    if (full.has(at) || event.outcome === 'hit') expect(held).toEqual(event)
    else expect([held.layers, held.site, held.line]).toEqual([[], undefined, undefined])
  }
})

test('thickened(thin(trace)) has explain(trace) tell the whole: its headline, figures and causes, and every miss', () => {
  const read = decode([...encode(made.trace)])
  expect(JSON.parse(JSON.stringify(made.explanation))).toEqual(made.explanation)
  thickened({trace: read, explanation: made.explanation})
  const {misses, ...sums} = explain(read)
  const {misses: all, ...whole} = explanation
  const {groups} = whole
  expect(JSON.stringify(sums)).toBe(JSON.stringify(whole))
  expect(misses.map(({index, verdict, seconds}) => [index, verdict, seconds])).toEqual(
    all.map(({index, verdict, seconds}) => [index, verdict, seconds]),
  )
  const full = new Set(made.explanation.misses.map(({index}) => index))
  for (const miss of misses)
    if (full.has(miss.index)) expect(JSON.stringify(miss)).toBe(JSON.stringify(all[miss.index]))
    else expect(miss.sentence).toBe(groups.find((one) => one.misses.includes(miss.index))?.sentence)
})
