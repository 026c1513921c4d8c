import type {Flags, Options} from './flags.ts'
import type {Io} from './io.ts'
import {Wrong} from './wrong.ts'

const whens = ['auto', 'always', 'never'] as const

/** The option of every command that says when it writes in colours. */
export const colourOption: Options = {
  color: {takes: 'WHEN', choices: whens, what: 'auto, always or never: colours; auto where not given'},
}

/** What is said of a terminal besides: the environment of the process. */
type Environment = Readonly<Record<string, string | undefined>>

/**
 * Whether a command writes in colours where it is not told when: to a terminal, unless the environment says otherwise, by the
 * variables that other programs follow too. Of two that contradict each other FORCE_COLOR comes first, as in Node, then NO_COLOR.
 *
 * @example
 * isColoured({NO_COLOR: '1'}, true) // false
 */
export function isColoured(
  {FORCE_COLOR: force = '', NO_COLOR: no = '', CLICOLOR_FORCE: always = '', CLICOLOR, TERM}: Environment,
  isTerminal: boolean,
): boolean {
  if (force !== '') return force !== '0' && force !== 'false'
  if (no !== '') return false
  if (always !== '' && always !== '0') return true
  return isTerminal && CLICOLOR !== '0' && TERM !== 'dumb'
}

/** The same machine, with colours as a command's words ask for. */
export function coloured(flags: Flags, io: Io): Io {
  const when = flags.choice('color', whens) ?? 'auto'
  return when === 'auto' ? io : {...io, colour: when === 'always'}
}

const [narrowest, widest] = [40, 240]
/** Longer lines are hard to read. */
const readable = 120

/** How many letters a line has where nobody says: what a terminal shows, as far as that can be read, and what all show in a file. */
export const lettersOf = (columns: number | undefined): number =>
  Math.min(readable, Math.max(narrowest, columns ?? 80))

/** The option of commands that write paragraphs. */
export const widthOption: Options = {
  width: {
    takes: 'LETTERS',
    what: `how long a line may be, ${narrowest} to ${widest}; as the terminal, and 80 in a file, where not given`,
  },
}

/**
 * How long a line may be.
 *
 * @throws {Wrong} where that is too short to tell something, or longer than anyone reads.
 */
export function widthOf(command: string, flags: Flags, io: Io): number {
  const width = flags.count('width') ?? io.letters
  if (width >= narrowest && width <= widest) return width
  throw new Wrong(`${command}: --width needs a number from ${narrowest} to ${widest}, but got ${width}`)
}
