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

const opens = (code: number): boolean => code === 40 || code === 91 || code === 123
const closes = (code: number): boolean => code === 41 || code === 93 || code === 125
const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)

/** A quote opens a string unless it stands in a word, as the apostrophe of `don't` in a hand-written repr. */
export const isQuote = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  if (code !== quote && code !== double) return false
  const before = text.charCodeAt(at - 1)
  return (
    !(before >= 48 && isWord(before)) ||
    /^[bBrRuUfF]{1,2}$/.test(/\w+$/.exec(text.slice(Math.max(0, at - 3), at))?.[0] ?? '')
  )
}

/** The position where the expression that starts at `at` ends: before a comma or a closing bracket of its own level, or the end. */
export function skipValue(text: string, at: number, end = text.length): number {
  let depth = 0
  for (let i = at; i < end; i++) {
    const code = text.charCodeAt(i)
    if ((code === quote || code === double) && isQuote(text, i)) i = skipString(text, i) - 1
    else if (opens(code)) depth++
    else if (closes(code)) {
      if (depth === 0) return i
      depth--
    } else if (code === 44 && depth === 0) return i
  }
  return end
}

/**
 * The items between the bracket that opens at `at` and its partner, as texts, and the position after it.
 * A text that breaks off yields what is there, `closed` false.
 *
 * @example
 * items("('a', Static(value=(1, 2)))", 0).items // ["'a'", 'Static(value=(1, 2))']
 */
export function items(
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
    if (text.charCodeAt(stop) !== 44 || stop >= end) return {items: found, next: stop + 1, closed: stop < end}
    i = stop + 1
  }
  return {items: found, next: end, closed: false}
}

/** The items of a bracketed text, `(1, 2)` or `{'a': 1}`; null when it is no such text. */
export const elements = (text: string): string[] | null =>
  opens(text.charCodeAt(0)) ? items(text, 0).items : null

/** The keyword arguments of a call, `NodeDef(type='Net', index=0)`, in order; a positional one has its place for a name. */
export function args(text: string): Map<string, string> {
  const found = new Map<string, string>()
  const at = text.indexOf('(')
  if (at < 0) return found
  for (const item of items(text, at).items) {
    const name = /^\w+(?==)/.exec(item)?.[0]
    if (name === undefined) found.set(String(found.size), item)
    else found.set(name, item.slice(name.length + 1))
  }
  return found
}

/** The pairs of a dict's repr, `{'a': 1}`, keys and values as texts. */
export function pairs(text: string): [string, string][] {
  const at = text.indexOf('{')
  if (at < 0) return []
  return items(text, at).items.flatMap((item): [string, string][] => {
    const colon = colonOf(item)
    return colon < 0 ? [] : [[item.slice(0, colon).trim(), item.slice(colon + 1).trim()]]
  })
}

function colonOf(text: string): number {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code === quote || code === double) && isQuote(text, i)) i = skipString(text, i) - 1
    else if (opens(code)) depth++
    else if (closes(code)) depth--
    else if (code === 58 && depth === 0) return i
  }
  return -1
}

/** What a Python string literal holds; the text itself when it is none. */
export function unquote(text: string): string {
  const mark = text[0]
  if ((mark !== "'" && mark !== '"') || text.length < 2 || text.at(-1) !== mark) return text
  return text.slice(1, -1).replace(/\\(['"\\])/g, '$1')
}

/** How many brackets are open at the end of the text, strings left out. */
export function depth(text: string): number {
  let open = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code === quote || code === double) && isQuote(text, i)) i = skipString(text, i) - 1
    else if (opens(code)) open++
    else if (closes(code)) open--
  }
  return open
}

const address = / at (0x[0-9a-fA-F]+)/g

/**
 * A repr without the addresses in it, and the addresses as its identity.
 *
 * @example
 * anonymous('<function relu at 0x7f01>') // {value: '<function relu>', identity: '0x7f01'}
 */
export function anonymous(text: string): {value: string; identity?: string} {
  const flat = text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text
  if (!flat.includes(' at 0x')) return {value: flat}
  const found: string[] = []
  const value = flat.replace(address, (_, place: string) => {
    found.push(place)
    return ''
  })
  return {value, identity: found.join(' ')}
}
