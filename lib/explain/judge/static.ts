import type {Cause} from '../explanation.ts'
import type {Judgement} from './judgement.ts'
import {isFloat, isNumber} from './number.ts'

/** A static argument with another value. */
export function staticValue({path, now, before}: Cause): Judgement {
  const isData = isNumber(now) && isNumber(before) && (isFloat(now) || isFloat(before))
  return {
    taxonomy: 'static value',
    verdict: isData ? 'avoidable' : 'necessary',
    advice: isData
      ? `Pass \`${path}\` as an array: take it out of static_argnums and static_argnames.`
      : `Take \`${path}\` out of static_argnums and static_argnames if no shape and no Python loop depends on it; else keep to few values.`,
    because: `the static \`${path}\` had other values`,
  }
}
