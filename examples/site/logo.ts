import {type Drawing, mark} from '../../viz/index.ts'

/** Heights of the pins of the mark, and one that crosses the line. */
const pins = [6, 10, 4, 8]
const misfit = 2

/** The mark of jitlens: pins that end at a line, of which one crosses it. */
export const logo = (): Drawing =>
  mark(
    'svg',
    {class: 'logo', viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true'},
    ...pins.map((height, at) =>
      mark('rect', {
        x: 3 + at * 5,
        y: 16 - height - 4,
        width: 3.5,
        height: height + 4 + (at === misfit ? 6 : 0),
        rx: 1,
        fill: at === misfit ? 'avoidable' : at % 2 === 0 ? 'static' : 'data',
      }),
    ),
    mark('rect', {x: 1, y: 16, width: 22, height: 1.5, fill: 'ink'}),
  )
