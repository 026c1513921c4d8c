import {
  type ChangedReason,
  compared,
  type Comparison,
  isChange,
  plainCause,
  plainMiss,
  printable,
  releaseOf,
  retold,
  type ScenarioOptions,
  upgrade,
  type Upgrade,
  upgraded,
  type UpgradeCounts,
} from '../../../lib/index.ts'
import type {Flags} from '../flags.ts'
import {scenariosIn} from '../input.ts'
import type {Io} from '../io.ts'
import {asJson} from '../json.ts'
import {printableLines} from '../lines.ts'
import {reasonOf, Wrong} from '../wrong.ts'

/** The version of a release that can be simulated. */
export function releaseNamed(version: string): string {
  try {
    return releaseOf(version).jax
  } catch (thrown) {
    throw new Wrong(`--${reasonOf(thrown)}`)
  }
}

/** Writes what an upgrade changes: scenario by scenario, and in one sentence at the end. */
export async function upgrades(
  flags: Flags,
  io: Io,
  from: string,
  to: string,
  options: Omit<ScenarioOptions, 'release'> = {},
): Promise<number> {
  const found = await scenariosIn(flags.files, io, (scenario) => {
    if (scenario.program === undefined) return upgrade(scenario, from, to, options)
    throw new Wrong(
      `${scenario.id}: two releases are compared step by step, and this is a program in Python; run it on one after the other`,
    )
  })
  if (flags.has('json')) {
    const rows = found.map(({scenario: {id, title}, calls, misses, reasons}) => ({
      id,
      title,
      calls,
      reasons,
      ...plainComparison(misses),
    }))
    io.write(asJson({from, to, scenarios: rows}))
    return 0
  }
  for (const one of found)
    if (isChange(countsOf(one))) io.write(printableLines(linesOf(one, from, to).join('')))
  for (const line of reasonLines(found)) io.write(`${printable(line)}\n`)
  io.write(`${upgraded(from, to, found.map(countsOf))}\n`)
  return 0
}

/** Where JAX's own reason differs. */
const reasonLines = (found: readonly Upgrade[]): readonly string[] =>
  retold(
    found.flatMap(({scenario, reasons: {changed}}) =>
      changed.map(({step, before, now}) => ({
        scenario: scenario.id,
        step,
        before: kindOf(before),
        now: kindOf(now),
      })),
    ),
    found.reduce((sum, {reasons: {told}}) => sum + told, 0),
  )

const kindOf = (why: ChangedReason['before']): string | null => (why === null ? null : String(why['kind']))

const countsOf = ({calls, misses: {appeared, went, changed}}: Upgrade): UpgradeCounts => ({
  calls: calls.length,
  appeared: appeared.length,
  went: went.length,
  changed: changed.length,
})

const linesOf = ({scenario, calls, misses}: Upgrade, from: string, to: string): readonly string[] => [
  `${scenario.title} (${scenario.id})\n`,
  ...calls.map(({step, function: name, before, now}) => `  step ${step}, ${name}: ${before} → ${now}\n`),
  ...compared(misses, `jax ${from}`, `jax ${to}`).map((line) => `  ${line}\n`),
]

/** A comparison as JSON. */
export const plainComparison = ({
  appeared,
  went,
  changed,
  outcomes,
  firsts,
  same,
  seconds,
  tells,
}: Comparison) => ({
  appeared: appeared.map(plainMiss),
  went: went.map(plainMiss),
  changed: changed.map((pair) => pair.map(plainMiss)),
  outcomes: outcomes.map((pair) => pair.map(plainMiss)),
  firsts: firsts.map(({misses, types}) => ({
    misses: misses.map(plainMiss),
    types: types.map((one) => plainCause(one)),
  })),
  same,
  seconds,
  tells,
})
