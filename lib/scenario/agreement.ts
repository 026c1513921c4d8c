import type {Done, Ran} from './runscenario.ts'
import {isJson, type Json} from './jsonvalue.ts'

/** One record that does not say what real JAX said. */
export interface Disagreement {
  readonly scenario: string
  readonly step: number
  readonly kind: Done['kind']
  /** The fields that differ. */
  readonly fields: readonly string[]
  readonly expected: unknown
  readonly got: unknown
}

/** How far a scenario agrees with its record. */
export interface Agreement {
  readonly category: string
  /** Calls, looks and errors that were recorded. */
  readonly records: number
  readonly agree: number
  readonly disagreements: readonly Disagreement[]
  /** Errors whose text was recorded, and those that say the same. */
  readonly messages: {readonly records: number; readonly agree: number}
  /**
   * Calls of which JAX told why it traced, or of which it is said here; and those where both say the same. A scenario whose
   * record holds no such reason has none.
   */
  readonly reasons: {
    readonly records: number
    readonly agree: number
    readonly disagreements: readonly Disagreement[]
  }
}

const fields = ['outcome', 'traced', 'lowered', 'compiled', 'entries'] as const

/** A step that was recorded, or that raised here. */
interface Pair {
  readonly scenario: string
  readonly step: number
  readonly kind: Done['kind']
  /** What was recorded; undefined where JAX did not raise. */
  readonly expected: unknown
  /** What the simulation did; undefined where it did not get there. */
  readonly got: Json | undefined
}

/**
 * Compares a run with what was recorded of real JAX: calls in outcome, counts and type of error, looks in everything,
 * and every step that raised there or here. What JAX said names functions as they were called there: `{names: 'recorded'}`.
 */
export function checkScenario(ran: Ran): Agreement {
  const pairs = pairsOf(ran)
  const disagreements = pairs.flatMap((pair) => {
    const fields = compare(pair.kind, isJson(pair.expected) ? pair.expected : {}, pair.got ?? {})
    return fields.length > 0 ? [disagreement(pair, fields)] : []
  })
  const {category} = ran.scenario
  const messages = pairs.filter(({expected}) => messageOf(expected) !== null)
  return {
    category,
    records: pairs.length,
    agree: pairs.length - disagreements.length,
    disagreements,
    messages: {
      records: messages.length,
      agree: messages.filter(({expected, got}) => messageOf(expected) === messageOf(got)).length,
    },
    reasons: reasonsOf(ran, pairs),
  }
}

function pairsOf({scenario, done}: Ran): Pair[] {
  const byStep = new Map(done.map((row) => [row.step, row]))
  return scenario.steps.flatMap((step, i) => {
    const got = byStep.get(i)?.got
    const kind = isLook(step.do) ? step.do : 'error'
    const pair: Pair = {scenario: scenario.id, step: i, kind, expected: step.expect, got}
    if (step.expect !== undefined) return [pair]
    const isOurError = got !== undefined && kind === 'error' && scenario.isCallsOnly !== true
    return isOurError ? [pair] : []
  })
}

const isLook = (word: string): word is 'call' | 'inspect' | 'describe' =>
  word === 'call' || word === 'inspect' || word === 'describe'

const disagreement = (
  {scenario, step, kind, expected, got}: Pair,
  fields: readonly string[],
): Disagreement => ({
  scenario,
  step,
  kind,
  expected: expected ?? 'no error',
  got: got ?? 'no record',
  fields,
})

/** How far JAX's own reasons agree, where the record holds any. */
function reasonsOf({scenario}: Ran, pairs: readonly Pair[]): Agreement['reasons'] {
  const isTold = scenario.steps.some(({expect}) => whyOf(expect) !== null)
  const told = pairs.filter(({expected, got}) => isTold && (whyOf(expected) !== null || whyOf(got) !== null))
  const differing = told.filter(({expected, got}) => !sameJson(whyOf(expected), whyOf(got)))
  return {
    records: told.length,
    agree: told.length - differing.length,
    disagreements: differing.map((pair) => disagreement(pair, ['why'])),
  }
}

function compare(kind: Done['kind'], expected: Json, got: Json): readonly string[] {
  if (kind === 'inspect' || kind === 'describe')
    return sameJson(expected, got)
      ? []
      : Object.keys({...expected, ...got}).filter((key) => !sameJson(expected[key], got[key]))
  const differing: string[] =
    kind === 'call' ? fields.filter((field) => field in expected && expected[field] !== got[field]) : []
  if (typeOf(expected) !== typeOf(got)) differing.push('error')
  return differing
}

const errorOf = (record: unknown): Json | null =>
  isJson(record) && isJson(record['error']) ? record['error'] : null
/** JAX's own reason in the record of a call; null where it gives none. */
export const whyOf = (record: unknown): Json | null =>
  isJson(record) && isJson(record['why']) ? record['why'] : null
const typeOf = (record: unknown): unknown => errorOf(record)?.['type'] ?? null
const messageOf = (record: unknown): string | null => {
  const message = errorOf(record)?.['message']
  return typeof message === 'string' ? message : null
}

/** Whether two JSON values are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'number' && a === b)) return true
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]))
  if (!isJson(a) || !isJson(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => sameJson(a[key], b[key]))
}
