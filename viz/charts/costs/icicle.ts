import {hierarchy, type HierarchyRectangularNode, partition} from 'd3'
import {duration} from '../../../lib/index.ts'
import {
  type Block,
  type ChartOptions,
  type Drawing,
  mark,
  pressable,
  scale as linear,
  type Span,
  spans,
  spansWidth,
  width as widthOf,
  write,
} from '../../frame/index.ts'
import {hues} from '../../theme.ts'
import {pale} from '../glyph.ts'
import {folded, type Part, secondsOf} from './spending.ts'

/** A rectangle of the icicle, in px. */
interface Cell {
  readonly part: Part
  /** 1 for a cause, 2 for a function, 3 for a phase. */
  readonly depth: number
  readonly seconds: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Whether the whole hangs from the left. */
  readonly isTurned: boolean
}

/** Narrower than this the icicle hangs from the left: names lie, and want width. */
const wide = 560
/** Heights: of a row of a wide icicle, and of a whole one that hangs from the left. */
const [rowHeight, tall] = [42, 380]
/** The smallest side that is drawn, in px. */
const least = 2

/** The parts with what they are made of beside or below them, the dearest first; lengths are seconds. */
export function icicle(
  parts: readonly Part[],
  top: number,
  width: number,
  options: ChartOptions | undefined,
): Block {
  const [across, along] = width >= wide ? [width - 16, rowHeight * 3] : [width - 16, tall]
  const isTurned = width < wide
  const length = isTurned ? along : across
  const whole = parts.reduce((sum, part) => sum + secondsOf(part), 0)
  const all: Part = {...blank, parts: folded(parts, (whole * least) / length)}
  const root = hierarchy(all, ({parts: inner}) => [...inner])
    .sum(({seconds}) => seconds)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const placed = partition<Part>().size([length, 4])(root)
  const cells = placed.descendants().filter(({depth}) => depth > 0)
  const step = isTurned ? across / 3 : rowHeight
  const axis = isTurned ? [] : ticks(whole, top + along, width)
  return {
    drawings: [...cells.map((node) => draw(cellOf(node, isTurned, step, top), options)), ...axis],
    height: along + (isTurned ? 6 : 28),
  }
}

const blank: Part = {name: '', isCode: false, tone: 'necessary', isFirst: false, seconds: 0, parts: []}

function cellOf(
  {data, depth, value = 0, x0, x1}: HierarchyRectangularNode<Part>,
  isTurned: boolean,
  step: number,
  top: number,
): Cell {
  const [start, far] = [x0, (depth - 1) * step]
  return isTurned
    ? {part: data, isTurned, depth, seconds: value, x: 8 + far, y: top + start, width: step, height: x1 - x0}
    : {part: data, isTurned, depth, seconds: value, x: 8 + start, y: top + far, width: x1 - x0, height: step}
}

/** A part with its name and its seconds where they fit. */
function draw(
  {part, depth, seconds, x, y, width, height, isTurned}: Cell,
  options: ChartOptions | undefined,
): Drawing {
  const {fill, hatched} = hues[part.tone]
  const time = duration(seconds)
  const inset = isTurned && depth === 1 ? 10 : width < 48 ? 3 : 6
  const said = `${part.name} · ${time}`
  return mark(
    'g',
    {
      'data-index': part.index,
      'data-path': part.path,
      ...(part.index !== undefined && pressable(options, said)),
    },
    mark('title', {}, said),
    mark('rect', {
      x,
      y,
      width: Math.max(0.5, width - 1),
      height: Math.max(0.5, height - 1),
      fill,
      'fill-opacity': (part.isFirst ? pale : 1) * (depth === 1 ? 0.5 : depth === 2 ? 0.32 : 0.2),
    }),
    depth === 1 &&
      mark('path', {
        d: isTurned
          ? `M${x + 2} ${y}v${Math.max(0.5, height - 1)}`
          : `M${x} ${y + 2}h${Math.max(0.5, width - 1)}`,
        stroke: fill,
        'stroke-width': 4,
        'stroke-dasharray': hatched === true ? '4 3' : undefined,
        'stroke-opacity': part.isFirst ? pale : undefined,
      }),
    ...label(part, time, x + inset, y, width - inset - Math.min(4, inset), height),
  )
}

/** A name is shortened to no less: what is narrower has it in its title. */
const shortest = widthOf('abc', 12, 'code')

/** The name of a part; in little room without how much else changed, and at last how the end of its path, or it itself, begins. */
function nameIn({name, short = name, isCode}: Part, room: number): Span {
  const fits = [name, short].find((text) => spansWidth([{text, code: isCode}], 12) <= room)
  if (fits !== undefined) return {text: fits, code: isCode}
  return isCode && room >= readable
    ? {text: short, code: true}
    : {text: begun(isCode ? (end.exec(short)?.[0] ?? short) : short, room, isCode), code: isCode}
}

/** The last name of a path, with the numbers behind it. */
const end = /[^.]*(?:\.\d+)*$/

/** So much room has a path of which both ends are told, in px. */
const readable = 56

/** How a text begins, as far as there is room. */
function begun(text: string, room: number, isCode: boolean): string {
  const font = isCode ? 'code' : 'prose'
  if (widthOf(text, 12, font) <= room) return text
  let letters = text.length
  while (letters > 1 && widthOf(`${text.slice(0, letters)}…`, 12, font) > room) letters--
  return `${text.slice(0, letters).trimEnd()}…`
}

/** A name above its seconds, or beside them where the cell is low; what does not fit is left out. */
function label(part: Part, time: string, x: number, y: number, room: number, height: number): Drawing[] {
  if (height < 15) return []
  const timed = widthOf(time, 12)
  const whole = spansWidth([{text: part.short ?? part.name, code: part.isCode}], 12)
  const isNamed = room >= Math.min(shortest, whole)
  const left = room - timed - 8
  if (height >= 38)
    return [
      ...(isNamed ? [spans([nameIn(part, room)], x, y + 17, {size: 12, room})] : []),
      ...(timed <= room ? [write(time, x, y + (isNamed ? 33 : 17), {size: 12})] : []),
    ]
  const middle = y + height / 2 + 4
  const isBoth = left >= Math.min(readable, whole)
  const own = isBoth ? left : room
  return [
    ...(isNamed ? [spans([nameIn(part, own)], x, middle, {size: 12, room: own})] : []),
    ...(isBoth ? [write(time, x + room, middle, {size: 12, anchor: 'end'})] : []),
  ]
}

/** The axis of seconds below a wide icicle. */
function ticks(whole: number, y: number, width: number): Drawing[] {
  const x = linear([0, whole], [8, width - 8])
  return x.ticks(Math.max(2, Math.floor(width / 140))).flatMap((tick, at) => [
    mark('line', {x1: x(tick), x2: x(tick), y1: y, y2: y + 4, stroke: 'muted'}),
    write(duration(tick), x(tick), y + 18, {
      size: 12,
      fill: 'muted',
      anchor: at === 0 ? 'start' : x(tick) + 30 > width ? 'end' : 'middle',
    }),
  ])
}
