import type {Path} from '../../log/index.ts'
import type {Delta} from '../../words/index.ts'
import {differingAxes, typesIn} from '../avaltext.ts'
import type {Cause} from '../explanation.ts'
import {grouped, kept, lastKept} from '../grouped.ts'
import {isParameter} from '../slot.ts'

/** The size of one axis, now and before. */
export type ChangedAxis = ReturnType<typeof differingAxes>[number]

/** The axes whose sizes changed. */
export function axesIn(delta: Delta): readonly ChangedAxis[] {
  if (delta.kind === 'axis') return [delta]
  const pair = typesIn(delta)
  return pair === null ? [] : differingAxes(...pair)
}

/** Names that arrays of a model and of its optimizer have, wherever they are held. */
const learned =
  /^(?:params?|opt_state|rngs|kernel|bias|weights?|scale|embedding|gamma|beta|mu|nu|momentum|(?:kernel|bias|weight)_\w+)$/i
const letters = /^[wb]\d*$/i
const quotes = /^\['?|'?\]$/g

/** Whether a place in a container or a model has the name of something learned. */
export function isLearned(path: Path): boolean {
  const names = path.map((segment) => segment.replace(quotes, ''))
  return path.length > 1 && (names.some((name) => learned.test(name)) || letters.test(names.at(-1) ?? ''))
}

const wholeNumbers = /^(?:[iu]\d|bool)/

/** Arrays of whole numbers are no parameters: tokens, labels, masks. */
const isOfWholeNumbers = (cause: Cause): boolean => wholeNumbers.test(typesIn(cause.delta)?.[0].dtype ?? '')

/** A size that became another one. */
const pairsOf = (cause: Cause): string[] => axesIn(cause.delta).map(({now, before}) => `${before} ${now}`)

/** A size that became another one in an argument. */
const widthsOf = (cause: Cause): string[] =>
  pairsOf(cause).map((pair) => `${cause.segments[0] ?? ''}\u0000${pair}`)

/** What the causes of a miss tell of each other, found once for all of them. */
interface Beside {
  /** Sizes that became others on different axes of three arrays or more of an argument, as where a layer is made wider. */
  readonly widths: ReadonlySet<string>
  /** What the objects are whose attributes changed, by argument. */
  readonly objects: ReadonlyMap<string | undefined, Holder>
  /** What is surely given to the function from outside. */
  readonly given: ReadonlySet<Cause>
  /** How the sizes of these changed. */
  readonly pairs: ReadonlySet<string>
  /** Whether the leaves without names that changed are few, and changed on one axis. */
  readonly isOneAxis: boolean
}

/** What the causes of a miss tell, asked again and again while they are judged. */
const beside = lastKept((causes: readonly Cause[]): Beside => {
  const widths = wideIn(causes)
  const objects = objectsIn(causes)
  const given = causes.filter((cause) => isGiven(cause, widths, objects))
  const unnamed = causes.filter(isUnnamed)
  return {
    widths,
    objects,
    given: new Set(given),
    pairs: new Set(given.flatMap(pairsOf)),
    isOneAxis:
      unnamed.reduce((sum, {count = 1}) => sum + count, 0) <= few &&
      new Set(unnamed.flatMap((one) => axesIn(one.delta).map(textOf))).size === 1,
  }
})

const textOf = ({axis, now, before}: ChangedAxis): string => `${axis} ${now} ${before}`

/** The sizes that became others as where a layer is made wider. */
function wideIn(causes: readonly Cause[]): ReadonlySet<string> {
  const alike = new Map<string, {arrays: number; readonly axes: Set<number | undefined>}>()
  for (const cause of causes)
    for (const width of new Set(widthsOf(cause))) {
      const one = kept(alike, width, () => ({arrays: 0, axes: new Set<number | undefined>()}))
      one.arrays++
      one.axes.add(axesIn(cause.delta)[0]?.axis)
    }
  return new Set(
    [...alike].flatMap(([width, {arrays, axes}]) => (arrays > 2 && axes.size > 1 ? [width] : [])),
  )
}

/** Whether the first size of an array that changed is one of these. */
const isWide = (cause: Cause, widths: ReadonlySet<string>): boolean => widths.has(widthsOf(cause)[0] ?? '')

/** Whether one size became another on different axes of three arrays or more, as where a layer is made wider. */
export const isWidth = (cause: Cause, causes: readonly Cause[]): boolean =>
  isWide(cause, beside(causes).widths)

/** What an argument with attributes may be: a dataclass or a named tuple holds a model as well as a batch. */
type Holder = 'batch' | 'model' | 'either'

/** What the arguments are whose attributes have other sizes. */
function objectsIn(causes: readonly Cause[]): Beside['objects'] {
  const held = causes.filter((cause) => isParameter(cause.segments) && axesIn(cause.delta).length > 0)
  return new Map(
    [...grouped(held, ({segments: [root]}) => root)].map(([root, arrays]) => [root, holderOf(arrays)]),
  )
}

/**
 * The arrays of a batch have their first axis in common, or, as those of a graph, change on the first alone and some are of whole
 * numbers; those of a model change on several axes. One array, another axis, or an array beside others with the name of something
 * learned, may be of either.
 */
function holderOf(arrays: readonly Cause[]): Holder {
  const axes = arrays.flatMap(({delta}) => axesIn(delta))
  const paths = arrays.flatMap(
    ({segments, paths: folded}) => folded?.map((path) => path.split('.')) ?? [segments],
  )
  const named = paths.filter(isLearned).length
  const isShared =
    new Set(axes.map(textOf)).size === 1 ||
    (axes.every(({axis}) => axis === 0) && arrays.some(isOfWholeNumbers))
  if (!isShared || named === paths.length) return 'model'
  return axes[0]?.axis === 0 && named === 0 && paths.length > 1 ? 'batch' : 'either'
}

/** Whether the log leaves open whether an array is of a batch or of a model. */
export const isOfEither = ({segments}: Cause, causes: readonly Cause[]): boolean =>
  isParameter(segments) && beside(causes).objects.get(segments[0]) === 'either'

/** What is surely given to the function from outside: an argument, what a container holds, what a batch holds, tokens. */
const isGiven = (cause: Cause, widths: ReadonlySet<string>, objects: Beside['objects']): boolean =>
  axesIn(cause.delta).length > 0 &&
  !isLearned(cause.segments) &&
  (isOfWholeNumbers(cause) ||
    (!isUnnamed(cause) &&
      (!isParameter(cause.segments) || objects.get(cause.segments[0]) === 'batch') &&
      !isWide(cause, widths)))

/** Whether a log tells the number of a leaf alone. */
export const isUnnamed = ({segments: [root], unplaced}: Cause): boolean =>
  unplaced === true || root === 'leaves'

/**
 * Whether an array is an input, whose sizes can be padded, and no parameter of a model, whose sizes are the model: an argument or
 * what a container or a batch holds, whole numbers, or what has the sizes of such a one. Of leaves without names it is one where they are few
 * that changed on one axis.
 */
export function isInput(cause: Cause, causes: readonly Cause[]): boolean {
  const {given, pairs, isOneAxis} = beside(causes)
  if (given.has(cause)) return true
  if (isLearned(cause.segments)) return false
  return pairsOf(cause).some((pair) => pairs.has(pair)) || (isOneAxis && isUnnamed(cause))
}

const few = 4
