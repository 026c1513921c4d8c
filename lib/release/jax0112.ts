import {jax0102} from './jax0102.ts'
import type {SimulatedRelease} from './release.ts'

/** jax 0.11.2 with flax 0.12.10. */
export const jax0112: SimulatedRelease = {
  ...jax0102,
  jax: '0.11.2',
  flax: '0.12.10',
  log: {era: 3, opens: 'miss', tellsInner: false, context: null},
  rules: {
    ...jax0102.rules,
    layers: jax0102.rules.layers.map((row) =>
      row.name === 'trace' ? {...row, key: row.key.filter((member) => member !== 'static options')} : row,
    ),
    reason: {...jax0102.rules.reason, tellsStatics: false},
  },
}
