import type {Release} from './release.ts'

/** jax 0.7.2 with flax 0.12.0. */
export const jax072: Release = {
  jax: '0.7.2',
  flax: '0.12.0',
  log: {era: 2},
  rules: {infersKinds: false},
}
