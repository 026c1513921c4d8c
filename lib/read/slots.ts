import {type Partition, partition} from './partition.ts'

/** Values in named slots of the calls of one function, and which calls are known to hold the same there. */
export interface Slots<T> {
  /** Says that two calls hold the same in a slot. */
  same(slot: string, one: number, two: number): void
  /** Says what a call holds in a slot; the first word stands, unless a later one says more. */
  tell(slot: string, call: number, value: T): void
  get(slot: string, call: number): T | undefined
  /** The same of one slot, looked up once for many calls; null where nothing is said of it. */
  of(slot: string): ((call: number) => T | undefined) | null
  /** Whether two calls are known to hold the same, even where the log does not print what. */
  isSame(slot: string, one: number, two: number): boolean
  /** A call that is known to hold the same, one for all such calls. */
  classOf(slot: string, call: number): number
  /** Makes room for a slot; false where there is none left. */
  keep(slot: string): boolean
  /** Whether a slot was left out for want of room. */
  readonly isFull: boolean
  names(): IterableIterator<string>
}

/** Slots times calls that are kept: a log that names thousands of places in thousands of calls has its later places left out, and its keys say so. */
const kept = 100_000
const keptAtLeast = 40

/** What the calls hold in one slot: a value for each class that it is told of. */
interface Slot<T> {
  readonly classes: Partition
  readonly values: (T | undefined)[]
}

/**
 * Fresh slots for `count` calls.
 *
 * @param fuller what is known of one thing that was told twice, the word that came first before the other.
 */
export function slots<T>(count: number, fuller: (first: T, second: T) => T = (first) => first): Slots<T> {
  const held = new Map<string, Slot<T>>()
  const room = Math.max(keptAtLeast, Math.floor(kept / count))
  let isFull = false
  const open = (name: string): Slot<T> | null => {
    const found = held.get(name)
    if (found !== undefined) return found
    if (held.size >= room) {
      isFull = true
      return null
    }
    const fresh: Slot<T> = {classes: partition(), values: []}
    held.set(name, fresh)
    return fresh
  }
  return {
    same(name, one, two) {
      const slot = open(name)
      if (slot !== null) join(slot, one, two, fuller)
    },
    tell(name, call, value) {
      const slot = open(name)
      if (slot === null) return
      const at = slot.classes.classOf(call)
      const known = slot.values[at]
      slot.values[at] = known === undefined ? value : fuller(known, value)
    },
    get(name, call) {
      const slot = held.get(name)
      return slot?.values[slot.classes.classOf(call)]
    },
    of(name) {
      const slot = held.get(name)
      return slot === undefined ? null : (call) => slot.values[slot.classes.classOf(call)]
    },
    isSame: (name, one, two) => one === two || (held.get(name)?.classes.isSame(one, two) ?? false),
    classOf: (name, call) => held.get(name)?.classes.classOf(call) ?? call,
    keep: (name) => open(name) !== null,
    get isFull() {
      return isFull
    },
    names: () => held.keys(),
  }
}

function join<T>(
  {classes, values}: Slot<T>,
  one: number,
  two: number,
  fuller: (first: T, second: T) => T,
): void {
  const [first, second] = [classes.classOf(one), classes.classOf(two)]
  if (first === second) return
  classes.same(first, second)
  const [known, value] = [values[first], values[second]]
  if (value === undefined) return
  values[first] = known === undefined ? value : fuller(known, value)
  values[second] = undefined
}
