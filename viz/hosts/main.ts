#!/usr/bin/env node
import {createReadStream} from 'node:fs'
import {setImmediate} from 'node:timers/promises'
import {setFlagsFromString} from 'node:v8'
import {run} from './cli.ts'
import {browse} from './browse.ts'
import {isSame, list, save, size as sizeOf} from './disk.ts'
import {follow} from './follow.ts'
import {gunzip} from './gunzip.ts'
import {inPlace} from './progress.ts'
import {isColoured, lettersOf} from './screen.ts'
import {reasonOf} from './wrong.ts'
import {version} from './version.ts'

// An unknown flag prints a line: these were tried in the releases of Node of which they are set.
const node = Number.parseInt(process.versions.node, 10)
// It optimizes code early, and again whenever the code meets another shape of things: of a log that is read in seconds this takes
// longer than it spares. A later Node has a compiler between the two.
if (node === 20) setFlagsFromString('--interrupt-budget=1000000')

/** So many bytes of logs are read in little memory, and a tenth of the time would go into freeing it early. */
const few = 1 << 22
let size = 0

/** Where there is much memory, V8 lets a heap grow to four times what is held before it frees: a log of 1 GB would take as much. */
function spareMemory(bytes: number): void {
  size += bytes
  if (node <= 25 && size > few) setFlagsFromString('--heap-growing-percent=35')
}

// A reader that closes the pipe early, as `| head` does, has seen enough; the exit code is still of the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`jitlens: standard output cannot be written (${reasonOf(error)})\n`)
  process.exit(2)
})

process.exitCode = await run(process.argv.slice(2), {
  read(path) {
    spareMemory(sizeOf(path) ?? Infinity)
    return path === '-' ? process.stdin : createReadStream(path, {highWaterMark: 1 << 16})
  },
  follow(path) {
    spareMemory(Infinity)
    return follow(path)
  },
  gunzip,
  size: sizeOf,
  list,
  open: browse,
  save,
  isSame,
  write: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  progress: (line) => process.stderr.write(inPlace(line)),
  interrupted(first) {
    const end = (): void => {
      first()
      process.kill(process.pid, 'SIGINT')
    }
    process.once('SIGINT', end)
    return () => process.off('SIGINT', end)
  },
  pause: () => setImmediate(),
  watched: process.stderr.isTTY,
  colour: isColoured(process.env, process.stdout.isTTY),
  letters: lettersOf(process.stdout.isTTY ? process.stdout.columns : undefined),
  folder: process.cwd(),
  now: () => new Date(),
  version,
})
