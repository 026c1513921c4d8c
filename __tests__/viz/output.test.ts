import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, type Trace} from '../../lib/index.ts'
import {cache, type Chart, compare, costs, type Drawing, lineage, markup, misses, model, stylesheet, timeline, waterfall} from '../../viz/index.ts'
import {empty, hosts, lambdas, quiet, toggle, training} from './traces.ts'

const folder = join(__dirname, '..', 'output')
const charts: Readonly<Record<string, Chart>> = {timeline, misses, costs, model, lineage, waterfall, cache, compare}
const traces: Readonly<Record<string, () => Trace>> = {training, toggle, lambdas, quiet, hosts, empty}

/** A file that a person can open: SVG as it is, a table in a page. */
const file = (drawing: Drawing): {extension: string; text: string} =>
  drawing.name === 'svg'
    ? {extension: 'svg', text: `${markup(drawing)}\n`}
    : {extension: 'html', text: `<!doctype html>\n<meta charset="utf-8">\n<title>jitlens</title>\n<style>\n${stylesheet}\n</style>\n<body class="jl">\n${markup(drawing)}\n`}

describe.each(Object.entries(charts))('%s', (name, chart) => {
  test.each(Object.entries(traces))(`draws the trace "%s" as in __tests__/output`, (which, make) => {
    const trace = make()
    const {extension, text} = file(chart.draw(trace, explain(trace), {standalone: true}))
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
