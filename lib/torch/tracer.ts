import {DType} from '../array/index.ts'
import {Partial, qualname, typePath} from '../python/index.ts'
import {codeOf} from './code.ts'
import {dictProxy, listProxy} from './containers.ts'
import {type Guard, guards, typeOf} from './guard.ts'
import {InputTensors} from './inputs.ts'
import {holder} from './holder.ts'
import {classOf, isModule} from './module.ts'
import {Member, memberView, partialView, recordView} from './objects.ts'
import {scopeValues} from './scope.ts'
import {below, captured, global, local, ranks, type Source} from './source.ts'
import {LazyNumber, pythonNumber} from './symbol.ts'
import {Tensor} from './tensor.ts'
import {Recording} from './trace.ts'
import type {Relational} from './tree.ts'
import {moduleView} from './views.ts'
import {remembered, type Tracing, type Wrapping} from './wrapping.ts'

/** A dict that was walked. */
export interface Walked {
  readonly source: Source
  readonly keys: readonly unknown[]
}

/** A trace of a frame: what it reads is given out as values that write guards. */
export class Tracer extends Recording implements Wrapping {
  readonly how: Tracing
  readonly guards: (Guard | Relational)[] = []
  /** Dicts that were walked: their keys in order, by the name of the source. */
  readonly walked = new Map<string, Walked>()
  readonly inputs: InputTensors
  readonly #views = new Map<string, unknown>()
  readonly #owners = new Map<object, {readonly source: Source; readonly view: unknown}>()
  readonly #undo: (() => void)[] = []
  /** Modules that JavaScript closes over. */
  #captured = 0

  constructor(how: Tracing) {
    super()
    this.how = how
    this.inputs = new InputTensors(this)
  }

  readonly guard = (guard: Guard | Relational): void => {
    this.guards.push(guard)
  }

  readonly walk = (source: Source, keys: readonly unknown[]): void => {
    this.walked.set(source.name, {source, keys})
  }

  /** What code gets to see of a value. */
  readonly wrap = (value: unknown, source: Source): unknown => {
    if (this.#views.has(source.name)) return this.#views.get(source.name)
    const view = this.#view(value, source)
    this.#views.set(source.name, view)
    return view
  }

  /** Code wrote a value: later reads of the place give it back, and the program's own object holds what it stands for. */
  readonly wrote = (source: Source, value: unknown, undo: () => void): void => {
    this.#views.set(source.name, value)
    this.#undo.push(undo)
  }

  /** Takes back what the trace did to the program's objects. */
  undo(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo()
  }

  scoped(scope: object, key: string): unknown {
    const {cells} = this.how.description
    const values = scopeValues(scope)
    return values.has(key)
      ? this.wrap(values.get(key), scope === cells ? local(key) : global(key))
      : undefined
  }

  captured(module: object): object {
    const known = this.#owners.get(module)?.view
    if (known !== undefined) return holder(known)
    const name = qualname(classOf(module)).toLowerCase()
    const place = captured(this.#captured === 0 ? name : `${name}${this.#captured}`, module)
    this.#captured++
    return holder(this.wrap(module, place))
  }

  #view(value: unknown, source: Source): unknown {
    if (typeof value === 'boolean') return this.#lazy(value, source, () => this.#constant(value, source))
    if (value === null || value === undefined) return this.#constant(null, source)
    if (typeof value === 'string' || value instanceof DType)
      return (this.guard(guards.EQUALS_MATCH(source, value)), value)
    const number = pythonNumber(value)
    if (number !== null) return this.#lazy(value, source, () => this.#number(value, number, source))
    return typeof value === 'object' || typeof value === 'function' ? this.#reference(value, source) : value
  }

  #reference(value: object, source: Source): unknown {
    if (value instanceof Member) return memberView(this, value, source)
    if (typeof value === 'function' && !isModule(value)) return this.#function(value, source)
    if (value instanceof Tensor) return this.inputs.view(value, source)
    return this.once(value, source, () => this.#object(value, source))
  }

  /** What a value is, that may be reached in two ways: the second is guarded to be the first. */
  readonly once = (value: object, source: Source, view: () => unknown): unknown => {
    const owner = this.#owners.get(value)
    if (owner !== undefined) {
      if (owner.source.name !== source.name)
        for (const guard of this.how.policy.byIdentity && isModule(value)
          ? [guards.ID_MATCH(source, value)]
          : alias(owner.source, source))
          this.guard(guard)
      return owner.view
    }
    const made = view()
    this.#owners.set(value, {source, view: made})
    return made
  }

  #constant(value: boolean | null, source: Source): boolean | null {
    const {byIdentity} = this.how.policy
    if (byIdentity) this.guard(guards.ID_MATCH(source, value))
    else if (value === null) this.guard(guards.NONE_MATCH(source, null))
    else this.guard(guards.EQUALS_MATCH(source, value))
    return value
  }

  /** A number among the names of a frame, which code may hand on without working with it. */
  #lazy(value: unknown, {step}: Source, settle: () => unknown): unknown {
    if (step.by !== 'local' || !this.how.description.isLazy) return settle()
    let made: unknown
    return new LazyNumber(value, () => (made ??= settle()))
  }

  #number(value: unknown, number: number, source: Source): unknown {
    const type = typePath(value)
    if (!this.#isSymbol(type, number, source)) {
      const isOfModule = type === 'int' && this.#isHeldInt(source)
      this.guard({...guards.EQUALS_MATCH(source, value), ...(isOfModule && {by: 'module'})})
      return value
    }
    this.guard(guards.TYPE_MATCH(source, type))
    return this.env.add({source, property: {of: 'value'}}, type === 'float' ? 'float' : 'int', number, [
      -Infinity,
      Infinity,
    ])
  }

  /** Whether a number becomes a symbol; it is remembered as one that was seen. */
  #isSymbol(type: string, number: number, source: Source): boolean {
    const {policy, config, dynamic} = this.how
    const isFloat = type === 'float'
    if (isFloat ? config.specialize_float || !policy.dynamicFloats : policy.isSpecial(number)) return false
    const isFixed = isFloat ? !Number.isFinite(number) : this.#isFixedInt(source)
    const known = remembered(this.how, source)
    known.number(number)
    return !isFixed && (dynamic === true || known.isNumberDynamic)
  }

  /** Globals are fixed, and what a module holds. */
  #isFixedInt(source: Source): boolean {
    return this.how.config.specialize_int || source.name.startsWith('G[') || this.#isHeldInt(source)
  }

  #isHeldInt({rank}: Source): boolean {
    const {policy, config} = this.how
    return rank >= ranks.module && !policy.byIdentity && !config.allow_unspec_int_on_nn_module
  }

  #function(value: object, source: Source): unknown {
    const code = codeOf(value)
    if (code === null) this.guard(guards.ID_MATCH(source, value))
    else this.guard(guards.ID_MATCH(below(source, {by: 'code'}), code))
    return value
  }

  #object(value: object, source: Source): unknown {
    if (isModule(value)) return moduleView(this, value, source)
    if (value instanceof Partial) return partialView(this, value, source)
    if (Array.isArray(value)) return listProxy(this, value, source)
    if (value instanceof Map || typePath(value) === 'dict') return dictProxy(this, value, source)
    this.guard(guards.TYPE_MATCH(source, typeOf(value)))
    return recordView(this, value, source)
  }
}

/** That two places hold one object: whichever is looked at second tells that they do not. */
function alias(first: Source, second: Source): readonly Relational[] {
  const pair = {}
  return [first, second].map((source) => ({
    kind: 'DUPLICATE_INPUT',
    source,
    path: first.path,
    all: [first, second],
    fails(value, {pairs}) {
      if (!pairs.has(pair)) pairs.set(pair, value)
      return pairs.get(pair) === value ? null : {text: `${first.name} is ${second.name}`, before: second.name}
    },
  }))
}
