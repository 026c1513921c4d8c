const quote = 39
const double = 34
const backslash = 92

/** Skips a Python string literal that opens at `at`; the position after its closing quote, or the end of the text. */
export function skipString(text: string, at: number): number {
  const mark = text.charCodeAt(at)
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === backslash) i++
    else if (code === mark) return i + 1
  }
  return text.length
}

const comma = 44
const colon = 58
/** Every character that a walk over a text must look at. */
const telling = new Uint8Array(128)
for (const code of [quote, double, comma, colon, 40, 41, 91, 93, 123, 125]) telling[code] = 1
/** Whether a character is no quote, no bracket and no mark between items: most are not. */
export const isOrdinary = (code: number): boolean => telling[code] !== 1
/** Whether a character opens a bracket. */
export const opensBracket = (code: number): boolean => code === 40 || code === 91 || code === 123
/** Whether a character closes a bracket. */
export const closesBracket = (code: number): boolean => code === 41 || code === 93 || code === 125
const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)

const prefixed = /(?<!\w)[bBrRuUfF]{1,2}$/

/** A quote opens a string unless it stands in a word, as the apostrophe of `don't` in a hand-written repr. */
export const isQuote = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  if (code !== quote && code !== double) return false
  return !isWord(text.charCodeAt(at - 1)) || prefixed.test(text.slice(Math.max(0, at - 3), at))
}

/**
 * Walks over a text, its strings left out, until `stops` says so of a comma, a colon or a bracket outside all brackets that the walk opened;
 * where it stopped, and how many brackets are open there.
 */
function walk(
  text: string,
  from: number,
  end: number,
  stops: (code: number) => boolean,
): {readonly at: number; readonly depth: number} {
  let depth = 0
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at)
    if (isOrdinary(code)) continue
    if ((code === quote || code === double) && isQuote(text, at)) at = skipString(text, at) - 1
    else if (depth === 0 && stops(code)) return {at, depth}
    else if (opensBracket(code)) depth++
    else if (closesBracket(code)) depth--
  }
  return {at: end, depth}
}

/** The position where the expression that starts at `at` ends: before a comma or a closing bracket of its own level, or the end. */
const skipValue = (text: string, at: number, end = text.length): number =>
  walk(text, at, end, (code) => closesBracket(code) || code === comma).at

/**
 * The items between the bracket that opens at `at` and its partner, as texts, and the position after it.
 * A text that breaks off yields what is there, `closed` false.
 *
 * @example
 * bracketItems("('a', Static(value=(1, 2)))", 0).items // ["'a'", 'Static(value=(1, 2))']
 */
export function bracketItems(
  text: string,
  at: number,
  end = text.length,
): {items: string[]; next: number; closed: boolean} {
  const found: string[] = []
  let i = at + 1
  while (i < end) {
    while (i < end && text.charCodeAt(i) <= 32) i++
    const stop = skipValue(text, i, end)
    if (stop > i) found.push(text.slice(i, stop).trim())
    if (text.charCodeAt(stop) !== comma || stop >= end)
      return {items: found, next: stop + 1, closed: stop < end}
    i = stop + 1
  }
  return {items: found, next: end, closed: false}
}

/** The items of a bracketed text, `(1, 2)` or `{'a': 1}`; null when it is no such text. */
export const elements = (text: string): string[] | null =>
  opensBracket(text.charCodeAt(0)) ? bracketItems(text, 0).items : null

const keyword = /^(\w+)=/

/** The keyword arguments of a call, `NodeDef(type='Net', index=0)`, in order; a positional one has its place for a name. */
export function args(text: string): Map<string, string> {
  const found = new Map<string, string>()
  const at = text.indexOf('(')
  if (at < 0) return found
  for (const item of bracketItems(text, at).items) {
    const name = keyword.exec(item)?.[1]
    if (name === undefined) found.set(String(found.size), item)
    else found.set(name, item.slice(name.length + 1))
  }
  return found
}

/** The pairs of a dict's repr, `{'a': 1}`, keys and values as texts. */
export function pairs(text: string): [string, string][] {
  const at = text.indexOf('{')
  if (at < 0) return []
  return bracketItems(text, at).items.flatMap((item): [string, string][] => {
    const {at: end} = walk(item, 0, item.length, (code) => code === colon)
    return end === item.length ? [] : [[item.slice(0, end).trim(), item.slice(end + 1).trim()]]
  })
}

const escaped = /\\(['"\\])/g

/** What a Python string literal holds; the text itself when it is none. */
export function unquote(text: string): string {
  const mark = text[0]
  if ((mark !== "'" && mark !== '"') || text.length < 2 || text.at(-1) !== mark) return text
  return text.slice(1, -1).replace(escaped, '$1')
}

/** How many brackets are open at the end of the text, strings left out. */
export const depth = (text: string): number => walk(text, 0, text.length, () => false).depth

/** An address in a repr; one as long as those of a process also where a blank was lost as its line was folded. */
export const address = / at (0x[0-9a-fA-F]+)| ?at ?(0x[0-9a-fA-F]{9,})/g
const lineBreak = /(?<!\s)\s*\n\s*/g

/**
 * A repr without the addresses in it, and the addresses as its identity.
 *
 * @example
 * anonymous('<function relu at 0x7f01>') // {value: '<function relu>', identity: '0x7f01'}
 */
export function anonymous(text: string): {value: string; identity?: string} {
  const flat = text.includes('\n') ? text.replace(lineBreak, ' ') : text
  const identity = [...flat.matchAll(address)].map(([, place, glued]) => place ?? glued).join(' ')
  return identity === '' ? {value: flat} : {value: flat.replace(address, ''), identity}
}
