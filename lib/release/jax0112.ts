import type {Release} from './release.ts'

/** jax 0.11.2 with flax 0.12.10. */
export const jax0112: Release = {
  jax: '0.11.2',
  flax: '0.12.10',
  log: {era: 3},
  rules: {infersKinds: false},
}
