import {continuesTorch, opensTorch} from '../guards/index.ts'
import {type Breaks, folds} from './brokenline.ts'
import {isFull} from './folded.ts'
import {type Grammar, lineOf, recognise} from './grammar.ts'
import {bodies, type Body, brackets, goOn, type OpenRecord, reach} from './openrecord.ts'
import type {QuotedLine} from './quoted.ts'
import {isOfProcess, markedBy, prefixOf, type Stream, type Streams} from './streams.ts'
import {foldsTorch, opensFolded} from './torchfold.ts'
import {shownLength, type Suffix, withoutSuffix} from './suffix.ts'

/** What is known of what stands around the messages of a log. */
export interface Surroundings extends Breaks {
  readonly streams: Streams
  readonly suffix: Suffix
}

/** Lines that a record may have. */
export const recordLimit = 100_000
const oneBlank = /^ /
/** A bracket that is not closed after so many lines is taken for a damaged one. */
const unclosedLimit = 2000

/** Takes a line that an open record goes on with: that of the line before, or one whose process the line names, or the object around it. */
export function goesOn(all: Surroundings, one: QuotedLine): boolean {
  const {current, opened} = all.streams
  if (takes(all, current, one)) return true
  for (const own of opened)
    if (own !== current && (own.prefix.marked > 0 || one.process !== '') && takes(all, own, one)) return true
  return false
}

/** Whether a stream's open record takes a line. */
export function takes(all: Surroundings, own: Stream, one: QuotedLine): boolean {
  const {text, number, isQuoted} = one
  const {record} = own
  if (record?.isQuoted !== isQuoted || !isOfProcess(own, one.process)) return false
  const isTaken =
    (record.kind === 'message' && opensFolded(record, text)) ||
    (record.kind === 'torch'
      ? takesTorch(all, record, text)
      : bodies(record, text).some(
          (body) =>
            !(body.isRest === true && markedBy(all.streams, text) !== undefined) &&
            takesAs(all, record, shownLength(text), body),
        ))
  if (isTaken) reach(record, number)
  return isTaken
}

/** Takes a line behind what torch writes before each, or behind what another handler did. */
function takesTorch(all: Surroundings, own: OpenRecord, line: string): boolean {
  if (own.lines >= recordLimit) return false
  if (own.own !== '' && takesOwn(all, own, line)) return true
  const isTaken = bodies(own, line).some(({body, style, isRest}) => {
    const text = withoutSuffix(all.suffix, body)
    const isOther = isRest === true || (style === 'same' && own.own !== '')
    return !isOther && continuesTorch(text) && takesWhole(own, text, shownLength(line), style)
  })
  return isTaken || foldsTorch(all.rows, own, line)
}

/** Takes a line that torch wrote for this message, whatever stands before it. */
function takesOwn(all: Surroundings, own: OpenRecord, line: string): boolean {
  const at = line.indexOf(own.own)
  const begin = at + own.own.length
  if (at < 0 || prefixOf(all.streams, line.slice(0, begin)).process !== own.prefix.process) return false
  const text = withoutSuffix(all.suffix, line.slice(begin)).replace(oneBlank, '')
  return !opensTorch(text) && takesWhole(own, text, shownLength(line), 'same')
}

/** Takes a line of some length for one that says this. */
function takesAs(
  all: Surroundings,
  own: OpenRecord,
  length: number,
  {body: given, style, isRest}: Body,
): boolean {
  const text = withoutSuffix(all.suffix, given)
  if (text.trim() === '') return true
  const isFilled = !text.startsWith('  ') && isFull(all.fold, own.length, text)
  const mayContinue = !isFilled && own.kind === 'miss' && isRest !== true && own.lines < recordLimit
  if (mayContinue && continues(all.rows, own, text)) return takesWhole(own, text, length, style)
  if (!folds(all, own, {text, length}, style))
    return mayContinue && isInside(own, style, text) && takesWhole(own, text, length, style)
  if (own.style === 'open' && style !== 'raw') own.style = style
  return true
}

/** Takes a line that is not the rest of the line before. */
function takesWhole(own: OpenRecord, text: string, length: number, style: OpenRecord['style']): true {
  goOn(own, text, 1, length)
  if (own.style === 'open') own.style = style
  return true
}

/** Whether a line is one of those that only go on with a record: two spaces, a tab, or the end of a node. */
export const isIndented = (text: string): boolean =>
  text.startsWith('  ') || text.startsWith('\t') || text.startsWith(')')

/** Whether a line goes on with the record: indented, closing a node, or a known line of a record. */
function continues(rows: Grammar, own: OpenRecord, text: string): boolean {
  if (isIndented(text) && (own.gap === 0 || lineOf(rows, text) !== null)) return true
  const isBare = own.prefix.text === '' && own.gap === 0 && !isIndented(own.lastLine)
  return (isBare && lineOf(rows, text) !== null) || recognise(rows.unindented, `${text} `) !== null
}

/** Whether a line, which is not the begin of a traceback, stands inside a repr of several lines. */
const isInside = (own: OpenRecord, style: OpenRecord['style'], text: string): boolean =>
  !text.startsWith('Traceback (') &&
  style !== 'blank' &&
  own.lines > 1 &&
  own.lines < unclosedLimit &&
  brackets(own) > 0
