import {
  duration,
  evidences,
  type Explanation,
  figure,
  say,
  some,
  strayLines,
  total,
  type Trace,
  writtenBy,
} from '../../lib/index.ts'
import {outsideOf} from '../charts/index.ts'
import {type Drawing, html} from '../frame/index.ts'

/** What the trace does not say for certain: eager operations in one line, unread lines in one line, and how each miss is known. */
export function foot(trace: Trace, explanation: Explanation): Drawing {
  const lines: Drawing[] = []
  const {eager, unread} = explanation
  if (eager.compiles > 0 && outsideOf(trace, explanation) === null) {
    const names = some(
      eager.functions.map(({name}) => name),
      5,
    )
    lines.push(
      html(
        'p',
        {},
        say('eager apart', {compiles: eager.compiles, duration: duration(total(eager.seconds)), names}),
      ),
    )
  }
  if (trace.source !== null) lines.push(unreadLine(explanation))
  else if (unread.lines > 0) lines.push(unreadLine(explanation))
  const known = evidences.flatMap((evidence) => {
    const held = explanation.misses.filter((miss) => miss.evidence === evidence).length
    return held === 0 ? [] : [say(evidence, {misses: held})]
  })
  for (const {sentence} of explanation.remarks) lines.push(html('p', {}, sentence))
  const releases = explanation.releases === null ? '' : writtenBy(explanation.releases)
  if (releases !== '') lines.push(html('p', {}, releases))
  const versions = Object.entries(trace.header.versions ?? {})
    .map(([word, version]) => `${word} ${version}`)
    .filter((version) => !releases.includes(version))
  const facts = [...versions, ...(trace.header.notes ?? [])]
  if (facts.length > 0) lines.push(html('p', {}, `${facts.join(' · ')}.`))
  if (known.length > 0) lines.push(html('p', {}, say('how known', {ways: known.join(', ')})))
  return html('footer', {class: 'foot'}, ...lines)
}

function unreadLine({lines, unread}: Explanation): Drawing {
  if (unread.lines === 0) return html('p', {}, say('all read', {lines}))
  const examples = unread.examples.map(({line, text}) =>
    html('li', {}, `${line}: `, html('code', {dir: 'auto'}, text.slice(0, 200))),
  )
  return html(
    'details',
    {class: 'unread'},
    html(
      'summary',
      {},
      say('lines unread', {
        stray: strayLines(unread, lines),
        kinds: unread.kinds.map(({kind, lines: n}) => `${figure(n)} ${kind}`).join(', '),
      }),
    ),
    html('ul', {}, ...examples),
  )
}
