import type {Release} from './release.ts'

/** jax 0.6.2 with flax 0.10.7. */
export const jax062: Release = {
  jax: '0.6.2',
  flax: '0.10.7',
  log: {
    era: 2,
    opens: 'traced',
    tellsInner: true,
    context: {
      1: 'mesh_context_manager',
      5: 'jax_enable_x64',
      6: 'jax_numpy_rank_promotion',
      7: 'jax_default_matmul_precision',
      8: 'jax_dynamic_shapes',
      10: 'jax_numpy_dtype_promotion',
      11: 'jax_default_device',
      12: 'jax_random_seed_offset',
      13: 'jax_threefry_partitionable',
      15: 'jax_use_direct_linearize',
      17: 'jax_disable_jit',
      18: 'jax_debug_key_reuse',
      19: 'jax_xla_profile_version',
      21: 'jax_hlo_source_file_canonicalization_regex',
      22: 'jax_pgle_profiling_runs',
      23: 'jax_enable_pgle',
      24: 'jax_use_shardy_partitioner',
      25: 'jax_high_dynamic_range_gumbel',
    },
  },
  rules: null,
}
