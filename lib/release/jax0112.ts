import {changedSettings} from './change.ts'
import {gpu0112} from './fit.ts'
import {jax0102} from './jax0102.ts'
import {layers0112} from './layerrows.ts'
import type {SimulatedRelease} from './release.ts'
import {everywhere, onTop, oneOf} from './setting.ts'

/** jax 0.11.2 with flax 0.12.10. */
export const jax0112: SimulatedRelease = {
  ...jax0102,
  jax: '0.11.2',
  flax: '0.12.10',
  log: {era: 3, opens: 'miss', tellsInner: false, context: null},
  rules: {
    ...jax0102.rules,
    layers: layers0112,
    settings: changedSettings(
      jax0102.rules.settings,
      ['abstract_mesh_context_manager', 'jax_pallas_use_mosaic_gpu'],
      {
        jax_check_static_indices: {jax_use_hlo_logistic_lowering: everywhere(null)},
        jax_scan3: {jax_raise_on_ppermute_sort_diff: everywhere(true)},
        jax_random_seed_offset: {
          jax_custom_jvp3: everywhere(false),
          jax_remat_barrier_no_cotangents: everywhere(false),
        },
        axis_env_state: {
          abstract_mesh_context_manager: everywhere(null),
          layout_tracing_mode: everywhere('AUTO'),
          pallas_fuser_disable_nested_fuse: everywhere(false),
        },
        jax_optimization_level: {
          jax_pallas_auto_assign_collective_ids: onTop('no', null, oneOf('no', 'yes', 'override')),
          jax_pallas_auto_assign_collective_ids_limit: onTop(25),
        },
      },
    ),
    donation: {...jax0102.rules.donation, refusal: null},
    reason: {...jax0102.rules.reason, tellsStatics: false},
    costs: {...jax0102.rules.costs, gpu: gpu0112},
  },
}
