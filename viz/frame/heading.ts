import {type Block, paragraph} from './paragraph.ts'

/** What stands above a picture. */
interface Heading {
  /** Which run it shows; empty where the page around the picture says it. */
  readonly run: string
  /** What it shows, in a sentence with numbers; code between backticks. */
  readonly title: string
  /** How it is read. */
  readonly says?: string
}

/**
 * The lines above a picture that stands alone: its run, its title, and how it is read, at most 70 characters a line.
 *
 * @example
 * heading({run: 'train.py · 20 calls', title: '`step` was compiled 10 times'}, 720).height // 65
 */
export function heading({run, title, says}: Heading, width: number): Block {
  const [room, isNarrow] = [width - 16, width < 500]
  const of =
    run === ''
      ? {drawings: [], height: 0}
      : paragraph(run, 8, 16, room, {size: 12, fill: 'muted', most: isNarrow ? 4 : 2})
  const named = paragraph(title, 8, 22 + of.height, Math.min(room, 860), {
    size: isNarrow ? 16 : 18,
    most: isNarrow ? 12 : 5,
  })
  const under = 20 + of.height + named.height
  const read =
    says === undefined
      ? {drawings: [], height: 0}
      : paragraph(says, 8, under, Math.min(room, 760), {fill: 'muted', most: isNarrow ? 8 : 4})
  return {
    drawings: [...of.drawings, ...named.drawings, ...read.drawings],
    height: under + read.height,
  }
}
