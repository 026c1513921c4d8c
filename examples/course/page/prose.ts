import {type Child, html} from '../../../viz/index.ts'

/** A text in which `code` and *a new word* are marked. */
export const prose = (text: string): Child[] =>
  text.split(/(`[^`]+`|\*[^*]+\*)/).map((piece) => {
    if (piece.startsWith('`')) return html('code', {}, whole(piece.slice(1, -1)))
    return piece.startsWith('*') ? html('em', {}, piece.slice(1, -1)) : piece
  })

/** Code as short as a number or two does not break at its blanks. */
const whole = (code: string): string => (code.length < 12 ? code.replaceAll(' ', '\u00a0') : code)
