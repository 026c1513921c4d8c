import type {Release} from './release.ts'

/** jax 0.10.2 with flax 0.12.8. */
export const jax0102: Release = {
  jax: '0.10.2',
  flax: '0.12.8',
  log: {era: 3},
  rules: {infersKinds: false},
}
