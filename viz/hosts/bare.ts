import {check} from './commands/check.ts'
import {compare} from './commands/compare.ts'
import {explain} from './commands/explain.ts'
import {hosts} from './commands/hosts.ts'
import {simulate} from './commands/simulate.ts'
import {trace} from './commands/trace.ts'
import {watch} from './commands/watch.ts'
import type {Io} from './io.ts'
import {perform} from './perform.ts'
import {inPlace} from './progress.ts'
import {isColoured, lettersOf} from './screen.ts'
import {version} from './version.ts'

/** What a program that holds this code says of the machine before a command runs. */
export interface Machine extends Pick<Io, 'watched' | 'folder'> {
  readonly argv: readonly string[]
  /** Of each word that is a file: how many bytes it has, and what tells it from others. */
  readonly files: readonly (readonly [name: string, size: number, identity: string])[]
  /** Of each word that is a folder, the names in it. */
  readonly folders: Readonly<Record<string, readonly string[]>>
  /** Of the environment, what says when to write in colours. */
  readonly environment: Readonly<Record<string, string>>
  /** How many letters a line of the terminal shows; null where standard output is none. */
  readonly columns: number | null
}

/** What is asked of that program, in its order. */
export type Asked =
  | {readonly write: string}
  | {readonly error: string}
  /** The next bytes of a file, unpacked, for one of its readers, to be put into `buffer`; then `give` is called with the number. */
  | {readonly read: string; readonly reader: number; readonly number: number}
  /** As read, of a file that grows: 0 bytes where none came for a moment, -1 where it is over. */
  | {readonly follow: string; readonly number: number}
  | {readonly save: string; readonly text: string; readonly number: number}
  | {readonly end: number}

/** Why something could not be done: a code as Node has it, ENOENT, and what the system says. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Where the program puts bytes. */
export const buffer = new Uint8Array(1 << 20)

/** What was answered: a number of bytes, and those. */
interface Answer {
  readonly count: number
  readonly bytes: Uint8Array
}

const asked: Asked[] = []
const waiting = new Map<
  number,
  {readonly give: (answer: Answer) => void; readonly refuse: (why: Refused) => void}
>()

/** Runs a command, as far as it comes without an answer; the commands but those that draw. */
export function start({argv, files, folders, environment, columns, ...machine}: Machine): void {
  const sizes = new Map(files.map(([name, size]) => [name, size]))
  const identities = new Map(files.map(([name, , identity]) => [name, identity]))
  const io: Io = {
    ...machine,
    colour: isColoured(environment, columns !== null),
    letters: lettersOf(columns ?? undefined),
    read,
    follow,
    gunzip: (chunks) => chunks,
    save: (path, text) => answer((number) => ({save: path, text, number})).then(() => undefined),
    size: (path) => sizes.get(path) ?? null,
    list: (path) => (Object.hasOwn(folders, path) ? (folders[path] ?? null) : null),
    open: () => Promise.resolve(),
    isSame: (one, other) => identities.has(one) && identities.get(one) === identities.get(other),
    write: (text) => void asked.push({write: text}),
    error: (text) => void asked.push({error: text}),
    progress: (line) => void asked.push({error: inPlace(line)}),
    interrupted: () => () => undefined,
    pause: () => Promise.resolve(),
    now: () => new Date(),
    version,
  }
  void perform([explain, trace, check, compare, hosts, watch, simulate], argv, io).then((end) =>
    asked.push({end}),
  )
}

/** What is asked since the last time, as JSON. */
export const next = (): string => JSON.stringify(asked.splice(0))

/**
 * Answers a question: so many bytes stand in the buffer, 0 at a file's end. They are taken at once, since the next answer may stand in the
 * buffer before who asked goes on.
 */
export const give = (number: number, count: number): void =>
  settled(number)?.give({count, bytes: buffer.slice(0, Math.max(0, count))})

/** Answers a question with no. */
export const refuse = (number: number, code: string, message: string): void =>
  settled(number)?.refuse(new Refused(code, message))

function settled(number: number) {
  const found = waiting.get(number)
  waiting.delete(number)
  return found
}

let questions = 0

const answer = (ask: (number: number) => Asked): Promise<Answer> =>
  new Promise((give, refuse) => {
    waiting.set(++questions, {give, refuse})
    asked.push(ask(questions))
  })

let readers = 0

async function* read(path: string): AsyncGenerator<Uint8Array> {
  const reader = ++readers
  for (;;) {
    const {count, bytes} = await answer((number) => ({read: path, reader, number}))
    if (count === 0) return
    yield bytes
  }
}

async function* follow(path: string): AsyncGenerator<Uint8Array | null> {
  for (;;) {
    const {count, bytes} = await answer((number) => ({follow: path, number}))
    if (count < 0) return
    yield count === 0 ? null : bytes
  }
}
