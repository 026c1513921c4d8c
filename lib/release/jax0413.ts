import type {Release} from './release.ts'

/** jax 0.4.13 with flax 0.7.0. */
export const jax0413: Release = {
  jax: '0.4.13',
  flax: '0.7.0',
  log: {era: 0},
  rules: null,
}
