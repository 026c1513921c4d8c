/**
 * The history of `npm run bench -- --save`: docs/speed.json holds what each run measured, docs/speed.svg draws it, a row for each figure, by how far
 * it is from what it has to reach.
 */
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {fonts, mark, markup, stylesheet} from '../dist/viz/index.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'docs/speed.json')

/** How many times better than needed a row is; less than 1 where it falls short. */
const share = ({ratio, reach}) => (typeof reach === 'number' ? ratio / reach : reach.most / ratio)

const [width, height, top] = [960, 22, 54]
const [from, to] = [600, 800]

const write = (x, y, text, more = {}) => mark('text', {x, y, fill: 'ink', ...more}, text)

/** Where a share stands in its row: twice as good is as far up as half as good is down, ten times at most. */
const level = (value, y) => y - 6 - 7 * Math.max(-1, Math.min(1, Math.log10(value)))

function strip(what, points, y, runs) {
  const x = (run) => (runs === 1 ? to : from + ((to - from) * run) / (runs - 1))
  const last = points.at(-1)
  const isReached = share(last) >= 1
  const path = points
    .map((one, at) => `${at === 0 ? 'M' : 'L'}${x(one.run)} ${level(share(one), y)}`)
    .join('')
  const reach = typeof last.reach === 'number' ? `≥ ${short(last.reach)}` : `≤ ${short(last.reach.most)}`
  return [
    write(8, y, what.length > 92 ? `${what.slice(0, 91)}…` : what, {'font-size': 12}),
    mark('line', {x1: from, x2: to, y1: y - 6, y2: y - 6, stroke: 'rule'}),
    mark('path', {d: path, fill: 'none', stroke: 'muted'}),
    mark('circle', {
      cx: x(last.run),
      cy: level(share(last), y),
      r: 3,
      fill: isReached ? 'necessary' : 'avoidable',
    }),
    write(width - 8, y, `${short(last.ratio)} (${reach})`, {
      'text-anchor': 'end',
      'font-size': 12,
      fill: isReached ? 'ink' : 'avoidableText',
    }),
  ]
}

const short = (number) => Number(number.toPrecision(3)).toLocaleString('en')

/** Runs of the bench as a picture: each row's latest figure, what it has to reach, and how it came there. */
function drawn(runs) {
  const rows = new Map()
  for (const [run, {rows: all}] of runs.entries())
    for (const {what, ...row} of all) rows.set(what, [...(rows.get(what) ?? []), {...row, run}])
  const lines = [...rows].flatMap(([what, points], at) =>
    strip(what, points, top + height * (at + 1), runs.length),
  )
  const tall = top + height * (rows.size + 1)
  const {date, machine} = runs.at(-1)
  const reached = [...rows.values()].filter((points) => share(points.at(-1)) >= 1).length
  const title = `${reached} of ${rows.size} figures reach what they are to, ${date}`
  return markup(
    mark(
      'svg',
      {
        class: 'jl',
        role: 'img',
        width,
        height: tall,
        viewBox: `0 0 ${width} ${tall}`,
        'font-family': fonts.prose,
      },
      mark('title', {}, title),
      mark('style', {}, stylesheet),
      mark('rect', {fill: 'paper', width, height: tall}),
      write(8, 22, title, {'font-size': 15, 'font-weight': 600}),
      write(8, 40, `${machine}; the line of a row is what it has to reach, above it is better`, {
        'font-size': 12,
        fill: 'muted',
      }),
      ...lines,
    ),
  )
}

/** Adds a run to the history, and draws it. */
export function save(run) {
  const runs = [...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []), run]
  writeFileSync(file, `${JSON.stringify(runs, null, 1)}\n`)
  writeFileSync(join(root, 'docs/speed.svg'), `${drawn(runs)}\n`)
}
