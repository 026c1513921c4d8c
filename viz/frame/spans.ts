import {fonts, type Role} from '../theme.ts'
import {type Attributes, type Drawing, mark} from './drawing.ts'
import {share} from './share.ts'
import {clean, type Font, shorten, width as widthOf} from './text.ts'
import {valueAt} from './value.ts'

/** A piece of a line of text, in its own look. */
export interface Span {
  readonly text: string
  readonly code?: boolean
  readonly bold?: boolean
  readonly struck?: boolean
  readonly fill?: Role
  /** No space stands before it. */
  readonly tight?: boolean
}

/** How a line of pieces is set. */
interface Setting {
  readonly size?: number
  readonly fill?: Role
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Room in px; what does not fit is shortened, the longest piece first, and shows whole on hover. */
  readonly room?: number
  readonly more?: Attributes
}

const fontOf = ({code, bold}: Span): Font => (code === true ? 'code' : bold === true ? 'bold' : 'prose')

const gapsOf = (pieces: readonly Span[], size: number): number =>
  widthOf(' ', size) * pieces.slice(1).filter(({tight}) => tight !== true).length

/** The most that pieces beside each other may be wide, in px. */
export const spansWidth = (pieces: readonly Span[], size: number): number =>
  pieces.reduce((sum, piece) => sum + widthOf(clean(piece.text), size, fontOf(piece)), gapsOf(pieces, size))

/**
 * Pieces of text one after the other, each in its own look: one text for who hears or copies it.
 *
 * @example
 * spans([{text: 'f32[4]', struck: true}, {text: '→'}, {text: 'f32[8]', bold: true}], 8, 20)
 */
export function spans(
  pieces: readonly Span[],
  x: number,
  y: number,
  {size = 13, fill = 'ink', anchor, room = Infinity, more}: Setting = {},
): Drawing {
  const texts = pieces.map(({text}) => clean(text))
  const wants = pieces.map((piece, at) => widthOf(valueAt(texts, at).slice(0, 600), size, fontOf(piece)))
  const rooms = share(wants, room - gapsOf(pieces, size))
  const shown = pieces.map((piece, at) =>
    shorten(valueAt(texts, at), valueAt(rooms, at) + 0.01, size, fontOf(piece)),
  )
  return mark(
    'text',
    {...more, x, y, fill, 'font-size': size === 13 ? undefined : size, 'text-anchor': anchor},
    shown.some((text, at) => text !== texts[at]) && mark('title', {}, texts.join(' ')),
    ...pieces.flatMap((piece, at) => [
      at > 0 && piece.tight !== true && ' ',
      struck(piece, mark('tspan', lookOf(piece), valueAt(shown, at))),
    ]),
  )
}

/** A line has the colour of what begins it: so a pale one leaves digits to be read. */
const struck = ({struck: isStruck}: Span, text: Drawing): Drawing =>
  isStruck === true ? mark('tspan', {fill: 'hit', 'text-decoration': 'line-through'}, text) : text

const lookOf = ({code, bold, fill}: Span): Attributes => ({
  fill,
  'font-weight': bold === true ? 600 : undefined,
  'font-family': code === true ? fonts.code : undefined,
  class: code === true ? 'jl-code' : undefined,
})
