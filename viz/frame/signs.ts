import {write} from './chart.ts'
import type {Drawing} from './drawing.ts'
import type {Block} from './paragraph.ts'
import {width as widthOf} from './text.ts'

/** A sign of a picture and the words beside it. */
export interface Sign {
  readonly word: string
  /** The sign, 14 px wide, from `x` on and around `y`. */
  readonly draw: (x: number, y: number) => Drawing
}

const [wide, step] = [14, 22]

/**
 * The legend of a picture: its signs, each with its words, in as many lines as they need.
 *
 * @param y the middle of the first line
 */
export function signs(all: readonly Sign[], y: number, left: number, right: number): Block {
  let [x, middle] = [left, y]
  const drawings = all.flatMap(({word, draw}) => {
    const needed = wide + 6 + widthOf(word, 12)
    if (x > left && x + needed > right) [x, middle] = [left, middle + step]
    const place = x
    x += needed + 18
    return [
      draw(place, middle),
      write(word, place + wide + 6, middle + 4, {size: 12, fill: 'muted', room: right - place - wide - 6}),
    ]
  })
  return {drawings, height: all.length === 0 ? 0 : middle - y + step}
}
