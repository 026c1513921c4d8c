import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {environment, python, within} from '../../../scripts/python.mjs'

const program = fileURLToPath(new URL('../../../examples/python/flaxbench.py', import.meta.url))
const recorded = JSON.parse(readFileSync(new URL('../flax.json', import.meta.url), 'utf8'))

/** A Python that may have Flax: $JITLENS_PYTHON, the environment of the tests, or one in PATH. */
const found = () =>
  process.env.JITLENS_PYTHON ?? (existsSync(within(environment)) ? within(environment) : python())

/**
 * What real Flax takes, as `examples/python/flaxbench.py` writes it: measured now, or what was recorded where no Python here has Flax.
 * `when` says which.
 */
export function flax() {
  const name = found()
  const env = {...process.env, JAX_PLATFORMS: 'cpu'}
  const {status, stdout} = name === null ? {} : spawnSync(name, [program], {encoding: 'utf8', env})
  const {rows, versions, machine, date} = status === 0 ? JSON.parse(stdout) : recorded
  const when = status === 0 ? 'measured beside' : `recorded ${date} on ${machine}`
  return {rows, when: `flax ${versions.flax}, ${when}`}
}
