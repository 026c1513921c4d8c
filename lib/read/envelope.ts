/** Text that stood in strings of one object, and the process that the object names. */
interface Letter {
  readonly lines: readonly string[]
  readonly process: string
}

/** Takes the text of a log out of the strings that it stands in: JSON, `key="value"`, a quoted column. */
export interface Envelope {
  /** What the strings of a line say that tell of JAX, or go on with such; null where the line is to be read as it stands. */
  (line: string): readonly Letter[] | null
}

/** An object while its strings are read. */
interface Sheet {
  readonly lines: string[]
  readonly marks: Map<string, string>
  /** What the objects in it said, with what they say of their process. */
  readonly inner: Sheet[]
}

interface Post {
  /** Where a message may begin. */
  readonly opening: RegExp
  /** Strings that told of JAX, by their keys. */
  readonly keys: Map<string, Tellers>
  /** What names the process in an object that is printed over several lines. */
  readonly marks: Map<string, string>
  /** The log is one JSON value that is printed over many lines. */
  isDocument: boolean | null
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
const token =
  /(?<quote>(?<![A-Za-z0-9_])b?["'])|(?<name>(?<![\w.@-])[A-Za-z_@][\w.@-]*)=|(?<number>\b\d+\b)|[{}]/g
const behindKey = /\s*(?::|=>)\s*/y
const naming =
  /^(?:pod|host|node|container|instance|process|worker|replica|log_?stream)(?:_?(?:name|id|index))?$|^(?:pid|rank|local_rank|proc|procid|task_id|task_index|_pid|_hostname|machine)$/i
const lone = /^\s*[[{]\s*$/
const structure = /^\s*(?:["[{}\]]|-?\d|true|false|null)/
const braced = /^\s*(?:[[,]+\s*)?[{}]/
const deepest = 100
const keysKept = 100
const longestHeld = 1_000_000

/** Whether text may stand in strings of a line. */
export const mayHold = (line: string): boolean => quotes.test(line) && begins.test(line)

/** A fresh envelope for lines in which messages begin so; it learns in which strings of a log the text stands. */
export function envelope(opening: RegExp): Envelope {
  const post: Post = {opening, keys: new Map(), marks: new Map(), isDocument: null}
  return (line) => {
    post.isDocument ??= lone.test(line)
    const isKnown = (post.keys.size > 0 || post.isDocument) && begins.test(line)
    const found = quotes.test(line) && (isKnown || opening.test(line)) ? letters(post, line) : null
    return found ?? (post.isDocument && structure.test(line) ? [] : null)
  }
}

function letters(post: Post, line: string): Letter[] | null {
  if (braced.test(line)) post.marks.clear()
  const open: Sheet[] = [{lines: [], marks: post.marks, inner: []}]
  let key = ''
  const told = new Map<string, string>()
  for (const {word, name, number, quoted} of words(line)) {
    const sheet = open.at(-1)
    if (sheet === undefined) break
    if (name !== undefined) key = name
    else if (number !== undefined) mark(sheet, key, number)
    else if (quoted !== undefined) read(post, sheet, key, quoted, told)
    else if (word === '{' && open.length < deepest) open.push({lines: [], marks: new Map(), inner: []})
    else if (word === '}') close(open)
  }
  while (open.length > 1) close(open)
  return told.size > 0 ? open.flatMap((sheet) => sent(sheet, [])) : null
}

/** Reads a string; a text that another key of the line told is no news. */
function read(post: Post, sheet: Sheet, key: string, quoted: string, told: Map<string, string>): void {
  mark(sheet, key, quoted)
  const text = (told.get(quoted) ?? key) === key ? wanted(post, key, quoted) : null
  if (text === null) return
  told.set(quoted, key)
  for (const one of text) sheet.lines.push(one)
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
function sent({lines, marks, inner}: Sheet, around: readonly (readonly [string, string])[]): Letter[] {
  const all = [...around, ...marks]
  const own = lines.length === 0 ? [] : [{lines, process: [...new Map(all).values()].join(' ')}]
  return [...own, ...inner.flatMap((sheet) => sent(sheet, all))]
}

/** The lines of a string that tells of JAX, or has the key of such. */
function wanted(post: Post, key: string, quoted: string): string[] | null {
  const known = post.keys.get(key)
  if (known === undefined && !post.opening.test(quoted)) return null
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

/** What matters of a line: the names of its values, its strings and whole numbers, and braces. */
function* words(line: string): Generator<{word: string; name?: string; number?: string; quoted?: string}> {
  token.lastIndex = 0
  let at = 0
  for (let found = token.exec(line); found !== null; found = token.exec(line)) {
    const [word] = found
    const {quote, name, number} = found.groups ?? {}
    at = found.index + word.length
    if (quote === undefined)
      yield {word, ...(name !== undefined && {name}), ...(number !== undefined && {number})}
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

function mark({marks}: Sheet, key: string, value: string): void {
  const last = key.slice(key.lastIndexOf('.') + 1)
  if (naming.test(last)) marks.set(key, value.slice(0, 120))
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
