import {immerable, isDraftable, produce} from 'immer'
import type {JaxArray, NumpyArray} from '../array/index.ts'
import {classPath, named, protocol, PythonError, refuseAbsent, repr, Tuple, tuple} from '../python/index.ts'
import {byKey, isIndex} from './order.ts'
import {
  HeldVariable,
  type Metadata,
  replacing,
  type Replacement,
  type Variable,
  type VariableClass,
} from './variable.ts'

let areOpen = false

/** Runs a program whose states change in place, as Python's do; made elsewhere they are frozen. */
export function withOpenStates<T>(run: () => T): T {
  const before = areOpen
  areOpen = true
  try {
    return run()
  } finally {
    areOpen = before
  }
}

const settled = <T>(made: T): T => (areOpen ? made : Object.freeze(made))

/** A Variable as a state holds it: frozen, with its class, value and metadata. */
export class VariableState<V = unknown> extends HeldVariable {
  /** @internal */
  readonly [immerable] = true
  readonly type: VariableClass
  readonly value: V
  readonly metadata: Metadata

  constructor(type: VariableClass, value: V, metadata: Metadata) {
    super()
    this.type = type
    this.value = value
    this.metadata = metadata
    settled(this)
  }

  /** The name of its type is that of the Variable's. */
  get [protocol.type](): string {
    return classPath(this.type)
  }

  getValue(): V {
    return this.value
  }

  /**
   * Gives it another value, in a program whose states change in place.
   *
   * @throws {PythonError} TypeError elsewhere.
   */
  setValue(value: V): void {
    if (!Reflect.set(this, 'value', value))
      throw new PythonError(
        'TypeError',
        'a state is frozen: nnx.edit(state, (draft) => { draft.bias.value = … }) makes another one',
      )
  }

  /** All metadata, frozen; or one entry. */
  getMetadata(): Metadata
  getMetadata(name: string, missing?: unknown): unknown
  getMetadata(name?: string, missing?: unknown): unknown {
    if (name === undefined) return this.metadata
    return this.hasMetadata(name) ? this.metadata[name] : missing
  }

  hasMetadata(name: string): boolean {
    return Object.hasOwn(this.metadata, name)
  }

  /** The same as `replace`. */
  copy(given: V | Replacement<V> = {}, updates: Metadata = {}): VariableState<V> {
    return this.replace(given, updates)
  }

  /**
   * The same with another value, other metadata or both.
   *
   * @example
   * edit(state, (draft) => { draft.bias = state.bias.replace(jnp.ones([8])) })
   */
  replace(given: V | Replacement<V> = {}, updates: Metadata = {}): VariableState<V> {
    const [value, changed] = replacing(this.value, given, updates)
    return new VariableState(this.type, value, Object.freeze({...this.metadata, ...changed}))
  }
}

/** A leaf of a state: a Variable's state, or an array that stood in an attribute by itself. */
export type StateLeaf = unknown

/**
 * A nested mapping from attribute names to Variables, arrays and states. It never changes: `edit` makes a new one that
 * shares what was not touched.
 */
export class State {
  /** @internal */
  readonly [immerable] = true
  readonly [name: string]: unknown

  /** A state of these entries, in flax's order (numbers first, then names). */
  static of(entries: readonly (readonly [string, unknown])[]): State {
    const state = new State()
    for (const [name, value] of [...entries].sort(([a], [b]) => byKey(a, b)))
      Object.defineProperty(state, name, {value, enumerable: true, writable: true, configurable: true})
    return settled(state)
  }
}

named(State, {qualname: 'State', module: 'flax.nnx.statelib'})

refuseAbsent(State.prototype, {
  filter: 'nnx.filterState(state, …)',
  split: 'nnx.splitState(state, …)',
  merge: 'nnx.mergeState(state, …)',
  map: 'nnx.mapState(f, state)',
  flatState: 'nnx.toFlatState(state)',
  toPureDict: 'nnx.toPureDict(state)',
  update: 'nnx.edit(state, (draft) => …)',
  keys: 'Object.keys(state)',
  values: 'Object.values(state)',
  items: 'Object.entries(state)',
})

/**
 * A new state in which the recipe's changes are made; parts that it leaves alone are the same objects as before, and a
 * recipe without a change gives back the same state.
 *
 * @example
 * const next = edit(state, (draft) => { draft.bias.value = jnp.zeros([8]) })
 * next.kernel === state.kernel // true
 */
export function edit<S extends object>(state: S, recipe: (draft: Draft<S>) => void): S
/** Immer's own type of a draft opens the arrays too; `Draft` opens what a state lets change. */
export function edit(state: object, recipe: (draft: object) => void): object {
  if (typeof recipe !== 'function' || !isDraftable(state))
    throw new PythonError(
      'TypeError',
      `nnx.edit takes a state and a function of it, as in nnx.edit(state, (draft) => …), but got ${repr(state)} and ${repr(recipe)}`,
    )
  return produce(state, recipe)
}

/** A state whose parts may be assigned, inside a recipe. */
export type Draft<S> =
  S extends VariableState<infer V>
    ? {-readonly [K in 'type' | 'value' | 'metadata']: K extends 'value' ? V : VariableState[K]}
    : S extends JaxArray | NumpyArray
      ? S
      : S extends object
        ? {-readonly [K in keyof S]: Draft<S[K]>}
        : S

/** A path into a state: attribute names and indices. */
export type StatePath = readonly (string | number)[]

/** One leaf and where it stands. */
export type FlatState = readonly (readonly [StatePath, StateLeaf])[]

const isBranch = (value: unknown): value is State => value instanceof State

/**
 * The leaves of a state with their paths, sorted as flax sorts them.
 *
 * @example
 * flat(state).map(([path]) => path.join('.')) // ['bias', 'kernel']
 */
export function flat(state: unknown): FlatState {
  const leaves: [StatePath, StateLeaf][] = []
  const walk = (value: unknown, path: StatePath): void => {
    if (isBranch(value))
      for (const name of Object.keys(value).sort(byKey))
        walk(value[name], [...path, isIndex(name) ? Number(name) : name])
    else leaves.push([path, value])
  }
  walk(state, [])
  return leaves
}

/** The leaves of a state with their paths, in tuples. */
export class FlatTuple extends Tuple<readonly [StatePath, StateLeaf]> {}

named(FlatTuple, {qualname: 'FlatState', module: 'flax.nnx.statelib'})

/**
 * `nnx.to_flat_state(state)`: as `flat`, in tuples as flax gives them.
 *
 * @example
 * for (const [path, leaf] of toFlatState(state)) console.log(path.join('.'), leaf.shape)
 */
export function toFlatState(state: unknown): FlatTuple {
  const found = new FlatTuple()
  for (const [path, leaf] of flat(state)) found.push(tuple(tuple(...path), leaf))
  return Object.freeze(found)
}

/** The inverse of `flat`: a nested state; a single leaf at the empty path is that leaf. */
export function nest(leaves: FlatState): unknown {
  const [first] = leaves
  if (leaves.length === 1 && first !== undefined && first[0].length === 0) return first[1]
  return nested(leaves)
}

/**
 * A state of leaves at paths that are not empty.
 *
 * @throws {PythonError} TypeError where a leaf stands at a path at which others have leaves below.
 */
export function nested(leaves: FlatState, depth = 0): State {
  const groups = new Map<string, (readonly [StatePath, StateLeaf])[]>()
  for (const leaf of leaves) {
    const name = leaf[0][depth]?.toString()
    if (name === undefined)
      throw new PythonError('TypeError', `the leaf at ${leaf[0].join('.')} has other leaves below it`)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [leaf])
    else group.push(leaf)
  }
  return State.of(
    [...groups].map(([name, group]) => [
      name,
      group.length === 1 && group[0]?.[0].length === depth + 1 ? group[0][1] : nested(group, depth + 1),
    ]),
  )
}

const origins = new WeakMap<VariableState, WeakRef<Variable>>()

/** The state of a Variable as it is now. */
export function stateOfVariable<V>(variable: Variable<V>, type: VariableClass): VariableState<V> {
  const state = new VariableState(type, variable.value, variable.getMetadata())
  origins.set(state, new WeakRef(variable))
  return state
}

/** The Variable that a state was taken from, while it still holds what it held then. */
export function originOf(state: VariableState): Variable | undefined {
  const variable = origins.get(state)?.deref()
  return variable !== undefined && Object.is(variable.value, state.value) ? variable : undefined
}
