import {
  type Alignment,
  accounted,
  alignRuns,
  asFar,
  duration,
  type Explanation,
  figure,
  limits,
  type Named,
  type Outcome,
  outcomes,
  parting,
  ranged,
  type Run as Aligned,
  sayFurther,
  type Section,
  type Slot,
  type Trace,
  without,
} from '../../lib/index.ts'
import {
  chart,
  type ChartOptions,
  type Drawing,
  frame,
  heading,
  nothing,
  type Sign,
  signs,
  type Table,
  valueAt,
  widthFor,
  write,
} from '../frame/index.ts'
import {hues, tones} from '../theme.ts'
import {
  drawSection,
  ghost,
  hollow,
  isGone,
  positionOf,
  ringed,
  type Sheet,
  wordAt,
} from './compare/section.ts'
import {drawSlopes, type Slope, slopesOf} from './compare/slopes.ts'
import {glyph} from './glyph.ts'
import {isReadAt, lookAt, missAt, toneAt, unit} from './position.ts'

/** One of the runs that are compared. */
export interface Run {
  /** Tells it from the others. */
  readonly name: string
  readonly trace: Trace
  readonly explanation: Explanation
}

/** What the comparison of runs takes. */
export interface CompareOptions extends ChartOptions {
  /** What the trace is compared with: other runs, key policies or hosts. Without it, the processes of the trace itself. */
  readonly others?: readonly Run[]
  /** The name of the trace itself. */
  readonly name?: string
}

/** No miss that a what-if spares. */
const none: ReadonlySet<number> = new Set()

/** So many functions have a part of the picture, and so many runs a sentence. */
const [most, told] = [12, 3]
const title = 'Comparison of runs'

/** The runs side by side, as `jitlens hosts` has them too; of two that were given, also what changed from the first to the second. */
interface Whole {
  readonly alignment: Alignment
  readonly slopes: readonly Slope[]
}

function wholeOf(trace: Trace, explanation: Explanation, {others, name}: CompareOptions = {}): Whole {
  const own = {name: name ?? trace.header.title ?? 'this run', trace, explanation}
  const given: Named[] = others === undefined ? [{name: 'run', trace}] : [own, ...others]
  const held = remembered.get(trace)
  if (held !== undefined && isSame(held.given, given)) return held.whole
  const [other] = others ?? []
  const whole = {
    alignment: alignRuns(given),
    slopes: other === undefined || given.length !== 2 ? [] : slopesOf(own, other),
  }
  remembered.set(trace, {given: given.map((one) => ({...one, length: one.trace.length})), whole})
  return whole
}

/** The runs as the picture lays them side by side. */
export const alignmentOf = (trace: Trace, explanation: Explanation, options?: CompareOptions): Alignment =>
  wholeOf(trace, explanation, options).alignment

/** A picture is drawn anew in every width: the runs are aligned once, until one of them grows. */
const remembered = new WeakMap<Trace, Remembered>()

interface Remembered {
  readonly given: readonly (Named & {readonly length: number})[]
  readonly whole: Whole
}

const isSame = (held: Remembered['given'], given: readonly Named[]): boolean =>
  held.length === given.length &&
  held.every(
    ({name, trace, length}, at) =>
      given[at]?.name === name && given[at].trace === trace && trace.length === length,
  )

/** Who parts from the others, where, and in what. */
function verdict({runs, sections, divergences}: Alignment): readonly string[] {
  const places = sections.reduce((sum, {slots}) => sum + slots.length, 0)
  if (divergences.length === 0)
    return [sayFurther('runs alike', {runs: runs.length, limit: asFar(runs), places})]
  const met = new Set<string>()
  const first = divergences.filter(({odd}) => {
    const isNew = odd.some((name) => !met.has(name))
    odd.forEach((name) => met.add(name))
    return isNew
  })
  const differing = sections.reduce((sum, section) => sum + section.differing, 0)
  const more = first.length > told ? [sayFurther('runs more', {runs: first.length - told})] : []
  const rest = differing === 0 ? [] : [sayFurther('places differ', {places: differing})]
  return [...first.slice(0, told).map(parting), ...more, ...rest]
}

/** What a run comes to, without the misses that a what-if spares. */
function figuresOf(run: Aligned, gone: ReadonlySet<number>): Explanation['figures'] {
  if (gone.size === 0) return run.explanation.figures
  const own = run.explanation.misses.map(({index}) => index).filter((index) => isGone(run, index, gone))
  return without(run.explanation, new Set(own))
}

/** What two runs come to each; of more, what the one does that compiles longest. */
function sumsOf(runs: readonly Aligned[], figures: readonly Explanation['figures'][]): string[] {
  if (runs.length <= 2) return figures.map(accounted)
  const longest = figures.reduce((one, other) => (other.seconds > one.seconds ? other : one))
  return longest.seconds > 0 ? [`${valueAt(runs, figures.indexOf(longest)).name}: ${accounted(longest)}`] : []
}

/** Hosts wait for each other: how long the slowest took, which is how long the job did. What is simulated is no host. */
function slowest({runs}: Alignment, gone: ReadonlySet<number>): string[] {
  if (runs.every(({trace}) => trace.header.producer === 'jitlens')) return []
  const times = runs.map((run) => figuresOf(run, gone).seconds)
  const longest = Math.max(...times)
  const sum = times.reduce((all, one) => all + one, 0)
  const which = runs[times.indexOf(longest)]
  if (which === undefined || longest === 0) return []
  const values = {name: which.name, longest: duration(longest), sum: duration(sum)}
  return [sayFurther(which.positions === null ? 'slowest if hosts' : 'slowest host', values)]
}

/** Why there is nothing to draw, in a sentence; null where there is. */
function nothingOf({runs}: Alignment, sections: readonly Section[]): string | null {
  if (runs.length < 2) return sayFurther('give two runs')
  if (sections.length === 0) return sayFurther('empty runs')
  return sections.some(({present}) => present.length > 1)
    ? null
    : sayFurther('nothing in common', {runs: runs.length})
}

function draw(trace: Trace, explanation: Explanation, options: CompareOptions | undefined): Drawing {
  const {alignment, slopes} = wholeOf(trace, explanation, options)
  const {runs, divergences} = alignment
  const gone = options?.gone ?? none
  const sections = alignment.sections.filter(({slots}) => slots.length > 0)
  const empty = nothingOf(alignment, sections)
  if (empty !== null) return nothing(title, empty, options)
  const width = widthFor(options)
  const [first = '', ...more] = verdict(alignment)
  const waits = slopes.length > 0 ? [] : slowest(alignment, gone)
  const predicted = gone.size > 0 ? [sayFurther('compare predicted')] : []
  const says = [...more, ...waits, ...predicted, ...limits(runs)].join(' ')
  const names = ranged(runs.map(({name}) => name))
  const figures = runs.map((one) => figuresOf(one, gone))
  const run = [names, ...sumsOf(runs, figures)].join(' · ')
  const head = heading({run, title: first, ...(says !== '' && {says})}, width)
  const sheet: Sheet = {runs, divergences, width, gone, apart: options?.others !== undefined}
  const shared = sections.filter(({present}) => runs.length <= most || present.length > 1)
  let y = head.height + 12
  const body = shared.slice(0, most).flatMap((section) => {
    const {drawings, height} = drawSection(section, y, sheet)
    y += height
    return drawings
  })
  const left = sections.length - Math.min(most, shared.length)
  if (left > 0) {
    body.push(write(sayFurther('functions more', {functions: left}), 8, y + 12, {fill: 'muted', size: 12}))
    y += 22
  }
  const below = signs(signsOf(runs, sections, gone), y + 14, 8, width - 8)
  const after = drawSlopes(
    slopes,
    [valueAt(runs, 0).name, valueAt(runs, 1).name],
    y + below.height + 16,
    width,
  )
  const bottom = y + below.height + (after.height > 0 ? 16 + after.height : 8)
  const drawings = [...head.drawings, ...body, ...below.drawings, ...after.drawings]
  return frame(title, [first, says].join(' ').replaceAll('`', ''), width, bottom, options, ...drawings)
}

/** An event of a run. */
interface Place {
  readonly run: Aligned
  readonly event: number
}

/** What the shape of some events means, with its own word where that is another; a first call is not compiled again. */
function shapeWord(all: readonly Place[]): string {
  const {run: own, event: any} = valueAt(all, 0)
  const {said, word} = lookAt(own.trace, any)
  if (said === word) return said
  const isFirst = ({run, event}: Place): boolean => missAt(run.explanation, event)?.taxonomy === 'compulsory'
  return all.some(isFirst) ? sayFurther('made once or again', {word}) : `${said} (${word})`
}

/** The signs that the places use, the loudest verdict first. */
function signsOf(runs: readonly Aligned[], sections: readonly Section[], gone: ReadonlySet<number>): Sign[] {
  const events = sections.flatMap(({slots}) =>
    slots.flatMap(({events: all}) =>
      runs.flatMap((run, at) => {
        const event = valueAt(all, at)
        return event === null ? [] : [{run, event}]
      }),
    ),
  )
  const colours = new Set(events.map(({run, event}) => toneAt(run.trace, run.explanation, event)))
  const byOutcome = new Map<Outcome, Place[]>()
  const isRead = ({run, event}: Place): boolean => isReadAt(run.trace, event)
  for (const one of events) {
    if (isRead(one)) continue
    const outcome = one.run.trace.outcome(one.event)
    const own = byOutcome.get(outcome)
    if (own === undefined) byOutcome.set(outcome, [one])
    else own.push(one)
  }
  const isParted = sections.some(({differing}) => differing > 0)
  return [
    ...[...tones]
      .reverse()
      .filter((tone) => colours.has(tone) && tone !== 'hit' && tone !== 'error')
      .map((tone): Sign => ({word: hues[tone].word, draw: (x, y) => glyph('dispatch', tone, x + 7, y, 6)})),
    ...outcomes.flatMap((outcome): Sign[] => {
      const own = byOutcome.get(outcome)
      const draw = (x: number, y: number): Drawing => glyph(outcome, 'hit', x + 7, y, 5)
      return own === undefined ? [] : [{word: shapeWord(own), draw}]
    }),
    ...(events.some(isRead)
      ? [
          {
            word: sayFurther('from disk'),
            draw: (x: number, y: number) => hollow('retrace', 'hit', x + 7, y),
          },
        ]
      : []),
    ...(gone.size > 0
      ? [{word: sayFurther('predicted gone'), draw: (x: number, y: number) => ghost('retrace', x + 7, y)}]
      : []),
    ...(isParted
      ? [{word: sayFurther('odd one'), draw: (x: number, y: number) => ringed(x + 7, y, 'unknown', 6)}]
      : []),
  ]
}

function table(trace: Trace, explanation: Explanation, options?: CompareOptions): Table {
  const {alignment} = wholeOf(trace, explanation, options)
  const {runs, sections} = alignment
  const columns = [
    {name: 'function', kind: 'code'},
    {name: 'place', kind: 'number'},
    {name: 'alike'},
    ...runs.map(({name}) => ({name})),
  ] as const
  if (runs.length < 2) return {caption: sayFurther('one run'), columns, rows: []}
  return {
    caption: [...verdict(alignment), ...slowest(alignment, options?.gone ?? none), ...limits(runs)].join(' '),
    columns,
    rows: sections.flatMap((section) =>
      section.slots.map((slot, at) => [
        section.function,
        figure(at + 1),
        alike(slot, section, runs.length),
        ...runs.map((run, which) => cell(run, valueAt(slot.events, which))),
      ]),
    ),
  }
}

function alike({same}: Slot, {present}: Section, runs: number): string {
  if (!same) return 'differs'
  return present.length < runs ? `alike in ${present.length} runs` : 'alike'
}

const cell = (run: Aligned, event: number | null): string =>
  event === null ? '–' : `${unit(run.trace)} ${positionOf(run, event) + 1}: ${wordAt(run.trace, event)}`

/** Runs side by side: two programs, several key policies, or the hosts of one job, with the places where they part; of two, also what changed from the first to the second. */
export const compare = chart<CompareOptions>(draw, table)
