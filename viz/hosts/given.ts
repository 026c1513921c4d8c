import type {Named} from '../../lib/index.ts'
import {openFile} from './input.ts'
import type {Reading} from './io.ts'
import {reasonOf} from './wrong.ts'

/** What came of a file that a reader gave to a page: its runs, or why it has none. */
export interface Given {
  readonly name: string
  /** None where it could not be opened. */
  readonly runs: readonly Named[]
  /** A sentence where something is wrong with it: why it could not be opened, or where a program stopped. */
  readonly wrong: string | null
}

/**
 * Opens a file that a reader gave to a page, as the command line does: a log, plain or packed, a trace, a scenario or a program in
 * Python. Nothing of it leaves the page.
 *
 * @param tell is told how far a long file is read; an empty text where nothing is to be said any more
 */
export async function given(file: File, tell: (text: string) => void): Promise<Given> {
  const {name} = file
  let wrong: string | null = null
  const broken = (): void => {
    wrong = `${name}: the end of this file could not be read; what comes before it is shown`
  }
  const io: Reading = {
    read: () => chunks(file.stream(), broken),
    gunzip: (packed) => chunks(streamOf(packed).pipeThrough(new DecompressionStream('gzip')), broken),
    size: () => file.size,
    watched: true,
    error(text) {
      wrong = text.trim()
    },
    progress: tell,
    interrupted: () => () => undefined,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
    now: () => new Date(),
  }
  try {
    return {name, runs: await openFile(name, io), wrong}
  } catch (thrown) {
    return {name, runs: [], wrong: reasonOf(thrown)}
  }
}

/** What comes out of a stream; of one that breaks off what came before, as of a log that was copied while it was written. */
async function* chunks(stream: ReadableStream<Uint8Array>, broken: () => void): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let some = false
  try {
    for (;;) {
      const {done, value} = await reader.read()
      if (done) return
      some = true
      yield value
    }
  } catch (thrown) {
    if (!some) throw thrown
    broken()
  }
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<BufferSource> {
  const iterator = bytes[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(new Uint8Array(next.value))
    },
  })
}
