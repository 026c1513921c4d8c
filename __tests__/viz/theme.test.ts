import {outcomes} from '../../lib/index.ts'
import {looks, palettes, stylesheet} from '../../viz/index.ts'
import {hues, tones} from '../../viz/theme.ts'

/** Relative luminance of `#rrggbb`, WCAG 2.2. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (a: string, b: string): number => {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright + 0.05) / (dark + 0.05)
}

describe.each([palettes.light, palettes.dark])('palette %#', (palette) => {
  test.each([
    'ink',
    'muted',
    'dispatchText',
    'reducibleText',
    'avoidableText',
    'wrongText',
    'error',
    'staticText',
    'dataText',
  ] as const)('writes %s at 4.5:1 or more on paper and on tint', (role) => {
    expect(contrast(palette[role], palette.paper)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette[role], palette.tint)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(tones)('draws what is %s at 3:1 or more, by its fill or by its outline', (tone) => {
    const {fill, text} = hues[tone]
    expect(
      Math.max(contrast(palette[fill], palette.paper), contrast(palette[text], palette.paper)),
    ).toBeGreaterThanOrEqual(3)
  })
})

test('colours of verdicts, of what is static and of what is data are the same in both palettes', () => {
  for (const role of ['avoidable', 'reducible', 'wrong', 'static', 'data'] as const)
    expect(palettes.dark[role]).toBe(palettes.light[role])
  expect([
    palettes.light.avoidable,
    palettes.light.reducible,
    palettes.light.static,
    palettes.light.data,
  ]).toEqual(['#D55E00', '#E69F00', '#CC79A7', '#009E73'])
})

test('every two outcomes differ in word, and classes of outcomes in shape', () => {
  expect(new Set(outcomes.map((outcome) => looks[outcome].word)).size).toBe(outcomes.length)
  expect(new Set(outcomes.map((outcome) => looks[outcome].glyph)).size).toBe(5)
})

test('every two tones differ in word, and in colour or in stripes', () => {
  expect(new Set(tones.map((tone) => hues[tone].word)).size).toBe(tones.length)
  expect(new Set(tones.map((tone) => `${hues[tone].fill} ${hues[tone].hatched}`)).size).toBe(tones.length)
})

test('in forced colours too what could be spared, what is reducible, what had to be and the program itself differ', () => {
  const {avoidable, necessary, paper, reducible, rule} = palettes.forced
  expect(new Set([avoidable, reducible, necessary, rule, paper]).size).toBe(5)
})

test('stylesheet knows light, dark and forced colours, and needs no escape inside an XML file', () => {
  expect(stylesheet).toMatch(/prefers-color-scheme:dark/)
  expect(stylesheet).toMatch(/forced-colors:active/)
  expect(stylesheet).not.toMatch(/[<&]|url\(|@import/)
})
