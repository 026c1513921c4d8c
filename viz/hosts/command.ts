import type {Flags, Options} from './flags.ts'
import type {Io} from './io.ts'

/** One command of the command line. */
export interface Command {
  readonly name: string
  /** What follows the name, as in `LOG|TRACE|SCENARIO…`. */
  readonly takes: string
  /** One line. */
  readonly what: string
  readonly options: Options
  /** How many inputs it needs, and at most takes. */
  readonly inputs: readonly [least: number, most: number]
  /** Its exit code. */
  run(flags: Flags, io: Io): Promise<number>
}
