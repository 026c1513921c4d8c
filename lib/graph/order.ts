const wholeNumber = /^(?:0|[1-9]\d*)$/

/** Whether a name is a list's index. */
export const isIndex = (name: string): boolean => wholeNumber.test(name)

/** flax's order of keys: numbers by size, then names. */
export function byKey(a: string, b: string): number {
  const [x, y] = [isIndex(a), isIndex(b)]
  if (x !== y) return x ? -1 : 1
  if (x) return Number(a) - Number(b)
  return byName(a, b)
}

/** Python's order of strings: by code point. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
