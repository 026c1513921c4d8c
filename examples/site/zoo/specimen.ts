import {loadScenarios, pythonOf, type Scenario, type Verdict} from '../../../lib/index.ts'
import type {Materials} from '../page.ts'
import {type Call, type ProgramRun, runOf} from '../run.ts'
import {jsonObject} from '../json.ts'
import {type Otherwise, otherwise} from './releases.ts'

/** What a scenario comes to, for who looks for one: the verdict of its loudest call, or that nothing compiled again, or that JAX refused a call. */
export type Sort = Verdict | 'reused' | 'refused'

/** A scenario of the catalogue as the zoo shows it. */
export interface Specimen {
  readonly id: string
  readonly category: string
  readonly title: string
  readonly run: ProgramRun
  /** The call that shows what it is about. */
  readonly call: Call
  readonly sort: Sort
  /** How far its calls fell. */
  readonly outcomes: readonly string[]
  /** Why they missed, a word each: `static-value`. */
  readonly causes: readonly string[]
  /** The release of JAX that it was recorded on. */
  readonly release: string
  /** The other releases that did the same, and those that did not. */
  readonly alike: readonly string[]
  readonly unlike: readonly string[]
}

const catalogue = '__tests__/golden/catalogue.jsonl'
const others = ['0.7.2', '0.8.2', '0.9.0', '0.11.2', '0.12.0.1']

/** All scenarios that call something, in the order of the catalogue. */
export function specimens({text}: Pick<Materials, 'text'>): readonly Specimen[] {
  const all = loadScenarios(text(catalogue), catalogue).filter(({steps}) =>
    steps.some((step) => step.do === 'call'),
  )
  const known = new Map(all.flatMap(outcomesOf))
  const releases = others.map((release) =>
    otherwise(text(`__tests__/golden/releases/jax-${release}.jsonl`), known),
  )
  return all.map((scenario) => specimen(scenario, releases))
}

/** What each call of a scenario came to when it was recorded, by `id step`. */
const outcomesOf = ({id, steps}: Scenario): (readonly [string, string])[] =>
  steps.map((step, at) => [`${id} ${at}`, String(jsonObject(step.expect)['outcome'])] as const)

function specimen(scenario: Scenario, releases: readonly Otherwise[]): Specimen {
  const {id, category, title, release = ''} = scenario
  const run = runOf(pythonOf(scenario), release)
  const {explanation, trace, calls} = run
  const causes = explanation.misses
    .filter(({taxonomy}) => taxonomy !== 'compulsory')
    .map(({taxonomy}) => taxonomy.replace(' ', '-'))
  const isUnlike = ({scenarios}: Otherwise): boolean => scenarios.has(id)
  return {
    id,
    category,
    title,
    run,
    ...telling(run),
    outcomes: [...new Set(calls.map(({position}) => trace.at(position).outcome))],
    causes: [...new Set(causes)],
    release,
    alike: releases.filter((one) => !isUnlike(one)).map((one) => one.release),
    unlike: releases.filter(isUnlike).map((one) => one.release),
  }
}

/** The sorts from the loudest; a first call is none. */
export const loud = [
  'wrong hit',
  'avoidable',
  'reducible',
  'necessary',
  'unknown',
] as const satisfies readonly Verdict[]

/** The call that tells most, and what it is: one that compiled again or should have, else one that was refused, else one that was looked up anew. */
function telling({calls, explanation}: ProgramRun): {readonly call: Call; readonly sort: Sort} {
  const first = new Set(
    explanation.misses.filter(({taxonomy}) => taxonomy === 'compulsory').map(({index}) => index),
  )
  for (const sort of loud) {
    const call = calls.find(
      ({compiled, position, verdict}) =>
        verdict === sort && (compiled || sort === 'wrong hit') && !first.has(position),
    )
    if (call !== undefined) return {call, sort}
  }
  const refused = calls.find(({error}) => error !== null)
  if (refused !== undefined) return {call: refused, sort: 'refused'}
  const call = calls.find(({position, verdict}) => verdict !== null && !first.has(position)) ?? calls.at(-1)
  if (call === undefined) throw new RangeError('a scenario of the zoo has a call')
  return {call, sort: 'reused'}
}
