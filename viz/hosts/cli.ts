import type {Command} from './command.ts'
import {check} from './commands/check.ts'
import {compare} from './commands/compare.ts'
import {completions} from './commands/completions.ts'
import {draw} from './commands/draw.ts'
import {explain} from './commands/explain.ts'
import {hosts} from './commands/hosts.ts'
import {report} from './commands/report.ts'
import {simulate} from './commands/simulate.ts'
import {trace} from './commands/trace.ts'
import {watch} from './commands/watch.ts'
import type {Io} from './io.ts'
import {perform} from './perform.ts'

const all: readonly Command[] = [explain, report, draw, trace, check, compare, hosts, watch, simulate]
const commands = [...all, completions(all)]

/**
 * Runs the command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0 well, 1 the check failed, 2 the input or the arguments are wrong
 * @example
 * await run(['explain', 'train.log'], io) // 0, and a paragraph a miss was written
 */
export const run = (argv: readonly string[], io: Io): Promise<number> => perform(commands, argv, io)
