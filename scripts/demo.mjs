/** `npm run demo`: a recorded log becomes demo.html through the command line, and its explanation is printed. */
import {spawnSync} from 'node:child_process'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const log = 'examples/logs/p06_nnx_eval_toggle.log'
const page = join(root, 'demo.html')

function node(...args) {
  const {status, error} = spawnSync(process.execPath, args, {cwd: root, stdio: 'inherit'})
  if (status === 0) return
  if (error) console.error(`demo: ${error.message}`)
  process.exit(status ?? 1)
}

node('scripts/prepare.mjs', '--build')
node('dist/viz/hosts/main.js', 'explain', log)
console.log()
node('dist/viz/hosts/main.js', 'report', log, '-o', page)
