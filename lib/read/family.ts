import type {Known} from './known.ts'

/** Which calls of a function have leaves like which others. */
export interface Families {
  /** The call of the same tree that has most leaves, the first of them: JAX drops the leaves that a program does not use. */
  readonly fullestOf: (call: number) => number | undefined
  /** The first earlier call of the same tree with as many leaves. */
  readonly twinOf: (call: number) => number | undefined
  /** The first earlier call with leaves of the same types. */
  readonly alikeOf: (call: number) => number | undefined
}

/** Sorts the calls of a function by their trees and leaves. */
export function families({calls, shapes}: Known): Families {
  const fullest = new Map<number, number>()
  const twins = new Map<string, number>()
  const alike = new Map<string, number>()
  const treeOf = (c: number): number => shapes.root('shape', c)
  const twinName = (c: number): string => `${treeOf(c)} ${calls[c]?.leaves?.length ?? 0}`
  const typesOf = (c: number): string => (calls[c]?.leaves ?? []).map(({type}) => type).join('\n')
  const earlier = (first: number | undefined, c: number): number | undefined =>
    first !== undefined && first < c ? first : undefined
  calls.forEach(({leaves}, c) => {
    if (leaves === null) return
    const most = fullest.get(treeOf(c))
    if (most === undefined || leaves.length > (calls[most]?.leaves?.length ?? 0)) fullest.set(treeOf(c), c)
    if (!twins.has(twinName(c))) twins.set(twinName(c), c)
    if (leaves.length > 0 && !alike.has(typesOf(c))) alike.set(typesOf(c), c)
  })
  return {
    fullestOf: (c) => fullest.get(treeOf(c)),
    twinOf: (c) => (calls[c]?.leaves === null ? undefined : earlier(twins.get(twinName(c)), c)),
    alikeOf: (c) => earlier(alike.get(typesOf(c)), c),
  }
}
