import type {Blame} from '../log/index.ts'
import type {ReasonRules} from '../release/index.ts'
import {type Apart, leavesApart, order, pieces, blamedAt, settingsApart, treesApart} from './apart.ts'
import type {TraceKey} from './tracekey.ts'

/** What is the same for all keys of a session: how the release explains, and the settings of its tracing context in their order. */
export interface Explains {
  readonly reason: ReasonRules
  readonly settings: readonly string[]
}

/** How JAX orders what it can say: a smaller one is told in place of a larger one. */
type Severity = 'context' | 'tree' | 'debug' | 'types' | 'unavailable'
const severities: readonly Severity[] = ['context', 'tree', 'debug', 'types', 'unavailable']

/** How a previous key differs from the new one: between keys of one severity the one with the fewest differences is the closest. */
interface Difference {
  readonly severity: Severity
  readonly found: readonly Apart[]
}

const closer = (a: Difference, b: Difference): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.found.length - b.found.length

/**
 * JAX's own reason for a trace: the closest of the previous keys of the function by severity, number of differences and, where
 * those are equal, the text of the message.
 *
 * Source: jax `partial_eval.py`, `explain` and `diff_tracing_cache_keys`.
 */
export function blame(now: TraceKey, before: readonly TraceKey[], how: Explains): Blame {
  const [first, ...others] = before
  if (first === undefined) return {kind: 'function', places: []}
  const {severity, found} = others.reduce(
    (told, key) => {
      const one = difference(now, key, how)
      const near = closer(one, told)
      return near < 0 || (near === 0 && isBefore(one, told, now)) ? one : told
    },
    difference(now, first, how),
  )
  const isNamed = severity !== 'context' || how.reason.context === 'names'
  return {kind: severity, places: isNamed ? found.map((one) => blamedAt(one, now)) : []}
}

function difference(now: TraceKey, before: TraceKey, {settings}: Explains): Difference {
  const context = settingsApart(now.config, before.config, settings)
  if (context.length > 0) return {severity: 'context', found: context}
  const trees = treesApart(now.tree, before.tree)
  if (trees.length > 0) return {severity: 'tree', found: trees}
  if (!now.isNamedLike(before)) return {severity: 'debug', found: []}
  const types = leavesApart(now, before, 'weak and mesh')
  return {severity: types.length > 0 ? 'types' : 'unavailable', found: types}
}

/** Whether the message of one difference sorts before that of another with as many places. */
function isBefore(a: Difference, b: Difference, key: TraceKey): boolean {
  for (const [i, one] of a.found.entries()) {
    const other = b.found[i]
    const theirs = other === undefined ? [] : pieces(other, key)
    for (const [j, piece] of pieces(one, key).entries()) {
      const found = order(piece, theirs[j] ?? '')
      if (found !== 0) return found < 0
    }
  }
  return false
}
