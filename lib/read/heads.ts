import {type Prefix, prefix} from './prefix.ts'

/** A prefix that may stand before other lines, its digits aside. */
interface Head {
  readonly size: number
  /** What stands there in a line that it begins. */
  read(text: string): Prefix
}

interface Shape extends Head {
  readonly like: Prefix
  /** Its bytes; 0 where any digit may stand. */
  readonly bytes: Uint8Array
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
  const all: Shape[] = []
  return {
    find(bytes, from, to) {
      for (const one of all) if (from + one.size < to && begins(one.bytes, bytes, from)) return one
      return null
    },
    learn(like) {
      if (!plain.test(like.text)) return false
      if (all.length === most) all.shift()
      all.push(shapeOf(like))
      return true
    },
  }
}

/** The numbers of a prefix vary, but for those that mark a process. */
function shapeOf(like: Prefix): Shape {
  const text = like.pieces
    .map((piece) => (piece.kind === 'number' ? piece.text.replace(digits, '\0') : piece.text))
    .join('')
  return {
    like,
    size: like.text.length,
    bytes: new TextEncoder().encode(text),
    read: (own) => (own === like.text ? like : prefix(own, like, like.time)),
  }
}

function begins(shape: Uint8Array, bytes: DataView, from: number): boolean {
  for (let i = 0; i < shape.length; i++) {
    const [want, byte] = [shape[i] ?? 0, bytes.getUint8(from + i)]
    if (want !== byte && !(want === 0 && byte >= zero && byte <= nine)) return false
  }
  return true
}
