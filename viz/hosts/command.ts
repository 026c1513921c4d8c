import type {Flags, Options} from './flags.ts'
import type {Io} from './io.ts'
import {colourOption} from './screen.ts'

/** One command of the command line. */
export interface Command {
  readonly name: string
  /** What follows the name, as in `LOG|TRACE|SCENARIO…`. */
  readonly takes: string
  /** The words that follow it, where they are no files. */
  readonly words?: readonly string[]
  /** One line. */
  readonly what: string
  readonly options: Options
  /** What stands behind `jitlens`, and what that does. */
  readonly examples: readonly (readonly [words: string, does: string])[]
  /** How many inputs it needs, and at most takes. */
  readonly inputs: readonly [least: number, most: number]
  /** Its exit code. */
  run(flags: Flags, io: Io): Promise<number>
}

/** The options of a command, with those that all have. */
export const optionsOf = ({options}: Pick<Command, 'options'>): Options => ({
  ...options,
  ...colourOption,
  help: {short: 'h', what: 'say what this command does'},
})
