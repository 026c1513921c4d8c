import {breakable} from '../../lib/index.ts'

/** The two fonts of the theme, prose also in bold. */
export type Font = 'prose' | 'bold' | 'code'

/** Advance widths of U+0020 to U+007E in hundredths of an em: DejaVu Sans, the widest of the fonts behind `system-ui`. */
const prose = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
]

const ellipsis = 0x2026
const narrow = /^[\u0300-\u036f\u200b-\u200d\ufe00-\ufe0f]$/
const advances: Readonly<Record<Font, (code: number) => number>> = {
  prose: (code) => prose[code - 32] ?? (code < 0x250 ? 68 : 108),
  bold: (code) => (prose[code - 32] ?? (code < 0x250 ? 68 : 104)) * 1.13,
  code: (code) => (code < 0x1100 || code === ellipsis ? 61 : 108),
}

/** The most that a text may be wide, in px: no layout is asked, so that the same picture comes out without a browser. */
export function width(text: string, size: number, font: Font = 'prose'): number {
  let sum = 0
  for (const glyph of text) {
    const code = glyph.codePointAt(0) ?? 0
    if (code < 0x300 || !narrow.test(glyph)) sum += advances[font](code)
  }
  return (sum * size) / 100
}

const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const escapes = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
])

/** The text with what cannot be seen or turns its neighbours round written as escapes: control characters, bidi overrides, lone surrogates. */
export const clean = (text: string): string =>
  text.replace(
    unsafe,
    (found) => escapes.get(found) ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const numbered = /^leaf \d+(?= of \d+$)/
const path = /^[\w$]+(?:\.\w+|\[[^\]]*\])+$/
const names = /\.(?!\d)|(?=\[['"])/g

/**
 * The text, shortened to `room` px: in its middle, and of a path to the last names that fit, which tell most; an index stays with its name,
 * and of a leaf its number.
 *
 * @example
 * shorten('a new object that reads the same', 160, 13) // 'a new obje…s the same'
 * shorten('model.encoder.layers.11.attention.query.kernel', 160, 13, 'code') // '…query.kernel'
 */
export function shorten(text: string, room: number, size: number, font: Font = 'prose'): string {
  if (text.length <= 2000 && width(text, size, font) <= room) return text
  if (font === 'code' && numbered.test(text))
    return middle(numbered.exec(text)?.[0] ?? text, room, size, font)
  if (font !== 'code' || text.length > 2000 || !path.test(text)) return middle(text, room, size, font)
  const ends = [...text.matchAll(names)].map(({0: {length}, index}) => text.slice(index + length))
  const end = ends.find((one) => width(`…${one}`, size, font) <= room)
  return end === undefined ? middle(ends.at(-1) ?? text, room, size, font) : `…${end}`
}

/** The beginning and the end of a text, in `room` px. */
function middle(text: string, room: number, size: number, font: Font): string {
  if (text.length <= 2000 && width(text, size, font) <= room) return text
  const head = [...text.slice(0, 1000)]
  const tail = [...(text.length > 2000 ? text.slice(-1000) : text)]
  const from = text.length > 2000 ? head : tail
  let used = width('…', size, font)
  let left = 0
  let right = 0
  for (;;) {
    const next = right < left ? tail[tail.length - 1 - right] : from[left]
    if (next === undefined || used + width(next, size, font) > room) break
    used += width(next, size, font)
    if (right < left) right++
    else left++
  }
  return `${from.slice(0, left).join('')}…${right > 0 ? tail.slice(-right).join('') : ''}`
}

/** The lines of a text, broken at spaces to `room` px each (a longer word is cut); what goes beyond `most` lines ends in `…`. */
export function wrap(
  text: string,
  room: number,
  size: number,
  font: Font = 'prose',
  most = Infinity,
): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of breakable(text.slice(0, 4000))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (width(longer, size, font) <= room) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = shorten(word, room, size, font)
  }
  if (line !== '') lines.push(line)
  if (lines.length <= most && text.length <= 4000) return lines
  const kept = lines.slice(0, most)
  const last = kept.pop() ?? ''
  return [
    ...kept,
    width(`${last} …`, size, font) <= room
      ? `${last} …`
      : `${shorten(last, room - width(' …', size, font), size, font)} …`,
  ]
}
