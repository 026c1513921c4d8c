import {jax082} from './jax082.ts'
import {positionsOf} from './position.ts'
import type {SimulatedRelease} from './release.ts'
import type {Rules} from './rules.ts'
import {errorChecks, everywhere, levels, onTop, oneOf, precisions, ranks, underneath} from './setting.ts'

const settings: Rules['settings'] = {
  axis_env_state: everywhere(null),
  mesh_context_manager: everywhere(null),
  xla_metadata_context_manager: everywhere(null),
  abstract_mesh_context_manager: everywhere(null),
  compute_on_context_manager: everywhere(null),
  jax_enable_x64: everywhere(false, 'x64'),
  jax_numpy_rank_promotion: everywhere('allow', 'rank promotion', ranks),
  jax_default_matmul_precision: everywhere(null, null, precisions),
  jax_dynamic_shapes: everywhere(false),
  eager_constant_folding: everywhere(false),
  jax_numpy_dtype_promotion: everywhere('standard', 'dtype promotion', oneOf('standard', 'strict')),
  jax_default_device: everywhere(null),
  jax_random_seed_offset: everywhere(0),
  jax_remove_size_one_mesh_axis_from_type: everywhere(false),
  jax_threefry_partitionable: everywhere(true),
  jax_threefry_gpu_kernel_lowering: everywhere(false),
  jax_use_direct_linearize: everywhere(true),
  jax_softmax_custom_jvp: everywhere(false),
  jax_disable_jit: underneath(false, 'no jit'),
  jax_debug_key_reuse: underneath(false),
  jax_xla_profile_version: everywhere(0),
  check_vma: everywhere(false),
  jax_mutable_array_checks: underneath(true),
  jax_no_execution: everywhere(false),
  jax_hlo_source_file_canonicalization_regex: underneath(null),
  jax_pgle_profiling_runs: everywhere(3),
  jax_enable_pgle: everywhere(false),
  jax_use_shardy_partitioner: everywhere(true),
  jax_high_dynamic_range_gumbel: underneath(false),
  jax_error_checking_behavior_nan: everywhere('ignore', null, errorChecks),
  jax_error_checking_behavior_divide: everywhere('ignore', null, errorChecks),
  jax_error_checking_behavior_oob: everywhere('ignore', null, errorChecks),
  jax_use_simplified_jaxpr_constants: everywhere(false),
  pallas_tpu_interpret_mode_context_manager: everywhere(null),
  device_context: onTop(null),
  jax_safer_randint: onTop(true),
  jax_optimization_level: onTop('UNKNOWN', null, levels),
  jax_memory_fitting_level: onTop('O2', null, levels),
  ...Object.fromEntries(Object.entries(jax082.rules.settings).filter(([, {keys}]) => keys.length === 0)),
}

/** jax 0.7.2 with flax 0.12.0: an attribute that is deleted leaves its status behind. */
export const jax072: SimulatedRelease = {
  ...jax082,
  jax: '0.7.2',
  flax: '0.12.0',
  log: {
    era: 2,
    opens: 'traced',
    tellsInner: true,
    context: positionsOf(settings),
  },
  rules: {
    ...jax082.rules,
    settings,
    graph: {...jax082.rules.graph, forgetsStatus: false},
    donation: {...jax082.rules.donation, bySize: false},
  },
}
