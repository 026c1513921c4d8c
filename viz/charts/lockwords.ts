import {type Cause, sayFurther} from '../../lib/index.ts'
import {
  apartIn,
  type Drawing,
  mark,
  type Span,
  spans,
  spansWidth,
  width as widthOf,
  write,
} from '../frame/index.ts'
import {round, type Spot} from './lockcells.ts'
import type {Misfit, State} from './lockfit.ts'

/** What does not fit in words: under the pins with a leader each, or as a list that is numbered as the tips are. */
export interface LockWords {
  readonly drawings: readonly Drawing[]
  readonly height: number
  readonly isNumbered: boolean
}

/** A misfit in two lines, under the cells that show it. */
interface Word {
  readonly path: Span
  readonly told: readonly Span[]
  /** The cells' ends, and the middle between, in px. */
  readonly from: number
  readonly to: number
  readonly middle: number
  readonly isGroup: boolean
}

/** A word with its place. */
interface Placed extends Word {
  readonly row: number
  readonly left: number
  readonly right: number
}

const [size, step, rowHeight, leader, mostRows, wide] = [13, 18, 44, 8, 3, 430]

/** So many misfits are told one by one. */
const mostTold = (width: number): number => (width < 500 ? 4 : 6)

const was = (text: string): Span => ({text, code: true, struck: true, fill: 'muted'})
const is = (text: string): Span => ({text, code: true, bold: true})

/** The sizes of one axis of arrays of several types, one of these as an example; none of anything else. */
const sizesOf = ({count, delta}: Cause): readonly Span[] =>
  delta.kind !== 'axis' || delta.like === null || count === undefined
    ? []
    : [
        was(delta.before),
        {text: '→'},
        is(delta.now),
        {text: sayFurther('axis of', {axis: delta.axis}), fill: 'muted'},
        {text: delta.like.now, code: true},
        {text: sayFurther('places alike in', {count}), fill: 'muted'},
      ]

/** What a misfit is: before struck through, now bold; each shortened so that where they differ stays. */
function toldOf({cause, left: place, now, before}: Misfit, room: number): readonly Span[] {
  const {change, count, delta, from} = cause
  const many: Span[] =
    count === undefined || change === 'moved'
      ? []
      : [{text: sayFurther('places alike in', {count}), fill: 'muted'}]
  const left = Math.max(40, room - spansWidth(many, size) - widthOf(' → ', size))
  if (change === 'identity')
    return [{text: sayFurther('mayBe' in delta ? 'part maybe anew' : 'part anew')}, ...many]
  if (change === 'moved') return [{text: sayFurther('part moved'), fill: 'muted'}, was(from ?? '')]
  if (change === 'added') return [{text: sayFurther('part new'), fill: 'muted'}, is(now ?? ''), ...many]
  if (place !== null)
    return [{text: sayFurther('part shifted'), fill: 'muted'}, was(`${cause.path} ${before ?? ''}`)]
  if (change === 'removed')
    return [{text: sayFurther('part gone'), fill: 'muted'}, was(before ?? ''), ...many]
  const [new_, old] = apartIn(now ?? '', before ?? '', left, size)
  return [was(old), {text: '→'}, is(new_), ...many]
}

/** What does not fit, told under the pins. */
export function wordsOf(
  misfits: readonly Misfit[],
  states: ReadonlyMap<Spot, State>,
  left: number,
  top: number,
  width: number,
): LockWords {
  const told = misfits.slice(0, mostTold(width))
  const room = Math.min(wide, width)
  const words = told.flatMap((misfit) => wordOf(misfit, states, left, width < 500 ? width - 28 : room))
  const rows = width < 500 ? null : placed(words, left, left + width)
  const body = rows === null ? listed(words, left, top, width) : hung(rows, top)
  const rest = misfits.length - told.length
  if (rest === 0) return body
  const more = write(sayFurther('more', {more: rest}), left, top + body.height + 14, {fill: 'muted'})
  return {...body, drawings: [...body.drawings, more], height: body.height + 22}
}

function wordOf(misfit: Misfit, states: ReadonlyMap<Spot, State>, left: number, room: number): Word[] {
  const spots = [...states].flatMap(([spot, state]) => (state.misfits.includes(misfit) ? [spot] : []))
  if (spots.length === 0) return []
  const from = Math.min(...spots.map(({x}) => x))
  const to = Math.max(...spots.map(({x, width}) => x + width))
  const sizes = sizesOf(misfit.cause)
  const path: Span = {text: misfit.left ?? misfit.cause.path, code: true}
  return [
    {
      path,
      told: sizes.length > 0 ? sizes : toldOf(misfit, room),
      from: left + from,
      to: left + to,
      middle: left + (from + to) / 2,
      isGroup: spots.length > 1,
    },
  ]
}

const widthOfWord = ({path, told}: Word): number =>
  Math.min(wide, Math.max(spansWidth([path], size), spansWidth(told, size)))

/** Words beside their leaders: to the right of them, from the right on, or else to the left, from the left on; null where three rows are too few. */
function placed(words: readonly Word[], from: number, to: number): Placed[] | null {
  const ordered = [...words].sort((a, b) => b.middle - a.middle)
  const rightward = inRows(ordered, ({middle}, needed) => Math.max(from, Math.min(middle, to - needed)))
  return rightward ?? inRows(ordered.reverse(), ({middle}, needed) => Math.max(from, middle - needed))
}

/** Each word in the first row in which it and its leader cross no other. */
function inRows(words: readonly Word[], leftOf: (word: Word, needed: number) => number): Placed[] | null {
  const done: Placed[] = []
  for (const word of words) {
    const needed = widthOfWord(word)
    const left = leftOf(word, needed)
    const free = Array.from({length: mostRows}, (_, row) => ({
      ...word,
      row,
      left,
      right: left + needed,
    })).find((one) => done.every((other) => !meets(one, other)))
    if (free === undefined) return null
    done.push(free)
  }
  return done
}

const crosses = (x: number, {left, right}: Placed): boolean => x > left - 6 && x < right + 6

function meets(one: Placed, other: Placed): boolean {
  if (one.row === other.row) return one.left < other.right + 20 && other.left < one.right + 20
  return one.row > other.row ? crosses(one.middle, other) : crosses(other.middle, one)
}

const yOf = (top: number, row: number): number => top + leader + row * rowHeight

function hung(words: readonly Placed[], top: number): LockWords {
  const drawings = words.flatMap(({from, to, left, isGroup, middle, path, row, told}) => {
    const y = yOf(top, row)
    const d = isGroup
      ? `M${round(from)} ${top + 3}H${round(to)}M${round(middle)} ${top + 3}V${y}`
      : `M${round(middle)} ${top}V${y}`
    return [
      mark('path', {d, fill: 'none', stroke: 'muted', 'stroke-width': 1}),
      spans([path], left, y + 13, {size, room: wide}),
      spans(told, left, y + 13 + step, {size, room: wide}),
    ]
  })
  return {
    drawings,
    height: words.length === 0 ? 0 : yOf(0, Math.max(...words.map(({row}) => row)) + 1),
    isNumbered: false,
  }
}

/** Numbered one below the other; where there is room for two beside each other, in two columns, so that they take no more rows than words with leaders. */
function listed(words: readonly Word[], left: number, top: number, width: number): LockWords {
  const columns = width < 500 ? 1 : 2
  const rows = Math.ceil(words.length / columns)
  const room = width / columns - 28
  const drawings = words.flatMap(({path, told}, at) => {
    const x = left + Math.floor(at / rows) * (width / columns)
    const y = yOf(top, at % rows) + 13
    return [
      write(String(at + 1), x + 4, y, {font: 'bold', fill: 'muted'}),
      spans([path], x + 24, y, {size, room}),
      spans(told, x + 24, y + step, {size, room}),
    ]
  })
  return {drawings, height: rows === 0 ? 0 : yOf(0, rows), isNumbered: rows > 0}
}

/** The height that the words of any call of a function take, so that nothing below moves from call to call. */
export const heightFor = (misfits: number, width: number): number => {
  const told = Math.min(misfits, mostTold(width))
  const rows = Math.min(told, width < 500 ? mostTold(width) : mostRows)
  return told === 0 ? 0 : yOf(0, rows) + (misfits > told ? 22 : 0)
}
