/** Calls in classes: the calls of one class are known to hold the same. */
export interface Partition {
  /** Puts two calls, and the classes that they are in, into one; the first class keeps its number. */
  same(one: number, two: number): void
  isSame(one: number, two: number): boolean
  /** A number that is the same for all calls of a class: one of them. */
  classOf(call: number): number
}

/**
 * Fresh classes, of one call each (a union–find).
 *
 * @example
 * const calls = partition()
 * calls.same(0, 2)
 * calls.isSame(2, 0) // true
 */
export function partition(): Partition {
  const above: number[] = []
  const classOf = (call: number): number => {
    let at = call
    for (let up = above[at]; up !== undefined; up = above[at]) {
      const next = above[up]
      if (next !== undefined) above[at] = next
      at = up
    }
    return at
  }
  return {
    same(one, two) {
      const [first, second] = [classOf(one), classOf(two)]
      if (first !== second) above[second] = first
    },
    isSame: (one, two) => one === two || classOf(one) === classOf(two),
    classOf,
  }
}
