import type {Trace} from '../log/index.ts'
import {reader, type ReadOptions} from './reader.ts'

/**
 * Reads the whole log of a JAX program: its text, or its chunks, cut anywhere. Bytes are UTF-8; those of a file that gzip packed, or of
 * UTF-16, are to be unpacked or decoded before, as the command line does.
 *
 * @example
 * read('Finished tracing step for jit in 0.5 sec\n').functions[0].name // 'step'
 */
export function read(log: string | Iterable<string | Uint8Array>, options: ReadOptions = {}): Trace {
  const open = reader(options)
  if (typeof log === 'string') open.push(log)
  else for (const chunk of log) open.push(chunk)
  return open.end()
}
