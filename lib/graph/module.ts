import type {JaxArray} from '../array/index.ts'
import type {Input} from '../lax/index.ts'
import {jnp} from '../numpy/index.ts'
import {
  constructorOf,
  named,
  optionsBy,
  PythonError,
  qualname,
  refuseAbsent,
  repr,
  tuple,
  Tuple,
  typeName,
} from '../python/index.ts'
import {collected} from './captured.ts'
import {type Filter, type NodePath, predicate} from './filter.ts'
import {pathKey, valuesIn} from './iterate.ts'
import {leafArray} from './treemap.ts'
import {adopt, vars} from './vars.ts'
import {classOf, Perturbation, type Variable, type VariableClass, isVariable} from './variable.ts'

/** Base of all NNX objects: attributes are data or static, as decided at their first assignment (flax/nnx/pytreelib.py). */
export class Pytree {
  constructor() {
    return adopt(this)
  }
}

refuseAbsent(Pytree.prototype)

/**
 * Base class of layers and models. Its instances are mutable and have reference semantics: a layer may be shared, or point
 * back at its owner.
 *
 * @example
 * class MLP extends Module {
 *   constructor({rngs}) {
 *     super()
 *     this.l1 = new Linear({in_features: 4, out_features: 8, rngs})
 *   }
 *   call(x) {
 *     return this.l1.call(x)
 *   }
 * }
 */
export class Module extends Pytree {
  /** Names of attributes, in the order in which they are printed; others follow as they were assigned. */
  static readonly printed: string = ''

  /**
   * Training mode: sets `deterministic` and `use_running_average` to false wherever they stand, and other attributes as given.
   * These attributes are static, so the first call afterwards may compile.
   */
  train(attributes: Readonly<Record<string, unknown>> = {}): void {
    setAttributes(
      this,
      {deterministic: false, use_running_average: false, ...attributes},
      {raise_if_not_found: false},
    )
  }

  /** Evaluation mode: sets `deterministic` and `use_running_average` to true wherever they stand. */
  eval(attributes: Readonly<Record<string, unknown>> = {}): void {
    setAttributes(
      this,
      {deterministic: true, use_running_average: true, ...attributes},
      {raise_if_not_found: false},
    )
  }

  /** See `setAttributes`. */
  setAttributes(attributes: Readonly<Record<string, unknown>>, options: SetOptions = {}): void {
    setAttributes(this, attributes, options)
  }

  /**
   * Records a value: in what `nnx.capture` collects, else in an attribute, a Variable of that class. Values become a tuple that
   * grows by one with each call; not popped, an attribute makes the next call's tree another one.
   *
   * @returns whether it was recorded: a capture takes the classes that it names alone.
   * @throws {PythonError} ValueError when the attribute holds something else.
   * @example
   * model.sow(nnx.Intermediate, 'features', x) // true
   */
  sow(type: VariableClass, name: string, value: unknown, options: SowOptions = {}): boolean {
    const {reduce_fn = appended, init_fn = tuple} = sowOptions([options])
    const next = (before: unknown): unknown => reduce_fn(before === undefined ? init_fn() : before, value)
    const found = collected(this, type, name, next)
    if (found !== null) return found !== undefined
    if (name in this) {
      const variable = recorded(this, name, type, (held) => classOf(held) === type)
      variable.setValue(next(variable.value))
    } else Reflect.set(this, name, new type(next(undefined)))
    return true
  }

  /**
   * `value` and what stands under that name, zeros at first: a gradient by these is one by the value. They are in what `nnx.capture`
   * collects, else in an attribute, a Variable of that class.
   *
   * @throws {PythonError} ValueError when the attribute holds something else.
   * @example
   * const hidden = model.perturb('hidden', model.call(x))
   */
  perturb(name: string, value: Input, type: VariableClass = Perturbation): JaxArray {
    const found = collected(this, type, name, (before) => before ?? jnp.zerosLike(value))
    if (found === undefined) return jnp.asarray(value)
    if (found !== null) return jnp.add(leafArray(found), value)
    if (!(name in this)) Reflect.set(this, name, new type(jnp.zerosLike(value)))
    return jnp.add(leafArray(recorded(this, name, type, (held) => held instanceof type).value), value)
  }
}

/** What `sow` takes beside the value. */
export interface SowOptions {
  /** Makes one value of that before and the new one; a tuple that grows, where it is not given. */
  readonly reduce_fn?: (before: unknown, value: unknown) => unknown
  /** Makes the value before the first; an empty tuple where it is not given. */
  readonly init_fn?: () => unknown
}

const sowOptions = optionsBy<SowOptions>('Module.sow(*, reduce_fn: function=, init_fn: function=)')

const appended = (before: unknown, value: unknown): unknown =>
  before instanceof Tuple ? tuple(...before, value) : tuple(before, value)

/** The Variable that an attribute holds. */
function recorded(
  module: Module,
  name: string,
  type: VariableClass,
  holds: (held: Variable) => boolean,
): Variable {
  const variable: unknown = Reflect.get(module, name)
  if (!isVariable(variable))
    throw new PythonError('ValueError', `Expected '${name}' to be a Variable, got ${typeName(variable)}`)
  if (!holds(variable))
    throw new PythonError(
      'ValueError',
      `Expected '${name}' to be of type '${qualname(type)}', got '${qualname(constructorOf(variable))}'`,
    )
  return variable
}

named(Pytree, {qualname: 'Pytree', module: 'flax.nnx.pytreelib'})
named(Module, {qualname: 'Module', module: 'flax.nnx.module'})

/** What `setAttributes` may leave out. */
export interface SetOptions {
  /** Which Modules; all of them where none is given. */
  readonly filters?: readonly Filter[]
  /** Whether it is an error when no Module has one of the attributes; true where it is not given. */
  readonly raise_if_not_found?: boolean
}

const settingOptions = optionsBy<SetOptions>('Module.setAttributes(*, filters=, raise_if_not_found: bool=)')

/**
 * Sets attributes of all Modules in a model that have them.
 *
 * @throws {PythonError} ValueError when an attribute is found nowhere.
 * @example
 * new nnx.Dropout({rate: 0.5, rngs}).setAttributes({deterministic: true}, {filters: [nnx.Dropout]})
 */
function setAttributes(
  model: Module,
  attributes: Readonly<Record<string, unknown>>,
  options: SetOptions = {},
): void {
  const {filters = [true], raise_if_not_found = true} = settingOptions([options])
  const predicates = filters.map(predicate)
  const missing = new Set(Object.keys(attributes))
  for (const [path, module] of iterModules(model)) {
    if (!predicates.some((holds) => holds(path, module))) continue
    for (const [name, value] of Object.entries(attributes)) {
      if (!Object.hasOwn(vars(module).target, name)) continue
      missing.delete(name)
      Reflect.set(module, name, value)
    }
  }
  if (missing.size > 0 && raise_if_not_found) throw notFound([...missing].sort())
}

/** What is said of attributes that no Module has. */
export const notFound = (names: readonly string[]): PythonError =>
  new PythonError(
    'ValueError',
    `Could not find at least one instance of the following attributes: ${repr(names)}`,
  )

/** Every Module of a model with its path, each once. */
export function* iterModules(model: unknown): Generator<readonly [NodePath, Module]> {
  for (const [path, value] of valuesIn(model)) if (value instanceof Module) yield tuple(tuple(...path), value)
}

/** The Modules that stand directly in a Module's attributes. */
export function* iterChildren(module: Module): Generator<readonly [string | number, Module]> {
  for (const name of vars(module).names) {
    const value: unknown = Reflect.get(module, name)
    if (value instanceof Module) yield tuple(pathKey(module, name), value)
  }
}
