import {changedSettings} from './change.ts'
import {jax0102} from './jax0102.ts'
import {layers090} from './layerrows.ts'
import type {SimulatedRelease} from './release.ts'
import {everywhere, levels, nowhere, onTopTwo, oneOf, underneath} from './setting.ts'

/** jax 0.9.0 with flax 0.12.6: its infer layer keeps nothing. */
export const jax090: SimulatedRelease = {
  ...jax0102,
  jax: '0.9.0',
  flax: '0.12.6',
  log: {era: 3, opens: 'miss', tellsInner: true, context: null},
  rules: {
    ...jax0102.rules,
    layers: layers090,
    settings: {
      ...changedSettings(
        jax0102.rules.settings,
        [
          'jax_debug_key_reuse',
          'jax_scan3',
          'jax_remat3',
          'jax_custom_vjp3',
          'jax_embedded_constants_max_bytes',
          'jax_auto_pcast',
          'jax_allow_f16_reductions',
          'jax_use_emit_pipeline_primitive',
          'jax_ragged_dot_use_gpu_pallas_triton_lowering',
          'jax_pallas_enable_debug_checks',
          'jax_pallas_use_mosaic_gpu',
          'axis_env_state',
          'device_context',
          'jax_optimization_level',
          'jax_memory_fitting_level',
        ],
        {
          mesh_context_manager: {axis_env_state: everywhere(null)},
          jax_check_static_indices: {jax_debug_key_reuse: underneath(false)},
          jax_no_tracing: {
            device_context: onTopTwo(null),
            jax_optimization_level: onTopTwo('UNKNOWN', null, levels),
            jax_memory_fitting_level: onTopTwo('O2', null, levels),
          },
        },
      ),
      jax_default_prng_impl: nowhere(
        'threefry2x32',
        'random bits',
        oneOf('threefry2x32', 'rbg', 'unsafe_rbg'),
      ),
    },
    graph: {...jax0102.rules.graph, refusesNone: true, optimizerGraph: false},
    reason: {...jax0102.rules.reason, context: 'nothing'},
  },
}
