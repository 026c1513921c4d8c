import {
  addSeconds,
  type Explanation,
  type Group,
  isSparable,
  noSeconds,
  type Owner,
  say,
  sayFurther,
  type Seconds,
  type Trace,
} from '../../../lib/index.ts'
import type {Tone} from '../../theme.ts'
import {changed, unchanged} from './changed.ts'
import {gathered} from './gathered.ts'

/** Seconds of compiling, and the parts that they are made of. */
export interface Part {
  readonly name: string
  /** What changed first, where its name tells how much else did. */
  readonly short?: string
  /** Whether its name is a path or a function of the program. */
  readonly isCode: boolean
  readonly tone: Tone
  /** Whether it is first calls alone, which no program can spare. */
  readonly isFirst: boolean
  /** Its own seconds, without those of its parts. */
  readonly seconds: number
  readonly parts: readonly Part[]
  /** A miss that it stands for, and the path that caused it. */
  readonly index?: number
  readonly path?: string
}

/** Misses of one function and cause. */
interface Share {
  readonly group: Group
  readonly indices: readonly number[]
  readonly name: string
  readonly short?: string
  readonly isCode: boolean
}

/**
 * All seconds of a run as cause → function → phase: what libraries, operations outside jit and mere traces took has parts of its own.
 *
 * @param gone positions of misses that are not counted
 */
export function spending(
  trace: Trace,
  explanation: Explanation,
  gone: ReadonlySet<number> = new Set(),
): Part[] {
  const shares = explanation.groups.map((group): Share => {
    const [first] = group.misses
    const owner = first === undefined ? undefined : trace.functions[trace.functionAt(first)]?.owner
    const indices = group.misses.filter((index) => trace.outcome(index) !== 'hit' && !gone.has(index))
    return {group, indices, ...named(explanation, group, owner)}
  })
  const causes = gathered(shares, (share) => `${share.group.verdict} ${share.name}`)
  return [...causes.map(([, same]) => causePart(trace, same)), ...summed(trace)].filter(
    (part) => secondsOf(part) > 0,
  )
}

/** What a log holds as sums alone: operations outside jit, and functions that were traced and never compiled. */
export const summed = ({source}: Trace): Part[] =>
  [
    listed(say('outside jit'), source?.eager.functions ?? []),
    listed(say('traced alone'), source?.traced ?? []),
  ].filter((part) => secondsOf(part) > 0)

/** The seconds of a part and of all its parts. */
export const secondsOf = ({seconds, parts}: Part): number =>
  parts.reduce((sum, part) => sum + secondsOf(part), seconds)

/** What a cause is called: what changed first, or what stands in the place of a change. */
function named(
  explanation: Explanation,
  group: Group,
  owner: Owner | undefined,
): Pick<Share, 'name' | 'short' | 'isCode'> {
  const {paths, verdict} = group
  const [path] = paths
  const isMended = isSparable(verdict) || verdict === 'wrong hit'
  if (owner === 'library' && !isMended) return {name: sayFurther('of libraries'), isCode: false}
  if (path !== undefined) {
    const first = changed(explanation, group, path)
    const more = new Set(paths).size - 1
    return more === 0
      ? first
      : {...first, short: first.name, name: `${first.name} ${sayFurther('more', {more})}`}
  }
  return {name: unchanged(group), isCode: false}
}

function causePart(trace: Trace, same: readonly [Share, ...Share[]]): Part {
  const [{group, name, short, isCode}] = same
  const look = {
    tone: group.verdict,
    isFirst: same.every((share) => share.group.taxonomy === 'compulsory'),
    index: group.misses[0],
    path: group.paths[0],
  }
  return {
    ...look,
    name,
    ...(short !== undefined && {short}),
    isCode,
    seconds: 0,
    parts: gathered(same, (share) => share.group.function).map(([who, own]) => ({
      ...look,
      index: own[0].group.misses[0],
      name: who,
      isCode: true,
      seconds: 0,
      parts: phases(
        own
          .flatMap(({indices}) => indices)
          .reduce((sum, index) => addSeconds(sum, trace.seconds(index)), noSeconds),
        look,
        own.every(({indices}) => indices.every((index) => trace.at(index).within === 'persistent')),
      ),
    })),
  }
}

/** @param isRead whether all of it was read from disk */
const phases = (
  seconds: Seconds,
  look: Pick<Part, 'tone' | 'isFirst' | 'index' | 'path'>,
  isRead: boolean,
): Part[] =>
  (['compile', 'lower', 'trace'] as const).map((phase) => ({
    ...look,
    name: isRead && phase === 'compile' ? sayFurther('from disk') : say(phase),
    isCode: false,
    seconds: seconds[phase],
    parts: [],
  }))

/** What is only summed, by name. */
const listed = (name: string, all: readonly {readonly name: string; readonly seconds: number}[]): Part => ({
  name,
  isCode: false,
  tone: 'necessary',
  isFirst: false,
  seconds: 0,
  parts: all.map((one) => ({
    name: one.name,
    isCode: true,
    tone: 'necessary',
    isFirst: false,
    seconds: one.seconds,
    parts: [],
  })),
})

/** The parts of which each takes at least so many seconds; the rest of one tone as one. */
export function folded(parts: readonly Part[], least: number): Part[] {
  const [large, small] = [
    parts.filter((part) => secondsOf(part) >= least),
    parts.filter((part) => secondsOf(part) < least && secondsOf(part) > 0),
  ]
  const rest = gathered(small, ({tone}) => tone).map(([, same]): Part =>
    same.length === 1
      ? same[0]
      : {
          name: say('parts more', {parts: same.length}),
          isCode: false,
          tone: same[0].tone,
          isFirst: same.every(({isFirst}) => isFirst),
          seconds: same.reduce((sum, part) => sum + secondsOf(part), 0),
          parts: [],
        },
  )
  return [...large.map((part) => ({...part, parts: folded(part.parts, least)})), ...rest]
}
