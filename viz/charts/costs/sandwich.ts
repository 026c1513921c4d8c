import {duration, sayFurther} from '../../../lib/index.ts'
import {
  back,
  type Block,
  type ChartOptions,
  type Drawing,
  mark,
  paragraph,
  pressable,
  spans,
  wrap,
  write,
} from '../../frame/index.ts'
import {hues} from '../../theme.ts'
import type {Made} from './made.ts'
import {type Culprit, secondsIn, type Spent} from './victims.ts'

/** So many paths and functions are shown. */
const most = 8
const rowHeight = 34
/** Narrower than this the functions stand below the paths. */
const wide = 640

/** Where a list of lengths stands, in px. */
interface Column {
  readonly left: number
  readonly right: number
  readonly top: number
  /** Whether its lengths end at the right, where those of the other begin. */
  readonly isLeft: boolean
  /** The seconds of the longest. */
  readonly longest: number
}

/** The paths that caused misses, and of one of them the functions that paid: lengths are seconds. */
export function sandwich(
  all: readonly Culprit[],
  selected: string | undefined,
  made: Made,
  top: number,
  width: number,
  options: ChartOptions | undefined,
): Block {
  const [dearest] = all
  if (dearest === undefined) return {drawings: [], height: 0}
  const chosen = all.find(({path}) => path === selected) ?? dearest
  const first = all.slice(0, most)
  const paths = first.includes(chosen) ? first : [...first.slice(0, -1), chosen]
  const functions = chosen.victims.slice(0, most)
  const head = heading(paths, made, top, width)
  const {left, right, under} = columns(paths, top + head.height, width)
  const named = [{text: sayFurther('paid for', {made: made.made})}, {text: chosen.name, code: chosen.isCode}]
  return {
    drawings: [
      ...head.drawings,
      ...(left.isLeft
        ? links(functions, paths.indexOf(chosen), left, right)
        : [spans(named, 8, under + 14, {size: 12, room: width - 16})]),
      ...paths.map((path, at) =>
        length(path, at, left, {'data-path': path.path, isChosen: path === chosen}, options),
      ),
      ...functions.map((one, at) =>
        length(one, at, right, {'data-index': one.index, isChosen: false}, options),
      ),
    ],
    height: Math.max(under, right.top + functions.length * rowHeight) - top,
  }
}

/** The title, and what pale lengths mean where there are some. */
function heading(paths: readonly Spent[], {again, made}: Made, top: number, width: number): Block {
  const lines = wrap(sayFurther('path to victims', {made: again}), width - 16, 13, 'bold')
  const title = lines.map((line, at) => write(line, 8, top + 14 + 18 * at, {font: 'bold'}))
  const high = 18 * lines.length
  if (paths.every(({together}) => together === 0)) return {drawings: title, height: high + 4}
  const read = paragraph(sayFurther('alone and together', {made}), 8, top + high + 16, width - 16, {
    size: 12,
    fill: 'muted',
  })
  return {drawings: [...title, ...read.drawings], height: high + 10 + read.height}
}

/** Where the paths and the functions stand: side by side, or below each other. */
function columns(
  paths: readonly Spent[],
  top: number,
  width: number,
): {readonly left: Column; readonly right: Column; readonly under: number} {
  const isLeft = width >= wide
  const under = top + paths.length * rowHeight + 8
  const both = {longest: Math.max(...paths.map(secondsIn), 1e-9)}
  return {
    left: {...both, left: 8, right: isLeft ? width * 0.46 : width - 8, top, isLeft},
    right: {
      ...both,
      left: isLeft ? width * 0.58 : 8,
      right: width - 8,
      top: isLeft ? top : under + 22,
      isLeft: false,
    },
    under,
  }
}

/** From the chosen path to each function, as wide as its seconds. */
function links(functions: readonly Spent[], chosen: number, left: Column, right: Column): Drawing[] {
  const y = (column: Column, row: number): number => column.top + row * rowHeight + 25
  return functions.map((one, at) => {
    const [x1, x2, y1, y2] = [left.right + 3, right.left - 3, y(left, chosen), y(right, at)]
    const middle = (x1 + x2) / 2
    return mark('path', {
      d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
      fill: 'none',
      stroke: hues[one.tone].fill,
      'stroke-opacity': 0.45,
      'stroke-width': Math.max(1, (8 * secondsIn(one)) / right.longest),
    })
  })
}

/** A name, its seconds, and their length: solid what it caused alone, pale what it caused together with others. */
function length(
  one: Spent,
  at: number,
  {left, right, top, isLeft, longest}: Column,
  {
    isChosen,
    ...data
  }: {readonly isChosen: boolean; readonly 'data-path'?: string; readonly 'data-index'?: number},
  options: ChartOptions | undefined,
): Drawing {
  const y = top + at * rowHeight
  const said = [
    {text: sayFurther('compiles', {compiles: one.misses}), fill: 'muted' as const},
    {text: duration(secondsIn(one))},
  ]
  const scale = (right - left) / longest
  const [solid, pale] = [one.alone * scale, one.together * scale]
  const bar = (from: number, long: number, opacity: number): Drawing | false =>
    long > 0 &&
    mark('path', {
      d: `M${isLeft ? right - from - long : left + from} ${y + 25}h${Math.max(1, long)}`,
      stroke: hues[one.tone].fill,
      'stroke-width': 8,
      'stroke-dasharray': hues[one.tone].hatched === true ? '4 3' : undefined,
      'stroke-opacity': opacity,
      fill: 'none',
    })
  return mark(
    'g',
    {...data, ...pressable(options, `${one.name} · ${duration(secondsIn(one))}`)},
    mark('title', {}, one.name),
    back(isChosen, {x: left - 4, y: y + 1, width: right - left + 8, height: rowHeight - 2}),
    spans([{text: one.name, code: one.isCode}], left, y + 15, {size: 12, room: (right - left) * 0.55}),
    spans(said, right, y + 15, {size: 12, anchor: 'end', room: (right - left) * 0.43}),
    bar(0, solid, 1),
    bar(solid, pale, 0.4),
  )
}
