import type {Release} from './release.ts'

/** jax 0.4.30 with flax 0.8.5. */
export const jax0430: Release = {
  jax: '0.4.30',
  flax: '0.8.5',
  log: {era: 1},
  rules: null,
}
