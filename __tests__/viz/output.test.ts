import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, Trace} from '../../lib/index.ts'
import {
  cache,
  type Chart,
  compare,
  type CompareOptions,
  costs,
  type Drawing,
  lineage,
  markup,
  misses,
  lock,
  stylesheet,
  timeline,
  waterfall,
} from '../../viz/index.ts'
import {empty, hosts, lambdas, quiet, toggle, training} from './traces.ts'

const folder = join(__dirname, '..', 'output')
const charts: Readonly<Record<string, Chart<CompareOptions>>> = {
  timeline,
  misses,
  costs,
  lock,
  lineage,
  waterfall,
  cache,
  compare,
}
const traces: Readonly<Record<string, () => Trace>> = {training, toggle, lambdas, quiet, hosts, empty}

/** The earlier run that a comparison sets beside a trace. */
const earlier: Readonly<Record<string, () => Trace>> = {
  training: () => part(training(), 17),
  toggle: () => part(toggle(), 1),
  lambdas: () => lambdas(12),
  quiet: () => quiet(12),
}

function part(whole: Trace, calls: number): Trace {
  const trace = new Trace(whole.header)
  for (const one of whole.functions) trace.addFunction(one)
  for (let key = 0; key < whole.keyCount; key++) trace.addKey(whole.key(key))
  for (let index = 0; index < calls; index++) trace.append(whole.at(index))
  return trace
}

/** A trace alone; in a comparison behind the run before it, where there is one. */
function drawn(chart: Chart<CompareOptions>, name: string, which: string, trace: Trace): Drawing {
  const before = name === 'compare' ? earlier[which]?.() : undefined
  if (before === undefined) return chart.draw(trace, explain(trace), {standalone: true})
  const others = [{name: 'this run', trace, explanation: explain(trace)}]
  return chart.draw(before, explain(before), {standalone: true, name: 'the run before', others})
}

/** A file that a person can open: SVG as it is, a table in a page. */
const file = (drawing: Drawing): {extension: string; text: string} =>
  drawing.name === 'svg'
    ? {extension: 'svg', text: `${markup(drawing)}\n`}
    : {
        extension: 'html',
        text: `<!doctype html>\n<meta charset="utf-8">\n<title>jitlens</title>\n<style>\n${stylesheet}\n</style>\n<body class="jl">\n${markup(drawing)}\n`,
      }

describe.each(Object.entries(charts))('%s', (name, chart) => {
  test.each(Object.entries(traces))(`draws the trace "%s" as in __tests__/output`, (which, make) => {
    const trace = make()
    const {extension, text} = file(drawn(chart, name, which, trace))
    const path = join(folder, `${name}-${which}.${extension}`)
    if (process.env['UPDATE'] === '1') {
      mkdirSync(folder, {recursive: true})
      writeFileSync(path, text)
    }
    expect(existsSync(path)).toBe(true)
    expect(text).toBe(readFileSync(path, 'utf8'))
  })
})

test('__tests__/output holds no picture that nobody draws', () => {
  const drawn = Object.keys(charts).flatMap((name) => Object.keys(traces).map((which) => `${name}-${which}`))
  const kept = readdirSync(folder).filter((name) => /\.(svg|html)$/.test(name))
  expect(kept.map((name) => name.replace(/\.\w+$/, '')).filter((name) => !drawn.includes(name))).toEqual([])
})
