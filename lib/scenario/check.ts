import type {Done, Ran} from './run.ts'
import {isJson, type Json} from './scenario.ts'

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

/**
 * Compares a run with what was recorded of real JAX: calls in outcome, counts and type of error, looks in everything,
 * and every step that raised there or here.
 */
export function check({scenario, done}: Ran): Agreement {
  const byStep = new Map(done.map((row) => [row.step, row]))
  const disagreements: Disagreement[] = []
  const messages = {records: 0, agree: 0}
  const reasons: Disagreement[] = []
  let told = 0
  const tells = scenario.steps.some(({expect}) => whyOf(expect) !== null)
  let records = 0
  scenario.steps.forEach((step, i) => {
    const got = byStep.get(i)
    const kind: Done['kind'] =
      step.do === 'call' || step.do === 'inspect' || step.do === 'describe' ? step.do : 'error'
    const expected = step.expect
    if (expected === undefined && got === undefined) return
    if (expected === undefined && (kind !== 'error' || scenario.isCallsOnly === true)) return
    records++
    const differing = compare(kind, isJson(expected) ? expected : {}, got?.got ?? {})
    const both = {
      scenario: scenario.id,
      step: i,
      kind,
      expected: expected ?? 'no error',
      got: got?.got ?? 'no record',
    }
    if (differing.length > 0) disagreements.push({...both, fields: differing})
    const [said, simulated] = [whyOf(expected), whyOf(got?.got)]
    if (tells && (said !== null || simulated !== null)) {
      told++
      if (!same(said, simulated)) reasons.push({...both, fields: ['why']})
    }
    const text = messageOf(expected)
    if (text !== null) {
      messages.records++
      if (text === messageOf(got?.got)) messages.agree++
    }
  })
  return {
    category: scenario.category,
    records,
    agree: records - disagreements.length,
    disagreements,
    messages,
    reasons: {records: told, agree: told - reasons.length, disagreements: reasons},
  }
}

function compare(kind: Done['kind'], expected: Json, got: Json): readonly string[] {
  if (kind === 'inspect' || kind === 'describe')
    return same(expected, got)
      ? []
      : Object.keys({...expected, ...got}).filter((key) => !same(expected[key], got[key]))
  const differing: string[] =
    kind === 'call' ? fields.filter((field) => field in expected && expected[field] !== got[field]) : []
  if (typeOf(expected) !== typeOf(got)) differing.push('error')
  return differing
}

const errorOf = (record: unknown): Json | null =>
  isJson(record) && isJson(record['error']) ? record['error'] : null
const whyOf = (record: unknown): Json | null =>
  isJson(record) && isJson(record['why']) ? record['why'] : null
const typeOf = (record: unknown): unknown => errorOf(record)?.['type'] ?? null
const messageOf = (record: unknown): string | null => {
  const message = errorOf(record)?.['message']
  return typeof message === 'string' ? message : null
}

/** Whether two JSON values are the same. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'number' && a === b)) return true
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (!isJson(a) || !isJson(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]))
}
