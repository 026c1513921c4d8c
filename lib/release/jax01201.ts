import {changedSettings} from './change.ts'
import {jax0112} from './jax0112.ts'
import type {SimulatedRelease} from './release.ts'
import {everywhere} from './setting.ts'

/** jax 0.12.0.1 with flax 0.12.12. */
export const jax01201: SimulatedRelease = {
  ...jax0112,
  jax: '0.12.0.1',
  flax: '0.12.12',
  log: {era: 3, opens: 'miss', tellsInner: false, context: null},
  rules: {
    ...jax0112.rules,
    settings: changedSettings(jax0112.rules.settings, ['jax_ragged_dot_use_gpu_pallas_triton_lowering'], {
      check_vma: {jax_no_collectives: everywhere(null)},
      abstract_mesh_context_manager: {jax_accurate_erf_inv: everywhere(false)},
      axis_env_state: {
        pallas_dynamic_shapes_export: everywhere(false),
        pallas_grid_context: everywhere(null),
      },
    }),
    negativePositions: 'function',
    reason: {
      ...jax0112.rules.reason,
      weakTypes: 'https://docs.jax.dev/en/latest/101/type_promotion.html#weak-types',
    },
  },
}
