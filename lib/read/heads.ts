import {clockOf, type Prefix} from './prefix.ts'

/** A prefix that may stand before other lines, its digits aside. */
interface Head {
  readonly like: Prefix
  /** Its bytes; 0 where any digit may stand. */
  readonly bytes: Uint8Array
  /** The time that it gives where it stands once more. */
  time(bytes: DataView, from: number): number
}

/** Prefixes of lines, known by their bytes, so that what stands behind one need not be looked for. */
export interface Heads {
  /** The prefix that a line begins with, of those that were learnt. */
  find(bytes: DataView, from: number, to: number): Head | null
  /** Learns a prefix; false where it is not of plain letters. */
  learn(like: Prefix): boolean
}

const most = 64
const plain = /^[ -~]+$/
const digits = /\d/g
const [zero, nine] = [48, 57] as const

/** None is known yet. */
export function heads(): Heads {
  const all: Head[] = []
  return {
    find(bytes, from, to) {
      for (const one of all) if (from + one.bytes.length < to && begins(one.bytes, bytes, from)) return one
      return null
    },
    learn(like) {
      if (!plain.test(like.text)) return false
      if (all.length === most) all.shift()
      all.push(headOf(like))
      return true
    },
  }
}

/** The numbers of a prefix vary, but for those that mark a process. */
function headOf(like: Prefix): Head {
  const text = like.pieces
    .map((piece) => (piece.kind === 'number' ? piece.text.replace(digits, '\0') : piece.text))
    .join('')
  const clock = clockOf(like.text)
  return {
    like,
    bytes: new TextEncoder().encode(text),
    time: (bytes, from) =>
      clock?.((begin, end) => digitsAt(bytes, from + begin, from + end), like.time) ?? Number.NaN,
  }
}

/** The number that digits make. */
function digitsAt(bytes: DataView, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) sum = 10 * sum + bytes.getUint8(at) - zero
  return sum
}

/** Whether a prefix stands there; those of one format differ in what stands last. */
function begins(head: Uint8Array, bytes: DataView, from: number): boolean {
  for (let i = head.length - 1; i >= 0; i--) {
    const [want, byte] = [head[i] ?? 0, bytes.getUint8(from + i)]
    if (want !== byte && !(want === 0 && byte >= zero && byte <= nine)) return false
  }
  return true
}
