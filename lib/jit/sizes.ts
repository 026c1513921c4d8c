import type {Blame} from '../log/index.ts'
import {equal, equalStatic} from '../python/index.ts'
import {type Apart, leavesApart, blamedAt, settingsApart, treesApart} from './apart.ts'
import type {TraceKey} from './tracekey.ts'
import type {Explains} from './why.ts'

/** One kind of difference between two keys, and how large it is. */
interface Item {
  readonly kind: 'context' | 'tree' | 'types' | 'unavailable'
  readonly size: number
  readonly found: readonly Apart[]
}

/**
 * JAX's own reason for a trace until 0.8: of the previous keys of the function the first whose differences add up to the smallest
 * size. It lists all of them, the smallest first, which gives the reason its kind.
 *
 * Source: jax `pjit.py`, `explain_tracing_cache_miss` and `diff_tracing_cache_keys`.
 */
export function leastSize(now: TraceKey, before: readonly TraceKey[], how: Explains): Blame {
  const [first, ...others] = before
  if (first === undefined) return {kind: 'function', places: []}
  const {items} = others.reduce(
    (told, key) => {
      const one = sized(itemsBetween(now, key, how))
      return one.size < told.size ? one : told
    },
    sized(itemsBetween(now, first, how)),
  )
  const [smallest] = items.toSorted((a, b) => a.size - b.size)
  return {
    kind: smallest?.kind ?? 'unavailable',
    places: (['tree', 'types', 'context'] as const).flatMap((kind) =>
      items.filter((item) => item.kind === kind).flatMap(({found}) => found.map((one) => blamedAt(one, now))),
    ),
  }
}

const sized = (items: readonly Item[]): {readonly items: readonly Item[]; readonly size: number} => ({
  items,
  size: items.reduce((sum, {size}) => sum + size, 0),
})

/** What JAX cannot explain counts as so many differences. */
const unexplained: Item = {kind: 'unavailable', size: 10, found: []}

function itemsBetween(now: TraceKey, before: TraceKey, {settings}: Explains): readonly Item[] {
  const [mine, other] = [now.fixed, before.fixed]
  const isAlike = mine.transforms.length === other.transforms.length
  const context = settingsApart(now.config, before.config, settings).map((one): Apart =>
    one.kind === 'setting' ? {...one, isNumbered: true} : one,
  )
  const found: readonly Item[] = [
    ...(isAlike ? transforms(now, before) : [unexplained]),
    ...(isAlike && now.inputs.length === before.inputs.length ? types(now, before) : []),
    ...(context.length > 0 ? [{kind: 'context' as const, size: context.length, found: context}] : []),
  ]
  return found.length > 0 ? found : [unexplained]
}

/** The tree of the dynamic arguments, then the static ones by name, then by position. */
function transforms(now: TraceKey, before: TraceKey): readonly Item[] {
  const [mine, other] = [now.fixed, before.fixed]
  return [
    ...trees(now, before),
    ...mine.transforms.flatMap((name, i): readonly Item[] => {
      if (name !== other.transforms[i]) return [unexplained]
      return name === 'names'
        ? statics(now, before, 'named', equal)
        : [...positions(now, before), ...statics(now, before, 'placed', equalStatic)]
    }),
  ]
}

/** JAX takes as many leaves under equal positional arguments for another way to give the same ones, which is no difference at all. */
function trees(now: TraceKey, before: TraceKey): readonly Item[] {
  const found = treesApart(now.tree, before.tree)
  if (found.length === 0) return []
  const isMoved = now.inputs.length === before.inputs.length && startsAlike(now, before)
  return [{kind: 'tree', size: isMoved ? 0 : found.length, found: isMoved ? [] : found}]
}

const startsAlike = (now: TraceKey, before: TraceKey): boolean => {
  const theirs = before.positional
  return now.positional.every((tree, i) => {
    const other = theirs[i]
    return other !== undefined && treesApart(tree, other).length === 0
  })
}

const positions = ({fixed: {dynamic}}: TraceKey, before: TraceKey): readonly Item[] =>
  dynamic.join() === before.fixed.dynamic.join() ? [] : [{kind: 'tree', size: 1, found: []}]

function statics(
  now: TraceKey,
  before: TraceKey,
  which: 'named' | 'placed',
  isEqual: (a: unknown, b: unknown) => boolean,
): readonly Item[] {
  const [mine, other] = [now.fixed[which], before.fixed[which]]
  const longer = mine.length > other.length ? mine : other
  const found = longer.flatMap(({name}, i): readonly Apart[] => {
    const [a, b] = [mine[i], other[i]]
    if (
      a !== undefined &&
      b !== undefined &&
      (which === 'placed' || a.name === b.name) &&
      isEqual(a.value, b.value)
    )
      return []
    const at = which === 'placed' ? `static args[${i}]` : `[1]['${name}']`
    return [{kind: 'static', at, name, now: a ?? null, before: b ?? null}]
  })
  return found.length > 0 ? [{kind: 'tree', size: found.length, found}] : []
}

function types(now: TraceKey, before: TraceKey): readonly Item[] {
  const found = leavesApart(now, before, 'weak or mesh')
  return found.length > 0
    ? [{kind: 'types', size: found.reduce((sum, one) => sum + sizeOf(one), 0), found}]
    : []
}

/** Axes of another size, those that only one has, and whether a type is weak, or else sharded otherwise. */
function sizeOf(one: Apart): number {
  if (one.kind !== 'leaf') return 1
  const [a, b] = [one.now.shape, one.before.shape]
  const axes = Array.from({length: Math.max(a.length, b.length)}, (_, i) => a[i] !== b[i]).filter(
    Boolean,
  ).length
  return Math.max(1, axes + (one.now.weak_type !== one.before.weak_type || a.length !== b.length ? 1 : 0))
}
