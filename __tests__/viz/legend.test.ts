import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {explain, read, type Trace} from '../../lib/index.ts'
import {cache, type Chart, costs, type Drawing, lineage, timeline, waterfall} from '../../viz/index.ts'
import {hues, type Tone} from '../../viz/theme.ts'
import {every, textOf} from './drawings.ts'
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
