import type {Release} from './release.ts'

/** jax 0.8.2 with flax 0.12.4. */
export const jax082: Release = {
  jax: '0.8.2',
  flax: '0.12.4',
  log: {era: 2},
  rules: {infersKinds: false},
}
