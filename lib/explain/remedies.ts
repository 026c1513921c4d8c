import {type Component, type Owner, type Path, show, total} from '../log/index.ts'
import type {Finding, Remedy} from '../words/index.ts'
import {differingAxes, typesIn} from './avaltext.ts'
import {isSparable} from './compile.ts'
import {sequenceOf} from './containertext.ts'
import type {Cause, Miss} from './explanation.ts'
import {kept} from './grouped.ts'
import {isLonger, lengthenedBy} from './lengths.ts'
import {isOfArguments} from './judge/argumenttree.ts'
import {axesIn} from './judge/inputs.ts'
import {isOutsideJit} from './judge/judgement.ts'
import {isReordered} from './judge/resized.ts'
import {isFloat, isNumber} from './judge/static.ts'
import {isArgument} from './slot.ts'
import {type Change, type Hold, isDropped, type Pad, type Site} from './whatif.ts'

/** Nobody mends more causes of one miss than this. */
const mendable = 64

/** What would have spared misses, the dearest first; `all` are the misses of the run. */
export function remediesOf(misses: readonly Miss[], all: readonly Miss[] = misses): Change[][] {
  const largest = kept(remembered, all, largestIn)
  const found = new Map<string, {readonly changes: Change[]; seconds: number}>()
  for (const miss of misses.filter(({verdict}) => isSparable(verdict)))
    for (const changes of remedies(miss, largest))
      kept(found, JSON.stringify(changes), () => ({changes, seconds: 0})).seconds += total(miss.seconds)
  return [...found.values()].sort((a, b) => b.seconds - a.seconds).map(({changes}) => changes)
}

/** The function that a change is of. */
type Of = Required<Pick<Site, 'function' | 'id'>>

/** Sets of changes each of which would have spared a miss. */
function remedies({causes, findings, function: name, functionId}: Miss, largest: Sizes): Change[][] {
  const of = {function: name, id: functionId}
  if (findings.some(isDropped)) return [[{change: 'retain', path: [], ...of}]]
  if (causes.length > mendable || findings.some(({what}) => what === 'number no array')) return []
  const hasGrown = findings.some(isLonger)
  const told = unnamedIn(findings)
  let sets: Change[][] = [[]]
  for (const cause of causes) {
    const step = findings.find((one) => 'path' in one && one.path.includes(cause.path))
    const choices = remedy(cause, of, hasGrown, step, padder(step, cause, of, largest)).map((choice) =>
      choice.map((change) => ({...change, ...told.get(cause.path)})),
    )
    if (choices.length === 0) return []
    sets = choices.flatMap((choice) => sets.map((set) => [...set, ...choice]))
    if (sets.length > 16) return []
  }
  return sets.filter((set) => set.length > 0)
}

/** How words tell of arrays that have no name in the program, by their places. */
const unnamedIn = (findings: readonly Finding[]): ReadonlyMap<string, Pick<Change, 'told'>> =>
  new Map(
    findings.flatMap((finding) =>
      'path' in finding
        ? (finding.unnamed ?? []).map((type, at) => {
            const place = finding.path[at] ?? ''
            return [place, {told: {place, type}}] as const
          })
        : [],
    ),
  )

/** Sets of changes each of which would keep one cause of a miss that can be spared out of the key. */
function remedy(cause: Cause, of: Of, hasGrown: boolean, step: Finding | undefined, pad: Padder): Change[][] {
  const {component, delta, now, before, segments} = cause
  if ('mayBe' in delta) return []
  if (component === 'function') return [[{change: 'reuse', component, path: [], ...of}]]
  if (delta.kind === 'identity') return [[{change: 'reuse', component, path: segments, ...of}]]
  const areNumbers = isNumber(now) && isNumber(before)
  switch (component) {
    case 'aval':
      return type(cause, of, pad)
    case 'static':
      if (step?.what === 'static equal') return [[{...held(component, segments, of), as: 'type'}]]
      return areNumbers ? data(cause, of) : []
    case 'graphdef':
      return setting(cause, of, step)
    case 'tree':
      return delta.kind === 'moved' ? inOneWay(cause, delta.from, of) : tree(cause, of, hasGrown)
    case 'placement':
      return hold(cause, of)
    default:
      return []
  }
}

const held = (component: Component, path: Path, of: Of): Hold => ({change: 'hold', component, path, ...of})

const hold = ({component, segments}: Cause, of: Of): Change[][] => [[held(component, segments, of)]]

/** A number is data; of one dtype, where it came as an integer and as a float. */
const data = ({component, segments, now, before}: Cause, of: Of): Change[][] => [
  [{...held(component, segments, of), as: isFloat(now) === isFloat(before) ? 'data' : 'one dtype'}],
]

/** An attribute of a model: a mode that began as None is set before the first call, a number is data. */
function setting(cause: Cause, of: Of, step: Finding | undefined): Change[][] {
  const {component, segments, kind, now, before} = cause
  if (step?.what === 'none at first') return [[{...held(component, segments, of), as: 'set'}]]
  return isNumber(now) && isNumber(before) && kind === 'attribute' ? data(cause, of) : []
}

function tree(cause: Cause, of: Of, hasGrown: boolean): Change[][] {
  const {segments, now, before, delta} = cause
  const kept = (as: Hold['as'], path: Path): Change[][] => [[{...held('tree', path, of), as}]]
  const isLength = lengthenedBy(cause) !== null
  if (isLength && hasGrown)
    return isOfArguments(cause)
      ? kept('arguments', segments)
      : kept('whole', delta.kind === 'added' ? segments.slice(0, -1) : segments)
  if (isNumber(now) && isNumber(before)) return data(cause, of)
  if (isOtherSequence(now, before)) return kept('kind', segments)
  return isLength || isArgument(segments) || now === 'None' || before === 'None' ? hold(cause, of) : []
}

/** Whether one is a list and the other a tuple. */
function isOtherSequence(now: string | null, before: string | null): boolean {
  const [mine, theirs] = [sequenceOf(now), sequenceOf(before)]
  return mine !== null && theirs !== null && mine !== theirs
}

/** An argument that came by position and by keyword. */
const inOneWay = ({component, segments}: Cause, from: string, of: Of): Change[][] =>
  isArgument(segments) ? [[held(component, segments, of), held(component, [from], of)]] : []

/** The places that a cause stands for: of leaves without a name each is one of its own. */
const placesOf = ({segments, unplaced, paths}: Cause): readonly Path[] =>
  unplaced === true && paths !== undefined ? paths.map((path) => [path]) : [segments]

function type(cause: Cause, of: Of, pad: Padder): Change[][] {
  const {delta, component} = cause
  const places = placesOf(cause)
  const padded = (sizes: readonly Sized[]): Change[][] =>
    pad(sizes).map((paddings) => places.flatMap((path) => paddings.map((one): Change => ({...one, path}))))
  if (delta.kind === 'axis') return padded([delta])
  if (delta.kind === 'weak type') return [places.map((path) => held(component, path, of))]
  const types = typesIn(delta)
  if (types === null) return []
  const [a, b] = types
  const sizes = a.dtype === b.dtype && a.shape.length === b.shape.length ? differingAxes(a, b) : []
  if (sizes.length > 0 && !isReordered(sizes)) return padded(sizes)
  const isElsewhere = a.dtype === b.dtype && a.weak === b.weak && a.shape.join() === b.shape.join()
  const part = isElsewhere ? 'placement' : component
  return [places.map((path) => held(part, path, of))]
}

/** The sizes of an axis in two calls. */
interface Sized {
  readonly axis: number
  readonly now: string
  readonly before: string
}

/** The sets of paddings by which axes become equal, the best first; the place is still to be told. */
type Padder = (sizes: readonly Sized[]) => Omit<Pad, 'path'>[][]

/** Pads as the step says that the miss asks for: to the largest size, or to multiples; where it asks for none, to what makes the sizes equal. */
function padder(step: Finding | undefined, {path}: Cause, of: Of, largest: Sizes): Padder {
  const to = ({axis}: Sized, multiple: number): Omit<Pad, 'path'> => ({
    change: 'pad',
    ...of,
    dimension: axis,
    multiple,
  })
  if (step?.what === 'fits' || step?.what === 'last batch')
    return (sizes) => [
      sizes.map((one) => {
        const most = Math.max(Number(one.now), Number(one.before))
        return {...to(one, largest.get(sizeName(of.function, path, one.axis)) ?? most), largest: true}
      }),
    ]
  const asked = step !== undefined && 'multiple' in step ? Number(step.multiple) : null
  return (sizes) =>
    (asked === null ? multiples(sizes) : [asked].filter((one) => areEqual(sizes, one))).map((multiple) =>
      sizes.map((one) => to(one, multiple)),
    )
}

/** The largest sizes of axes in all misses of a function. */
type Sizes = ReadonlyMap<string, number>

const remembered = new WeakMap<readonly Miss[], Sizes>()

const sizeName = (name: string, path: string, axis: number): string => [name, path, axis].join('\n')

function largestIn(all: readonly Miss[]): Sizes {
  const found = new Map<string, number>()
  for (const {causes, function: name} of all)
    for (const {delta, path} of causes)
      for (const {axis, now, before} of axesIn(delta)) {
        const at = sizeName(name, path, axis)
        found.set(at, Math.max(found.get(at) ?? 0, Number(now), Number(before)))
      }
  return found
}

const areEqual = (sizes: readonly Sized[], multiple: number): boolean =>
  sizes.every(({now, before}) => Math.ceil(Number(now) / multiple) === Math.ceil(Number(before) / multiple))

/** Multiples at which the sizes that differ become equal: the smallest, and the next powers of two. */
const multiples = (sizes: readonly Sized[]): number[] =>
  [8, 16, 32, 64, 128, 256, 512, 1024].filter((multiple) => areEqual(sizes, multiple)).slice(0, 3)

/** A change as words tell it: by the place of a key, or the name of a function. */
export function remedyOf(change: Change, owner: Owner | undefined): Remedy {
  const place = change.function ?? ''
  if (change.change === 'retain') return {change: 'retain', place}
  if (isOutsideJit(owner)) return {change: 'jit', place, ...(change.change !== 'reuse' && {isFixed: true})}
  if (change.change === 'hold' && change.as === 'arguments') return {...change, place}
  if (change.change !== 'reuse' || change.component !== 'function')
    return {...change, place: change.told?.place ?? show(change.path)}
  return owner === 'library' ? {change: 'keep', place} : {...change, place}
}
