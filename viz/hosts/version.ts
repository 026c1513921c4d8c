import {readFileSync} from 'node:fs'

const packaged: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** The version of the package, which stands above the built files; a bundle has it written in. */
export const version: string =
  typeof packaged === 'object' && packaged !== null && 'version' in packaged ? String(packaged.version) : ''
