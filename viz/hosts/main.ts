#!/usr/bin/env node
import {createReadStream, readFileSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {run} from './cli.ts'
import {reasonOf, Wrong} from './wrong.ts'

const packaged: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

// A reader that closes the pipe early, as `| head` does, has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2))

process.exitCode = await run(process.argv.slice(2), {
  read: (path) => (path === '-' ? process.stdin : createReadStream(path, {highWaterMark: 1 << 20})),
  async save(path, text) {
    try {
      await writeFile(path, text)
    } catch (thrown) {
      throw new Wrong(`${path}: this file cannot be written (${reasonOf(thrown)})`)
    }
  },
  write: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
  version:
    typeof packaged === 'object' && packaged !== null && 'version' in packaged
      ? String(packaged.version)
      : '',
})
