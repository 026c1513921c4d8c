import {closesBracket, isOrdinary, isQuote, opensBracket, skipString} from '../python/index.ts'

/**
 * What may stand in a hole of a wording, by the hole's name: a number; a name, which is one word; a text, up to where what follows it
 * stands; words at the end of a line; a value, whose brackets and strings may hold what follows it; a value up to the last place where what follows it stands.
 */
const kinds = {
  seconds: 'number',
  cost: 'number',
  id: 'number',
  count: 'number',
  more: 'number',
  position: 'number',
  limit: 'number',
  line: 'number',
  name: 'name',
  site: 'text',
  place: 'text',
  path: 'text',
  keys: 'text',
  field: 'text',
  key: 'text',
  duration: 'text',
  mesh: 'text',
  why: 'words',
  now: 'value',
  seen: 'value',
  types: 'value',
  before: 'last value',
  given: 'last value',
  mapping: 'last value',
} as const

export type Hole = keyof typeof kinds

/** What stood in the holes of a line, as text. */
export type HoleTexts = Readonly<Partial<Record<Hole, string>>>

/** A line with holes, made ready to read and to write. */
export interface Template {
  /** What stands before the first hole. */
  readonly head: string
  /** The code of its first letter; -1 where a hole stands there. */
  readonly first: number
  readonly slots: readonly HoleSlot[]
  /** How many letters stand outside the holes: the more, the more a match says. */
  readonly letters: number
}

/** A hole and the letters that follow it. */
interface HoleSlot {
  readonly hole: Hole
  readonly next: string
}

const slotPattern = /\{(\w+)\}([^{]*)/g
const isHole = (name: string): name is Hole => Object.hasOwn(kinds, name)

/**
 * Takes a line with holes apart.
 *
 * @throws {TypeError} when a hole has no known name, or two stand side by side.
 *
 * @example
 * template('Finished tracing {name} for jit in {seconds} sec').head // 'Finished tracing '
 */
export function template(line: string): Template {
  const brace = line.indexOf('{')
  const head = brace < 0 ? line : line.slice(0, brace)
  const slots: HoleSlot[] = []
  for (const [, hole = '', next = ''] of line.slice(head.length).matchAll(slotPattern)) {
    if (!isHole(hole)) throw new TypeError(`the wording '${line}' has a hole {${hole}} of no known kind`)
    slots.push({hole, next})
  }
  if (slots.slice(0, -1).some(({next}) => next === ''))
    throw new TypeError(`the wording '${line}' has two holes side by side`)
  const first = head === '' ? -1 : head.charCodeAt(0)
  return {head, first, slots, letters: slots.reduce((sum, {next}) => sum + next.length, head.length)}
}

/**
 * What stands in the holes of a line; null where it is no such line. `isOpen` lets any text follow.
 *
 * @example
 * holesOf(template('{name} in {seconds} sec'), 'f in 0.5 sec') // {name: 'f', seconds: '0.5'}
 */
export function holesOf({head, slots}: Template, text: string, isOpen = false): HoleTexts | null {
  if (
    !text.startsWith(head) ||
    (!isOpen && !endsWith(slots, text)) ||
    !standInOrder(slots, text, head.length)
  )
    return null
  const values: string[] = []
  if (fits({text, slots, isOpen, values}, head.length, 0) !== 'yes') return null
  const found: Partial<Record<Hole, string>> = {}
  for (const [i, {hole}] of slots.entries()) found[hole] = values[i]
  return found
}

/** Whether a text ends with what follows the last hole, blanks aside. */
const endsWith = (slots: readonly HoleSlot[], text: string): boolean =>
  text.trimEnd().endsWith(slots.at(-1)?.next.trimEnd() ?? '')

/** Whether what follows the holes stands in a text, one behind the other. */
function standInOrder(slots: readonly HoleSlot[], text: string, from: number): boolean {
  let at = from
  for (const {next} of slots) {
    const found = text.indexOf(next, at)
    if (found < 0) return false
    at = found + next.length
  }
  return true
}

/** The line with these values in its holes; the inverse of `holesOf`. */
export const write = ({head, slots}: Template, values: HoleTexts): string =>
  head + slots.map(({hole, next}) => (values[hole] ?? '') + next).join('')

/** The first hole or words of a template that a line lacks; empty where it goes on like it to the end. */
export function lackOf({head, slots}: Template, text: string): string {
  if (!text.startsWith(head)) return head.slice(wordsAlike(head, text))
  let at = head.length
  for (const slot of slots) {
    const end = slot.next === '' ? text.length : ends(text, at, slot).next().value
    if (end === undefined) return kinds[slot.hole] === 'number' ? `{${slot.hole}}` : slot.next
    at = end + slot.next.length
  }
  return ''
}

/** How many letters two texts begin with alike, in whole words. */
function wordsAlike(one: string, two: string): number {
  let same = 0
  while (same < one.length && one[same] === two[same]) same++
  return one.lastIndexOf(' ', same - 1) + 1
}

interface Reading {
  readonly text: string
  readonly slots: readonly HoleSlot[]
  readonly isOpen: boolean
  /** What stands in the holes so far. */
  readonly values: string[]
}

/**
 * Fills the holes from one on. `never` says that no other end of an earlier hole would help, since what is looked for does not
 * stand behind it: a long line of hopeful beginnings is read once.
 */
function fits(reading: Reading, at: number, index: number): 'yes' | 'no' | 'never' {
  const {text, slots, isOpen, values} = reading
  const slot = slots[index]
  if (slot === undefined) return isOpen || text.slice(at).trim() === '' ? 'yes' : 'no'
  const isNumber = kinds[slot.hole] === 'number'
  if (slot.next === '' && !isNumber) {
    if (!mayEnd(text, at, slot)) return 'no'
    values[index] = text.slice(at).trimEnd()
    return 'yes'
  }
  let answer: 'no' | 'never' = isNumber ? 'no' : 'never'
  for (const end of ends(text, at, slot)) {
    answer = 'no'
    values[index] = text.slice(at, end)
    const rest = fits(reading, end + slot.next.length, index + 1)
    if (rest !== 'no') return rest
  }
  return answer
}

/** Whether the last hole may hold the rest of a text. */
function mayEnd(text: string, at: number, {hole}: HoleSlot): boolean {
  if (kinds[hole] === 'words') return isLetter(text.charCodeAt(at))
  return kinds[hole] !== 'name' || nameEnd(text, at) === text.trimEnd().length
}

/** Where a hole may end, the likeliest first. */
function* ends(text: string, at: number, {hole, next}: HoleSlot): Generator<number, undefined> {
  switch (kinds[hole]) {
    case 'number': {
      const end = numberEnd(text, at)
      if (end > at && text.startsWith(next, end)) yield end
      return
    }
    case 'name': {
      const last = nameEnd(text, at)
      const from = next.startsWith(')') ? Math.max(last, at + 1) : at + 1
      for (let end = text.indexOf(next, from); end >= 0 && end <= last; end = text.indexOf(next, end + 1))
        yield end
      return
    }
    case 'text':
    case 'words':
      for (let end = text.indexOf(next, at + 1); end >= 0; end = text.indexOf(next, end + 1)) yield end
      return
    case 'value': {
      const end = outside(text, at, next)
      if (end >= at) yield end
      return
    }
    case 'last value': {
      const end = text.lastIndexOf(next)
      if (end >= at) yield end
    }
  }
}

/** Where a mark stands outside brackets and strings; its first place where it stands in such everywhere, else -1. */
function outside(text: string, at: number, mark: string): number {
  const first = text.indexOf(mark, at)
  if (first < 0 || text.indexOf(mark, first + 1) < 0) return first
  const last = text.lastIndexOf(mark)
  const letter = mark.charCodeAt(0)
  let open = 0
  for (let i = at; i <= last; i++) {
    const code = text.charCodeAt(i)
    if (open <= 0 && code === letter && text.startsWith(mark, i)) return i
    if (isOrdinary(code)) continue
    if (isQuote(text, i)) i = skipString(text, i) - 1
    else if (opensBracket(code)) open++
    else if (closesBracket(code)) open--
  }
  return first
}

const pointed = /<[^<>]{0,80}>/y
const nameBreak = /,? |[()<]/g

/** The end of a name: one word, whose brackets may hold more, as in `<unnamed function>` and `partial(f, 2)`. */
function nameEnd(text: string, at: number): number {
  const opened: number[] = []
  nameBreak.lastIndex = at
  for (let found = nameBreak.exec(text); found !== null; found = nameBreak.exec(text)) {
    const [mark] = found
    pointed.lastIndex = found.index
    if (mark === '<') nameBreak.lastIndex = pointed.test(text) ? pointed.lastIndex : found.index + 1
    else if (mark === '(') opened.push(found.index)
    else if (mark === ')' ? opened.pop() === undefined : mark !== ', ' || opened.length === 0)
      return opened[0] ?? found.index
  }
  return opened[0] ?? text.length
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const isDigit = (code: number): boolean => code >= 48 && code <= 57

function digitsEnd(text: string, at: number): number {
  let end = at
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

/** The end of a number with its fraction and exponent. */
function numberEnd(text: string, at: number): number {
  let end = digitsEnd(text, at)
  if (end > at && text[end] === '.') end = digitsEnd(text, end + 1)
  if (text[end] !== 'e') return end
  const signed = text[end + 1] === '-' || text[end + 1] === '+' ? end + 2 : end + 1
  const exponent = digitsEnd(text, signed)
  return exponent > signed ? exponent : end
}
