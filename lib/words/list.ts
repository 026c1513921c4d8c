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

/**
 * The first names of many.
 *
 * @param most so many are said
 * @example
 * some(['f', 'g', 'h', 'i']) // 'f, g, h, …'
 */
export const some = (names: readonly string[], most = 3): string =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ', …' : ''}`
