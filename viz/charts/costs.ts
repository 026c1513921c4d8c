import {
  duration,
  type Explanation,
  figure,
  type Group,
  noneSpared,
  sayFurther,
  type Trace,
  without,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  heading,
  mark,
  nothing,
  type Sign,
  signs,
  type Table,
  widthFor,
} from '../frame/index.ts'
import {hues, tones} from '../theme.ts'
import {unchanged} from './costs/changed.ts'
import {course} from './costs/course.ts'
import {curve} from './costs/curve.ts'
import {icicle} from './costs/icicle.ts'
import {madeIn} from './costs/made.ts'
import {sandwich} from './costs/sandwich.ts'
import {type Part, secondsOf, spending, summed} from './costs/spending.ts'
import {culprits} from './costs/victims.ts'
import {unit} from './position.ts'
import {runOf} from './run.ts'

/** What the picture of costs takes. */
export interface CostsOptions extends ChartOptions {
  /** The path whose victims are shown; the dearest where it is not given. */
  readonly path?: string
}

const name = 'Costs: seconds by cause'

function draw(trace: Trace, explanation: Explanation, options?: CostsOptions): Drawing {
  const parts = spending(trace, explanation, options?.gone)
  if (parts.length === 0)
    return nothing(
      name,
      sayFurther(
        trace.length === 0 ? 'no costs' : explanation.groups.length === 0 ? 'no miss to pay' : 'no seconds',
      ),
      options,
    )
  const width = widthFor(options)
  const made = madeIn(trace)
  const title = options?.title ?? titleOf(explanation, made.compiling, options?.gone)
  const head = heading(
    {run: runOf(trace, explanation, options), title, says: sayFurther('costs read', {made: made.phase})},
    width,
  )
  const tree = icicle(parts, head.height + 4, width, options)
  const below = head.height + 4 + tree.height
  const legend = signs(signsOf(parts), below + 16, 8, width - 8)
  const over = curve(
    course(trace, explanation, options?.gone),
    unit(trace),
    made.compiling,
    below + legend.height + 26,
    width,
  )
  const last = below + legend.height + 26 + over.height + 20
  const paid = sandwich(
    culprits(trace, explanation, options?.gone),
    options?.path,
    made,
    last,
    width,
    options,
  )
  return frame(
    name,
    title,
    width,
    last + paid.height + (paid.height > 0 ? 6 : 0),
    options,
    ...head.drawings,
    ...tree.drawings,
    ...legend.drawings,
    ...over.drawings,
    ...paid.drawings,
  )
}

/** What the seconds come to by verdict, as the headline says it; without what a what-if spares. */
function titleOf(explanation: Explanation, compiling: string, gone: ReadonlySet<number> = new Set()): string {
  const figures = without(explanation, gone)
  const left = (['avoidable', 'reducible'] as const)
    .filter((tone) => figures[tone].seconds > 1e-9)
    .map((tone) => `${duration(figures[tone].seconds)} ${hues[tone].word}`)
  const values = {
    compiling,
    duration: duration(figures.seconds),
    spared: left.join(', ') || noneSpared(figures),
  }
  return sayFurther(gone.size > 0 ? 'costs predicted' : 'costs title', values)
}

/** The verdicts that the picture shows, loudest first. */
function signsOf(parts: readonly Part[]): Sign[] {
  const shown = [...tones].reverse().filter((tone) => parts.some((part) => part.tone === tone))
  return shown.map((tone) => ({
    word: hues[tone].word,
    draw: (x, y) =>
      mark('path', {
        d: `M${x + 2} ${y}h10`,
        stroke: hues[tone].fill,
        'stroke-width': 10,
        'stroke-dasharray': hues[tone].hatched === true ? '2 2' : undefined,
      }),
  }))
}

/** What a cause is called: its paths, or what stands in their place. */
const subject = (group: Group): string => group.paths.join(', ') || unchanged(group)

function table(trace: Trace, explanation: Explanation): Table {
  const groups = [...explanation.groups].sort((a, b) => b.seconds - a.seconds)
  const {seconds, span} = explanation.figures
  const of = span === null ? '' : ` of ${duration(span)}`
  return {
    caption:
      groups.length === 0 ? sayFurther('no miss') : sayFurther('costs', {compiling: duration(seconds) + of}),
    columns: [
      {name: 'function', kind: 'code'},
      {name: 'cause', kind: 'code'},
      {name: 'kind', kind: 'word'},
      {name: 'verdict', kind: 'word'},
      {name: 'misses', kind: 'number'},
      {name: 'seconds', kind: 'number'},
      {name: 'what to do'},
    ],
    rows: [
      ...groups.map((group) => [
        group.function,
        subject(group),
        group.taxonomy,
        hues[group.verdict].word,
        figure(group.misses.length),
        duration(group.seconds),
        group.advice,
      ]),
      ...summed(trace).map((part) => [
        '',
        part.name,
        '',
        hues[part.tone].word,
        '',
        duration(secondsOf(part)),
        '',
      ]),
    ],
  }
}

/** Where the seconds went: cause, function and phase, how they added up over the run, and which functions a change made pay. */
export const costs = chart<CostsOptions>(draw, table)
