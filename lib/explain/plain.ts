import type {Evidence} from '../log/index.ts'
import type {Cause, Explanation, Miss} from './explanation.ts'

/**
 * The explanation as the command line writes it with `--json`: plain data, described by `schema/explain.schema.json`.
 *
 * @example
 * plain(explain(trace)).headline // '…2 compiles: none surely avoidable; …'
 */
export function plain(explanation: Explanation) {
  return {
    headline: explanation.headline,
    misses: explanation.misses.map(plainMiss),
    groups: explanation.groups.map(({misses, dearest: _dearest, ...group}) => ({
      ...group,
      misses: misses.length,
    })),
    functions: explanation.functions.map(({functionId: _id, ...row}) => row),
    account: explanation.account,
    eager: explanation.eager,
    lines: explanation.lines,
    unread: {
      lines: explanation.unread.lines,
      own: explanation.unread.own,
      kinds: explanation.unread.kinds,
      examples: explanation.unread.examples,
    },
    releases: explanation.releases,
    notes: explanation.notes,
    remarks: explanation.remarks,
  }
}

/**
 * A cause as plain data; its evidence only where it is another than that of the whole.
 *
 * @example
 * plainCause(miss.causes[0], miss.evidence)
 * // {component: 'graphdef', path: 'model.drop.rate', now: '0.2', before: '0.1', change: 'changed', delta: {kind: 'value', now: '0.2', before: '0.1'}}
 */
export const plainCause = (
  {component, path, now, before, change, delta, from, count, paths, evidence}: Cause,
  whole?: Evidence,
) => ({
  component,
  path,
  now,
  before,
  change,
  delta,
  ...(from !== undefined && {from}),
  ...(count !== undefined && {count}),
  ...(paths !== undefined && {paths}),
  ...(evidence !== whole && {evidence}),
})

/**
 * A miss as plain data, with its facts and their words.
 *
 * @example
 * plainMiss(miss).sentence // 'step was traced again: model.drop.rate is 0.2, before 0.1.'
 */
export const plainMiss = (miss: Miss) => ({
  function: miss.function,
  ...(miss.defined !== undefined && {defined: miss.defined}),
  call: miss.call,
  outcome: miss.outcome,
  evidence: miss.evidence,
  causes: miss.causes.map((cause) => plainCause(cause, miss.evidence)),
  ...(miss.besides !== undefined && {
    besides: miss.besides.map((cause) => plainCause(cause, miss.evidence)),
  }),
  taxonomy: miss.taxonomy,
  verdict: miss.verdict,
  seconds: miss.seconds,
  blamed: miss.blamed,
  misled: miss.misled,
  gap: miss.gap,
  excluded: miss.excluded,
  advice: miss.advice,
  sentence: miss.sentence,
  ...(miss.compiler !== undefined && {compiler: miss.compiler}),
  ...(miss.limit !== undefined && {limit: miss.limit}),
  ...(miss.owner !== undefined && {owner: miss.owner}),
  ...(miss.within !== undefined && {within: miss.within}),
  ...(miss.site !== undefined && {site: miss.site}),
  ...(miss.line !== undefined && {line: miss.line}),
  ...(miss.process !== undefined && {process: miss.process}),
})
