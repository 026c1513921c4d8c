import {
  type Component,
  type Event,
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
  recompile: {dispatch: 'miss', infer: 'hit', compile: 'miss'},
  rewrap: {dispatch: 'miss', infer: 'miss', trace: 'hit', compile: 'miss'},
  retrace: {dispatch: 'miss', infer: 'miss', trace: 'miss', lower: 'miss', compile: 'miss'},
  error: {},
}

/** What a layer answered to a call: as it was recorded, else as its outcome implies; null where it was not asked. */
export function answer(event: Event, layer: Layer): (Lookup & {readonly implied: boolean}) | null {
  const recorded = event.layers.find((lookup) => lookup.layer === layer)
  if (recorded !== undefined) return {...recorded, implied: false}
  const result = event.layers.length > 0 ? undefined : fell[event.outcome][layer]
  return result === undefined ? null : {layer, result, entry: -1, implied: true}
}
