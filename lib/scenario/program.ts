import {List, Module, Variable, isVariable} from '../graph/index.ts'
import {type Jitted, kwargs, type Session} from '../jit/index.ts'
import {named, PythonError, repr, typeName} from '../python/index.ts'
import {bodyNames, makeBody} from './bodies.ts'
import {describeError} from './errortext.ts'
import {evaluateExpression, Missing, type World} from './expression.ts'
import {jitUnder, type Policy} from './policy.ts'
import {recordedReason} from './recordedreason.ts'
import {type Json, jsonList} from './jsonvalue.ts'
import {type Step} from './scenario.ts'

/** A scenario in progress: its session, what its names stand for, and what its steps do to them. */
export class RunningScenario implements World {
  readonly session: Session
  readonly #policy: Policy | undefined
  readonly #names = new Map<string, unknown>()
  readonly #jits = new Map<string, Jitted>()
  readonly #bodies = new Map<string, object>()
  readonly #classes = new Map<string, new () => Module>()

  readonly #written: ReadonlyMap<Step, string>

  /** @param written what the functions of `def` steps are called, where not as they were when scenarios were recorded. */
  constructor(session: Session, policy: Policy | undefined, written: ReadonlyMap<Step, string>) {
    this.session = session
    this.#policy = policy
    this.#written = written
  }

  readonly moduleClass = (name: string): new () => Module => {
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
    else if (isVariable(owner))
      throw new PythonError(
        'AttributeError',
        `Cannot set attribute ${key}. To set Variable metadata use either:\n\n  variable.set_metadata(${key}=value)\n\nor\n\n  variable.set_metadata('${key}', value)`,
      )
    else Reflect.set(owner, key, value)
  }

  #owner(path: string): readonly [object | null, string] {
    const dot = path.lastIndexOf('.')
    const key = path.slice(dot + 1)
    if (dot < 0) return [null, key]
    const owner = this.get(path.slice(0, dot))
    if (typeof owner !== 'object' || owner === null) throw new Missing(path)
    return [owner, key]
  }

  ev(expression: unknown): unknown {
    return evaluateExpression(expression, this)
  }

  def(step: Step): void {
    const body = makeBody(String(step['body']), this.#written.get(step))
    if (body === null)
      throw new SyntaxError(`unknown body ${JSON.stringify(step['body'])}; known are ${bodyNames.join(', ')}`)
    this.#bodies.set(String(step['name']), body)
  }

  jit(step: Step): void {
    const fun = this.#bodies.get(String(step['fun']))
    if (fun === undefined)
      throw new SyntaxError(
        `function ${JSON.stringify(step['fun'])} is not defined; add a {"do": "def"} step before`,
      )
    const options = Object.fromEntries(
      ['static_argnums', 'static_argnames', 'donate_argnums', 'donate_argnames', 'keep_unused']
        .filter((key) => key in step)
        .map((key) => [key, step[key]]),
    )
    this.#jits.set(
      String(step['name']),
      jitUnder(this.#policy ?? asWritten(step), this.session, fun, options),
    )
  }

  cachedPartial(step: Step): void {
    this.#jits.set(
      String(step['name']),
      this.session.cachedPartial(
        this.#jitted(step['fun']),
        ...jsonList(step['args']).map((arg) => this.ev(arg)),
      ),
    )
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
    if (isVariable(found)) return found
    throw error(typeName(found))
  }

  /** Calls a jitted function and tells what the caches did, as the goldens record it. */
  call(step: Step): Json {
    const jitted = this.#jits.get(String(step['fn']))
    if (jitted === undefined) return {error: {type: 'KeyError', message: repr(step['fn'])}}
    const args = jsonList(step['args']).map((arg) => this.ev(arg))
    const named = jsonList(step['kwargs']).map((row): readonly [string, unknown] => [
      String(jsonList(row)[0]),
      this.ev(jsonList(row)[1]),
    ])
    const before = jitted.size()
    const events = this.session.trace.length
    let error: ReturnType<typeof describeError> | null = null
    try {
      jitted(...args, ...(named.length > 0 ? [kwargs(Object.fromEntries(named))] : []))
    } catch (raised) {
      error = describeError(raised)
    }
    const event =
      this.session.trace.length > events ? this.session.trace.at(this.session.trace.length - 1) : null
    const {traced, lowered, compiled} =
      event?.outcome === 'hit' ? {traced: 0, lowered: 0, compiled: 0} : this.session.last
    return {
      outcome: error !== null ? 'error' : (event?.outcome ?? 'hit'),
      traced,
      lowered,
      compiled,
      entries: jitted.size() - before,
      ...(error !== null && {error}),
      ...(event?.blamed !== undefined && {
        why: recordedReason(event.blamed, this.session.release.rules.reason),
      }),
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
  step['with'] === 'jax.jit'
    ? 'jax.jit'
    : step['with'] !== 'nnx.jit'
      ? 'nnx.jit'
      : step['graph'] === false
        ? 'tree'
        : step['graph_updates'] === false
          ? 'values'
          : 'nnx.jit'

const integer = /^-?\d+$/

function child(value: unknown, key: string, path: string): unknown {
  if (typeof value !== 'object' || value === null) throw new Missing(path)
  if ((Array.isArray(value) || value instanceof List) && integer.test(key)) {
    const at = Number(key)
    const found: unknown = Reflect.get(value, String(at < 0 ? at + value.length : at))
    if (found === undefined || at >= value.length) throw new Missing(path)
    return found
  }
  if (isVariable(value) && value.hasMetadata(key)) return value.getMetadata(key)
  const found: unknown = key in value ? Reflect.get(value, key) : undefined
  if (found === undefined) throw new Missing(path)
  return found
}
