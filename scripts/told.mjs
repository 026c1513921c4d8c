/** `npm run told`: writes anew what is told of each log of the repository (__tests__/told/pages). Read what changed before you commit it. */
import {spawnSync} from 'node:child_process'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'

const cwd = dirname(dirname(fileURLToPath(import.meta.url)))
const {status} = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '__tests__/told'], {
  cwd,
  env: {...process.env, UPDATE: '1'},
  stdio: 'inherit',
})
process.exitCode = status ?? 1
