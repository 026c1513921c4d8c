import {explainedSoFar, explaining, ranSoFar, readSoFar, type Trace} from '../../lib/index.ts'
import type {Reading} from './io.ts'

/** Milliseconds between two lines; what is read faster has none. */
const often = 500
/** A line of a terminal in place of the one that stands there. */
export const inPlace = (line: string): string => `\r\u001b[K${line}`

/** A line on the terminal that is written over, and goes when it is over or a person ends the command. */
function lineOn(io: Pick<Reading, 'progress' | 'interrupted'>): {
  readonly write: (text: string) => void
  readonly end: () => void
} {
  let free: (() => void) | null = null
  const wipe = (): void => {
    io.progress('')
  }
  return {
    write(text) {
      free ??= io.interrupted(wipe)
      io.progress(text)
    },
    end() {
      if (free === null) return
      free()
      wipe()
      free = null
    },
  }
}

/** The bytes of a file, while a line on the terminal tells how far it is read; the line goes when it is read. */
export async function* watched(path: string, io: Reading, misses: () => number): AsyncGenerator<Uint8Array> {
  const [size, line] = [io.size(path), lineOn(io)]
  const began = io.now().getTime()
  let [bytes, told] = [0, began]
  try {
    for await (const chunk of io.read(path)) {
      yield chunk
      bytes += chunk.length
      const now = io.now().getTime()
      if (now - told < often) continue
      told = now
      line.write(readSoFar({bytes, size, misses: misses(), seconds: (now - began) / 1000}))
    }
  } finally {
    line.end()
  }
}

/** Some scenarios one after the other, while a line on the terminal tells how many were run. */
export function* inTurn<T>(all: readonly T[], io: Reading): Generator<T> {
  const line = lineOn(io)
  const began = io.now().getTime()
  let told = began
  try {
    for (const [ran, one] of all.entries()) {
      const now = io.now().getTime()
      if (io.watched && now - told >= often) {
        told = now
        line.write(ranSoFar({ran, of: all.length, seconds: (now - began) / 1000}))
      }
      yield one
    }
  } finally {
    line.end()
  }
}

/** Explains a trace before a command asks for it, while a line on the terminal tells how far that is. */
export async function explained(trace: Trace, io: Reading): Promise<void> {
  const line = lineOn(io)
  const began = io.now().getTime()
  let told = began
  for (const calls of explaining(trace)) {
    if (calls === trace.length) line.end()
    const now = io.now().getTime()
    if (now - told < often || calls === trace.length) continue
    told = now
    line.write(explainedSoFar({calls, of: trace.length, seconds: (now - began) / 1000}))
    await io.pause()
  }
}
