/**
 * TextEncoder and TextDecoder for a V8 that has neither: what the command line asks of them, by the rules of the Encoding standard.
 * They stand in a bundle of their own, which runs before the code that makes such objects as it loads.
 */

const replacement = 0xfffd
const piece = 8192

/** The texts of many code units, a piece at a time: a call takes only so many arguments. */
function textOf(units: Uint16Array): string {
  let text = ''
  for (let at = 0; at < units.length; at += piece)
    text += String.fromCharCode(...units.subarray(at, at + piece))
  return text
}

/** A character that is begun: how many bytes it needs yet, its bits so far, and between which bytes the next one lies. */
interface Begun {
  readonly needed: number
  readonly point: number
  readonly lower: number
  readonly upper: number
}

const none: Begun = {needed: 0, point: 0, lower: 0x80, upper: 0xbf}

/** What the first byte of several begins; null where it may begin none. */
function begin(byte: number): Begun | null {
  if (byte < 0xc2 || byte > 0xf4) return null
  if (byte < 0xe0) return {needed: 1, point: byte & 0x1f, lower: 0x80, upper: 0xbf}
  if (byte < 0xf0)
    return {
      needed: 2,
      point: byte & 0xf,
      lower: byte === 0xe0 ? 0xa0 : 0x80,
      upper: byte === 0xed ? 0x9f : 0xbf,
    }
  return {needed: 3, point: byte & 7, lower: byte === 0xf0 ? 0x90 : 0x80, upper: byte === 0xf4 ? 0x8f : 0xbf}
}

/** Code units that are made one by one. */
class Units {
  readonly list: Uint16Array
  length = 0

  constructor(most: number) {
    this.list = new Uint16Array(most)
  }

  add(point: number): void {
    if (point > 0xffff) {
      this.list[this.length++] = 0xd7c0 + (point >> 10)
      this.list[this.length++] = 0xdc00 + (point & 0x3ff)
    } else this.list[this.length++] = point
  }

  text(): string {
    return textOf(this.list.subarray(0, this.length))
  }
}

/** Adds what a byte makes of what is begun, which it gives back. */
function take(byte: number, begun: Begun, units: Units): Begun {
  if (begun.needed > 0) {
    if (byte >= begun.lower && byte <= begun.upper) {
      const point = (begun.point << 6) | (byte & 0x3f)
      if (begun.needed > 1) return {...none, needed: begun.needed - 1, point}
      units.add(point)
      return none
    }
    units.add(replacement)
  }
  const next = byte < 0x80 ? none : begin(byte)
  if (byte < 0x80) units.add(byte)
  if (next === null) units.add(replacement)
  return next ?? none
}

/** Decodes UTF-8. */
export class Utf8Decoder {
  readonly #keepsMark: boolean
  #begun = none
  #isFirst = true

  /** @throws {RangeError} for another encoding. */
  constructor(label = 'utf-8', {ignoreBOM = false}: {readonly ignoreBOM?: boolean} = {}) {
    if (label !== 'utf-8') throw new RangeError(`${label}: only utf-8 is decoded here`)
    this.#keepsMark = ignoreBOM
  }

  decode(bytes: Uint8Array = new Uint8Array(), {stream = false}: {readonly stream?: boolean} = {}): string {
    const units = new Units(bytes.length + 2)
    for (const byte of bytes) this.#begun = take(byte, this.#begun, units)
    if (!stream && this.#begun.needed > 0) {
      this.#begun = none
      units.add(replacement)
    }
    const text = units.text()
    const isMarked = this.#isFirst && !this.#keepsMark && text.startsWith('\ufeff')
    this.#isFirst = !stream || (this.#isFirst && text === '')
    return isMarked ? text.slice(1) : text
  }
}

/** Encodes UTF-8. */
export class Utf8Encoder {
  encode(text = ''): Uint8Array {
    const bytes = new Uint8Array(3 * text.length)
    return bytes.slice(0, this.encodeInto(text, bytes).written)
  }

  /** Writes as much of a text as there is room for. */
  encodeInto(text: string, bytes: Uint8Array): {readonly read: number; readonly written: number} {
    let [read, written] = [0, 0]
    for (const letter of text) {
      const given = letter.codePointAt(0) ?? replacement
      const point = given >= 0xd800 && given <= 0xdfff ? replacement : given
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
      if (written + size > bytes.length) break
      for (let at = size - 1, rest = point; at >= 0; at--, rest >>= 6)
        bytes[written + at] = at > 0 ? 0x80 | (rest & 0x3f) : size === 1 ? rest : lead(size) | rest
      written += size
      read += letter.length
    }
    return {read, written}
  }
}

/** The bits by which a first byte says how many there are. */
const lead = (size: number): number => (0xf00 >> size) & 0xff
