import {
  type Named,
  policies,
  type Policy,
  type Ran,
  runScenario,
  type Scenario,
  type ScenarioOptions,
} from '../../lib/index.ts'
import {asTorch, isTorch, play, type TorchRan} from '../../lib/play/index.ts'
import {torchPolicies} from '../../lib/torch/index.ts'
import {asking, type Options} from './flags.ts'
import type {Reading} from './io.ts'
import {type ProgramRan, played, traceOf} from './program.ts'
import {Wrong} from './wrong.ts'

/** How functions of scenarios are jitted: as a scenario says, by a policy of JAX, or by one of torch, under which a program over flax's models is played with torch's. */
interface Way {
  readonly policy?: Policy
  readonly torch?: string
}

const torchNames = Object.keys(torchPolicies)
const names = [...policies, ...torchNames]
const all = names.join(', ')

const isPolicy = (name: string): name is Policy => policies.some((policy) => policy === name)

/** That a command takes the option again and again. */
export const several = ' (several: side by side)'

/** The option of commands that run scenarios. */
export const policyOption = (more = ''): Options => ({
  policy: {takes: 'NAME', choices: names, what: `jit every function of a scenario this way${more}: ${all}`},
})

/**
 * What a name of a policy asks for.
 *
 * @throws {Wrong} where there is none of that name.
 */
export function wayOf(name: string | undefined): Way {
  if (name === undefined) return {}
  if (isPolicy(name)) return {policy: name}
  if (torchNames.includes(name)) return {torch: name}
  throw new Wrong(`--policy ${name}: there is no such policy; ${asking(name, names)}expected one of ${all}`)
}

/**
 * Runs a scenario, of steps or a program in Python, by JAX's caches or torch's.
 *
 * @throws {Wrong} where a policy is asked for of a program, or it stops before it did anything.
 */
export function ranBy(
  scenario: Scenario,
  {torch, ...way}: Way,
  io: Pick<Reading, 'error'>,
  {names, ...options}: ScenarioOptions = {},
): Ran | TorchRan | ProgramRan {
  const {id, program, release, title, verify} = scenario
  if (program !== undefined) {
    if (torch !== undefined || way.policy !== undefined)
      throw new Wrong(
        `${id}: --policy is for scenarios of steps; a program in Python says itself what is jitted and how`,
      )
    const session = {
      title,
      ...(verify === true && {verify}),
      ...(release !== undefined && {release}),
      ...options,
    }
    return {scenario, ...played(program, {name: `${id}, program`, file: 'program.py'}, io, session)}
  }
  if (isTorch(scenario)) return play(scenario)
  return torch === undefined
    ? runScenario(scenario, {names, ...options, ...way})
    : play(asTorch(scenario, torch))
}

/** The run of each scenario of a file, or one a policy. */
export const ranWays = (
  scenarios: readonly Scenario[],
  name: string,
  io: Pick<Reading, 'error'>,
  ways: readonly string[] = [],
): Named[] =>
  scenarios.flatMap((scenario) =>
    (ways.length === 0 ? [undefined] : ways).map((way) => ({
      name:
        ways.length > 1 && scenarios.length === 1
          ? `${way}`
          : `${name}: ${scenario.title}${ways.length > 1 ? `, ${way}` : ''}`,
      trace: traceBy(scenario, way, io),
    })),
  )

function traceBy(scenario: Scenario, way: string | undefined, io: Pick<Reading, 'error'>): Named['trace'] {
  const ran = ranBy(scenario, wayOf(way), io)
  return 'printed' in ran ? traceOf(ran, scenario.id) : ran.trace
}
