import {array, assert, constantFrom, integer, oneof, property, string, tuple, uint8Array} from 'fast-check'
import {Utf8Decoder, Utf8Encoder} from '../../viz/hosts/utf8.ts'

/** Bytes of all kinds: any, those of a text, and those that begin or break off characters. */
const bytes = oneof(
  uint8Array({maxLength: 40}),
  string({unit: 'binary'}).map((text) => new TextEncoder().encode(text)),
  array(
    constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc1,
      0xc3,
      0xe0,
      0xa0,
      0xed,
      0x9f,
      0xf0,
      0x90,
      0xf4,
      0x8f,
      0xf5,
      0xef,
      0xbb,
    ),
  ).map((list) => Uint8Array.from(list)),
)

test('new Utf8Decoder() decodes any bytes, in any pieces, as TextDecoder does', () => {
  const options = constantFrom({}, {ignoreBOM: true})
  assert(
    property(tuple(array(bytes, {maxLength: 5}), bytes, options), ([pieces, last, given]) => {
      const [mine, theirs] = [new Utf8Decoder('utf-8', given), new TextDecoder('utf-8', given)]
      for (const piece of pieces)
        expect(mine.decode(piece, {stream: true})).toBe(theirs.decode(piece, {stream: true}))
      expect(mine.decode(last)).toBe(theirs.decode(last))
      expect(mine.decode(last)).toBe(theirs.decode(last))
    }),
  )
})

test('new Utf8Decoder() decodes nothing but UTF-8', () => {
  expect(() => new Utf8Decoder('utf-16le')).toThrow('utf-16le: only utf-8 is decoded here')
})

test('new Utf8Decoder() decodes a text longer than a call takes arguments', () => {
  const text = 'größer 🙂 '.repeat(50_000)
  expect(new Utf8Decoder().decode(new TextEncoder().encode(text))).toBe(text)
})

test('new Utf8Encoder() encodes any text, and as much of it as there is room for, as TextEncoder does', () => {
  const units = array(integer({min: 0, max: 0xffff}), {maxLength: 20}).map((list) =>
    String.fromCharCode(...list),
  )
  assert(
    property(oneof(units, string({unit: 'binary'})), integer({min: 0, max: 30}), (text, room) => {
      const [mine, theirs] = [new Utf8Encoder(), new TextEncoder()]
      expect(mine.encode(text)).toEqual(new Uint8Array(theirs.encode(text)))
      const [one, other] = [new Uint8Array(room), new Uint8Array(room)]
      expect(mine.encodeInto(text, one)).toEqual(theirs.encodeInto(text, other))
      expect(one).toEqual(other)
    }),
  )
})
