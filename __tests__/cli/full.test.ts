import {spawnSync} from 'node:child_process'
import {closeSync, existsSync, openSync} from 'node:fs'
import {join} from 'node:path'

const root = join(__dirname, '../..')
const log = join(root, 'examples/logs/p01_batch_size.log')

/** A device on which there is no room, where the system has it. */
const testFull = existsSync('/dev/full') ? test : test.skip

testFull.each([
  ['explain', log],
  ['explain', log, '--json'],
  ['report', log, '-o', '-'],
  ['help', 'explain'],
])('jitlens %s > /dev/full says that it cannot be written, and ends with 2', (...argv) => {
  const full = openSync('/dev/full', 'w')
  const ran = spawnSync(process.execPath, [join(root, 'dist/viz/hosts/main.js'), ...argv], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  })
  closeSync(full)
  expect(ran).toMatchObject({
    status: 2,
    stderr: 'jitlens: standard output cannot be written (ENOSPC: no space left on device, write)\n',
  })
})

testFull('jitlens report -o /dev/full says so too', () => {
  const ran = spawnSync(
    process.execPath,
    [join(root, 'dist/viz/hosts/main.js'), 'report', log, '-o', '/dev/full'],
    {encoding: 'utf8'},
  )
  expect(ran).toMatchObject({
    status: 2,
    stderr: 'jitlens /dev/full: this file cannot be written (ENOSPC: no space left on device)\n',
  })
})
