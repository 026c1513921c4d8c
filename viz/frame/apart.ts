import {share} from './share.ts'
import {clean, type Font, width as widthOf} from './text.ts'

/** Numbers and words, each with the sign behind it, and other signs: a piece is shown whole or not at all. */
const piece = /[\p{L}\p{N}_$]+(?:(?<=\d)\.\d+)?(?:(?<=\de)[-+]\d+)?[^\p{L}\p{N}_$]?|./gsu

/**
 * Two values beside each other, each shortened to its room in px: where they first differ is always to be seen, and numbers and words
 * are whole as long as what differs fits.
 *
 * @example
 * apart('f32[1024,1024,512]', 'f32[1024,1024,256]', [90, 90], 12) // ['…1024,512]', '…1024,256]']
 */
export function apart(
  one: string,
  other: string,
  rooms: readonly [number, number],
  size: number,
  font: Font = 'code',
): readonly [string, string] {
  const texts = [clean(one), clean(other)]
  const pieces = texts.map((text) => text.match(piece) ?? [])
  const glyphs = texts.map((text) => [...text])
  const [at, from] = [parting(pieces), parting(glyphs)]
  const [a = '', b = ''] = texts.map((text, which) => {
    const fits = (shown: string): boolean => widthOf(shown, size, font) <= (rooms[which] ?? 0)
    if (fits(text)) return text
    return around(pieces[which] ?? [], at, fits) ?? ending('…', glyphs[which] ?? [], from, from + 1, fits)
  })
  return [a, b]
}

/** Two values beside each other as `apart` has them, in so many px together: half each, and what one leaves the other has. */
export function apartIn(one: string, other: string, room: number, size: number): readonly [string, string] {
  const wants = [one, other].map((value) => widthOf(clean(value), size, 'code'))
  const [own = 0, others = 0] = share(wants, room).map((given) => given + 0.01)
  return apart(one, other, [own, others], size)
}

/** The first place at which two texts in pieces differ. */
function parting([a = [], b = []]: readonly (readonly string[])[]): number {
  let at = 0
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++
  return at
}

/** A text in pieces cut to what stands around a place; null where not even the piece at that place fits. */
function around(pieces: readonly string[], at: number, fits: (shown: string) => boolean): string | null {
  const near = Math.max(0, at - 1)
  const starts = [
    ['', 0],
    [`${pieces[0] ?? ''}…`, near],
    ['…', near],
    ['…', at],
  ] as const
  const start = starts.find(([before, from]) => fits(ending(before, pieces, from, at + 1, () => false)))
  return start === undefined ? null : ending(start[0], pieces, start[1], at + 1, fits)
}

/** What stands before and the pieces from a place on: those up to `least`, and as many more as fit. */
function ending(
  before: string,
  pieces: readonly string[],
  from: number,
  least: number,
  fits: (shown: string) => boolean,
): string {
  const upTo = (end: number): string =>
    `${before}${pieces.slice(from, end).join('')}${end < pieces.length ? '…' : ''}`
  let end = Math.min(least, pieces.length)
  while (end < pieces.length && fits(upTo(end + 1))) end++
  return upTo(end)
}
