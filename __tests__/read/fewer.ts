import {type Cause, explain, type Miss} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'

/** What a line of a log is of; null for what is none of JAX's. */
export type Kind = 'explanation' | 'traced' | 'compiling' | 'lowered' | 'compiled' | null

const openings: readonly (readonly [Exclude<Kind, null>, RegExp])[] = [
  ['explanation', /TRACING CACHE MISS/],
  ['traced', /Finished tracing/],
  ['compiling', /Compiling \S+ .*with global shapes/],
  ['lowered', /Finished jaxpr to MLIR module conversion/],
  ['compiled', /Finished XLA compilation/],
]
const foreign = /^(?:Traceback|\w+Error\b|[IWE]\d{4} |DEBUG|INFO|WARNING)/

/** The kind of each line; an explanation goes on to the next message. */
function kindsOf(lines: readonly string[]): Kind[] {
  let open: Kind = null
  return lines.map((line) => {
    const [kind = null] = openings.find(([, opening]) => opening.test(line)) ?? []
    if (kind !== null || foreign.test(line)) open = kind === 'explanation' ? kind : null
    return kind ?? open
  })
}

/** A miss as a log of fewer lines tells it, with its line in the whole log. */
export interface Retold {
  readonly miss: Miss
  readonly line: number
  /** JAX explained it, so that it is the same miss wherever it is told at this line. */
  readonly isExplained: boolean
}

/** What a log tells with the lines of some kinds alone; null where that is the whole log, or nothing of JAX. */
export function retold(text: string, keeps: (kind: Kind) => boolean): Retold[] | null {
  const lines = text.split('\n')
  const kinds = kindsOf(lines)
  const kept = lines.flatMap((_, at) => (keeps(kinds[at] ?? null) ? [at] : []))
  if (kept.length === lines.length || kept.every((at) => kinds[at] === null)) return null
  return told(kept.map((at) => lines[at]).join('\n')).map(({miss, line}) => {
    const at = kept[line - 1] ?? -1
    return {miss, line: at + 1, isExplained: kinds[at] === 'explanation'}
  })
}

/** Misses of a log that begins at its second explanation which are told to be first calls, where JAX met another function at a call that no line before tells of. */
export function firstAfterAnother(text: string): readonly Miss[] {
  const lines = text.split('\n')
  const [, from = 0] = kindsOf(lines).flatMap((kind, at) =>
    kind === 'explanation' && openings[0]?.[1].test(lines[at] ?? '') === true ? [at] : [],
  )
  const all = from === 0 ? [] : told(lines.slice(from).join('\n')).map(({miss}) => miss)
  return all.filter(
    ({taxonomy, blamed, site}, at) =>
      taxonomy === 'compulsory' &&
      blamed?.includes('seen another') === true &&
      !all.slice(0, at).some((miss) => miss.site === site),
  )
}

/** What a log tells, by the line at which each miss stands. */
export const told = (text: string): {readonly miss: Miss; readonly line: number}[] =>
  explain(read(text)).misses.map((miss) => ({miss, line: miss.line ?? 0}))

const isCompiled = ({seconds}: Miss): boolean => seconds.lower > 0 || seconds.compile > 0

/** The same miss in the whole log: at its line where JAX explained it, else the compile of the function that has the same rank. */
export function sameIn(
  whole: readonly {readonly miss: Miss; readonly line: number}[],
  fewer: readonly Retold[],
  one: Retold,
): Miss | null {
  if (one.isExplained) return whole.find(({line}) => line === one.line)?.miss ?? null
  const isOf = ({miss}: {readonly miss: Miss}): boolean =>
    miss.function === one.miss.function && isCompiled(miss)
  const [all, mine] = [whole.filter(isOf), fewer.filter(isOf)]
  return all.length === mine.length ? (all[mine.indexOf(one)]?.miss ?? null) : null
}

const weak = '{weak_type=True}'
const meshes = /\(\{[^{}]*\}\)/
const plain = (type: string | null): string | undefined => type?.replace(weak, '').replace(meshes, '')
const isMarked = ({now, before}: Cause): boolean =>
  [now, before].some((type) => type?.includes(weak) === true)

/** Whether the whole log has a cause as well, or one of which it tells less: a leaf without a name is one of its type, of many, or in another tree. */
function isTold(one: Cause, {causes}: Miss): boolean {
  if (one.unplaced === true)
    return causes.some(
      ({component, count, now}) =>
        component !== 'aval' || count !== undefined || plain(now) === plain(one.now),
    )
  return causes.some(
    ({component, path, change, now, before}) =>
      component === one.component &&
      (path === one.path || component !== 'aval' || change !== 'changed' || plain(now) === plain(one.now)) &&
      (path !== one.path || change !== 'changed' || plain(now) === plain(one.now)) &&
      (path !== one.path ||
        !isMarked(one) ||
        plain(before) !== plain(one.before) ||
        [now, before].join() === [one.now, one.before].join()),
  )
}

/** What the shorter log says of a miss that the whole one does not say; null where it says the same, or is less sure. */
export function contradiction(fewer: Miss, whole: Miss): string | null {
  if (fewer.taxonomy === 'unknown' || whole.outcome === 'error') return null
  // That what no explanation tells of is one with the others of its name is concluded, and told so.
  const isNameAlone = fewer.owner === 'control flow' || whole.gap?.why === 'function untold'
  if (isNameAlone && fewer.evidence === 'inferred') return null
  if (fewer.taxonomy === 'compulsory' && whole.taxonomy === 'identity') return null
  if (fewer.causes.length === 0 || whole.causes.length === 0)
    return fewer.taxonomy === whole.taxonomy ? null : `${fewer.taxonomy} for ${whole.taxonomy}`
  const other = fewer.causes.find((one) => !isTold(one, whole))
  if (other !== undefined) return `${other.path} for ${whole.causes.map(({path}) => path).join(', ')}`
  const isWeaker = fewer.causes.length < whole.causes.length || fewer.causes.some(({unplaced}) => unplaced)
  return fewer.taxonomy === whole.taxonomy || isWeaker ? null : `${fewer.taxonomy} for ${whole.taxonomy}`
}
