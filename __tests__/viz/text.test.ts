import fc from 'fast-check'
import {clean, shorten, width, wrap} from '../../viz/frame/index.ts'
import {hostileNames} from './traces.ts'

const anyText = fc.oneof(
  fc.string({unit: 'binary', maxLength: 400}),
  fc.string({maxLength: 200}),
  fc.constantFrom(...hostileNames),
)

describe('shorten(text, room, size)', () => {
  test('keeps both ends of words', () => {
    expect(shorten('a new object that reads the same', 160, 13)).toBe('a new obje…s the same')
  })
  test('keeps the last names of a path, whole, and an index with its name', () => {
    const path = 'model.encoder.layers.11.attention.query.kernel'
    expect(shorten(path, 160, 13, 'code')).toBe('…query.kernel')
    expect(shorten('model.blocks.1.mlp.layers.1', 100, 13, 'code')).toBe('…layers.1')
    expect(shorten("params['params']['dense']['kernel']", 100, 13, 'code')).toBe("…['kernel']")
  })
  test('keeps both ends of the last name of a path where it does not fit', () => {
    expect(shorten('model.attn.deterministic', 90, 13, 'code')).toBe('deter…istic')
  })
  test('keeps the number of a leaf, not of how many it is one', () => {
    expect(shorten('leaf 92 of 93', 60, 13, 'code')).toBe('leaf 92')
  })
  test('gives back a text that fits', () => {
    expect(shorten('model.drop', 200, 13, 'code')).toBe('model.drop')
  })
  test('never needs more room than it has, and never splits a character', () => {
    fc.assert(
      fc.property(
        anyText.map(clean),
        fc.integer({min: 20, max: 600}),
        fc.constantFrom('prose' as const, 'bold' as const, 'code' as const),
        (text, room, font) => {
          const short = shorten(text, room, 13, font)
          expect(width(short, 13, font)).toBeLessThanOrEqual(room)
          expect(short).not.toMatch(/\p{Surrogate}/u)
        },
      ),
    )
  })
})

describe('wrap(text, room, size, font, most)', () => {
  test('breaks at spaces', () => {
    expect(wrap('one two three', 60, 13)).toEqual(['one two', 'three'])
  })
  test('gives at most so many lines, each within its room', () => {
    fc.assert(
      fc.property(
        anyText.map(clean),
        fc.integer({min: 40, max: 600}),
        fc.integer({min: 1, max: 4}),
        (text, room, most) => {
          const lines = wrap(text, room, 14, 'prose', most)
          expect(lines.length).toBeLessThanOrEqual(most)
          for (const line of lines) expect(width(line, 14)).toBeLessThanOrEqual(room)
        },
      ),
    )
  })
  test('loses no word of a text that fits', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), {minLength: 1, maxLength: 40}), (words) => {
        expect(wrap(words.join(' '), 300, 13).join(' ')).toBe(words.join(' '))
      }),
    )
  })
})

describe('clean(text)', () => {
  test('writes out what cannot be seen', () => {
    expect(clean('a\nb\u0000\u202ec\ud800')).toBe('a\\nb\\u0000\\u202ec\\ud800')
  })
  test('leaves other scripts and emoji as they are', () => {
    expect(clean('שלום 🦊 __proto__ <b>')).toBe('שלום 🦊 __proto__ <b>')
  })
})
