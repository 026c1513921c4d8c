import {type Child, html} from '../../../viz/index.ts'

/** A text in which `code` and *a new word* are marked. */
export const prose = (text: string): Child[] =>
  text.split(/(`[^`]+`|\*[^*]+\*)/).map((piece) => {
    if (piece.startsWith('`')) return html('code', {}, piece.slice(1, -1))
    return piece.startsWith('*') ? html('em', {}, piece.slice(1, -1)) : piece
  })
