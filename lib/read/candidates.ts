import {type Leaf, plain} from './aval.ts'
import {alike} from './alike.ts'
import type {Told} from './told.ts'
import type {Miss} from './miss.ts'
import type {Thing} from './thing.ts'

const lookback = 400

/** The earlier calls that JAX may have compared with: those that hold what it printed as `before`. */
export function candidates({calls, trees, context, types}: Told, c: number, told: Miss): number[] {
  const fits: number[] = []
  const named = told.types.map(({name, before}) => [name, plain(before)] as const)
  const placed = told.trees.map(
    ({at, before}) => [at, before, Number(/^\[0\]\[(\d+)\]/.exec(at)?.[1] ?? -1)] as const,
  )
  const own = calls[c]?.leaves ?? null
  for (let k = c - 1; k >= 0 && c - k <= lookback; k--) {
    const call = calls[k]
    if (call === undefined || (call.draft.miss === null && !call.draft.orphan)) continue
    if (
      fitsTypes(types, named, k) &&
      fitsTrees(trees, placed, k) &&
      told.context.every(({name, before}) => (context.get(name, k) ?? before) === before) &&
      leavesFit(own, call.leaves, told)
    )
      fits.push(k)
  }
  return fits
}

function fitsTypes(types: Told['types'], named: readonly (readonly [string, string])[], k: number): boolean {
  for (const [name, before] of named) if ((types.get(name, k) ?? before) !== before) return false
  return true
}

function fitsTrees(
  trees: Told['trees'],
  placed: readonly (readonly [string, Thing | null, number])[],
  k: number,
): boolean {
  for (const [at, before, argument] of placed) {
    const held = trees.get(at, k)
    if (held !== undefined && before !== null && !alike(held, before)) return false
    if (
      argument >= 0 &&
      argument >= Number(/^tuple of length (\d+)$/.exec(trees.get('[0]', k)?.words ?? '')?.[1] ?? Infinity)
    )
      return false
  }
  return true
}

/** Whether the leaves of two calls differ just as the message says. */
function leavesFit(now: readonly Leaf[] | null, before: readonly Leaf[] | null, told: Miss): boolean {
  if (now === null || before === null || told.severity !== 'types') return true
  if (now.length !== before.length) return true
  const differ = now.flatMap(({type}, i) => (type === before[i]?.type ? [] : [i]))
  if (differ.length > told.types.length) return false
  if (differ.length < told.types.length) return true
  return differ.every(
    (at, i) =>
      bare(before[at]?.type) === bare(told.types[i]?.before) &&
      bare(now[at]?.type) === bare(told.types[i]?.now),
  )
}

const bare = (type: string | undefined): string => plain(type ?? '').replace('{weak_type=True}', '')
