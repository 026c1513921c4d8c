import type {CompileDraft} from './draft.ts'
import type {MissRecord} from './miss.ts'

/** Functions of one process that came back, one after the other, each under the id that it had. */
interface Return {
  /** By the objects that came back. */
  readonly misses: Map<string, MissRecord>
  /** Definitions of all functions that JAX never saw since, these and others. */
  readonly met: Set<string>
  /** Each was called where none of before was: JAX tells of another function at a call that it remembers, or a line of it is missing. */
  isElsewhere: boolean
}

/** The ids that a definition was seen with. */
interface Ids {
  readonly all: Set<string>
  readonly last: string
}

interface Process {
  /** The ids by definition: several objects may be of one. */
  readonly ids: Map<string, Ids>
  /** The calls at which a function was never seen. */
  readonly sites: Set<string>
  coming: Return
}

const noReturn = (): Return => ({misses: new Map(), met: new Set(), isElsewhere: true})

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
  const definition = definitionOf(miss)
  const ids = own.ids.get(definition)
  const isNew = miss.neverSeen && isNewSite(own, miss)
  const isBack = ids !== undefined && comesBack(ids, miss, isNew)
  // JAX still knows a function of before: what came back until here was not cleared.
  const isKnown = !miss.neverSeen || (miss.blamed.redefined === true && !isBack)
  if (isKnown && ids !== undefined && !own.coming.met.has(definition)) own.coming = noReturn()
  if (!miss.neverSeen) return
  own.ids.set(definition, {all: withId(ids?.all, miss.object), last: miss.object})
  if (isBack) comeBack(own, miss, isNew, found)
  if (own.coming.misses.size > 0) own.coming.met.add(definition)
}

const definitionOf = ({name, file, line}: MissRecord): string => `${name}\u0000${file}\u0000${line}`

/** Whether a function has an id that its definition had: made anew at one call, functions take turns between addresses. */
const comesBack = ({all, last}: Ids, {neverSeen, object}: MissRecord, isNewSite: boolean): boolean =>
  neverSeen && (isNewSite ? all.has(object) : last === object)

/** So many ids of one definition are remembered. */
const idsKept = 256

const withId = (ids: Set<string> | undefined, id: string): Set<string> =>
  (ids === undefined || ids.size === idsKept ? new Set<string>() : ids).add(id)

function comeBack(own: Process, miss: MissRecord, isElsewhere: boolean, found: Found): void {
  const object = `${definitionOf(miss)}\u0000${miss.object}`
  if (own.coming.misses.has(object)) {
    settle(own.coming, found)
    own.coming = noReturn()
  }
  own.coming.isElsewhere &&= isElsewhere
  own.coming.misses.set(object, miss)
}

/** Whether no function was never seen before at its call: at any other JAX tells of another one, or a line of it is missing. */
function isNewSite({sites}: Process, {callsite, blamed}: MissRecord): boolean {
  const isMet = sites.has(callsite)
  if (callsite !== '') sites.add(callsite)
  return !isMet && blamed.redefined !== true
}

function settle({misses, isElsewhere}: Return, {surely, perhaps}: Found): void {
  const all = [...misses.values()]
  if (new Set(all.map(definitionOf)).size < 2) return
  for (const miss of all) (isElsewhere ? surely : perhaps).add(miss)
}
