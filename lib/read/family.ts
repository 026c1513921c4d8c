import type {ExplainedKeys} from './explained.ts'
import {mayBeSame} from './alike.ts'

/** Which calls of a function have leaves like which others. */
export interface Families {
  /** The call of the same structure that has most leaves, the first of them: JAX drops the leaves that a program does not use. */
  readonly fullestOf: (call: number) => number | undefined
  /** The first earlier call of the same structure with as many leaves. */
  readonly twinOf: (call: number) => number | undefined
  /** The first call with as many leaves that may hold the same containers; null where it is the first with as many leaves of all. */
  readonly layoutOf: (call: number) => number | null
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
    const layout = layoutOf(keys, c, layouts.get(leaves.length) ?? [])
    if (layout === c) layouts.set(leaves.length, [...(layouts.get(leaves.length) ?? []), c])
    const most = fullest.get(structure)
    if (most === undefined || leaves.length > most.count)
      fullest.set(structure, {call: c, count: leaves.length})
    if (twin === undefined) twins.set(size, c)
    return {twin, layout, isFirst: layouts.get(leaves.length)?.[0] === layout}
  })
  return {
    fullestOf: (c) => fullest.get(structures.classOf(c))?.call,
    twinOf: (c) => found[c]?.twin,
    layoutOf: (c) => {
      const known = found[c]
      return known === null || known === undefined || known.isFirst ? null : known.layout
    },
  }
}

/** So many layouts of as many leaves are told apart. */
const layoutsAtMost = 32

/** The first of these calls that holds other containers nowhere, as far as is told; else the call itself. */
function layoutOf({trees}: ExplainedKeys, c: number, firsts: readonly number[]): number {
  const places = [...trees.names()]
  const isAlike = (k: number): boolean =>
    places.every((at) => {
      const [one, other] = [trees.get(at, c), trees.get(at, k)]
      return (
        one === undefined ||
        other === undefined ||
        (one.component !== 'tree' && other.component !== 'tree') ||
        (mayBeSame(one, other) && one.swapped?.join() === other.swapped?.join())
      )
    })
  return firsts.slice(0, layoutsAtMost).find(isAlike) ?? c
}
