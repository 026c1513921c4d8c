import {hierarchy, partition} from 'd3'
import {figure, say} from '../../lib/index.ts'
import {width as widthOf} from '../frame/index.ts'
import {isAside, type Slot, type Slots} from './lockslots.ts'
import type {Side} from './side.ts'

/** A cell of a lock: one part of the key, several that are told together, or what holds others. */
interface Cell {
  readonly id: string
  readonly name: string
  /** `bundle`: parts that never differ; `beyond`: those that do, of which there are too many; `rest`: all that is not in the container which is shown. */
  readonly kind: 'group' | 'pin' | 'bundle' | 'beyond' | 'untold' | 'rest'
  readonly side: Side
  /** The places that it stands for. */
  readonly slots: readonly Slot[]
  /** How many parts. */
  readonly count: number
  /** The width that says what there is to say, the least, and the most that it can use, in px. */
  readonly wish: number
  readonly least: number
  readonly most: number
  readonly children: readonly Cell[]
}

/** A cell with its place, in px. */
export interface Spot {
  readonly cell: Cell
  readonly parent: Spot | null
  readonly depth: number
  /** Whether it ends at the line. */
  readonly isEnd: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where all cells of a function's keys stand, whichever call is shown. */
export interface Layout {
  readonly spots: readonly Spot[]
  readonly width: number
  /** Where the line is. */
  readonly line: number
}

/** Measures in px: a row of the tree, a pin above the line, what crosses it, the paper between cells. */
export const sizes = {row: 20, pin: 44, tip: 16, gap: 1.5} as const

/** A length in px to one digit. */
export const round = (value: number): number => Math.round(value * 10) / 10

/** How cells are folded to a width. */
interface Room {
  readonly width: number
  /** How narrow: at 0 each name has room, at 4 what never changes is one bundle a container. */
  readonly level: number
  /** Whether every name and value can be written. */
  readonly isSmall: boolean
  /** A picture without words. */
  readonly isMute: boolean
}

/** The most that a cell gets of what it wants. */
const stretch = 1.5
const [padding, mostWords, mostRows] = [12, 116, 10]
const dot = /^\./
const narrowest = [0, 24, 16, 12, 12] as const

/** What all of a list come to. */
const sum = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((whole, one) => whole + of(one), 0)

const nameWidth = (name: string): number => Math.min(mostWords, padding + widthOf(name, 12, 'bold'))
const leastOf = (name: string, {isMute, level}: Room): number =>
  isMute ? 5 : level === 0 ? nameWidth(name) : (narrowest[level] ?? 12)
/** What changes is read first: it wants its value with room to spare, the more the dearer it was. */
const wishOf = ({isShown, name, letters, weight}: Slot): number => {
  const wish = Math.max(nameWidth(name), padding + widthOf('0'.repeat(letters), 12, 'code'))
  return isShown ? wish * (0.6 + 0.8 * weight) : wish
}

/** What a place wants so that it and all below it can be read. */
function wanted(place: Slot): number {
  if (isAside(place)) return 96
  return place.children.length === 0 ? wishOf(place) : sum(place.children, wanted)
}

const sides = ['static', 'data'] as const

/** Parts that never differ, a bundle a side. */
const bundles = (id: string, slots: readonly Slot[], {isMute}: Room): Cell[] =>
  sides.flatMap((side): Cell[] => {
    const count = sum(slots, ({parts}) => parts[side])
    const wish = 8 + 2.5 * Math.sqrt(count)
    const name = say('parts more', {parts: figure(count)})
    const most = Math.max(stretch * wish, nameWidth(name))
    const shared = {
      kind: 'bundle',
      side,
      slots,
      count,
      wish,
      most,
      least: isMute ? 2 : 6,
      children: [],
    } as const
    return count === 0 ? [] : [{...shared, id: `${id}/*${side}`, name}]
  })

const partsIn = ({parts}: Slot): number => parts.static + parts.data

const group = (id: string, name: string, slots: readonly Slot[], children: readonly Cell[]): Cell => ({
  id,
  name,
  kind: 'group',
  side: slots.every(({parts, side}) => side === 'data' || parts.static === 0) ? 'data' : 'static',
  slots,
  count: sum(slots, partsIn),
  wish: 0,
  least: 0,
  most: 0,
  children,
})

function pin(place: Slot, room: Room, id = place.id, name = place.name): Cell {
  return {
    id,
    name,
    kind: 'pin',
    side: place.side,
    slots: [place],
    count: 1,
    wish: wishOf(place),
    most: stretch * wishOf(place),
    least: place.isShown ? leastOf(name, room) : room.isMute ? 2 : 6,
    children: [],
  }
}

/** A cell that is as wide as its name. */
function named(id: string, name: string, least: number): Omit<Cell, 'kind' | 'slots' | 'count'> {
  const wish = nameWidth(name)
  return {id, name, side: 'static', wish, most: wish, least, children: []}
}

/** Those places that changed and have none of their own. */
function beyond(id: string, slots: readonly Slot[], room: Room): Cell[] {
  const count = sum(slots, (place) => place.beyond + Number(place.changes !== 'never'))
  if (count === 0) return []
  const name = say('changes beyond', {changes: count})
  return [{...named(`${id}/*beyond`, name, room.isMute ? 5 : 12), kind: 'beyond', slots, count}]
}

/** A cell that has at least so much room for its name. */
function roomy(cell: Cell, least: number): Cell {
  const needed = least - sum(ends(cell), (end) => end.least)
  const [first, ...others] = cell.children
  if (needed <= 0) return cell
  if (first === undefined) return {...cell, least: cell.least + needed}
  return {...cell, children: [roomy(first, sum(ends(first), (end) => end.least) + needed), ...others]}
}

const isQuiet = (place: Slot): boolean => !place.isShown && place.within === 0
const hidesChanges = (place: Slot): boolean => place.beyond > 0 || place.changes !== 'never'

/** The room that the name of what holds others needs: where it changes, leads to what does, or all can be read. */
function leastOfGroup(place: Slot, room: Room): number {
  if (room.isMute) return 0
  if (place.isShown) return leastOf(place.name, room)
  const isNamed = (place.within > 0 && room.level < 2) || room.isSmall
  return isNamed ? nameWidth(place.name) : 0
}

/** A place as a cell: opened where something below it changes, or where all can be read. */
function grow(place: Slot, depth: number, room: Room): Cell {
  if (place.children.length === 0) return pin(place, room)
  const needs = leastOfGroup(place, room)
  return depth === 0 ? grown(place, depth, room) : roomy(grown(place, depth, room), needs)
}

function grown(place: Slot, depth: number, room: Room): Cell {
  const opens = depth === 0 || place.within > 0 || (room.isSmall && !isAside(place))
  if (!opens) return group(place.id, place.name, [place], bundles(place.id, [place], room))
  const own = place.changes === 'own' || place.side === 'data' ? [ownPin(place, room)] : []
  if (depth >= mostRows) return group(place.id, place.name, [place], [...own, ...flat(place, room)])
  return group(place.id, place.name, [place], [...own, ...below(place, depth, room)])
}

/** What stands at a place that holds others, as a part of its own. */
const ownPin = (place: Slot, room: Room): Cell =>
  pin(place, room, `${place.id}/=`, say(place.side === 'data' ? 'own array' : 'own class'))

/** What changes anywhere below, without the containers between, and the rest in bundles. */
function flat(place: Slot, room: Room): Cell[] {
  const changing = (one: Slot): Slot[] =>
    one.children.flatMap((child) => [...(child.isShown ? [child] : []), ...changing(child)])
  const own = changing(place).filter(({children}) => children.length === 0)
  const named = own.map((one) => pin(one, room, one.id, one.path.slice(place.path.length).replace(dot, '')))
  return [...named, ...bundles(place.id, [place], room)]
}

/** The children of a place: what changes in its own cell, runs of three and more that do not in one, single parts in bundles. */
function below(place: Slot, depth: number, room: Room): Cell[] {
  const shown: Cell[] = []
  const rest: Slot[] = []
  const capped: Slot[] = []
  let run: Slot[] = []
  const flush = () => {
    shown.push(...runOf(run, depth, room))
    run = []
  }
  const foldsSingle = depth > 0 || room.level > 1 || place.children.length > 24
  for (const child of place.children) {
    const isFolded = !room.isSmall && isQuiet(child) && (depth > 0 || foldsSingle) && !isAside(child)
    if (!isFolded) {
      flush()
      shown.push(grow(child, depth + 1, room))
    } else if (hidesChanges(child)) capped.push(child)
    else if (child.children.length === 0 || room.level > 1) rest.push(child)
    else run.push(child)
  }
  flush()
  return [...shown, ...beyond(place.id, capped, room), ...bundles(place.id, rest, room)]
}

function runOf(run: readonly Slot[], depth: number, room: Room): Cell[] {
  const [first] = run
  const last = run.at(-1)
  if (first === undefined || last === undefined) return []
  if (run.length < 3) return run.map((child) => grow(child, depth + 1, room))
  const id = `${first.id}…`
  return [group(id, `${first.name} … ${last.name}`, run, bundles(id, run, room))]
}

/** What is at the end of a picture: parts of which the log tells nothing, and what is not in the container that is shown. */
function asides({isUntold, root}: Slots, shown: Slot, {isMute}: Room): Cell[] {
  const aside = (kind: Cell['kind'], name: string, slots: readonly Slot[], count: number): Cell => ({
    ...named(`*${kind}`, name, isMute ? 5 : 24),
    kind,
    slots,
    count,
  })
  return [
    ...(isUntold ? [aside('untold', say('not in the log'), [], 0)] : []),
    ...(shown === root
      ? []
      : [aside('rest', say('all else in key'), [root], partsIn(root) - partsIn(shown))]),
  ]
}

const ends = (cell: Cell): Cell[] => (cell.children.length === 0 ? [cell] : cell.children.flatMap(ends))

/** The cells of a lock, folded so that those that ever change have room. */
function folded(slots: Slots, shown: Slot, width: number, isMute: boolean): Cell {
  const isSmall = !isMute && wanted(shown) <= width
  for (let level = 0; ; level++) {
    const room: Room = {width, level, isSmall, isMute}
    const cell = grow(shown, 0, room)
    const whole = {...cell, children: [...cell.children, ...asides(slots, shown, room)]}
    if (level === 4 || sum(ends(whole), ({least}) => least) <= 0.8 * width) return whole
  }
}

/** The width of each cell: what it needs at least, and a like share of what it wants. */
function widths(cells: readonly Cell[], width: number): (cell: Cell) => number {
  const floor = Math.min(1, width / sum(cells, ({least}) => least))
  const at = (share: number) => (cell: Cell) => Math.max(cell.least * floor, widthAt(cell, share))
  let [low, high] = [0, 3]
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2
    if (sum(cells, at(middle)) > width) high = middle
    else low = middle
  }
  return at(low)
}

/** Up to a share of 1 a part of what a cell wants; then bundles grow until they can say how much they hold, and then the others. */
function widthAt({kind, most, wish}: Cell, share: number): number {
  const grown = Math.max(0, Math.min(1, kind === 'bundle' ? share - 1 : share - 2))
  return wish * Math.min(1, share) + (most - wish) * grown
}

const layouts = new WeakMap<Slot, Map<string, Layout>>()

/** Where the cells stand in so many px: the same for all calls of a function, and found once. */
export function layoutOf(slots: Slots, shown: Slot, width: number, isMute = false): Layout {
  const known = layouts.get(shown) ?? new Map<string, Layout>()
  layouts.set(shown, known)
  const name = `${width} ${isMute}`
  const layout = known.get(name) ?? arrange(slots, shown, width, isMute)
  known.set(name, layout)
  return layout
}

function arrange(slots: Slots, shown: Slot, width: number, isMute: boolean): Layout {
  const whole = folded(slots, shown, width, isMute)
  const wide = widths(ends(whole), width)
  const tree = hierarchy(whole, ({children}) => children).sum((cell) =>
    cell.children.length > 0 ? 0 : wide(cell),
  )
  const {row, pin: high, gap} = sizes
  const placed = partition<Cell>().size([tree.value ?? width, (tree.height + 1) * row])(tree)
  const line = tree.height * row + high
  const spots = new Map<Cell, Spot>()
  placed.eachBefore(({data: cell, depth, x0, x1, y0, parent}) => {
    if (parent === null) return
    const isEnd = cell.children.length === 0
    const y = y0 - row
    const height = isEnd ? line - y : row - gap
    const above = spots.get(parent.data) ?? null
    spots.set(cell, {
      cell,
      parent: above,
      depth,
      isEnd,
      x: x0,
      y,
      width: Math.max(0.5, x1 - x0 - gap),
      height,
    })
  })
  return {spots: [...spots.values()], width: tree.value ?? width, line}
}
