import type {Fact} from './key.ts'

/** What a fact does not have is left out at the end, and null before. */
function packFact({component, kind, path, value, identity, evidence, unplaced, printed}: Fact): unknown[] {
  const note = unplaced === true ? 'unplaced' : printed && [printed.type, printed.as]
  const more = [identity, evidence, note]
  const count = more.findLastIndex((one) => one !== undefined) + 1
  return [component, kind, path, value, ...more.slice(0, count).map((one) => one ?? null)]
}

/**
 * Writes the facts of key after key, each whole where it is first met; numbers count those from 0. A trace holds equal facts as one
 * object, so that no text is compared.
 *
 * | in the list | is |
 * | --- | --- |
 * | `[component, kind, path, value, …]` | a fact that is new |
 * | `7` | fact 7 again |
 * | `[7, 120]` | facts 7 to 126 again |
 */
export function factWriter(): (facts: readonly Fact[]) => unknown[] {
  const numbers = new Map<Fact, number>()
  const item = (fact: Fact): number | unknown[] => {
    const known = numbers.get(fact)
    if (known !== undefined) return known
    numbers.set(fact, numbers.size)
    return packFact(fact)
  }
  return (facts) => runs(facts.map(item))
}

/** Numbers that follow one another as one item, `[first, count]`. */
function runs(items: readonly (number | unknown[])[]): unknown[] {
  const list: unknown[] = []
  for (let at = 0; at < items.length;) {
    const first = items[at]
    let count = 1
    if (typeof first === 'number') while (items[at + count] === first + count) count++
    list.push(count > 1 ? [first, count] : first)
    at += count
  }
  return list
}
