import type {MissRecord} from './miss.ts'

/** The calls of one function in one of the histories that lines without a mark may mix. */
interface Lane {
  /** What was told of its calls. */
  readonly told: Set<string>
  /** How often JAX had never seen its function. */
  objects: number
}

/** The histories of one function; one that has told something, or seen the function, stays so, and is not asked again. */
interface Lanes {
  readonly all: Lane[]
  /** By what is told, the first that may not have told it. */
  readonly begins: Map<string, number>
  /** The first that may never have seen the function. */
  fresh: number
  /** The calls at which it was never seen, and JAX does not tell of another object. */
  readonly sites: Set<string>
}

/**
 * Deals the calls of functions to as many histories as must have written them: no process explains the same twice, nor has it never
 * seen a function that it saw, unless JAX tells of another object, or would not: at another call. Which is whose stays a guess.
 * Where it `isSure` not that there are several, no other history begins.
 */
export function lanes(): (fn: string, miss: MissRecord | null, shapes: string, isSure: boolean) => number {
  const byFunction = new Map<string, Lanes>()
  return (fn, miss, shapes, isSure) => {
    const known = byFunction.get(fn) ?? {all: [], begins: new Map(), fresh: 0, sites: new Set()}
    byFunction.set(fn, known)
    const words = [miss?.site, JSON.stringify(miss?.blamed), shapes].join('\u0000')
    const at = placeIn(known, miss, words, isSure)
    const lane = known.all[at] ?? {told: new Set(), objects: 0}
    known.all[at] = lane
    lane.told.add(words)
    if (miss?.neverSeen === true) lane.objects++
    return at + 1
  }
}

function placeIn(known: Lanes, miss: MissRecord | null, words: string, isSure: boolean): number {
  const {all, begins} = known
  if (miss?.neverSeen !== true) {
    let at = begins.get(words) ?? 0
    while (all[at]?.told.has(words) === true) at++
    begins.set(words, at)
    return Math.max(0, Math.min(at, all.length - 1))
  }
  if (miss.blamed.redefined === true) {
    const fewest = all.reduce((least, {objects}) => Math.min(least, objects), Infinity)
    return Math.max(
      0,
      all.findIndex(({objects}) => objects === fewest),
    )
  }
  const isDoubtful = !isSure || known.sites.size > (known.sites.has(miss.callsite) ? 1 : 0)
  known.sites.add(miss.callsite)
  while ((all[known.fresh]?.objects ?? 0) > 0) known.fresh++
  return isDoubtful ? Math.max(0, Math.min(known.fresh, all.length - 1)) : known.fresh
}
