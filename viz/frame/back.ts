import {type Drawing, mark} from './drawing.ts'

/** A rectangle in px. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The ground of a row that can be chosen: tinted where it is, else nothing to see, but a place to press. */
export const back = (isChosen: boolean, box: Box): Drawing =>
  mark('rect', {
    class: 'jl-back',
    ...box,
    fill: isChosen ? 'tint' : 'paper',
    'fill-opacity': isChosen ? 1 : 0,
  })
