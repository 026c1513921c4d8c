import {jax0102} from './jax0102.ts'
import type {SimulatedRelease} from './release.ts'

/** jax 0.9.0 with flax 0.12.6. */
export const jax090: SimulatedRelease = {
  ...jax0102,
  jax: '0.9.0',
  flax: '0.12.6',
  log: {era: 3, opens: 'miss', tellsInner: true, context: null},
  rules: {
    ...jax0102.rules,
    layers: jax0102.rules.layers.map((row) =>
      row.name === 'infer' ? {...row, key: [...row.key, 'kinds']} : row,
    ),
    graph: {...jax0102.rules.graph, optimizerGraph: false},
    reason: {...jax0102.rules.reason, context: 'nothing'},
  },
}
