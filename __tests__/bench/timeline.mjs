import {Trace, explain, noSeconds} from '../../dist/lib/index.js'
import {markup, palettes, timeline} from '../../dist/viz/index.js'
import {plan} from '../../dist/viz/charts/plan.js'
import {content} from '../../dist/viz/charts/timeline.js'
import {paint} from '../../dist/viz/charts/zoom.js'

/** Calls of six functions, a thousand of them misses. */
function many(calls) {
  const trace = new Trace({producer: 'jitlens'})
  const functions = Array.from({length: 6}, (_, at) => trace.addFunction({name: `step_${at}`}))
  let seed = 12345
  for (let index = 0; index < calls; index++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    const fn = functions[(seed >> 16) % 6]
    if ((seed >> 8) % (calls / 1000) !== 0) trace.hit(fn, -1, index * 0.01)
    else
      trace.append({
        function: fn,
        key: -1,
        outcome: seed % 3 === 0 ? 'recompile' : 'retrace',
        evidence: 'simulated',
        time: index * 0.01,
        seconds: {...noSeconds, compile: ((seed >> 4) % 100) / 100},
        layers: [],
      })
  }
  return trace
}

/** A canvas that only counts. */
const counter = () => ({
  rectangles: 0,
  fillStyle: '',
  globalAlpha: 1,
  setTransform() {},
  clearRect() {},
  fillRect() {
    this.rectangles++
  },
})

/** Milliseconds of the frames of a zoom into the middle and back while panning across: the layout, the marks of the SVG, what the canvas is told. */
function frames(trace) {
  const explanation = explain(trace)
  const brush = counter()
  const times = []
  let most = 0
  for (const by of ['calls', 'time'])
    for (let step = 0; step < 60; step++) {
      const whole = by === 'time' ? trace.length * 0.01 : trace.length
      const span = whole / 1.15 ** Math.min(step, 59 - step)
      const from = (whole - span) * (step / 59)
      brush.rectangles = 0
      const start = performance.now()
      const layout = plan(trace, explanation, {by, width: 1280, window: [from, from + span]})
      content(trace, explanation, layout, {bare: true, moving: true})
      paint(brush, layout, palettes.light)
      times.push(performance.now() - start)
      most = Math.max(most, brush.rectangles)
    }
  return {times, most}
}

const sorted = (times) => [...times].sort((a, b) => a - b)
const median = (times) => sorted(times)[times.length >> 1]
const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)]

export default function rows() {
  const [small, large] = [many(10_000), many(1_000_000)]
  for (const trace of [small, large]) frames(trace)
  const rounds = Array.from({length: 7}, () => [frames(small), frames(large)])
  const ratio = median(rounds.map(([a, b]) => median(b.times) / median(a.times)))
  const all = rounds.flatMap(([, b]) => b.times)
  const anew = many(1_000_000)
  const told = explain(anew)
  const opened = performance.now()
  plan(anew, told, {width: 1280})
  const open = performance.now() - opened
  const bytes = markup(timeline.draw(large, explain(large), {width: 1280, position: 0})).length
  return [
    {
      what: 'timeline: one frame, 1 M events ÷ 10 k, 1000 misses in each',
      ratio,
      reach: {most: 3},
      detail: `median ${median(all).toFixed(1)} ms, 95 % ${p95(all).toFixed(1)} ms, at most ${rounds[0][1].most} rectangles; first laid out in ${open.toFixed(0)} ms`,
    },
    {
      what: 'timeline: SVG of 1 M events ÷ a mark for each event',
      ratio: bytes / (large.length * 60),
      reach: {most: 0.05},
      detail: `${(bytes / 1000).toFixed(0)} kB`,
    },
  ]
}
