import type {Release} from './release.ts'

/** jax 0.4.30 with flax 0.8.5. */
export const jax0430: Release = {
  jax: '0.4.30',
  flax: '0.8.5',
  log: {
    era: 1,
    opens: 'traced',
    tellsInner: true,
    context: {
      1: 'mesh_context_manager',
      2: 'jax_enable_x64',
      3: 'jax_numpy_rank_promotion',
      4: 'jax_default_matmul_precision',
      5: 'jax_dynamic_shapes',
      6: 'jax_numpy_dtype_promotion',
      7: 'jax_default_device',
      8: 'jax_random_seed_offset',
      9: 'jax_threefry_partitionable',
      13: 'jax_disable_jit',
      14: 'jax_debug_key_reuse',
      15: 'jax_xla_profile_version',
      16: 'jax_hlo_source_file_canonicalization_regex',
      17: 'jax_pgle_profiling_runs',
      18: 'jax_enable_pgle',
    },
  },
  rules: null,
}
