import {mayBeSame} from './alike.ts'
import {differing, mayBeOf, meshIn, type PrintedLeaf, unmarked, weakness} from './shorttype.ts'
import type {Inference} from './inference.ts'
import type {NamedDifference, TreeDifference} from './severity.ts'
import type {ToldKey} from './miss.ts'
import {callAt} from './recorded.ts'
import {printedPlaces} from './printed.ts'
import type {Slots} from './slots.ts'
import type {Subtree} from './subtree.ts'

export const lookback = 400

/** The earlier calls that may have a key that JAX compared with, at most so many and the latest first: those that hold what it printed as `before`. */
export function candidates(found: Inference, c: number, miss: ToldKey, most: number): number[] {
  const {calls, context} = found
  const own = calls[c]?.leaves ?? null
  const trees = miss.trees.map((one) => placed(found, one))
  const holders = [
    ...miss.types.flatMap((one) => typeFits(found, one, c, miss)),
    ...miss.context.map(({name, before}) => holding(context, name, before ?? undefined)),
  ].filter((fits) => fits !== null)
  const fits: number[] = []
  for (let k = c - 1; k >= Math.max(0, c - lookback) && fits.length < most; k--) {
    const call = callAt(calls, k)
    if (
      holdAll(holders, k) &&
      (call.draft.miss !== null || call.draft.orphan) &&
      fitTrees(trees, k) &&
      leavesFit(own, call.leaves, miss)
    )
      fits.push(k)
  }
  return fits
}

/** Whether a call may hold several things: of hundreds of calls that are asked, few may hold the first. */
function holdAll(all: readonly Fits[], k: number): boolean {
  for (const fits of all) if (!fits(k)) return false
  return true
}

/** Whether a call may hold a thing, as far as it is told. */
type Fits = (call: number) => boolean

/** Which calls may hold the type that a message printed as `before`: one without a mark is as weak as `now`, and on its mesh. */
function typeFits(
  {types, meshes, weak}: Inference,
  {name, before}: NamedDifference,
  c: number,
  {compared}: ToldKey,
): (Fits | null)[] {
  const isWeak = weakness(before) ?? (compared.weakness ? weak.get(name, c) : undefined)
  const mesh = meshIn(before) ?? (weakness(before) === null ? meshes.get(name, c) : undefined)
  return [holding(types, name, unmarked(before)), holding(weak, name, isWeak), holding(meshes, name, mesh)]
}

/** Which calls may hold a value in a slot; null where all may, as far as both are told. */
function holding<T>(slots: Slots<T>, name: string, value: T | undefined): Fits | null {
  const held = slots.of(name)
  return value === undefined || held === null ? null : (k) => (held(k) ?? value) === value
}

/** What stands at a place in a call, as far as it is told. */
type Held = (call: number) => Subtree | undefined

/** What a message printed at a place, what calls hold there, and the told containers that it stands in, each with the step below it. */
interface Placed extends Pick<TreeDifference, 'before'> {
  readonly held: Held | null
  readonly within: readonly {readonly held: Held; readonly step: string}[]
}

const placed = ({trees}: Inference, {at, before}: TreeDifference): Placed => ({
  before,
  held: trees.of(at),
  within: steps(at).flatMap(([holder, step]) => {
    const held = trees.of(holder)
    return held === null ? [] : [{held, step}]
  }),
})

/** Whether a call may hold what a message printed at some places. */
function fitTrees(all: readonly Placed[], k: number): boolean {
  for (const {before, held: heldAt, within} of all) {
    const held = heldAt?.(k)
    if (held !== undefined && before !== null && !mayBeSame(held, before)) return false
    for (const one of within) if (!mayHold(one.held(k), one.step)) return false
  }
  return true
}

/** No tree that Python can walk is this deep. */
const deepest = 1000

/** The containers that a place stands in, outermost first, each with the subscript or the attribute below it. */
function steps(at: string): [string, string][] {
  const found: [string, string][] = []
  for (const {index} of at.matchAll(stepBegins)) {
    if (found.length === deepest) break
    if (index > 0) found.push([at.slice(0, index), at.slice(index)])
  }
  return found
}

const stepBegins = /[.[]/g
const position = /^\[(\d+)\]/

/** Whether a container may have something at a step: none has below a leaf, nor behind its last item. */
function mayHold(held: Subtree | undefined, step: string): boolean {
  if (held === undefined) return true
  const at = position.exec(step)?.[1]
  return (
    held.type !== 'leaf' &&
    held.type !== 'None' &&
    held.children !== 0 &&
    (at === undefined || held.length === null || Number(at) < held.length)
  )
}

/** Whether the leaves of two calls differ only as the message says: it names all that do, in their order. */
export function leavesFit(
  now: readonly PrintedLeaf[] | null,
  before: readonly PrintedLeaf[] | null,
  miss: ToldKey,
): boolean {
  if (now === null || before === null || miss.severity !== 'types' || now.length !== before.length)
    return true
  const differ = differing(now, before)
  let found = 0
  for (const named of miss.types) {
    const pair = differ[found]
    if (pair === undefined) break
    if (mayBeOf(pair.before.type, named.before) && mayBeOf(pair.now.type, named.now)) found++
  }
  return found === differ.length
}

/** Of the calls that fit each of several keys, the latest first, those that it may be of when the keys stand in the order of the calls. */
export function inOrder(fits: readonly (readonly number[])[]): number[][] {
  let [low, high] = [-1, Infinity]
  const lows = fits.map((all) => (low = all.findLast((k) => k > low) ?? Infinity))
  const highs = fits
    .toReversed()
    .map((all) => (high = all.find((k) => k < high) ?? -Infinity))
    .reverse()
  return fits.map((all, i) => all.filter((k) => k >= (lows[i] ?? 0) && k <= (highs[i] ?? 0)))
}

/** Of so many calls it is looked for which ones go together. */
const gatheredAtMost = 48

/**
 * Of the calls that fit each of several keys, those that go together: where none of these keys differs from the new one, all of them hold
 * the same.
 */
export function alikeElsewhere(
  {trees, context}: Inference,
  keys: readonly ToldKey[],
  fits: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const all = [...new Set(fits.flat())]
  if (all.length > gatheredAtMost) return fits
  const printed = keys.map((key) => printedPlaces(key.trees))
  const settings = new Set(keys.flatMap((key) => key.context.map(({name}) => name)))
  const isApart = (isLike: (other: number) => boolean): boolean =>
    all.filter(isLike).length < keys.length || !fits.every((one) => one.some(isLike))
  const differs = [
    ...[...trees.names()]
      .filter((at) => keys.every(({compared}, i) => compared.trees && printed[i]?.isEqualAt(at)))
      .map((at) => (one: number, other: number) => !mayHoldSame(trees.get(at, one), trees.get(at, other))),
    ...[...context.names()]
      .filter((name) => !settings.has(name) && keys.every(({compared}) => compared.context))
      .map((name) => (one: number, other: number) => {
        const [value, held] = [context.get(name, one), context.get(name, other)]
        return value !== undefined && held !== undefined && value !== held
      }),
  ]
  const apart = new Set(all.filter((k) => differs.some((isOther) => isApart((other) => !isOther(k, other)))))
  return fits.map((one) => one.filter((k) => !apart.has(k)))
}

const mayHoldSame = (one: Subtree | undefined, other: Subtree | undefined): boolean =>
  one === undefined || other === undefined || mayBeSame(one, other)
