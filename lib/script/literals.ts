import {Complex, float} from '../python/index.ts'

const underscore = /_/g
const based = /^0[xob]/i
const isReal = /[.e]/i

/**
 * The value of a number as Python writes it.
 *
 * @example
 * numberOfText('1_000') // 1000
 * numberOfText('1.') // float(1)
 */
export function numberOfText(text: string): unknown {
  const plain = text.replace(underscore, '')
  if (plain.endsWith('j') || plain.endsWith('J')) return new Complex(0, Number(plain.slice(0, -1)))
  if (!based.test(plain) && isReal.test(plain)) return float(Number(plain))
  const number = Number(plain)
  return Number.isSafeInteger(number) ? number : BigInt(plain)
}

const escaped = /\\(?:\n|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g
const letters = new Map(Object.entries({n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v'}))
const octal = /^[0-7]/
const same = new Set(['\\', "'", '"'])

/** A text without its escapes: `\n` becomes a line break. */
export const unescaped = (text: string): string =>
  text.replace(escaped, (whole) => {
    const rest = whole.slice(1)
    const [first = ''] = rest
    if (first === '\n') return ''
    if (first === 'x' || first === 'u' || first === 'U')
      return String.fromCodePoint(Number.parseInt(rest.slice(1), 16))
    if (octal.test(first)) return String.fromCharCode(Number.parseInt(rest, 8))
    return letters.get(first) ?? (same.has(first) ? first : whole)
  })

const opening = /^([a-zA-Z]*)('''|"""|'|")/

/** The prefix of a text's literal in lower case, and how many letters its quotes have. */
export function quotesOf(literal: string): {readonly prefix: string; readonly size: number} {
  const [, prefix = '', quotes = ''] = opening.exec(literal) ?? []
  return {prefix: prefix.toLowerCase(), size: quotes.length}
}

/** The value of a literal of a text. */
export function literalText(literal: string): string {
  const {prefix, size} = quotesOf(literal)
  const inner = literal.slice(prefix.length + size, -size)
  return prefix.includes('r') ? inner : unescaped(inner)
}
