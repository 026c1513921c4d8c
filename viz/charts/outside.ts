import {counted, duration, type Explanation, say, some, type Source, type Trace} from '../../lib/index.ts'
import {type Drawing, mark, type Scale, type Span, spans, spansWidth, valueAt} from '../frame/index.ts'
import {pale, round} from './glyph.ts'
import {size} from './told.ts'

/** What the functions of one name came to outside of all calls. */
interface Piece {
  readonly name: string
  /** Whether it was traced alone; else it ran outside jit, and was compiled or read from disk. */
  readonly isTraced: boolean
  readonly compiles: number
  readonly seconds: number
}

/** A piece between two calls; infinitely many come before it where when it was is not told. */
export interface Spell extends Piece {
  readonly before: number
  /** When the first of it began, in seconds since the trace did, where that is told. */
  readonly at?: number
}

/** What compiled outside of any call of a trace, or was only traced, the dearest first. */
export interface Outside {
  readonly pieces: readonly Piece[]
  /** The same in the order in which it came, of one place the dearest first. */
  readonly spells: readonly Spell[]
  readonly compiles: number
  readonly seconds: number
}

/** Less of the seconds of a run has no row. */
const least = 1e-3

/** What no call of a trace took: operations run one by one, and what was only traced; null where it comes to next to nothing. */
export function outsideOf({source}: Trace, {account}: Explanation): Outside | null {
  if (source === null) return null
  const all = [
    ...source.eager.functions.map((one) => ({...one, isTraced: false})),
    ...source.traced.map(({name, seconds}) => ({name, seconds, compiles: 0, isTraced: true})),
  ].sort((a, b) => b.seconds - a.seconds)
  const seconds = all.reduce((sum, piece) => sum + piece.seconds, 0)
  if (seconds <= account.seconds * least) return null
  const pieces = all.filter((piece) => piece.seconds > 0)
  return {pieces, spells: spellsOf(source, pieces), compiles: source.eager.compiles, seconds}
}

function spellsOf({between, eager}: Source, pieces: readonly Piece[]): Spell[] {
  if (between === undefined) return pieces.map((piece) => ({...piece, before: Infinity}))
  const run = new Set(eager.functions.map(({name}) => name))
  return between
    .filter(({seconds}) => seconds > 0)
    .map((one) => ({...one, isTraced: !run.has(one.name)}))
    .sort((a, b) => a.before - b.before || (a.at ?? 0) - (b.at ?? 0) || b.seconds - a.seconds)
}

/** What a row of it is called: 'outside jit'. */
export const nameOf = ({pieces}: Outside): string => {
  if (pieces.every(({isTraced}) => isTraced)) return say('traced alone')
  return pieces.some(({isTraced}) => isTraced) ? say('outside or traced') : say('outside jit')
}

/** Whether the log has a clock for all of it. */
export const isTimed = ({spells}: Outside): boolean => spells.every(({at}) => at !== undefined)

/** How high its bars are, and from which width on two of them are parted, in px. */
export const outsideHeight = 24
const parted = 4

/** Where the row stands. */
interface Place {
  readonly left: number
  readonly right: number
  readonly scale: Scale
  /** From where on there is room for names above the bars, in px. */
  readonly free: number
  /** Where each of its bars begins, in seconds. */
  readonly starts: readonly number[]
}

/**
 * Its name, and what it comes to, as much of it as there is room for, in px.
 *
 * @param clock whether the other rows stand where the clock has them: when these were is not known of every log
 */
export function outsideHead(outside: Outside, room: number, clock: boolean): readonly Span[] {
  const seconds = duration(outside.seconds)
  const sums = [...(outside.compiles > 0 ? [counted(outside.compiles, 'compile')] : []), seconds]
  const names = some(
    outside.pieces.map(({name}) => name),
    4,
  )
  const more = [...(clock && !isTimed(outside) ? [say('when untold')] : []), names]
  const told = (name: string, ...parts: readonly string[]): Span[] =>
    [name, ...parts.map((part) => `· ${part}`)].map((text) => ({text, fill: 'muted'}))
  const name = nameOf(outside)
  const choices = [
    ...more.map((_, dropped) => told(name, ...sums, ...more.slice(0, more.length - dropped))),
    told(name, ...sums),
    told(name, seconds),
    told(say('outside short'), seconds),
  ]
  return choices.find((one) => spansWidth(one, 13) <= room) ?? told(name)
}

const wordsOf = ({name, seconds}: Piece): Span[] => [
  {text: name, code: true},
  {text: duration(seconds), fill: 'muted'},
]

/** Whether the bar of a function is as wide as its name. */
const isWide = (piece: Piece, scale: Scale): boolean =>
  scale(piece.seconds) - scale(0) >= spansWidth(wordsOf(piece), size) + 6

/** Whether any is. */
export const hasNames = ({spells}: Outside, scale: Scale): boolean =>
  spells.some((piece) => isWide(piece, scale))

const told = ({compiles, isTraced, name, seconds}: Piece): string =>
  isTraced
    ? say('traced of name', {name, duration: duration(seconds)})
    : say('outside of name', {name, compiles, duration: duration(seconds)})

/** Its bars beside each other, as long as they took, each with its name where there is room. */
export const outsideBars = ({spells}: Outside, place: Place, base: number): Drawing[] =>
  spells.flatMap((piece, at) => {
    const {free, left, right, scale, starts} = place
    const from = valueAt(starts, at)
    const [start, end] = [scale(from), scale(from + piece.seconds)]
    const x = Math.max(left, start)
    const wide = Math.min(right, end) - x
    if (wide <= 0) return []
    const bar = mark(
      'rect',
      {
        x: round(x),
        y: base - outsideHeight,
        width: round(wide < parted ? wide : wide - 1),
        height: outsideHeight,
        fill: 'necessary',
        'fill-opacity': pale,
      },
      mark('title', {}, told(piece)),
    )
    const words = wordsOf(piece)
    const isTold = x >= free && isWide(piece, scale) && wide >= spansWidth(words, size)
    return isTold ? [bar, spans(words, x, base - outsideHeight - 5, {size})] : [bar]
  })
