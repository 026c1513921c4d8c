import {type Cause, printedName, weakly} from '../../lib/index.ts'

/** From what to what a part of the key changed, as a person reads it: of one axis of one array its types, where they are known. */
export function valuesOf({before, change, count = 1, delta, now}: Cause): Pick<Cause, 'before' | 'now'> {
  const told =
    delta.kind === 'axis' && count === 1
      ? (delta.like ?? delta)
      : {before, now: change === 'moved' ? null : now}
  const [was, is] = [told.before, told.now].map((text) => (text === null ? null : printedName(weakly(text))))
  return was === is ? {before, now} : {before: was ?? null, now: is ?? null}
}
