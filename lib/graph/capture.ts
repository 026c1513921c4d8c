import {
  constructorOf,
  isClass,
  named,
  namesOf,
  optionsBy,
  PythonError,
  tuple,
  typeRepr,
} from '../python/index.ts'
import {collect, type Collected, takeCollected} from './captured.ts'
import {iterModules, Module} from './module.ts'
import {splitState} from './sharing.ts'
import {
  flat,
  type FlatState,
  nested,
  State,
  stateOfVariable,
  type StateLeaf,
  type StatePath,
  VariableState,
} from './state.ts'
import {classOf, isVariableClass, Variable, type VariableClass} from './variable.ts'
import {intercepted} from './vars.ts'

/** What `nnx.capture` takes beside the classes. */
export interface CaptureOptions {
  /** Values to begin with, as perturbations by which a gradient is taken; none where it is not given. */
  readonly init?: State | null
  /** The class under which what every method gives is recorded too; no method's, where it is not given. */
  readonly method_outputs?: VariableClass | null
}

const captureOptions = optionsBy<CaptureOptions>('nnx.capture(*, init=, method_outputs=)')

/**
 * `nnx.capture(fn, …)`: a function that also gives what the Modules of its first argument `sow` and `perturb` in a call, a state
 * for each class named. In the place of a function there may be a Module, whose call it is; with classes alone it is a decorator.
 *
 * @throws {PythonError} TypeError for what cannot be called.
 * @example
 * const noting = (model, x) => {
 *   model.sow(nnx.Intermediate, 'seen', x)
 *   return model.call(x)
 * }
 * const [y, {seen}] = capture(noting, nnx.Intermediate)(model, x)
 */
export function capture(
  fn: VariableClass,
  ...given: readonly (VariableClass | CaptureOptions)[]
): (fn: ((...args: never[]) => unknown) | Module) => (...args: readonly unknown[]) => unknown
export function capture(
  fn: ((...args: never[]) => unknown) | Module,
  ...given: readonly (VariableClass | CaptureOptions)[]
): (...args: readonly unknown[]) => unknown
export function capture(fn: unknown, ...given: readonly unknown[]): unknown {
  const options = given.filter((one) => !isVariableClass(one))
  const types = given.filter(isVariableClass)
  const {init = null, method_outputs = null} = captureOptions(options)
  if (isVariableClass(fn))
    return (inner: ((...args: never[]) => unknown) | Module) =>
      capture(inner, fn, ...types, {init, method_outputs})
  const captured = (...args: readonly unknown[]): unknown => {
    const owner = fn instanceof Module ? fn : args[0]
    const begun = init === null ? [] : flat(init)
    for (const [path, module] of [...iterModules(owner)]) collect(module, startOf(types, begun, path))
    const run = (): unknown => called(fn, args)
    const result = method_outputs === null ? run() : intercepted(recording(owner, method_outputs), run)
    const found = takenFrom(owner, types)
    if (types.length === 0) return result
    const states = splitState(found, ...types)
    return states instanceof State ? tuple(result, states) : tuple(result, ...states)
  }
  return named(captured, {qualname: 'capture.<locals>.wrapper', module: 'flax.nnx.module'})
}

const isCall = (value: unknown): value is (...args: never[]) => unknown => typeof value === 'function'

function called(fn: unknown, args: readonly unknown[]): unknown {
  const call: unknown = fn instanceof Module ? Reflect.get(fn, 'call') : fn
  if (isCall(call)) return Reflect.apply(call, fn instanceof Module ? fn : undefined, args)
  throw new PythonError(
    'TypeError',
    `capture takes a function or a Module with a method call, not ${typeRepr(fn)}`,
  )
}

const typeOf = (variable: Variable): VariableClass =>
  variable instanceof VariableState ? variable.type : classOf(variable)

/** What a Module at a path begins with: nothing of each class, and what the given state has of it. */
function startOf(
  types: readonly VariableClass[],
  init: FlatState,
  path: StatePath,
): ReadonlyMap<VariableClass, Collected> {
  const start = new Map<VariableClass, Collected>(types.map((type) => [type, {}]))
  for (const [at, leaf] of init) {
    if (!(leaf instanceof Variable) || at.slice(0, -1).join('/') !== path.join('/')) continue
    const variable: Variable = leaf
    const type = typeOf(variable)
    start.set(type, {...start.get(type), [String(at.at(-1))]: variable.value})
  }
  return start
}

/** Ends the capture, and gives what its Modules have of some classes. */
function takenFrom(owner: unknown, types: readonly VariableClass[]): State {
  const leaves = [...iterModules(owner)].flatMap(([path, module]) =>
    takeCollected(module).flatMap(([type, values]) =>
      types.includes(type)
        ? Object.entries(values).map(([name, value]): readonly [StatePath, StateLeaf] => [
            [...path, name],
            stateOfVariable(new type(value), type),
          ])
        : [],
    ),
  )
  return nested(leaves)
}

/** What is made of a method that is read: one that records its result. Of flax's own layers it is the call alone. */
function recording(owner: unknown, type: VariableClass) {
  const kinds = new Set([...iterModules(owner)].map(([, module]) => Reflect.getPrototypeOf(module)))
  return (module: object, name: string, value: unknown): unknown => {
    if (!isCall(value) || isClass(value) || !(module instanceof Module)) return value
    if (name.startsWith('_') || !kinds.has(holderOf(module, name)) || !isRecorded(module, name)) return value
    return (...args: readonly unknown[]): unknown => {
      const result: unknown = Reflect.apply(value, module, args)
      module.sow(type, name === 'call' ? '__call__' : name, result)
      return result
    }
  }
}

const isRecorded = (module: object, name: string): boolean =>
  name === 'call' || namesOf(constructorOf(module)).module?.startsWith('flax.') !== true

/** Whose method an object's method of that name is. */
function holderOf(node: object, name: string): object | null {
  let at = Reflect.getPrototypeOf(node)
  while (at !== null && !Object.hasOwn(at, name)) at = Reflect.getPrototypeOf(at)
  return at
}
