import {encode, type Named, shortly} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import type {Flags} from '../flags.ts'
import {perfetto} from '../formats/perfetto.ts'
import {opened} from '../input.ts'
import {plainly} from '../json.ts'
import {kindOf} from '../opening.ts'
import {outputOf, outputOption, put} from '../output.ts'
import {policyOption, several} from '../policy.ts'
import {Wrong} from '../wrong.ts'

const formats = ['jitlens', 'perfetto'] as const

const isEvents = (start: string): boolean => start.includes('"traceEvents"')

export const trace: Command = {
  name: 'trace',
  takes: 'LOG|SCENARIO…',
  what: 'what of a log or a simulation is shown, as a small file to keep',
  options: {
    format: {
      takes: 'NAME',
      choices: formats,
      what: 'jitlens, lines of JSON that every command opens; or perfetto, trace events for ui.perfetto.dev and speedscope',
    },
    ...policyOption(several),
    ...outputOption('trace.jsonl, trace.json for perfetto,'),
  },
  examples: [
    ['trace run.log -o run.jsonl', 'keep what a log of many megabytes tells'],
    [
      'trace run.log --format perfetto -o run.json',
      'when each function was traced, lowered and compiled, in ui.perfetto.dev',
    ],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const isLines = (flags.choice('format', formats) ?? 'jitlens') === 'jitlens'
    const sort = isLines
      ? {fallback: 'trace.jsonl', what: 'trace', isSuch: (start: string) => kindOf(start) === 'trace'}
      : {fallback: 'trace.json', what: 'file of trace events', isSuch: isEvents}
    const output = await outputOf(flags, sort, io)
    const runs = await opened(flags, io)
    await put(output, isLines ? lines(runs, flags) : perfetto(shortly(runs), io.version), io)
    return 0
  },
}

function lines([first, ...others]: readonly Named[], {files}: Flags): string {
  if (first === undefined || others.length > 0)
    throw new Wrong(
      `trace: a trace holds one run, but ${files.join(', ')} hold${files.length === 1 ? 's' : ''} ${others.length + (first === undefined ? 0 : 1)}; give one, or --format perfetto`,
    )
  return `${[...encode(first.trace)].map(plainly).join('\n')}\n`
}
