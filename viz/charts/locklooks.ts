import type {Attributes} from '../frame/index.ts'
import {hues, type Role} from '../theme.ts'
import type {State} from './lockfit.ts'
import {isSpared, type Sheet} from './locksheet.ts'
import {type Side, sideText} from './side.ts'

/** How a cell that ends at the line is painted. */
interface Paint {
  readonly pin: Attributes
  readonly shaft: number
  readonly ink: Role
}

/** What is not there. */
export const outlined = (stroke: Role): Attributes => ({
  fill: 'paper',
  stroke,
  'stroke-width': 1,
  'stroke-dasharray': '3 2',
})

/** What has another name. */
export const framed: Attributes = {fill: 'paper', stroke: 'rule', 'stroke-width': 1}

/** How what became of a cell looks. */
export function paintOf({is}: State, side: Side, width: number): Paint {
  switch (is) {
    case 'same':
      return {pin: {fill: side, 'fill-opacity': 0.28}, shaft: 0.1, ink: 'ink'}
    case 'absent':
      return {pin: outlined('rule'), shaft: 0, ink: 'muted'}
    case 'blank':
      return {pin: {fill: 'paper'}, shaft: 0, ink: 'muted'}
    case 'nameless':
      return {pin: framed, shaft: 0, ink: 'muted'}
    case 'unknown':
    case 'untold':
      return {pin: {fill: 'tint', stroke: 'rule', 'stroke-width': 1}, shaft: 0.06, ink: 'ink'}
    case 'removed':
      return width < 14
        ? {pin: {fill: side, 'fill-opacity': 0.1}, shaft: 0.1, ink: 'muted'}
        : {pin: outlined(sideText(side)), shaft: 0.1, ink: 'muted'}
    default:
      return {pin: {fill: side}, shaft: 0.32, ink: 'over'}
  }
}

/** The colour of what crosses the line: the verdict; only dashed where it would not be. */
export function tipOf(sheet: Sheet): Attributes {
  if (isSpared(sheet)) return outlined('spared')
  const {fill, hatched} = hues[sheet.tone]
  return hatched === true ? {fill: 'tint', stroke: 'muted', 'stroke-width': 1} : {fill}
}
