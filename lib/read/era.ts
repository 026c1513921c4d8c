import {type Dialect, type Release, releases, type Wording, writes} from '../release/index.ts'

/** The dialects that have a wording. */
const dialects = (wording: Wording): readonly Dialect[] =>
  releases.filter(({jax}) => writes(wording, jax)).map(({log}) => log)

const remembered = new WeakMap<Wording, readonly Dialect[]>()

function dialectsOf(wording: Wording): readonly Dialect[] {
  const known = remembered.get(wording)
  if (known !== undefined) return known
  const found = dialects(wording)
  remembered.set(wording, found)
  return found
}

/** What is told first where a miss has this wording: its trace or the miss; the miss where that is not sure. */
export const opensWith = (wording: Wording): Dialect['opens'] => {
  const found = dialectsOf(wording)
  return found.length > 0 && found.every(({opens: first}) => first === 'traced') ? 'traced' : 'miss'
}

/** Whether traces inside a trace of this wording are told as well. */
export const tellsInner = (wording: Wording): boolean => dialectsOf(wording).some((log) => log.tellsInner)

/** The releases that write all these wordings: those that could have written a log. */
export const possibleWriters = (met: Iterable<Wording>): readonly Release[] => {
  const wordings = [...met]
  return releases.filter(({jax}) => wordings.every((wording) => writes(wording, jax)))
}
