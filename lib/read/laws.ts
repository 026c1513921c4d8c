import {untold} from '../words/index.ts'
import {looksAlike, toldApart} from './alike.ts'
import {meshIn, unmarked, weakness} from './shorttype.ts'
import type {Inference} from './inference.ts'
import type {TreeDifference} from './severity.ts'
import type {MissRecord, ToldKey} from './miss.ts'
import {isNodeState} from './place.ts'
import {printedPlaces} from './printed.ts'
import type {Slots} from './slots.ts'
import {pytreeOfLeaves} from './subtree.ts'

/** A difference below which the rest of the two trees is not compared. */
export const hides = ({at, now, before}: TreeDifference): boolean =>
  !isNodeState(at) && (now.hides || (before?.hides ?? true))

/** A difference that changes which leaves there are: anything but metadata. */
const reshapes = ({now, before}: TreeDifference): boolean =>
  now.component === 'tree' || before?.component === 'tree' || now.leaves?.length !== before?.leaves?.length

/** What a miss tells of its own call. */
export function tellNow(found: Inference, c: number, miss: MissRecord): void {
  for (const key of [miss, ...miss.keys]) tellOwn(found, c, miss.name, key)
  for (const {name, now} of miss.given) tellType(found, name, c, now)
}

/** What it tells of it beside one earlier key. */
function tellOwn(found: Inference, c: number, fn: string, {trees, types, context}: ToldKey): void {
  for (const {at, now, before, keys} of trees) {
    const isTwin = keys.length === 0 && before !== null && !now.cut && !before.cut && looksAlike(now, before)
    const held = keys.length > 0 ? {...now, base: now, swapped: keys} : now
    found.trees.tell(at, c, isTwin ? toldApart(now, fn, c) : held)
  }
  for (const {name, now} of context) found.context.tell(name, c, now ?? untold(c))
  for (const {name, now} of types) tellType(found, name, c, now)
}

/** Until 0.5 JAX says that it never saw a tree of arguments, and not where it differs: what is known of it are its leaves. */
export function tellNewTrees({calls, trees}: Inference): void {
  if (!calls.some(({draft}) => draft.miss?.isNewTree)) return
  calls.forEach(({draft: {miss}, leaves}, c) => {
    if (miss === null || leaves === null) return
    const isElsewhere = miss.trees.some(({keys}) => keys.length > 0)
    if (miss.neverSeen || (miss.isNewTree && !isElsewhere))
      trees.tell('arguments', c, pytreeOfLeaves(leaves, c))
  })
}

/** What a miss tells of the call that JAX compared with. */
export function tellBefore(found: Inference, k: number, miss: ToldKey): void {
  const {trees, context} = found
  for (const {at, before} of miss.trees) if (before !== null) trees.tell(at, k, before)
  for (const {name, before} of miss.context) context.tell(name, k, before ?? untold(k))
  for (const {name, before} of miss.types) tellType(found, name, k, before)
}

function tellType({types, meshes, weak}: Inference, name: string, c: number, type: string): void {
  types.tell(name, c, unmarked(type))
  const [mesh, isWeak] = [meshIn(type), weakness(type)]
  if (mesh !== null) meshes.tell(name, c, mesh)
  if (isWeak !== null) weak.tell(name, c, isWeak)
}

/**
 * The first law: JAX prints every place at which a call differs from the key that it chose, so that both hold the same at a
 * place that it does not print, as far as its release compares them (`miss.compared`): from 0.9 on a miss for another context
 * compares no trees, and one for another tree no types. A call without a miss found its trace again and differs in no place.
 */
export function equate(inference: Inference, c: number, k: number, miss: ToldKey | null): void {
  const {context, types, meshes, weak} = inference
  const compared = miss?.compared ?? {...sameTrace, types: inference.calls[c]?.leaves !== null}
  if (compared.trees) equateTrees(inference, c, k, miss)
  if (compared.context) equateUnnamed(context, c, k, miss?.context ?? [])
  if (!compared.types) return
  equateUnnamed(types, c, k, miss?.types ?? [])
  const marked = miss?.types.filter(({now}) => !compared.weakness || weakness(now) !== null) ?? []
  equateUnnamed(weak, c, k, marked, types.names())
  // Until 0.8 JAX prints no mesh of a type that it marks as weak or not.
  const onMesh = miss?.types.filter((one) => marked.includes(one) || meshIn(one.now) !== null) ?? []
  equateUnnamed(meshes, c, k, onMesh, types.names())
}

function equateTrees(
  {trees, structures, unnamed}: Inference,
  c: number,
  k: number,
  miss: ToldKey | null,
): void {
  const differences = miss?.trees ?? []
  const printed = printedPlaces(differences)
  for (const at of trees.names()) if (printed.isEqualAt(at)) trees.same(at, c, k)
  if (!differences.some(hides) && miss?.severity !== 'unavailable') unnamed.same(c, k)
  if (!differences.some(reshapes)) structures.same(c, k)
}

function equateUnnamed<T>(
  slots: Slots<T>,
  c: number,
  k: number,
  named: readonly {readonly name: string}[],
  all: Iterable<string> = slots.names(),
): void {
  const names = new Set(named.map(({name}) => name))
  for (const name of all) if (!names.has(name)) slots.same(name, c, k)
}

/** What a trace that is found again compares; its types, where a compile line tells which trace it is. */
const sameTrace = Object.freeze({context: true, trees: true, weakness: true})

/**
 * The second law: JAX chooses the key of the gravest difference (jax `partial_eval.py`, `diff_tracing_cache_keys`: the lowest severity,
 * then the fewest differences), so that a miss that blames a tree has the context of all earlier keys, and one that blames types has
 * their trees as well.
 */
export function shareGraver({calls, context, trees, structures, unnamed}: Inference): void {
  const shared = {contexts: 0, trees: 0}
  calls.forEach(({draft: {miss}}, c) => {
    if (c === 0 || miss === null || !miss.ranked || miss.severity === null || miss.severity === 'context')
      return
    for (; shared.contexts <= c; shared.contexts++)
      for (const name of context.names()) context.same(name, shared.contexts, 0)
    if (miss.severity === 'tree') return
    for (; shared.trees <= c; shared.trees++) {
      for (const at of trees.names()) trees.same(at, shared.trees, 0)
      structures.same(shared.trees, 0)
      unnamed.same(shared.trees, 0)
    }
  })
}

/** Where several earlier calls fit, both laws hold at the places at which these are known to be the same. */
export function agree(inference: Inference, c: number, miss: ToldKey, fits: readonly number[]): void {
  const [first, ...others] = fits
  if (first === undefined) return
  agreeBefore(inference, miss, first, others)
  const {trees, unnamed} = inference
  if (!miss.compared.trees) return
  const printed = printedPlaces(miss.trees)
  for (const at of trees.names())
    if (printed.isEqualAt(at) && others.every((k) => trees.isSame(at, first, k))) trees.same(at, c, first)
  if (!miss.trees.some(hides) && others.every((k) => unnamed.isSame(first, k))) unnamed.same(c, first)
  if (!miss.trees.some(reshapes) && others.every((k) => inference.structures.isSame(first, k)))
    inference.structures.same(c, first)
}

/** What a miss tells of the call compared with is told of all that fit, where they are known to be the same. */
function agreeBefore(found: Inference, miss: ToldKey, first: number, others: readonly number[]): void {
  const {trees, context, types, meshes, weak} = found
  for (const {at, before} of miss.trees)
    if (before !== null && others.every((k) => trees.isSame(at, first, k))) trees.tell(at, first, before)
  for (const {name, before} of miss.types)
    if ([types, meshes, weak].every((slots) => others.every((k) => slots.isSame(name, first, k))))
      tellType(found, name, first, before)
  for (const {name, before} of miss.context)
    if (others.every((k) => context.isSame(name, first, k)))
      context.tell(name, first, before ?? untold(first))
}
