import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  aligned,
  check,
  checked,
  compare,
  compared,
  explain,
  type Explanation,
  hosts,
  paragraphs,
  read,
  type Trace,
} from '../../lib/index.ts'
import {duration} from '../../lib/words/index.ts'
import {
  cache,
  compare as runs,
  costs,
  lineage,
  markup,
  misses,
  lock,
  tabulate,
  timeline,
  waterfall,
} from '../../viz/index.ts'
import {causes} from '../../viz/player/causes.ts'
import {foot} from '../../viz/player/foot.ts'
import {now} from '../../viz/player/now.ts'
import {start, view} from '../../viz/view.ts'
import {traced} from '../explain/traced.ts'

const sizes: Readonly<Record<string, number>> = {µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400}
const pattern = /(?<![\w.,$[])(\d[\d,]*(?:\.\d+)?) (µs|ms|s|min|h|d)(?![\w'])/g

/** Durations in a text that `duration` would write in another way. */
const strange = (text: string): string[] =>
  [...text.matchAll(pattern)].flatMap(([whole, number = '', unit = '']) => {
    const seconds = Number(number.replaceAll(',', '')) * (sizes[unit] ?? NaN)
    return duration(seconds) === whole ? [] : [whole]
  })

/** Random numbers, the same in every run. */
function randoms(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const wide = 100
const random = randoms(20_261)

/** Functions that each compiled for so many seconds, then one that compiles twice. */
function timed(seconds: readonly number[]): Trace {
  let time = 0
  return traced(
    seconds.map((compile, at) => {
      const call = {
        name: `f${at}`,
        facts: [['aval', 'leaf', 'x', 'f32[4]']] as const,
        time,
        seconds: {trace: 0, lower: 0, compile},
      }
      time += compile
      return call
    }),
  )
}

const charts = {timeline, costs, lineage, cache, lock, waterfall, misses, runs}

/** All that a person reads of a trace, and of it beside another. */
function outputsOf(trace: Trace, other: Trace, explanation: Explanation): Readonly<Record<string, string>> {
  return {
    headline: explanation.headline,
    paragraphs: paragraphs(explanation).join('\n').replaceAll('\n    ', ' '),
    check: checked(check(trace, {after: 0})).join(' '),
    compare: compared(compare(trace, other), 'a', 'b').join(' '),
    hosts: aligned(hosts([trace, other])).join(' '),
    causes: markup(causes(trace, explanation)),
    foot: markup(foot(trace, explanation)),
    now: markup(now(trace, explanation, view(trace, explanation, start(trace, explanation)))),
  }
}

test('a duration has one text, in every output: 10,000 durations', () => {
  for (let round = 0; round < 10_000 / wide; round++) {
    const seconds = Array.from({length: wide}, () => 10 ** (random() * 13 - 7))
    const trace = timed(seconds)
    const other = timed(seconds.slice(1))
    const explanation = explain(trace)
    const told = paragraphs(explanation).join('\n').replaceAll('\n    ', ' ')
    const listed = markup(tabulate(misses.table(trace, explanation)))
    const isTold = (one: number): boolean =>
      told.includes(`traced, ${duration(one)} [`) && listed.includes(duration(one))
    expect(seconds.filter((one) => !isTold(one))).toEqual([])
    const outputs = outputsOf(trace, other, explanation)
    for (const [name, text] of Object.entries(outputs)) expect([name, strange(text)]).toEqual([name, []])
    if (round % 25 > 0) continue
    for (const [name, chart] of Object.entries(charts)) {
      expect([name, strange(markup(chart.draw(trace, explanation, {position: wide - 1})))]).toEqual([
        name,
        [],
      ])
      expect([name, strange(markup(tabulate(chart.table(trace, explanation))))]).toEqual([name, []])
    }
  }
})

test.each(['p03_weak_type', 'p21_training_many_edits'])(
  'the type of an array has one text, in every output: %s says f32[] weak, never f32[]{weak_type=True}',
  (name) => {
    const log = readFileSync(join(__dirname, `../../examples/logs/${name}.log`), 'utf8')
    const trace = read(log, {name})
    const explanation = explain(trace)
    const drawn = Object.values(charts).flatMap((chart) => [
      ...Array.from({length: trace.length}, (_, position) =>
        markup(chart.draw(trace, explanation, {position, width: 1280})),
      ),
      markup(tabulate(chart.table(trace, explanation))),
    ])
    const outputs = [...Object.values(outputsOf(trace, traced([]), explanation)), ...drawn]
    expect(outputs.flatMap((text) => text.match(/weak_type=.{0,60}/g) ?? [])).toEqual([])
    expect(outputs.filter((text) => text.includes('f32[] weak')).length).toBeGreaterThan(8)
  },
)

test('misses of one cause whose seconds are not in the log are told without seconds', () => {
  const sizesOfX = [4, 5, 6, 7, 8].map((size) => ({
    name: 'step',
    facts: [['aval', 'leaf', 'x', `f32[${size}]`]] as const,
    seconds: {trace: 0, lower: 0, compile: 0},
  }))
  const lines = paragraphs(explain(traced(sizesOfX))).join('\n')
  expect(lines).toContain('and 3 more calls like this; last: f32[8].')
})
