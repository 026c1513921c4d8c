import {jax0102} from './jax0102.ts'
import type {SimulatedRelease} from './release.ts'

/** jax 0.8.2 with flax 0.12.4. */
export const jax082: SimulatedRelease = {
  ...jax0102,
  jax: '0.8.2',
  flax: '0.12.4',
  log: {era: 2},
  rules: {
    ...jax0102.rules,
    graph: {optimizerGraph: false, staticContainers: true, numberLeaves: false},
    reason: {...jax0102.rules.reason, context: 'positions'},
  },
}
