import type {Dialect} from './dialect.ts'
import type {Setting} from './rules.ts'

type Positions = NonNullable<Dialect['context']>

/** The positions of the tracing context, from runs of settings that stand side by side, each with the position of its first. */
export const positions = (runs: Readonly<Record<number, readonly string[]>>): Positions =>
  Object.fromEntries(
    Object.entries(runs).flatMap(([start, names]) => names.map((name, i) => [Number(start) + i, name])),
  )

/** The positions of settings in the tracing context, whose order that of the table is. */
export const positionsOf = (settings: Readonly<Record<string, Setting>>): Positions =>
  positions({0: Object.entries(settings).flatMap(([name, {keys}]) => (keys.includes('trace') ? [name] : []))})

/** Settings that stand side by side in jax 0.5 and 0.6. */
export const numeric: readonly string[] = [
  'jax_enable_x64',
  'jax_numpy_rank_promotion',
  'jax_default_matmul_precision',
  'jax_dynamic_shapes',
]
export const placing: readonly string[] = [
  'jax_numpy_dtype_promotion',
  'jax_default_device',
  'jax_random_seed_offset',
  'jax_threefry_partitionable',
]
export const debugging: readonly string[] = [
  'jax_disable_jit',
  'jax_debug_key_reuse',
  'jax_xla_profile_version',
]
export const lowering: readonly string[] = [
  'jax_hlo_source_file_canonicalization_regex',
  'jax_pgle_profiling_runs',
  'jax_enable_pgle',
  'jax_use_shardy_partitioner',
  'jax_high_dynamic_range_gumbel',
]
