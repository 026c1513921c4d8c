import {jax082} from './jax082.ts'
import type {SimulatedRelease} from './release.ts'

/** jax 0.7.2 with flax 0.12.0. */
export const jax072: SimulatedRelease = {
  ...jax082,
  jax: '0.7.2',
  flax: '0.12.0',
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
      14: 'jax_threefry_partitionable',
      16: 'jax_use_direct_linearize',
      18: 'jax_disable_jit',
      19: 'jax_debug_key_reuse',
      20: 'jax_xla_profile_version',
      24: 'jax_hlo_source_file_canonicalization_regex',
      25: 'jax_pgle_profiling_runs',
      26: 'jax_enable_pgle',
      27: 'jax_use_shardy_partitioner',
      28: 'jax_high_dynamic_range_gumbel',
    },
  },
  rules: {
    ...jax082.rules,
    graph: jax082.rules.graph,
  },
}
