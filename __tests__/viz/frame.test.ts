import fc from 'fast-check'
import {JSDOM} from 'jsdom'
import {
  apart,
  breaking,
  clean,
  type Drawing,
  heading,
  mark,
  markup,
  node,
  paragraph,
  patch,
  signs,
  spans,
  spansWidth,
  tabulate,
  width as widthOf,
} from '../../viz/frame/index.ts'
import {textOf} from './drawings.ts'

/** The first character of a text that another does not have at its place; '' where it is the beginning of the other. */
function firstApart(one: string, other: string): string {
  const theirs = Array.from(clean(other))
  return Array.from(clean(one)).find((glyph, place) => glyph !== theirs[place]) ?? ''
}

test.each([
  ['model.blocks[0].attn.deterministic', 'model|.blocks[0]|.attn|.deterministic'],
  ["state['optimizer']['mu'].kernel", "state|['optimizer']|['mu']|.kernel"],
  ['/home/me/train/many_small_edits.py:12', '/home/|me/|train/|many_|small_|edits|.py:12'],
  ['__wrapped_function_of_the_step__', '__wrapped_|function_|of_|the_|step__'],
  ['x.shape', 'x.shape'],
])('breaking(%j) may break a line where a name ends, and in no name', (text, places) => {
  const pieces = breaking(text).map((piece) => (typeof piece === 'string' ? piece : '|'))
  expect(pieces.join('')).toBe(places)
  expect(pieces.filter((piece) => piece !== '|').join('')).toBe(text)
})

test('tabulate(table) lets code break where a name ends', () => {
  const name = 'model.blocks[0].attn.deterministic'
  const table = {
    caption: '',
    columns: [{name: 'cause', kind: 'code'}, {name: 'why'}],
    rows: [[name, `as \`${name}\` is`]],
  } as const
  expect(markup(tabulate(table)).match(/<wbr\/?>/g)).toHaveLength(6)
})

describe('apart(now, before, rooms, size)', () => {
  const value = fc.string({unit: fc.constantFrom('f', '3', '[', ',', ']', '14', 'x'), maxLength: 60})
  const end = fc.string({maxLength: 30})
  test('never cuts the first character in which two values differ', () => {
    fc.assert(
      fc.property(value, end, end, fc.nat(300), fc.nat(300), (start, a, b, room, other) => {
        const [one, two] = [start + a, start + b]
        const [now, before] = apart(one, two, [room, other], 12)
        expect(now).toContain(firstApart(one, two))
        expect(before).toContain(firstApart(two, one))
      }),
    )
  })
  test('leaves whole what fits, and fits what has room for a few characters', () => {
    fc.assert(
      fc.property(value, end, fc.integer({min: 80, max: 300}), (start, a, room) => {
        const [now] = apart(start + a, start, [room, room], 12)
        if (widthOf(clean(start + a), 12, 'code') <= room) expect(now).toBe(clean(start + a))
        else expect(widthOf(now, 12, 'code')).toBeLessThanOrEqual(room)
      }),
    )
  })
  test('shows what changed and what stands around it', () => {
    expect(apart('f32[1024,1024,512]', 'f32[1024,1024,256]', [90, 90], 12)).toEqual([
      '…1024,512]',
      '…1024,256]',
    ])
    expect(apart('tuple of length 4', 'tuple of length 5', [90, 90], 12)).toEqual(['…length 4', '…length 5'])
  })
  test('cuts no number: a size of 100 does not read as 1', () => {
    expect(apart('f32[100,28,28,1]', 'f32[32,28,28,1]', [76, 76], 12)).toEqual(['f32[100,…', 'f32[32,…'])
    expect(apart('f32[1,10,4,16]', 'f32[1,11,4,16]', [60, 60], 12)).toEqual(['…1,10,…', '…1,11,…'])
    const sizes = fc.array(fc.integer({min: 1, max: 99_999}), {minLength: 2, maxLength: 6})
    fc.assert(
      fc.property(sizes, sizes, fc.integer({min: 60, max: 200}), (one, other, room) => {
        const shown = apart(`f32[${one.join()}]`, `f32[${other.join()}]`, [room, room], 12)
        for (const [which, text] of shown.entries())
          for (const number of text.replace('f32', '').match(/\d+/g) ?? [])
            expect(which === 0 ? one : other).toContain(Number(number))
      }),
    )
  })
})

describe('spans(pieces, x, y, …)', () => {
  test('is one text, which reads as a sentence', () => {
    const drawing = spans(
      [{text: 'weight', code: true}, {text: 'f32[]', struck: true}, {text: '→'}, {text: 'i32[]', bold: true}],
      0,
      0,
    )
    expect(drawing.name).toBe('text')
    expect(textOf(drawing)).toBe('weight f32[] → i32[]')
  })
  test('shortens the longest piece first, and says the whole of it on hover', () => {
    const drawing = spans([{text: 'x'.repeat(90), code: true}, {text: 'and 2 more'}], 0, 0, {room: 200})
    expect(textOf(drawing)).toMatch(/^x+…x+ and 2 more$/)
    expect(drawing.children[0]).toMatchObject({name: 'title', children: [`${'x'.repeat(90)} and 2 more`]})
  })
})

describe('paragraph(sentence, x, y, room)', () => {
  test('sets what stands between backticks as code, and no space where there was none', () => {
    const {drawings} = paragraph("`step` and `predict`'s calls, (`f`)", 0, 0, 900)
    expect(drawings.map(textOf)).toEqual(["step and predict's calls, (f)"])
  })
  test('breaks at words, and ends in an ellipsis where lines are left out', () => {
    const {drawings, height} = paragraph('one two three four five six', 0, 0, 80, {most: 2})
    expect(drawings.map(textOf)).toEqual(['one two', 'three …'])
    expect(height).toBe(40)
  })
  test('parts no name in code from what stands close to it, and shortens no other words of its line for it', () => {
    const {drawings} = paragraph('it ran for another value (`model.layers.drop.rate`), twice', 0, 0, 220)
    expect(drawings.map(textOf)).toEqual(['it ran for another value', '(model.layers.drop.rate),', 'twice'])
  })
})

test('heading({run, title, says}, width) leaves no line under the next one, however narrow', () => {
  const words = {
    run: 'train.py',
    title: '`step` was compiled 10 times, `predict` 6 times',
    says: 'Read it so.',
  }
  for (const width of [320, 720]) {
    const {drawings, height} = heading(words, width)
    const lines = drawings.map(({attributes}) => Number(attributes.get('y')))
    expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
    expect(height).toBeGreaterThan(lines.at(-1) ?? 0)
  }
})

test('signs(all, y, left, right) begins a line anew where the words do not fit', () => {
  const draw = (x: number, y: number) => mark('circle', {cx: x, cy: y, r: 4})
  const all = ['avoidable', 'necessary', 'a static part was edited'].map((word) => ({word, draw}))
  expect(signs(all, 10, 8, 700).height).toBe(22)
  expect(signs(all, 10, 8, 200).height).toBe(44)
  expect(signs([], 10, 8, 200)).toEqual({drawings: [], height: 0})
})

test('spansWidth(pieces, size) is what the pieces take, with the spaces between them', () => {
  expect(spansWidth([{text: 'ab'}, {text: 'cd'}], 12)).toBeCloseTo(spansWidth([{text: 'ab cd'}], 12))
  expect(spansWidth([{text: 'ab'}, {text: 'cd', tight: true}], 12)).toBeCloseTo(
    spansWidth([{text: 'abcd'}], 12),
  )
})

describe('patch(element, before, after)', () => {
  const {document} = new JSDOM('<!doctype html>').window
  const {drawing} = fc.letrec<{drawing: Drawing; child: Drawing | string}>((tie) => ({
    child: fc.oneof({depthSize: 'small'}, fc.constantFrom('a', 'b', 'c'), tie('drawing')),
    drawing: fc
      .tuple(
        fc.constantFrom('g', 'text', 'path'),
        fc.dictionary(fc.constantFrom('x', 'd', 'data-index'), fc.constantFrom('1', '2', '3')),
        fc.array(tie('child'), {maxLength: 4}),
      )
      .map(([name, attributes, children]) => mark(name, attributes, ...children)),
  }))
  const isElement = (held: ChildNode): held is Element => 'tagName' in held
  const sorted = (element: Element): unknown => [
    element.tagName,
    [...element.attributes].map(({name, value}) => `${name}=${value}`).sort(),
    [...element.childNodes].map((child) => (isElement(child) ? sorted(child) : child.textContent)),
  ]
  test('makes of a node what the other drawing would be, whatever both are', () => {
    fc.assert(
      fc.property(fc.array(drawing), fc.array(drawing), (one, other) => {
        const [before, after] = [mark('g', {}, ...one), mark('g', {}, ...other)]
        const element = node(document, before)
        patch(element, before, after)
        expect(sorted(element)).toEqual(sorted(node(document, after)))
      }),
    )
  })
  test('leaves alone what stays, and makes a mark of another call anew', () => {
    const of = (index: number, x: number) =>
      mark('g', {}, mark('text', {x: 1}, 'step'), mark('path', {'data-index': index}), mark('line', {x}))
    const element = node(document, of(1, 5))
    const [text, path, line] = [...element.children]
    line?.classList.add('lit')
    patch(element, of(1, 5), of(2, 6))
    expect(element.children[0]).toBe(text)
    expect(element.children[1]).not.toBe(path)
    expect(element.children[2]).toBe(line)
    expect(line?.getAttribute('x')).toBe('6')
    expect(line?.getAttribute('class')).toBe('lit')
  })
})
