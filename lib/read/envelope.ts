import {type OldestFirst, oldestFirst} from './newest.ts'

/** A line of a text, and of the file. */
interface TextLine {
  readonly text: string
  readonly number: number
}

/** Text that stood in strings of one object, and the process that the object names. */
export interface Letter {
  readonly lines: readonly TextLine[]
  readonly process: string
  /** When it was written, in milliseconds; NaN where it does not say so. */
  readonly time: number
}

/** Takes the text of a log out of the strings that it stands in: JSON, `key="value"`, a quoted column. */
export interface Envelope {
  /**
   * What the strings of a line say that tell of JAX, or go on with such; null where the line is to be read as it stands. Of an object
   * that is printed over several lines, all is told where it ends, since what it says of its process may stand behind the text.
   */
  take(line: string, number: number): readonly Letter[] | null
  /** What is not told yet. */
  end(): readonly Letter[]
}

/** An object while its strings are read. */
interface Sheet {
  readonly lines: TextLine[]
  readonly marks: Map<string, string>
  /** What the objects in it said, with what they say of their process. */
  readonly inner: Sheet[]
  /** Whose value it is; null where it is one of several. */
  readonly key: string | null
  time: number
}

interface Post {
  /** Where a message may begin. */
  readonly opening: RegExp
  /** Strings that told of JAX, by their keys. */
  readonly keys: Map<string, Tellers>
  /** What names the process in an object whose lines are read one by one. */
  readonly marks: Map<string, string>
  /** The log is one JSON value that is printed over many lines. */
  isDocument: boolean | null
  /** The objects of a document that are open, what their texts are by key, and the order of those that ended. */
  readonly open: Sheet[]
  readonly told: Map<string, string>
  readonly order: OldestFirst<Letter>
}

/** The strings of one key. */
interface Tellers {
  /** Those of one line end in a line end, as where the output of a container is cut into pieces. */
  isEnded: boolean
  /** A piece whose line goes on in the next string. */
  held: string
}

const begins = /^\s*(?:[[{,]+\s*["'{[}]|["'{[}]|[A-Za-z_][\w.@-]*=|b["'])|[{,]"/
const quotes = /["']/
const token = /((?<![A-Za-z0-9_])b?["'])|((?<![\w.@-])[A-Za-z_@][\w.@-]*)=|(\b\d+\b)|[{}]/g
const behindKey = /\s*(?::|=>)\s*/y
const naming =
  /(?:^|\.)@?(?:(?:pod|host|node|container|instance|process|worker|replica|log_?stream)(?:[_.]?(?:name|id|index))?|pid|rank|local_rank|proc|procid|task_id|task_index|_pid|_hostname|machine)$/i
const lone = /^\s*(?:[[{]|\[\{)\s*$/
const structure = /^\s*(?:["{}\]]|\[\s*(?:["[{\]]|-?\d|$)|(?:-?\d[\d.eE+-]*|true|false|null),?\s*$)/
const timing = /(?:^|\.)@?(?:time|timestamp|ts|date|datetime)$/i
const isNumber = /^\d+$/
const braced = /^\s*(?:[[,]+\s*)?[{}]/
const deepest = 100
const keysKept = 100
const longestHeld = 1_000_000
/** So many texts are kept of the objects that are open. */
const textsHeld = 100_000

/** Whether text may stand in strings of a line. */
export const mayHold = (line: string): boolean => quotes.test(line) && begins.test(line)

const timeOf = ({time}: Letter): number => time

const sheet = (key: string | null, marks = new Map<string, string>()): Sheet => ({
  lines: [],
  marks,
  inner: [],
  key,
  time: Number.NaN,
})

/** A fresh envelope for lines in which messages begin so; it learns in which strings of a log the text stands. */
export function envelope(opening: RegExp): Envelope {
  const post: Post = {
    opening,
    keys: new Map(),
    marks: new Map(),
    isDocument: null,
    open: [sheet(null)],
    told: new Map(),
    order: oldestFirst(timeOf),
  }
  return {
    take(line, number) {
      post.isDocument ??= lone.test(line)
      if (post.isDocument) return structure.test(line) ? post.order.take(entries(post, line, number)) : null
      const isKnown = post.keys.size > 0 && begins.test(line)
      return quotes.test(line) && (isKnown || opening.test(line)) ? letters(post, line, number) : null
    },
    end: () => [...post.order.end(), ...opened(post)],
  }
}

/** The letters of a line. */
function letters(post: Post, line: string, number: number): Letter[] | null {
  if (braced.test(line)) post.marks.clear()
  const open = [sheet(null, post.marks)]
  const told = new Map<string, string>()
  walk(post, open, told, line, number)
  while (open.length > 1) close(open)
  const all = oldestFirst<Letter>(timeOf)
  return told.size > 0 ? [...all.take(open.flatMap((one) => sent(one))), ...all.end()] : null
}

/** The letters of the objects that end in a line of a document. */
function entries(post: Post, line: string, number: number): Letter[] {
  const found = walk(post, post.open, post.told, line, number)
  return post.told.size > textsHeld ? [...found, ...opened(post)] : found
}

/** The letters so far of the objects that are open. */
function opened({open, told}: Post): Letter[] {
  told.clear()
  return open.flatMap((one, at) =>
    sent({...one, lines: one.lines.splice(0), inner: one.inner.splice(0)}, open.slice(0, at)),
  )
}

/** Reads a line into the objects that are open in it; the letters of those in a list that end in it, where they began in another line. */
function walk(post: Post, open: Sheet[], told: Map<string, string>, line: string, number: number): Letter[] {
  const ended: Letter[] = []
  let [key, isValue] = ['', false]
  for (const {word, name, number: digits, quoted} of words(line)) {
    const own = open.at(-1)
    if (own === undefined) break
    if (name !== undefined) key = name
    else if (digits !== undefined) mark(own, key, digits)
    else if (quoted !== undefined) read(post, own, key, {text: quoted, number}, told)
    else if (word === '{' && open.length < deepest) open.push(sheet(isValue ? key : null))
    else if (word === '}' && own.key === null && open === post.open && open.length > 1) {
      open.pop()
      told.clear()
      ended.push(...sent(own, open))
    } else if (word === '}') close(open)
    isValue = name !== undefined
  }
  return ended
}

/** Reads a string; a text that another key of the line told is no news. */
function read(
  post: Post,
  own: Sheet,
  key: string,
  {text: quoted, number}: TextLine,
  told: Map<string, string>,
): void {
  mark(own, key, quoted)
  const texts = (told.get(quoted) ?? key) === key ? wanted(post, key, quoted) : null
  if (texts === null) return
  told.set(quoted, key)
  for (const text of texts) own.lines.push({text, number})
}

/** Ends an object; where it has no text, what it says of the process holds for the object around it. */
function close(open: Sheet[]): void {
  const [done] = open.length > 1 ? open.splice(-1) : []
  const around = open.at(-1)
  if (done === undefined || around === undefined) return
  if (done.lines.length > 0 || done.inner.length > 0) around.inner.push(done)
  else for (const [key, value] of done.marks) around.marks.set(key, value)
}

/** The letters of an object, its own before those in it. */
function sent(one: Sheet, around: readonly Sheet[] = []): Letter[] {
  const {lines, inner} = one
  const all = [...around, one]
  const marks = all.flatMap((each) => (each.marks.size === 0 ? [] : [...each.marks]))
  const process = marks.length === 0 ? '' : [...new Set(new Map(marks).values())].join(' ')
  const time = all.findLast((each) => !Number.isNaN(each.time))?.time ?? Number.NaN
  return [
    ...(lines.length === 0 ? [] : [{lines, process, time}]),
    ...inner.flatMap((each) => sent(each, all)),
  ]
}

/** The lines of a string that tells of JAX, or has the key of such. */
function wanted(post: Post, key: string, quoted: string): string[] | null {
  const known = post.keys.get(key)
  if (known === undefined ? !post.opening.test(quoted) : isNumber.test(quoted)) return null
  const tellers = known ?? {isEnded: false, held: ''}
  if (post.keys.size < keysKept) post.keys.set(key, tellers)
  return linesOf(tellers, unquoted(quoted))
}

/** The lines of a string; where strings end in line ends, one that does not goes on in the next. */
function linesOf(tellers: Tellers, text: string): string[] {
  const whole = tellers.held + text
  const isOne = !text.slice(0, -1).includes('\n')
  tellers.held = ''
  if (isOne && text.endsWith('\n')) tellers.isEnded = true
  else if (isOne && tellers.isEnded && whole.length < longestHeld) {
    tellers.held = whole
    return []
  }
  return (whole.endsWith('\n') ? whole.slice(0, -1) : whole).split('\n')
}

/** A name of a value, a string, a whole number, or a brace. */
interface Word {
  readonly word: string
  readonly name?: string | undefined
  readonly number?: string | undefined
  readonly quoted?: string
}

/** What matters of a line. */
function* words(line: string): Generator<Word> {
  token.lastIndex = 0
  let at = 0
  for (let found = token.exec(line); found !== null; found = token.exec(line)) {
    const [word, quote, name, number] = found
    at = found.index + word.length
    if (quote === undefined) yield {word, name, number}
    else {
      const end = closing(line, at, quote.slice(-1))
      if (end < 0) return
      behindKey.lastIndex = end + 1
      const isKey = behindKey.test(line)
      const quoted = line.slice(at, end)
      at = isKey ? behindKey.lastIndex : end + 1
      yield isKey ? {word, name: quoted.slice(0, 80)} : {word, quoted}
    }
    token.lastIndex = at
  }
}

function mark(own: Sheet, key: string, value: string): void {
  const path = own.key === null ? key : `${own.key}.${key}`
  if (naming.test(path)) own.marks.set(path, value.slice(0, 120))
  else if (Number.isNaN(own.time) && timing.test(key))
    own.time = isNumber.test(value) ? Number(value) : Date.parse(value.slice(0, 40).replace(',', '.'))
}

/** Where a string ends; in tables a doubled quote is one of its letters. */
function closing(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    const letterAt = line[at]
    if (letterAt === '\\') at++
    else if (letterAt === quote) {
      if (line[at + 1] !== quote) return at
      at++
    }
  }
  return -1
}

const escape = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))|""/gs
const escaped: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', b: '\b', f: '\f'}

/** The text of a string without its escapes. */
const unquoted = (text: string): string =>
  text.includes('\\') || text.includes('""')
    ? text.replace(escape, (_, unicode?: string, hex?: string, plain?: string) => {
        const code = unicode ?? hex
        if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
        return plain === undefined ? '"' : (escaped[plain] ?? plain)
      })
    : text
