import {debugging, lowering, numeric, placing, positions} from './position.ts'
import type {Release} from './release.ts'

/** jax 0.6.2 with flax 0.10.7. */
export const jax062: Release = {
  jax: '0.6.2',
  flax: '0.10.7',
  log: {
    era: 2,
    opens: 'traced',
    tellsInner: true,
    context: positions({
      1: ['mesh_context_manager'],
      5: numeric,
      10: placing,
      15: ['jax_use_direct_linearize'],
      17: debugging,
      21: lowering,
    }),
  },
  rules: null,
}
