import {spawnSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {join, resolve} from 'node:path'

const script = resolve(__dirname, '../../scripts/wheel.mjs')

/** Makes the Python package of the sources as they are now, as a wheel in a folder. */
export function makeWheel(folder: string): void {
  const {status, stderr} = spawnSync(process.execPath, [script, folder], {encoding: 'utf8'})
  if (status !== 0) throw new Error(stderr)
}

/** The wheel in a folder: Python reads it as it is. */
export const wheelIn = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '')
