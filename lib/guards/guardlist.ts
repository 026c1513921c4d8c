import type {Guard, GuardKind, GuardMaker} from '../log/index.ts'
import {isQuote, skipString} from '../python/index.ts'
import {loose} from '../words/index.ts'
import {commented} from './comment.ts'
import {guardOf} from './guardtext.ts'

/** A reason as it is gathered, line by line. */
interface Reason {
  text: string
  /** The lines of the program through which the trace came to the guard, the outermost first. */
  readonly stack: string[]
}

const item = /^\s*- ?(.*)$/s
const numbered = /^(?<entry>!?\d+(?:\/\d+)+):(?: (?<rest>.*))?$/s
const frame = /^ {2}File "(?<file>[^"]*)", line (?<line>\d+), in /
const trace = 'User stack trace:'
const ofTorch = /[\\/](?:site|dist)-packages[\\/](?:torch|functorch)[\\/]/

/**
 * The guards that the items of a message tell: for each entry the first that failed, of some more. What torch prints of a value may take several
 * lines; where it names entries, a line without one goes on with the line before.
 *
 * @example
 * guardsIn(['    - 0/0: self.n == 0']) // [{entry: '0/0', kind: 'EQUALS_MATCH', path: ['self', 'n'], before: '0', …}]
 */
export function guardsIn(lines: readonly string[]): Guard[] {
  const items = lines.flatMap((line) => item.exec(line.trimEnd())?.slice(1, 2) ?? [])
  const isNumbered = items.some((text) => numbered.test(text))
  const reasons: Reason[] = []
  for (const text of items) {
    const last = reasons.at(-1)
    if (text.trim() === trace || text.startsWith('  ')) addFrame(last, text)
    else if (last !== undefined && isNumbered && !numbered.test(text)) last.text += `\n${text}`
    else reasons.push({text, stack: []})
  }
  return reasons.flatMap(guardsOf)
}

function addFrame(reason: Reason | undefined, text: string): void {
  const {file, line} = frame.exec(text)?.groups ?? {}
  if (file !== undefined) reason?.stack.push(`${file}:${line}`)
}

/** The kind of the guards that torch makes of itself; a relation that an operation asks for stands at its place in torch as well. */
const makes: Readonly<Record<GuardMaker, GuardKind>> = {
  'duck sizing': 'SHAPE_ENV',
  specialization: 'EQUALS_MATCH',
  layer: 'EQUALS_MATCH',
  module: 'EQUALS_MATCH',
}

/** The guards of one entry. */
function guardsOf({text, stack}: Reason): Guard[] {
  const {entry, rest = ''} = numbered.exec(text)?.groups ?? {rest: text}
  const {said, site: near, by} = commented(rest)
  const site = stack.findLast((one) => !ofTorch.test(one)) ?? near
  return several(said).map((one) => {
    const guard = guardOf(loose(one))
    return {
      entry: entry === undefined ? null : loose(entry),
      ...guard,
      ...(site !== '' && {site: loose(site)}),
      ...(by !== null && makes[by] === guard.kind && {by}),
    }
  })
}

/** The guards of one entry that are joined in a text. */
function several(text: string): string[] {
  const found: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (isQuote(text, at)) at = skipString(text, at) - 1
    else if (text.startsWith('; ', at)) {
      found.push(text.slice(from, at))
      from = at + 2
    }
  }
  return [...found, text.slice(from)]
}
