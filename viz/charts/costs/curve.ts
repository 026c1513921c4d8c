import {duration, figure, sayFurther} from '../../../lib/index.ts'
import {
  type Block,
  type Drawing,
  mark,
  polyline,
  scale as linear,
  type Span,
  spans,
  spansWidth,
  width as widthOf,
  write,
} from '../../frame/index.ts'
import {hues} from '../../theme.ts'
import type {Unit} from '../position.ts'
import type {Course, Rise} from './course.ts'
import {gathered} from './gathered.ts'

const [high, below] = [120, 24]

/** Seconds of compiling over time or calls: steep in the colour of the verdict while it compiles, flat while it does not. */
export function curve(all: Course, what: Unit, doing: string, top: number, width: number): Block {
  const {compiling, end, start} = all
  const title = titleOf(all, what, doing, top + 14, width - 16)
  const ceiling = top + title.height + 16
  const [left, right, floor] = [8 + widthOf(duration(compiling), 12) + 8, width - 8, ceiling + high]
  const x = linear([start, end], [left, right])
  const y = linear([0, compiling], [floor, ceiling])
  const rises = thin(all.rises, x)
  const line = [
    [start, 0],
    ...rises.flatMap(({from, to, before, after}) => [
      [from, before],
      [to, after],
    ]),
    [end, compiling],
  ].map(([at = 0, spent = 0]) => [x(at), y(spent)] as const)
  return {
    drawings: [
      ...title.drawings,
      ...grid(all, what, x, y, floor, left, right),
      mark('path', {d: polyline(line), fill: 'none', stroke: 'muted', 'stroke-width': 1.5}),
      ...steep(rises, x, y),
    ],
    height: floor + below - top,
  }
}

/** What adds up, and what of it no call took: below it where there is no room beside it. */
function titleOf({elsewhere, timed}: Course, what: Unit, compiling: string, y: number, room: number): Block {
  const text = timed
    ? sayFurther('compiling over time', {compiling})
    : sayFurther('compiling over calls', {compiling, what})
  const title: Span = {text, bold: true}
  const note: Span[] =
    elsewhere > 0
      ? [{text: sayFurther('seconds upright', {duration: duration(elsewhere)}), fill: 'muted'}]
      : []
  const isOne = note.length === 0 || spansWidth([title, ...note], 13) <= room
  const lines = isOne ? [[title, ...note]] : [[title], note]
  return {
    drawings: lines.map((line, at) => spans(line, 8, y + at * 18, {room})),
    height: lines.length * 18,
  }
}

/** The rises, a path a tone. */
function steep(rises: readonly Rise[], x: (at: number) => number, y: (spent: number) => number): Drawing[] {
  return gathered(rises, ({tone}) => tone).map(([tone, own]) =>
    mark('path', {
      d: own
        .map(({from, to, before, after}) =>
          polyline([
            [x(from), y(before)],
            [x(to), y(after)],
          ]),
        )
        .join(''),
      fill: 'none',
      stroke: hues[tone].fill,
      'stroke-width': 4,
      'stroke-dasharray': hues[tone].hatched === true ? '3 2' : undefined,
    }),
  )
}

/** The axes with their units. */
function grid(
  {compiling, end, start, timed}: Course,
  what: Unit,
  x: (at: number) => number,
  y: (spent: number) => number,
  floor: number,
  left: number,
  right: number,
): Drawing[] {
  const spent = linear([0, compiling], [floor, 0]).ticks(3)
  const past = linear([start, end], [left, right]).ticks(Math.max(2, Math.floor((right - left) / 140)))
  const named = (tick: number): string => (timed ? duration(tick) : `${what} ${figure(tick)}`)
  return [
    ...spent.flatMap((tick) => [
      mark('line', {x1: left, x2: right, y1: y(tick), y2: y(tick), stroke: 'rule'}),
      write(duration(tick), left - 6, y(tick) + 4, {size: 12, fill: 'muted', anchor: 'end'}),
    ]),
    ...past
      .filter((tick) => timed || (Number.isInteger(tick) && tick > 0))
      .map((tick) =>
        write(named(tick), x(tick), floor + 18, {
          size: 12,
          fill: 'muted',
          anchor: x(tick) - 20 < left ? 'start' : x(tick) + 40 > right ? 'end' : 'middle',
        }),
      ),
  ]
}

/** Rises within half a pixel as one, in the tone of the dearest. */
function thin(rises: readonly Rise[], x: (at: number) => number): Rise[] {
  const kept: Rise[] = []
  for (const rise of rises) {
    const last = kept.at(-1)
    if (last === undefined || x(rise.to) - x(last.from) > 0.5) kept.push(rise)
    else {
      const isDearer = rise.after - rise.before > last.after - last.before
      kept[kept.length - 1] = {
        ...last,
        tone: isDearer ? rise.tone : last.tone,
        to: rise.to,
        after: rise.after,
      }
    }
  }
  return kept
}
