import {weakly} from './weakly.ts'

const address = / at 0x[0-9a-fA-F]+/g
const spaces = /\s+/g

/**
 * A value's text without addresses: an address in a repr tells two objects apart, but says nothing that a person could read.
 *
 * @example
 * withoutAddress('<function f at 0x7f00>') // '<function f>'
 */
export const withoutAddress = (text: string): string => text.replace(address, '')

const defaultRepr = /^<[\w.<>]+ object>$/

/**
 * Whether a value is printed as Python prints an object whose class does not say how: two that read alike may hold different things.
 *
 * @example
 * isNoContent('<__main__.Policy object at 0x7f00>') // true
 */
export const isNoContent = (text: string): boolean => defaultRepr.test(withoutAddress(text))

/**
 * A value as a person reads it: without addresses, types as `weakly` has them, a long one cut in its middle.
 *
 * @param width at most so many characters
 */
export const brief = (text: string, width = 60): string => inMiddle(flat(text), width)

/**
 * What somebody else wrote, in their words: without addresses, a long one cut in its middle.
 *
 * @param width at most so many characters
 */
export const excerpt = (text: string, width = 60): string => inMiddle(joined(text), width)

const flat = (text: string): string => weakly(joined(text))
const joined = (text: string): string => withoutAddress(text).replace(spaces, ' ')

function inMiddle(text: string, width: number): string {
  if (text.length <= width) return text
  const half = Math.floor((width - 3) / 2)
  return `${text.slice(0, half)} … ${text.slice(-half)}`
}

/** So much of the beginning is always shown, which says what it is. */
const head = 16

/**
 * Two values as a person reads them beside each other: long ones are cut where they are alike, so that what differs stays.
 *
 * @param width about so many characters each
 * @example
 * besides('f(' + '1, '.repeat(30) + '2)', 'f(' + '1, '.repeat(30) + '3)', 24) // ['…2)', '…3)']
 */
export function besides(one: string, other: string, width = 60): readonly [string, string] {
  const [a, b] = [flat(one), flat(other)]
  if (a.length <= width && b.length <= width) return [a, b]
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return [around(a, start, a.length - end, width), around(b, start, b.length - end, width)]
}

/** A text cut to what stands from `start` to `end`, and what is around that. */
function around(text: string, start: number, end: number, width: number): string {
  if (text.length <= width) return text
  const room = Math.max(8, Math.floor((width - head - (end - start)) / 2))
  const [from, to] = [Math.max(0, start - room), Math.min(text.length, end + room)]
  const before = from <= head ? text.slice(0, from) : `${text.slice(0, head)} … `
  return `${before}${inMiddle(text.slice(from, to), width)}${to === text.length ? '' : ' …'}`
}
