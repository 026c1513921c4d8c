import {share} from './share.ts'
import {clean, type Font, width as widthOf} from './text.ts'

/** So many characters of the beginning, and before what differs, are shown where there is room for more. */
const [head, lead] = [4, 2]

/**
 * Two values beside each other, each shortened to its room in px: where they first differ is always to be seen.
 *
 * @example
 * apart('f32[1024,1024,512]', 'f32[1024,1024,256]', [80, 80], 12) // ['…512]', '…256]']
 */
export function apart(
  one: string,
  other: string,
  [room, otherRoom]: readonly [number, number],
  size: number,
  font: Font = 'code',
): readonly [string, string] {
  const [a, b] = [[...clean(one)], [...clean(other)]]
  let at = 0
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++
  return [around(a, at, room, size, font), around(b, at, otherRoom, size, font)]
}

/** Two values beside each other as `apart` has them, in so many px together: half each, and what one leaves the other has. */
export function apartIn(one: string, other: string, room: number, size: number): readonly [string, string] {
  const wants = [one, other].map((value) => widthOf(clean(value), size, 'code'))
  const [own = 0, others = 0] = share(wants, room).map((given) => given + 0.01)
  return apart(one, other, [own, others], size)
}

/** A text cut to its room around the character at a place; the character stands even where there is no room at all. */
function around(text: readonly string[], at: number, room: number, size: number, font: Font): string {
  const cut = (from: readonly string[], most: number): string => {
    if (widthOf(from.join(''), size, font) <= most) return from.join('')
    let used = 0
    const end = from.findIndex((glyph, place) => {
      used += widthOf(glyph, size, font)
      return used + dots > most && place > 0
    })
    return end === -1 ? from.join('') : `${from.slice(0, end).join('')}…`
  }
  const dots = widthOf('…', size, font)
  const whole = cut(text, room)
  if ([...whole].length > at + 1 || whole === text.join('')) return whole
  const short = widthOf(text.slice(0, head).join(''), size, font) * 3 > room
  const start = `${short ? '' : text.slice(0, head).join('')}…`
  return start + cut(text.slice(Math.max(0, at - (short ? 0 : lead))), room - widthOf(start, size, font))
}
