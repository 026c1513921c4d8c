import {total} from '../../log/index.ts'
import type {Comparison} from '../compare.ts'
import {counted, duration} from '../../words/index.ts'
import type {Miss} from '../explanation.ts'
import {phrase} from '../sentence.ts'
import {wrap} from './wrap.ts'

/** So many misses of each kind are told. */
const shown = 20

/** A comparison as lines of at most 80 characters; `a` and `b` name the two runs. */
export function compared(
  {appeared, went, changed, same, seconds}: Comparison,
  a: string,
  b: string,
): string[] {
  const [before, now] = seconds
  const out = wrap(
    appeared.length + went.length + changed.length === 0
      ? `Both runs miss alike: ${counted(same, 'miss', 'misses')}, ${duration(before)} in ${a} and ${duration(now)} in ${b}.`
      : `${appeared.length} appeared, ${went.length} went, ${changed.length} changed cause, ${same} stayed; ${duration(before)} in ${a}, ${duration(now)} in ${b} (${now < before ? '−' : '+'}${duration(Math.abs(now - before))}).`,
  )
  out.push(...some(appeared, (miss) => `+ ${miss.sentence}${cost(miss)}`))
  out.push(...some(went, (miss) => `− ${miss.sentence}${cost(miss)}`))
  out.push(
    ...some(
      changed,
      ([old, miss]) => `→ ${miss.function}, call ${miss.call}: ${why(miss)}; in ${a}: ${why(old)}`,
    ),
  )
  return out
}

function some<T>(all: readonly T[], line: (one: T) => string): string[] {
  const lines = all.slice(0, shown).flatMap((one) => wrap(line(one), '  '))
  return all.length > shown ? [...lines, `  and ${all.length - shown} more`] : lines
}

const cost = (miss: Miss): string => (total(miss.seconds) > 0 ? ` ${duration(total(miss.seconds))}` : '')

const why = (miss: Miss): string =>
  miss.causes.length > 0 ? miss.causes.map(phrase).join('; ') : (miss.excluded ?? miss.taxonomy)
