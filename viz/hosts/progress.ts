import {explain, explainedSoFar, readSoFar, type Trace} from '../../lib/index.ts'
import type {Io} from './io.ts'

/** Milliseconds between two lines; what is read faster has none. */
const often = 500
const clear = '\r\u001b[K'

/** The bytes of a file, while a line on the terminal tells how far it is read; the line goes when it is read. */
export async function* watched(path: string, io: Io, misses: () => number): AsyncGenerator<Uint8Array> {
  const size = io.size(path)
  const began = io.now().getTime()
  let [bytes, told] = [0, began]
  try {
    for await (const chunk of io.read(path)) {
      yield chunk
      bytes += chunk.length
      const now = io.now().getTime()
      if (now - told < often) continue
      told = now
      io.error(`${clear}${readSoFar({bytes, size, misses: misses(), seconds: (now - began) / 1000})}`)
    }
  } finally {
    if (told > began) io.error(clear)
  }
}

/** Explains a trace before a command asks for it, while a line on the terminal tells how far that is. */
export function explained(trace: Trace, io: Io): void {
  const began = io.now().getTime()
  let told = began
  explain(trace, (calls) => {
    const now = io.now().getTime()
    if (now - told < often) return
    told = now
    io.error(`${clear}${explainedSoFar({calls, of: trace.length, seconds: (now - began) / 1000})}`)
  })
  if (told > began) io.error(clear)
}
