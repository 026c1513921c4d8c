#!/usr/bin/env node
import {createReadStream} from 'node:fs'
import {setFlagsFromString} from 'node:v8'
import {run} from './cli.ts'
import {isSame, save, size} from './disk.ts'
import {follow} from './follow.ts'
import {gunzip} from './gunzip.ts'
import {reasonOf} from './wrong.ts'
import {version} from './version.ts'

// Where there is much memory, V8 lets a heap grow to four times what is held before it frees: a log of 1 GB would take as much.
// An unknown flag prints a line: this one was tried in Node 20 to 25.
if (Number.parseInt(process.versions.node, 10) <= 25) setFlagsFromString('--heap-growing-percent=35')

// A reader that closes the pipe early, as `| head` does, has seen enough; the exit code is still of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`jitlens: standard output cannot be written (${reasonOf(error)})\n`)
  process.exit(2)
})

process.exitCode = await run(process.argv.slice(2), {
  read: (path) => (path === '-' ? process.stdin : createReadStream(path, {highWaterMark: 1 << 16})),
  follow,
  gunzip,
  size,
  save,
  isSame,
  write: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  watched: process.stderr.isTTY,
  colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
  folder: process.cwd(),
  now: () => new Date(),
  version,
})
