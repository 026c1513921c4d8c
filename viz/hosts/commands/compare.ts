import {compare as _compare, compared, plainMiss} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {one} from '../input.ts'

export const compare: Command = {
  name: 'compare',
  takes: 'A B',
  what: 'what two runs do differently',
  options: {json: {what: 'write JSON'}},
  inputs: [2, 2],
  async run(flags, io) {
    const [a = '', b = ''] = flags.files
    const [before, now] = [await one(a, io), await one(b, io)]
    const comparison = _compare(before.trace, now.trace)
    if (flags.has('json')) {
      const {appeared, went, changed, same, seconds} = comparison
      io.write(
        `${JSON.stringify({appeared: appeared.map(plainMiss), went: went.map(plainMiss), changed: changed.map((pair) => pair.map(plainMiss)), same, seconds}, null, 2)}\n`,
      )
    } else io.write(`${compared(comparison, before.name, now.name).join('\n')}\n`)
    return 0
  },
}
