/** What stands in the holes of a form, by their names. */
export type Filled = Readonly<Record<string, string>>

/** A text with holes, made ready to read. */
export interface Pattern {
  /** What stands before the first hole. */
  readonly head: string
  /** The holes, each with the letters that follow it; nothing for one that holds the rest. */
  readonly holes: readonly {readonly name: string; readonly next: string}[]
}

const hole = /\{(\w+)\}([^{]*)/g

/**
 * Takes a text with holes apart.
 *
 * @example
 * pattern('len({place}) == {before}').head // 'len('
 */
export function pattern(text: string): Pattern {
  const head = text.split('{', 1)[0] ?? ''
  const holes = [...text.slice(head.length).matchAll(hole)].map(([, name = '', next = '']) => ({name, next}))
  return {head, holes}
}

/**
 * What stands in the holes of a text, each up to the first place where what follows it stands; null where the text is no such.
 * What follows the last hole may be followed by anything.
 *
 * @example
 * holesIn(pattern('{place} is {other}'), 'x is y') // {place: 'x', other: 'y'}
 */
export function holesIn({head, holes}: Pattern, text: string): Filled | null {
  if (!text.startsWith(head)) return null
  const found: Record<string, string> = {}
  let at = head.length
  for (const {name, next} of holes) {
    const end = next === '' ? text.length : text.indexOf(next, at)
    if (end < at) return null
    found[name] = text.slice(at, end)
    at = end + next.length
  }
  return found
}
