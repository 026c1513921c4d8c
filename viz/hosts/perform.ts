import {printable} from '../../lib/index.ts'
import type {Command} from './command.ts'
import {flags, type Options} from './flags.ts'
import type {Io} from './io.ts'
import {reasonOf, Wrong} from './wrong.ts'

const help: Options = {help: {short: 'h', what: 'say what this command does'}}

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

async function _perform(
  commands: readonly Command[],
  [name, ...words]: readonly string[],
  io: Io,
): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.write(overview(commands))
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    io.write(`${io.version}\n`)
    return 0
  }
  const command = commands.find((one) => one.name === name)
  if (command === undefined)
    throw new Wrong(
      `has no command ${name}; it has ${commands.map((one) => one.name).join(', ')}; see jitlens --help`,
    )
  const given = flags(name, words, {...command.options, ...help})
  if (given.has('help')) {
    io.write(usage(command))
    return 0
  }
  const [least, most] = command.inputs
  if (given.files.length < least || given.files.length > most)
    throw new Wrong(
      `${name}: needs ${command.takes}, but got ${given.files.length === 0 ? 'no file' : given.files.join(' ')}; see jitlens ${name} --help`,
    )
  return command.run(given, io)
}

const overview = (commands: readonly Command[]): string =>
  [
    'jitlens shows why JAX recompiles: jitlens COMMAND FILE…',
    '',
    ...commands.map((one) => `  ${one.name.padEnd(9)}${one.takes.padEnd(21)} ${one.what}`),
    '',
    'A LOG is what JAX writes to stderr with JAX_LOG_COMPILES=1 and',
    'JAX_EXPLAIN_CACHE_MISSES=1, or torch with TORCH_LOGS=recompiles; a TRACE comes',
    'from the recorder or a simulation.',
    '- reads standard input. jitlens COMMAND --help says more.',
    'Exit codes: 0 well, 1 the check failed, 2 the input or the arguments are wrong.',
    '',
  ].join('\n')

function usage(command: Command): string {
  const rows = Object.entries({...command.options, ...help}).map(([name, {takes, short, what}]) => {
    const left = `${short === undefined ? '    ' : `-${short}, `}--${name}${takes === undefined ? '' : ` ${takes}`}`
    return `  ${left.padEnd(24)} ${what}`
  })
  return [`jitlens ${command.name} ${command.takes}`, '', `  ${command.what}`, '', ...rows, ''].join('\n')
}
