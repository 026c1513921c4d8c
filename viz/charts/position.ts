import {
  deedAlone,
  type Explanation,
  figure,
  isCompile,
  type Miss,
  say,
  type Trace,
  type Verdict,
} from '../../lib/index.ts'
import type {ChartOptions} from '../frame/index.ts'
import {type Look, looks, type Tone, torchLooks} from '../theme.ts'

/** The position that a chart shows: the reader's, or that of the miss which the headline names and the first cause is of, or the first call. */
export const chosen = (trace: Trace, {groups}: Explanation, position?: number): number =>
  position !== undefined && position >= 0 && position < trace.length
    ? Math.floor(position)
    : (groups[0]?.dearest ?? 0)

/** Whether a picture marks the call at its position: not in a file, where nobody chose one. */
export const isMarked = (options: ChartOptions | undefined): boolean =>
  options?.standalone !== true || options.position !== undefined

/** The name of the function that an event called. */
export const calledAt = (trace: Trace, position: number): string =>
  functionName(trace, trace.functionAt(position))

/** Whether torch compiles the function of a call: it has entries and guards, and none of JAX's caches. */
export const isOfTorch = (trace: Trace, position: number): boolean =>
  position < trace.length && trace.functions[trace.functionAt(position)]?.compiler === 'torch'

/** How the outcome of a call reads, by who compiles its function. */
export const lookAt = (trace: Trace, position: number): Look =>
  (isOfTorch(trace, position) ? torchLooks : looks)[trace.outcome(position)]

/** What became of a call, in everyday words. */
export function doneAt(trace: Trace, position: number, miss: Miss | null): string {
  if (miss?.within !== undefined)
    return deedAlone({outcome: trace.outcome(position), isFirst: false, within: miss.within})
  return miss?.taxonomy === 'compulsory' ? say('first call') : lookAt(trace, position).said
}

/** Whether JAX compiles a function of a trace, or of an empty one. */
export const isOfJax = ({functions}: Trace): boolean =>
  functions.length === 0 || functions.some(({compiler}) => compiler === undefined)

/** Whether several processes of one run missed. */
export function isOfSeveral(trace: Trace): boolean {
  const seen = new Set<string | undefined>()
  return trace.misses().some((index) => seen.add(trace.at(index).process).size > 1)
}

/** How outcomes read where many calls are counted: in torch's words if JAX compiles none of the functions. */
export const looksOf = (trace: Trace): typeof looks => (isOfJax(trace) ? looks : torchLooks)

/** The name of a function by its id; a trace that somebody made may lack it. */
export const functionName = ({functions}: Trace, id: number): string => functions[id]?.name ?? '?'

/** Who writes every call down, hits too. */
const whole: ReadonlySet<string> = new Set(['jitlens', 'jitlens recorder'])

/** What an event is called. */
export type Unit = 'call' | 'compile' | 'program'

/** Whether a trace tells every call, hits too: a log does not. */
export function tellsHits(trace: Trace): boolean {
  if (whole.has(trace.header.producer)) return true
  for (let index = 0; index < trace.length; index++) if (trace.outcome(index) === 'hit') return true
  return false
}

const units = new WeakMap<Trace, {readonly length: number; readonly unit: Unit}>()

/**
 * What the events of a trace are called, wherever one is named: compiles where each of them compiled a program of its own, programs
 * where all were read from disk, and else calls.
 */
export function unit(trace: Trace): Unit {
  const known = units.get(trace)
  if (known?.length === trace.length) return known.unit
  const found = unitOf(trace)
  units.set(trace, {length: trace.length, unit: found})
  return found
}

function unitOf(trace: Trace): Unit {
  if (tellsHits(trace)) return 'call'
  const misses = trace.misses()
  const areRead = misses.every((index) => trace.outcome(index) === 'rebind' || isReadAt(trace, index))
  if (areRead && misses.some((index) => isReadAt(trace, index))) return 'program'
  return misses.every((index) => isCompile(trace.at(index))) ? 'compile' : 'call'
}

/** Whether the program of an event was read from the persistent cache. */
export const isReadAt = (trace: Trace, index: number): boolean => trace.at(index).within === 'persistent'

/** How an event is counted: `call 3`, or `compile 3` where all compiled. */
export const numbered = (trace: Trace, index: number): string => `${unit(trace)} ${figure(index + 1)}`

const byIndex = new WeakMap<Explanation, ReadonlyMap<number, Miss>>()

/** The miss at a position, where there is one. */
export function missAt(explanation: Explanation, index: number): Miss | undefined {
  const known = byIndex.get(explanation) ?? new Map(explanation.misses.map((miss) => [miss.index, miss]))
  byIndex.set(explanation, known)
  return known.get(index)
}

const verdicts = new WeakMap<Explanation, ReadonlyMap<number, Verdict>>()

/** The verdict of a miss of which a thinned trace holds no more than its cause. */
function verdictAt(explanation: Explanation, index: number): Verdict | undefined {
  const known =
    verdicts.get(explanation) ??
    new Map(explanation.groups.flatMap(({misses, verdict}) => misses.map((miss) => [miss, verdict])))
  verdicts.set(explanation, known)
  return known.get(index)
}

/** What colours the call at a position: the verdict of its miss, or that it hit or raised an error. */
export function toneAt(trace: Trace, explanation: Explanation, index: number): Tone {
  const outcome = trace.outcome(index)
  if (outcome === 'error') return 'error'
  const verdict = missAt(explanation, index)?.verdict
  if (verdict !== undefined || outcome === 'hit') return verdict ?? 'hit'
  return verdictAt(explanation, index) ?? 'unknown'
}
