import {type Call, missOf, type ProgramRun} from '../../site/index.ts'

/** A part of a key that may be blamed. */
export interface Part {
  readonly path: string
  readonly words: string
}

/** Whether a path is a part or stands in it; a part may be several paths, with blanks between. */
const isWithin = (path: string, part: string): boolean =>
  part.split(' ').some((one) => path === one || path.startsWith(`${one}.`))

/** Which of some parts a place in a key is, or stands in: the narrowest; null where none is offered for it. */
export function partAt(parts: readonly Part[], place: string): number | null {
  const around = parts.filter(({path}) => isWithin(place, path))
  const [narrowest] = around.sort((a, b) => b.path.length - a.path.length)
  return narrowest === undefined ? null : parts.indexOf(narrowest)
}

/** Whether a part is in no key, so that no change of it compiles anything. */
export const isFree = (part: string): boolean => part.startsWith('<')

/** The part, or what holds it. */
const holderOf = (part: string): string => part.replace(/[<>]/g, '')

/** The parts that the key of a call has, or that the key had with which it is compared. */
export function offered(parts: Readonly<Record<string, string>>, run: ProgramRun, call: Call): Part[] {
  const nearest = missOf(run, call)?.nearest ?? -1
  const positions = nearest < 0 ? [call.position] : [call.position, nearest]
  const paths = positions.flatMap((position) =>
    run.trace.key(run.trace.keyAt(position)).facts.map(({path}) => path.join('.')),
  )
  return Object.entries(parts)
    .filter(([part]) => paths.some((path) => isWithin(path, holderOf(part))))
    .map(([path, words]) => ({path, words}))
}

/** Whether a part is what made a call compile, by the paths of its causes. */
export const isCause = (part: string, run: ProgramRun, call: Call): boolean =>
  (missOf(run, call)?.causes ?? []).some(({path, paths = [path]}) => paths.some((one) => isWithin(one, part)))
