import type {MessageSays, Wording} from '../release/index.ts'
import type {Grammar, ReadyWording} from './grammar.ts'
import {bare, single, type Single} from './message.ts'

/** Reads a message from the bytes of a line; null where the line must be read as text. */
export interface Fast {
  (bytes: Uint8Array, from: number, to: number): Single | null
}

/** A row in bytes: what stands before the name, behind it, and at the end. */
interface Timed {
  readonly wording: Wording<MessageSays>
  readonly head: Uint8Array
  readonly middle: Uint8Array
  readonly tail: string
}

interface Started {
  readonly wording: Wording<MessageSays>
  readonly head: Uint8Array
  readonly middle: Uint8Array
  /** What stands between the types and the mapping, and behind it. */
  readonly between: Uint8Array
  readonly tail: string
}

const point = 46
/** A name with a space in it may be a part of another row. */
const space = Uint8Array.of(32)
/** What such a line ends with, `.`, `)`, `]` or a carriage return; another is folded. */
const ending: ReadonlySet<number | undefined> = new Set([46, 41, 93, 13])
const isDigit = (byte: number | undefined): byte is number => byte !== undefined && byte >= 48 && byte <= 57
const encoder = new TextEncoder()

/** Whether these bytes stand there. */
function at(bytes: Uint8Array, from: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[from + i] !== what[i]) return false
  return true
}

/** The fast way for those rows of a grammar that most lines of a log are read by. `places` tells of which functions it is looked at where their arguments lie. */
export function fast({messages}: Grammar, utf8: TextDecoder, places: (name: string) => boolean): Fast {
  const timed = messages.flatMap(timedRow)
  const started = messages.flatMap(startedRow)
  const tail = encoder.encode(timed[0]?.tail)
  const byTail = timed.filter((row) => row.tail === timed[0]?.tail)
  const letters = new Set([...byTail, ...started].map(({head}) => head[0]))
  const nameOf = naming(utf8)

  const finished = (bytes: Uint8Array, from: number, to: number): Single | null => {
    const number = at(bytes, to - tail.length, tail) ? numberBefore(bytes, to - tail.length, from) : null
    if (number === null) return null
    for (const {wording, head, middle} of byTail) {
      const begin = from + head.length
      const end = number.from - middle.length
      if (end > begin && at(bytes, end, middle) && at(bytes, from, head))
        return {kind: kindOf(wording.says), name: nameOf(bytes, begin, end), seconds: number.value, wording}
    }
    return null
  }
  const begun = (bytes: Uint8Array, from: number, to: number): Single | null => {
    for (const {wording, head, middle, between, tail: mark} of started) {
      const begin = from + head.length
      const end = at(bytes, from, head) ? find(bytes, middle, begin, to) : -1
      const split = end <= begin ? -1 : find(bytes, between, end + middle.length, to)
      if (split < 0) continue
      if (!ending.has(bytes[to - 1])) return null
      if (find(bytes, space, begin, end) >= 0) return null
      const name = nameOf(bytes, begin, end)
      const types = utf8.decode(bytes.subarray(end + middle.length, split))
      if (!places(name)) return single({says: 'compiling', holes: {name, types}, wording})
      const rest = utf8.decode(bytes.subarray(split + between.length, to))
      const last = rest.lastIndexOf(mark)
      return last < 0
        ? null
        : single({says: 'compiling', holes: {name, types, mapping: rest.slice(0, last)}, wording})
    }
    return null
  }
  return (bytes, from, to) =>
    letters.has(bytes[from]) ? (finished(bytes, from, to) ?? begun(bytes, from, to)) : null
}

const kindOf = (says: MessageSays): 'traced' | 'lowered' | 'compiled' =>
  says === 'traced' || says === 'lowered' ? says : 'compiled'

/** `HEAD {name} MIDDLE {seconds} TAIL`. */
function timedRow({wording, template: {head, slots}}: ReadyWording<MessageSays>): Timed[] {
  const [name, seconds, ...more] = slots
  if (name?.hole !== 'name' || seconds?.hole !== 'seconds' || more.length > 0) return []
  return [{wording, head: encoder.encode(head), middle: encoder.encode(name.next), tail: seconds.next}]
}

/** `HEAD {name} MIDDLE {types} BETWEEN {mapping} TAIL`. */
function startedRow({wording, template: {head, slots}}: ReadyWording<MessageSays>): Started[] {
  const [name, types, mapping, ...more] = slots
  if (name?.hole !== 'name' || types?.hole !== 'types' || mapping?.hole !== 'mapping' || more.length > 0)
    return []
  return [
    {
      wording,
      head: encoder.encode(head),
      middle: encoder.encode(name.next),
      between: encoder.encode(types.next),
      tail: mapping.next,
    },
  ]
}

/** The number that ends at a position: where it begins, and its value; digits make one integer, which a power of ten divides exactly rounded. */
function numberBefore(bytes: Uint8Array, end: number, least: number): {from: number; value: number} | null {
  let digits = 0
  let scale = 1
  let places = 0
  let from = end
  for (; from > least; from--) {
    const byte = bytes[from - 1]
    if (isDigit(byte)) {
      digits += (byte - 48) * scale
      scale *= 10
    } else if (byte === point && places === 0) places = scale
    else break
  }
  return scale === 1 || scale > 1e15 ? null : {from, value: digits / (places || 1)}
}

/** Where some bytes stand between two positions; -1 where they do not. */
function find(bytes: Uint8Array, what: Uint8Array, from: number, to: number): number {
  const first = what[0]
  for (let i = from; i < to; i++) if (bytes[i] === first && at(bytes, i, what)) return i
  return -1
}

/** Names by their bytes: a name that was met before is found without decoding it, the last one at once. */
function naming(utf8: TextDecoder): (bytes: Uint8Array, from: number, to: number) => string {
  const known = new Map<number, Name>()
  let last: Name = {bytes: new Uint8Array(), text: ''}
  const isAt = (name: Name, bytes: Uint8Array, from: number, to: number): boolean =>
    name.bytes.length === to - from && at(bytes, from, name.bytes)
  return (bytes, from, to) => {
    if (isAt(last, bytes, from, to)) return last.text
    const own = bytes.subarray(from, to)
    const hash = own.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, to - from)
    const held = known.get(hash)
    if (held !== undefined && isAt(held, bytes, from, to)) last = held
    else {
      last = {bytes: own.slice(), text: bare(utf8.decode(own))}
      if (known.size < namesKept) known.set(hash, last)
    }
    return last.text
  }
}

interface Name {
  readonly bytes: Uint8Array
  readonly text: string
}

const namesKept = 50_000
