const address = / at 0x[0-9a-fA-F]+/g
const spaces = /\s+/g

/**
 * A value's text without addresses: an address in a repr tells two objects apart, but says nothing that a person could read.
 *
 * @example
 * withoutAddress('<function f at 0x7f00>') // '<function f>'
 */
export const withoutAddress = (text: string): string => text.replace(address, '')

/**
 * A value as a person reads it: without addresses, a long one cut in its middle.
 *
 * @param width at most so many characters
 */
export function brief(text: string, width = 60): string {
  const plain = withoutAddress(text).replace(spaces, ' ')
  if (plain.length <= width) return plain
  const half = Math.floor((width - 3) / 2)
  return `${plain.slice(0, half)} … ${plain.slice(-half)}`
}
