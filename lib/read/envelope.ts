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
}

interface Post {
  /** Where a message may begin. */
  readonly opening: RegExp
  /** Keys of the strings that told of JAX. */
  readonly keys: Set<string>
  /** What names the process in an object that is printed over several lines. */
  readonly marks: Map<string, string>
  /** Strings of one line each end in a line end, as where the output of a container is cut into pieces. */
  isEnded: boolean
  /** A piece whose line goes on in the next string. */
  held: string
}

const begins = /^\s*(?:[[{,]*\s*["'{[}]|[A-Za-z_][\w.@-]*=|b["'])/
const quotes = /["']/
const token = /(?<quote>(?<![A-Za-z0-9_])b?["'])|(?<name>[A-Za-z_@][\w.@-]*)=|(?<number>\b\d+\b)|[{}]/g
const behindKey = /\s*:\s*/y
const naming =
  /^(?:pod|host|node|container|instance|process|worker|replica|log_?stream)(?:_?(?:name|id|index))?$|^(?:pid|rank|local_rank|proc|procid|task_id|task_index|_pid|_hostname|machine)$/i
const braced = /^\s*[[,]*\s*[{}]/
const deepest = 100

/** A fresh envelope for lines in which messages begin so; it learns in which strings of a log the text stands. */
export function envelope(opening: RegExp): Envelope {
  const post: Post = {opening, keys: new Set(), marks: new Map(), isEnded: false, held: ''}
  return (line) => {
    if (!quotes.test(line)) return null
    const isKnown = post.keys.size > 0 && begins.test(line)
    return isKnown || opening.test(line) ? letters(post, line) : null
  }
}

function letters(post: Post, line: string): Letter[] | null {
  if (braced.test(line)) post.marks.clear()
  const out: Letter[] = []
  const open: Sheet[] = [{lines: [], marks: post.marks}]
  let key = ''
  let isFound = false
  for (const {word, name, number, quoted} of words(line)) {
    const sheet = open.at(-1)
    if (sheet === undefined) break
    if (name !== undefined) key = name
    else if (quoted !== undefined) {
      mark(sheet, key, quoted)
      const text = wanted(post, key, quoted)
      isFound ||= text !== null
      sheet.lines.push(...(text ?? []))
    } else if (number !== undefined) mark(sheet, key, number)
    else if (word === '{' && open.length < deepest) open.push({lines: [], marks: new Map()})
    else if (word === '}' && open.length > 1) close(open, out)
  }
  while (open.length > 1) close(open, out)
  out.push(...sent([], open[0]))
  return isFound ? out : null
}

/** Ends an object: its text goes out; where it has none, what it says of the process holds for the object around it. */
function close(open: Sheet[], out: Letter[]): void {
  const [done] = open.splice(-1)
  const around = open.at(-1)
  if (done?.lines.length === 0) for (const [key, value] of done.marks) around?.marks.set(key, value)
  else out.push(...sent(open, done))
}

const sent = (around: readonly Sheet[], done: Sheet | undefined): Letter[] =>
  done === undefined || done.lines.length === 0
    ? []
    : [
        {
          lines: done.lines,
          process: [...new Map([...around, done].flatMap(({marks}) => [...marks])).values()].join(' '),
        },
      ]

/** The lines of a string that tells of JAX, or has the key of such. */
function wanted(post: Post, key: string, quoted: string): string[] | null {
  const tells = post.opening.test(quoted)
  if (!tells && !post.keys.has(key)) return null
  if (tells && post.keys.size < 100) post.keys.add(key)
  return linesOf(post, unquoted(quoted))
}

/** The lines of a string; where strings end in line ends, one that does not goes on in the next. */
function linesOf(post: Post, text: string): string[] {
  const whole = post.held + text
  const isOne = !text.slice(0, -1).includes('\n')
  post.held = ''
  if (isOne && text.endsWith('\n')) post.isEnded = true
  else if (isOne && post.isEnded && whole.length < 1_000_000) {
    post.held = whole
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
