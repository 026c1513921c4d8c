import {
  type Agreement,
  type Disagreement,
  isJson,
  type Json,
  jsonList,
  jsonObject,
  sameJson,
  type Scenario,
} from '../scenario/index.ts'
import type {TorchRan} from './play.ts'

/** What a call is held to, beside the type of an error. */
const fields = ['outcome', 'compiled', 'entries'] as const

/** One record of a scenario beside what was done here. */
interface Pair {
  readonly step: number
  readonly isCall: boolean
  readonly expected: Json | null
  readonly got: Json | null
}

/**
 * Compares a played scenario with what was recorded of real torch: calls in outcome, compiles, entries, type of error and what is
 * dynamic; other steps in whether they raise. The guards that torch tells are counted apart.
 */
export function checkTorch(ran: TorchRan): Agreement {
  const {scenario} = ran
  const pairs = pairsOf(ran)
  const found = (fieldsOf: (pair: Pair) => readonly string[]): Disagreement[] =>
    pairs.flatMap((pair) => {
      const differing = fieldsOf(pair)
      return differing.length === 0 ? [] : [disagreement(scenario, pair, differing)]
    })
  const disagreements = found(differs)
  const told = pairs.filter(({expected, got}) => whyOf(expected).length + whyOf(got).length > 0)
  const misread = found((pair) => (sameJson(whyOf(pair.expected), whyOf(pair.got)) ? [] : ['why']))
  return {
    category: scenario.category,
    records: pairs.length,
    agree: pairs.length - disagreements.length,
    disagreements,
    messages: {records: 0, agree: 0},
    reasons: {records: told.length, agree: told.length - misread.length, disagreements: misread},
  }
}

function pairsOf({scenario: {steps}, played}: TorchRan): readonly Pair[] {
  const byStep = new Map(played.map(({step, got}) => [step, got]))
  const isRecorded = steps.some(({expect}) => expect !== undefined)
  return steps.flatMap((step, i) => {
    const [expected, got] = [isJson(step.expect) ? step.expect : null, byStep.get(i) ?? null]
    const isOurs = isRecorded && got !== null && step.do !== 'call'
    return expected !== null || isOurs ? [{step: i, isCall: step.do === 'call', expected, got}] : []
  })
}

function differs({isCall, expected, got}: Pair): readonly string[] {
  const [theirs, ours] = [jsonObject(expected), jsonObject(got)]
  const differing: string[] = isCall ? fields.filter((field) => theirs[field] !== ours[field]) : []
  if (jsonObject(theirs['error'])['type'] !== jsonObject(ours['error'])['type']) differing.push('error')
  if (!sameJson(dynamicOf(theirs), dynamicOf(ours))) differing.push('dynamic')
  return differing
}

/** What is dynamic, in no order: torch lists it as it was met. */
const dynamicOf = (record: Json): unknown =>
  jsonList(record['dynamic'])
    .map((one) => (Array.isArray(one) ? [one[0], jsonList(one[1]).map(String).sort()] : String(one)))
    .sort()

/** The guards that were told, by what they are and where: `x is None` is a value like others, as is a relation of one
 * number, and a key's place is one in its dict. */
function whyOf(record: Json | null): readonly unknown[] {
  return jsonList(record?.['why']).map((told) => {
    const {function: name, id, entries} = jsonObject(told)
    return [name, id, jsonList(entries).map((one) => guardOf(jsonObject(one)))]
  })
}

const isNone = / is None$/
const callNames = new Set<unknown>(['dict', 'L'])

function guardOf({entry, kind, path, text}: Json): unknown {
  const parts: readonly unknown[] | null = Array.isArray(path)
    ? path.filter((part) => !callNames.has(part))
    : null
  const [only] = parts ?? []
  const isPlain = entry != null // before torch 2.5 a relation is written as Eq(…), and names no entry
  if (
    isPlain &&
    kind === 'SHAPE_ENV' &&
    parts?.length === 1 &&
    Array.isArray(only) &&
    String(text).includes(' == ')
  )
    return [entry ?? null, 'EQUALS_MATCH', only]
  return [entry ?? null, isNone.test(String(text)) ? 'EQUALS_MATCH' : kind, parts]
}

const disagreement = (
  {id}: Scenario,
  {step, isCall, expected, got}: Pair,
  differing: readonly string[],
): Disagreement => ({
  scenario: id,
  step,
  kind: isCall ? 'call' : 'error',
  fields: differing,
  expected: expected ?? 'no error',
  got: got ?? 'no record',
})
