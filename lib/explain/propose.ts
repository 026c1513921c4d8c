import {total, type Trace} from '../log/index.ts'
import {aval, avalChange} from './aval.ts'
import type {Cause, Miss} from './explanation.ts'
import {isParameter} from './judge/leaf.ts'
import {isNumber} from './judge/number.ts'
import {isArgument} from './slot.ts'
import {type Change, own, type Prediction, replay, weigh} from './whatif.ts'

/** So many kinds of misses are tried, the most expensive first; fewer where the keys hold more than this in all. */
const tried = 12
const affordable = 40_000

/**
 * Proposes the smallest set of changes that saves most, greedily: each step adds what saves most seconds (or misses, where no
 * seconds are known) for each change, until nothing is saved any more. What was saved up to each step stands beside it.
 *
 * Only changes that leave the program what it is are proposed: to pad, to use one object again, to keep a number as data, to
 * pass an argument always in one way.
 */
export function propose(trace: Trace): Prediction[] {
  const misses = own(trace)
  const bundles = new Map<string, {changes: Change[]; seconds: number}>()
  for (const miss of misses) {
    for (const changes of remedies(miss)) {
      const name = JSON.stringify(changes)
      const bundle = bundles.get(name)
      if (bundle === undefined) bundles.set(name, {changes, seconds: total(miss.seconds)})
      else bundle.seconds += total(miss.seconds)
    }
  }
  let candidates = [...bundles.values()]
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, Math.max(1, Math.min(tried, Math.floor(affordable / weigh(trace, misses)))))
    .map(({changes}) => changes)
  const steps: Prediction[] = []
  const predict = replay(trace)
  let best = predict([])
  while (candidates.length > 0) {
    const next = candidates
      .map((changes) => {
        const prediction = predict(union(best.changes, changes))
        return {
          changes,
          prediction,
          gain: worth(prediction) - worth(best),
          size: prediction.changes.length - best.changes.length,
        }
      })
      .filter(({gain, size}) => gain > 0 && size > 0)
      .sort((a, b) => b.gain / b.size - a.gain / a.size || a.size - b.size)
    const [first] = next
    if (first === undefined) break
    best = first.prediction
    steps.push(best)
    candidates = next.slice(1).map(({changes}) => changes)
  }
  return steps
}

/** Seconds weigh most; misses decide where nothing is known of seconds. */
const worth = ({seconds, misses}: Prediction): number => seconds + misses.length * 1e-6

function union(a: readonly Change[], b: readonly Change[]): Change[] {
  const names = new Set(a.map((one) => JSON.stringify(one)))
  return [...a, ...b.filter((one) => !names.has(JSON.stringify(one)))]
}

/** Sets of changes each of which would have spared a miss. */
function remedies({causes, function: name}: Miss): Change[][] {
  let sets: Change[][] = [[]]
  for (const cause of causes) {
    const choices = remedy(cause, name)
    if (choices.length === 0) return []
    sets = choices.flatMap((choice) => sets.map((set) => [...set, ...choice]))
    if (sets.length > 16) return []
  }
  return sets.filter((set) => set.length > 0)
}

/** Sets of changes each of which would keep one cause out of the key; none where the program needs it. */
function remedy(cause: Cause, name: string): Change[][] {
  const {component, change, now, before, segments, kind} = cause
  const at = {path: segments, function: name}
  const hold: Change[][] = [[{change: 'hold', component, ...at}]]
  if (component === 'function') return [[{change: 'reuse', component, ...at, path: []}]]
  if (change === 'identity') return [[{change: 'reuse', component, ...at}]]
  const areNumbers = isNumber(now) && isNumber(before)
  switch (component) {
    case 'aval':
      return type(cause, name)
    case 'static':
      return areNumbers ? hold : []
    case 'graphdef':
      return areNumbers && kind === 'attribute' ? hold : []
    case 'tree':
      if (change === 'moved')
        return isArgument(segments) && cause.from !== undefined
          ? [
              [
                {change: 'hold', component, ...at},
                {change: 'hold', component, path: [cause.from], function: name},
              ],
            ]
          : []
      return isArgument(segments) || now === 'None' || before === 'None' ? hold : []
    case 'placement':
      return hold
    default:
      return []
  }
}

function type({component, now, before, segments}: Cause, name: string): Change[][] {
  const at = {path: segments, function: name}
  const folded = /^size (\d+) of axis (\d+)$/.exec(now ?? '')
  const other = /^size (\d+)$/.exec(before ?? '')?.[1]
  if (folded !== null && other !== undefined)
    return paddings([[folded[1] ?? '', other]]).map((multiple) => [
      {change: 'pad', ...at, dimension: Number(folded[2]), multiple},
    ])
  if (isParameter(segments)) return []
  const a = aval(now ?? '')
  const b = aval(before ?? '')
  if (a === null || b === null) return []
  if (avalChange(now ?? '', before ?? '') !== 'shape')
    return a.shape.length === 0 && b.shape.length === 0 ? [[{change: 'hold', component, ...at}]] : []
  const sizes = a.shape
    .map((size, dimension) => ({dimension, pair: [size, b.shape[dimension] ?? size] as const}))
    .filter(({pair}) => pair[0] !== pair[1])
  return paddings(sizes.map(({pair}) => pair)).map((multiple) =>
    sizes.map(({dimension}) => ({change: 'pad', ...at, dimension, multiple})),
  )
}

/** Multiples at which the sizes that differ become equal: the smallest, and the next powers of two. */
function paddings(pairs: readonly (readonly [string, string])[]): number[] {
  const up = (size: string, multiple: number): number => Math.ceil(Number(size) / multiple)
  return [8, 16, 32, 64, 128, 256, 512, 1024]
    .filter((multiple) => pairs.every(([a, b]) => up(a, multiple) === up(b, multiple)))
    .slice(0, 3)
}
