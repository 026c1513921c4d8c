import type {Guard, Limit} from '../log/index.ts'
import {loose} from '../words/index.ts'
import {pattern, holesIn, type Filled} from './pattern.ts'
import {guardsIn} from './guardlist.ts'

/** A function that torch.compile was given, or a part of one behind a graph break. */
export interface CodeFrame {
  readonly name: string
  readonly file: string
  /** The line of its definition; 0 where none is told. */
  readonly line: number
}

/** A message of torch.compile's: a function is compiled again, for these reasons, or no more. */
export interface TorchMessage {
  readonly frame: CodeFrame
  readonly guards: readonly Guard[]
  /** The limit that it met; null of a recompile. */
  readonly limit: Limit | null
}

/** What the messages begin with, wherever in a line. */
export const torchHeads = [
  'Recompiling function ',
  'torch._dynamo hit config.',
  'torchdynamo hit config.',
  'torchdynamo hit recompilation cache limit (',
] as const

/** Where a message may begin in a string: that of a tuple is its half. */
export const torchInString = String.raw`Recompiling function \S{1,200} in [^'"]{1,500}?:\d|torch(?:\._dynamo|dynamo) hit config\.|\[__recompiles|_dynamo\/convert_frame\.py:\d+\]`

const recompiles = pattern('Recompiling function {name} in {place}')
/** Until 2.1 both parts stand on one line, as Python prints a tuple. */
const tuple = pattern(
  `Recompiling function {name} in {file}', {quote}triggered by the following guard failure: {reason}`,
)
const limits = [
  pattern('torch._dynamo hit config.{limit} ({value})'),
  pattern('torchdynamo hit config.{limit} ({value})'),
] as const
const oldLimit = pattern(
  "torchdynamo hit recompilation cache limit ({value}) for function '{name}' ({place}), due to the following guard failures: {reason}",
)
const limited = pattern("function: '{name}' ({place})")
const numeral = /^\d+$/

/** A place of a definition, `file:line`. */
function placed(name: string, place: string): CodeFrame | null {
  const at = place.lastIndexOf(':')
  const line = place.slice(at + 1).trim()
  const isWhole = name !== '' && !name.includes(' ') && at > 0 && !place.startsWith(' ') && numeral.test(line)
  return isWhole ? {name: loose(name), file: loose(place.slice(0, at)), line: Number(line)} : null
}

/** Whether a text begins a message, or ends where its first line goes on. */
export const opensTorch = (text: string): boolean => firstLine(text) !== null

/** What the first line of a message says. */
type First = Omit<TorchMessage, 'frame'> & {readonly frame: CodeFrame | null}

/** Of a limit the function is told on the line behind. */
function firstLine(text: string): First | null {
  const old = holesIn(oldLimit, text)
  if (old !== null)
    return {
      frame: placed(old['name'] ?? '', old['place'] ?? ''),
      guards: listed(old['reason'] ?? ''),
      limit: {name: 'cache_size_limit', value: Number(old['value'])},
    }
  const limit = limits.map((one) => holesIn(one, text)).find((holes) => holes !== null)
  if (limit !== undefined) return limitOf(limit)
  const pair = holesIn(tuple, text)
  if (pair !== null) return tupleOf(pair)
  const {name = '', place = ''} = holesIn(recompiles, text) ?? {}
  const frame = placed(name, place)
  return frame === null ? null : {frame, guards: [], limit: null}
}

function limitOf({limit = '', value = ''}: Filled): First | null {
  const isWhole = numeral.test(value) && limit.endsWith('_limit')
  return isWhole ? {frame: null, guards: [], limit: {name: loose(limit), value: Number(value)}} : null
}

const tupleEnd = /["']\)\s*$/

const tupleOf = ({name = '', file = '', reason = ''}: Filled): First => ({
  frame: {name: loose(name), file: loose(file), line: 0},
  guards: guardsIn([`- ${reason.replace(tupleEnd, '')}`]),
  limit: null,
})

const inQuotes = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g
const escapes = /\\(['"\\])/g

/** The reasons in a printed list of strings. */
const listed = (text: string): Guard[] =>
  guardsIn(
    [...text.matchAll(inQuotes)].map(([, one, two]) => `- ${(one ?? two ?? '').replace(escapes, '$1')}`),
  )

/** What stands before the reasons of a limit: since 2.2 the last one alone. */
const reasonsBegin = /^\s*(?:last reason|reasons): +/
const reasonsEnd = /^[Tt]o (?:log|diagnose)/

/**
 * Reads a message of its lines, each without what stands before it; null where it does not tell its function.
 *
 * @example
 * torchMessage(['Recompiling function f in train.py:3', '    triggered by …:', '    - 0/0: n == 1'])?.frame.name // 'f'
 */
export function torchMessage([head = '', ...lines]: readonly string[]): TorchMessage | null {
  const first = firstLine(head)
  if (first === null) return null
  const {limit} = first
  const frame = first.frame ?? frameIn(lines)
  if (frame === null) return null
  return {frame, guards: [...first.guards, ...(limit === null ? guardsIn(lines) : reasonsIn(lines))], limit}
}

function frameIn(lines: readonly string[]): CodeFrame | null {
  const {name = '', place = ''} =
    lines.map((line) => holesIn(limited, line.trim())).find((holes) => holes !== null) ?? {}
  return placed(name, place)
}

/** The reasons of a limit, which are no items. */
function reasonsIn(lines: readonly string[]): Guard[] {
  const from = lines.findIndex((line) => reasonsBegin.test(line))
  if (from < 0) return []
  const end = lines.findIndex((line) => reasonsEnd.test(line))
  const [first = '', ...rest] = lines.slice(from, end < 0 ? lines.length : end)
  const reason = first.replace(reasonsBegin, '')
  return reason.startsWith('[') ? listed(reason) : guardsIn([reason, ...rest].map((line) => `- ${line}`))
}
