import type {Release} from './release.ts'

/** jax 0.9.0 with flax 0.12.6. */
export const jax090: Release = {
  jax: '0.9.0',
  flax: '0.12.6',
  log: {era: 3},
  rules: {infersKinds: true},
}
