import {
  decode,
  loadScenarios,
  type Named,
  reader,
  type Scenario,
  type Trace,
  uncompared,
} from '../../lib/index.ts'
import type {Flags} from './flags.ts'
import type {Io, Reading} from './io.ts'
import {ranWays} from './policy.ts'
import {isProgram, kindOf} from './opening.ts'
import {tracePlayed} from './program.ts'
import {unpack} from './unpack.ts'
import {explained, inTurn, watched} from './progress.ts'
import {Absent, reasonOf, Wrong} from './wrong.ts'

/**
 * Opens a log, a trace, a scenario file or a program, whichever it holds: a log is streamed to the reader, a scenario is run, and a
 * program in Python (`.py`) too.
 *
 * @param mayBeEmpty whether a file without text is a log of nothing, and a program none that ran
 * @param ways the policies by which a scenario is run, a run each; as it says itself where none is given
 * @throws {Wrong} where it is not there, empty, binary, or broken.
 */
export async function openFile(
  path: string,
  io: Reading,
  mayBeEmpty = false,
  ways: readonly string[] = [],
): Promise<Named[]> {
  const name = path === '-' ? 'standard input' : path
  if (isPlayed(path, mayBeEmpty, ways)) return [{name, trace: tracePlayed(await whole(path, io), name, io)}]
  const reading = reader({name})
  const source: Reading = io.watched ? {...io, read: (file) => watched(file, io, () => reading.misses)} : io
  const {read, start, rest} = await beginning(bytes(path, name, source))
  if (start.trim() === '' && !mayBeEmpty)
    throw new Wrong(
      `${name}: this file is empty; expected a log of JAX, a trace, a scenario or a program in Python`,
    )
  const kind = kindOf(start)
  if (ways.length > 0 && kind !== 'scenario')
    throw new Wrong(`${name}: --policy is of scenarios, and this is a ${kind}`)
  if (kind === 'log') return [{name, trace: await readWhole(reading, read, rest, io)}]
  const text = await textOf(read, rest)
  try {
    if (kind === 'trace') return [{name, trace: decode(lines(text), name)}]
    return ranWays(loadScenarios(text, name), name, io, ways)
  } catch (thrown) {
    throw new Wrong(startsWith(reasonOf(thrown), name))
  }
}

/** Whether a file is a program that is to run: a gate asks for a run of JAX's, a policy for a scenario. */
const isPlayed = (path: string, isGate: boolean, ways: readonly string[]): boolean =>
  isProgram(path) && !isGate && ways.length === 0

/** The run that a log tells, of which the beginning is read. */
async function readWhole(
  reading: ReturnType<typeof reader>,
  read: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
  io: Reading,
): Promise<Trace> {
  for (const chunk of read) reading.push(chunk)
  for await (const chunk of rest) reading.push(chunk)
  const trace = reading.end()
  if (io.watched) await explained(trace, io)
  return trace
}

/** Opens the files of a command; scenarios are run by its policies. */
export async function opened(flags: Flags, io: Io): Promise<Named[]> {
  const ways = flags.all('policy')
  return (await Promise.all(flags.files.map((path) => openFile(path, io, false, ways)))).flat()
}

/** Opens a file that holds one trace. */
export async function one(path: string, io: Io, mayBeEmpty = false): Promise<Named> {
  const [first, second] = await openFile(path, io, mayBeEmpty)
  if (first === undefined || second !== undefined)
    throw new Wrong(
      `${path}: expected one run, but this file holds ${first === undefined ? 'none' : 'several scenarios'}`,
    )
  return first
}

/**
 * Opens a run that is laid beside others.
 *
 * @throws {Wrong} where nothing of JAX's or torch's was read in it, which would be like any other.
 */
export async function comparable(path: string, io: Io): Promise<Named> {
  const opened = await one(path, io)
  const {length, source} = opened.trace
  if (source !== null && source.messages === 0 && length === 0) throw new Wrong(uncompared(opened.name))
  return opened
}

/**
 * What a function gives for each scenario of several files.
 *
 * @throws {Wrong} where a file is not there or holds no scenario, or the function throws; the message names the file.
 */
export async function scenariosIn<T>(
  paths: readonly string[],
  io: Io,
  run: (scenario: Scenario) => T,
): Promise<readonly T[]> {
  const found: T[] = []
  for (const path of paths) {
    const name = path === '-' ? 'standard input' : path
    const text = await whole(path, io)
    try {
      for (const scenario of inTurn(loadScenarios(text, name), io)) found.push(run(scenario))
    } catch (thrown) {
      throw new Wrong(startsWith(reasonOf(thrown), name))
    }
  }
  return found
}

/** The whole text of a file. */
export async function whole(path: string, io: Reading): Promise<string> {
  const name = path === '-' ? 'standard input' : path
  const text = await textOf([], bytes(path, name, io))
  if (text.trim() === '') throw new Wrong(`${name}: this file is empty`)
  return text
}

/**
 * Says no to an output that is one of the inputs, which would be lost.
 *
 * @param option how the output was given, `-o`
 * @throws {Wrong} where it is one.
 */
export function spared(output: string, option: string, inputs: readonly string[], io: Io): void {
  const input = inputs.find((path) => io.isSame(output, path))
  if (input === undefined) return
  const name = input === '-' ? 'standard input' : input
  throw new Wrong(
    `${option} ${output}: this is the input ${name} itself, which the output would replace; give it another name`,
  )
}

/** A message that names the file it is about. */
const startsWith = (message: string, name: string): string =>
  message.startsWith(name) ? message : `${name}: ${message}`

/** The text of chunks of bytes. */
async function textOf(read: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = read.map((chunk) => decoder.decode(chunk, {stream: true})).join('')
  for await (const chunk of rest) text += decoder.decode(chunk, {stream: true})
  return text + decoder.decode()
}

/** Controls that stand in texts: backspace to carriage return, escape. */
const isInText = (byte: number): boolean => (byte >= 8 && byte <= 13) || byte === 27

/** Whether bytes are no text. NUL alone does not make them so: a log that was cut while it was written to, or a full disk, leaves it in a text. */
const isBinary = (bytes: Uint8Array): boolean =>
  bytes.includes(0) && bytes.some((byte) => byte > 0 && byte < 32 && !isInText(byte))

/** A file's text in chunks of UTF-8. */
export async function* bytes(
  path: string,
  name: string,
  io: Pick<Reading, 'read' | 'gunzip'>,
): AsyncGenerator<Uint8Array> {
  let isFirst = true
  try {
    for await (const chunk of unpack(io.read(path), io)) {
      if (isFirst && isBinary(chunk.subarray(0, 8192)))
        throw new Wrong(`${name}: this file is binary; expected the text of a log, a trace or a scenario`)
      isFirst = false
      yield chunk
    }
  } catch (thrown) {
    throw unreadable(name, thrown)
  }
}

/** What is thrown where a file cannot be read. */
export function unreadable(name: string, thrown: unknown): Wrong {
  if (thrown instanceof Wrong) return thrown
  const sort = codeOf(thrown) === 'ENOENT' ? Absent : Wrong
  return new sort(`${name}: ${known[codeOf(thrown)] ?? reasonOf(thrown)}`)
}

const known: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a directory; expected a file',
  EACCES: 'this file may not be read',
}

const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : ''

/** What says something: a bracket alone does not tell what it begins. */
const saying = /[^\s[{]/
const enough = 1_000_000

/** Whether a line that says something has ended. */
export function isBegun(text: string): boolean {
  const at = text.search(saying)
  return at >= 0 && text.indexOf('\n', at) >= 0
}

/** Reads until the first line that says something is whole. */
export async function beginning(chunks: AsyncGenerator<Uint8Array>): Promise<{
  readonly read: readonly Uint8Array[]
  readonly start: string
  readonly rest: AsyncIterable<Uint8Array>
}> {
  const decoder = new TextDecoder()
  const read: Uint8Array[] = []
  let start = ''
  while (!isBegun(start) && start.length < enough) {
    const next = await chunks.next()
    if (next.done === true) break
    read.push(next.value)
    start += decoder.decode(next.value, {stream: true})
  }
  return {read, start, rest: chunks}
}

export function* lines(text: string): Generator<string> {
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    yield text.slice(at, end === -1 ? undefined : end)
    if (end === -1) return
    at = end + 1
  }
}
