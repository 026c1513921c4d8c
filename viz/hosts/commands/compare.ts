import {compare as _compare, compared} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {comparable} from '../input.ts'
import {Wrong} from '../wrong.ts'
import {plainComparison, releaseNamed, upgrades} from './upgrade.ts'

export const compare: Command = {
  name: 'compare',
  takes: 'A B',
  what: 'what two runs, or two releases, do differently',
  options: {
    json: {what: 'write JSON'},
    release: {takes: 'VERSION', what: 'given twice, with scenario files: what an upgrade of jax changes'},
  },
  inputs: [1, Infinity],
  async run(flags, io) {
    const [from, to, third] = flags.all('release').map(releaseNamed)
    if (from !== undefined && to !== undefined && third === undefined) return upgrades(flags, io, from, to)
    if (from !== undefined) throw new Wrong('compare: --release compares two releases; expected it twice')
    const [a = '', b, more] = flags.files
    if (b === undefined || more !== undefined)
      throw new Wrong(`compare: expected two runs, but got ${flags.files.length}; see jitlens compare --help`)
    const [before, now] = [await comparable(a, io), await comparable(b, io)]
    const comparison = _compare(before.trace, now.trace)
    io.write(
      flags.has('json')
        ? `${JSON.stringify(plainComparison(comparison), null, 2)}\n`
        : `${compared(comparison, before.name, now.name).join('\n')}\n`,
    )
    return 0
  },
}
