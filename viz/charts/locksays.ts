import {duration, figure, sayFurther, spelled, total} from '../../lib/index.ts'
import {type Block, heading, paragraph} from '../frame/index.ts'
import {hues} from '../theme.ts'
import type {Spot} from './lockcells.ts'
import {type Fit, isWhole, type Misfit, partsHere, type State} from './lockfit.ts'
import {isSpared, left, type Sheet} from './locksheet.ts'
import {isPart, type Slot, upward, valueOf} from './lockslots.ts'
import {calledAt, doneAt, numbered} from './position.ts'
import {runOf} from './run.ts'

/** What stands above the picture, at least so high that nothing below moves from call to call. */
export function headingOf(sheet: Sheet): Block {
  const {explanation, options, shown, trace, width} = sheet
  const says = [
    ...(shown.up === null ? [] : [sayFurther('inside container', {path: code(shown.path)})]),
    saidOf(sheet),
    ...sheet.fit.leftovers.slice(0, 1).map((path) => sayFurther('lock leftover', {path})),
  ].join(' ')
  const lines = width < 500 ? 4 : width < 860 ? 2 : 1
  if (options?.heading === false) return besides(titleOf(sheet), says, width)
  const words = heading(
    {
      run: runOf(trace, explanation, options),
      title: options?.title ?? titleOf(sheet),
      says: `${sayFurther('lock read')} ${says}`,
    },
    width,
  )
  return {...words, height: Math.max(words.height, (width < 500 ? 84 : 63) + lines * 20)}
}

/** Where a page has a heading already: what became of the call, and below it how much of its key fits. */
function besides(title: string, says: string, width: number): Block {
  const room = width - 2 * left
  const named = paragraph(title, left, 14, room, {size: 14, most: 2})
  const read = paragraph(says, left, 15 + named.height, room, {fill: 'muted', most: 4})
  return {drawings: [...named.drawings, ...read.drawings], height: named.height + read.height}
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``

/** The function, the call, what became of it, what that took, and the verdict. */
export function titleOf(sheet: Sheet): string {
  const {
    fit: {miss},
    position,
    tone,
    trace,
  } = sheet
  const event = trace.at(position)
  const isFirst = miss !== null && miss.nearest < 0 && miss.gap === null && miss.causes.length === 0
  const told = {
    name: calledAt(trace, position).replaceAll('`', "'"),
    call: numbered(trace, position),
    done: doneAt(trace, position, miss),
  }
  if (isSpared(sheet)) return sayFurther('lock of call', {...told, done: sayFurther('predicted gone')})
  const seconds = total(event.seconds)
  const said =
    seconds > 0
      ? sayFurther('lock of call in', {...told, duration: duration(seconds)})
      : sayFurther('lock of call', told)
  return miss === null || isFirst ? said : sayFurther('lock judged', {said, verdict: hues[tone].word})
}

/** How many parts fit, and which key. */
export function saidOf(sheet: Sheet): string {
  if (isSpared(sheet)) return sayFurther('lock spared')
  const {fit, trace} = sheet
  const {lock, misfits, miss} = fit
  const [fitting, wrong, gone] = partsOf(fit)
  const parts = fitting + wrong
  if (miss === null) return sayFurther('lock fits', {parts})
  const earlier = miss.nearest < 0 ? sayFurther('key not in log') : numbered(trace, miss.nearest)
  if (miss.outcome === 'error' && misfits.length === 0) return sayFurther('lock raised', {parts})
  if (lock === 'untold') return sayFurther('lock untold', {parts})
  const told = fit.isUntold || fit.unknown.size > 0 ? sayFurther('parts told') : ''
  const rest = [
    ...(wrong > 0 ? [sayFurther('lock misfit', {misfits: wrong})] : []),
    ...(gone > 0 ? [sayFurther('lock gone from', {gone})] : []),
  ].join(', ')
  if (misfits.length > 0) return sayFurther('lock misfits', {fitting, parts, told, earlier, rest})
  return miss.nearest < 0
    ? sayFurther('lock first', {parts})
    : sayFurther('lock gone', {parts, told, earlier})
}

/** How many parts fit, how many do not, what came as a whole with all that it holds, and how many of the earlier key are gone. */
function partsOf({before, here, misfits}: Fit): readonly [fitting: number, wrong: number, gone: number] {
  const whole = new Set(misfits.flatMap(({cause, slots}) => (isWhole(cause) ? slots : [])))
  const removed = new Set(misfits.flatMap(({cause, slots}) => (cause.change === 'removed' ? slots : [])))
  const under = (place: Slot, all: ReadonlySet<Slot>): Slot | undefined =>
    all.size === 0 ? undefined : [...upward(place)].find((above) => all.has(above))
  let [fitting, wrong, gone] = [0, 0, 0]
  const told = new Set<Slot>()
  for (const place of here) {
    if (!isPart(place)) continue
    const around = under(place, whole)
    if (around === undefined) fitting++
    else {
      wrong++
      told.add(around)
    }
  }
  for (const place of before) {
    const around = here.has(place) || !isPart(place) ? undefined : under(place, removed)
    if (around === undefined) continue
    gone++
    told.add(around)
  }
  for (const place of whole)
    if (told.has(place)) continue
    else if (removed.has(place)) gone++
    else wrong++
  const own = new Set(misfits.flatMap(({cause, slots}) => (isWhole(cause) ? [] : slots))).size
  return [Math.max(0, fitting - own), wrong + own, gone]
}

/** What differs at a misfit. */
function changeOf({before, now, cause}: Misfit): string {
  switch (cause.change) {
    case 'changed':
      return sayFurther('was and is', {before, now})
    case 'added':
      return `${sayFurther('part new')} ${now ?? ''}`
    case 'removed':
      return `${sayFurther('part gone')} ${before ?? ''}`
    case 'moved':
      return `${sayFurther('part moved')} ${cause.from ?? ''}`
    default:
      return sayFurther('part anew')
  }
}

/** A cell as it is heard: first the words that stand in it. */
export function labelOf({cell}: Spot, {is, misfits: [misfit]}: State, text: string, sheet: Sheet): string {
  const {side} = cell
  const {fit} = sheet
  if (is === 'unknown' || is === 'untold') return sayFurther('cell unknown', {text})
  if (misfit !== undefined && isSpared(sheet)) return `${text}, ${side}: ${sayFurther('sign spared')}`
  if (misfit !== undefined) return sayFurther('cell misfit', {text, side, change: changeOf(misfit)})
  if (is === 'nameless') return `${text}, ${side}: ${sayFurther('sign nameless')}`
  if (is === 'absent' || is === 'blank') return sayFurther('cell absent', {text, side})
  if (cell.kind === 'pin') return sayFurther('cell fits', {text, side})
  const parts = partsHere(cell, fit.here)
  return sayFurther('cells fit', {text, side, parts, fits: parts})
}

/** On hover: the whole path, the whole value, and a type in everyday words. */
export function titleOfCell({cell}: Spot, {fit}: Sheet): string {
  const [place] = cell.slots
  if (cell.kind === 'bundle' || place === undefined)
    return `${figure(partsHere(cell, fit.here) || partsHere(cell, fit.before))} ${cell.side}`
  const fact = cell.kind === 'pin' ? fit.facts.get(place) : undefined
  const path = place.path === '' ? cell.name : place.path
  if (fact === undefined) return path
  const gloss = fact.component === 'aval' ? spelled(fact.value) : null
  return `${path}: ${valueOf(fact)}${gloss === null ? '' : ` (${gloss})`}`
}
