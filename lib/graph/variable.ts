import {interpreter} from '../array/index.ts'
import {constructorOf, isPlain, named, PythonError, qualname, refuseNames, repr} from '../python/index.ts'
import {addCell, type Cell} from './nodecell.ts'
import {ArrayHolder} from './arrayholder.ts'
import {sameLeaf} from './leaf.ts'

/** Metadata that every Variable has; only what differs from it is worth telling. */
export const defaults: Readonly<Record<string, unknown>> = Object.freeze({
  hijax: false,
  ref: false,
  eager_sharding: true,
})

/** What a Variable holds beside its value, by name; static, so a part of the graphdef. */
export type Metadata = Readonly<Record<string, unknown>>

/** Metadata of a copy, and its value where that is another. */
export type Replacement<V> = Metadata & {
  /** The value; that of what is copied where it is not given. */
  readonly value?: V
}

/** The value and the changed metadata of a copy; a plain object gives both by name. */
export function replacing<V>(
  before: V,
  given: V | Replacement<V>,
  updates: Metadata,
): readonly [V, Metadata] {
  if (!isReplacement(given)) return [given, updates]
  const {value = before, ...rest} = given
  return [value, {...rest, ...updates}]
}

const isReplacement = <V>(given: V | Replacement<V>): given is Replacement<V> => isPlain(given)

/** A class of Variables. */
export type VariableClass<V = unknown> = (new (value: V, metadata?: Metadata) => Variable<V>) & {
  readonly name: string
}

/** What a state holds of a Variable: it is an instance of the Variable's class too. */
export abstract class HeldVariable extends ArrayHolder {
  abstract readonly type: VariableClass
}

/**
 * A mutable reference to a value: what NNX calls state. Its class and metadata are static (they are part of the graphdef),
 * its value is data.
 *
 * @example
 * const w = new Param(jnp.zeros([2, 3]))
 * w.shape // [2, 3]
 * w.value = jnp.ones([2, 3]) // new values, the same key
 */
export class Variable<V = unknown> extends ArrayHolder {
  #value: V
  #metadata: Metadata
  readonly #cell: Cell

  /** Also what a state holds of a Variable of that class: `state.kernel instanceof Param`, as in flax. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!(value instanceof HeldVariable)) return isOrdinary(value, this)
    const type: unknown = value.type
    return type === this || (isVariableClass(type) && isOrdinary(type.prototype, this))
  }

  constructor(value: V, metadata: Metadata = {}) {
    super()
    this.#value = value
    this.#metadata =
      Object.keys(metadata).length === 0
        ? defaults
        : Object.freeze({...remap(metadata), ...defaults, ...pick(metadata, Object.keys(defaults))})
    this.#cell = addCell(this, interpreter())
  }

  /** The value. */
  get value(): V {
    return this.#value
  }

  set value(value: V) {
    this.setValue(value)
  }

  getValue(): V {
    return this.#value
  }

  /**
   * Gives the Variable another value. Another shape or dtype is accepted, as in flax; it changes the key of the next call.
   *
   * @throws {PythonError} TraceContextError when the Variable was made outside the function that is being traced.
   */
  setValue(value: V): void {
    this.#checkLevel()
    this.put(value)
  }

  /** Sets the value without the check of the trace level, as the end of a jitted call does. */
  put(value: V): void {
    if (Object.is(value, this.#value)) return
    const same = sameLeaf(value, this.#value)
    this.#value = value
    writes++
    if (!same) this.#cell.touch()
  }

  /** All metadata, frozen; or one entry. */
  getMetadata(): Metadata
  getMetadata(name: string, missing?: unknown): unknown
  getMetadata(name?: string, missing?: unknown): unknown {
    if (name === undefined) return this.#metadata
    return Object.hasOwn(this.#metadata, name) ? this.#metadata[name] : missing
  }

  hasMetadata(name: string): boolean {
    return Object.hasOwn(this.#metadata, name)
  }

  /**
   * Adds or changes metadata entries. Metadata is static: the next call compiles.
   *
   * @example
   * model.kernel.setMetadata({frozen: true})
   */
  setMetadata(entries: Metadata): void {
    this.#checkLevel()
    for (const name of ['hijax', 'ref'])
      if (name in entries && entries[name] !== this.#metadata[name])
        throw new PythonError(
          'ValueError',
          `Cannot change \`${name}\` metadata, expected ${repr(this.#metadata[name])}, got ${repr(entries[name])}`,
        )
    this.replaceMetadata({...this.#metadata, ...remap(entries)})
  }

  deleteMetadata(name: string): void {
    this.#checkLevel()
    if (name === 'hijax' || name === 'ref')
      throw new PythonError('ValueError', `Cannot delete \`${name}\` metadata`)
    const {[name]: _gone, ...rest} = this.#metadata
    this.replaceMetadata(rest)
  }

  /** Replaces all metadata without a check, as `update` and `merge` do. */
  replaceMetadata(metadata: Metadata): void {
    this.#metadata = Object.isFrozen(metadata) ? metadata : Object.freeze({...metadata})
    this.#cell.touch()
  }

  /**
   * A new Variable of the same class; what is not given another value stays.
   *
   * @example
   * model.kernel.copy(jnp.ones([4, 8]), {note: 'ones'})
   */
  copy(given: V | Replacement<V> = {}, updates: Metadata = {}): Variable<V> {
    const [value, changed] = replacing(this.#value, given, updates)
    return make(classOf(this), value, Object.freeze({...this.#metadata, ...remap(changed)}))
  }

  /** The same as `copy`, as in flax. */
  replace(given: V | Replacement<V> = {}, updates: Metadata = {}): Variable<V> {
    return this.copy(given, updates)
  }

  #checkLevel(): void {
    if (this.#cell.frame !== interpreter())
      throw new PythonError(
        'TraceContextError',
        `Cannot mutate ${qualname(constructorOf(this))} from a different trace level (https://flax.readthedocs.io/en/latest/api_reference/flax.errors.html#flax.errors.TraceContextError)`,
      )
  }
}

refuseNames(
  Variable.prototype,
  Object.fromEntries(
    Object.entries({
      raw_value: 'value',
      get_value: 'getValue',
      get_raw_value: 'getValue',
      set_value: 'setValue',
      set_raw_value: 'setValue',
      get_metadata: 'getMetadata',
      has_metadata: 'hasMetadata',
      set_metadata: 'setMetadata',
      del_metadata: 'deleteMetadata',
    }).map(([name, here]) => [name, `Variable.${name} is ${here} here`]),
  ),
)

const remap = ({sharding_names, sharding, ...rest}: Metadata): Record<string, unknown> => {
  const out = sharding_names ?? sharding
  return out === undefined ? {...rest} : {...rest, out_sharding: out}
}

const pick = (metadata: Metadata, names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in metadata).map((name) => [name, metadata[name]]))

let writes = 0

/** How many values Variables were given. No key depends on a value, so no cell tells of one: what reads contents compares this. */
export const valueWrites = (): number => writes

/** The class of a Variable. */
export function classOf(variable: Variable): VariableClass {
  const found: unknown = constructorOf(variable)
  if (isVariableClass(found)) return found
  throw new TypeError('this object is no Variable')
}

/** Whether a value is a class of Variables. */
export const isVariableClass = (value: unknown): value is VariableClass =>
  typeof value === 'function' && (value === Variable || isOrdinary(value.prototype, Variable))

/** A Variable of a class from its parts, without running a user's constructor. */
export function make<V>(type: VariableClass, value: V, metadata: Metadata): Variable<V>
/** `Reflect.construct` cannot say that the Variable holds what it was given. */
export function make(type: VariableClass, value: unknown, metadata: Metadata): Variable {
  const made: unknown = Reflect.construct(Variable, [value, {}], type)
  if (!isVariable(made)) throw new TypeError(`${type.name} is no class of Variables`)
  made.replaceMetadata(metadata)
  return made
}

/** Whether a value is a Variable of a model; what a state holds of one is not. */
export const isVariable = (value: unknown): value is Variable => isOrdinary(value, Variable)

/** `value instanceof type` as JavaScript has it. */
const isOrdinary = (value: unknown, {prototype}: typeof Variable): boolean =>
  typeof value === 'object' && value !== null && Object.prototype.isPrototypeOf.call(prototype, value)

/** A parameter: what training changes. */
export class Param<V = unknown> extends Variable<V> {}
/** A running statistic of a normalisation. */
export class BatchStat<V = unknown> extends Variable<V> {}
/** What a layer remembers between calls, such as keys and values of attention. */
export class Cache<V = unknown> extends Variable<V> {}
/** A value that `sow` recorded on the way. */
export class Intermediate<V = unknown> extends Variable<V> {}
/** What is added to a value so that a gradient by it can be taken. */
export class Perturbation<V = unknown> extends Intermediate<V> {}

for (const [qualname, type] of Object.entries({
  Variable,
  Param,
  BatchStat,
  Cache,
  Intermediate,
  Perturbation,
}))
  named(type, {qualname, module: 'flax.nnx.variablelib', type: 'flax.nnx.variablelib.VariableMeta'})
