/**
 * JAX's configuration, as far as it is part of a key or changes what a call does. Names are JAX's own
 * (jax/_src/config.py, `trace_context` and `include_in_jit_key`).
 */
export type Config = Readonly<Record<string, unknown>>

/** The values at the start of a program. */
export const initial: Config = Object.freeze({
  jax_enable_x64: false,
  jax_default_matmul_precision: null,
  jax_default_device: null,
  jax_numpy_rank_promotion: 'allow',
  jax_numpy_dtype_promotion: 'standard',
  jax_threefry_partitionable: true,
  jax_debug_key_reuse: false,
  jax_disable_jit: false,
  jax_mutable_array_checks: false,
  jax_high_dynamic_range_gumbel: false,
  jax_hlo_source_file_canonicalization_regex: null,
  jax_softmax_custom_jvp: true,
  jax_optimization_level: 'UNKNOWN',
  jax_memory_fitting_level: 'UNKNOWN',
  jax_random_seed_offset: 0,
  jax_use_shardy_partitioner: true,
  jax_error_checking_behavior_nan: 'ignore',
  mesh: null,
  device_context: null,
  axis_env_state: null,
})

/** In the key of the dispatch cache alone: after a change the old program is found again one layer below. */
const dispatchOnly = new Set(['jax_optimization_level', 'jax_memory_fitting_level', 'device_context'])

/** In the keys of tracing alone: the dispatch cache does not see a change. */
const traceOnly = new Set([
  'jax_hlo_source_file_canonicalization_regex',
  'jax_disable_jit',
  'jax_mutable_array_checks',
  'jax_high_dynamic_range_gumbel',
])

/** Settings that no cache looks at. */
const unseen = new Set([
  'jax_compilation_cache_dir',
  'jax_persistent_cache_min_compile_time_secs',
  'jax_debug_nans',
  'jax_log_compiles',
  'jax_explain_cache_misses',
  'jax_default_prng_impl',
  'jax_transfer_guard',
  'jax_check_tracer_leaks',
])

/** Settings in the key of the dispatch cache. */
export const inDispatch = (name: string): boolean => !traceOnly.has(name) && !unseen.has(name)

/** Settings in the keys of the layers below. */
export const inTrace = (name: string): boolean => !dispatchOnly.has(name) && !unseen.has(name)
