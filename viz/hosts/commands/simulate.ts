import {explain, plain} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {whole} from '../input.ts'
import type {Io} from '../io.ts'
import {type Ran, scenarios} from '../scenarios.ts'
import {reasonOf, Wrong} from '../wrong.ts'

/** So many disagreements are written. */
const shown = 20

export const simulate: Command = {
  name: 'simulate',
  takes: 'SCENARIO…',
  what: 'run scenario files on simulated caches',
  options: {
    check: {what: 'compare every call with what the scenario expects'},
    json: {what: 'write JSON'},
    policy: {takes: 'NAME', what: 'the policy of the caches, jax where not given'},
  },
  inputs: [1, Infinity],
  async run(flags, io) {
    const ran: Ran[] = []
    for (const path of flags.files) {
      const text = await whole(path, io)
      try {
        ran.push(...scenarios(text, path === '-' ? 'standard input' : path, flags.value('policy')))
      } catch (thrown) {
        throw new Wrong(reasonOf(thrown))
      }
    }
    if (flags.has('check')) return check(ran, flags.has('json'), io)
    if (flags.has('json')) {
      io.write(`${JSON.stringify(ran.map(({title, trace}) => ({title, ...plain(explain(trace))})), null, 2)}\n`)
      return 0
    }
    for (const {title, trace} of ran) {
      io.write(`${title}\n`)
      for (const event of trace) io.write(`  ${trace.functions[event.function]?.name ?? ''}: ${event.outcome}${event.error === undefined ? '' : ` (${event.error.type})`}\n`)
    }
    return 0
  },
}

/** How many calls agree, for each category and on the last line for all. */
function check(ran: readonly Ran[], isJson: boolean, io: Io): number {
  const categories = new Map<string, {calls: number; agree: number}>()
  const disagreements: string[] = []
  for (const {title, agreement} of ran) {
    const sum = categories.get(agreement.category) ?? {calls: 0, agree: 0}
    categories.set(agreement.category, {calls: sum.calls + agreement.calls, agree: sum.agree + agreement.agree})
    for (const text of agreement.disagreements) disagreements.push(`${title}: ${text}`)
  }
  const rows = [...categories].map(([category, sum]) => ({category, ...sum}))
  const all = rows.reduce((sum, row) => ({calls: sum.calls + row.calls, agree: sum.agree + row.agree}), {calls: 0, agree: 0})
  const isWell = all.agree === all.calls && disagreements.length === 0
  if (isJson) {
    io.write(`${JSON.stringify({categories: rows, ...all, disagreements}, null, 2)}\n`)
    return isWell ? 0 : 1
  }
  for (const text of disagreements.slice(0, shown)) io.error(`${text}\n`)
  if (disagreements.length > shown) io.error(`and ${disagreements.length - shown} more\n`)
  for (const {category, agree, calls} of rows) io.write(`${category}: ${agree} of ${calls} calls agree\n`)
  io.write(`all: ${all.agree} of ${all.calls} calls agree\n`)
  return isWell ? 0 : 1
}
