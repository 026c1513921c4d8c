import fc from 'fast-check'
import {type Blamed, type Fact, noSeconds, outcomes, type Source, total, Trace} from '../../lib/index.ts'

/** What a log tells beside misses: operations, and functions that were traced alone. */
export const source = (eager: readonly number[], traced: readonly number[]): Source => ({
  name: 'run.log',
  lines: 0,
  messages: 1,
  unread: {lines: 0, own: 0, misses: 0, kinds: [], examples: []},
  eager: {
    compiles: eager.length,
    seconds: {trace: 0, lower: 0, compile: 0},
    functions: eager.map((seconds, at) => ({name: `op${at}`, compiles: 1, seconds})),
  },
  traced: traced.map((seconds, at) => ({owner: 'library', name: `helper${at}`, seconds})),
  remarks: [],
})

export const seconds = fc.integer({min: 0, max: 5000}).map((milliseconds) => milliseconds / 1000)

const call = fc.record({
  fn: fc.nat(3),
  size: fc.integer({min: 1, max: 4}),
  rate: fc.constantFrom('0.1', '0.2'),
  outcome: fc.constantFrom(...outcomes),
  within: fc.constantFrom(undefined, undefined, 'nested' as const, 'persistent' as const, 'aot' as const),
  stale: fc.boolean(),
  seconds: fc.record({trace: seconds, lower: seconds, compile: seconds}),
  pause: seconds,
})

/** A part of a static argument that was changed in place. */
const setting: Blamed = {
  component: 'static',
  at: '[0][0].rate',
  path: ['config', 'rate'],
  now: '2',
  before: '1',
}

/** Random runs: functions of the program and of libraries, wrong hits, programs from disk, operations outside jit, mere traces. */
export const runs = fc
  .record({
    calls: fc.array(call, {minLength: 1, maxLength: 12}),
    eager: fc.array(seconds, {maxLength: 3}),
    traced: fc.array(seconds, {maxLength: 3}),
  })
  .map(({calls, eager, traced}) => {
    const trace = new Trace({producer: 'jax log'})
    for (const owner of ['program', 'library', 'control flow', 'unexplained'] as const)
      trace.addFunction({name: `f_${owner}`, owner})
    let time = 0
    for (const {fn, size, rate, pause, outcome, within, stale, seconds: given} of calls) {
      const isHit = outcome === 'hit'
      const cost = isHit ? noSeconds : given
      const facts: Fact[] = [
        {component: 'aval', kind: 'leaf', path: ['x'], value: `f32[${size}]`},
        {component: 'graphdef', kind: 'attribute', path: ['model', 'rate'], value: rate},
      ]
      const key = trace.addKey({function: fn, unknown: [], facts})
      trace.append({
        function: fn,
        key,
        outcome,
        evidence: 'observed',
        time,
        seconds: cost,
        layers: [],
        ...(!isHit && within !== undefined && {within}),
        ...(isHit && stale && {stale: {how: 'static', places: [setting]}}),
      })
      time += pause + total(cost)
    }
    trace.source = source(eager, traced)
    return trace
  })
