import {
  type Component,
  type Event,
  isInside,
  type Layer,
  layersIn,
  type Lookup,
  members,
  type Outcome,
  type Trace,
} from '../../lib/index.ts'

/** What a layer of caches compares, in words and as parts of a trace's key. */
interface Compares {
  readonly words: string
  readonly parts: readonly Component[]
}

/**
 * What each layer compares in the release that a trace follows, or was read from; in the newest where neither is known. A trace of a
 * release of one's own says itself what its layers compare.
 */
export function compares(trace: Trace): Readonly<Record<Layer, Compares>> {
  const {release, layers, versions} = trace.header
  const rows = layersIn(release ?? versions?.['jax'])
  const keys = layers ?? Object.fromEntries(rows.map(({name, key}) => [name, key]))
  return {
    dispatch: comparedBy(keys, 'dispatch'),
    infer: comparedBy(keys, 'infer'),
    trace: comparedBy(keys, 'trace'),
    lower: comparedBy(keys, 'lower'),
    compile: comparedBy(keys, 'compile'),
    persistent: comparedBy(keys, 'persistent'),
  }
}

function comparedBy(keys: Readonly<Record<string, readonly string[]>>, layer: Layer): Compares {
  const key = keys[layer] ?? []
  return {words: key.join(', '), parts: [...new Set(key.flatMap((member) => componentsOf.get(member) ?? []))]}
}

const componentsOf: ReadonlyMap<string, readonly Component[]> = new Map(Object.entries(members))

const fell: Readonly<Record<Outcome, Readonly<Partial<Record<Layer, Lookup['result']>>>>> = {
  hit: {dispatch: 'hit'},
  dispatch: {dispatch: 'miss', infer: 'hit'},
  rebind: {dispatch: 'miss', infer: 'miss', trace: 'hit'},
  relower: {dispatch: 'miss', infer: 'hit', lower: 'miss', compile: 'miss'},
  recompile: {dispatch: 'miss', infer: 'hit', lower: 'hit', compile: 'miss'},
  rewrap: {dispatch: 'miss', infer: 'miss', trace: 'hit', compile: 'miss'},
  retrace: {dispatch: 'miss', infer: 'miss', trace: 'miss', lower: 'miss', compile: 'miss'},
  eager: {},
  error: {},
}

/** What stands behind the traced program. */
const built: ReadonlySet<Layer> = new Set(['lower', 'compile'])

/** What a layer answered, and whether that follows from what became of the call alone. */
export type Answer = Lookup & {readonly implied: boolean}

/** What a layer answered to a call: as it was recorded, else as its outcome implies; null where it was not asked, or nobody tells. */
export function answer(event: Event, layer: Layer): Answer | null {
  const recorded = event.layers.find((lookup) => lookup.layer === layer)
  if (recorded !== undefined) return {...recorded, implied: false}
  const result = impliedBy(event, layer)
  return result === undefined ? null : {layer, result, entry: -1, implied: true}
}

function impliedBy(event: Event, layer: Layer): Lookup['result'] | undefined {
  const {layers, outcome, within, seconds} = event
  if (within === 'persistent' && layer === 'persistent') return 'hit'
  if (layers.some((lookup) => lookup.layer !== 'persistent')) return undefined
  if (isUncalled(event) && layer === 'dispatch') return undefined
  if (isInside(within) && layer === 'infer') return undefined
  const isTold = layer === 'lower' ? seconds.lower > 0 : seconds.compile > 0
  return (isInside(within) || within === 'ahead') && built.has(layer) && !isTold
    ? undefined
    : fell[outcome][layer]
}

/** Whether no call of the program came from above: it was traced inside another function, or ahead of time. */
const isUncalled = ({within}: Event): boolean => isInside(within) || within === 'aot' || within === 'ahead'

/** Why a layer has no answer: the call ended above it, or a real run does not tell of it. */
export function silence(event: Event, layer: Layer): 'not asked' | 'not told' {
  if (event.evidence === 'simulated') return 'not asked'
  if (event.outcome === 'error') return 'not told'
  if (layer === 'persistent') return answer(event, 'compile')?.result === 'miss' ? 'not told' : 'not asked'
  return isInside(event.within) && layer === 'infer' ? 'not told' : 'not asked'
}

/** Seconds that a call spent in a layer; what was read from disk was not compiled. */
export function secondsIn({seconds, within}: Event, layer: Layer): number {
  const isRead = within === 'persistent'
  if (layer === 'trace' || layer === 'lower') return seconds[layer]
  return layer === (isRead ? 'persistent' : 'compile') ? seconds.compile : 0
}
