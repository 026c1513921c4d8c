import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, read, type Trace} from '../../lib/index.ts'
import {
  cache,
  type Chart,
  costs,
  type Drawing,
  lineage,
  lock,
  thumbnail,
  timeline,
  waterfall,
} from '../../viz/index.ts'
import {hues, type Tone} from '../../viz/theme.ts'
import {every, textOf, textsOf} from './drawings.ts'
import {lambdas, toggle, training} from './traces.ts'

const logged = (name: string): Trace =>
  read(readFileSync(join(__dirname, `../../examples/logs/${name}.log`), 'utf8'), {name})

const traces: Readonly<Record<string, Trace>> = {
  training: training(),
  toggle: toggle(),
  lambdas: lambdas(),
  p21: logged('p21_training_many_edits'),
  p03: logged('p03_weak_type'),
  p01: logged('p01_batch_size'),
  p08: logged('p08_dict_keys'),
}

/** Verdicts of a colour of their own. */
const coloured = ['avoidable', 'reducible', 'necessary'] as const satisfies readonly Tone[]

const isText = (child: Drawing): boolean => child.name === 'text'
const isQuiet = ({attributes}: Drawing): boolean =>
  attributes.get('class') === 'jl-f-muted' &&
  attributes.get('font-size') === '12' &&
  Number(attributes.get('x')) > 8
const isMark = (child: Drawing): boolean =>
  !isText(child) && ![...child.attributes.keys()].some((name) => name.startsWith('data-'))

/** The signs of a picture, each with its words: a mark of no call, and the quiet text beside it. */
function signsOf(picture: Drawing): {readonly sign: Drawing; readonly word: string}[] {
  const drawn = picture.children.filter((child) => typeof child !== 'string')
  return drawn.flatMap((sign, at) => {
    const text = drawn[at + 1]
    if (text === undefined || !isMark(sign) || !isText(text) || !isQuiet(text)) return []
    return [{sign, word: textOf(text)}]
  })
}

const paints = (drawing: Drawing, tone: (typeof coloured)[number]): boolean =>
  [...every(drawing)].some((mark) =>
    (mark.attributes.get('class') ?? '')
      .split(' ')
      .some((name) => name === `jl-f-${hues[tone].fill}` || name === `jl-s-${hues[tone].fill}`),
  )

/** Whether words of a legend are those of a verdict; a first call is necessary. */
const isOf = (tone: Tone, word: string): boolean =>
  word.includes(hues[tone].word) || (tone === 'necessary' && /first (call|program)/.test(word))

/** The verdicts that a legend names, and those whose colour is drawn elsewhere. */
function verdictsOf(picture: Drawing): {readonly named: string[]; readonly drawn: string[]} {
  const signs = signsOf(picture).filter(({word}) => coloured.some((tone) => isOf(tone, word)))
  const rest = picture.children.filter(
    (child): child is Drawing => typeof child !== 'string' && !signs.some(({sign}) => sign === child),
  )
  return {
    named: coloured.filter((tone) => signs.some(({word}) => isOf(tone, word))),
    drawn: coloured.filter((tone) => rest.some((child) => paints(child, tone))),
  }
}

const charts: Readonly<Record<string, Chart>> = {timeline, costs, lineage, waterfall, cache}

describe.each(Object.entries(charts))('the legend of %s', (_, chart) => {
  test.each(Object.entries(traces))(
    'of the trace %s names the verdicts whose colour it draws, and no other',
    (__, trace) => {
      const {named, drawn} = verdictsOf(chart.draw(trace, explain(trace), {width: 1280}))
      expect(drawn.length).toBeGreaterThan(0)
      expect(named).toEqual(drawn)
    },
  )
})

/** The signs anywhere in a picture. */
const allSignsOf = (picture: Drawing) => [...every(picture)].flatMap(signsOf)
const rolesOf = (drawing: Drawing): string => drawing.attributes.get('class') ?? ''
const isFrame = ({attributes, name}: Drawing): boolean =>
  name === 'rect' && attributes.get('stroke-width') === '1.5' && attributes.get('fill') === 'none'
/** The marks of a picture that are no signs of its legend. */
function marksOf(picture: Drawing): Drawing[] {
  const signs = new Set(allSignsOf(picture).flatMap(({sign}) => [...every(sign)]))
  return [...every(picture)].filter((drawing) => !signs.has(drawing))
}

describe.each(Object.entries(traces))('of the trace %s', (_, trace) => {
  const explanation = explain(trace)
  const modes = [
    {by: 'time'},
    {by: 'calls'},
    {by: 'time', standalone: true},
    {by: 'calls', standalone: true},
    {by: 'time', position: trace.length - 1, standalone: true},
  ] as const
  test.each(modes)('a timeline of %j names the frame of the chosen call where it draws one', (options) => {
    const picture = timeline.draw(trace, explanation, {width: 1280, ...options})
    const named = allSignsOf(picture).filter(({word}) => word === 'the chosen call')
    const frames = marksOf(picture).filter(isFrame)
    expect(frames.length).toBe(!('standalone' in options) || 'position' in options ? 1 : 0)
    expect(named).toHaveLength(frames.length)
  })
  test.each(modes)('a timeline of %j draws what is unexplained as its legend does', (options) => {
    const picture = timeline.draw(trace, explanation, {width: 1280, ...options})
    const isHollow = (drawing: Drawing): boolean =>
      rolesOf(drawing).includes('jl-f-paper') && rolesOf(drawing).includes('jl-s-muted')
    const signs = allSignsOf(picture).filter(({word}) => word.includes('unexplained'))
    const isNamed = signs.some(({sign}) => [...every(sign)].some(isHollow))
    expect(isNamed).toBe(marksOf(picture).some(isHollow))
  })
  test('a timeline in time draws an error as a bar, and its legend a square', () => {
    const picture = timeline.draw(trace, explanation, {width: 1280, by: 'time'})
    const isCross = ({name, attributes}: Drawing): boolean =>
      name === 'path' && attributes.get('stroke-width') === '2.5'
    expect([...every(picture)].filter(isCross)).toEqual([])
    const errors = explanation.misses.filter(({outcome}) => outcome === 'error').length
    const named = allSignsOf(picture).filter(({word}) => word === `error ${errors}`)
    expect(named).toHaveLength(Math.min(1, errors))
  })
  test('a timeline marks the chosen call by nothing but the frame', () => {
    const picture = timeline.draw(trace, explanation, {width: 1280})
    const marker = [...every(picture)].find((drawing) => rolesOf(drawing) === 'jl-marker')
    expect(marker?.children.map((child) => typeof child !== 'string' && isFrame(child))).toEqual([true])
  })
  test('a cache names the dotted line at the chosen call', () => {
    const dotted = (drawing: Drawing): boolean =>
      drawing.name === 'line' && drawing.attributes.get('stroke-dasharray') === '2 3'
    for (const standalone of [false, true]) {
      const picture = cache.draw(trace, explanation, {width: 1280, standalone})
      const named = allSignsOf(picture).filter(({word}) => word === 'the chosen call')
      expect(marksOf(picture).filter(dotted)).toHaveLength(standalone ? 0 : 1)
      expect(named).toHaveLength(standalone ? 0 : 1)
    }
  })
  test('a lock names the slanting lines over what the log does not tell, where it draws them', () => {
    const isHatch = ({attributes}: Drawing): boolean => attributes.get('stroke-opacity') === '0.55'
    for (const {index} of explanation.misses) {
      const picture = lock.draw(trace, explanation, {width: 360, position: index})
      const isNamed = allSignsOf(picture).some(({word}) => word === 'not in the log')
      expect(isNamed).toBe(marksOf(picture).some(isHatch))
    }
  })
  test('a small key has no line where there is nothing to fit, as the key under it says', () => {
    for (const {index, nearest} of explanation.misses) {
      const lines = [...every(thumbnail(trace, explanation, index))].filter(({name}) => name === 'line')
      expect(lines.every(({attributes}) => attributes.get('stroke-dasharray') === undefined)).toBe(true)
      if (nearest < 0) expect(lines).toHaveLength(0)
    }
  })
  test.each(Object.entries(charts))('%s says what more there is in words', (__, chart) => {
    for (const width of [360, 1280])
      for (const text of textsOf(chart.draw(trace, explanation, {width})))
        expect(text).not.toMatch(/(^| )\+\d+(?! more)/)
  })
})
