import type {MissRecord} from './miss.ts'

/** The calls of one function in one of the histories that lines without a mark may mix. */
interface Lane {
  /** What was told of its calls. */
  readonly told: Set<string>
  /** How often JAX had never seen its function. */
  objects: number
}

/**
 * Deals the calls of functions to as many histories as must have written them: no process explains the same twice, nor has it never
 * seen a function that it saw, unless JAX tells of another object. Which is whose stays a guess.
 *
 * @example
 * const laneOf = lanes()
 * laneOf('step', neverSeen, 'f32[4]') // 1
 * laneOf('step', neverSeen, 'f32[4]') // 2: another process
 */
export function lanes(): (fn: string, miss: MissRecord | null, shapes: string) => number {
  const all = new Map<string, Lane[]>()
  return (fn, miss, shapes) => {
    const known = all.get(fn) ?? []
    all.set(fn, known)
    const words = [miss?.site, JSON.stringify(miss?.blamed), shapes].join('\u0000')
    const at = placeIn(known, miss, words)
    const lane = known[at] ?? {told: new Set(), objects: 0}
    known[at] = lane
    lane.told.add(words)
    if (miss?.neverSeen === true) lane.objects++
    return at + 1
  }
}

function placeIn(known: readonly Lane[], miss: MissRecord | null, words: string): number {
  if (miss?.neverSeen === true && miss.blamed.redefined === true) {
    const fewest = Math.min(...known.map(({objects}) => objects))
    return Math.max(
      0,
      known.findIndex(({objects}) => objects === fewest),
    )
  }
  const isFree = ({told, objects}: Lane): boolean =>
    miss?.neverSeen === true ? objects === 0 : !told.has(words)
  const free = known.findIndex(isFree)
  return free >= 0 ? free : miss?.neverSeen === true ? known.length : Math.max(0, known.length - 1)
}
