import type {PrintedLeaf} from './shorttype.ts'
import type {ExplainedKeys} from './explained.ts'

/** Which calls of a function have leaves like which others. */
export interface Families {
  /** The call of the same structure that has most leaves, the first of them: JAX drops the leaves that a program does not use. */
  readonly fullestOf: (call: number) => number | undefined
  /** The first earlier call of the same structure with as many leaves. */
  readonly twinOf: (call: number) => number | undefined
  /** The first earlier call with leaves of the same types. */
  readonly alikeOf: (call: number) => number | undefined
}

/** Sorts the calls of a function by their structures and leaves. */
export function families({calls, structures}: ExplainedKeys): Families {
  const fullest = new Map<number, {readonly call: number; readonly count: number}>()
  const twins = new Map<string, number>()
  const alike = new Map<string, number>()
  const found = calls.map(({leaves}, c) => {
    if (leaves === null) return null
    const structure = structures.classOf(c)
    const size = `${structure} ${leaves.length}`
    const types = typesOf(leaves)
    const earlier = {twin: twins.get(size), alike: alike.get(types)}
    const most = fullest.get(structure)
    if (most === undefined || leaves.length > most.count)
      fullest.set(structure, {call: c, count: leaves.length})
    if (earlier.twin === undefined) twins.set(size, c)
    if (earlier.alike === undefined && leaves.length > 0) alike.set(types, c)
    return earlier
  })
  return {
    fullestOf: (c) => fullest.get(structures.classOf(c))?.call,
    twinOf: (c) => found[c]?.twin,
    alikeOf: (c) => found[c]?.alike,
  }
}

const typesOf = (leaves: readonly PrintedLeaf[]): string => leaves.map(({type}) => type).join('\n')
