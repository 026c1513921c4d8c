import {ArrayImpl, type ArrayJSON, fromJSON, NumpyArray, toJSON} from '../array/index.ts'
import {
  BatchStat,
  Cache,
  flat,
  Intermediate,
  type Metadata,
  nest,
  Param,
  Perturbation,
  State,
  Variable,
  type VariableClass,
  VariableState,
} from '../graph/index.ts'
import {
  complex,
  Complex,
  float,
  Float,
  isPlain,
  PythonError,
  qualname,
  Tuple,
  tuple,
  typeName,
} from '../python/index.ts'
import {LoRAParam} from './lora.ts'
import {MetricState} from './metrics.ts'
import {OptArray, OptState, OptVariable} from './optimizer.ts'
import {RngCount, RngKey, RngState} from './stream.ts'

/** A value in a file: an array, or a Python value with its type. */
export type Saved =
  | {readonly array: ArrayJSON}
  | {readonly float: number | string}
  | {readonly complex: readonly [number, number]}
  | {readonly tuple: readonly Saved[]}
  | {readonly list: readonly Saved[]}
  | {readonly plain: unknown}

/** A state in a file: its leaves by path. */
export interface StateJSON {
  /** The name of the format. */
  readonly format: 'jitlens state'
  /** The version of the format. */
  readonly version: 1
  /** The leaves in the order of the state. */
  readonly leaves: readonly {
    /** Where the leaf stands: attribute names and indices. */
    readonly path: readonly (string | number)[]
    /** The class of the leaf's Variable; null for an array that stands by itself. */
    readonly type?: string
    /** The metadata of the leaf's Variable. */
    readonly metadata?: Readonly<Record<string, Saved>>
    /** The array or value of the leaf. */
    readonly value: Saved
  }[]
}

/**
 * A state as JSON: dtype, shape and values, exact for every dtype. The inverse of `loadState`.
 *
 * @throws {PythonError} TypeError for a leaf without known contents, or one that has no JSON form.
 * @example
 * JSON.stringify(saveState(state))
 */
export function saveState(state: State): StateJSON {
  return {
    format: 'jitlens state',
    version: 1,
    leaves: flat(state).map(([path, leaf]) => {
      const where = path.join('.')
      if (!(leaf instanceof VariableState)) return {path, value: save(leaf, where)}
      return {
        path,
        type: qualname(leaf.type),
        metadata: Object.fromEntries(
          Object.entries(leaf.metadata).map(([name, value]) => [name, save(value, `${where}.${name}`)]),
        ),
        value: save(leaf.value, where),
      }
    }),
  }
}

/** A float as JSON can hold it: as text, where JSON has no number for it. */
const floatText = (value: number): number | string =>
  Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)

/** An array in a file, with its contents. */
function known(array: ArrayImpl | NumpyArray, where: string): ArrayJSON {
  const json = toJSON(array)
  if (json.values !== null) return json
  const why = array instanceof ArrayImpl ? array.unknown : 'only its shape and dtype were given'
  throw new PythonError('TypeError', `${where} cannot be saved: its contents are not known, since ${why}`)
}

function save(value: unknown, where: string): Saved {
  if (value instanceof ArrayImpl || value instanceof NumpyArray) return {array: known(value, where)}
  if (value instanceof Float) return {float: floatText(value.value)}
  if (typeof value === 'number' && (!Number.isInteger(value) || Object.is(value, -0)))
    return {float: floatText(value)}
  if (value instanceof Complex) return {complex: [value.real, value.imag]}
  if (value instanceof Tuple) return {tuple: value.map((item) => save(item, where))}
  if (Array.isArray(value)) return {list: value.map((item) => save(item, where))}
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return {plain: value}
  throw new PythonError(
    'TypeError',
    `${where} cannot be saved: it is a ${typeName(value)}; a state's file holds arrays, numbers, text, None, lists and tuples`,
  )
}

/** The classes of Variables that flax has. */
const ownTypes: Readonly<Record<string, VariableClass>> = {
  Variable,
  Param,
  LoRAParam,
  BatchStat,
  Cache,
  Intermediate,
  Perturbation,
  RngState,
  RngCount,
  RngKey,
  OptState,
  OptArray,
  OptVariable,
  MetricState,
}

/**
 * Reads a state back. The inverse of `saveState`.
 *
 * @param types classes of Variables by name, beside flax's own: `{Mask}` of a `class Mask extends nnx.Variable`.
 * @throws {SyntaxError} that says what is wrong and where.
 */
export function loadState(json: unknown, types: Readonly<Record<string, VariableClass>> = {}): State {
  if (
    !isPlain(json) ||
    json['format'] !== 'jitlens state' ||
    json['version'] !== 1 ||
    !Array.isArray(json['leaves'])
  )
    throw new SyntaxError(
      'this is no saved state; expected {"format": "jitlens state", "version": 1, "leaves": […]}, as saveState(state) makes it',
    )
  const classes = new Map(Object.entries({...ownTypes, ...types}))
  const leaves = json['leaves'].map((leaf: unknown, i): readonly [readonly (string | number)[], unknown] => {
    if (!isPlain(leaf) || !Array.isArray(leaf['path']) || !leaf['path'].every(isKey))
      throw new SyntaxError(`leaf ${i} of this state has no path`)
    const path = leaf['path']
    const value = load(leaf['value'], path.join('.'))
    if (leaf['type'] === undefined) return [path, value]
    const name = typeof leaf['type'] === 'string' ? leaf['type'] : ''
    const type = classes.get(name)
    if (type === undefined)
      throw new SyntaxError(
        `${path.join('.')} is a ${name}, a class that is not known here; give it as loadState(json, {${name}})`,
      )
    const metadata: Metadata = isPlain(leaf['metadata'])
      ? Object.fromEntries(
          Object.entries(leaf['metadata']).map(([name, entry]) => [
            name,
            load(entry, `${path.join('.')}.${name}`),
          ]),
        )
      : {}
    return [path, new VariableState(type, value, Object.freeze(metadata))]
  })
  const state = nest(leaves)
  return state instanceof State ? state : State.of([])
}

const isKey = (key: unknown): key is string | number => typeof key === 'string' || typeof key === 'number'

function load(saved: unknown, where: string): unknown {
  if (!isPlain(saved)) throw new SyntaxError(`${where} has no value`)
  if ('array' in saved) return fromJSON(saved['array'])
  if ('float' in saved) {
    const number = Number(saved['float'])
    return Number.isNaN(number) ? number : float(number)
  }
  const {complex: parts, tuple: items, list} = saved
  if (Array.isArray(parts)) return complex(Number(parts[0]), Number(parts[1]))
  if (Array.isArray(items)) return tuple(...items.map((item: unknown) => load(item, where)))
  if (Array.isArray(list)) return list.map((item: unknown) => load(item, where))
  if ('plain' in saved) return saved['plain']
  throw new SyntaxError(`${where} has a value of no known kind: ${JSON.stringify(saved).slice(0, 80)}`)
}
