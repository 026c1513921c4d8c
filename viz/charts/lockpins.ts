import {clean, type Attributes, type Drawing, mark, width as widthOf} from '../frame/index.ts'
import {fonts, type Role} from '../theme.ts'
import {round, sizes, type Spot} from './lockcells.ts'
import {type Fit, partsHere, type State} from './lockfit.ts'
import {paintOf, tipOf} from './locklooks.ts'
import {labelOf, titleOfCell} from './locksays.ts'
import {isMisfit, left, type Sheet} from './locksheet.ts'
import {valueOf} from './lockslots.ts'
import {sideText} from './side.ts'
import {figure, say, sayFurther} from '../../lib/index.ts'

const size = 12

/** A cell of the tree, or a pin. */
export const drawSpot = (spot: Spot, top: number, sheet: Sheet): Drawing =>
  spot.isEnd ? drawPin(spot, top, sheet) : drawGroup(spot, top, sheet)

const stateOf = ({states}: Sheet, spot: Spot): State => states.get(spot) ?? {is: 'same', misfits: []}

/** Whether something below a cell does not fit. */
function isLit(spot: Spot, {states}: Sheet): boolean {
  for (const [end, state] of states) {
    if (!isMisfit(state)) continue
    for (let above = end.parent; above !== null; above = above.parent) if (above === spot) return true
  }
  return false
}

/** What holds others: its name, and an outline where the way to a misfit leads through it. */
function drawGroup(spot: Spot, top: number, sheet: Sheet): Drawing {
  const {cell, x, y, width, height} = spot
  const lit = isLit(spot, sheet)
  const fits = widthOf(clean(cell.name), size, lit ? 'bold' : 'prose') <= width - 8
  const box = {x: left + x, y: top + y, width, height}
  const text = fits ? cell.name : ''
  return mark(
    'g',
    {
      ...named(
        spot,
        sheet,
        sayFurther('cell container', {text: cell.name, parts: partsHere(cell, sheet.fit.here)}),
      ),
    },
    mark('title', {}, titleOfCell(spot, sheet)),
    mark('rect', {...box, fill: cell.side, 'fill-opacity': lit ? 0.22 : 0.09}),
    lit && fits && mark('rect', {...box, rx: 2, fill: 'none', stroke: 'ink', 'stroke-width': 1}),
    text !== '' &&
      mark(
        'text',
        {
          x: left + x + 4,
          y: top + y + 13.5,
          fill: 'ink',
          'font-size': size,
          'font-weight': lit ? 600 : undefined,
        },
        text,
      ),
  )
}

/** A part of the key, or several, from its place in the tree down to the line, or across it. */
function drawPin(spot: Spot, top: number, sheet: Sheet): Drawing {
  const {cell, x, y, width, height} = spot
  const state = stateOf(sheet, spot)
  const {pin, shaft, ink} = paintOf(state, cell.side, width)
  const base = top + y + height
  const across = {x: left + x, width}
  const head = base - sizes.pin + 1
  const texts = textsOf(spot, state, sheet)
  const isTwice = state.is === 'identity' && width > 14
  const hatches = state.is === 'unknown' || state.is === 'untold'
  return mark(
    'g',
    {
      ...named(spot, sheet, labelOf(spot, state, heard(spot, texts), sheet)),
      class: isMisfit(state) ? 'jl-misfit' : undefined,
    },
    mark('title', {}, titleOfCell(spot, sheet)),
    mark('rect', {
      ...across,
      y: top + y,
      height: Math.max(0, head - 1 - top - y),
      fill: cell.side,
      'fill-opacity': shaft,
    }),
    isTwice
      ? mark('rect', {x: left + x, width: width - 5, y: head + 5, height: sizes.pin - 6, ...pin})
      : mark('rect', {...across, y: head, height: sizes.pin - 1, ...pin}),
    mark('rect', {
      ...across,
      y: base,
      height: isMisfit(state) ? sizes.tip : 0,
      ...(isMisfit(state) ? tipOf(sheet) : {fill: 'hit'}),
    }),
    hatches && hatch(left + x, head, width, sizes.pin - 1),
    isTwice && behind(left + x, head, width, sideText(cell.side)),
    textMark(texts, spot, base, ink),
  )
}

/** Slanting lines over a rectangle, of which nothing is known. */
export function hatch(x: number, y: number, width: number, height: number): Drawing {
  const lines: string[] = []
  for (let at = 6 - height; at < width; at += 6) {
    const [from, to] = [Math.max(0, at), Math.min(width, at + height)]
    lines.push(
      `M${round(x + from)} ${round(y + height - (from - at))}L${round(x + to)} ${round(y + height - (to - at))}`,
    )
  }
  return mark('path', {
    d: lines.join(''),
    fill: 'none',
    stroke: 'muted',
    'stroke-width': 1,
    'stroke-opacity': 0.55,
  })
}

/** The edges of a second card behind a pin that reads the same. */
const behind = (x: number, head: number, width: number, side: Role): Drawing =>
  mark('path', {
    d: `M${round(x + 4)} ${round(head + 5)}v-4h${round(width - 5)}v${sizes.pin - 6}h-4`,
    fill: 'none',
    stroke: side,
    'stroke-width': 1.5,
  })

/** What is written in a pin: its name, and below it its value; each whole or not at all. */
interface Texts {
  readonly name: string
  readonly value: string
  readonly isStruck: boolean
  readonly isBold: boolean
}

function textsOf({cell, width}: Spot, {is, misfits: [misfit]}: State, {fit}: Sheet): Texts {
  const isBold = misfit !== undefined
  const room = width - 8
  const fits = (text: string, font: 'bold' | 'prose' | 'code') => widthOf(clean(text), size, font) <= room
  const none = {name: '', value: '', isStruck: false, isBold}
  const name = nameOf(cell, fit)
  if (is === 'blank') return none
  if (!fits(name, isBold ? 'bold' : 'prose')) return none
  const [place] = cell.slots
  const fact = cell.kind === 'pin' && place !== undefined ? fit.facts.get(place) : undefined
  const isStruck = is === 'removed'
  const value = isStruck
    ? place !== undefined && misfit?.slots.includes(place) === true
      ? (misfit.before ?? '')
      : ''
    : fact !== undefined
      ? valueOf(fact)
      : is === 'nameless'
        ? sayFurther('among leaves')
        : ''
  return {name, value: cell.kind === 'pin' && fits(value, 'code') ? value : '', isStruck, isBold}
}

/** What a cell is called: what is folded says how much of it this key has, and nothing where that is none. */
function nameOf(cell: Spot['cell'], {here}: Fit): string {
  if (cell.kind !== 'bundle' && cell.kind !== 'beyond') return cell.name
  const parts = partsHere(cell, here)
  if (parts === 0) return ''
  return cell.kind === 'bundle'
    ? say('parts more', {parts: figure(parts)})
    : say('changes beyond', {changes: parts})
}

/** What stands in a pin as it is heard; its name, where nothing does. */
const heard = ({cell}: Spot, {name, value}: Texts): string =>
  [name === '' ? cell.name : name, value].filter((part) => part !== '').join(' ')

/** One text of both lines, so that it is heard as one. */
function textMark(
  {name, value, isBold, isStruck}: Texts,
  {cell, x}: Spot,
  base: number,
  ink: Role,
): Drawing | null {
  if (name === '') return null
  const at = left + x + 4
  const y = base - (value === '' ? 17 : 26)
  return mark(
    'text',
    {x: at, y, fill: cell.kind === 'bundle' && !isBold ? 'muted' : ink, 'font-size': size},
    mark('tspan', {'font-weight': isBold ? 600 : undefined}, name),
    value !== '' && ' ',
    value !== '' &&
      mark(
        'tspan',
        {
          x: at,
          y: base - 9,
          'font-family': fonts.code,
          class: 'jl-code',
          'text-decoration': isStruck ? 'line-through' : undefined,
        },
        value,
      ),
  )
}

/** What a cell stands for, for the keyboard, a screen reader and whoever points at it. */
function named({cell, depth}: Spot, {options, shown, stop}: Sheet, label: string): Attributes {
  const [place] = cell.slots
  const isPlace = cell.slots.length === 1 && cell.kind !== 'bundle' && place !== undefined && place !== shown
  return {
    'data-cell': cell.id,
    'data-path': isPlace && place.path !== '' ? place.path : undefined,
    'data-into': cell.kind === 'group' && isPlace && place.path !== '' ? place.path : undefined,
    ...(options?.interactive === true && {
      role: 'treeitem',
      'aria-level': depth,
      'aria-label': label,
      'aria-expanded': cell.kind === 'group' ? 'true' : undefined,
      tabindex: cell === stop ? 0 : -1,
    }),
  }
}
