import type {Path} from '../log/index.ts'
import type {Delta} from '../words/index.ts'
import {differingAxes, parseAval, typesIn} from './avaltext.ts'
import {cause} from './cause.ts'
import type {Cause} from './explanation.ts'
import {grouped} from './grouped.ts'

/** Fewer than this are shown one by one. */
const many = 4

/**
 * Folds causes that change in the same way into one with a count: `model.blocks.*.attn.deterministic`, or `f32` to `bf16` under
 * `model`. The order of the first of each is kept.
 */
export function fold(causes: readonly Cause[]): readonly Cause[] {
  if (causes.length < 3) return causes
  const alike = grouped(causes, (one) => likeness(one, narrowed(one)))
  return [...alike.values()].flatMap((same) => (same.length < many ? same : merge(same)))
}

/** What several leaves without a name are called. */
const leaves: Path = ['leaves']

/** How a type differs, without what is particular to the leaf; any other delta as it is. */
const narrowed = ({component, delta}: Cause): Delta =>
  component === 'aval' ? (narrow(delta) ?? delta) : delta

/** Two causes of equal likeness read the same but for where they are. */
function likeness({component, kind, segments, unplaced}: Cause, delta: Delta): string {
  const [root] = unplaced === true ? leaves : segments
  switch (delta.kind) {
    case 'moved':
      return JSON.stringify([component, 'moved', segments.slice(0, -1)])
    case 'axis':
    case 'dtype':
    case 'weak type':
      return JSON.stringify([component, root, delta])
    default:
      return JSON.stringify([component, kind, root, unplaced === true ? null : segments.at(-1), delta])
  }
}

/** Causes of equal likeness as one. */
const merge = (all: readonly Cause[]): Cause[] =>
  all.slice(0, 1).map((first) =>
    cause({
      ...first,
      segments: first.unplaced === true ? leaves : pattern(all.map(({segments}) => segments)),
      delta: withExample(narrowed(first), all),
      count: all.length,
      paths: all.map(({path}) => path),
    }),
  )

/** The size of an axis with the types of one of the arrays: the first of those with most axes, which says most. */
function withExample(delta: Delta, all: readonly Cause[]): Delta {
  if (delta.kind !== 'axis') return delta
  let [most, like] = [-1, delta.like]
  for (const {delta: one} of all) {
    const rank = one.kind === 'value' ? (parseAval(one.now)?.shape.length ?? 0) : -1
    if (one.kind === 'value' && rank > most) [most, like] = [rank, {now: one.now, before: one.before}]
  }
  return {...delta, like}
}

/** What all paths have in common, with a star where they differ: segment by segment if they are equally long, else one for all beneath their common start. */
function pattern(paths: readonly Path[]): Path {
  const [first = []] = paths
  const isLevel = paths.every((path) => path.length === first.length)
  const shared: string[] = []
  for (const [at, segment] of first.entries()) {
    const isAlike = paths.every((path) => path[at] === segment)
    const isWithin = paths.every((path) => at < path.length)
    if (isAlike) shared.push(segment)
    else if (isWithin) shared.push(paths.every((path) => path[at]?.startsWith('[')) ? '[*]' : '*')
    if (!isAlike && !isLevel) break
  }
  return shared
}

/** How two avals differ in one respect; null where that cannot be said shortly. */
function narrow(told: Delta): Delta | null {
  const [a, b] = typesIn(told) ?? []
  if (a === undefined || b === undefined || a.sharding !== b.sharding || a.shape.length !== b.shape.length)
    return null
  const sizes = differingAxes(a, b)
  const [size] = sizes
  if (size === undefined) {
    if (a.dtype !== b.dtype) return {kind: 'dtype', now: a.dtype, before: b.dtype}
    return a.weak === b.weak ? null : {kind: 'weak type', now: a.weak}
  }
  return a.dtype === b.dtype && sizes.length === 1 ? {kind: 'axis', ...size, like: null} : null
}
