import {explain, type Named, shortly} from '../../../lib/index.ts'
import {headline} from '../../player/index.ts'
import type {Command} from '../command.ts'
import {opened} from '../input.ts'
import {isMarkup, outputOf, outputOption, put} from '../output.ts'
import {policyOption, several} from '../policy.ts'
import {leftOut, most, report as _report} from '../report.ts'
import {Wrong} from '../wrong.ts'

export const report: Command = {
  name: 'report',
  takes: 'LOG|TRACE|SCENARIO…',
  what: 'one self-contained HTML file of all runs',
  options: {
    ...outputOption('report.html'),
    open: {what: 'show it in the browser'},
    ...policyOption(several),
  },
  examples: [
    ['report run.log', 'write report.html'],
    ['report run.log -o run.html --open', 'write run.html and show it in the browser'],
    ['report worker-*.log -o job.html', 'the hosts of one job, side by side'],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const output = await outputOf(flags, {fallback: 'report.html', what: 'page', isSuch: isMarkup}, io)
    if (output === '-' && flags.has('open'))
      throw new Wrong('report: --open shows a file, and -o - writes none; give it a name')
    const runs = await opened(flags, io)
    await put(output, _report(runs), io, saidOf(runs))
    if (flags.has('open')) await io.open(output)
    return 0
  },
}

/** What a report comes to, and what it leaves out. */
function saidOf(runs: readonly Named[]): readonly string[] {
  const left = leftOut(runs.length)
  const held = shortly(runs.slice(0, most))
  return [
    headline(held.map(({name, trace}) => ({name, explanation: explain(trace)}))),
    ...(left === null ? [] : [`This report holds ${left}: give fewer to see the others.`]),
  ].filter((line) => line !== '')
}
