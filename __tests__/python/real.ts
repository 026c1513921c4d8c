import {spawnSync} from 'node:child_process'

/**
 * The environment of a program that a test runs on real JAX: on the CPU, and hardly optimized. What it does and compiles
 * does not depend on how fast it runs, and XLA takes longer to optimize it than all else.
 */
export const quick = {
  JAX_PLATFORMS: 'cpu',
  XLA_FLAGS:
    '--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true --xla_cpu_use_fusion_emitters=false',
} as const

/** Whether a Python runs and has these modules; it does not load them. */
export const has = (python: string, ...modules: readonly string[]): boolean =>
  python !== '' &&
  spawnSync(python, [
    '-c',
    'import sys; from importlib.util import find_spec; sys.exit(None in map(find_spec, sys.argv[1:]))',
    ...modules,
  ]).status === 0
