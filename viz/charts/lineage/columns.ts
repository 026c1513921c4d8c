import {duration, sayFurther, total} from '../../../lib/index.ts'
import {width as widthOf} from '../../frame/index.ts'
import {hues, type Role} from '../../theme.ts'
import type {Program} from './programs.ts'

/** The columns at the right, from the right; the first that gives way to the words is the verdict, then how often it was used again. */
const names = ['seconds', 'verdict', 'used'] as const
type Name = (typeof names)[number]

/** A word of a column. */
interface Cell {
  readonly text: string
  readonly fill: Role
}

/** What stands in the columns of a program. */
export type Cells = Readonly<Record<Name, Cell>>

/** The columns of a program: its seconds, its verdict, and how often it was used again. */
export function cellsOf({miss, used, wrong}: Program, isGone: boolean): Cells {
  const {text, word} = hues[miss.verdict]
  const seconds = total(miss.seconds)
  const fill = isGone ? 'spared' : text
  const isQuiet = miss.taxonomy === 'compulsory' || miss.within === 'persistent'
  const verdict = miss.within === 'persistent' ? sayFurther('from disk') : isQuiet ? '' : word
  return {
    seconds: {
      text: seconds === 0 ? '' : duration(isGone ? -seconds : seconds),
      fill: isQuiet && !isGone ? 'ink' : fill,
    },
    verdict: {text: isGone ? sayFurther('predicted') : verdict, fill},
    used:
      wrong > 0
        ? {text: sayFurther('used wrongly', {used, wrong}), fill: 'wrongText'}
        : {text: used === 0 ? '' : sayFurther('used times', {used}), fill: 'muted'},
  }
}

/** Columns that have their place. */
export interface Columns {
  /** Where each ends. */
  readonly ends: ReadonlyMap<Name, number>
  /** Where the last of them begins. */
  readonly left: number
}

const gutter = 14

/** Finds the places of the columns in so much room before `right`. */
export function columnsOf(all: readonly Cells[], right: number, room: number, size: number): Columns {
  const wides = new Map(
    names.map((name) => [name, Math.max(0, ...all.map((cells) => widthOf(cells[name].text, size)))]),
  )
  const wideOf = (name: Name): number => wides.get(name) ?? 0
  const needed = (kept: readonly Name[]): number => kept.reduce((sum, name) => sum + wideOf(name) + gutter, 0)
  const filled = names.filter((name) => wideOf(name) > 0)
  const kept =
    [filled, filled.filter((name) => name !== 'verdict')].find((some) => needed(some) <= room) ??
    filled.filter((name) => name === 'seconds')
  const ends = new Map<Name, number>()
  let left = right
  for (const name of kept) {
    ends.set(name, left)
    left -= wideOf(name) + gutter
  }
  return {ends, left}
}
