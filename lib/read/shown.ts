/**
 * How much it says that a message comes again: seconds of nine digits are told once; an equal miss or begin of a compile may be
 * another; a function that is defined again and again gives the same miss each time.
 */
type Evidence = 'sure' | 'likely' | 'none'

/** Whether a message, as a number that stands for it, was shown before by another handler. */
export interface Shown {
  (print: number, evidence: Evidence, handler: string): boolean
}

/** A handler: up to where it has shown what was shown, and whether it shows it once more. */
interface Handler {
  next: number
  isBehind: boolean
  /** Messages that were its own. */
  own: number
}

interface Held {
  /** What was shown, the last ones. */
  readonly prints: number[]
  /** How many messages were shown. */
  count: number
  readonly handlers: Map<string, Handler>
  /** Where each print stands, once there are several handlers. */
  places: Map<number, number> | null
  last: Handler | null
  name: string
  /** The one handler shows each message twice; null before that is known. */
  isTwice: boolean | null
  /** It has shown the last message twice. */
  isSecond: boolean
}

const kept = 1 << 16
const handlersKept = 200

/**
 * A fresh memory of what was shown. Two handlers show the same messages in the same order, each message at once or all of them
 * later, as pytest does; so a handler is known by what it shows once more, and then whatever it shows is no news until it shows
 * something else.
 */
export function shown(): Shown {
  const held: Held = {
    prints: [],
    count: 0,
    handlers: new Map(),
    places: null,
    last: null,
    name: '',
    isTwice: null,
    isSecond: false,
  }
  return (print, evidence, name) => {
    const own = held.last !== null && held.name === name ? held.last : handlerOf(held, name)
    return held.handlers.size === 1
      ? isTwice(held, own, print, evidence)
      : isBehind(held, own, print, evidence)
  }
}

function handlerOf(held: Held, name: string): Handler {
  const known = held.handlers.get(name) ?? {next: 0, isBehind: false, own: 0}
  if (held.handlers.size < handlersKept) held.handlers.set(name, known)
  if (held.handlers.size > 1) held.places ??= placed(held)
  held.last = known
  held.name = name
  return known
}

const placed = ({prints, count}: Held): Map<number, number> => {
  const places = new Map<number, number>()
  for (let at = Math.max(0, count - kept); at < count; at++) places.set(prints[at % kept] ?? 0, at)
  return places
}

/** Whether one handler shows a message for the second time, as where two that look alike do: then each message comes twice. */
function isTwice(held: Held, own: Handler, print: number, evidence: Evidence): boolean {
  const isSame = held.count > 0 && held.prints[(held.count - 1) % kept] === print
  const isLikely = held.isTwice ?? evidence !== 'none'
  if (isSame && isLikely && !held.isSecond) {
    held.isTwice = true
    held.isSecond = true
    return true
  }
  if (held.count > 0 && !held.isSecond) held.isTwice = false
  held.isSecond = false
  add(held, own, print)
  return false
}

function isBehind(held: Held, own: Handler, print: number, evidence: Evidence): boolean {
  const isNext = own.next < held.count && held.prints[own.next % kept] === print
  const at = isNext ? own.next : found(held, own, print, evidence)
  if (at >= 0) own.next = at + 1
  else add(held, own, print)
  own.isBehind = at >= 0 || own.next < held.count
  return at >= 0
}

/** Where a handler begins to show what was shown, or goes on with it; -1 where its message is new. */
function found({places, count, prints}: Held, own: Handler, print: number, evidence: Evidence): number {
  const at = places?.get(print) ?? -1
  if (at < own.next || at < count - kept) return -1
  if (evidence === 'sure' || at === count - 1 || (own.isBehind && evidence === 'likely')) return at
  return own.own === 0 && prints[0] === print ? 0 : -1
}

function add(held: Held, own: Handler, print: number): void {
  held.prints[held.count % kept] = print
  held.places?.set(print, held.count)
  if (held.places !== null && held.places.size > 2 * kept) held.places = placed(held)
  held.count++
  if (!own.isBehind) own.next = held.count
  own.own++
}

/** A number that stands for a name. */
export function printOfName(name: string): number {
  let print = 11
  for (let at = 0; at < name.length; at++) print = (Math.imul(print, 37) + name.charCodeAt(at)) | 0
  return Math.imul(print ^ (print >>> 15), 0x9e3779b1) >>> 12
}

/** A number that stands for a name, by its print, and another number. */
export const printOf = (print: number, more: number): number => joined(Math.round(more * 1e9) | 0, print)

const encoder = new TextEncoder()
let scratch = new Uint8Array(1 << 16)

/** A number that stands for a text, which may be long: it is read eight bytes at a time, in two halves that are mixed at its end. */
export function printOfText(text: string): number {
  if (scratch.length < 3 * text.length + 8) scratch = new Uint8Array(4 * text.length + 8)
  const {written} = encoder.encodeInto(text, scratch)
  scratch.fill(0, written, written + 8)
  const words = new Int32Array(scratch.buffer, 0, (written + 7) >> 2)
  let [one, two] = [written, 11]
  for (let at = 0; at + 1 < words.length; at += 2) {
    one = mixed(one ^ (words[at] ?? 0))
    two = mixed(two ^ (words[at + 1] ?? 0))
  }
  return joined(mixed(one ^ two), mixed(two + (one >>> 9)))
}

const mixed = (word: number): number => {
  const product = Math.imul(word, 0x9e3779b1)
  return product ^ (product >>> 15)
}

const joined = (one: number, two: number): number => (one >>> 0) * 0x100000 + (two & 0xfffff)
