/** The Python that builds and tests the package. */
import {spawnSync} from 'node:child_process'

const asked = 'import sys, venv, pip; sys.exit(sys.version_info < (3, 10))'

/** A Python 3.10 or newer with venv and pip: $JITLENS_PYTHON, or one in PATH; null where there is none. */
export const python = () =>
  [process.env.JITLENS_PYTHON ?? '', 'python3', 'python'].find(
    (name) => name !== '' && spawnSync(name, ['-c', asked]).status === 0,
  ) ?? null
