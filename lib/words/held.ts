import {fill} from './template.ts'

/** What a report holds of very many misses. */
export const thinned = (counts: {
  readonly full: number
  readonly misses: number
  readonly causes: number
  readonly each: number
}): string =>
  fill(
    '{full} of {misses} misses in full, of each of the first {causes} causes the first {each} and the {each} dearest; all are drawn and counted',
    counts,
  )

/** Why a page cannot show its trace: the browser cannot unpack it, or it is damaged. */
export const unopened = (damage: string | null): string =>
  damage === null
    ? 'This browser cannot unpack the trace in this page (it has no DecompressionStream): below is what can be read without it. Chrome 80, Firefox 113, Safari 16.4 and all later ones can.'
    : fill(
        'The trace in this page is damaged ({damage}): below is what can be read without it. Make the report again.',
        {
          damage,
        },
      )
