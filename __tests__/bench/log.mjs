import {Trace, noSeconds} from '../../dist/lib/index.js'

const events = 1_000_000

/** Processor time of a body in microseconds, the least of several rounds. */
function least(rounds, body) {
  let best = Infinity
  for (let i = 0; i < rounds; i++) {
    const start = process.cpuUsage()
    body()
    const {user, system} = process.cpuUsage(start)
    best = Math.min(best, user + system)
  }
  return best
}

const event = (i) => ({
  function: i % 3,
  key: i % 7,
  outcome: 'hit',
  evidence: 'simulated',
  time: i / 1000,
  seconds: noSeconds,
  layers: [],
})

/** Bytes of the heap that a body leaves behind. */
function bytes(body) {
  globalThis.gc?.()
  const before = process.memoryUsage()
  const held = body()
  globalThis.gc?.()
  const after = process.memoryUsage()
  return {held, bytes: after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers}
}

const newTrace = () => {
  const trace = new Trace({producer: 'bench'})
  for (let i = 0; i < 3; i++) trace.addFunction({name: `f${i}`})
  for (let i = 0; i < 7; i++) trace.addKey({function: i % 3, facts: [], unknown: []})
  return trace
}

/** The log in columns against a list of objects, a million warm calls. */
export default async function log() {
  const {setFlagsFromString} = await import('node:v8')
  setFlagsFromString('--expose-gc')
  globalThis.gc = (await import('node:vm')).runInNewContext('gc')
  const objects = least(5, () => {
    const list = []
    for (let i = 0; i < events; i++) list.push(event(i))
  })
  const columns = least(5, () => {
    const trace = newTrace()
    for (let i = 0; i < events; i++) trace.hit(i % 3, i % 7, i / 1000)
  })
  const asObjects = bytes(() => Array.from({length: events}, (_, i) => event(i))).bytes
  const trace = newTrace()
  for (let i = 0; i < events; i++) trace.hit(i % 3, i % 7, i / 1000)
  return [
    {
      what: 'event log: append, objects ÷ columns',
      ratio: objects / columns,
      reach: 2,
      detail: `${((objects / events) * 1000).toFixed(0)} ns and ${((columns / events) * 1000).toFixed(0)} ns an event`,
    },
    {
      what: 'event log: bytes, objects ÷ columns',
      ratio: asObjects / trace.bytes,
      reach: 4,
      detail: `${(asObjects / events).toFixed(0)} and ${(trace.bytes / events).toFixed(0)} bytes an event`,
    },
  ]
}
