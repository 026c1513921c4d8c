import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, type Explanation} from '../../lib/explain/index.ts'
import {Trace} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'

const folder = join(__dirname, '../../examples/logs')
const logs = readdirSync(folder).filter((name) => name.endsWith('.log'))
const most = 40

/** The calls of a log as if a session made them, up to one. */
function simulated(log: Trace, calls: number): Trace {
  const trace = new Trace({producer: 'jitlens', release: '0.10.2'}, log)
  for (let at = 0; at < calls; at++) trace.append(log.at(at))
  return trace
}

test.each(logs)(
  'a simulation that is explained call by call is told as one that is explained once: %s',
  (name) => {
    const log = read(readFileSync(join(folder, name), 'utf8'))
    const grown = simulated(log, 0)
    for (let calls = 1; calls <= Math.min(most, log.length); calls++) {
      grown.append(log.at(calls - 1))
      expect(explain(grown)).toEqual(explain(simulated(log, calls)))
    }
  },
)

test('an explanation stays as it is when its trace is longer', () => {
  const log = read(readFileSync(join(folder, logs[0] ?? ''), 'utf8'))
  const trace = simulated(log, log.length - 1)
  const early: Explanation = explain(trace)
  const copy = structuredClone(early)
  trace.append(log.at(log.length - 1))
  expect(explain(trace).misses.length).toBeGreaterThan(early.misses.length)
  expect(early).toEqual(copy)
})

test('what was told of calls is told anew once a later call shows what the trace lacks', () => {
  const trace = new Trace({producer: 'jitlens', release: '0.10.2'})
  const [f, add] = [trace.addFunction({name: 'f'}), trace.addFunction({name: 'add', owner: 'eager'})]
  const call = (fn: number, said = {}): number =>
    trace.append({
      ...{function: fn, key: -1, outcome: 'retrace', evidence: 'observed', time: 0},
      ...{seconds: {trace: 1, lower: 0, compile: 0}, layers: [], ...said},
    } as const)
  call(add)
  const before = explain(trace).misses[0]
  call(f, {blamed: {kind: 'function', text: '', places: []}})
  expect(explain(trace).misses[0]).not.toEqual(before)
})
