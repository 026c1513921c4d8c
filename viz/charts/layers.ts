import {
  type Component,
  type Event,
  type Layer,
  type Lookup,
  members,
  newest,
  type Outcome,
  type Rules,
  simulated,
  type Trace,
} from '../../lib/index.ts'

/** What a layer of caches compares, in words and as parts of a trace's key. */
interface Compares {
  readonly words: string
  readonly parts: readonly Component[]
}

/** What each layer compares in the release that a trace follows, or was read from; in the newest where neither is known. */
export function compares(trace: Trace): Readonly<Record<Layer, Compares>> {
  const {release, versions} = trace.header
  const version = release ?? versions?.['jax']
  const {rules} = simulated.find(({jax}) => jax === version) ?? newest
  return {
    dispatch: comparedBy(rules, 'dispatch'),
    infer: comparedBy(rules, 'infer'),
    trace: comparedBy(rules, 'trace'),
    lower: comparedBy(rules, 'lower'),
    compile: comparedBy(rules, 'compile'),
    persistent: comparedBy(rules, 'persistent'),
  }
}

function comparedBy({layers}: Rules, layer: Layer): Compares {
  const key = layers.flatMap((row) => (row.name === layer ? row.key : []))
  return {words: key.join(', '), parts: [...new Set(key.flatMap((member) => members[member]))]}
}

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
