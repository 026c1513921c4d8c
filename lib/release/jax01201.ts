import type {Release} from './release.ts'

/** jax 0.12.0.1 with flax 0.12.12. */
export const jax01201: Release = {
  jax: '0.12.0.1',
  flax: '0.12.12',
  log: {era: 3},
  rules: {infersKinds: false},
}
