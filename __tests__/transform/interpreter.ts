import {jax, jnp, lax, nnx, optax} from '../../lib/index.ts'
import {bool, jax as modules, span} from '../../lib/numpy/index.ts'
import {booleanConversion, JaxArray, type Jaxpr, ShapeDtypeStruct, Tracer} from '../../lib/array/index.ts'
import {Kwargs, kwargs, type Session, signed} from '../../lib/jit/index.ts'
import {
  Float,
  float,
  isPlain,
  isSequence,
  named,
  numberOf,
  partial,
  PythonError,
  tuple,
  typeName,
} from '../../lib/python/index.ts'
import {spelt} from '../numpy/spelt.ts'
import type {Argument, Block, Expr, Param, Statement} from './syntax.ts'
import {classes} from './classes.ts'

type Callable = (...args: unknown[]) => unknown

/** The names that code sees: its own, then those around it. */
export class Scope {
  readonly names = new Map<string, unknown>()
  readonly outer: Scope | null

  constructor(outer: Scope | null) {
    this.outer = outer
  }

  get(name: string): unknown {
    if (this.names.has(name)) return this.names.get(name)
    if (this.outer !== null) return this.outer.get(name)
    throw new PythonError('NameError', `name '${name}' is not defined`)
  }
}

class Returned {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }
}

const isCallable = (value: unknown): value is Callable => typeof value === 'function'
const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
const isArrayish = (value: unknown): boolean => value instanceof JaxArray || value instanceof nnx.Variable

const operators: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '//': 'floorDivide',
  '%': 'mod',
  '**': 'power',
  '@': 'matmul',
  '<': 'less',
  '>': 'greater',
  '<=': 'lessEqual',
  '>=': 'greaterEqual',
  '==': 'equal',
  '!=': 'notEqual',
}

const onNumbers: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

/** Runs programs on a session, and counts how often each of their functions ran. */
export class Interpreter {
  readonly session: Session
  readonly ran = new Map<string, number>()
  readonly globals = new Scope(null)
  readonly #params = new WeakMap<object, readonly Param[]>()
  readonly #decorators: ReadonlySet<unknown>

  constructor(session: Session) {
    this.session = session
    const wrapping =
      (wrap: (fun: object, options: object) => object) =>
      (fun: object, options: object = {}): object =>
        wrap(fun, options)
    const names: Readonly<Record<string, unknown>> = {
      jax: {
        ...jax,
        random: modules.random,
        jit: wrapping((fun, options) => session.jaxJit(fun, options)),
        config: {update: (name: string, value: unknown) => (session.update(name, value), null)},
        clearCaches: () => (session.clearCaches(), null),
      },
      jnp,
      lax,
      nnx: {
        ...nnx,
        jit: wrapping((fun, options) => session.nnxJit(fun, options)),
        cachedPartial: (...args: Parameters<Session['cachedPartial']>) => session.cachedPartial(...args),
      },
      optax,
      partial: (fun: Callable, ...args: readonly unknown[]) => partial(fun, args),
      primitives,
      True: true,
      False: false,
      None: null,
      '...': nnx.ellipsis,
      range: (end: number) => Array.from({length: end}, (_, i) => i),
      len: (value: readonly unknown[]) => value.length,
      isinstance: (value: unknown, type: unknown) => isCallable(type) && value instanceof type,
      ...classes,
    }
    this.#decorators = new Set<unknown>([
      nnx.vmap,
      nnx.scan,
      nnx.remat,
      nnx.grad,
      nnx.valueAndGrad,
      ...['jax', 'nnx'].map((name) => attribute(names[name], 'jit')),
    ])
    for (const [name, value] of Object.entries(names)) this.globals.names.set(name, value)
  }

  /** Runs statements; what they return ends them. */
  block(body: Block, scope: Scope): Returned | null {
    for (const statement of body) {
      const returned = this.statement(statement, scope)
      if (returned !== null) return returned
    }
    return null
  }

  statement(statement: Statement, scope: Scope): Returned | null {
    switch (statement.kind) {
      case 'expr':
        this.of(statement.value, scope)
        return null
      case 'return':
        return new Returned(statement.value === null ? null : this.of(statement.value, scope))
      case 'def': {
        const made = this.#function(
          statement.name,
          statement.params,
          scope,
          (inner) => this.block(statement.body, inner)?.value ?? null,
        )
        const value = statement.decorators.reduceRight<unknown>(
          (fun, decorator) => this.call(this.of(decorator, scope), [fun], []),
          made,
        )
        scope.names.set(statement.name, value)
        return null
      }
      case 'assign': {
        const value = this.of(statement.value, scope)
        for (const target of statement.targets) this.assign(target, value, scope)
        return null
      }
      case 'change':
        this.assign(
          statement.target,
          binary(statement.op, this.of(statement.target, scope), this.of(statement.value, scope)),
          scope,
        )
        return null
      case 'delete':
        this.#delete(statement.target, scope)
        return null
      case 'if':
        return this.block(truth(this.of(statement.test, scope)) ? statement.body : statement.otherwise, scope)
      case 'for':
        for (const item of iterate(this.of(statement.of, scope))) {
          this.assign(statement.target, item, scope)
          const returned = this.block(statement.body, scope)
          if (returned !== null) return returned
        }
        return null
    }
  }

  assign(target: Expr, value: unknown, scope: Scope): void {
    if (target.kind === 'name') scope.names.set(target.text, value)
    else if (target.kind === 'tuple' || target.kind === 'list') {
      const items = iterate(value)
      if (items.length !== target.items.length)
        throw new PythonError(
          'ValueError',
          items.length > target.items.length
            ? `too many values to unpack (expected ${target.items.length})`
            : `not enough values to unpack (expected ${target.items.length}, got ${items.length})`,
        )
      target.items.forEach((one, i) => this.assign(one, items[i], scope))
    } else if (target.kind === 'attribute') {
      const of = this.of(target.of, scope)
      if (!isObject(of)) throw noAttribute(of, target.name)
      Reflect.set(of, spelt(target.name) in of ? spelt(target.name) : target.name, value)
    } else if (target.kind === 'index') {
      const of = this.of(target.of, scope)
      const [key]: readonly unknown[] = target.at.map((one) => this.#key(one, scope))
      if (of instanceof nnx.Variable && key === nnx.ellipsis) of.setValue(whole(of.value, value))
      else if (isObject(of)) Reflect.set(of, String(key), value)
      else throw new PythonError('TypeError', `'${typeName(of)}' object does not support item assignment`)
    } else throw new SyntaxError(`cannot assign to ${target.kind}`)
  }

  #delete(target: Expr, scope: Scope): void {
    if (target.kind === 'name') scope.names.delete(target.text)
    else if (target.kind === 'attribute') {
      const of = this.of(target.of, scope)
      if (isObject(of)) Reflect.deleteProperty(of, target.name)
    }
  }

  #function(name: string, params: readonly Param[], scope: Scope, body: (inner: Scope) => unknown): Callable {
    const otherwise = params.map((param) =>
      param.otherwise === null ? undefined : this.of(param.otherwise, scope),
    )
    const fun = (...args: unknown[]): unknown => {
      const inner = new Scope(scope)
      const last = args.at(-1)
      const queue =
        last instanceof Kwargs ? bound(name, params, args.slice(0, -1), [...last.values]) : [...args]
      checkCount(name, params, queue)
      params.forEach((param, i) => {
        if (param.isSpread) inner.names.set(param.name, tuple(...queue.splice(0)))
        else {
          const given = queue.shift()
          inner.names.set(param.name, given === undefined ? otherwise[i] : given)
        }
      })
      this.ran.set(name, (this.ran.get(name) ?? 0) + 1)
      return body(inner)
    }
    this.#params.set(fun, params)
    const own = params.filter(({isSpread}) => !isSpread)
    return named(
      signed(fun, {
        params: own.map((param) => ({
          name: param.name,
          optional: param.otherwise !== null,
          keyword: param.isKeyword,
        })),
        args: own.length < params.length,
      }),
      {qualname: name},
    )
  }

  /** The value of an expression. */
  of(expr: Expr, scope: Scope): unknown {
    switch (expr.kind) {
      case 'number': {
        const text = expr.text.replaceAll('_', '')
        return text.includes('.') || text.includes('e') ? float(Number(text)) : Number(text)
      }
      case 'string':
        return expr.text
      case 'name':
        return scope.get(expr.text)
      case 'attribute':
        return attribute(this.of(expr.of, scope), expr.name)
      case 'list':
        return expr.items.map((item) => this.of(item, scope))
      case 'tuple':
        return tuple(...expr.items.map((item) => this.of(item, scope)))
      case 'dict': {
        const rows = expr.items.map(([key, value]) => [this.of(key, scope), this.of(value, scope)] as const)
        return rows.every(([key]) => typeof key === 'string')
          ? Object.fromEntries(rows.map(([key, value]) => [String(key), value]))
          : rows
      }
      case 'each': {
        const inner = new Scope(scope)
        return iterate(this.of(expr.of, scope)).map((item) => {
          this.assign(expr.target, item, inner)
          return this.of(expr.item, inner)
        })
      }
      case 'lambda':
        return this.#function('<lambda>', expr.params, scope, (inner) => this.of(expr.body, inner))
      case 'choice':
        return truth(this.of(expr.test, scope)) ? this.of(expr.yes, scope) : this.of(expr.no, scope)
      case 'unary':
        return unary(expr.op, this.of(expr.of, scope))
      case 'binary':
        return this.#binary(expr, scope)
      case 'index':
        return this.#index(expr, scope)
      case 'slice':
        return this.#key(expr, scope)
      case 'call': {
        const [args, keywords] = this.arguments(expr.args, scope)
        return this.call(this.of(expr.of, scope), args, keywords)
      }
    }
  }

  arguments(given: readonly Argument[], scope: Scope): readonly [unknown[], (readonly [string, unknown])[]] {
    const args: unknown[] = []
    const keywords: (readonly [string, unknown])[] = []
    for (const {name, isSpread, value} of given) {
      const found = this.of(value, scope)
      if (name !== null) keywords.push([name, found])
      else if (isSpread) args.push(...iterate(found))
      else args.push(found)
    }
    return [args, keywords]
  }

  #binary({op, left, right}: Expr & {kind: 'binary'}, scope: Scope): unknown {
    const a = this.of(left, scope)
    if (op === 'and') return truth(a) ? this.of(right, scope) : a
    if (op === 'or') return truth(a) ? a : this.of(right, scope)
    return binary(op, a, this.of(right, scope))
  }

  #key(expr: Expr, scope: Scope): unknown {
    if (expr.kind !== 'slice') return this.of(expr, scope)
    const [start, stop, step] = expr.bounds.map((bound) =>
      bound === null ? null : numberAt(this.of(bound, scope)),
    )
    return span(start ?? null, stop ?? null, step ?? null)
  }

  #index({of, at, isTuple}: Expr & {kind: 'index'}, scope: Scope): unknown {
    const keys = at.map((one) => this.#key(one, scope))
    if (of.kind === 'attribute' && of.name === 'at') return this.call(this.of(of, scope), keys, [])
    const value = this.of(of, scope)
    if (value instanceof nnx.Variable && keys[0] === nnx.ellipsis) return value.value
    if (isArrayish(value)) {
      const array: unknown = value instanceof nnx.Variable ? value.value : value
      const at: unknown = isObject(array) ? Reflect.get(array, 'at') : null
      const found: unknown = isCallable(at) ? Reflect.apply(at, array, keys) : null
      return isObject(found) ? this.call(attribute(found, 'get'), [], []) : null
    }
    if (isTuple || !isObject(value))
      throw new PythonError('TypeError', `'${typeName(value)}' object is not subscriptable`)
    const [key] = keys
    if (isSequence(value) && typeof key === 'number') {
      const found = [...value]
      const place = key < 0 ? key + found.length : key
      if (place >= found.length) throw new PythonError('IndexError', `${typeName(value)} index out of range`)
      return found[place]
    }
    const found: unknown = Reflect.get(value, String(key))
    if (found === undefined)
      throw new PythonError('KeyError', typeof key === 'string' ? `'${key}'` : String(key))
    return found
  }

  call(fun: unknown, args: readonly unknown[], keywords: readonly (readonly [string, unknown])[]): unknown {
    if (args.length === 0 && keywords.length > 0 && this.#decorators.has(fun))
      return (inner: unknown) => this.call(fun, [inner], keywords)
    if (!isCallable(fun)) {
      const method: unknown = isObject(fun) ? Reflect.get(fun, 'call') : null
      if (isCallable(method)) return Reflect.apply(method, fun, withOptions(args, keywords))
      throw new PythonError('TypeError', `'${typeName(fun)}' object is not callable`)
    }
    if (jitted(fun))
      return fun(...args, ...(keywords.length > 0 ? [kwargs(Object.fromEntries(keywords))] : []))
    const params = this.#params.get(fun)
    if (params !== undefined) return fun(...bound(fun.name, params, args, keywords))
    if (isClass(fun)) return Reflect.construct(fun, withOptions(args, keywords))
    return fun(...withOptions(args, keywords))
  }
}

/** What a Variable holds after `variable[...] = value`: the value, broadcast and converted to what it held where that differs. */
function whole(before: unknown, value: unknown): unknown {
  if (!(before instanceof JaxArray)) return value
  const given = jnp.asarray(value instanceof nnx.Variable ? value.value : value)
  const isSame =
    value instanceof JaxArray && String(given.shape) === String(before.shape) && given.dtype === before.dtype
  return isSame ? value : jnp.astype(jnp.broadcastTo(given, before.shape), before.dtype)
}

/** Whether a value was made by jit. */
export const jitted = (value: unknown): value is Callable & {size(): number} =>
  isCallable(value) && 'wrapper' in value && 'size' in value

const withOptions = (
  args: readonly unknown[],
  keywords: readonly (readonly [string, unknown])[],
): unknown[] => [...args, ...(keywords.length > 0 ? [Object.fromEntries(keywords)] : [])]

const isClass = (fun: Callable): boolean => /^class\b/.test(Function.prototype.toString.call(fun))

function bound(
  name: string,
  params: readonly Param[],
  args: readonly unknown[],
  keywords: readonly (readonly [string, unknown])[],
): unknown[] {
  const given = [...args]
  for (const [key, value] of keywords) {
    const at = params.findIndex((param) => param.name === key)
    if (at < 0) throw new PythonError('TypeError', `${name}() got an unexpected keyword argument '${key}'`)
    given[at] = value
  }
  return given
}

/** Python's error where a function gets another number of arguments than it takes. */
function checkCount(name: string, params: readonly Param[], given: readonly unknown[]): void {
  if (params.some(({isSpread}) => isSpread)) return
  const [most, times] = [params.length, (n: number) => `${n} positional argument${n === 1 ? '' : 's'}`]
  if (given.length > most)
    throw new PythonError(
      'TypeError',
      `${name}() takes ${times(most)} but ${given.length} ${given.length === 1 ? 'was' : 'were'} given`,
    )
  const missing = params.filter(({otherwise}, i) => otherwise === null && given[i] === undefined)
  if (missing.length > 0)
    throw new PythonError(
      'TypeError',
      `${name}() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${missing.map((param) => `'${param.name}'`).join(' and ')}`,
    )
}

const noAttribute = (value: unknown, name: string): PythonError =>
  new PythonError('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`)

function attribute(of: unknown, name: string): unknown {
  if (!isObject(of)) throw noAttribute(of, name)
  if (name === 'append' && Array.isArray(of)) return (item: unknown) => (of.push(item), null)
  const own = [spelt(name), name].find((one) => one in of)
  if (own === undefined) throw noAttribute(of, name)
  const found: unknown = Reflect.get(of, own)
  const isMethod =
    isCallable(found) && !isPlain(of) && !isClass(found) && typeof of === 'object' && !Object.hasOwn(of, own)
  return isMethod && Object.prototype.toString.call(of) !== '[object Module]'
    ? (...args: unknown[]): unknown => Reflect.apply(found, of, args)
    : found
}

const numberAt = (value: unknown): number => {
  const number = numberOf(value)
  if (typeof number === 'number') return number
  throw new PythonError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`)
}

function truth(value: unknown): boolean {
  if (value instanceof Tracer) throw booleanConversion(value)
  if (value instanceof JaxArray) return bool(value)
  if (isSequence(value)) return [...value].length > 0
  return value instanceof Float ? value.value !== 0 : Boolean(value)
}

function iterate(value: unknown): readonly unknown[] {
  if (value instanceof JaxArray || isSequence(value)) return [...value]
  throw new PythonError('TypeError', `cannot unpack non-iterable ${typeName(value)} object`)
}

function unary(op: string, value: unknown): unknown {
  if (op === 'not') return !truth(value)
  if (isArrayish(value)) return Reflect.apply(jnp.negative, undefined, [value])
  return value instanceof Float ? float(-value.value) : -numberAt(value)
}

function binary(op: string, a: unknown, b: unknown): unknown {
  if (op === 'is') return a === b
  if (op === 'in') return iterate(b).includes(a)
  if (isArrayish(a) || isArrayish(b)) {
    const apply: unknown = Reflect.get(jnp, operators[op] ?? '')
    if (isCallable(apply)) return apply(a, b)
  }
  if (op === '==' && (typeof a === 'string' || a === null)) return a === b
  if (op === '+' && isSequence(a) && isSequence(b)) return tuple(...iterate(a), ...iterate(b))
  const [x, y] = [numberOf(a), numberOf(b)]
  if (typeof x !== 'number' || typeof y !== 'number')
    throw new PythonError(
      'TypeError',
      `unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`,
    )
  const found = onNumbers[op]?.(x, y)
  const isFloat = a instanceof Float || b instanceof Float || op === '/'
  return typeof found === 'number' && isFloat ? float(found) : found
}

/** How often each primitive stands in the traced function, those inside of others too. */
const primitives =
  (fun: Callable) =>
  (...args: readonly unknown[]): unknown => {
    const found = new Map<string, number>()
    const count = (jaxpr: Jaxpr): void => {
      for (const {op} of jaxpr.eqns) {
        found.set(op.name, (found.get(op.name) ?? 0) + 1)
        op.calls?.forEach(count)
      }
    }
    count(jax.makeJaxpr(fun)(...args))
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

/** A value as the goldens write it. */
export function recorded(value: unknown): unknown {
  if (value instanceof nnx.Variable || value instanceof nnx.VariableState) {
    const type = value instanceof nnx.VariableState ? value.type : value.constructor
    return {[type.name]: recorded(value.value)}
  }
  if (value instanceof nnx.State || value instanceof nnx.Module || value instanceof nnx.Rngs) {
    const state = value instanceof nnx.State ? value : nnx.state(value)
    return Object.fromEntries([...nnx.flat(state)].map(([path, leaf]) => [path.join('.'), recorded(leaf)]))
  }
  if (value instanceof Tracer) return 'Tracer'
  if (value instanceof ShapeDtypeStruct) return {ShapeDtypeStruct: [[...value.shape], value.dtype.name]}
  if (value instanceof JaxArray) return array(value)
  if (isSequence(value)) return [...value].map(recorded)
  if (isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recorded(item)]))
  if (value instanceof Float) return value.value
  return value === undefined || value === null
    ? null
    : typeof value === 'object' || typeof value === 'function'
      ? typeName(value)
      : value
}

function array(value: JaxArray): unknown {
  const shape = `[${value.shape.join(',')}]`
  if (value.dtype.kind === 'k') return [`key${shape}`, modules.random.keyData(value).tolist()]
  return [`${value.dtype.short}${shape}${value.weak_type ? '~' : ''}`, listed(value.tolist())]
}

/** Elements in JSON. */
const listed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(listed)
    : typeof value === 'number' && !Number.isFinite(value)
      ? String(value).toLowerCase().replace('infinity', 'inf')
      : value
