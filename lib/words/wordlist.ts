/**
 * Words in a row, with another word before the last.
 *
 * @example
 * list(['a static', 'an aval', 'the context'], 'or') // 'a static, an aval or the context'
 */
export function list(words: readonly string[], last: 'and' | 'or'): string {
  const end = words.at(-1)
  return end === undefined || words.length === 1
    ? (end ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${end}`
}

/** So many names are said one by one. */
const few = 3

/**
 * Names in a row; of many the first few, and how many more.
 *
 * @example
 * nameList(['a', 'b', 'c', 'd', 'e']) // 'a, b, c and 2 more'
 */
export const nameList = (names: readonly string[]): string =>
  names.length <= few + 1
    ? names.join(', ')
    : `${names.slice(0, few).join(', ')} and ${names.length - few} more`

/**
 * The first names of many.
 *
 * @param most so many are said
 * @example
 * some(['f', 'g', 'h', 'i']) // 'f, g, h, …'
 */
export const some = (names: readonly string[], most = 3): string =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ', …' : ''}`
