import {loose} from '../words/index.ts'

/** What stands before a message: the process that it names, the time that it gives, in seconds, and what of it comes again. */
export interface Prefix {
  readonly text: string
  readonly process: string
  readonly time: number
  /** What tells one handler from another: how the prefix looks, whatever its words; empty where a progress bar stands there. */
  readonly handler: string
  readonly pieces: readonly Piece[]
  /** In how many pieces the first mark of a process ends. */
  readonly marked: number
}

/** A word, a run of spaces or another character of a prefix. */
interface Piece {
  readonly text: string
  /** Stands again before the next line as it is; as some number or word of its kind; as some spaces. */
  readonly kind: 'same' | 'number' | 'word' | 'spaces'
}

const none: Prefix = Object.freeze({
  text: '',
  process: '',
  time: Number.NaN,
  handler: '',
  pieces: [],
  marked: 0,
})
const longest = 1000
const absl =
  /[VIWEFC](?<month>\d\d)(?<day>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))? +(?:(?<pid>\d{1,10})|\d+) /d
const stamp =
  /(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[ T](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?/d
const words = /[A-Za-z0-9_]+| +|[^A-Za-z0-9_ ]/g
const digit = /\d/
const varying =
  /^(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL|[diwefp])$/i
const bar = /\d%\||[\u2580-\u259f\u2501\u2588]|\d(?:it|s)\/(?:s|it)\b/
const dotted = /[\w.]+/g
const blanks = /\s+/g
const run = /[A-Za-z0-9_]+/y

const tag =
  /[[(<]((?!Thread|MainThread|\d{4}-\d\d|\d+[:/.])[A-Za-z][^[\]()<>]{0,80}(?:\d|\/)[^[\]()<>]{0,80})[\])>]/dg

/**
 * What names a process, each with the name in its first group: `pid=7`, `rank 3`; a tag in brackets with a number or a path in it;
 * syslog's `host program[7]:` and, in its newer form, host, program and number; a launcher's column `host1 | `; `3: ` and `host1: `;
 * `[1,algo-1]`; the names that multiprocessing gives, `ForkPoolWorker-1`; the address of a worker, `tcp://10.0.0.1:4000`.
 */
const marks = [
  /\b((?:pid|rank|process|proc|host|node|worker|pod|task|replica|shard|container|instance)(?:_?(?:id|index|name))?(?: ?[=:#] ?| )\d(?:[\w.:-]*\w)?)/dgi,
  /\b((?:pod|host|hostname|node|container|instance)(?:_?name)?=[\w./:-]+)/dgi,
  tag,
  /^(?:<\d+>)?1 \S+ (\S+ \S+ \S+) /dg,
  /(?:^|[ \d])([A-Za-z][\w.-]* [\w./@-]{1,60}\[\d+\]):/dg,
  /(?:^|\s)([\w./@-]{1,60}\[\d+\]):/dg,
  /^(?:\d\d:\d\d:\d\d +)?((?!\d{4}-)[\w./-]{1,80}) *\| /dg,
  /^ *\[(\d[\d,]*|\d+(?:,[A-Za-z][\w:.-]{0,40}){1,4})\]/dg,
  /\b((?:Fork|Spawn|ForkServer)?(?:Process|PoolWorker)-\d+(?::\d+){0,3})\b/dg,
  /\b([a-z]{2,5}:\/\/[\w.-]{1,80}:\d+)/dg,
  /^ *(\d{1,6}): /dg,
  /^((?=[A-Za-z_./-]{0,80}\d)[A-Za-z][\w./-]{0,80})(?:: |\t)/dg,
] as const

/** Words of a tag that name no process: a level, a logger of JAX, a file of Python, a thread, how far the program is. */
const unmarked =
  /^(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL|root|[IWEF]\d{4})\b|^jax\b|jax[._]|\.py\b|thread|^\d+\/\d+|(?<![\d.])\d\d?:\d\d(?!\d)|^\d{4}[-/]|(?<![a-z])(?:step|epoch|iter|iteration|batch|round|episode|update|trial)s?[-_ =:#/]{0,2}\d/i
/** A number in a tag that counts something, and the words beside which it numbers a process. */
const counted = /[a-z]\)? ?[=: ] ?[-+.]?\d|^v?\d+\./i
const numbered =
  /pid|rank|proc|host|node|worker|pod|task|replica|shard|container|instance|[gt]pu|device|core|actor|member|job|train|learner|client|server|peer|machine|vm|chief|agent|slot/i

/**
 * Reads what logging, launchers and terminals wrote before a message, whatever their formats; `like` is a prefix that this is once
 * more, its numbers aside; a time without a year is that in the year in which it is nearest to `near`.
 *
 * @example
 * prefix('W1122 15:06:56.242391 1405 dispatch.py:204] ').process // '1405'
 * prefix('(train pid=7) ').process // 'train pid=7'
 */
export function prefix(text: string, like?: Prefix, near = Number.NaN): Prefix {
  if (text === '') return none
  if (like !== undefined) return {...like, text, time: timeOf(text, near)}
  const short = absl.exec(text)
  const found = text.length > longest ? [] : spans(text, short)
  const pieces: Piece[] = []
  const [mark] = found
  let marked = 0
  for (const {0: word, index} of text.length > longest ? [] : text.matchAll(words)) {
    const isMark = found.some(([from, to]) => index >= from && index < to)
    pieces.push({text: word, kind: isMark ? 'same' : kindOf(word)})
    if (mark !== undefined && index < mark[1]) marked = pieces.length
  }
  const process = [...new Set(found.map(([from, to]) => text.slice(from, to)))].join(' ')
  const rest = found.reduceRight((left, [from, to]) => left.slice(0, from) + left.slice(to), text)
  return {
    text,
    process,
    time: timeOf(text, near),
    handler: isBar(rest) ? '' : loose(rest.replace(dotted, 'w').replace(blanks, ' ')),
    pieces,
    marked,
  }
}

const halfYear = 182 * 24 * 60 * 60

/** Digits between two positions of a prefix. */
type Digits = (from: number, to: number) => number

/** Reads the time that the digits of a prefix give, in seconds, where another of its kind gives its own; a year that is not told is the nearest to a time. */
type Clock = (digits: Digits, near: number) => number

const digitsOf =
  (text: string): Digits =>
  (from, to) =>
    Number(text.slice(from, to))

/** How to read the time of a prefix; null where it gives none. */
export const clockOf = (text: string): Clock | null => clockIn(absl.exec(text) ?? stamp.exec(text))

function clockIn(found: RegExpExecArray | null): Clock | null {
  const at = found?.indices?.groups
  if (at === undefined) return null
  const {year, fraction} = at
  const field = (name: string): readonly [number, number] => at[name] ?? [0, 0]
  const [month, day] = [field('month'), field('day')]
  const [hour, minute, second] = [field('hour'), field('minute'), field('second')]
  return (digits, near) => {
    const inYear = (one: number): number =>
      Date.UTC(
        one,
        digits(...month) - 1,
        digits(...day),
        digits(...hour),
        digits(...minute),
        digits(...second),
      ) /
        1000 +
      (fraction === undefined ? 0 : digits(...fraction) / 10 ** (fraction[1] - fraction[0]))
    if (year !== undefined) return inYear(digits(...year))
    const time = inYear(2000)
    return Math.abs(time - near) > halfYear ? inYear(time < near ? 2001 : 1999) : time
  }
}

const timeOf = (text: string, near: number): number => clockOf(text)?.(digitsOf(text), near) ?? Number.NaN

/** Whether a text shows how far something is. */
export const isBar = (text: string): boolean => bar.test(text)

/** Where the marks of a process stand, in order and apart. */
function spans(text: string, short: RegExpExecArray | null): (readonly [number, number])[] {
  const pid = short?.indices?.groups?.['pid']
  const all = marks.flatMap((mark) =>
    [...text.matchAll(mark)].flatMap(({1: name = '', indices}) => {
      const span = indices?.[1]
      const isNone = unmarked.test(name) || (mark === tag && counted.test(name) && !numbered.test(name))
      return span === undefined || isNone ? [] : [span]
    }),
  )
  if (pid !== undefined && all.length === 0) all.push(pid)
  all.sort(([one], [two]) => one - two)
  const apart: [number, number][] = []
  for (const [from, to] of all) {
    const last = apart.at(-1)
    if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart
}

function kindOf(word: string): Piece['kind'] {
  if (word.startsWith(' ')) return 'spaces'
  if (digit.test(word)) return 'number'
  return varying.test(word) ? 'word' : 'same'
}

/**
 * How much of a line is this prefix once more, its numbers aside: all of it, or what stood first (a launcher's part, where logging
 * wrote the rest on the first line alone). 0 where it is none of it, or the line's process is another.
 *
 * @example
 * again(prefix('12:00:01 host1 WARNING '), '12:00:02 host1   never seen function:') // 15
 */
export function again({pieces, marked}: Prefix, line: string): number {
  let at = 0
  let least = 0
  for (const [i, {text, kind}] of pieces.entries()) {
    const end = pieceEnd(text, kind, line, at, i === pieces.length - 1 || isBefore(pieces, i))
    if (end < 0) return i < marked ? 0 : least
    least = kind === 'spaces' ? Math.min(end, at + text.length) : end
    at = end
  }
  return at
}

/** Whether a text is this once more, its numbers aside, and nothing else. */
export function isOnce({pieces}: Prefix, text: string): boolean {
  let at = 0
  for (const {text: piece, kind} of pieces) {
    at = pieceEnd(piece, kind, text, at, false)
    if (at < 0) return false
  }
  return at === text.length
}

/** Whether no number stands beside the spaces at a position, so that they are as many in each line. */
const isBefore = (pieces: readonly Piece[], i: number): boolean =>
  !isVarying(pieces[i - 1]) && !isVarying(pieces[i + 1])

const isVarying = (piece: Piece | undefined): boolean => piece?.kind === 'number' || piece?.kind === 'word'

/** Where a piece ends in a line; -1 where it does not stand there. */
function pieceEnd(text: string, kind: Piece['kind'], line: string, at: number, exactly: boolean): number {
  if (kind === 'same' || (kind === 'spaces' && exactly))
    return line.startsWith(text, at) ? at + text.length : -1
  if (kind === 'spaces') {
    let end = at
    while (line.charCodeAt(end) === 32) end++
    return end > at ? end : -1
  }
  run.lastIndex = at
  const word = run.exec(line)?.[0]
  if (word === undefined) return -1
  const isAlike = kind === 'number' || (word.length === 1) === (text.length === 1)
  const fits = isAlike && (kind === 'number' ? digit : varying).test(word)
  return fits ? at + word.length : -1
}
