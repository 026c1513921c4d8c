import {type Envelope, envelope, type Letter} from './envelope.ts'
import type {Grammar} from './grammar.ts'
import {isBar, type Prefix} from './prefix.ts'
import {prefixOf} from './streams.ts'

/** A line as it is read. */
export interface QuotedLine {
  readonly text: string
  /** Its number, with a fraction for its place where it is one of several in a line of the file. */
  readonly number: number
  /** The process that the objects name whose strings it stands in. */
  readonly process: string
  readonly isQuoted: boolean
}

/** More lines than `1 / fraction` stand in no line. */
const fraction = 2 ** -24
/** How deep strings are read that stand in strings. */
const deepest = 3
const escapes = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g

/** What a launcher writes before an object. */
const launched = /^[^"'{]+(?=\{")/

/** A line end within a message, as rsyslog writes it. */
const escapedEnd = '#012'

/** A text without the escapes of a terminal. */
export const unstyled = (text: string): string => (text.includes('\u001b') ? text.replace(escapes, '') : text)

/** Two names of a process as one. */
export const both = (one: string, two: string): string =>
  one === '' || two === '' ? one + two : `${one} ${two}`

/** Takes the lines of a file apart. */
interface Unquoting {
  /** The lines that a line shows. */
  take(text: string, number: number): QuotedLine[]
  /** Lines that were held, whose numbers are beyond those of the file where it holds them the other way round. */
  end(): QuotedLine[]
  /** The number of the file's line. */
  readonly lineOf: (number: number) => number
}

/**
 * Takes a line of the file apart into those that it shows: several where a terminal went back to its begin, and those that stand in its
 * strings, and in strings of these. Each depth learns for itself in which strings text stands.
 */
export function unquoting({opening, quoted}: Pick<Grammar, 'opening' | 'quoted'>): Unquoting {
  const envelopes = Array.from({length: deepest}, () => envelope(quoted))
  const prefixes: Prefix[] = []
  const turned: number[] = []
  let last = 0
  const linesOf = (text: string, number: number): QuotedLine[] => {
    const one = {text: unstyled(text), number, process: '', isQuoted: false}
    if (!text.includes(escapedEnd) || !opening.test(text)) {
      const all = linesIn(envelopes, one)
      const before = all[0]?.isQuoted === true ? (launched.exec(one.text)?.[0] ?? '') : ''
      const {process} = prefixOf({prefixes}, before)
      return process === '' ? all : all.map((each) => ({...each, process: both(process, each.process)}))
    }
    return one.text.split(escapedEnd).map((part) => ({...one, text: part, isQuoted: true}))
  }
  return {
    take(text, number) {
      last = number
      const isOne = !text.includes('\r')
      const all = isOne
        ? linesOf(text, number)
        : redrawn(text, opening).flatMap((part) => linesOf(part, number))
      return isOne && all[0]?.isQuoted !== true ? all : apart(all, Math.floor)
    },
    end() {
      const all = shownIn(envelopes, envelopes[0]?.end() ?? [])
      const isTurned = all.some((one, at) => one.number < (all[at - 1]?.number ?? 0))
      return apart(all, (number) => {
        if (isTurned && turned.at(-1) !== number) turned.push(number)
        return isTurned ? last + turned.length : Math.floor(number)
      })
    },
    lineOf: (number) => (number < last + 1 ? number : (turned[Math.floor(number) - last - 1] ?? number)),
  }
}

/** Several lines, with a fraction behind the number of each. */
const apart = (all: readonly QuotedLine[], numberOf: (number: number) => number): QuotedLine[] =>
  all.map((one, at) => ({...one, number: numberOf(one.number) + (at + 1) * fraction}))

/** What a terminal showed one after another in one line; what a bar was drawn into is put together again. */
export function redrawn(text: string, opening: RegExp): string[] {
  const found: string[][] = []
  let last: string[] = []
  let isOver = false
  for (const part of text.split('\r')) {
    const isText = part.trim() !== '' && (!isBar(part) || opening.test(part))
    const isRest = isText && isOver && !opening.test(part)
    const shown = isRest ? last : []
    shown.push(part)
    if (!isRest) found.push(shown)
    if (isText) last = shown
    isOver = !isText && (isOver || (last.length > 0 && isBar(part)))
  }
  return found.map((parts) => parts.join(''))
}

function linesIn(envelopes: readonly Envelope[], line: QuotedLine, deep = 0): QuotedLine[] {
  const letters = line.text === '' ? [] : (envelopes[deep]?.take(line.text, line.number) ?? null)
  return letters === null ? [line] : shownIn(envelopes, letters, line.process, deep)
}

const shownIn = (
  envelopes: readonly Envelope[],
  letters: readonly Letter[],
  around = '',
  deep = 0,
): QuotedLine[] =>
  letters.flatMap(({lines, process: named}) => {
    const process = both(around, named)
    return lines.flatMap(({text, number}) =>
      linesIn(envelopes, {text: unstyled(text), number, process, isQuoted: true}, deep + 1),
    )
  })
