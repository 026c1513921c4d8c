import {jax082} from './jax082.ts'
import type {SimulatedRelease} from './release.ts'

/** jax 0.7.2 with flax 0.12.0. */
export const jax072: SimulatedRelease = {
  ...jax082,
  jax: '0.7.2',
  flax: '0.12.0',
  log: {era: 2},
  rules: {
    ...jax082.rules,
    graph: jax082.rules.graph,
  },
}
