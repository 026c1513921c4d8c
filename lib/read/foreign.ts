import {besidesRecompiles, loose} from '../words/index.ts'
import type {Unread} from '../log/index.ts'

/** A function that a traceback went through, and the `file:line` that it had reached. */
export interface StackFrame {
  readonly name: string
  readonly site: string
}

/** What a traceback told, when it ends: the functions it went through and the exception. */
export interface Failure {
  readonly frames: readonly StackFrame[]
  readonly type: string
  readonly message: string
}

/** The lines that no rule understood: counted by kind, the first few kept. Of several that stand in one line of the file, which have numbers with a fraction, one counts. */
export interface Foreign {
  /** Takes a line, and what it looks like where it is like a line of JAX's, or is torch's; the failure that a traceback told, where this line ends one. */
  add(text: string, line: number, like: string | null): Failure | null
  /** Counts a line of a kind that was told before; false where its text matters. */
  more(kind: string): boolean
  /** Counts a line of a record that could not be read. */
  count(text: string, line: number, kind: string): void
  /** Counts the lines of a miss that breaks off, and says the number of each. */
  cut(record: string, numberOf: (at: number) => number): void
  /** How many misses broke off so far. */
  misses(): number
  /** The tally, with the lines of the file. */
  result(lineOf: (number: number) => number): Unread
}

interface Tally {
  lines: number
  own: number
  misses: number
  /** The last lines of the file of which a part was counted; likewise as one of JAX's. */
  readonly parts: Set<number>
  readonly ownParts: Set<number>
  readonly kinds: Map<string, number>
  readonly examples: {line: number; text: string; kind: string}[]
  /** The functions that the traceback being read went through; null outside of one. */
  frames: StackFrame[] | null
  /** The line before ended a traceback, or is of what JAX prints behind one. */
  isBehind: boolean
}

const examplesKept = 20
const framesKept = 200
const partsKept = 1000
const broken = 'a miss that breaks off'
const rest = 'the rest of a record that the log cuts off'
const begins = 'Traceback (most recent call last)'
const ruled = /^-{10,}$/
const simplified = 'For simplicity, JAX has removed its internal frames'
const inner = /^\s|^$/
const frame = /^\s+File "(?<file>[^"]*)", line (?<line>\d+), in (?<name>.+)$/
const exception = /^(?<type>[\w.]+)(?:: (?<message>.*))?$/
const logged = /^(?:[VIWEFC]\d{4} |(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b)/
const warned = /^[^ ]+:\d+: \w*Warning: /
const remainder =
  /^(?: {2}(?:type|index|outer_index|num_attributes|metadata)=|\), (?:NodeDef|VariableDef|NodeRef)\(|\)\], attributes=\[| {4}'\w+': | {2}\}\)$| {2}\* at |\)$)/

/** A fresh tally of unread lines. */
export function foreign(): Foreign {
  const tally: Tally = {
    lines: 0,
    own: 0,
    misses: 0,
    parts: new Set(),
    ownParts: new Set(),
    kinds: new Map(),
    examples: [],
    frames: null,
    isBehind: false,
  }
  return {
    add(text, line, like) {
      if (text.startsWith(begins)) tally.frames = []
      else if (tally.frames === null) {
        tally.isBehind &&= ruled.test(text) || text.startsWith(simplified)
        other(tally, text, line, like)
        return null
      }
      count(tally, text, line, 'traceback')
      return text.startsWith(begins) || inner.test(text) ? through(tally, text) : raised(tally, text)
    },
    more(kind) {
      if (tally.frames !== null || tally.isBehind || tally.examples.length < examplesKept) return false
      count(tally, '', 0, kind)
      return true
    },
    count: (text, line, kind) => {
      if (isFirst(tally.ownParts, line)) tally.own++
      count(tally, text, line, kind)
    },
    cut(record, numberOf) {
      if (isFirst(tally.ownParts, numberOf(0))) tally.own++
      tally.misses++
      for (const [at, text] of record.split('\n').entries()) count(tally, text, numberOf(at), broken)
    },
    misses: () => tally.misses,
    result: (lineOf) => ({
      lines: tally.lines,
      own: tally.own,
      misses: tally.misses,
      kinds: [...tally.kinds].map(([kind, lines]) => ({kind, lines})),
      examples: tally.examples.map((one) => ({...one, line: lineOf(one.line)})),
    }),
  }
}

function count(tally: Tally, text: string, line: number, kind: string): void {
  const {kinds, examples, parts} = tally
  if (!isFirst(parts, line)) return
  tally.lines++
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  if (examples.length < examplesKept)
    examples.push({line: Math.floor(line), text: loose(text.slice(0, 200)), kind})
}

/** Whether a line is a whole line of the file, or the first of its parts that is met. */
function isFirst(parts: Set<number>, line: number): boolean {
  const whole = Math.floor(line)
  if (whole === line) return true
  if (parts.has(whole)) return false
  const [oldest] = parts
  if (oldest !== undefined && parts.size >= partsKept) parts.delete(oldest)
  parts.add(whole)
  return true
}

/** A line that is no traceback's. */
function other(tally: Tally, text: string, line: number, like: string | null): void {
  if (tally.isBehind) {
    count(tally, text, line, 'traceback')
    return
  }
  const kind = like ?? kindOf(text)
  const isOwn = (like !== null && like !== besidesRecompiles) || kind === rest || kind === broken
  if (isOwn && isFirst(tally.ownParts, line)) tally.own++
  if (kind === broken) tally.misses++
  count(tally, text, line, kind)
}

/** A line within a traceback. */
function through({frames}: Tally, text: string): null {
  const {file, line, name} = frame.exec(text)?.groups ?? {}
  if (name !== undefined && frames !== null && frames.length < framesKept)
    frames.push({name: loose(name), site: `${file}:${line}`})
  return null
}

/** The line that ends a traceback. */
function raised(tally: Tally, text: string): Failure {
  const {type = text.slice(0, 60), message = ''} = exception.exec(text)?.groups ?? {}
  const failure = {frames: tally.frames ?? [], type: loose(type), message: loose(message.slice(0, 500))}
  tally.frames = null
  tally.isBehind = true
  return failure
}

/** The kind of a line that is the program's own whatever stands around it; null for any other. */
export function ownKind(text: string): string | null {
  const kind = text.startsWith(begins) ? rest : kindOf(text)
  return kind === rest || kind === broken ? null : kind
}

function kindOf(text: string): string {
  if (logged.test(text)) return 'another log message'
  if (warned.test(text)) return 'warning'
  if (remainder.test(text)) return rest
  if (text.includes('TRACING CACHE MISS')) return broken
  return 'other output'
}
