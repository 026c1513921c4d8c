/** The Python that builds and tests the package. */
import {spawnSync} from 'node:child_process'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/**
 * A Python with venv and pip: $JITLENS_PYTHON, or one in PATH; null where there is none.
 *
 * @param version at least, '3, 10'
 */
export const python = (version = '3, 10') => {
  const asked = `import sys, venv, pip; sys.exit(sys.version_info < (${version}))`
  const all = [process.env.JITLENS_PYTHON ?? '', 'python3', 'python']
  return all.find((name) => name !== '' && spawnSync(name, ['-c', asked]).status === 0) ?? null
}

/** The folder of the environment with JAX, which git ignores, and the Python in an environment. */
export const environment = join(dirname(dirname(fileURLToPath(import.meta.url))), '.venv')
export const within = (folder) =>
  process.platform === 'win32' ? join(folder, 'Scripts/python.exe') : join(folder, 'bin/python')
