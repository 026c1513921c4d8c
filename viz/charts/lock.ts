import {type Explanation, say, sayFurther, type Trace} from '../../lib/index.ts'
import {
  type Attributes,
  type Block,
  chart,
  type Drawing,
  frame,
  mark,
  nothing,
  signs,
  width as widthOf,
} from '../frame/index.ts'
import {hues, type Role} from '../theme.ts'
import {sizes} from './lockcells.ts'
import type {Fit, State} from './lockfit.ts'
import {framed, outlined, tipOf} from './locklooks.ts'
import {living, stepTo} from './lockmorph.ts'
import {drawSpot, hatch} from './lockpins.ts'
import {headingOf, saidOf, titleOf} from './locksays.ts'
import {isMisfit, isSpared, left, type LockOptions, type Sheet, sheetOf} from './locksheet.ts'
import {table} from './locktable.ts'
import {heightFor, type LockWords, wordsOf} from './lockwords.ts'
import {guardLock} from './lockguards.ts'
import {calledAt, chosen, isOfTorch} from './position.ts'

const size = 12

function draw(trace: Trace, explanation: Explanation, options?: LockOptions): Drawing {
  const sheet = sheetOf(trace, explanation, options)
  if (sheet === null && isOfTorch(trace, chosen(trace, explanation, options?.position)))
    return guardLock(trace, explanation, options)
  if (sheet === null) {
    const why = sayFurther(trace.length === 0 ? 'no model' : 'key untold')
    return nothing(sayFurther('tree of key', {name: '…'}), why, options)
  }
  const {fit, layout, slots, states, width} = sheet
  const above = headingOf(sheet)
  const top = above.height + 8
  const line = top + layout.line
  const room = width - 2 * left
  const words = wordsOf(fit.misfits, states, left, line + sizes.tip, room)
  const under =
    line +
    sizes.tip +
    (options?.standalone === true
      ? words.height
      : Math.max(words.height, heightFor(slots.mostCauses, room))) +
    16
  const legend = legendOf(sheet, under)
  return frame(
    sayFurther('tree of key', {name: calledAt(trace, sheet.position)}),
    [saidOf(sheet), ...(isSpared(sheet) || fit.miss === null ? [] : [fit.miss.sentence])].join(' '),
    width,
    under + legend.height,
    options,
    mark('g', {class: 'jl-head'}, ...above.drawings),
    mark(
      'g',
      {class: 'jl-lock', ...(options?.interactive === true && {role: 'tree', 'aria-label': titleOf(sheet)})},
      ...layout.spots.map((spot) => drawSpot(spot, top, sheet)),
    ),
    drawLine(sheet, line),
    mark('g', {class: 'jl-words'}, ...drawSigns(sheet, line, words), ...words.drawings),
    mark('g', {class: 'jl-signs'}, ...legend.drawings),
  )
}

/** The line at which all pins end; where there is nothing to fit, a dashed one. */
const drawLine = ({fit: {lock}, layout}: Sheet, y: number): Drawing =>
  mark('line', {
    class: 'jl-line',
    x1: left,
    x2: left + layout.width,
    y1: y,
    y2: y,
    stroke: 'ink',
    'stroke-width': 1.5,
    'stroke-dasharray': lock === 'none' ? '2 4' : undefined,
  })

const symbols: Readonly<Partial<Record<State['is'], string>>> = {
  changed: '≠',
  identity: '≠',
  added: '+',
  removed: '−',
  moved: '→',
  untold: '?',
}

/** What stands in the tips: how it differs, or the number under which the list tells it. */
function drawSigns(sheet: Sheet, line: number, {isNumbered}: LockWords): Drawing[] {
  const {fit, states, tone} = sheet
  const fill: Role = hues[tone].hatched === true || isSpared(sheet) ? 'ink' : 'over'
  return [...states].flatMap(([{width, x}, state]) => {
    if (!isMisfit(state) || width < 9) return []
    const [misfit] = state.misfits
    const number = misfit === undefined ? 0 : fit.misfits.indexOf(misfit) + 1
    const text = isNumbered && number > 0 ? String(number) : (symbols[state.is] ?? '')
    if (widthOf(text, size, 'bold') > width) return []
    const place = {x: left + x + width / 2, y: line + 12.5, 'text-anchor': 'middle'}
    return [
      mark('text', {...place, fill, 'font-size': size, 'font-weight': 600, 'aria-hidden': 'true'}, text),
    ]
  })
}

function legendOf(sheet: Sheet, y: number): Block {
  const {fit, options, states, tone, width} = sheet
  const all = [...states.values()]
  const swatch = (paint: Attributes) => (x: number, at: number) =>
    mark('rect', {x: x + 1, y: at - 6, width: 12, height: 12, ...paint})
  const crossing = (x: number, at: number) =>
    mark(
      'g',
      {},
      mark('rect', {x: x + 1, y: at - 7, width: 12, height: 7, fill: 'muted'}),
      mark('rect', {x: x + 1, y: at + 1, width: 12, height: 6, ...tipOf(sheet)}),
    )
  const crosses = isSpared(sheet)
    ? sayFurther('sign spared')
    : options?.verdict === false
      ? sayFurther('sign misfit alone')
      : sayFurther('sign misfit', {verdict: hues[tone].word})
  const items = [
    {word: say('sign static'), draw: swatch({fill: 'static'})},
    {word: say('sign data'), draw: swatch({fill: 'data'})},
    ...(all.some(isMisfit) ? [{word: crosses, draw: crossing}] : []),
    ...(all.some(({is}) => is === 'absent')
      ? [{word: sayFurther('sign absent'), draw: swatch(outlined('muted'))}]
      : []),
    ...(all.some(({is}) => is === 'nameless')
      ? [{word: sayFurther('sign nameless'), draw: swatch(framed)}]
      : []),
    ...(all.some(({is}) => is === 'unknown' || is === 'untold')
      ? [{word: say('not in the log'), draw: hatched}]
      : []),
    ...(fit.lock === 'none'
      ? [{word: sayFurther(isGone(fit) ? 'sign lock gone' : 'sign no lock'), draw: dashes}]
      : []),
  ]
  return signs(items, y, left, width - left)
}

/** Whether an entry that fits was there, and its program is not any more. */
const isGone = ({miss}: Fit): boolean => miss !== null && miss.nearest >= 0

const hatched = (x: number, y: number): Drawing => hatch(x + 1, y - 6, 12, 12)

const dashes = (x: number, y: number): Drawing =>
  mark('line', {
    x1: x,
    x2: x + 14,
    y1: y,
    y2: y,
    stroke: 'ink',
    'stroke-width': 1.5,
    'stroke-dasharray': '2 4',
  })

/** The key of a call as a lock: every part is a pin, all pins end at one line, and what does not fit the nearest earlier key crosses it. */
export const lock = chart<LockOptions>(
  draw,
  table,
  (svg, trace, explanation, options) =>
    living(svg, options, (fresh) => draw(trace, explanation, {...options, ...fresh})),
  stepTo,
)
