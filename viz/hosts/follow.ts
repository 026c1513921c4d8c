import {type FileHandle, open, stat} from 'node:fs/promises'
import {setTimeout} from 'node:timers/promises'

/** Milliseconds between two looks at a file. */
const moment = 250

/**
 * The bytes of a file that grows, as `Io` says.
 *
 * @throws where the file is not there at first, or may not be read.
 */
export async function* follow(path: string): AsyncGenerator<Uint8Array | null> {
  const over = new AbortController()
  const stop = (): void => {
    over.abort()
  }
  process.once('SIGINT', stop)
  try {
    yield* path === '-' ? piped(over.signal) : grown(path, over.signal)
  } finally {
    process.off('SIGINT', stop)
  }
}

/** Waits for a moment, or until it is over. */
const wait = (signal: AbortSignal): Promise<null> => setTimeout(moment, null, {signal}).catch(() => null)

async function* piped(signal: AbortSignal): AsyncGenerator<Uint8Array | null> {
  const chunks: AsyncIterator<Uint8Array> = process.stdin[Symbol.asyncIterator]()
  try {
    let next = chunks.next()
    while (!signal.aborted) {
      const come = await Promise.race([next, wait(signal)])
      if (come?.done === true) return
      if (come !== null) next = chunks.next()
      yield come === null ? null : come.value
    }
  } finally {
    process.stdin.destroy()
  }
}

const newline = Uint8Array.of(10)

async function* grown(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array | null> {
  let file = await open(path)
  let [at, isQuiet] = [0, false]
  try {
    while (!signal.aborted) {
      const {buffer, bytesRead} = await file.read({buffer: new Uint8Array(1 << 16), position: at})
      at += bytesRead
      if (bytesRead > 0) {
        isQuiet = false
        yield buffer.subarray(0, bytesRead)
        continue
      }
      if (isQuiet) yield null
      isQuiet = true
      const anew = await begunAnew(path, file, at)
      if (anew === null) await wait(signal)
      else {
        if (anew !== file) await file.close()
        ;[file, at] = [anew, 0]
        yield newline
      }
    }
  } finally {
    await file.close()
  }
}

/** The file that now has that name, where it is another one or was emptied; else null. */
async function begunAnew(path: string, file: FileHandle, at: number): Promise<FileHandle | null> {
  const [own, named] = [await file.stat(), await stat(path).catch(() => null)]
  if (named === null) return null
  if (own.dev !== named.dev || own.ino !== named.ino) return open(path)
  return own.size < at ? file : null
}
