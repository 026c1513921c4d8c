import {
  deedAlone,
  duration,
  type Explanation,
  figure,
  say,
  spelled,
  total,
  type Trace,
} from '../../lib/index.ts'
import {
  type Attributes,
  type Block,
  chart,
  type ChartOptions,
  clean,
  type Drawing,
  frame,
  heading,
  mark,
  nothing,
  paragraph,
  signs,
  width as widthOf,
  widthFor,
} from '../frame/index.ts'
import {fonts, hues, type Role, type Tone} from '../theme.ts'
import {type Layout, layoutOf, sizes, type Spot} from './lockcells.ts'
import {type Fit, fitOf, isWhole, type State, statesOf} from './lockfit.ts'
import {living} from './lockmorph.ts'
import {reach, type Side, type Slot, slotsOf, type Slots, upward, valueOf} from './lockslots.ts'
import {table} from './locktable.ts'
import {heightFor, type LockWords, wordsOf} from './lockwords.ts'
import {calledAt, chosen, toneAt, unit} from './position.ts'
import {runOf} from './run.ts'

/** What the picture of a key takes. */
export interface LockOptions extends ChartOptions {
  /** Whether the call, what it took and its verdict stand above the picture; true where it is not given. */
  readonly heading?: boolean
  /** The paths of the containers that the reader went into, the last of them is shown. */
  readonly open?: readonly string[]
  /** Told these paths when the reader goes into one, or out. */
  readonly onOpen?: (open: readonly string[]) => void
}

/** All that a picture of one call is drawn of. */
interface Sheet {
  readonly trace: Trace
  readonly explanation: Explanation
  readonly options: LockOptions | undefined
  readonly position: number
  readonly width: number
  readonly slots: Slots
  readonly shown: Slot
  readonly layout: Layout
  readonly fit: Fit
  readonly states: ReadonlyMap<Spot, State>
  readonly tone: Tone
  /** Where the Tab key stops: at the first part that does not fit, or at the first of all. */
  readonly stop: Spot['cell'] | undefined
}

const left = 8
const size = 12

function sheetOf(trace: Trace, explanation: Explanation, options: LockOptions | undefined): Sheet | null {
  if (trace.length === 0) return null
  const position = chosen(trace, explanation, options?.position)
  const slots = slotsOf(trace, explanation, trace.functionAt(position))
  const fit = fitOf(slots, trace, explanation, position)
  if (fit === null) return null
  const width = widthFor(options)
  const path = options?.open?.at(-1)
  const shown = (path === undefined ? null : reach(slots.root, path)) ?? slots.root
  const layout = layoutOf(slots, shown, width - 2 * left)
  const states = statesOf(layout, fit)
  const tone = toneAt(trace, explanation, position)
  const first = [...states].find(([, state]) => isMisfit(state))?.[0] ?? layout.spots[0]
  const sheet = {trace, explanation, options, position, width, slots, shown, layout, fit, states, tone}
  return {...sheet, stop: first?.cell}
}

function draw(trace: Trace, explanation: Explanation, options?: LockOptions): Drawing {
  const sheet = sheetOf(trace, explanation, options)
  if (sheet === null) {
    const why = say(trace.length === 0 ? 'no model' : 'key untold')
    return nothing(say('tree of key', {name: '…'}), why, options)
  }
  const {fit, layout, slots, states, width} = sheet
  const above = headingOf(sheet)
  const top = above.height + 8
  const line = top + layout.line
  const room = width - 2 * left
  const words = wordsOf(fit.misfits, states, left, line + sizes.tip, room)
  const under = line + sizes.tip + Math.max(words.height, heightFor(slots.mostCauses, room)) + 16
  const legend = legendOf(sheet, under)
  return frame(
    say('tree of key', {name: calledAt(trace, sheet.position)}),
    [saidOf(sheet), fit.miss?.sentence].join(' '),
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

/** What stands above the picture, at least so high that nothing below moves from call to call. */
function headingOf(sheet: Sheet): Block {
  const {explanation, options, shown, trace, width} = sheet
  const said = saidOf(sheet)
  const says = shown.up === null ? said : `${say('inside container', {path: code(shown.path)})} ${said}`
  const lines = width < 500 ? 4 : width < 860 ? 2 : 1
  if (options?.heading === false) {
    const words = paragraph(says, left, 14, Math.min(width - 2 * left, 760), {fill: 'muted', most: 4})
    return {...words, height: Math.max(words.height, lines * 20)}
  }
  const words = heading({run: runOf(trace, explanation), title: titleOf(sheet), says}, width)
  return {...words, height: Math.max(words.height, (width < 500 ? 84 : 63) + lines * 20)}
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``

/** The function, the call, what became of it, what that took, and the verdict. */
function titleOf(sheet: Sheet): string {
  const {
    fit: {miss},
    position,
    tone,
    trace,
  } = sheet
  const event = trace.at(position)
  const isFirst = miss !== null && miss.nearest < 0 && miss.gap === null
  const told = {
    name: calledAt(trace, position).replaceAll('`', "'"),
    call: `${unit(trace)} ${figure(position + 1)}`,
    done: deedAlone({outcome: event.outcome, isFirst, within: event.within}),
  }
  const seconds = total(event.seconds)
  const said =
    seconds > 0 ? say('lock of call in', {...told, duration: duration(seconds)}) : say('lock of call', told)
  const verdict = isSpared(sheet) ? say('predicted gone') : hues[tone].word
  return miss === null || isFirst ? said : say('lock judged', {said, verdict})
}

/** Whether the call would hit after the changes that a reader tries. */
const isSpared = ({options, position}: Sheet): boolean => options?.gone?.has(position) === true

/** How many parts fit, and which key. */
function saidOf({fit, slots, trace}: Sheet): string {
  const {lock, misfits, miss} = fit
  const [fitting, wrong] = partsOf(slots.root, fit)
  const parts = fitting + wrong
  if (miss === null) return say('lock fits', {parts})
  const earlier = `${unit(trace)} ${figure(miss.nearest + 1)}`
  if (miss.outcome === 'error' && misfits.length === 0) return say('lock raised', {parts})
  if (lock === 'untold') return say('lock untold', {parts})
  if (misfits.length > 0) return say('lock misfits', {fitting, parts, earlier, misfits: wrong})
  return miss.nearest < 0 ? say('lock first', {parts}) : say('lock gone', {parts, earlier})
}

/** How many parts fit, and how many do not: what came as a whole counts with all that it holds, what is gone as one. */
function partsOf(root: Slot, {here, misfits}: Fit): readonly [fitting: number, wrong: number] {
  const whole = new Set(misfits.flatMap(({cause, slots}) => (isWhole(cause) ? slots : [])))
  let [fitting, wrong] = [0, 0]
  const held = new Set<Slot>()
  for (const place of here) {
    if (place === root || (place.children.length > 0 && place.side === 'static')) continue
    const around = whole.size === 0 ? undefined : [...upward(place)].find((above) => whole.has(above))
    if (around === undefined) fitting++
    else {
      wrong++
      held.add(around)
    }
  }
  const gone = whole.size - held.size
  const own = new Set(misfits.flatMap(({cause, slots}) => (isWhole(cause) ? [] : slots))).size
  return [Math.max(0, fitting - own), wrong + gone + own]
}

/** How a cell that ends at the line is painted. */
interface Paint {
  readonly pin: Attributes
  readonly shaft: number
  readonly ink: Role
}

const outlined = (stroke: Role): Attributes => ({
  fill: 'paper',
  stroke,
  'stroke-width': 1,
  'stroke-dasharray': '3 2',
})

const sideText = (side: Side): Role => (side === 'data' ? 'dataText' : 'staticText')

function paintOf({is}: State, side: Side, width: number): Paint {
  switch (is) {
    case 'same':
      return {pin: {fill: side, 'fill-opacity': 0.28}, shaft: 0.1, ink: 'ink'}
    case 'absent':
      return {pin: outlined('rule'), shaft: 0, ink: 'muted'}
    case 'unknown':
    case 'untold':
      return {pin: {fill: 'tint', stroke: 'rule', 'stroke-width': 1}, shaft: 0.06, ink: 'ink'}
    case 'removed':
      return width < 14
        ? {pin: {fill: side, 'fill-opacity': 0.1}, shaft: 0.1, ink: 'muted'}
        : {pin: outlined(sideText(side)), shaft: 0.1, ink: 'muted'}
    default:
      return {pin: {fill: side}, shaft: 0.32, ink: 'over'}
  }
}

const drawSpot = (spot: Spot, top: number, sheet: Sheet): Drawing =>
  spot.isEnd ? drawPin(spot, top, sheet) : drawGroup(spot, top, sheet)

const isMisfit = ({is, misfits}: State): boolean => misfits.length > 0 || is === 'untold'

const stateOf = ({states}: Sheet, spot: Spot): State => states.get(spot) ?? {is: 'same', misfits: []}

/** Whether something below a cell does not fit. */
function isLit(spot: Spot, {states}: Sheet): boolean {
  for (const [end, state] of states) {
    if (!isMisfit(state)) continue
    for (let above = end.parent; above !== null; above = above.parent) if (above === spot) return true
  }
  return false
}

/** What holds others: its name, and an outline where the way to a misfit leads through it. */
function drawGroup(spot: Spot, top: number, sheet: Sheet): Drawing {
  const {cell, x, y, width, height} = spot
  const lit = isLit(spot, sheet)
  const fits = widthOf(clean(cell.name), size, lit ? 'bold' : 'prose') <= width - 8
  const box = {x: left + x, y: top + y, width, height}
  const text = fits ? cell.name : ''
  return mark(
    'g',
    {...named(spot, sheet, say('cell container', {text: cell.name, parts: cell.count}))},
    mark('title', {}, titleOfCell(spot, sheet)),
    mark('rect', {...box, fill: cell.side, 'fill-opacity': lit ? 0.22 : 0.09}),
    lit && fits && mark('rect', {...box, rx: 2, fill: 'none', stroke: 'ink', 'stroke-width': 1}),
    text !== '' &&
      mark(
        'text',
        {
          x: left + x + 4,
          y: top + y + 13.5,
          fill: 'ink',
          'font-size': size,
          'font-weight': lit ? 600 : undefined,
        },
        text,
      ),
  )
}

/** A part of the key, or several, from its place in the tree down to the line, or across it. */
function drawPin(spot: Spot, top: number, sheet: Sheet): Drawing {
  const {cell, x, y, width, height} = spot
  const state = stateOf(sheet, spot)
  const {pin, shaft, ink} = paintOf(state, cell.side, width)
  const base = top + y + height
  const across = {x: left + x, width}
  const head = base - sizes.pin + 1
  const texts = textsOf(spot, state, sheet)
  const isTwice = state.is === 'identity' && width > 14
  const hatches = state.is === 'unknown' || state.is === 'untold'
  return mark(
    'g',
    {
      ...named(spot, sheet, labelOf(spot, state, texts, sheet)),
      class: isMisfit(state) ? 'jl-misfit' : undefined,
    },
    mark('title', {}, titleOfCell(spot, sheet)),
    mark('rect', {
      ...across,
      y: top + y,
      height: Math.max(0, head - 1 - top - y),
      fill: cell.side,
      'fill-opacity': shaft,
    }),
    isTwice
      ? mark('rect', {x: left + x, width: width - 5, y: head + 5, height: sizes.pin - 6, ...pin})
      : mark('rect', {...across, y: head, height: sizes.pin - 1, ...pin}),
    mark('rect', {
      ...across,
      y: base,
      height: isMisfit(state) ? sizes.tip : 0,
      ...(isMisfit(state) ? tipOf(sheet) : {fill: 'hit'}),
    }),
    hatches && hatch(left + x, head, width, sizes.pin - 1),
    isTwice && behind(left + x, head, width, sideText(cell.side)),
    textMark(texts, spot, base, ink),
  )
}

/** The colour of what crosses the line: the verdict; only dashed where it would not be. */
function tipOf(sheet: Sheet): Attributes {
  if (isSpared(sheet)) return outlined('data')
  const {fill, hatched} = hues[sheet.tone]
  return hatched === true ? {fill: 'tint', stroke: 'muted', 'stroke-width': 1} : {fill}
}

/** Slanting lines over a rectangle, of which nothing is known. */
function hatch(x: number, y: number, width: number, height: number): Drawing {
  const lines: string[] = []
  for (let at = 6 - height; at < width; at += 6) {
    const [from, to] = [Math.max(0, at), Math.min(width, at + height)]
    lines.push(
      `M${round(x + from)} ${round(y + height - (from - at))}L${round(x + to)} ${round(y + height - (to - at))}`,
    )
  }
  return mark('path', {
    d: lines.join(''),
    fill: 'none',
    stroke: 'muted',
    'stroke-width': 1,
    'stroke-opacity': 0.55,
  })
}

const round = (value: number): number => Math.round(value * 10) / 10

/** The edges of a second card behind a pin that reads the same. */
const behind = (x: number, head: number, width: number, side: Role): Drawing =>
  mark('path', {
    d: `M${round(x + 4)} ${round(head + 5)}v-4h${round(width - 5)}v${sizes.pin - 6}h-4`,
    fill: 'none',
    stroke: side,
    'stroke-width': 1.5,
  })

/** What is written in a pin: its name, and below it its value; each whole or not at all. */
interface Texts {
  readonly name: string
  readonly value: string
  readonly isStruck: boolean
  readonly isBold: boolean
}

function textsOf({cell, width}: Spot, {is, misfits: [misfit]}: State, {fit}: Sheet): Texts {
  const isBold = misfit !== undefined
  const room = width - 8
  const fits = (text: string, font: 'bold' | 'prose' | 'code') => widthOf(clean(text), size, font) <= room
  const none = {name: '', value: '', isStruck: false, isBold}
  if (is === 'absent' && cell.kind !== 'pin') return none
  if (!fits(cell.name, isBold ? 'bold' : 'prose')) return none
  const [place] = cell.slots
  const fact = cell.kind === 'pin' && place !== undefined ? fit.facts.get(place) : undefined
  const isStruck = is === 'removed'
  const value = isStruck
    ? place !== undefined && misfit?.slots.includes(place) === true
      ? (misfit.before ?? '')
      : ''
    : fact === undefined
      ? ''
      : valueOf(fact)
  return {name: cell.name, value: cell.kind === 'pin' && fits(value, 'code') ? value : '', isStruck, isBold}
}

/** One text of both lines, so that it is heard as one. */
function textMark(
  {name, value, isBold, isStruck}: Texts,
  {cell, x}: Spot,
  base: number,
  ink: Role,
): Drawing | null {
  if (name === '') return null
  const at = left + x + 4
  const y = base - (value === '' ? 17 : 26)
  return mark(
    'text',
    {x: at, y, fill: cell.kind === 'bundle' ? 'muted' : ink, 'font-size': size},
    mark('tspan', {'font-weight': isBold ? 600 : undefined}, name),
    value !== '' && ' ',
    value !== '' &&
      mark(
        'tspan',
        {
          x: at,
          y: base - 9,
          'font-family': fonts.code,
          class: 'jl-code',
          'text-decoration': isStruck ? 'line-through' : undefined,
        },
        value,
      ),
  )
}

/** What a cell stands for, for the keyboard, a screen reader and whoever points at it. */
function named({cell, depth}: Spot, {options, shown, stop}: Sheet, label: string): Attributes {
  const [place] = cell.slots
  const isPlace = cell.slots.length === 1 && cell.kind !== 'bundle' && place !== undefined && place !== shown
  return {
    'data-cell': cell.id,
    'data-path': isPlace && place.path !== '' ? place.path : undefined,
    'data-into': cell.kind === 'group' && isPlace && place.path !== '' ? place.path : undefined,
    ...(options?.interactive === true && {
      role: 'treeitem',
      'aria-level': depth,
      'aria-label': label,
      'aria-expanded': cell.kind === 'group' ? 'true' : undefined,
      tabindex: cell === stop ? 0 : -1,
    }),
  }
}

function labelOf({cell}: Spot, {is, misfits: [misfit]}: State, {name, value}: Texts, {fit}: Sheet): string {
  const text = [name === '' ? cell.name : name, value].filter((part) => part !== '').join(' ')
  const {side} = cell
  if (is === 'unknown' || is === 'untold') return say('cell unknown', {text})
  if (misfit !== undefined) {
    const {before, now, cause} = misfit
    const change =
      cause.change === 'changed'
        ? say('was and is', {before, now})
        : cause.change === 'added'
          ? `${say('part new')} ${now ?? ''}`
          : cause.change === 'removed'
            ? `${say('part gone')} ${before ?? ''}`
            : cause.change === 'moved'
              ? `${say('part moved')} ${cause.from ?? ''}`
              : say('part anew')
    return say('cell misfit', {text, side, change})
  }
  if (is === 'absent') return say('cell absent', {text, side})
  if (cell.kind === 'pin') return say('cell fits', {text, side})
  return say('cells fit', {text, side, parts: cell.count, fits: fit.here.size > 0 ? cell.count : 0})
}

/** On hover: the whole path, the whole value, and a type in everyday words. */
function titleOfCell({cell}: Spot, {fit}: Sheet): string {
  const [place] = cell.slots
  if (cell.kind === 'bundle' || place === undefined) return `${figure(cell.count)} ${cell.side}`
  const fact = cell.kind === 'pin' ? fit.facts.get(place) : undefined
  const path = place.path === '' ? cell.name : place.path
  if (fact === undefined) return path
  const gloss = fact.component === 'aval' ? spelled(fact.value) : null
  return `${path}: ${valueOf(fact)}${gloss === null ? '' : ` (${gloss})`}`
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
  const {fit, states, tone, width} = sheet
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
  const verdict = isSpared(sheet) ? say('predicted gone') : hues[tone].word
  const items = [
    {word: say('sign static'), draw: swatch({fill: 'static'})},
    {word: say('sign data'), draw: swatch({fill: 'data'})},
    ...(all.some(isMisfit) ? [{word: say('sign misfit', {verdict}), draw: crossing}] : []),
    ...(all.some(({is}) => is === 'absent')
      ? [{word: say('sign absent'), draw: swatch(outlined('muted'))}]
      : []),
    ...(fit.lock === 'none' ? [{word: say('sign no lock'), draw: dashes}] : []),
  ]
  return signs(items, y, left, width - left)
}

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
export const lock = chart<LockOptions>(draw, table, (svg, trace, explanation, options) =>
  living(svg, options, (fresh) => draw(trace, explanation, {...options, ...fresh})),
)
