import {axes as axesInWords, type Delta, list} from '../../words/index.ts'
import {typesIn} from '../avaltext.ts'
import type {Cause} from '../explanation.ts'
import {kept} from '../grouped.ts'
import {
  type Around,
  type Judgement,
  type Mendable,
  isMapped,
  isOutsideJit,
  necessary,
  reducible,
  unsure,
} from './judgement.ts'
import {type ChangedAxis, axesIn, isInput, isLearned, isOfEither, isUnnamed, isWidth} from './inputs.ts'

/** So many axes of one array are padded at most: what differs in more is another array. */
const most = 2

/**
 * An array that came in other sizes: an input can be padded, or is a sequence that grows; a parameter is another model. To pad one
 * operation or loop outside jit mends nothing: the arrays of all operations around it have other sizes too.
 */
export function judgeSizes(
  cause: Cause,
  {causes, life, name, owner, wrapper, isUnsorted}: Around,
): Judgement {
  if (isOutsideJit(owner))
    return reducible('type', {what: isUnsorted ? 'operation or function' : 'sizes outside jit', name})
  const path = [cause.path]
  const told = {now: String(cause.now), before: String(cause.before)}
  const changed = axesIn(cause.delta)
  if (changed.some((one) => Number(one.now) > huge || Number(one.before) > huge))
    return unsure('type', {what: 'type', path, now: told.now, before: told.before})
  if (isMapped(wrapper) && changed.some(({axis}) => axis === 0))
    return necessary('type', {what: 'devices', path})
  const axes = axesInWords(changed.map(({axis}) => axis))
  const deltas = life.get(cause.path) ?? []
  const series = changed.map((axis) => seriesOf(deltas, axis))
  const multiple = series.reduce((all, one) => Math.max(all, one.multiple), 8)
  if (series.length === 1 && series[0]?.isGrowing === true && canGrow(cause, causes))
    return reducible('type', {
      what: 'grows',
      path,
      axes,
      multiple,
    })
  if (!isInput(cause, causes) || changed.length > most) return parameter(cause, causes, axes)
  if (isStep(changed, series)) return necessary('type', {what: 'one step', path, axes})
  return isReordered(changed)
    ? reducible('type', {what: 'axes in two orders', path, axes, ...told})
    : reducible('type', padding(changed, series, {path, axes, multiple, shapes: shapesIn(deltas)}))
}

/** How to pad an input. */
function padding(
  changed: readonly ChangedAxis[],
  series: readonly Series[],
  {
    path,
    axes,
    multiple,
    shapes: all,
  }: {
    readonly path: readonly string[]
    readonly axes: string
    readonly multiple: number
    readonly shapes: number
  },
): Mendable {
  const sizes = Math.max(...series.map((one) => one.shapes))
  const shapes = Math.max(sizes, all)
  if (sizes > few) return {what: 'sizes', path, axes, shapes, multiple}
  return {
    what: sizes === 2 && changed[0]?.axis === 0 && changed.length === 1 ? 'last batch' : 'fits',
    path,
    axes,
    shapes,
    sizes: list(
      series.map((one) => String(one.largest)),
      'and',
    ),
  }
}

/** How many shapes an array had, whichever of its axes differed. */
const shapesIn = (deltas: readonly Delta[]): number =>
  kept(
    counted,
    deltas,
    () => new Set(deltas.flatMap((delta) => typesIn(delta)?.map(({shape}) => shape.join()) ?? [])).size,
  )

const counted = new WeakMap<readonly Delta[], number>()

/** Whether several axes have the sizes of before in another order, as those of a transposed array. */
export function isReordered(changed: readonly ChangedAxis[]): boolean {
  const [now, before] = [changed.map((one) => one.now), changed.map((one) => one.before)]
  return now.length > 1 && [...now].sort().join() === [...before].sort().join()
}

/** Whether an axis behind the first has one element in some calls and another number in all others: a decoded token, and its prompt. */
const isStep = (changed: readonly ChangedAxis[], series: readonly Series[]): boolean =>
  changed.some(
    ({axis, now, before}, at) => axis > 0 && [now, before].includes('1') && series[at]?.shapes === 2,
  )

/** What is no input: a parameter, or what may be one, as a leaf without a name may. */
const parameter = (cause: Cause, causes: readonly Cause[], axes: string): Judgement =>
  isOfEither(cause, causes) || isUnnamed(cause)
    ? unsure('type', {what: 'batch or parameter', path: [cause.path], axes})
    : necessary('type', {what: 'parameter', path: [cause.path]})

/** So many sizes are padded to the largest; of more it is better to make buckets. */
const few = 4

/** The sizes that an axis had in all misses. */
interface Series {
  readonly shapes: number
  readonly largest: number
  readonly isGrowing: boolean
  /** Its multiples make half as many sizes. */
  readonly multiple: number
}

/** What an axis did in the misses of a function, found once for all of them. */
const remembered = new WeakMap<readonly Delta[], Map<number, Series>>()

export function seriesOf(deltas: readonly Delta[], {axis, now, before}: ChangedAxis): Series {
  const known = kept(
    kept(remembered, deltas, () => new Map<number, Series>()),
    axis,
    () => summed(sizesOf(deltas, axis)),
  )
  return known.shapes === 0 ? summed([Number(before), Number(now)]) : known
}

const summed = (sizes: readonly number[]): Series => ({
  shapes: new Set(sizes).size,
  largest: Math.max(...sizes),
  isGrowing: isGrowing(sizes),
  multiple: bucket(sizes),
})

/** The sizes that an axis had, oldest first; none where it never changed. */
function sizesOf(deltas: readonly Delta[], axis: number): readonly number[] {
  const found: number[] = []
  for (const delta of deltas)
    for (const other of axesIn(delta))
      if (other.axis === axis)
        found.push(...(found.length === 0 ? [Number(other.before)] : []), Number(other.now))
  return found.filter((size) => !(size > huge))
}

/** Whether an array may be a sequence or a cache, whoever holds it: an input, a leaf without a name, or what is not learned. */
const canGrow = (cause: Cause, causes: readonly Cause[]): boolean =>
  isInput(cause, causes) || isUnnamed(cause) || !(isLearned(cause.segments) || isWidth(cause, causes))

/**
 * Whether sizes go up by one step, most of the time: twice by one, as a sequence does, or four times by another number. A size may come
 * again, for what another wrapper makes of the function.
 */
function isGrowing(sizes: readonly number[]): boolean {
  const steps = sizes
    .slice(1)
    .map((size, at) => size - (sizes[at] ?? size))
    .filter((step) => step !== 0)
  const counts = new Map<number, number>()
  for (const step of steps) if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1)
  return [...counts].some(([step, often]) => often >= (step === 1 ? 2 : 4) && often >= (2 / 3) * steps.length)
}

/** No array is larger along an axis: a damaged number is not a size. */
const huge = 2 ** 48

/** The smallest power of two, from 8, whose multiples make half as many sizes. */
function bucket(sizes: readonly number[]): number {
  const before = new Set(sizes).size
  let multiple = 8
  while (
    multiple < huge &&
    new Set(sizes.map((size) => Math.ceil(size / multiple))).size > Math.max(1, before / 2)
  )
    multiple *= 2
  return multiple
}
