import {type Drawing, html} from '../frame/index.ts'
import {schemes, type State} from '../view.ts'

/** What the bar's buttons ask of the player; each carries its word as `data-move`. */
export const moves = [
  'first',
  'previous miss',
  'previous',
  'play',
  'next',
  'next miss',
  'last',
  'zoom in',
  'zoom out',
  'whole',
  'by',
] as const

export type Move = (typeof moves)[number]

const steps: readonly (readonly [Move, string, string])[] = [
  ['first', '⇤', 'First call (Home)'],
  ['previous miss', '◂◂', 'Previous miss (Shift and left arrow)'],
  ['previous', '◂', 'Previous call (left arrow)'],
  ['play', 'Play', 'Play (space)'],
  ['next', '▸', 'Next call (right arrow)'],
  ['next miss', '▸▸', 'Next miss (Shift and right arrow)'],
  ['last', '⇥', 'Last call (End)'],
]

const zooms: readonly (readonly [Move, string, string])[] = [
  ['zoom in', '+', 'Zoom in on this call'],
  ['zoom out', '−', 'Zoom out'],
  ['whole', 'All', 'All calls'],
]

const button = ([move, sign, name]: readonly [Move, string, string]): Drawing =>
  html('button', {type: 'button', 'data-move': move, 'aria-label': name, title: name}, sign)

/** What shows another part of the timeline; nothing where zooming is locked. */
export const zoomBar = (timed: boolean, locked: State['locked']): Drawing[] =>
  locked.includes('zoom')
    ? []
    : [
        ...zooms.map(button),
        ...(timed
          ? [html('button', {type: 'button', 'data-move': 'by', 'aria-pressed': 'false'}, 'In time')]
          : []),
      ]

/** Whether a reader may make a move: to play is to move. */
export const isFree = (move: Move, locked: State['locked']): boolean =>
  !locked.includes('position') && !(move === 'play' && locked.includes('play'))

/** The bar that moves all views together: buttons, a slider over the calls, the colours. Locked controls are left out. */
export function bar(length: number, locked: State['locked']): Drawing {
  const free = (move: Move): boolean => isFree(move, locked)
  return html(
    'div',
    {class: 'bar', role: 'group', 'aria-label': 'Player'},
    html('div', {class: 'group'}, ...steps.filter(([move]) => free(move)).map(button)),
    html('input', {
      type: 'range',
      min: 0,
      max: Math.max(0, length - 1),
      step: 1,
      disabled: locked.includes('position'),
      'aria-label': 'Position in the trace',
    }),
    html('output', {class: 'place'}),
    !locked.includes('scheme') &&
      html(
        'select',
        {'aria-label': 'Colours'},
        ...schemes.map((name) => html('option', {value: name}, name)),
      ),
  )
}
