import {type Event, isCompile, type Layer, layers, type Trace} from '../../../lib/index.ts'
import {isOfTorch} from '../position.ts'
import {answer, secondsIn, silence} from '../layers.ts'

/** How the calls of a trace fell through one layer. */
export interface Counted {
  readonly asked: number
  readonly answered: number
  /** Calls that may have asked it, and nobody tells. */
  readonly untold: number
  readonly seconds: number
}

/** How the calls of a trace fell through the layers of caches. */
export interface Falls {
  /** Calls of the program, those among them that compiled nothing or raised, and programs that were read from disk. */
  readonly calls: number
  readonly reused: number
  readonly raised: number
  readonly read: number
  readonly by: ReadonlyMap<Layer, Counted>
}

type Sum = {-readonly [Name in keyof Counted]: Counted[Name]}

/**
 * Counts what each layer was asked and what it answered, over all calls.
 *
 * @param gone positions of misses that a what-if spares: they are answered at the top
 * @example
 * falls(trace).by.get('compile').asked // 2
 */
export function falls(trace: Trace, gone: ReadonlySet<number> = new Set()): Falls {
  const by = new Map(
    layers.map((layer): [Layer, Sum] => [layer, {asked: 0, answered: 0, untold: 0, seconds: 0}]),
  )
  let [hits, reused, raised, read, calls] = [0, 0, 0, 0, 0]
  for (let index = 0; index < trace.length; index++) {
    if (isOfTorch(trace, index)) continue
    if (trace.outcome(index) === 'hit' || gone.has(index)) {
      hits++
      continue
    }
    const event = trace.at(index)
    for (const layer of layers) add(by.get(layer), event, layer)
    if (event.outcome === 'error') raised++
    else if (event.within === 'persistent') read++
    else if (!isCompile(event) && event.within === undefined) reused++
    if (event.within === undefined || event.within === 'persistent') calls++
  }
  const top = by.get('dispatch')
  if (top !== undefined) {
    top.asked += hits
    top.answered += hits
  }
  return {calls: calls + hits, reused: reused + hits, raised, read, by}
}

function add(sum: Sum | undefined, event: Event, layer: Layer): void {
  if (sum === undefined) return
  const found = answer(event, layer)
  sum.seconds += secondsIn(event, layer)
  if (found !== null) sum.asked++
  else if (silence(event, layer) === 'not told') sum.untold++
  if (found?.result === 'hit') sum.answered++
}
