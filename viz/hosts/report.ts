import {gzipSync} from 'node:zlib'
import {
  type Alignment,
  type Divergence,
  encode,
  explain,
  fixes,
  type Named,
  parting,
  shortly,
  say,
  thin,
  type Trace,
  unfixed,
} from '../../lib/index.ts'
import {alignmentOf, compare, misses, nameOf, type Run, timeline, unit} from '../charts/index.ts'
import {type Drawing, html, markup} from '../frame/index.ts'
import {beside, causes, foot, head, heads, type Lead, wholeName} from '../player/index.ts'
import {start} from '../view.ts'
import {script as built} from './script.ts'
import {type PageScript, sheet} from './sheet.ts'

export type {PageScript} from './sheet.ts'

/** What a report takes. */
export interface ReportOptions {
  /** Shown above the headline and as the page's name; the name of the trace where it is not given. */
  readonly title?: string
  /** The page's script with its SHA-256 in base64; the built one where it is not given. */
  readonly script?: PageScript
}

/** So many runs one report holds. */
export const most = 50

/** What a reader must know where a report holds only the first of many runs; null where it holds all. */
export const leftOut = (given: number): string | null =>
  given > most ? `the first ${most} of ${given} runs` : null

/**
 * A report: one HTML file that needs nothing else, asks nothing of a network, and holds its traces. Of several runs it shows the
 * headline, where they part, and one at a time; it holds the first 50.
 * Without a script it shows the headline, the timeline, the causes and the table of misses; of several runs the comparison and
 * the table of each; with it, everything.
 *
 * @throws {RangeError} where no trace is given.
 * @example
 * writeFileSync('report.html', report(trace, {title: 'train.log'}))
 * writeFileSync('hosts.html', report(['host 0', 'host 1'].map((name, i) => ({name, trace: workers[i]}))))
 */
export function report(given: Trace | readonly Named[], {title, script = built}: ReportOptions = {}): string {
  const list =
    'header' in given ? [{name: title ?? nameOf(given) ?? 'jitlens', trace: given}] : given.slice(0, most)
  const all = shortly(list).map(({name, trace}): Run => ({name, trace, explanation: explain(trace)}))
  const [first] = all
  if (first === undefined)
    throw new RangeError('report() was given no trace; give one, or a list of {name, trace}')
  const note = 'header' in given ? null : leftOut(given.length)
  const shown = title ?? ('header' in given ? undefined : listed(all))
  const lead = all.length > 1 ? leadOf([first, ...all.slice(1)]) : undefined
  const still = html(
    'div',
    {class: 'jitlens'},
    ...(all.length > 1 ? page(all, shown, note, lead) : alone(first, shown)),
  )
  const held = all.map(({name, trace}) => hold(trace, all.length > 1 ? name : undefined))
  return sheet(
    {title: shown ?? null, name: first.name, note, lead, script},
    [markup(still), ...held].join('\n'),
  )
}

/** The run that parts first from more others than do as it does, in what and at which call; none where they have nothing in common. */
function leadOf(all: readonly [Run, ...Run[]]): Lead | undefined {
  const [{trace, explanation}] = all
  const alignment = alignmentOf(trace, explanation, beside(all))
  if (alignment.sections.every(({present}) => present.length < 2)) return undefined
  const odd = alignment.divergences.find((one) => one.odd.length < one.others.length)
  const run = all.findIndex(({name}) => name === odd?.odd[0])
  if (odd === undefined || run === -1) return undefined
  const call = callOf(alignment, odd)
  return {run, says: parting(odd), ...(call !== undefined && {call})}
}

/** The position of the call of the first odd run at which it parts from the others; none where it lacks one of theirs. */
function callOf(
  {runs, sections}: Alignment,
  {function: name, miss, nth, odd, own}: Divergence,
): number | undefined {
  const at = runs.findIndex((run) => run.name === odd[0])
  const misses = new Set(runs[at]?.explanation.misses.map(({index}) => index))
  const calls = sections
    .filter((section) => section.function === name)
    .flatMap(({slots}) => slots.flatMap(({events}) => events[at] ?? []))
    .filter((index) => misses.has(index))
    .sort((a, b) => a - b)
  return miss === null ? undefined : calls[(own ?? nth) - 1]
}

/** The first names, and how many follow; of one run what it calls itself, as in its pictures, and its whole name. */
function listed(all: readonly Run[]): string {
  const [first, ...others] = all
  if (first !== undefined && others.length === 0) return wholeName(first.trace, first.name)
  const names = all.slice(0, 3).map(({name}) => (name.length > 30 ? `${name.slice(0, 29)}…` : name))
  return `${names.join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`
}

/** What stands there of one run. */
function alone({trace, explanation}: Run, title: string | undefined): Drawing[] {
  const {position} = start(trace, explanation)
  return [
    head(trace, explanation, title === undefined ? {} : {title}),
    ...widths.map(([name, width]) =>
      html(
        'div',
        {class: `chart ${name}`},
        timeline.draw(trace, explanation, {width, position, heading: false}),
      ),
    ),
    html(
      'section',
      {class: 'why'},
      html('h2', {}, say(unit(trace) === 'program' ? 'causes of reads' : 'causes')),
      causes(trace, explanation, {fixed: true}),
    ),
    html('section', {class: 'cells once'}, misses.draw(trace, explanation)),
    foot(trace, explanation),
  ]
}

/** What stands there of several: where they part, and the table of each. */
function page(
  all: readonly Run[],
  title: string | undefined,
  note: string | null,
  lead: Lead | undefined,
): Drawing[] {
  return [
    heads(all, {
      ...(title !== undefined && {title}),
      ...(note !== null && {note}),
      ...(lead !== undefined && {lead}),
    }),
    ...widths.map(([name, width]) =>
      html(
        'div',
        {class: `chart ${name}`},
        ...all
          .slice(0, 1)
          .map(({trace, explanation}) => compare.draw(trace, explanation, {...beside(all), width})),
      ),
    ),
    ...all.flatMap(({name, trace, explanation}) => [
      head(trace, explanation, {title: name, under: true}),
      html('section', {class: 'cells once'}, misses.draw(trace, explanation)),
      foot(trace, explanation),
    ]),
  ]
}

/** The widths of a still picture: a page without a script cannot measure itself, and shows the one that fits. */
const widths = [
  ['wide', 960],
  ['middle', 640],
  ['narrow', 328],
] as const

/** So many misses a page explains itself as it opens; what more come to, it is told. */
const explainedAtOnce = 200

/** A trace as JSON lines, packed by gzip and written in base64; of many misses also their explanation and its fixes, of very many a thinned trace. */
function hold(whole: Trace, name: string | undefined): string {
  const all = explain(whole)
  const {trace, explanation} = thin(whole, all) ?? {trace: whole, explanation: all}
  const told =
    all.misses.length > explainedAtOnce
      ? [JSON.stringify({explained: explanation, fixes: fixes(whole), unfixed: unfixed(whole)})]
      : []
  const packed = gzipSync([...encode(trace), ...told].join('\n'), {level: 9}).toString('base64')
  return markup(html('script', {type: 'application/gzip', 'data-name': name}, packed))
}
