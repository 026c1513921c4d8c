/** Values at named places of the calls of one function, and which calls are known to hold the same there. */
export interface Slots<T> {
  /** Says that two calls hold the same at a place. */
  same(slot: string, one: number, two: number): void
  /** Says what a call holds at a place; the first word stands. */
  tell(slot: string, call: number, value: T): void
  get(slot: string, call: number): T | undefined
  /** Whether two calls are known to hold the same, even where the log does not print what. */
  equal(slot: string, one: number, two: number): boolean
  names(): IterableIterator<string>
}

interface Place<T> {
  readonly parents: Int32Array
  readonly values: Map<number, T>
}

/** Fresh slots for `count` calls: a union–find for each place. */
export function slots<T>(count: number): Slots<T> {
  const places = new Map<string, Place<T>>()
  const place = (slot: string): Place<T> => {
    let found = places.get(slot)
    if (found === undefined) {
      found = {parents: Int32Array.from({length: count}, (_, i) => i), values: new Map()}
      places.set(slot, found)
    }
    return found
  }
  const root = (parents: Int32Array, call: number): number => {
    let at = call
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) {
      parents[at] = parents[up] ?? up
      at = up
    }
    return at
  }
  return {
    same(slot, one, two) {
      const {parents, values} = place(slot)
      const a = root(parents, one)
      const b = root(parents, two)
      if (a === b) return
      parents[b] = a
      const held = values.get(b)
      if (held !== undefined && !values.has(a)) values.set(a, held)
      values.delete(b)
    },
    tell(slot, call, value) {
      const {parents, values} = place(slot)
      const at = root(parents, call)
      if (!values.has(at)) values.set(at, value)
    },
    get(slot, call) {
      const found = places.get(slot)
      return found?.values.get(root(found.parents, call))
    },
    equal(slot, one, two) {
      const found = places.get(slot)
      return one === two || (found !== undefined && root(found.parents, one) === root(found.parents, two))
    },
    names: () => places.keys(),
  }
}
