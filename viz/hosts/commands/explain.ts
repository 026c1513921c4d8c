import {explain as _explain, paragraphs, plain, propose, proposed} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {opened} from '../input.ts'
import {paint} from '../paint.ts'
import {policyOption, several} from '../policy.ts'

export const explain: Command = {
  name: 'explain',
  takes: 'LOG|TRACE|SCENARIO…',
  what: 'a paragraph a miss, what could be spared first',
  options: {
    json: {what: 'write JSON, as schema/explain.schema.json describes it'},
    ...policyOption(several),
  },
  inputs: [1, Infinity],
  async run(flags, io) {
    const runs = await opened(flags, io)
    if (flags.has('json')) {
      const all = runs.map(({name, trace}) => ({
        name,
        ...plain(_explain(trace)),
        proposals: propose(trace),
      }))
      io.write(`${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`)
      return 0
    }
    for (const {name, trace} of runs) {
      if (runs.length > 1) io.write(`${name}\n`)
      const lines = [...paragraphs(_explain(trace), paint(io)), ...proposed(propose(trace), _explain(trace))]
      io.write(`${lines.join('\n')}\n${runs.length > 1 ? '\n' : ''}`)
    }
    return 0
  },
}
