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
  names(): Iterable<string>
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
export const slots = <T>(count: number, fuller: (first: T, second: T) => T = (first) => first): Slots<T> =>
  new HeldSlots(Math.max(keptAtLeast, Math.floor(kept / count)), fuller)

/** Nothing is made before something is told: most functions of some logs are met once, and nothing is told of them. */
class HeldSlots<T> implements Slots<T> {
  readonly #room: number
  readonly #fuller: (first: T, second: T) => T
  #held: Map<string, Slot<T>> | null = null
  isFull = false

  constructor(room: number, fuller: (first: T, second: T) => T) {
    this.#room = room
    this.#fuller = fuller
  }

  same(name: string, one: number, two: number): void {
    const slot = this.#open(name)
    if (slot !== null) join(slot, one, two, this.#fuller)
  }

  tell(name: string, call: number, value: T): void {
    const slot = this.#open(name)
    if (slot === null) return
    const at = slot.classes.classOf(call)
    const known = slot.values[at]
    slot.values[at] = known === undefined ? value : this.#fuller(known, value)
  }

  get(name: string, call: number): T | undefined {
    const slot = this.#held?.get(name)
    return slot?.values[slot.classes.classOf(call)]
  }

  of(name: string): ((call: number) => T | undefined) | null {
    const slot = this.#held?.get(name)
    return slot === undefined ? null : (call) => slot.values[slot.classes.classOf(call)]
  }

  isSame(name: string, one: number, two: number): boolean {
    return one === two || (this.#held?.get(name)?.classes.isSame(one, two) ?? false)
  }

  classOf(name: string, call: number): number {
    return this.#held?.get(name)?.classes.classOf(call) ?? call
  }

  keep(name: string): boolean {
    return this.#open(name) !== null
  }

  names(): Iterable<string> {
    return this.#held?.keys() ?? []
  }

  #open(name: string): Slot<T> | null {
    const held = (this.#held ??= new Map<string, Slot<T>>())
    const found = held.get(name)
    if (found !== undefined) return found
    if (held.size >= this.#room) {
      this.isFull = true
      return null
    }
    const fresh: Slot<T> = {classes: partition(), values: []}
    held.set(name, fresh)
    return fresh
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
