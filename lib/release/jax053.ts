import {debugging, lowering, numeric, placing, positions} from './position.ts'
import type {Release} from './release.ts'

/** jax 0.5.3 with flax 0.10.6. */
export const jax053: Release = {
  jax: '0.5.3',
  flax: '0.10.6',
  log: {
    era: 1,
    opens: 'traced',
    tellsInner: true,
    context: positions({
      1: ['mesh_context_manager'],
      5: numeric,
      10: placing,
      15: ['jax_use_direct_linearize'],
      18: debugging,
      21: lowering,
    }),
  },
  rules: null,
}
