import {loadScenarios} from '../../lib/index.ts'
import type {Opened} from './load.ts'
import type {Simulated} from './opening.ts'
import {ranWays} from './policy.ts'
import {tracePlayed} from './program.ts'

/**
 * The runs of a scenario file, or of a program in Python, on the simulator.
 *
 * @throws {Error} where it is none, or the program stops before it called a jitted function; the message names the file.
 */
export function simulated(text: string, name: string, kind: Simulated): Opened {
  let remark = ''
  const io = {
    error(said: string) {
      remark += said
    },
  }
  const runs =
    kind === 'scenario'
      ? ranWays(loadScenarios(text, name), name, io)
      : [{name, trace: tracePlayed(text, name, io)}]
  return {runs, remark}
}
