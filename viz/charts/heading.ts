import {duration, type Explanation, figure, say, total, type Trace, without} from '../../lib/index.ts'
import {
  type Block,
  clean,
  heading as lines,
  type Drawing,
  paragraph,
  spans,
  widthFor,
} from '../frame/index.ts'
import {hues} from '../theme.ts'
import {glyph} from './glyph.ts'
import type {TimelineOptions} from './plan.ts'
import {functionName, lookAt, missAt, tellsHits, toneAt, unit} from './position.ts'
import {nameOf} from './run.ts'
import {whole} from './whole.ts'

const margin = 8

/** What stands above a timeline that stands alone: the run, what it comes to, and the call that was chosen. */
export function heading(trace: Trace, explanation: Explanation, options: TimelineOptions | undefined): Block {
  const width = widthFor(options)
  const run = nameOf(trace)
  const of = tellsHits(trace) ? [say('of calls', {calls: trace.length})] : []
  const predicted = (options?.gone?.size ?? 0) > 0 ? [say('run of a prediction')] : []
  const title = lines(
    {
      run: [...(run === undefined ? [] : [run]), ...of, ...predicted].join(' · '),
      title: options?.title ?? titleOf(explanation, options?.gone),
    },
    width,
  )
  const bar = whole(explanation, options?.gone, [margin, width - margin], title.height)
  const under = title.height + bar.height
  const call =
    options?.position === undefined
      ? {drawings: [], height: 0}
      : callAt(trace, explanation, options.position, under + 20, width, options.gone)
  return {
    drawings: [...title.drawings, ...bar.drawings, ...call.drawings],
    height: under + call.height + 12,
  }
}

function titleOf(explanation: Explanation, gone: ReadonlySet<number> = new Set()): string {
  const {figures: before, headline} = explanation
  const after = without(explanation, gone)
  if (after === before) return headline
  return say('less than before', {
    before: duration(before.seconds),
    after: duration(after.seconds),
    misses: before.compiles + (before.reads ?? 0) - after.compiles - (after.reads ?? 0),
    spared: duration(before.seconds - after.seconds),
  })
}

/** What the call at a position did, in words. */
export function saying(trace: Trace, explanation: Explanation, position: number): string {
  const {function: name, outcome} = trace.at(position)
  return (
    missAt(explanation, position)?.sentence ??
    (outcome === 'hit'
      ? say('seen key', {name: clean(functionName(trace, name))})
      : say('nothing more known'))
  )
}

function callAt(
  trace: Trace,
  explanation: Explanation,
  position: number,
  y: number,
  width: number,
  gone: ReadonlySet<number> = new Set(),
): {readonly drawings: readonly Drawing[]; readonly height: number} {
  const {outcome, seconds, function: id} = trace.at(position)
  const tone = toneAt(trace, explanation, position)
  const room = width - 2 * margin - 20
  const told = paragraph(saying(trace, explanation, position), margin + 20, y + 20, Math.min(room, 620), {
    size: 14,
  })
  const cost = total(seconds) > 0 ? [{text: `· ${duration(total(seconds))}`}] : []
  return {
    drawings: [
      glyph(outcome, tone, margin + 6, y - 5, 6),
      spans(
        [
          gone.has(position)
            ? {text: say('gone'), bold: true, fill: 'spared'}
            : {text: lookAt(trace, position).word, bold: true, fill: hues[tone].text},
          {text: `· ${unit(trace)} ${figure(position + 1)}`},
          ...cost,
          {text: functionName(trace, id), code: true},
        ],
        margin + 20,
        y,
        {size: 14, fill: 'muted', room, more: {'data-function': id}},
      ),
      ...told.drawings,
    ],
    height: 28 + told.height,
  }
}
