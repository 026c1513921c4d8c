import type {Release} from './release.ts'

/** jax 0.5.3 with flax 0.10.6. */
export const jax053: Release = {
  jax: '0.5.3',
  flax: '0.10.6',
  log: {era: 1},
  rules: null,
}
