import {type Explanation, isCompile, type Miss, total, type Trace} from '../../../lib/index.ts'
import {valueAt} from '../../frame/index.ts'
import {remembering} from '../remembering.ts'

/** A compiled program: the miss that made it, and the program that it came from. */
export interface Program {
  readonly miss: Miss
  /** The id of its key; -1 where the trace does not hold it. */
  readonly key: number
  /** The place among the programs of that with the nearest earlier key; -1 where there is none. */
  readonly parent: number
  /** How many later calls ran it, and how many of them with another value than it was compiled for. */
  readonly used: number
  readonly wrong: number
}

/** Calls that went back to a program after a later one of the same function was made. */
export interface Return {
  /** The place of the program that they ran. */
  readonly to: number
  /** The places of those after which they ran it, in order. */
  readonly after: readonly number[]
  readonly calls: number
}

/** Programs in the order in which they were made, and which were returned to. */
export interface Programs {
  readonly all: readonly Program[]
  readonly returns: readonly Return[]
}

const remembered = remembering<Programs>()

/**
 * The programs that a trace compiled or read from disk.
 *
 * @param only of this function alone, by its id in `trace.functions`
 */
export const programs = (trace: Trace, explanation: Explanation, only?: number): Programs =>
  remembered(explanation, [trace.length, only].join(), () => programsOf(trace, explanation, only))

function programsOf(trace: Trace, explanation: Explanation, only: number | undefined): Programs {
  const misses = explanation.misses.filter(
    (miss) => isProgram(miss) && (only === undefined || miss.functionId === only),
  )
  const {made, uses} = follow(trace, misses)
  const all = misses.map((miss, place) => ({
    miss,
    key: trace.keyAt(miss.index),
    parent: parentOf(trace, miss, made),
    used: uses[place]?.used ?? 0,
    wrong: uses[place]?.wrong ?? 0,
  }))
  const returns = uses.flatMap(({back, after}, to) =>
    back === 0 ? [] : [{to, after: [...after], calls: back}],
  )
  return {all, returns}
}

const isProgram = (miss: Miss): boolean => isCompile(miss) || miss.within === 'persistent'

/** What became of a program. */
interface Use {
  used: number
  wrong: number
  back: number
  readonly after: Set<number>
}

/** Where each key was made, by position and place, the latest last. */
type Made = ReadonlyMap<number, readonly {readonly index: number; readonly place: number}[]>

/** Goes once through all calls. */
function follow(trace: Trace, misses: readonly Miss[]): {readonly made: Made; readonly uses: readonly Use[]} {
  const made = new Map<number, {index: number; place: number}[]>()
  const uses = misses.map((): Use => ({used: 0, wrong: 0, back: 0, after: new Set()}))
  const latest = new Map<number, number>()
  let next = 0
  for (let index = 0; index < trace.length; index++) {
    const key = trace.keyAt(index)
    if (misses[next]?.index === index) {
      latest.set(trace.functionAt(index), next)
      made.set(key, [...(made.get(key) ?? []), {index, place: next}])
      next++
      continue
    }
    const place = made.get(key)?.at(-1)?.place
    if (place === undefined || key < 0 || !isRun(trace, index)) continue
    const use = valueAt(uses, place)
    const newest = latest.get(trace.functionAt(index)) ?? place
    use.used++
    if (trace.isStale(index)) use.wrong++
    if (newest === place) continue
    use.back++
    use.after.add(newest)
  }
  return {made, uses}
}

/** Whether a call ran a program that was there. */
const isRun = (trace: Trace, index: number): boolean => {
  const outcome = trace.outcome(index)
  return outcome === 'hit' || outcome === 'dispatch' || outcome === 'rebind'
}

/** The latest program of the key that was nearest. */
function parentOf(trace: Trace, {index, nearest}: Miss, made: Made): number {
  if (nearest < 0) return -1
  const earlier = made.get(trace.keyAt(nearest))?.filter((one) => one.index < index)
  return (earlier?.find((one) => one.index === nearest) ?? earlier?.at(-1))?.place ?? -1
}

/** How many programs are drawn, or one more in the place of the words that it is left out, and how many of the dearest of all are among them. */
const [most, dear] = [40, 12]

/** The places of the programs that are drawn, in order: the latest, and the dearest. */
export function drawn(all: readonly Program[]): number[] {
  const places = [...all.keys()]
  if (places.length <= most + 1) return places
  const cost = (place: number): number => total(valueAt(all, place).miss.seconds)
  const kept = new Set([...places].sort((a, b) => cost(b) - cost(a)).slice(0, dear))
  for (let place = all.length - 1; kept.size < most; place--) kept.add(place)
  return [...kept].sort((a, b) => a - b)
}
