import type {Message} from './message.ts'

/** Who takes the lines that a scan finds. */
export interface Lines {
  /** A record is open that an indented line goes on with. */
  readonly open: boolean
  /** Some indented lines of the open record, and how many. */
  more(text: string, count: number): void
  /** A message on a line of its own, without a prefix. */
  single(message: Message, number: number): void
  /** Any other line. */
  line(text: string, number: number): void
  /** Whether somebody will look at the types that are compiled for this function. */
  wants(name: string): boolean
}

/** Cuts bytes into lines. The messages that make up most of a log are read from the bytes, without a string but their name. */
export interface Scan {
  push(chunk: Uint8Array): void
  /** Ends the log; the number of its lines. */
  end(): number
}

/** A longer line is cut off: a file without line ends must not fill the memory. */
const longest = 32_000_000

const newline = 10
const space = 32
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const finished = bytesOf('Finished ')
const kinds = [
  {kind: 'traced', head: bytesOf('tracing '), before: bytesOf(''), behind: bytesOf(' for jit')},
  {
    kind: 'lowered',
    head: bytesOf('jaxpr to MLIR module conversion '),
    before: bytesOf('jit('),
    behind: bytesOf(')'),
  },
  {kind: 'compiled', head: bytesOf('XLA compilation of '), before: bytesOf('jit('), behind: bytesOf(')')},
] as const
const compiling = bytesOf('Compiling jit(')
const shapes = bytesOf(') with global shapes and types (')
const mapping = '. Argument mapping: '
const second = bytesOf(' sec')
const into = bytesOf(' in ')

/** Whether these bytes stand there. */
function at(bytes: Uint8Array, from: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[from + i] !== what[i]) return false
  return true
}

/** A fresh scan. */
export function scan(lines: Lines): Scan {
  const utf8 = new TextDecoder('utf-8', {ignoreBOM: true})
  const nameOf = naming(utf8)
  let buffer = new Uint8Array(1 << 19)
  let length = 0
  let seen = 0
  let number = 0
  let skipping = false

  const decode = (from: number, to: number): string =>
    utf8.decode(buffer.subarray(from, buffer[to - 1] === 13 && to > from ? to - 1 : to))

  function timed(from: number, to: number): Message | null {
    const letter = buffer[from + finished.length]
    const word = letter === 116 ? kinds[0] : letter === 106 ? kinds[1] : kinds[2]
    if (!at(buffer, from + finished.length, word.head) || !at(buffer, to - second.length, second)) return null
    let digits = 0
    let scale = 1
    let places = 0
    let i = to - second.length - 1
    for (; i > from; i--) {
      const byte = buffer[i] ?? 0
      if (byte >= 48 && byte <= 57) {
        digits += (byte - 48) * scale
        scale *= 10
      } else if (byte === 46 && places === 0) places = scale
      else break
    }
    const begin = from + finished.length + word.head.length + word.before.length
    const end = i + 1 - into.length - word.behind.length
    if (scale === 1 || scale > 1e15 || end <= begin || !at(buffer, i + 1 - into.length, into)) return null
    if (!at(buffer, end, word.behind) || !at(buffer, begin - word.before.length, word.before)) return null
    return {kind: word.kind, name: nameOf(buffer, begin, end), seconds: digits / (places || 1)}
  }

  function started(from: number, to: number): Message | null {
    const begin = from + compiling.length
    let end = buffer.indexOf(41, begin)
    while (end >= 0 && end < to && !at(buffer, end, shapes)) end = buffer.indexOf(41, end + 1)
    if (end < 0 || end >= to) return null
    const name = nameOf(buffer, begin, end)
    if (!lines.wants(name)) return {kind: 'compiling', name, types: '', mapping: ''}
    const rest = decode(end + shapes.length - 1, to)
    const mark = rest.indexOf(mapping)
    return mark < 0
      ? null
      : {kind: 'compiling', name, types: rest.slice(0, mark), mapping: rest.slice(mark + mapping.length)}
  }

  function take(upTo: number): number {
    const bytes = buffer
    let from = 0
    let run = -1
    let runLines = 0
    let open = lines.open
    for (let to = seen; to < upTo; to++) {
      if (open) while (to < upTo && bytes[to] !== newline) to++
      else to = bytes.indexOf(newline, to)
      if (to < 0 || to >= upTo) break
      number++
      const first = bytes[from]
      if (skipping) skipping = false
      else if (open && (first === 41 || (first === space && bytes[from + 1] === space))) {
        if (run < 0) run = from
        runLines++
      } else {
        if (run >= 0) {
          lines.more(decode(run, from - 1), runLines)
          run = -1
          runLines = 0
        }
        const message =
          first === 70 && at(buffer, from, finished)
            ? timed(from, to)
            : first === 67 && at(buffer, from, compiling)
              ? started(from, to)
              : null
        if (message === null) lines.line(decode(from, to), number)
        else lines.single(message, number)
        open = lines.open
      }
      from = to + 1
    }
    if (run >= 0) lines.more(decode(run, from - 1), runLines)
    return from
  }

  function keep(from: number): void {
    if (from > 0) buffer.copyWithin(0, from, length)
    length -= from
    seen = length
    if (length <= longest) return
    lines.line(decode(0, 200), ++number)
    length = 0
    seen = 0
    skipping = true
  }

  return {
    push(chunk) {
      for (let begin = 0; begin < chunk.length; begin += 1 << 20) {
        const part = chunk.subarray(begin, begin + (1 << 20))
        if (length + part.length > buffer.length) {
          const larger = new Uint8Array(Math.max(buffer.length * 2, length + part.length))
          larger.set(buffer.subarray(0, length))
          buffer = larger
        }
        buffer.set(part, length)
        length += part.length
        keep(take(length))
      }
    },
    end() {
      if (length > 0 && !skipping) {
        buffer = buffer.slice(0, length + 1)
        buffer[length] = newline
        take(length + 1)
      }
      length = 0
      return number
    },
  }
}

/** Names by their bytes: a name that was met before is found without decoding it. */
function naming(utf8: TextDecoder): (bytes: Uint8Array, from: number, to: number) => string {
  const known = new Map<number, {bytes: Uint8Array; text: string}>()
  return (bytes, from, to) => {
    let hash = to - from
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0
    const held = known.get(hash)
    if (held !== undefined && held.bytes.length === to - from && at(bytes, from, held.bytes)) return held.text
    const own = bytes.slice(from, to)
    const text = utf8.decode(own)
    if (known.size < 50_000) known.set(hash, {bytes: own, text})
    return text
  }
}
