import type {Release} from './release.ts'

/** jax 0.4.13 with flax 0.7.0. */
export const jax0413: Release = {
  jax: '0.4.13',
  flax: '0.7.0',
  log: {
    era: 0,
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
      9: 'jax_threefry_partitionable',
      11: 'jax_hlo_source_file_canonicalization_regex',
    },
  },
  rules: null,
}
