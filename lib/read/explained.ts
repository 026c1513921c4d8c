import type {CompileDraft} from './draft.ts'
import {meshOf} from './shorttype.ts'
import {alikeElsewhere, candidates, inOrder, lookback} from './candidates.ts'
import {containersOf, type Inference, inference} from './inference.ts'
import {agree, equate, shareGraver, tellBefore, tellNewTrees, tellNow} from './laws.ts'
import {type Members, dictMembers} from './members.ts'
import type {MissRecord} from './miss.ts'
import type {RecordedCall} from './recorded.ts'

/** The same, with the keys of the dicts. */
export interface ExplainedKeys extends Inference {
  readonly members: Members
}

/** What one pass finds may decide with which key the next one says that JAX compared. */
const passes = 4

/**
 * Puts together what the misses of one function object tell of each other, by the two laws of `laws.ts`. `isReuse` says of a
 * call without a miss whether it found an earlier trace again.
 */
export function explainedKeys(
  calls: readonly RecordedCall[],
  isReuse: (draft: CompileDraft) => boolean,
): ExplainedKeys {
  const found = inference(calls)
  const retracedLike = lastOfSameTypes(calls)
  tellNewTrees(found)
  calls.forEach(({draft: {miss}}, c) => {
    if (miss !== null) tellNow(found, c, miss)
  })
  shareGraver(found)
  for (let pass = 0, changed = true; changed && pass < passes; pass++) {
    changed = false
    calls.forEach(({draft}, c) => {
      if (draft.miss !== null) changed = compare(found, c, draft.miss, pass > 0) || changed
      else if (isReuse(draft) && !found.compared.has(c))
        changed = reuse(found, c, retracedLike.get(c)) || changed
    })
  }
  alignStructures(found)
  return {...found, members: dictMembers(found)}
}

/** Calls that are the same at all places that no message names, and hold the same containers at the others, are of one structure. */
function alignStructures(found: Inference): void {
  const seen = new Map<string, number>()
  found.calls.forEach((_, c) => {
    const text = `${found.unnamed.classOf(c)} ${containersOf(found, c)}`
    const like = seen.get(text)
    if (like === undefined) seen.set(text, c)
    else found.structures.same(like, c)
  })
}

/** Whether a key that a miss tells of can be that of one earlier call alone; both calls then say more of each other. */
function compare(found: Inference, c: number, miss: MissRecord, isLater: boolean): boolean {
  if (miss.neverSeen || miss.severity === null) return false
  const known = found.compared.get(c) ?? miss.keys.map(() => null)
  found.compared.set(c, known)
  const most = isLater || miss.keys.length > 1 ? lookback : 2
  const all = miss.keys.map((key, i) => (known[i] == null ? candidates(found, c, key, most) : [known[i]]))
  const fits = miss.keys.length > 1 ? alikeElsewhere(found, miss.keys, all) : all
  const alike: (number | null)[] = []
  found.alike.set(c, alike)
  let changed = false
  for (const [i, [only, ...others]] of inOrder(fits).entries()) {
    const key = miss.keys[i]
    if (only === undefined || key === undefined || known[i] !== null) continue
    if (others.length > 0) {
      if (isLater) agree(found, c, key, [only, ...others])
      const isAlike = key.trees.every(({at}) => others.every((k) => found.trees.isSame(at, only, k)))
      alike[i] = isAlike ? only : null
      continue
    }
    known[i] = only
    tellBefore(found, only, key)
    equate(found, c, only, key)
    changed = true
  }
  return changed
}

/** Whether a call without a miss has an earlier trace to find again. */
function reuse(found: Inference, c: number, earlier: number | undefined): boolean {
  if (earlier === undefined) return false
  found.compared.set(c, [earlier])
  equate(found, c, earlier, null)
  return true
}

/** For each call the last one before it whose leaves are of the same types on the same meshes; the one before it where they are not told. */
function lastOfSameTypes(calls: readonly RecordedCall[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const seen = new Map<string, number>()
  calls.forEach(({leaves}, c) => {
    const types = leaves?.map(({type, sharding}) => type + meshOf(sharding)).join()
    const last = types === undefined ? c - 1 : seen.get(types)
    if (last !== undefined && last >= 0) found.set(c, last)
    if (types !== undefined) seen.set(types, c)
  })
  return found
}
