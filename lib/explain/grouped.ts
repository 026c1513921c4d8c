/** What is kept under a key, made when it is first asked for. */
export function kept<K, V>(
  all: {readonly get: (key: K) => V | undefined; readonly set: (key: K, value: V) => unknown},
  key: K,
  make: (key: K) => V,
): V {
  const known = all.get(key)
  if (known !== undefined) return known
  const made = make(key)
  all.set(key, made)
  return made
}

/** A function that makes nothing anew where it is asked for the same thing as just before. */
export function lastKept<K, V>(make: (key: K) => V): (key: K) => V {
  let last: {readonly key: K; readonly made: V} | null = null
  return (key) => (last?.key === key ? last : (last = {key, made: make(key)})).made
}

/** Things by what they have in common, each kind in the order of the first of it. */
export function grouped<K, T>(all: Iterable<T>, commonOf: (one: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>()
  for (const one of all) kept(found, commonOf(one), (): T[] => []).push(one)
  return found
}
