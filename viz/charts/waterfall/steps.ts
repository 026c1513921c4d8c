import {
  type Cause,
  type Explanation,
  type Layer,
  layers,
  type Miss,
  sayFurther,
  type Trace,
} from '../../../lib/index.ts'
import {answer, compares, secondsIn, silence} from '../layers.ts'
import {missAt} from '../position.ts'

/** What a layer answered to one call, why, and what that cost. */
export interface Step {
  readonly layer: Layer
  readonly result: 'hit' | 'miss' | 'not asked' | 'not told'
  readonly entry: number
  readonly implied: boolean
  readonly seconds: number
  /** The parts of a key that it compares, in words. */
  readonly members: string
  /** What differs in the part of the key that the layer compares. */
  readonly causes: readonly Cause[]
  /** What is left to say where no part of the key tells it. */
  readonly because: string
}

/** Layers that follow from the traced program. */
const after: ReadonlySet<Layer> = new Set(['lower', 'compile', 'persistent'])

/** How a call fell: what each layer compared and answered, and what it cost. */
export function stepsOf(trace: Trace, explanation: Explanation, position: number): Step[] {
  const event = trace.at(position)
  const miss = missAt(explanation, position)
  const isRetraced = answer(event, 'trace')?.result === 'miss'
  const compared = compares(trace)
  return layers.map((layer): Step => {
    const [found, seconds] = [answer(event, layer), secondsIn(event, layer)]
    const {parts, words: members} = compared[layer]
    if (found === null) return {...silent, layer, result: silence(event, layer), seconds, members}
    const isMiss = found.result === 'miss'
    const causes = (miss?.causes ?? []).filter(({component}) => isMiss && parts.includes(component))
    const isNewProgram = isRetraced && after.has(layer)
    const because = isMiss && causes.length === 0 ? becauseOf(isNewProgram, miss) : ''
    return {...found, seconds, members, causes, because}
  })
}

const silent = {entry: -1, implied: false, causes: [], because: ''} as const

function becauseOf(isNewProgram: boolean, miss: Miss | undefined): string {
  if (miss?.taxonomy === 'capacity') return sayFurther('program gone')
  if (isNewProgram) return sayFurther('program new')
  return sayFurther(miss?.nearest === -1 ? 'nothing stored' : 'no entry told')
}
