import {mayBeSame} from './alike.ts'
import {differing, type PrintedLeaf, plainType, strong} from './shorttype.ts'
import type {Inference} from './inference.ts'
import type {TreeDifference} from './severity.ts'
import type {MissRecord} from './miss.ts'
import {argumentOf} from './place.ts'
import {arityOf} from './subtree.ts'

const lookback = 400

/** The earlier calls that JAX may have compared with: those that hold what it printed as `before`. */
export function candidates(found: Inference, c: number, miss: MissRecord): number[] {
  const {calls, types, context} = found
  const named = miss.types.map(({name, before}) => [name, plainType(before)] as const)
  const placed = miss.trees.map((difference) => ({...difference, position: argumentOf(difference.at)}))
  const own = calls[c]?.leaves ?? null
  const first = Math.max(0, c - lookback)
  const fits: number[] = []
  calls.slice(first, c).forEach((call, i) => {
    const k = first + i
    if (
      (call.draft.miss !== null || call.draft.orphan) &&
      named.every(([name, before]) => (types.get(name, k) ?? before) === before) &&
      placed.every((one) => fitsTree(found, one, k)) &&
      miss.context.every(
        ({name, before}) => before === null || (context.get(name, k) ?? before) === before,
      ) &&
      leavesFit(own, call.leaves, miss)
    )
      fits.unshift(k)
  })
  return fits
}

/** Whether a call may hold what a message printed at a place. */
function fitsTree(
  {trees}: Inference,
  {at, before, position}: TreeDifference & {readonly position: number | null},
  k: number,
): boolean {
  const held = trees.get(at, k)
  if (held !== undefined && before !== null && !mayBeSame(held, before)) return false
  const arity = arityOf(trees.get('[0]', k))
  return position === null || arity === null || position < arity
}

/** Whether the leaves of two calls differ just as the message says. */
function leavesFit(
  now: readonly PrintedLeaf[] | null,
  before: readonly PrintedLeaf[] | null,
  miss: MissRecord,
): boolean {
  if (now === null || before === null || miss.severity !== 'types' || now.length !== before.length)
    return true
  const differ = differing(now, before)
  if (differ.length !== miss.types.length) return differ.length < miss.types.length
  return miss.types.every((named, i) => {
    const pair = differ[i]
    return (
      pair !== undefined &&
      bare(pair.before.type) === bare(named.before) &&
      bare(pair.now.type) === bare(named.now)
    )
  })
}

const bare = (type: string): string => strong(plainType(type))
