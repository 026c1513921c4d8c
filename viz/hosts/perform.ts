import {printable} from '../../lib/index.ts'
import {type Command, optionsOf} from './command.ts'
import {asking, type Flags, flags, isOption} from './flags.ts'
import {filesOf} from './folder.ts'
import type {Io} from './io.ts'
import {coloured} from './screen.ts'
import {overview, usage} from './usage.ts'
import {reasonOf, Wrong} from './wrong.ts'

/** Runs one of some commands; the exit code. */
export async function perform(
  commands: readonly Command[],
  argv: readonly string[],
  io: Io,
): Promise<number> {
  try {
    return await _perform(commands, argv, io)
  } catch (thrown) {
    io.error(`jitlens ${thrown instanceof Wrong ? '' : 'failed: '}${printable(reasonOf(thrown))}\n`)
    return 2
  }
}

async function _perform(commands: readonly Command[], argv: readonly string[], io: Io): Promise<number> {
  const [first, second] = argv
  if (first === undefined || isHelp(first)) {
    io.write(
      first === 'help' && second !== undefined
        ? help(named(second, commands), io)
        : overview(commands, io.letters),
    )
    return first === undefined ? 2 : 0
  }
  if (first === '--version' || first === '-v') {
    io.write(`${io.version}\n`)
    return 0
  }
  const isMeant = commands.every(({name}) => name !== first) && isInput(first, io)
  const command = named(isMeant ? 'explain' : first, commands)
  const given = flags(command.name, isMeant ? argv : argv.slice(1), optionsOf(command))
  if (given.has('help')) {
    io.write(help(command, io))
    return 0
  }
  const files = given.files.flatMap((path) => (command.words === undefined ? filesOf(path, io) : path))
  counted(command, files)
  return command.run({...given, files}, coloured(given, io))
}

/** What stands in the name of a file, and in no name of a command. */
const placed = /[./\\]/

const isHelp = (word: string): boolean => word === '--help' || word === '-h' || word === 'help'

/** Whether the first word is no command but an input of one, or an option before it. */
const isInput = (word: string, io: Io): boolean =>
  isOption(word) || word === '-' || placed.test(word) || io.size(word) !== null || io.list(word) !== null

const help = (command: Command, io: Io): string => usage(command, optionsOf(command), io.letters)

/** @throws {Wrong} where there is no command of that name. */
function named(name: string, commands: readonly Command[]): Command {
  const found = commands.find((one) => one.name === name)
  if (found !== undefined) return found
  const names = commands.map((one) => one.name)
  throw new Wrong(
    `has no command ${name}, and there is no such file; ${asking(name, names)}it has ${names.join(', ')}; see jitlens --help`,
  )
}

/** @throws {Wrong} where a command got fewer or more inputs than it takes. */
function counted({name, takes, inputs: [least, most]}: Command, files: Flags['files']): void {
  if (files.length >= least && files.length <= most) return
  throw new Wrong(
    `${name}: needs ${takes}, but got ${files.length === 0 ? 'no file' : files.join(' ')}; see jitlens ${name} --help`,
  )
}
