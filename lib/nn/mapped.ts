import {at, type JaxArray, type Operand} from '../array/index.ts'
import {container, type NodePath, predicate} from '../graph/index.ts'
import {asArray} from '../lax/index.ts'
import {isSequence, PythonError, repr, wraps, taking} from '../python/index.ts'
import {fromFront, lax, mappedAlong, toFront} from '../transform/index.ts'
import type {Function_} from './grad.ts'
import {
  arraysIn,
  byStructure,
  putBack,
  type Left,
  leftOf,
  type Parts,
  partsOf,
  refuseAliased,
  resultOf,
  type ArraySlot,
} from './parts.ts'
import {Carry, StateAxes} from './rnn.ts'

/** Over which axis an argument is mapped: a number, null for none, `Carry`, `StateAxes` for parts of a model, or a tree of these. */
export type LiftedAxes =
  number | null | typeof Carry | StateAxes | readonly LiftedAxes[] | {readonly [name: string]: LiftedAxes}

/** What stands for one array: an axis, null for none, or that it is handed on. */
type Place = number | null | typeof Carry

const isPlace = (axes: unknown): axes is Place => axes === null || typeof axes === 'number' || axes === Carry

/** The axis of an array of a tree, from a tree that may end sooner than it. */
function placeOf(axes: unknown, path: NodePath, holder: unknown): Place {
  if (isPlace(axes)) return axes
  if (axes instanceof StateAxes) {
    const found = axes.entries.find(([filter]) => predicate(filter)(path, holder))
    if (found !== undefined && isPlace(found[1])) return found[1]
    throw new PythonError('ValueError', `No axis in ${repr(axes)} for the path ${path.join('.')}`)
  }
  const [key, ...rest] = path
  const parts = container(axes)
  const i = parts?.keys.findIndex((name, place) => String(name ?? place) === String(key)) ?? -1
  if (parts !== null && i >= 0) return placeOf(parts.children[i], rest, holder)
  throw new PythonError(
    'ValueError',
    `No axis is given for the value at ${path.join('.')}: in_axes and out_axes are one axis for all, or a list with one for each, null where none is mapped`,
  )
}

const placesOf = (axes: LiftedAxes, slots: readonly ArraySlot[]): readonly Place[] =>
  slots.map(({path, holder}) => placeOf(axes, path, holder))

/** Refuses one Variable in arguments along other axes. */
const refuseTwice = (axes: LiftedAxes, args: readonly unknown[]): void =>
  refuseAliased(args, (i, path, variable) => {
    const own: unknown = Array.isArray(axes) ? axes[i] : axes
    return own instanceof StateAxes ? placeOf(own, path, variable) : own
  })

/** Of what a function left, `[arguments, result]`, the place of each array. */
const placesLeft = (into: LiftedAxes, out: LiftedAxes, slots: readonly ArraySlot[]): readonly Place[] =>
  slots.map(({path: [half, ...path], holder}) => placeOf(half === 0 ? into : out, path, holder))

const axisOnly = (place: Place): number | null => {
  if (typeof place === 'number' || place === null) return place
  throw new PythonError('ValueError', 'Carry is not allowed in vmap: only scan hands values on')
}

/** What `nnx.vmap` takes. */
export interface LiftedVmapOptions {
  /** The axis of each argument; 0 where it is not given. */
  readonly in_axes?: LiftedAxes
  /** Where the mapped axis stands in each result; 0 where it is not given. */
  readonly out_axes?: LiftedAxes
  /** How many rows there are, where no argument is mapped; as many as the arguments have where it is not given. */
  readonly axis_size?: number
}

/**
 * `nnx.vmap(fn)`: a function of models and arrays, mapped; what it does to the models comes back to the caller's, stacked.
 *
 * @throws {PythonError} ValueError when the mapped axes differ in size, or state that is not mapped comes to differ.
 * @example
 * vmap((model, x) => model.call(x), {in_axes: [null, 0]})(model, x).shape // [2, 8]
 */
export const vmapOf = taking('nnx.vmap(f: function, /, *, in_axes=, out_axes=, axis_size=)', mappedModels)

function mappedModels(
  fn: Function_,
  {in_axes = 0, out_axes = 0, axis_size}: LiftedVmapOptions = {},
): (...args: readonly unknown[]) => unknown {
  const mapped = (...args: readonly unknown[]): unknown => {
    refuseTwice(in_axes, args)
    const parts = partsOf([...args], {numbers: true})
    const found: {left?: Left} = {}
    const results = mappedAlong(
      (rows) => {
        const here = putBack(parts, rows)
        const result: unknown = Reflect.apply(fn, undefined, here.args)
        return (found.left = leftOf(here, [here.args, result])).arrays
      },
      arraysIn(parts),
      placesOf(in_axes, parts.slots).map(axisOnly),
      () => placesLeft(in_axes, out_axes, found.left?.slots ?? []).map(axisOnly),
      axis_size,
    )
    return resultOf(found.left?.apply(results.map(asArray), parts))
  }
  return wraps(mapped, fn)
}

/** What `nnx.scan` takes. */
export interface LiftedScanOptions {
  /** Of each argument the axis that is gone along, `Carry` for the one that is handed on, null for what is the same at each step; `[Carry, 0]` where it is not given. */
  readonly in_axes?: LiftedAxes
  /** The same of the result: where the stacked axis stands, and `Carry`; `[Carry, 0]` where it is not given. */
  readonly out_axes?: LiftedAxes
  /** How many steps; from the axes where it is not given. */
  readonly length?: number | null
  /** Whether it goes from the last step to the first; false where it is not given. */
  readonly reverse?: boolean
  /** How many steps are laid out at a time; the result does not depend on it; 1 where it is not given. */
  readonly unroll?: number | boolean
}

/** Whether a whole argument is handed on: what comes of it is in the result. */
const isHandedOn = (axes: LiftedAxes, i: number): boolean =>
  axes === Carry || (Array.isArray(axes) && axes[i] === Carry)

/** The body of a scan over arguments of one structure, and what its last trace left. */
interface Step {
  readonly run: (carry: readonly JaxArray[], rows: readonly JaxArray[]) => readonly unknown[]
  /** The arrays among the arguments that are handed on, those that are the same at each step, and those that are gone along. */
  readonly carried: readonly number[]
  readonly fixed: readonly number[]
  readonly rows: readonly number[]
  readonly found: {left?: Left; places?: readonly Place[]}
}

/** The body of a scan: what it does to state that is the same at each step is lost, as in flax. */
function stepOf(fn: Function_, in_axes: LiftedAxes, out_axes: LiftedAxes, parts: Parts): Step {
  const places = placesOf(in_axes, parts.slots)
  const whole = parts.slots.map(({path}) => isHandedOn(in_axes, Number(path[0])))
  const where = (wanted: (place: Place) => boolean) =>
    [...places.keys()].filter((i) => wanted(places[i] ?? null))
  const handed = where((place) => place === Carry)
  const carried = [...handed.filter((i) => !whole[i]), ...handed.filter((i) => whole[i])]
  const fixed = where((place) => place === null)
  const rows = where((place) => typeof place === 'number')
  const found: Step['found'] = {}
  const run = (carry: readonly JaxArray[], xs: readonly JaxArray[]) => {
    const same = carry.slice(carried.length)
    const inputs = places.map(
      (_, i) => carry[carried.indexOf(i)] ?? xs[rows.indexOf(i)] ?? at(same, fixed.indexOf(i)),
    )
    const here = putBack(parts, inputs)
    const result: unknown = Reflect.apply(fn, undefined, here.args)
    if (isSequence(out_axes) && !isSequence(result))
      throw new PythonError(
        'AssertionError',
        'with a list of out_axes the function of a scan returns a tuple',
      )
    const rest = here.args.map((arg, i) => (isHandedOn(in_axes, i) ? null : arg))
    const left = leftOf(here, [rest, result])
    const kinds = placesLeft(in_axes, out_axes, left.slots)
    found.left = left
    found.places = kinds
    const of = (wanted: (place: Place) => boolean) => left.arrays.filter((_, i) => wanted(kinds[i] ?? null))
    return [[...of((place) => place === Carry), ...same], of((place) => typeof place === 'number')]
  }
  return {run, carried, fixed, rows, found}
}

/**
 * `nnx.scan(fn)`: a loop over the axes of arrays and models; state that `StateAxes` hand on goes from step to step.
 *
 * @throws {PythonError} TypeError when the carry changes its type, ValueError when the axes differ in length.
 * @example
 * const layers = vmap((rngs) => new nnx.Linear({in_features: 4, out_features: 4, rngs}))(rngs.fork({split: 3}))
 * scan((x, layer) => jnp.tanh(layer.call(x)), {in_axes: [Carry, 0], out_axes: Carry})(x, layers).shape // [2, 4]
 */
export const scanOf = taking(
  'nnx.scan(f: function, /, *, length=, reverse: bool=, unroll=, in_axes=, out_axes=)',
  scannedModels,
)

function scannedModels(
  fn: Function_,
  {in_axes = [Carry, 0], out_axes = [Carry, 0], length = null, reverse = false}: LiftedScanOptions = {},
): (...args: readonly unknown[]) => unknown {
  const bodyOf = byStructure((parts) => stepOf(fn, in_axes, out_axes, parts))
  const scanned = (...args: readonly unknown[]): unknown => {
    refuseTwice(in_axes, args)
    const parts = partsOf([...args], {numbers: true})
    const {run, carried, fixed, rows, found} = bodyOf(parts)
    const axes = placesOf(in_axes, parts.slots)
    const given = arraysIn(parts).map(asArray)
    const [last, stacks] = lax.scan(
      run,
      [...carried, ...fixed].map((i) => at(given, i)),
      rows.map((i) => toFront(at(given, i), Number(axes[i]))),
      {length, reverse},
    )
    const [carry, ys] = [listOf(last), listOf(stacks)]
    const before = new Map(parts.slots.map(({path}, i) => [path.join('.'), given[i]]))
    const values = (found.places ?? []).map((place, i) => {
      if (place === Carry) return carry.shift() ?? fail()
      if (typeof place === 'number') return fromFront(ys.shift() ?? fail(), place)
      return before.get(found.left?.slots[i]?.path.slice(1).join('.') ?? '') ?? fail()
    })
    return resultOf(found.left?.apply(values.map(asArray), parts))
  }
  return wraps(scanned, fn)
}

const listOf = (value: unknown): Operand[] => [...arraysIn(partsOf(value))]

const fail = (): never => {
  throw new PythonError('ValueError', 'a scan gave another number of arrays than its step')
}
