import {spawn, type SpawnOptions, spawnSync, type SpawnSyncReturns} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

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

/**
 * What runs `python WORDS…` as `spawnSync` does, each time in a new process, of a Python that has imported JAX once for all.
 * The environment is the same for all: JAX reads it as it is imported.
 */
export function forking(python: string, env: NonNullable<SpawnOptions['env']>) {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-forks-'))
  const [program, socket] = [join(__dirname, 'forks.py'), join(folder, 'socket')]
  const server = spawn(python, [program, 'serve', socket], {env, stdio: ['pipe', 'ignore', 'inherit']})
  afterAll(() => {
    server.kill()
    rmSync(folder, {recursive: true})
  })
  return (words: readonly string[], cwd?: string): SpawnSyncReturns<string> =>
    spawnSync(python, ['-I', '-S', program, 'run', socket, ...words], {encoding: 'utf8', env, cwd})
}
