import {evidences, total, type Explanation, type Trace} from '../../lib/index.ts'
import {count, type Drawing, duration, html} from '../frame/index.ts'

const meanings = {
  simulated: 'computed by the simulator',
  observed: 'read in the log',
  inferred: 'concluded from what the log shows',
} as const

/** What the trace does not say for certain: eager operations in one line, unread lines in one line, and how each miss is known. */
export function foot(trace: Trace, explanation: Explanation): Drawing {
  const lines: Drawing[] = []
  const {eager, unread} = explanation
  if (eager.compiles > 0) {
    const names = eager.functions.slice(0, 5).map(({name}) => name)
    const rest = eager.functions.length > names.length ? ', …' : ''
    lines.push(
      html(
        'p',
        {},
        `Set apart: ${count(eager.compiles, 'compile')} of eager operations, ${duration(total(eager.seconds))} (${names.join(', ')}${rest}).`,
      ),
    )
  }
  if (trace.source !== null) lines.push(unreadLine(explanation))
  else if (unread.lines > 0) lines.push(unreadLine(explanation))
  const known = evidences.flatMap((evidence) => {
    const held = explanation.misses.filter((miss) => miss.evidence === evidence).length
    return held === 0 ? [] : [`${held} ${evidence} (${meanings[evidence]})`]
  })
  if (known.length > 0) lines.push(html('p', {}, `How the misses are known: ${known.join(', ')}.`))
  return html('footer', {class: 'foot'}, ...lines)
}

function unreadLine({lines, unread}: Explanation): Drawing {
  if (unread.lines === 0) return html('p', {}, `All ${count(lines, 'line')} read.`)
  const examples = unread.examples.map(({line, text}) =>
    html('li', {}, `${line}: `, html('code', {dir: 'auto'}, text.slice(0, 200))),
  )
  return html(
    'details',
    {class: 'unread'},
    html(
      'summary',
      {},
      `${unread.lines} of ${count(lines, 'line')} were not understood: ${unread.kinds.map(({kind, lines: n}) => `${n} ${kind}`).join(', ')}.`,
    ),
    html('ul', {}, ...examples),
  )
}
