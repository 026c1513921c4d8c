import {duration, type Explanation, type Miss, sayFurther, total, type Trace} from '../../lib/index.ts'
import {chart, type ChartOptions, nothing, tabulate, type Table} from '../frame/index.ts'
import {lookAt, unit} from './position.ts'

/** So many misses are told, the dearest of them, in the order of the calls. */
const told = 200

const table = (trace: Trace, {headline, misses}: Explanation, options?: ChartOptions): Table => ({
  caption: misses.length === 0 ? sayFurther('no miss') : headline,
  columns: [
    {name: unit(trace), kind: 'number'},
    {name: 'function', kind: 'code'},
    {name: 'outcome', kind: 'word'},
    {name: 'cost', kind: 'number'},
    {name: 'what and why'},
    {name: 'what to do'},
    {name: 'known', kind: 'word'},
  ],
  rows: [
    ...dearest(misses).map((miss) => row(trace, miss, options?.gone?.has(miss.index) === true)),
    ...rest(misses),
  ],
})

const dearest = (misses: readonly Miss[]): Miss[] =>
  [...misses]
    .sort((a, b) => total(b.seconds) - total(a.seconds))
    .slice(0, told)
    .sort((a, b) => a.index - b.index)

const row = (trace: Trace, miss: Miss, isGone: boolean): string[] => [
  String(miss.index + 1),
  miss.function,
  isGone ? sayFurther('predicted gone') : lookAt(trace, miss.index).word,
  total(miss.seconds) > 0 ? duration(total(miss.seconds)) : '–',
  miss.sentence,
  miss.advice,
  miss.evidence,
]

/** What the misses that are not told come to. */
function rest(misses: readonly Miss[]): string[][] {
  const more = misses.length - told
  if (more <= 0) return []
  const seconds = [misses, dearest(misses)].map((all) =>
    all.reduce((sum, miss) => sum + total(miss.seconds), 0),
  )
  const [whole = 0, part = 0] = seconds
  return [
    ['…', '', '', '', sayFurther('misses more', {misses: more, duration: duration(whole - part)}), '', ''],
  ]
}

/** The misses in words, in the order of the calls, the 200 dearest of them: an HTML table. */
export const misses = chart(
  (trace, explanation, options) =>
    trace.length === 0
      ? nothing('misses', sayFurther('no list', {calls: 0}), options)
      : tabulate(table(trace, explanation, options)),
  table,
)
