import {
  type Agreement,
  checkScenario,
  explain,
  loadScenarios,
  plain,
  policies,
  type Policy,
  type Ran,
  runScenario,
} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {startsWith, whole} from '../input.ts'
import type {Io} from '../io.ts'
import {reasonOf, Wrong} from '../wrong.ts'

/** So many disagreements are written. */
const shown = 20

const isPolicy = (name: string): name is Policy => policies.some((policy) => policy === name)

export const simulate: Command = {
  name: 'simulate',
  takes: 'SCENARIO…',
  what: 'run scenario files on simulated caches',
  options: {
    check: {what: 'compare every call with what the scenario expects'},
    json: {what: 'write JSON'},
    policy: {takes: 'NAME', what: `jit every function this way: ${policies.join(', ')}`},
  },
  inputs: [1, Infinity],
  async run(flags, io) {
    const policy = flags.value('policy')
    if (policy !== undefined && !isPolicy(policy))
      throw new Wrong(`--policy ${policy}: there is no such policy; expected one of ${policies.join(', ')}`)
    const ran: Ran[] = []
    for (const path of flags.files) {
      const text = await whole(path, io)
      const name = path === '-' ? 'standard input' : path
      try {
        for (const scenario of loadScenarios(text, name))
          ran.push(runScenario(scenario, policy === undefined ? {} : {policy}))
      } catch (thrown) {
        throw new Wrong(startsWith(reasonOf(thrown), name))
      }
    }
    if (flags.has('check')) return check(ran.map(checkScenario), flags.has('json'), io)
    if (flags.has('json')) {
      io.write(
        `${JSON.stringify(
          ran.map(({scenario: {id, title}, trace}) => ({id, title, ...plain(explain(trace))})),
          null,
          2,
        )}\n`,
      )
      return 0
    }
    for (const {scenario, trace} of ran) {
      io.write(`${scenario.title}\n`)
      for (const event of trace)
        io.write(
          `  ${trace.functions[event.function]?.name ?? ''}: ${event.outcome}${event.error === undefined ? '' : ` (${event.error.type})`}\n`,
        )
    }
    return 0
  },
}

interface Sum {
  readonly calls: number
  readonly agree: number
}

const add = (a: Sum, b: Sum): Sum => ({calls: a.calls + b.calls, agree: a.agree + b.agree})
const none: Sum = {calls: 0, agree: 0}

/** How many records agree, for each category and on the last line for all. */
function check(agreements: readonly Agreement[], isJson: boolean, io: Io): number {
  const categories = new Map<string, Sum>()
  for (const {category, records, agree} of agreements)
    categories.set(category, add(categories.get(category) ?? none, {calls: records, agree}))
  const rows = [...categories].map(([category, sum]) => ({category, ...sum}))
  const all = rows.reduce(add, none)
  const texts = agreements
    .map(({messages}) => ({calls: messages.records, agree: messages.agree}))
    .reduce(add, none)
  const reasons = agreements
    .map((one) => ({calls: one.reasons.records, agree: one.reasons.agree}))
    .reduce(add, none)
  const disagreements = agreements.flatMap((agreement) => agreement.disagreements)
  const isWell = disagreements.length === 0
  if (isJson) {
    io.write(`${JSON.stringify({categories: rows, ...all, texts, reasons, disagreements}, null, 2)}\n`)
    return isWell ? 0 : 1
  }
  for (const {scenario, step, kind, fields, expected, got} of disagreements.slice(0, shown))
    io.error(
      `${scenario}, step ${step}: ${kind} differs in ${fields.join(', ')}: expected ${JSON.stringify(expected).slice(0, 200)}, got ${JSON.stringify(got).slice(0, 200)}\n`,
    )
  if (disagreements.length > shown) io.error(`and ${disagreements.length - shown} more\n`)
  for (const {category, agree, calls} of rows) io.write(`${category}: ${agree} of ${calls} calls agree\n`)
  if (texts.calls > 0)
    io.write(`(of ${texts.calls} recorded error texts, ${texts.agree} agree in their first line)\n`)
  io.write(`why: ${reasons.agree} of ${reasons.calls} reasons agree\n`)
  io.write(`all: ${all.agree} of ${all.calls} calls agree\n`)
  return isWell ? 0 : 1
}
