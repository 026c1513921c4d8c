import {total} from '../../../lib/index.ts'
import {valueAt} from '../../frame/index.ts'
import {branches, lanesOf} from './lanes.ts'
import type {Program, Return} from './programs.ts'

/** A program that is drawn. */
export interface Row {
  readonly program: Program
  /** The row that its line comes from; -1 where none is drawn. */
  readonly parent: number
  /** Whether its line leads over programs that are not drawn. */
  readonly isFar: boolean
  readonly x: number
  readonly y: number
  /** The radius of its circle: its area is the seconds. */
  readonly r: number
}

/** A dashed line beside the lanes: an older program is used again. */
export interface Rail {
  readonly row: Row
  readonly x: number
  /** Where it was used again. */
  readonly ys: readonly number[]
}

/** Where the parts of a lineage stand, in px. */
export interface Sheet {
  readonly width: number
  /** Whether words stand beside the name of the function, and not below it. */
  readonly isWide: boolean
  readonly rowHeight: number
  readonly rows: readonly Row[]
  readonly rails: readonly Rail[]
  /** Where the names begin. */
  readonly left: number
  readonly bottom: number
}

/** What a sheet is made of. */
interface Parts {
  readonly all: readonly Program[]
  /** The places of the programs that are drawn. */
  readonly places: readonly number[]
  readonly returns: readonly Return[]
  readonly top: number
  /** Room for the times at the left. */
  readonly times: number
}

/** Narrower than this the words stand on a line of their own. */
const wide = 680
/** The widest circle, and a rail. */
const [largest, railWidth] = [10, 9]

/** Finds the place of each row, lane and rail. */
export function sheet({all, places, returns, top, times}: Parts, width: number): Sheet {
  const isWide = width >= wide
  const rowHeight = isWide ? 30 : 46
  const parents = parentsOf(all, places)
  const lanes = branches(parents.map(({row}) => row))
  const back = railsOf(returns, places, isWide ? 5 : 2)
  const count = Math.max(0, ...lanes)
  const first =
    8 + times + (back.length === 0 ? 0 : (1 + Math.max(...back.map(({lane}) => lane))) * railWidth) + largest
  const gap = Math.min(20, (width * (isWide ? 0.2 : 0.26)) / Math.max(1, count))
  const dearest = Math.max(...places.map((place) => total(valueAt(all, place).miss.seconds)))
  const rows = places.map((place, row): Row => {
    const program = valueAt(all, place)
    const {row: parent, isFar} = valueAt(parents, row)
    const share = dearest > 0 ? total(program.miss.seconds) / dearest : 0.3
    return {
      program,
      parent,
      isFar,
      x: first + valueAt(lanes, row) * gap,
      y: top + row * rowHeight + 15,
      r: Math.max(3, largest * Math.sqrt(share)),
    }
  })
  return {
    width,
    isWide,
    rowHeight,
    rows,
    rails: back.map(({to, lane, after}) => ({
      row: valueAt(rows, to),
      x: 8 + times + (lane + 0.5) * railWidth,
      ys: after.map((row) => valueAt(rows, row).y + rowHeight / 2),
    })),
    left: first + count * gap + largest + 10,
    bottom: top + rows.length * rowHeight,
  }
}

/** Of each drawn program the row that it came from, over those that are not drawn. */
function parentsOf(all: readonly Program[], places: readonly number[]): {row: number; isFar: boolean}[] {
  const rowOf = new Map(places.map((place, row) => [place, row]))
  return places.map((place) => {
    const direct = valueAt(all, place).parent
    let parent = direct
    while (parent !== -1 && !rowOf.has(parent)) parent = valueAt(all, parent).parent
    return {row: rowOf.get(parent) ?? -1, isFar: parent !== direct}
  })
}

interface Back {
  readonly to: number
  readonly lane: number
  readonly after: readonly number[]
}

/** The rows that calls went back to, those that most calls went back to, each with a lane for its rail. */
function railsOf(returns: readonly Return[], places: readonly number[], most: number): Back[] {
  const found = returns
    .map((back) => ({...back, row: places.indexOf(back.to)}))
    .filter(({row}) => row !== -1)
    .sort((a, b) => b.calls - a.calls)
    .slice(0, most)
    .map(({row, after}) => {
      const rows = after.map((place) => places.findLastIndex((one) => one <= place))
      return {to: row, after: [...new Set(rows)]}
    })
    .sort((a, b) => a.to - b.to)
  const lanes = lanesOf(found.map(({to, after}) => ({from: to, to: Math.max(...after)})))
  return found.map((one, at) => ({...one, lane: valueAt(lanes, at)}))
}
