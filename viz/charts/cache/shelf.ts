import {
  type Event,
  type Explanation,
  type Layer,
  type Miss,
  sayFurther,
  type Trace,
} from '../../../lib/index.ts'
import type {Tone} from '../../theme.ts'
import {answer, type Answer} from '../layers.ts'
import {isOfTorch, missAt, tellsHits, toneAt} from '../position.ts'

/** An entry of a layer, from the call that made it to the call that pushed it out. */
export interface Entry {
  readonly id: number
  readonly key: number
  readonly functionId: number
  readonly born: number
  /** What differed when it was made: a path, or what stands in the place of one. */
  readonly cause: string
  readonly isPath: boolean
  readonly tone: Tone
  /** Whether a what-if spares the call that made it. */
  readonly isGone: boolean
  calls: number
  last: number
  /** Position of the call that evicted it, or made it again; null while it lives, as far as anybody tells. */
  died: number | null
}

/** What a layer held in the course of a run. */
export interface Store {
  readonly entries: readonly Entry[]
  /** Number of entries after a call, where it changed. */
  readonly sizes: readonly {readonly index: number; readonly size: number}[]
  /** Whether the trace numbers no entries: that a miss made one follows from what became of the call. */
  readonly implied: boolean
  /** Whether the trace shows hits: else nobody knows who used an entry again. */
  readonly hits: boolean
  /** Calls that made an entry, of which the trace does not tell the key. */
  readonly unknown: number
}

/** What a layer holds while the calls are read in order. */
interface Shelf {
  readonly layer: Layer
  readonly implied: boolean
  readonly entries: Entry[]
  /** The entries that live, by their numbers, else by their keys. */
  readonly living: Map<string, Entry>
  /** The entry that serves each key of each process. */
  readonly byKey: Map<string, Entry>
  readonly sizes: {readonly index: number; readonly size: number}[]
}

/**
 * The entries that the calls made in a layer: as recorded, else as the outcomes imply. Then a miss makes an entry, hits of its key
 * use it, and it was gone when the same key is made once more; what else was dropped, nobody tells.
 *
 * @param gone positions of misses that a what-if spares: what they made is kept apart
 */
export function follow(
  trace: Trace,
  explanation: Explanation,
  layer: Layer,
  gone: ReadonlySet<number> = new Set(),
): Store {
  const implied = !isNumbered(trace)
  const shelf: Shelf = {layer, implied, entries: [], living: new Map(), byKey: new Map(), sizes: []}
  const [slotOf, hits] = [slots(trace), tellsHits(trace)]
  let unknown = 0
  for (let index = 0; index < trace.length; index++) {
    const found =
      trace.outcome(index) === 'hit' || isOfTorch(trace, index) ? null : answer(trace.at(index), layer)
    const slot = slotOf(index)
    if (found !== null && makes(found, implied)) {
      if (trace.keyAt(index) < 0) unknown++
      else store(shelf, entryOf(trace, explanation, index, found, gone.has(index)), slot)
      evict(shelf, trace.at(index), index)
      shelf.sizes.push({index, size: shelf.living.size})
      continue
    }
    const asked = found?.result === 'hit' ? shelf.living.get(`entry ${found.entry}`) : undefined
    if (asked !== undefined) shelf.byKey.set(slot, asked)
    use(shelf.byKey.get(slot), index)
  }
  return {entries: shelf.entries, sizes: shelf.sizes, implied, hits, unknown}
}

const isNumbered = (trace: Trace): boolean =>
  trace.misses().some((index) => trace.at(index).layers.some(({entry}) => entry >= 0))

/** Where the entry of a call is looked for: its key; beside other processes, the key of its own. */
function slots(trace: Trace): (index: number) => string {
  const isShared = trace.misses().some((index) => trace.at(index).process !== undefined)
  return (index) =>
    isShared ? `${trace.keyAt(index)} ${trace.at(index).process ?? ''}` : String(trace.keyAt(index))
}

/** Whether an answer stored something. */
const makes = ({result, entry}: Answer, implied: boolean): boolean =>
  result === 'miss' && (entry >= 0 || implied)

const entryOf = (
  trace: Trace,
  explanation: Explanation,
  index: number,
  {entry}: Answer,
  isGone: boolean,
): Entry => ({
  id: entry,
  key: trace.keyAt(index),
  functionId: trace.functionAt(index),
  born: index,
  ...causeOf(missAt(explanation, index)),
  tone: toneAt(trace, explanation, index),
  isGone,
  calls: 0,
  last: index,
  died: null,
})

function causeOf(miss: Miss | undefined): Pick<Entry, 'cause' | 'isPath'> {
  const path = miss?.causes[0]?.path
  if (path !== undefined) return {cause: path, isPath: true}
  if (miss === undefined) return {cause: '', isPath: false}
  if (miss.taxonomy === 'capacity') return {cause: sayFurther('program gone'), isPath: false}
  return {cause: sayFurther(miss.nearest < 0 ? 'first key' : 'cause unknown'), isPath: false}
}

function store({entries, living, byKey, implied}: Shelf, entry: Entry, slot: string): void {
  const earlier = implied ? byKey.get(slot) : undefined
  if (earlier !== undefined) earlier.died = entry.born
  entries.push(entry)
  byKey.set(slot, entry)
  if (!entry.isGone) living.set(implied ? `key ${slot}` : `entry ${entry.id}`, entry)
}

/** Takes out what a call pushed out. */
function evict({layer, living}: Shelf, {evicted = []}: Event, index: number): void {
  for (const gone of evicted) {
    const name = `entry ${gone.entry}`
    const dead = gone.layer === layer ? living.get(name) : undefined
    if (dead === undefined) continue
    dead.died = index
    living.delete(name)
  }
}

function use(entry: Entry | undefined, index: number): void {
  if (entry === undefined || entry.died !== null) return
  entry.calls++
  entry.last = index
}
