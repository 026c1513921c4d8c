import {
  type Fold,
  isFull,
  isUnended,
  mayGoOn,
  type Piece,
  provisional,
  unfold,
  withoutColumn,
  withoutGlued,
  withPiece,
} from './folded.ts'
import {type Grammar, isHalf, lineOf, recognise} from './grammar.ts'
import {depth} from '../python/index.ts'
import {message, type Single} from './message.ts'
import {brackets, type OpenRecord, parted} from './openrecord.ts'

/** What a log tells of how its lines break off. */
export interface Breaks {
  readonly rows: Grammar
  readonly fold: Fold
}

const piecesLimit = 2000
/** Of so many pieces a text is put together anew with each; of so many while it is not known how. */
const fewPieces = 8
const mostPieces = 64
/** How a message of one line may end. */
const endings = /(?:sec|[.)\]])\s*$/

/** Whether a message that can be read may go on in the next line. */
export const mayFold = ({style}: Fold, said: Single, text: string): boolean =>
  style !== 'unknown' ||
  (said.kind === 'compiling' && mayGoOn(text.length) && (said.mapping === '' || !endings.test(text)))

/** Takes a line that the last line of a record was folded into. */
export function folds(log: Breaks, own: OpenRecord, one: Piece, style: OpenRecord['style']): boolean {
  const {fold} = log
  parted(own)
  if (own.gap > 0 || own.pieces.length >= piecesLimit || !mayGoOnIn(log, own, one, style)) return false
  if (style === 'blank' && fold.style === 'unknown') fold.style = 'worded'
  if (own.pieces.length <= 1) own.pieces = [firstPiece(own, one)]
  const before = own.pieces.at(-1) ?? one
  own.pieces.push(one)
  own.lines++
  own.length = one.length
  const isFew = own.pieces.length <= fewPieces || fold.style === 'unknown'
  if (own.kind === 'miss')
    own.lastLine = isFew ? unfoldedLine(log, own) : withPiece(own.lastLine, before, one, fold)
  else if (fold.style === 'unknown' && (own.pieces.length < 6 || endings.test(one.text))) unfolded(log, own)
  return true
}

/** The line so far for the first piece, without the column at its right. */
function firstPiece({lastLine, length, prefix, pieces}: OpenRecord, next: Piece): Piece {
  const first = pieces[0] ?? {text: lastLine, length: length || lastLine.length}
  return {...first, text: withoutGlued(first.text, next.length - prefix.text.length)}
}

const unfoldedLine = (log: Breaks, {pieces, kind}: OpenRecord): string =>
  unfold(pieces, log.fold, (line) => weight(log, kind === 'miss', line)) ?? provisional(pieces, log.fold)

/** Whether the last line of a record goes on in a line: it cannot be read as it stands, is as long as lines are, or says more with it. */
function mayGoOnIn(log: Breaks, own: OpenRecord, one: Piece, style: OpenRecord['style']): boolean {
  const {fold} = log
  const {kind, pieces} = own
  const isMiss = kind === 'miss'
  const isBlank = style === 'blank'
  if (isBlank && fold.style !== 'unknown') return true
  const last = textSoFar(fold, own)
  const length = own.length || last.length
  const isNoMore = isFull(foldOf(fold, own), length, one.text)
  if (!isBlank && !mayGoOnBehind(log, last, length, isNoMore)) return false
  if (isNoMore) return true
  if (pieces.length > mostPieces) return false
  const open = depth(last)
  if (isBlank || (open > 0 && !isMiss)) return true
  const says = weight(log, isMiss, last)
  if (says === 0) return (isMiss ? brackets(own) : open) >= 0
  const all = pieces.length > 1 ? [...pieces, one] : [{text: last, length}, one]
  return unfold(all, {...fold}, (text) => Math.max(0, weight(log, isMiss, text) - says)) !== null
}

/** Whether a text is as long as lines are that go on in the next, ends before the long word there, or begins a record. */
const mayGoOnBehind = ({rows}: Breaks, text: string, length: number, isNoMore: boolean): boolean =>
  mayGoOn(length) || (isNoMore && isUnended(text)) || rows.records.includes(`${text.trimEnd()} `)

/** The last line of a record, or the message that is folded, as far as it is read. */
const textSoFar = (fold: Fold, {kind, pieces, lastLine}: OpenRecord): string =>
  kind === 'miss' || pieces.length > mostPieces ? lastLine : provisional(pieces, fold)

/** How a line is folded, as its own pieces tell where the log told nothing yet. */
function foldOf(fold: Fold, {pieces}: OpenRecord): Fold {
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (fold.style !== 'unknown' || first === undefined || last === undefined || pieces.length < 2) return fold
  const width = Math.max(first.length, last.length)
  return {...fold, style: first.length === last.length ? 'cut' : 'worded', width}
}

/** How much of a text is known: the letters of the wording that it fits; nothing of a difference that breaks off. */
function weight({rows}: Breaks, isMiss: boolean, text: string): number {
  const said = isMiss ? lineOf(rows, text) : recognise(rows.messages, withoutColumn(text), true)
  return said === null || isHalf(said.holes) ? 0 : said.wording.line.length
}

/** The message that was folded into the pieces of a record; null where it is not whole. */
export function unfolded(log: Breaks, {pieces, kind}: OpenRecord): Single | null {
  const text = unfold(pieces, log.fold, (line) => weight(log, kind === 'miss', line))
  return text === null ? null : message(withoutColumn(text), log.rows)
}
