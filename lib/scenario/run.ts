import {ArrayImpl, configured, NumpyScalar} from '../array/index.ts'
import {isArray, List, Module, type Metadata, pop, State, update, Variable} from '../graph/index.ts'
import {type Jitted, Session, type Capacities, kwargs} from '../jit/index.ts'
import {Complex, Float, isDict, named, PythonError, Tuple, typeName} from '../python/index.ts'
import type {Trace} from '../log/index.ts'
import {bodyNames, makeBody} from './body.ts'
import {evaluate, jaxArray, Missing, variables, type World} from './expression.ts'
import {describe, inspect} from './look.ts'
import {editOf} from './edit.ts'
import {jitUnder, type Policy} from './policy.ts'
import {isJson, type Json, type Scenario, type Step} from './scenario.ts'

/** What a step did here: the result of a call or a look, or the error of any other step. */
export interface Done {
  readonly step: number
  readonly kind: 'call' | 'inspect' | 'describe' | 'error'
  readonly got: Json
}

/** A scenario that ran: its log, and what each call and look gave. */
export interface Ran {
  readonly scenario: Scenario
  readonly trace: Trace
  readonly done: readonly Done[]
}

/**
 * Runs a scenario on a session of its own.
 *
 * @param policy jits every function this way instead of as the scenario says.
 * @throws {SyntaxError} for a step that the format does not know.
 */
export function runScenario(scenario: Scenario, {capacities, policy}: {readonly capacities?: Capacities; readonly policy?: Policy} = {}): Ran {
  const run = new Run(new Session(capacities, scenario.title), policy)
  const done: Done[] = []
  scenario.steps.forEach((step, i) => {
    try {
      const got = run.x64(() => run.step(step))
      if (got !== null) done.push({step: i, ...got})
    } catch (error) {
      if (error instanceof SyntaxError) throw new SyntaxError(`${scenario.id}, steps[${i}]: ${error.message}`)
      if (!(error instanceof Missing)) done.push({step: i, kind: 'error', got: {error: describeError(error)}})
    }
  })
  return {scenario, trace: run.session.trace, done}
}

/** An error as the goldens record it: its type and first line, without folders. */
export function describeError(error: unknown): {readonly type: string; readonly message: string} {
  const [name, message] = error instanceof RangeError ? ['RecursionError', 'maximum recursion depth exceeded'] : error instanceof Error ? [error.name, error.message] : ['Exception', String(error)]
  return {type: name, message: (message.split('\n')[0] ?? '').replace(/(?:\/[\w.-]+)+\//g, '').slice(0, 240)}
}

type Got = {readonly kind: Done['kind']; readonly got: Json} | null

class Run implements World {
  readonly session: Session
  readonly #policy: Policy | undefined
  readonly #names = new Map<string, unknown>()
  readonly #jits = new Map<string, Jitted>()
  readonly #bodies = new Map<string, object>()
  readonly #classes = new Map<string, new () => Module>()

  constructor(session: Session, policy: Policy | undefined) {
    this.session = session
    this.#policy = policy
  }

  x64<T>(body: () => T): T {
    return configured({x64: this.session.config['jax_enable_x64'] === true}, body)
  }

  readonly moduleClass = (name: string): (new () => Module) => {
    let found = this.#classes.get(name)
    if (found === undefined) {
      found = named(class extends Module {}, {qualname: name, module: 'abc'})
      this.#classes.set(name, found)
    }
    return found
  }

  readonly get = (path: string): unknown => {
    const [head = '', ...rest] = path.split('.')
    if (!this.#names.has(head)) throw new Missing(path)
    return rest.reduce((value, key) => child(value, key, path), this.#names.get(head))
  }

  set(path: string, value: unknown): void {
    const [owner, key] = this.#owner(path)
    if (owner === null) this.#names.set(key, value)
    else if (owner instanceof Variable)
      throw new PythonError('AttributeError', `Cannot set attribute ${key}. To set Variable metadata use either:\n\n  variable.set_metadata(${key}=value)\n\nor\n\n  variable.set_metadata('${key}', value)`)
    else Reflect.set(owner, key, value)
  }

  #owner(path: string): readonly [object | null, string] {
    const parts = path.split('.')
    const key = parts.pop() ?? ''
    if (parts.length === 0) return [null, key]
    const owner = this.get(parts.join('.'))
    if (typeof owner !== 'object' || owner === null) throw new Missing(path)
    return [owner, key]
  }

  step(step: Step): Got {
    const method = Object.hasOwn(steps, step.do) ? steps[step.do] : undefined
    if (method === undefined) throw new SyntaxError(`unknown step ${JSON.stringify(step.do)}; known are ${Object.keys(steps).join(', ')}`)
    const edit = editOf(step)
    const got = method(this, step)
    if (edit !== null) this.session.note(edit)
    return got
  }

  ev(expression: unknown): unknown {
    return evaluate(expression, this)
  }

  def(step: Step): void {
    const body = makeBody(String(step['body']))
    if (body === null) throw new SyntaxError(`unknown body ${JSON.stringify(step['body'])}; known are ${bodyNames.join(', ')}`)
    this.#bodies.set(String(step['name']), body)
  }

  jit(step: Step): void {
    const fun = this.#bodies.get(String(step['fun']))
    if (fun === undefined) throw new SyntaxError(`function ${JSON.stringify(step['fun'])} is not defined; add a {"do": "def"} step before`)
    const options = Object.fromEntries(['static_argnums', 'static_argnames', 'donate_argnums'].filter((key) => key in step).map((key) => [key, step[key]]))
    this.#jits.set(String(step['name']), jitUnder(this.#policy ?? asWritten(step), this.session, fun, options))
  }

  cachedPartial(step: Step): void {
    this.#jits.set(String(step['name']), this.session.cachedPartial(this.#jitted(step['fun']), ...list(step['args']).map((arg) => this.ev(arg))))
  }

  #jitted(name: unknown): Jitted {
    const found = this.#jits.get(String(name))
    if (found === undefined) throw new Missing(String(name))
    return found
  }

  forgetClass(name: string): void {
    this.#classes.delete(name)
  }

  forget(step: Step): void {
    this.#jits.delete(String(step['jit']))
    this.#bodies.delete(String(step['def']))
  }

  delete(path: string): void {
    const [owner, key] = this.#owner(path)
    if (Array.isArray(owner)) owner.splice(Number(key), 1)
    else if (owner !== null) Reflect.deleteProperty(owner, key)
  }

  /** The Variable at a path; where something else stands there, Python's error for what was tried. */
  variable(path: unknown, error: (type: string) => PythonError): Variable {
    const found = this.get(String(path))
    if (found instanceof Variable) return found
    throw error(typeName(found))
  }

  call(step: Step): Got {
    const jitted = this.#jitted(step['fn'])
    const args = list(step['args']).map((arg) => this.ev(arg))
    const named = list(step['kwargs']).map((row): readonly [string, unknown] => [String(list(row)[0]), this.ev(list(row)[1])])
    const before = jitted.size()
    const events = this.session.trace.length
    let error: ReturnType<typeof describeError> | null = null
    try {
      jitted(...args, ...(named.length > 0 ? [kwargs(Object.fromEntries(named))] : []))
    } catch (raised) {
      error = describeError(raised)
    }
    const event = this.session.trace.length > events ? this.session.trace.at(this.session.trace.length - 1) : null
    const {traced, lowered, compiled} = event?.outcome === 'hit' ? {traced: 0, lowered: 0, compiled: 0} : this.session.last
    return {
      kind: 'call',
      got: {
        outcome: error !== null ? 'error' : (event?.outcome ?? 'hit'),
        traced,
        lowered,
        compiled,
        entries: jitted.size() - before,
        ...(error !== null && {error}),
      },
    }
  }

  look(step: Step, at: (value: unknown) => Json): Json {
    const value = this.get(String(step['at']))
    try {
      return at(value)
    } catch (error) {
      return {error: describeError(error)}
    }
  }
}

/** How a step itself says that a function is jitted. */
const asWritten = (step: Step): Policy =>
  step['with'] === 'jax.jit' ? 'jax.jit' : step['with'] !== 'nnx.jit' ? 'nnx.jit' : step['graph'] === false ? 'tree' : step['graph_updates'] === false ? 'values' : 'nnx.jit'

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function child(value: unknown, key: string, path: string): unknown {
  if (typeof value !== 'object' || value === null) throw new Missing(path)
  if ((Array.isArray(value) || value instanceof List) && /^-?\d+$/.test(key)) {
    const at = Number(key)
    const found: unknown = Reflect.get(value, String(at < 0 ? at + value.length : at))
    if (found === undefined || at >= value.length) throw new Missing(path)
    return found
  }
  const found: unknown = value instanceof Variable && value.hasMetadata(key) ? value.getMetadata(key) : Reflect.get(value, key)
  if (found === undefined) throw new Missing(path)
  return found
}

const steps: Readonly<Record<string, (run: Run, step: Step) => Got>> = {
  def: (run, step) => (run.def(step), null),
  jit: (run, step) => (run.jit(step), null),
  cached_partial: (run, step) => (run.cachedPartial(step), null),
  let: (run, step) => (run.set(String(step['name']), run.ev(step['to'])), null),
  set: (run, step) => (run.set(String(step['at']), run.ev(step['to'])), null),
  delete: (run, step) => (run.delete(String(step['at'])), null),
  write(run, step) {
    const variable = run.variable(step['at'], (type) => new PythonError('TypeError', `'${type}' object is not subscriptable`))
    const value: unknown = variable.value
    if (value instanceof ArrayImpl) {
      const filled = jaxArray({shape: value.shape, dtype: value.dtype.name, weak: value.weak_type, fill: step['fill'] ?? 3})
      variable.setValue(value.weak_type ? filled : new ArrayImpl(value.aval, filled.contents, value.placement)) // jnp.full_like keeps the place of an array that is not weak
    }
    return null
  },
  replace(run, step) {
    const array = jaxArray(isJson(step['to']) ? step['to'] : {})
    const at = run.get(String(step['at']))
    if (at instanceof Module) Reflect.set(at, 'value', array)
    else run.variable(step['at'], (type) => noAttribute(type, 'value')).setValue(array)
    return null
  },
  metadata(run, step) {
    const to: Metadata = isJson(step['to']) ? step['to'] : {}
    run.variable(step['at'], (type) => noAttribute(type, 'set_metadata')).setMetadata(to)
    return null
  },
  method(run, step) {
    const on = run.get(String(step['on']))
    const method: unknown = typeof on === 'object' && on !== null ? Reflect.get(on, camel(String(step['name']))) : undefined
    if (typeof method !== 'function') throw new Missing(String(step['on']))
    const named = Object.fromEntries(list(step['kwargs']).map((row) => [String(list(row)[0]), run.ev(list(row)[1])]))
    Reflect.apply(method, on, [...list(step['args']).map((arg) => run.ev(arg)), ...(Object.keys(named).length > 0 ? [named] : [])])
    return null
  },
  append(run, step) {
    const to = run.get(String(step['to']))
    if (to instanceof List) to.append(run.ev(step['item']))
    else if (Array.isArray(to) && !(to instanceof Tuple)) to.push(run.ev(step['item']))
    else throw noAttribute(typeName(to), 'append')
    return null
  },
  mutate(run, step) {
    const owner = run.get(String(step['at']))
    const field = String(step['field'])
    const isList = Array.isArray(owner) && !(owner instanceof Tuple)
    const wanted = isList ? 'item' : 'field'
    if (!(wanted in step)) throw new PythonError('KeyError', `'${wanted}'`)
    if (isList) owner.push(run.ev(step['item']))
    else if (hasAttributes(owner)) Reflect.set(owner, field, run.ev(step['to']))
    else throw noAttribute(typeName(owner), field)
    return null
  },
  forget: (run, step) => (run.forget(step), null),
  forget_class: (run, step) => (run.forgetClass(String(step['name'])), null),
  pop(run, step) {
    const type = variables[String(step['type'])]
    if (type !== undefined) pop(run.get(String(step['at'])), type)
    return null
  },
  update(run, step) {
    const state = run.ev(step['state'])
    if (state instanceof State) update(run.get(String(step['target'])), state)
    return null
  },
  config: (run, step) => (run.session.update(String(step['name']), step['to']), null),
  clear_caches: (run) => (run.session.clearCaches(), null),
  call: (run, step) => run.call(step),
  inspect: (run, step) => ({kind: 'inspect', got: run.look(step, inspect)}),
  describe: (run, step) => ({kind: 'describe', got: run.look(step, describe)}),
}

const noAttribute = (type: string, name: string): PythonError => new PythonError('AttributeError', `'${type}' object has no attribute '${name}'`)

/** Whether Python's setattr works on a value. */
const hasAttributes = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null && !(value instanceof Tuple || value instanceof Set || value instanceof Float || value instanceof Complex || value instanceof NumpyScalar || isArray(value) || isDict(value)))

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
