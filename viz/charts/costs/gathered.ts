/** Some things, one at least. */
type Some<T> = readonly [T, ...T[]]

/** Things by what they are called, in the order of the first of each. */
export function gathered<T, Name extends string>(
  all: readonly T[],
  nameOf: (one: T) => Name,
): (readonly [Name, Some<T>])[] {
  const found = new Map<Name, [T, ...T[]]>()
  for (const one of all) {
    const held = found.get(nameOf(one))
    if (held === undefined) found.set(nameOf(one), [one])
    else held.push(one)
  }
  return [...found]
}
