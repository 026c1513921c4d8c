import {type Event, type Trace} from '../log/index.ts'

/** The name of the function that an event is of. */
export const nameOf = (trace: Trace, {function: id}: Event): string | undefined => trace.functions[id]?.name

/**
 * Whether a log surely lacks what came first, found once somebody asks: calls that it does not hold may have been compiled there.
 *
 * @example
 * lateness(trace)() // false; true where its first miss is compared with earlier ones
 */
export function lateness(trace: Trace): () => boolean {
  let found: boolean | undefined
  return () => (found ??= trace.source?.late === true || lateOf(trace, trace.misses()) !== null)
}

/** A function of which a log does not hold what came first: its first miss is compared with earlier ones, or the log begins inside it. */
export function lateOf(trace: Trace, misses: readonly number[]): string | null {
  const known = new Set<string>()
  const inner = tracedAlone(trace)
  for (const index of misses) {
    const fn = trace.functions[trace.functionAt(index)]
    if (fn === undefined || fn.compiler === 'torch') continue
    const event = trace.at(index)
    if (isEnd(event)) return fn.name
    const {blamed, within, mixed} = event
    const place = fn.file === undefined ? fn.name : `${fn.file}:${fn.line}`
    const isCompared = blamed !== undefined && blamed.kind !== 'function' && fn.owner !== 'control flow'
    const isLate = index === misses[0] ? isCompared || isTail(trace, misses) : isCompared && !known.has(place)
    if (isLate && within === undefined && mixed === undefined && !inner.has(fn.name)) return fn.name
    known.add(place)
  }
  return null
}

/** The functions of libraries that were traced in what the program runs, of which a log has no event: JAX met these before their first call. */
export const tracedAlone = ({source}: Trace): ReadonlySet<string> =>
  new Set((source?.traced ?? []).flatMap(({owner, name}) => (owner === 'library' ? [name] : [])))

/** Whether a trace tells of traces, as a log without their lines does not, found once somebody asks. */
export function tracesTold(trace: Trace): () => boolean {
  let found: boolean | undefined
  return () =>
    (found ??= trace.source === null || trace.misses().some((index) => trace.seconds(index).trace > 0))
}

/** Whether a log begins inside its first miss: behind the reason that it gives of others of the function, or behind the trace and the lowering. JAX explains no loop of its own. */
function isTail(trace: Trace, [first = 0, ...later]: readonly number[]): boolean {
  const {blamed, outcome, function: id} = trace.at(first)
  if (blamed !== undefined || trace.functions[id]?.owner === 'control flow') return false
  const others = later.map((index) => trace.at(index))
  return (
    (outcome === 'recompile' && others.some(({seconds}) => seconds.trace > 0)) ||
    others.some((one) => nameOf(trace, one) === nameOf(trace, trace.at(first)) && one.blamed !== undefined)
  )
}

/** Whether a log holds no more than the end of what JAX explained of it. */
const isEnd = ({blamed, evidence, outcome, line}: Event): boolean =>
  blamed === undefined && outcome === 'retrace' && evidence === 'observed' && line !== undefined
