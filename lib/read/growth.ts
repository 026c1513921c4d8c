const size = /(?<=[[,])\d+(?=[,\]@])/g

/** So many sizes that go up by little are a sequence that grows; so many at all are data of many lengths. Fewer may be layers of other widths. */
const [steady, many] = [4, 6]
const little = 4

/**
 * Which of the types that an operation was compiled for differ in one size alone, which took many values: those of an array that
 * grows, or of data of many lengths. Layers of other widths are no such thing.
 *
 * @param all the types as compile lines print them
 * @returns what is the same in those that differ so, by their types
 * @example
 * growing(['(i32[3])', '(i32[4])', '(i32[5])', '(i32[6])', '(f32[3])']).get('(i32[4])') // '(i32[*])'
 */
export function growing(all: Iterable<string>): Map<string, string> {
  const given = new Set(all)
  const alike = new Map<string, Map<string, number>>()
  for (const types of given)
    for (const one of new Set(types.match(size))) {
      const pattern = types.replace(size, (other) => (other === one ? '*' : other))
      const same = alike.get(pattern) ?? new Map<string, number>()
      alike.set(pattern, same.set(types, Number(one)))
    }
  const whole = [...alike].map(([pattern, same]) => [pattern, withMeeting(pattern, same, given)] as const)
  const found = whole.filter(([, one]) => isGrowing([...one.values()]))
  return new Map(found.flatMap(([pattern, one]) => [...one.keys()].map((types) => [types, pattern])))
}

/** With the types in which the size that differs is that of another axis as well, so that both would be taken for it. */
function withMeeting(
  pattern: string,
  same: ReadonlyMap<string, number>,
  given: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const meeting = (pattern.match(size) ?? []).map(
    (one) => [pattern.replaceAll('*', one), Number(one)] as const,
  )
  return new Map([...same, ...meeting.filter(([types]) => given.has(types))])
}

function isGrowing(sizes: readonly number[]): boolean {
  if (sizes.length < steady) return false
  const sorted = [...sizes].sort((a, b) => a - b)
  const steps = new Set(sorted.slice(1).map((one, at) => one - (sorted[at] ?? one)))
  return sizes.length >= many || (steps.size === 1 && [...steps].every((step) => step <= little))
}
