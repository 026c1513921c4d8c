import {type Path, show} from '../log/index.ts'
import {aval} from './aval.ts'
import type {Cause} from './explanation.ts'

/** Fewer than this are shown one by one. */
const many = 4

/**
 * Folds causes that change in the same way into one with a count: `model.blocks.*.attn.deterministic`, or `f32` to `bf16` under
 * `model`. The order of the first of each is kept.
 */
export function fold(causes: readonly Cause[]): Cause[] {
  const alike = new Map<string, Cause[]>()
  for (const cause of causes) {
    const name = likeness(cause)
    const same = alike.get(name)
    if (same === undefined) alike.set(name, [cause])
    else same.push(cause)
  }
  const folded: Cause[] = []
  for (const same of alike.values()) {
    const [first] = same
    if (first === undefined) continue
    if (same.length < many) folded.push(...same)
    else folded.push(merge(first, same))
  }
  return folded
}

/** Two causes of equal likeness read the same but for where they are. */
function likeness(cause: Cause): string {
  const {component, change, now, before, segments} = cause
  const short = cause.component === 'aval' ? difference(now ?? '', before ?? '') : null
  if (short !== null) return ['aval', segments[0], short.now, short.before].join('\u0000')
  if (change === 'moved') return [component, change, segments.slice(0, -1).join('\u0000')].join('\u0000')
  return [component, change, cause.kind, segments[0], segments.at(-1), now, before].join('\u0000')
}

function merge(first: Cause, same: readonly Cause[]): Cause {
  const segments = pattern(same.map((cause) => cause.segments))
  const short = first.component === 'aval' ? difference(first.now ?? '', first.before ?? '') : null
  return {
    ...first,
    segments,
    path: show(segments),
    ...(short !== null && short),
    count: same.length,
    paths: same.map(({path}) => path),
  }
}

/** What all paths have in common: a star where they differ, if they are equally long, else their common start. */
function pattern(paths: readonly Path[]): Path {
  const [first = []] = paths
  const isLevel = paths.every((path) => path.length === first.length)
  const shared: string[] = []
  for (const [at, segment] of first.entries()) {
    if (paths.every((path) => path[at] === segment)) shared.push(segment)
    else if (isLevel) shared.push('*')
    else break
  }
  return shared
}

/** How two avals differ, without what is particular to the leaf; null where that cannot be said shortly. */
function difference(now: string, before: string): {now: string; before: string} | null {
  const a = aval(now)
  const b = aval(before)
  if (a === null || b === null || a.sharding !== b.sharding) return null
  const shapes = a.shape.map((size, at) => (size === b.shape[at] ? -1 : at)).filter((at) => at >= 0)
  const isOneShape = a.shape.length === b.shape.length && shapes.length === 0
  if (isOneShape && a.dtype !== b.dtype) return {now: a.dtype, before: b.dtype}
  if (isOneShape && a.weak !== b.weak) return {now: weakness(a.weak), before: weakness(b.weak)}
  const [axis] = shapes
  if (a.shape.length === b.shape.length && a.dtype === b.dtype && shapes.length === 1 && axis !== undefined)
    return {now: `size ${a.shape[axis] ?? ''} of axis ${axis}`, before: `size ${b.shape[axis] ?? ''}`}
  return null
}

const weakness = (isWeak: boolean): string => (isWeak ? 'weak type' : 'no weak type')
