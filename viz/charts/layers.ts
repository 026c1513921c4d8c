import type {Component, Event, Layer, Lookup, Outcome} from '../../lib/index.ts'

/** What each layer of caches compares, in words and as parts of the key (jax `pjit.py`, `partial_eval.py`, `pxla.py`, `compiler.py`). */
export const compares: Readonly<
  Record<Layer, {readonly words: string; readonly parts: readonly Component[]}>
> = {
  dispatch: {
    words: 'function object, static values, graphdef and tree, types, placement, options, context',
    parts: ['function', 'static', 'tree', 'graphdef', 'aval', 'placement', 'options', 'context'],
  },
  infer: {
    words: 'the same but for placement; each jit wrapper for itself',
    parts: ['function', 'static', 'tree', 'graphdef', 'aval', 'options', 'context'],
  },
  trace: {
    words: 'function, static values, graphdef and tree, types, context',
    parts: ['function', 'static', 'tree', 'graphdef', 'aval', 'context'],
  },
  lower: {
    words: 'the traced program, placement, options, context',
    parts: ['placement', 'options', 'context'],
  },
  compile: {
    words: 'the lowered program, devices, options, context',
    parts: ['placement', 'options', 'context'],
  },
  persistent: {words: 'on disk: the bytes of the program, versions, flags, devices', parts: ['options']},
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
