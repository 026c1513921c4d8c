import {duration, type Explanation, say, total, type Trace} from '../../lib/index.ts'
import {chart, nothing, tabulate, type Table} from '../frame/index.ts'
import {looks} from '../theme.ts'

const table = (_trace: Trace, {headline, misses}: Explanation): Table => ({
  caption: misses.length === 0 ? say('no miss') : headline,
  columns: [
    {name: 'call', kind: 'number'},
    {name: 'function', kind: 'code'},
    {name: 'outcome', kind: 'word'},
    {name: 'cost', kind: 'number'},
    {name: 'what and why'},
    {name: 'next step'},
    {name: 'known', kind: 'word'},
  ],
  rows: misses.map((miss) => [
    String(miss.index + 1),
    miss.function,
    looks[miss.outcome].word,
    total(miss.seconds) > 0 ? duration(total(miss.seconds)) : '–',
    miss.sentence,
    miss.advice,
    miss.evidence,
  ]),
})

/** Every miss in words, in the order of the calls: an HTML table. */
export const misses = chart(
  (trace, explanation, options) =>
    trace.length === 0
      ? nothing('misses', say('no list', {calls: 0}), options)
      : tabulate(table(trace, explanation)),
  table,
)
