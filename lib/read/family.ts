import type {ExplainedKeys} from './explained.ts'
import {mayBeSame} from './alike.ts'
import type {Subtree} from './subtree.ts'

/** Which calls of a function have leaves like which others. */
export interface Families {
  /** The call of the same structure that has most leaves, the first of them: JAX drops the leaves that a program does not use. */
  readonly fullestOf: (call: number) => number | undefined
  /** The first earlier call of the same structure with as many leaves. */
  readonly twinOf: (call: number) => number | undefined
  /** The first call with as many leaves that may hold the same containers; null where it is the first with as many leaves of all. */
  readonly layoutOf: (call: number) => number | null
  /** An earlier call with as many leaves, of which all containers that messages name are told, as of this one, and are the same. */
  readonly mateOf: (call: number) => number | undefined
}

/** Sorts the calls of a function by their structures and leaves. */
export function families(keys: ExplainedKeys): Families {
  const {calls, structures} = keys
  /** The calls of which each is the first of its layout, by their numbers of leaves. */
  const layouts = new Map<number, readonly number[]>()
  const fullest = new Map<number, {readonly call: number; readonly count: number}>()
  const twins = new Map<string, number>()
  const found = calls.map(({leaves}, c) => {
    const structure = structures.classOf(c)
    if (leaves === null) return null
    const size = `${structure} ${leaves.length}`
    const twin = twins.get(size)
    const firsts = (layouts.get(leaves.length) ?? []).slice(0, layoutsAtMost)
    const own = heldIn(keys, c)
    const layout = firsts.find((k) => isAlike(keys, own, c, k, true)) ?? c
    const mate = layout !== c && isAlike(keys, own, c, layout, false) ? layout : undefined
    if (layout === c) layouts.set(leaves.length, [...(layouts.get(leaves.length) ?? []), c])
    const most = fullest.get(structure)
    if (most === undefined || leaves.length > most.count)
      fullest.set(structure, {call: c, count: leaves.length})
    if (twin === undefined) twins.set(size, c)
    return {twin, layout, mate, isFirst: layouts.get(leaves.length)?.[0] === layout}
  })
  return {
    fullestOf: (c) => fullest.get(structures.classOf(c))?.call,
    twinOf: (c) => found[c]?.twin,
    mateOf: (c) => found[c]?.mate,
    layoutOf: (c) => {
      const known = found[c]
      return known === null || known === undefined || known.isFirst ? null : known.layout
    },
  }
}

/** So many layouts of as many leaves are told apart. */
const layoutsAtMost = 32

/** What a call holds at a place that messages name. */
interface HeldAt {
  readonly at: string
  readonly held: Subtree | undefined
  /** Which keys it is told to have there, and which not. */
  readonly keys: readonly {readonly slot: string; readonly has: boolean}[]
}

/** What a call holds at all places that messages name. */
const heldIn = ({trees, members}: ExplainedKeys, call: number): readonly HeldAt[] =>
  [...trees.names()].map((at) => ({
    at,
    held: trees.get(at, call),
    keys: [...(members.keys.get(at) ?? [])].flatMap((key) => {
      const slot = `${at}${key}`
      const has = members.has.get(slot, call)
      return has === undefined ? [] : [{slot, has}]
    }),
  }))

/** Whether another call holds the same containers at all these places: for all that is told, or for sure. */
function isAlike(
  {trees, members}: ExplainedKeys,
  own: readonly HeldAt[],
  c: number,
  k: number,
  mayBeUntold: boolean,
): boolean {
  const swapped = (held: Subtree, at: string, call: number): string =>
    (held.swapped ?? []).filter((key) => members.has.get(`${at}${key}`, call) === undefined).join()
  return own.every(({at, held: one, keys}) => {
    const other = trees.get(at, k)
    if (keys.some(({slot, has}) => (members.has.get(slot, k) ?? has) !== has)) return false
    if (one === undefined || other === undefined) return mayBeUntold
    if (one.component !== 'tree' && other.component !== 'tree') return true
    return (
      (mayBeSame(one, other) || one.words === other.words) && swapped(one, at, c) === swapped(other, at, k)
    )
  })
}
