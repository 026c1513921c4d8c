import {compare as _compare, compared, type Named, simulated} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import type {Flags} from '../flags.ts'
import {comparable, opened} from '../input.ts'
import type {Io} from '../io.ts'
import {asJson} from '../json.ts'
import {policyOption} from '../policy.ts'
import {widthOf, widthOption} from '../screen.ts'
import {Wrong} from '../wrong.ts'
import {plainComparison, releaseNamed, upgrades} from './upgrade.ts'

/** The two runs: of two files, or of one scenario under two policies. */
async function two(flags: Flags, io: Io): Promise<readonly [Named, Named]> {
  const ways = flags.all('policy')
  const [a = '', b, more] = flags.files
  const [before, now, third] = ways.length > 0 && b === undefined ? await opened(flags, io) : []
  if (before !== undefined && now !== undefined && third === undefined) return [before, now]
  if (ways.length > 0) throw new Wrong('compare: --policy is given twice, with one file of one scenario')
  if (b === undefined || more !== undefined)
    throw new Wrong(`compare: expected two runs, but got ${flags.files.length}; see jitlens compare --help`)
  return [await comparable(a, io), await comparable(b, io)]
}

export const compare: Command = {
  name: 'compare',
  takes: 'A B',
  what: 'what two runs, or two releases, do differently',
  options: {
    json: {what: 'write JSON'},
    ...widthOption,
    ...policyOption(', given twice with one scenario file'),
    release: {takes: 'VERSION', what: 'given twice, with scenario files: what an upgrade of jax changes'},
  },
  examples: [
    ['compare before.log after.log', 'what a change to the program did to its compiles'],
    [
      `compare train.json ${[simulated.at(0), simulated.at(-1)].map((one) => `--release ${one?.jax ?? ''}`).join(' ')}`,
      'what an upgrade of JAX would do to a scenario',
    ],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const [from, to, third] = flags.all('release').map(releaseNamed)
    if (from !== undefined && to !== undefined && third === undefined) return upgrades(flags, io, from, to)
    if (from !== undefined) throw new Wrong('compare: --release compares two releases; expected it twice')
    const [before, now] = await two(flags, io)
    const comparison = _compare(before.trace, now.trace)
    io.write(
      flags.has('json')
        ? asJson(plainComparison(comparison))
        : `${compared(comparison, before.name, now.name, widthOf('compare', flags, io)).join('\n')}\n`,
    )
    return 0
  },
}
