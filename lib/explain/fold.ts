import type {Path} from '../log/index.ts'
import type {Delta} from '../words/index.ts'
import {parseAval, differingAxes} from './avaltext.ts'
import {cause} from './cause.ts'
import type {Cause} from './explanation.ts'

/** Fewer than this are shown one by one. */
const many = 4

/**
 * Folds causes that change in the same way into one with a count: `model.blocks.*.attn.deterministic`, or `f32` to `bf16` under
 * `model`. The order of the first of each is kept.
 */
export function fold(causes: readonly Cause[]): Cause[] {
  const alike = new Map<string, Alike>()
  for (const one of causes) {
    const delta = narrowed(one)
    const name = likeness(one, delta)
    const same = alike.get(name)
    if (same === undefined) alike.set(name, {delta, first: one, all: [one]})
    else same.all.push(one)
  }
  return [...alike.values()].flatMap((same) => (same.all.length < many ? same.all : [merge(same)]))
}

/** What several leaves without a name are called. */
const leaves: Path = ['leaves']

/** Causes that read the same but for where they are, and how they differ. */
interface Alike {
  readonly delta: Delta
  readonly first: Cause
  readonly all: Cause[]
}

/** How a type differs, without what is particular to the leaf; any other delta as it is. */
const narrowed = ({component, delta}: Cause): Delta =>
  component === 'aval' && delta.kind === 'value' ? (narrow(delta.now, delta.before) ?? delta) : delta

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

const merge = ({delta, first, all}: Alike): Cause =>
  cause({
    ...first,
    segments:
      first.unplaced === true
        ? leaves
        : pattern(
            first.segments,
            all.map(({segments}) => segments),
          ),
    delta: withExample(delta, all),
    count: all.length,
    paths: all.map(({path}) => path),
  })

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

/** What all paths have in common: a star where they differ, if they are equally long, else their common start. */
function pattern(first: Path, paths: readonly Path[]): Path {
  const isLevel = paths.every((path) => path.length === first.length)
  const shared: string[] = []
  for (const [at, segment] of first.entries()) {
    if (paths.every((path) => path[at] === segment)) shared.push(segment)
    else if (isLevel) shared.push(segment.startsWith('[') ? '[*]' : '*')
    else break
  }
  return shared
}

/** How two avals differ in one respect; null where that cannot be said shortly. */
function narrow(now: string, before: string): Delta | null {
  const a = parseAval(now)
  const b = parseAval(before)
  if (a === null || b === null || a.sharding !== b.sharding || a.shape.length !== b.shape.length) return null
  const sizes = differingAxes(a, b)
  const [size] = sizes
  if (size === undefined) {
    if (a.dtype !== b.dtype) return {kind: 'dtype', now: a.dtype, before: b.dtype}
    return a.weak === b.weak ? null : {kind: 'weak type', now: a.weak}
  }
  return a.dtype === b.dtype && sizes.length === 1 ? {kind: 'axis', ...size, like: null} : null
}
