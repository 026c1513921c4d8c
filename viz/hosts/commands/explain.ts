import {
  explain as _explain,
  type Explanation,
  leftUntold,
  type Named,
  focused,
  paragraphs,
  plain,
  printable,
  propose,
  proposed,
  some,
  wrap,
} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {type Flags, meantBy} from '../flags.ts'
import {opened} from '../input.ts'
import {asJson} from '../json.ts'
import {paint} from '../paint.ts'
import {policyOption, several} from '../policy.ts'
import {widthOf, widthOption} from '../screen.ts'
import {Wrong} from '../wrong.ts'

export const explain: Command = {
  name: 'explain',
  takes: 'LOG|TRACE|SCENARIO…',
  what: 'a paragraph a miss, what could be spared first',
  options: {
    json: {what: 'write JSON, as schema/explain.schema.json describes it'},
    top: {takes: 'N', what: 'tell of the first N causes alone; the headline stays that of the whole run'},
    function: {takes: 'NAME', what: 'tell of the misses of this function alone'},
    ...widthOption,
    ...policyOption(several),
  },
  examples: [
    ['explain run.log', 'what compiled again, why, and what would spare it'],
    ['explain run.log --top 3', 'the three causes that come first'],
    [
      'explain run.log --function train_step --json',
      'all that is known of the misses of one function, as JSON',
    ],
    ['explain - < run.log', 'from standard input'],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const width = widthOf('explain', flags, io)
    const runs = asked(await opened(flags, io), flags)
    if (flags.has('json')) {
      const all = runs.map(({name, trace, told}) => ({name, ...plain(told), proposals: propose(trace)}))
      io.write(asJson(all.length === 1 ? all[0] : all))
      return 0
    }
    for (const {name, trace, explanation, told} of runs) {
      if (runs.length > 1) io.write(`${printable(name)}\n`)
      const left = explanation.groups.length - told.groups.length
      const lines = [
        ...paragraphs(told, paint(io), width),
        ...(left > 0 ? wrap(leftUntold(left), '  ', width) : []),
        ...proposed(propose(trace), explanation, width),
      ]
      io.write(`${lines.join('\n')}\n${runs.length > 1 ? '\n' : ''}`)
    }
    return 0
  },
}

/** A run with its explanation, and what of that is asked for. */
interface Asked extends Named {
  readonly explanation: Explanation
  readonly told: Explanation
}

/**
 * What is asked for of each run.
 *
 * @throws {Wrong} where no run has a function of the name that is asked for, or nothing is.
 */
function asked(runs: readonly Named[], flags: Flags): readonly Asked[] {
  const [name, top] = [flags.value('function'), flags.count('top')]
  if (top === 0) throw new Wrong('explain: --top needs a whole number from 1, but got 0')
  const all = runs.map((run) => ({...run, explanation: _explain(run.trace)}))
  const names = [...new Set(all.flatMap(({explanation}) => explanation.functions.map((row) => row.function)))]
  if (name !== undefined && !names.includes(name)) {
    const meant = meantBy(name, names)
    throw new Wrong(
      `explain: --function ${name}: no function of that name was called; ${meant === undefined ? `there ${names.length === 1 ? 'is' : 'are'} ${some(names)}` : `did you mean ${meant}?`}`,
    )
  }
  const focus = {...(name !== undefined && {function: name}), ...(top !== undefined && {top})}
  return all.map((run) => ({...run, told: focused(run.explanation, focus)}))
}
