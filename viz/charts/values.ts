import {type Cause, printedName, weakly} from '../../lib/index.ts'

/** From what to what a part of the key changed, as a person reads it: of an axis the types of an array, where they are known. */
export function valuesOf({before, change, delta, now}: Cause): Pick<Cause, 'before' | 'now'> {
  const told = delta.kind === 'axis' ? (delta.like ?? delta) : {before, now: change === 'moved' ? null : now}
  const [was, is] = [told.before, told.now].map((text) => (text === null ? null : printedName(weakly(text))))
  return was === is ? {before, now} : {before: was ?? null, now: is ?? null}
}
