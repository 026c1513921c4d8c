import {spawnSync} from 'node:child_process'
import {copyFileSync, readdirSync} from 'node:fs'
import {basename, join, resolve} from 'node:path'

const script = resolve(__dirname, '../../scripts/wheel.mjs')

/** Makes the Python package as a wheel in a folder: of the sources as they are now, or as it was built, where JITLENS_BUILT names a build with one. */
export function makeWheel(folder: string): void {
  const ready = process.env['JITLENS_BUILT']
  const built = ready === undefined ? '' : wheelIn(ready)
  if (built.endsWith('.whl')) {
    copyFileSync(built, join(folder, basename(built)))
    return
  }
  const {status, stderr} = spawnSync(process.execPath, [script, folder], {encoding: 'utf8'})
  if (status !== 0) throw new Error(stderr)
}

/** The wheel in a folder, which Python reads as it is; the folder where it has none. */
export const wheelIn = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '')
