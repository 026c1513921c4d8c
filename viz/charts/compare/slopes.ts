import {
  compare,
  duration,
  type Explanation,
  figure,
  type Miss,
  sayFurther,
  total,
  type Trace,
} from '../../../lib/index.ts'
import {
  type Block,
  type Drawing,
  mark,
  scale as linear,
  type Span,
  spans,
  valueAt,
  write,
} from '../../frame/index.ts'
import {hues, type Role} from '../../theme.ts'
import {nameOf, outsideOf} from '../outside.ts'

/** A run with its name. */
interface Side {
  readonly name: string
  readonly trace: Trace
  readonly explanation: Explanation
}

/** A function in two runs: its seconds in each, what is gone from the second and what is new in it. */
export interface Slope {
  readonly function: string
  /** Whether it stands for what no call took, and is no function. */
  readonly isOutside: boolean
  readonly before: number
  readonly now: number
  readonly went: readonly Miss[]
  readonly appeared: readonly Miss[]
  /** How many of its programs the second run read from disk, which the first compiled. */
  readonly read: number
}

/** So many functions have a line, the dearest. */
const most = 8

/** What the functions of two runs took, the dearest first. */
export function slopesOf(before: Side, now: Side): Slope[] {
  const {went, appeared, changed, outcomes} = compare(before.trace, now.trace)
  const [gone, come] = [
    [...went, ...changed.map(([one]) => one)],
    [...appeared, ...changed.map(([, one]) => one)],
  ]
  const [first, second] = [secondsBy(before.explanation), secondsBy(now.explanation)]
  const of = (misses: readonly Miss[], name: string): Miss[] =>
    misses.filter((miss) => miss.function === name).sort((a, b) => total(b.seconds) - total(a.seconds))
  const slopes = [...new Set([...first.keys(), ...second.keys()])].map((name): Slope => ({
    function: name,
    isOutside: false,
    before: first.get(name) ?? 0,
    now: second.get(name) ?? 0,
    went: of(gone, name),
    appeared: of(come, name),
    read: outcomes.filter(
      ([one, other]) =>
        other.function === name && other.within === 'persistent' && one.within !== 'persistent',
    ).length,
  }))
  return [...slopes, outside(before, now)]
    .filter((slope) => slope.before + slope.now > 0)
    .sort((a, b) => Math.max(b.before, b.now) - Math.max(a.before, a.now))
}

/** What no call took: operations run one by one, and what was only traced. */
function outside(before: Side, now: Side): Slope {
  const [first, second] = [before, now].map(({trace, explanation}) => outsideOf(trace, explanation))
  const told = second ?? first
  return {
    function: told == null ? '' : nameOf(told),
    isOutside: true,
    before: first?.seconds ?? 0,
    now: second?.seconds ?? 0,
    went: [],
    appeared: [],
    read: 0,
  }
}

function secondsBy({functions}: Explanation): Map<string, number> {
  const sums = new Map<string, number>()
  for (const {function: name, seconds} of functions) sums.set(name, (sums.get(name) ?? 0) + total(seconds))
  return sums
}

/** Two runs of one program: a line a function from its seconds before to its seconds after, and what is gone or new at its end. */
export function drawSlopes(
  all: readonly Slope[],
  names: readonly [string, string],
  top: number,
  width: number,
): Block {
  const shown = all.slice(0, most)
  if (shown.length === 0) return {drawings: [], height: 0}
  const step = width < 560 ? 36 : 20
  const [x1, x2] = [76, 76 + Math.min(260, Math.round(width * (width < 560 ? 0.16 : 0.24)))]
  const high = Math.max(110, shown.length * step)
  const floor = top + 62 + high
  const y = linear([0, Math.max(...shown.map((one) => Math.max(one.before, one.now)))], [floor, top + 62])
  const left = spread(
    shown.map(({before}) => y(before)),
    16,
    floor,
  )
  const right = spread(
    shown.map(({now}) => y(now)),
    step,
    floor + (step > 20 ? 0 : 4),
  )
  const sums = [
    all.reduce((sum, {before}) => sum + before, 0),
    all.reduce((sum, {now}) => sum + now, 0),
  ] as const
  const ends = names.map((name, at) => [{text: name}, {text: duration(valueAt(sums, at)), bold: true}])
  const rest = all.length - shown.length
  return {
    drawings: [
      write(sayFurther('slopes of functions'), 8, top + 14, {font: 'bold', room: width - 16}),
      spans([...valueAt(ends, 0), {text: '→', fill: 'muted'}, ...valueAt(ends, 1)], 8, top + 36, {
        size: 12,
        room: width - 16,
      }),
      mark('path', {d: `M${x1} ${top + 54}V${floor + 4}M${x2} ${top + 54}V${floor + 4}`, stroke: 'rule'}),
      ...shown.flatMap((slope, at) =>
        line(slope, {y, ends: [x1, x2], left: valueAt(left, at), right: valueAt(right, at), width}),
      ),
      ...(rest > 0
        ? [
            write(sayFurther('functions more', {functions: rest}), 8, bottom(left, right, floor) + 28, {
              size: 12,
              fill: 'muted',
            }),
          ]
        : []),
    ],
    height: bottom(left, right, floor) + (step > 20 ? 28 : 14) + (rest > 0 ? 24 : 0) - top,
  }
}

const bottom = (left: readonly number[], right: readonly number[], floor: number): number =>
  Math.max(floor, ...left, ...right)

/** Where a line begins and ends, and its labels. */
interface Sides {
  readonly y: (seconds: number) => number
  readonly ends: readonly [number, number]
  readonly left: number
  readonly right: number
  readonly width: number
}

/** A function: its line, its seconds at both ends, its name and what is gone or new. */
function line(slope: Slope, {y, ends: [x1, x2], left, right, width}: Sides): Drawing[] {
  const {before, now} = slope
  const stroke = roleOf(slope)
  const x = x2 + 12
  const time = {text: now > 0 ? duration(now) : sayFurther('no time'), bold: true}
  const name: Span = {text: slope.function, code: !slope.isOutside}
  const room = width - 8 - x
  const isOne = width >= 560
  const why = isOne ? causes(slope) : cause(slope)
  return [
    mark('line', {x1, x2, y1: y(before), y2: y(now), stroke, 'stroke-width': 2.5}),
    ...[
      [x1, y(before)],
      [x2, y(now)],
    ].map(([cx = 0, cy = 0]) => mark('circle', {cx, cy, r: 4, fill: stroke, stroke: 'paper'})),
    write(before > 0 ? duration(before) : sayFurther('no time'), x1 - 10, left + 4, {
      size: 12,
      anchor: 'end',
    }),
    spans([time, name, ...(isOne ? why : [])], x, right + 4, {size: 12, room}),
    ...(isOne || why.length === 0 ? [] : [spans(why, x, right + 20, {size: 12, room})]),
  ]
}

/** Shorter is blue; longer has the colour of the verdict on what is new; what is alike is grey. */
function roleOf({before, now, appeared}: Slope): Role {
  const [worst] = appeared
  if (Math.abs(now - before) <= 0.05 * Math.max(before, now)) return 'hit'
  if (now < before) return 'spared'
  return worst === undefined ? 'muted' : hues[worst.verdict].text
}

/** The one of both that says why it is shorter, or longer. */
const cause = (slope: Slope): Span[] =>
  slope.now < slope.before && slope.went.length > 0
    ? causes({...slope, appeared: []})
    : causes(slope.appeared.length > 0 ? {...slope, went: []} : slope)

function causes({went, appeared, read}: Slope): Span[] {
  const told = (misses: readonly Miss[], word: string, fill: Role): Span[] => {
    const [first] = misses
    if (first === undefined) return []
    const path = first.causes[0]?.path
    const more = misses.length - 1
    return [
      {text: word, fill, bold: true},
      path === undefined
        ? {text: sayFurther(first.taxonomy === 'compulsory' ? 'first calls' : 'cause unknown'), fill}
        : {text: path, code: true, fill},
      ...(more > 0 ? [{text: sayFurther('more', {more: figure(more)}), fill: 'muted'} as const] : []),
    ]
  }
  return [
    ...(read > 0 ? [{text: sayFurther('now read', {read}), fill: 'spared'} as const] : []),
    ...told(went, sayFurther('part gone'), 'spared'),
    ...told(
      appeared,
      sayFurther('part new'),
      appeared[0] === undefined ? 'muted' : hues[appeared[0].verdict].text,
    ),
  ]
}

/** Places of labels, each at least `step` apart, as near to where they belong as that lets them, none below the floor but pushed up. */
export function spread(wanted: readonly number[], step: number, floor: number): number[] {
  const order = wanted.map((place, at) => ({place, at})).sort((a, b) => b.place - a.place)
  const placed = wanted.map(() => 0)
  let limit = floor
  for (const {place, at} of order) {
    placed[at] = Math.min(place, limit)
    limit = Math.min(place, limit) - step
  }
  return placed
}
