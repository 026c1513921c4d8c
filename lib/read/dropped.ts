import type {CompileDraft} from './draft.ts'
import type {MissRecord} from './miss.ts'

/** Functions of one process that came back, one after the other, each under the id that it had. */
interface Return {
  readonly misses: MissRecord[]
  readonly definitions: Set<string>
}

interface Process {
  /** The id that a definition was last seen with. */
  readonly ids: Map<string, string>
  coming: Return
}

const noReturn = (): Return => ({misses: [], definitions: new Set()})

/**
 * The misses of functions whose entries were dropped. An `id=` is an address: a function that is never seen again under its old id
 * was dropped from the cache, or is a new one at that address. Where several functions come back together, none stays known, and JAX
 * has no word of another function, it was the cache that was cleared.
 */
export function dropped(drafts: Iterable<CompileDraft>): ReadonlySet<MissRecord> {
  const processes = new Map<string, Process>()
  const sure = new Set<MissRecord>()
  for (const made of drafts) {
    const own = processes.get(made.process) ?? {ids: new Map(), coming: noReturn()}
    processes.set(made.process, own)
    note(own, made, sure)
  }
  for (const {coming} of processes.values()) settle(coming, sure)
  return sure
}

function note(own: Process, made: CompileDraft, sure: Set<MissRecord>): void {
  const {miss, within} = made
  if (miss === null || (within !== null && within !== 'persistent')) return
  const definition = `${miss.name}\u0000${miss.file}\u0000${miss.line}`
  const known = own.ids.get(definition)
  // JAX still knows a function of before: what came back until here was not cleared.
  const isKnown = !miss.neverSeen || miss.blamed.redefined === true
  if (isKnown && known !== undefined && !own.coming.definitions.has(definition)) own.coming = noReturn()
  if (!miss.neverSeen) return
  own.ids.set(definition, miss.object)
  if (known !== miss.object || isKnown) return
  if (own.coming.definitions.has(definition)) {
    settle(own.coming, sure)
    own.coming = noReturn()
  }
  own.coming.misses.push(miss)
  own.coming.definitions.add(definition)
}

function settle({misses, definitions}: Return, sure: Set<MissRecord>): void {
  if (definitions.size > 1) for (const miss of misses) sure.add(miss)
}
