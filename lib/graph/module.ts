import {constructorOf, named, PythonError, qualname, tuple, Tuple, typeName} from '../python/index.ts'
import {type Filter, type NodePath, predicate} from './filter.ts'
import {iterGraph, pathKey} from './iterate.ts'
import {adopt, vars} from './vars.ts'
import {classOf, type VariableClass, isVariable} from './variable.ts'

/** Base of all NNX objects: attributes are data or static, as decided at their first assignment (flax/nnx/pytreelib.py). */
export class Pytree {
  constructor() {
    return adopt(this)
  }
}

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
   * Records a value in a Variable of that class, as a tuple that grows by one with each call. Not popped, it makes the
   * next call's tree another one.
   *
   * @throws {PythonError} ValueError when the attribute holds something else.
   */
  sow(type: VariableClass, name: string, value: unknown): boolean {
    if (!(name in this)) {
      Reflect.set(this, name, new type(tuple(value)))
      return true
    }
    const variable: unknown = Reflect.get(this, name)
    if (!isVariable(variable))
      throw new PythonError('ValueError', `Expected '${name}' to be a Variable, got ${typeName(variable)}`)
    if (classOf(variable) !== type)
      throw new PythonError(
        'ValueError',
        `Expected '${name}' to be of type '${qualname(type)}', got '${qualname(constructorOf(variable))}'`,
      )
    const old: unknown = variable.value
    variable.setValue(old instanceof Tuple ? tuple(...old, value) : tuple(old, value))
    return true
  }
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

/**
 * Sets attributes of all Modules in a model that have them.
 *
 * @throws {PythonError} ValueError when an attribute is found nowhere.
 * @example
 * setAttributes(model, {deterministic: true}, {filters: [Dropout]})
 */
function setAttributes(
  model: Module,
  attributes: Readonly<Record<string, unknown>>,
  options: SetOptions = {},
): void {
  const {filters = [true], raise_if_not_found = true} = options
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
  if (missing.size > 0 && raise_if_not_found)
    throw new PythonError(
      'ValueError',
      `Could not find at least one instance of the following attributes: [${[...missing]
        .sort()
        .map((name) => `'${name}'`)
        .join(', ')}]`,
    )
}

/** Every Module of a model with its path, each once. */
export function* iterModules(model: unknown): Generator<readonly [NodePath, Module]> {
  for (const [path, value] of iterGraph(model)) if (value instanceof Module) yield [path, value]
}

/** The Modules that stand directly in a Module's attributes. */
export function* iterChildren(module: Module): Generator<readonly [string | number, Module]> {
  for (const name of vars(module).names) {
    const value: unknown = Reflect.get(module, name)
    if (value instanceof Module) yield [pathKey(module, name), value]
  }
}
