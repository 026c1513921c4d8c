import type {Blame} from '../log/index.ts'
import type {ReasonRules} from '../release/index.ts'
import type {Json} from './jsonvalue.ts'

const words: Readonly<Record<Blame['kind'], string>> = {
  function: 'never-seen',
  context: 'context',
  tree: 'pytree',
  debug: 'debug',
  types: 'types',
  unavailable: 'unavailable',
  unread: 'unread',
}

/**
 * JAX's own reason as the goldens hold it: `{kind, at: [[place, now, before]…]}`; of a pytree the places alone, and of static
 * arguments that stand apart from it that they differ. The address that JAX glues to the end of a message about weak types is part of
 * the last place.
 *
 * @example
 * recordedReason({kind: 'types', places: [{component: 'aval', at: 'x', now: 'f32[16]', before: 'f32[8]'}]}, newest.rules.reason)
 * // {kind: 'types', at: [['x', 'f32[16]', 'f32[8]']]}
 */
export function recordedReason({kind, places}: Blame, {ranks, weakTypes}: ReasonRules): Json {
  const isAlone = ranks === 'severity'
  const hasNote = isAlone && kind === 'types' && places.some(({now}) => now?.includes('{weak_type=') === true)
  const statics = isAlone ? [] : places.filter(({component}) => component === 'static')
  return {
    kind: words[kind],
    at: places
      .filter((place) => place === statics[0] || !statics.includes(place))
      .map(({component, at, now, before}, i) => {
        if (component === 'static' && !isAlone) return ['static']
        if (component !== 'aval' && component !== 'context') return [at]
        return [at, now, hasNote && i === places.length - 1 ? `${before}${weakTypes}` : before]
      }),
  }
}
