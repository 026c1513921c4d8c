import {
  type Agreement,
  checkScenario,
  type Event,
  explain,
  plain,
  type Ran,
  simulated,
  type Trace,
} from '../../../lib/index.ts'
import {checkTorch, torchText, type TorchRan} from '../../../lib/play/index.ts'
import type {Command} from '../command.ts'
import {scenariosIn, whole} from '../input.ts'
import type {Flags} from '../flags.ts'
import type {Io} from '../io.ts'
import {asJson} from '../json.ts'
import {policyOption, ranBy, wayOf} from '../policy.ts'
import {printableLines} from '../lines.ts'
import {isProgram} from '../opening.ts'
import {calledBy, type Played, played, type ProgramRan} from '../program.ts'
import {Wrong} from '../wrong.ts'
import {releaseNamed, upgrades} from './upgrade.ts'

/** So many disagreements are written. */
const shown = 20

export const simulate: Command = {
  name: 'simulate',
  takes: 'FILE…',
  what: 'run scenarios or Python on simulated caches',
  options: {
    check: {what: 'compare every call with what the scenario expects'},
    json: {what: 'write JSON'},
    ...policyOption(),
    release: {
      takes: 'VERSION',
      what: `the release of jax: ${simulated.map(({jax}) => jax).join(', ')}; twice, to see what an upgrade changes`,
    },
  },
  examples: [
    ['simulate train.py', 'which calls of a program compile, without JAX'],
    ['simulate scenarios.jsonl --check', 'compare recorded scenarios with the simulation'],
    ['simulate train.json --policy jax.jit', 'the same program, jitted in another way'],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const way = wayOf(flags.value('policy'))
    const [release, next, third] = flags.all('release').map(releaseNamed)
    if (third !== undefined) throw new Wrong('simulate: --release is given three times; expected one or two')
    if (release !== undefined && next !== undefined) {
      if (flags.has('check'))
        throw new Wrong(
          'simulate: --check compares one release with what was recorded; expected one --release',
        )
      return upgrades(flags, io, release, next, way.policy === undefined ? {} : {policy: way.policy})
    }
    const programs = flags.files.filter(isProgram)
    if (programs.length > 0) return simulatePrograms(flags, io, release)
    const ran = await scenariosIn(flags.files, io, (scenario) =>
      ranBy(scenario, way, io, {
        names: flags.has('check') ? 'recorded' : 'written',
        ...(release !== undefined && {release}),
      }),
    )
    if (flags.has('check')) return check(ran.map(agreementOf), flags.has('json'), io)
    io.write(flags.has('json') ? scenarioJson(ran) : printableLines(asText(ran)))
    return 0
  },
}

/** Runs programs in Python; each call of a jitted function with its line. */
async function simulatePrograms(flags: Flags, io: Io, release: string | undefined): Promise<number> {
  const refused = ['check', 'policy'].find((name) => flags.has(name) || flags.value(name) !== undefined)
  if (refused !== undefined || !flags.files.every(isProgram))
    throw new Wrong(
      refused === undefined
        ? 'simulate: expected scenarios or programs in Python, and got both; run them one after the other'
        : `simulate: --${refused} is for scenarios; a program in Python says itself what is jitted and how`,
    )
  const ran = []
  for (const name of flags.files) {
    const options = {title: name, ...(release !== undefined && {release})}
    ran.push({name, ...played(await whole(name, io), calledBy(name), io, options)})
  }
  io.write(flags.has('json') ? programJson(ran) : printableLines(ran.map(programText).join('')))
  return 0
}

const programJson = (ran: readonly {readonly name: string; readonly trace: Trace}[]): string =>
  asJson(ran.map(({name, trace}) => ({name, ...plain(explain(trace))})))

const programText = ({name, trace, calls, printed}: Played & {readonly name: string}): string => {
  const rows = calls.map(({line, event: at}) => {
    const event = trace.at(at)
    return `  line ${line}: ${outcomeText(trace, event)}\n`
  })
  const none = '  called no function that jax.jit or nnx.jit had jitted\n'
  return `${name}\n${rows.length === 0 ? none : rows.join('')}${printed.length === 0 ? '' : `It printed:\n${printed.map((text) => `  ${text.replaceAll('\n', '\n  ')}\n`).join('')}`}`
}

const outcomeText = (trace: Trace, event: Event): string =>
  `${trace.functions[event.function]?.name ?? ''}: ${event.stale === undefined ? '' : 'wrong '}${event.outcome}${event.error === undefined ? '' : ` (${event.error.type})`}`

/** How far a run is what was recorded; of a program nothing is. */
function agreementOf(ran: Ran | TorchRan | ProgramRan): Agreement {
  if (!('printed' in ran)) return 'played' in ran ? checkTorch(ran) : checkScenario(ran)
  throw new Wrong(
    `${ran.scenario.id}: --check compares steps with what they expect, and a program in Python expects nothing`,
  )
}

const scenarioJson = (ran: readonly (Ran | TorchRan | ProgramRan)[]): string =>
  asJson(
    ran.map((one) => {
      const {id, title} = one.scenario
      return 'played' in one ? {id, title, calls: one.played} : {id, title, ...plain(explain(one.trace))}
    }),
  )

const asText = (ran: readonly (Ran | TorchRan | ProgramRan)[]): string =>
  ran
    .map((one) => {
      if ('played' in one) return torchText(one)
      if ('printed' in one) return programText({name: one.scenario.title, ...one})
      const {scenario, trace} = one
      const calls = [...trace].map((event) => `  ${outcomeText(trace, event)}\n`)
      return `${scenario.title}\n${calls.join('')}${failedText(one)}`
    })
    .join('')

/** The steps that failed; what a call raised stands beside it. */
const failedText = ({scenario: {steps}, failed}: Ran): string =>
  failed.map(({step, said}) => `  steps[${step}], ${steps[step]?.do ?? ''}: ${said}\n`).join('')

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
    io.write(asJson({categories: rows, ...all, texts, reasons, disagreements}))
    return isWell ? 0 : 1
  }
  for (const {scenario, step, kind, fields, expected, got} of disagreements.slice(0, shown))
    io.error(
      printableLines(
        `${scenario}, step ${step}: ${kind} differs in ${fields.join(', ')}: expected ${JSON.stringify(expected).slice(0, 200)}, got ${JSON.stringify(got).slice(0, 200)}\n`,
      ),
    )
  if (disagreements.length > shown) io.error(`and ${disagreements.length - shown} more\n`)
  for (const {category, agree, calls} of rows)
    io.write(printableLines(`${category}: ${agree} of ${calls} calls agree\n`))
  if (texts.calls > 0)
    io.write(`(of ${texts.calls} recorded error texts, ${texts.agree} agree in their first line)\n`)
  io.write(`why: ${reasons.agree} of ${reasons.calls} reasons agree\n`)
  io.write(`all: ${all.agree} of ${all.calls} calls agree\n`)
  return isWell ? 0 : 1
}
