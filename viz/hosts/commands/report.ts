import {explain, printable, shortly} from '../../../lib/index.ts'
import {headline} from '../../player/index.ts'
import type {Command} from '../command.ts'
import {beginning, bytes, opened, spared} from '../input.ts'
import type {Io} from '../io.ts'
import {policyOption, several} from '../policy.ts'
import {leftOut, most, report as _report} from '../report.ts'
import {Wrong} from '../wrong.ts'

/**
 * Says no to an output that holds something else than a page, as a log of which the name came behind `-o`.
 *
 * @throws {Wrong} where it does.
 */
async function replaceable(output: string, io: Io): Promise<void> {
  if ((io.size(output) ?? 0) === 0) return
  const {start} = await beginning(bytes(output, output, io))
  if (!start.trimStart().startsWith('<'))
    throw new Wrong(
      `-o ${output}: this file is there and is no page, and the report would replace it; give it another name, or remove it`,
    )
}

export const report: Command = {
  name: 'report',
  takes: 'LOG|TRACE|SCENARIO…',
  what: 'one self-contained HTML file of all runs',
  options: {
    output: {
      short: 'o',
      takes: 'FILE',
      what: 'where it goes; report.html where not given, - is standard output',
    },
    ...policyOption(several),
  },
  inputs: [1, Infinity],
  async run(flags, io) {
    const output = flags.value('output') ?? 'report.html'
    if (output !== '-') {
      spared(output, '-o', flags.files, io)
      await replaceable(output, io)
    }
    const runs = await opened(flags, io)
    const page = _report(runs)
    if (output === '-') {
      io.write(page)
      return 0
    }
    await io.save(output, page)
    const left = leftOut(runs.length)
    const held = shortly(runs.slice(0, most))
    const lines = [
      headline(held.map(({name, trace}) => ({name, explanation: explain(trace)}))),
      left === null ? '' : `This report holds ${left}: give fewer to see the others.`,
      output,
    ]
    for (const line of lines) if (line !== '') io.write(`${printable(line)}\n`)
    return 0
  },
}
