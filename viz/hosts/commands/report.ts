import {explain} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {open} from '../input.ts'
import {report as _report} from '../report.ts'
import {Wrong} from '../wrong.ts'

export const report: Command = {
  name: 'report',
  takes: 'LOG|TRACE|SCENARIO…',
  what: 'one self-contained HTML file',
  options: {output: {short: 'o', takes: 'FILE', what: 'where it goes; report.html where not given, - is standard output'}},
  inputs: [1, Infinity],
  async run(flags, io) {
    const output = flags.value('output') ?? 'report.html'
    const opened = (await Promise.all(flags.files.map((path) => open(path, io)))).flat()
    if (opened.length > 1 && output === '-') throw new Wrong(`report: ${opened.length} reports do not fit on standard output; give -o FILE`)
    for (const [at, {name, trace}] of opened.entries()) {
      const page = _report(trace, {title: name})
      if (output === '-') {
        io.write(page)
        continue
      }
      const file = opened.length === 1 ? output : output.replace(/(\.html?)?$/, `-${at + 1}$1`)
      await io.save(file, page)
      io.write(`${explain(trace).headline}\n${file}\n`)
    }
    return 0
  },
}
