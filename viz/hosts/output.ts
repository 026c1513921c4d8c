import {printable} from '../../lib/index.ts'
import type {Flags, Options} from './flags.ts'
import {beginning, bytes, spared} from './input.ts'
import type {Io} from './io.ts'
import {Wrong} from './wrong.ts'

/** The option of commands that write a file. */
export const outputOption = (fallback: string): Options => ({
  output: {
    short: 'o',
    takes: 'FILE',
    what: `where it goes; ${fallback} where not given, - is standard output`,
  },
})

/** What a command writes. */
interface Sort {
  /** Its name where none is given. */
  readonly fallback: string
  /** What it is: a page. */
  readonly what: string
  /** Whether what a file begins with is such a thing, which may be replaced. */
  readonly isSuch: (start: string) => boolean
}

/** Whether a text begins as a page or a picture does. */
export const isMarkup = (start: string): boolean => start.trimStart().startsWith('<')

/**
 * Where a command writes: neither over one of its inputs nor over a file of another sort, as a log of which the name came behind `-o`.
 *
 * @throws {Wrong} where something would be lost.
 */
export async function outputOf(flags: Flags, {fallback, what, isSuch}: Sort, io: Io): Promise<string> {
  const output = flags.value('output') ?? fallback
  if (output === '-') return output
  spared(output, '-o', flags.files, io)
  if ((io.size(output) ?? 0) === 0) return output
  const {start} = await beginning(bytes(output, output, io))
  if (isSuch(start)) return output
  throw new Wrong(
    `-o ${output}: this file is there and is no ${what}, which it would replace; give it another name, or remove it`,
  )
}

/** Writes what a command made, and says where, after what is to be said of it. */
export async function put(
  output: string,
  text: string,
  io: Io,
  lines: readonly string[] = [],
): Promise<void> {
  if (output === '-') {
    io.write(text)
    return
  }
  await io.save(output, text)
  for (const line of [...lines, output]) io.write(`${printable(line)}\n`)
}
