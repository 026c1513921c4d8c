import {jax0102} from './jax0102.ts'
import type {SimulatedRelease} from './release.ts'

/** jax 0.8.2 with flax 0.12.4. */
export const jax082: SimulatedRelease = {
  ...jax0102,
  jax: '0.8.2',
  flax: '0.12.4',
  log: {
    era: 2,
    opens: 'traced',
    tellsInner: true,
    context: {
      1: 'mesh_context_manager',
      6: 'jax_debug_key_reuse',
      8: 'jax_random_seed_offset',
      9: 'jax_threefry_partitionable',
      11: 'jax_use_direct_linearize',
      16: 'jax_hlo_source_file_canonicalization_regex',
      17: 'jax_enable_pgle',
      18: 'jax_pgle_profiling_runs',
      20: 'jax_numpy_dtype_promotion',
      24: 'jax_enable_x64',
      25: 'jax_default_device',
      26: 'jax_disable_jit',
      27: 'jax_numpy_rank_promotion',
      28: 'jax_default_matmul_precision',
      32: 'jax_xla_profile_version',
      33: 'jax_use_shardy_partitioner',
      34: 'jax_high_dynamic_range_gumbel',
    },
  },
  rules: {
    ...jax0102.rules,
    graph: {optimizerGraph: false, staticContainers: true, numberLeaves: false},
    reason: {...jax0102.rules.reason, context: 'positions'},
  },
}
