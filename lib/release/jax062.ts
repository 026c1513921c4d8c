import type {Release} from './release.ts'

/** jax 0.6.2 with flax 0.10.7. */
export const jax062: Release = {
  jax: '0.6.2',
  flax: '0.10.7',
  log: {era: 2},
  rules: null,
}
