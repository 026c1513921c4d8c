import {type Component, type Owner, type Path, type Trace, show, total} from '../log/index.ts'
import {isUnsaid, type Remedy, type Spared, predicted} from '../words/index.ts'
import {differingAxes, typesIn} from './avaltext.ts'
import {isSparable, ownCompiles, secondsOf} from './compile.ts'
import type {Cause, Explanation, Miss} from './explanation.ts'
import {kept} from './grouped.ts'
import {isLonger, lengthenedBy} from './lengths.ts'
import {isOfArguments} from './judge/argumenttree.ts'
import {isOutsideJit} from './judge/judgement.ts'
import {isReordered} from './judge/resized.ts'
import {isNumber} from './judge/static.ts'
import {isArgument} from './slot.ts'
import {type Change, type Hold, type Prediction, own, predictor} from './whatif.ts'

/** So many kinds of misses are tried, the most expensive first; fewer where the keys hold more than this in all. */
const tried = 32
const affordable = 40_000
/** Nobody mends more causes of one miss than this. */
const mendable = 64

/**
 * Proposes the smallest set of changes that saves most, greedily: each step adds what saves most seconds (or misses, where no
 * seconds are known) for each change, until nothing is saved any more. What was saved up to each step stands beside it.
 *
 * Only changes that leave the program what it is are proposed: to pad, to use one object again, to keep a number as data, to
 * pass an argument always in one way.
 */
export function propose(trace: Trace): Prediction[] {
  const misses = own(trace)
  const {weight, predict} = predictor(trace)
  const most = Math.max(1, Math.min(tried, Math.floor(affordable / weight)))
  let candidates = remediesOf(misses).slice(0, most)
  const steps: Prediction[] = []
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
      .sort((a, b) => b.gain / b.size - a.gain / a.size)
    const [first] = next
    if (first === undefined) break
    best = first.prediction
    steps.push(best)
    candidates = next.slice(1).map(({changes}) => changes)
  }
  return steps
}

/** What would have spared misses, the dearest first. */
function remediesOf(misses: readonly Miss[]): Change[][] {
  const found = new Map<string, {readonly changes: Change[]; seconds: number}>()
  for (const miss of misses.filter(({verdict}) => isSparable(verdict)))
    for (const changes of remedies(miss))
      kept(found, JSON.stringify(changes), () => ({changes, seconds: 0})).seconds += total(miss.seconds)
  return [...found.values()].sort((a, b) => b.seconds - a.seconds).map(({changes}) => changes)
}

/** Seconds weigh most; misses decide where nothing is known of seconds. */
const worth = ({seconds, misses}: Prediction): number => seconds + misses.length * 1e-6

function union(a: readonly Change[], b: readonly Change[]): Change[] {
  const names = new Set(a.map((one) => JSON.stringify(one)))
  return [...a, ...b.filter((one) => !names.has(JSON.stringify(one)))]
}

/** Sets of changes each of which would have spared a miss. */
function remedies({causes, findings, function: name}: Miss): Change[][] {
  if (causes.length > mendable || findings.some(({what}) => what === 'number no array')) return []
  const hasGrown = findings.some(isLonger)
  let sets: Change[][] = [[]]
  for (const cause of causes) {
    const choices = remedy(cause, name, hasGrown)
    if (choices.length === 0) return []
    sets = choices.flatMap((choice) => sets.map((set) => [...set, ...choice]))
    if (sets.length > 16) return []
  }
  return sets.filter((set) => set.length > 0)
}

/** Sets of changes each of which would keep one cause of a miss that can be spared out of the key. */
function remedy(cause: Cause, name: string, hasGrown: boolean): Change[][] {
  const {component, delta, now, before, segments, kind} = cause
  if (component === 'function') return [[{change: 'reuse', component, path: [], function: name}]]
  if (delta.kind === 'identity') return [[{change: 'reuse', component, path: segments, function: name}]]
  const areNumbers = isNumber(now) && isNumber(before)
  switch (component) {
    case 'aval':
      return type(cause, name)
    case 'static':
      return areNumbers ? hold(cause, name) : []
    case 'graphdef':
      return areNumbers && kind === 'attribute' ? hold(cause, name) : []
    case 'tree':
      return delta.kind === 'moved' ? inOneWay(cause, delta.from, name) : tree(cause, name, hasGrown)
    case 'placement':
      return hold(cause, name)
    default:
      return []
  }
}

const held = (component: Component, path: Path, name: string): Hold => ({
  change: 'hold',
  component,
  path,
  function: name,
})

const hold = ({component, segments}: Cause, name: string): Change[][] => [[held(component, segments, name)]]

function tree(cause: Cause, name: string, hasGrown: boolean): Change[][] {
  const {segments, now, before, delta} = cause
  const kept = (as: Hold['as'], path: Path): Change[][] => [[{...held('tree', path, name), as}]]
  const isLength = lengthenedBy(cause) !== null
  if (isLength && hasGrown)
    return isOfArguments(cause)
      ? kept('arguments', segments)
      : kept('whole', delta.kind === 'added' ? segments.slice(0, -1) : segments)
  if (isNumber(now) && isNumber(before)) return kept('data', segments)
  return isLength || isArgument(segments) || now === 'None' || before === 'None' ? hold(cause, name) : []
}

/** An argument that came by position and by keyword. */
const inOneWay = ({component, segments}: Cause, from: string, name: string): Change[][] =>
  isArgument(segments) ? [[held(component, segments, name), held(component, [from], name)]] : []

/** The places that a cause stands for: of leaves without a name each is one of its own. */
const placesOf = ({segments, unplaced, paths}: Cause): readonly Path[] =>
  unplaced === true && paths !== undefined ? paths.map((path) => [path]) : [segments]

function type(cause: Cause, name: string): Change[][] {
  const {delta, component} = cause
  const places = placesOf(cause)
  const padded = (sizes: readonly {readonly axis: number; readonly now: string; readonly before: string}[]) =>
    paddings(sizes).map((multiple) =>
      places.flatMap((path) =>
        sizes.map(({axis}): Change => ({change: 'pad', path, function: name, dimension: axis, multiple})),
      ),
    )
  if (delta.kind === 'axis') return padded([delta])
  if (delta.kind === 'weak type') return [places.map((path) => held(component, path, name))]
  const types = typesIn(delta)
  if (types === null) return []
  const [a, b] = types
  const sizes = a.dtype === b.dtype && a.shape.length === b.shape.length ? differingAxes(a, b) : []
  return sizes.length > 0 && !isReordered(sizes)
    ? padded(sizes)
    : [places.map((path) => held(component, path, name))]
}

/** Multiples at which the sizes that differ become equal: the smallest, and the next powers of two. */
function paddings(sizes: readonly {readonly now: string; readonly before: string}[]): number[] {
  const up = (size: string, multiple: number): number => Math.ceil(Number(size) / multiple)
  return [8, 16, 32, 64, 128, 256, 512, 1024]
    .filter((multiple) => sizes.every(({now, before}) => up(now, multiple) === up(before, multiple)))
    .slice(0, 3)
}

/**
 * What the last of the proposed predictions says, as lines of at most 80 characters; none where nothing is proposed.
 *
 * @example
 * proposed(propose(trace), explain(trace))
 * // ['Predicted: 4 reducible misses and 4.65 s of 6.9 s less, if you pad axis 1 of tokens', …]
 */
export function proposed(predictions: readonly Prediction[], {misses}: Explanation): string[] {
  const best = predictions.at(-1)
  if (best === undefined) return []
  const gone = new Set(best.misses)
  const spared = misses.filter(({index}) => gone.has(index))
  const avoidable = spared.filter(({verdict}) => verdict === 'avoidable')
  const reducible = spared.filter(({verdict}) => verdict === 'reducible')
  const first = changesOf(avoidable, best.changes).filter(({change}) => change !== 'pad')
  const then = changesOf(reducible, best.changes).filter((one) => !first.includes(one))
  const left = ownCompiles(misses).filter(({verdict, index}) => isSparable(verdict) && !gone.has(index))
  return predicted([share('avoidable', avoidable, first), share('reducible', reducible, then)], best.of, {
    misses: left.length,
    seconds: secondsOf(left),
  })
}

/** The changes that act on the functions of misses. */
function changesOf(misses: readonly Miss[], changes: readonly Change[]): Change[] {
  const names = new Set(misses.map(({function: name}) => name))
  return changes.filter(({function: name}) => name === undefined || names.has(name))
}

/** The misses of one verdict that would go away, and what that takes. */
function share(verdict: Spared['verdict'], misses: readonly Miss[], changes: readonly Change[]): Spared {
  const owners = new Map(misses.map(({function: name, owner}) => [name, owner]))
  return {
    verdict,
    misses: misses.length,
    seconds: secondsOf(misses),
    isOpen: misses.some(isOpen),
    remedies: changes.map((one) => remedyOf(one, owners.get(one.function ?? ''))),
  }
}

/** Whether the log lacks what JAX said of a trace: more may differ than is told. */
const isOpen = (miss: Miss): boolean =>
  miss.outcome === 'retrace' && isUnsaid(miss) && !isOutsideJit(miss.owner)

function remedyOf(change: Change, owner: Owner | undefined): Remedy {
  const place = change.function ?? ''
  if (isOutsideJit(owner)) return {change: 'jit', place}
  if (change.change === 'hold' && change.as === 'arguments') return {...change, place}
  if (change.change !== 'reuse' || change.component !== 'function')
    return {...change, place: show(change.path)}
  return owner === 'library' ? {change: 'keep', place} : {...change, place}
}
