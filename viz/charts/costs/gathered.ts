/** Some things, one at least. */
type Some<T> = readonly [T, ...T[]]

/** Things by what they are called, in the order of the first of each. */
export function gathered<T>(all: readonly T[], nameOf: (one: T) => string): (readonly [string, Some<T>])[] {
  const found = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const held = found.get(nameOf(one))
    if (held === undefined) found.set(nameOf(one), [one])
    else held.push(one)
  }
  return [...found]
}
