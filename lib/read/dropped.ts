import type {CompileDraft} from './draft.ts'
import type {MissRecord} from './miss.ts'

/** Functions of one process that came back, one after the other, each under the id that it had. */
interface Return {
  readonly misses: MissRecord[]
  readonly definitions: Set<string>
  /** Each was called where none of before was: JAX tells of another function at a call that it remembers, or a line of it is missing. */
  isElsewhere: boolean
}

interface Process {
  /** The id that a definition was last seen with. */
  readonly ids: Map<string, string>
  /** The calls at which a function was never seen. */
  readonly sites: Set<string>
  coming: Return
}

const noReturn = (): Return => ({misses: [], definitions: new Set(), isElsewhere: true})

/** The misses of functions whose entries were dropped, surely, or as likely as not. */
export interface Dropped {
  readonly surely: ReadonlySet<MissRecord>
  readonly perhaps: ReadonlySet<MissRecord>
}

/** The same, while they are looked for. */
type Found = Readonly<Record<keyof Dropped, Set<MissRecord>>>

/**
 * The misses of functions whose entries were dropped. An `id=` is an address: a function that is never seen again under its old id
 * was dropped from the cache, or is a new one at that address. Where several functions come back together, and none stays known, it was the
 * cache that was cleared, unless they were called where they were before: then JAX tells of another function on their lines (it
 * remembers the calls, and no function), and as many may have been made anew.
 *
 * @example
 * dropped(drafts).surely.has(miss) // true of both functions that were called again, at other lines, after jax.clear_caches()
 */
export function dropped(drafts: Iterable<CompileDraft>): Dropped {
  const processes = new Map<string, Process>()
  const found: Found = {surely: new Set(), perhaps: new Set()}
  for (const made of drafts) {
    const own = processes.get(made.process) ?? {ids: new Map(), sites: new Set(), coming: noReturn()}
    processes.set(made.process, own)
    note(own, made, found)
  }
  for (const {coming} of processes.values()) settle(coming, found)
  return found
}

function note(own: Process, made: CompileDraft, found: Found): void {
  const {miss, within} = made
  if (miss === null || (within !== null && within !== 'persistent')) return
  const definition = `${miss.name}\u0000${miss.file}\u0000${miss.line}`
  const known = own.ids.get(definition)
  // JAX still knows a function of before: what came back until here was not cleared.
  const isKnown = !miss.neverSeen || (miss.blamed.redefined === true && known !== miss.object)
  if (isKnown && known !== undefined && !own.coming.definitions.has(definition)) own.coming = noReturn()
  if (!miss.neverSeen) return
  own.ids.set(definition, miss.object)
  const isNew = isNewSite(own, miss)
  if (known !== miss.object || isKnown) return
  if (own.coming.definitions.has(definition)) {
    settle(own.coming, found)
    own.coming = noReturn()
  }
  own.coming.isElsewhere &&= isNew
  own.coming.misses.push(miss)
  own.coming.definitions.add(definition)
}

/** Whether no function was never seen before at its call: at any other JAX tells of another one, or a line of it is missing. */
function isNewSite({sites}: Process, {callsite, blamed}: MissRecord): boolean {
  const isMet = sites.has(callsite)
  if (callsite !== '') sites.add(callsite)
  return !isMet && blamed.redefined !== true
}

function settle({misses, definitions, isElsewhere}: Return, {surely, perhaps}: Found): void {
  if (definitions.size < 2) return
  for (const miss of misses) (isElsewhere ? surely : perhaps).add(miss)
}
