import {type Cause, printedName} from '../../lib/index.ts'

/** An array's type as pictures write it: of a weak type so much that it fits. */
export const weakly = (type: string): string => type.replace('{weak_type=True}', ' weak')

/** From what to what a part of the key changed: of an axis the types of an array, where they are known. */
export function valuesOf({before, change, delta, now}: Cause): Pick<Cause, 'before' | 'now'> {
  if (delta.kind === 'axis') return delta.like ?? {before: delta.before, now: delta.now}
  const [was, is] = [before, change === 'moved' ? null : now].map((text) => text && printedName(text))
  return was === is ? {before, now} : {before: was ?? null, now: is ?? null}
}

/** The same as pictures write them. */
export function drawnOf(cause: Cause): Pick<Cause, 'before' | 'now'> {
  const {before, now} = valuesOf(cause)
  return {before: before && weakly(before), now: now && weakly(now)}
}
