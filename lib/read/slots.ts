/** Values at named places of the calls of one function, and which calls are known to hold the same there. */
export interface Slots<T> {
  /** Says that two calls hold the same at a place. */
  same(slot: string, one: number, two: number): void
  /** Says what a call holds at a place; the first word stands. */
  tell(slot: string, call: number, value: T): void
  get(slot: string, call: number): T | undefined
  /** Whether two calls are known to hold the same, even where the log does not print what. */
  equal(slot: string, one: number, two: number): boolean
  /** Makes room for a place; false where there is none left. */
  keep(slot: string): boolean
  /** Whether a place was left out for want of room. */
  readonly isFull: boolean
  names(): IterableIterator<string>
  /** A number that is the same for all calls known to hold the same at a place. */
  root(slot: string, call: number): number
}

interface Place<T> {
  readonly parents: Int32Array
  readonly values: Map<number, T>
}

/** Places times calls that are kept: a log that names thousands of places in thousands of calls has its later places left out, and its keys say so. */
const kept = 100_000

/** Fresh slots for `count` calls: a union–find for each place. */
export function slots<T>(count: number): Slots<T> {
  const places = new Map<string, Place<T>>()
  let isFull = false
  const room = Math.max(40, Math.floor(kept / count))
  const place = (slot: string): Place<T> | null => {
    let found = places.get(slot)
    if (found === undefined) {
      if (places.size >= room) {
        isFull = true
        return null
      }
      const parents = new Int32Array(count)
      for (let call = 0; call < count; call++) parents[call] = call
      found = {parents, values: new Map()}
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
      const found = place(slot)
      if (found === null) return
      const {parents, values} = found
      const a = root(parents, one)
      const b = root(parents, two)
      if (a === b) return
      parents[b] = a
      const held = values.get(b)
      if (held !== undefined && !values.has(a)) values.set(a, held)
      values.delete(b)
    },
    tell(slot, call, value) {
      const found = place(slot)
      if (found === null) return
      const {parents, values} = found
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
    get isFull() {
      return isFull
    },
    keep: (slot) => place(slot) !== null,
    names: () => places.keys(),
    root(slot, call) {
      const found = places.get(slot)
      return found === undefined ? call : root(found.parents, call)
    },
  }
}
