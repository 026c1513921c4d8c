import {encode, explain, type Trace} from '../../lib/index.ts'
import {misses, timeline} from '../charts/index.ts'
import {html, markup} from '../frame/index.ts'
import {causes, foot, head, style} from '../player/index.ts'
import {start} from '../view.ts'
import {script as built} from './script.ts'

export interface ReportOptions {
  /** Shown above the headline and as the page's name; the name of the trace where it is not given. */
  readonly title?: string
  /** The page's script with its SHA-256 in base64; the built one where it is not given. */
  readonly script?: {readonly text: string; readonly hash: string}
}

/**
 * A report: one HTML file that needs nothing else, asks nothing of a network, and holds its trace.
 * Without a script it shows the headline, the timeline, the causes and the table of misses; with it, everything.
 *
 * @example
 * writeFileSync('report.html', report(trace, {title: 'train.log'}))
 */
export function report(trace: Trace, {title, script = built}: ReportOptions = {}): string {
  const explanation = explain(trace)
  const {position} = start(trace, explanation)
  const named = title === undefined ? {} : {title}
  const still = html(
    'div',
    {class: 'jl jitlens', id: 'still'},
    head(trace, explanation, named),
    ...widths.map(([name, width]) => html('div', {class: `chart ${name}`}, timeline.draw(trace, explanation, {width, position}))),
    html('section', {class: 'why'}, html('h2', {}, 'Causes, most expensive first'), causes(trace, explanation, {fixed: true})),
    html('section', {class: 'cells'}, misses.draw(trace, explanation)),
    foot(trace, explanation),
  )
  const policy = `default-src 'none'; script-src ${script.hash === '' ? "'none'" : `'sha256-${script.hash}'`}; style-src 'unsafe-inline'; img-src blob: data:; base-uri 'none'; form-action 'none'`
  const name = title ?? trace.header.title ?? trace.source?.name ?? 'jitlens'
  return [
    '<!doctype html>',
    '<html lang="en" class="jl">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    markup(html('title', {}, `${name.slice(0, 120)} · jitlens`)),
    `<style>${style}\nhtml{background:var(--jl-paper)}body{margin:0 auto;max-width:1600px}</style>`,
    '</head>',
    '<body>',
    markup(html('main', {id: 'jitlens', ...(title !== undefined && {'data-title': title})}, still)),
    `<script type="application/json" id="trace">\n${lines(trace)}\n</script>`,
    script.text === '' ? '' : `<script>${script.text}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** The widths of the still timeline: a page without a script cannot measure itself, and shows the one that fits. */
const widths = [['wide', 960], ['narrow', 328]] as const

/** JSON lines in which no `<` can end or open anything: in JSON a `<` stands only inside a string, where `\u003c` is the same. */
const lines = (trace: Trace): string => [...encode(trace)].join('\n').replaceAll('<', String.raw`\u003c`)
