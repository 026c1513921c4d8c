import {float, isDict, named, PythonError, Tuple, typeName} from '../python/index.ts'
import {jsonList, type Step} from '../scenario/index.ts'
import {
  type Compiled,
  deleteAttribute,
  deleteLayer,
  described,
  describe,
  Dynamo,
  isHolder,
  isModule,
  kwargs,
  Module,
  ModuleList,
  ParameterList,
  Sequential,
  scope,
  scopeValues,
  setAttribute,
  stateOf,
} from '../torch/index.ts'
import {bodies} from './bodies.ts'
import {forwards} from './classes.ts'
import {evaluate, type World} from './expression.ts'

/** A path of the scenario leads nowhere, because an earlier step failed. */
export class Nowhere extends Error {}

/** A torch scenario in progress: what its names stand for. */
export class TorchProgram implements World {
  readonly dynamo = new Dynamo()
  readonly globals = scope({
    SCALE: float(1),
    FLAG: true,
    ITEMS: [],
    K: 2,
    HELPER: null,
  })
  readonly #names = new Map<string, unknown>()
  readonly #compiled = new Map<string, Compiled>()
  readonly #classes = new Map<string, new () => Module>()
  readonly #backend = {}
  /** The body of each code object. */
  readonly #bodies = new Map<object, string>()
  readonly #wrapped: object[] = []
  /** Whether it compiles as torch before 2.5 does. */
  isOld = false

  readonly moduleClass = (name: string, forward: string): new () => Module => {
    let found = this.#classes.get(name)
    if (found === undefined) {
      const methods = forwards[forward]
      if (methods === undefined) throw new SyntaxError(`unknown forward ${JSON.stringify(forward)}`)
      found = named(class extends Module {}, {qualname: name, module: 'scenario'})
      for (const [key, method] of Object.entries(methods))
        Object.defineProperty(found.prototype, key, {
          value: described(
            function (this: Module, x: unknown) {
              return Reflect.apply(method, this, [x])
            },
            {name: key, params: 'x'},
          ),
          configurable: true,
        })
      this.#classes.set(name, found)
    }
    return found
  }

  readonly get = (path: string): unknown => {
    const [head = '', ...rest] = path.split('.')
    if (head === 'globals')
      return rest
        .slice(1)
        .reduce((value, key) => child(value, key, path), scopeValues(this.globals).get(rest[0] ?? ''))
    if (!this.#names.has(head)) throw new Nowhere(path)
    return rest.reduce((value, key) => child(value, key, path), this.#names.get(head))
  }

  ev(expression: unknown): unknown {
    return evaluate(expression, this)
  }

  set(path: string, value: unknown): void {
    const [owner, key] = this.#owner(path)
    if (owner === null) this.#names.set(key, value)
    else if (owner === this.globals) this.globals[key] = value
    else put(owner, key, value)
  }

  delete(path: string): void {
    const [owner, key] = this.#owner(path)
    if (owner === null) this.#names.delete(key)
    else remove(owner, key)
  }

  #owner(path: string): readonly [object | null, string] {
    const dot = path.lastIndexOf('.')
    const key = path.slice(dot + 1)
    if (dot < 0) return [null, key]
    const above = path.slice(0, dot)
    const owner = above === 'globals' ? this.globals : this.get(above)
    if (!isHolder(owner)) throw new Nowhere(path)
    return [owner, key]
  }

  def(step: Step): void {
    const [name, again] = [String(step['name']), step['again']]
    const like = typeof again === 'string' ? this.get(again) : null
    const code = typeof like === 'function' ? describe(like).code : {}
    const bodyName = this.#bodies.get(code) ?? String(step['body'])
    const body = bodies[bodyName]
    if (body === undefined)
      throw new SyntaxError(
        `unknown body ${JSON.stringify(bodyName)}; known are ${Object.keys(bodies).join(', ')}`,
      )
    const cell = 'cell' in step ? this.ev(step['cell']) : null
    const cells = scope({cell})
    const fun = body.run(this.globals, cells)
    this.#bodies.set(code, bodyName)
    this.#names.set(
      name,
      described((...args: readonly unknown[]) => fun(...args), {
        code,
        name: typeof step['called'] === 'string' ? step['called'] : bodyName,
        params: body.params,
        isLazy: true,
        defaults: body.defaults(cell),
        globals: this.globals,
        cells: body.isClosure ? cells : null,
      }),
    )
  }

  /** Which modules the program can reach, as Python's reference counts have it. */
  reachable(): (module: object) => boolean {
    const found = new Set<unknown>()
    const reach = (value: unknown): void => {
      if (((typeof value !== 'object' || value === null) && !isModule(value)) || found.has(value)) return
      found.add(value)
      if (isModule(value)) {
        const state = stateOf(value)
        for (const part of [state.own, state._modules]) for (const one of part.values()) reach(one)
      } else if (value instanceof Map) for (const one of value.values()) reach(one)
      else for (const key of Object.keys(value)) reach(Reflect.get(value, key))
    }
    for (const value of this.#names.values()) reach(value)
    for (const value of this.#wrapped) reach(value)
    return (module) => found.has(module)
  }

  jit(step: Step): void {
    const fun = this.get(String(step['fun']))
    if (!isHolder(fun)) throw new Nowhere(String(step['fun']))
    this.#wrapped.push(fun)
    const policy = step['with'] === 'torch.compile<2.5' ? 'torch.compile<2.5' : 'torch.compile'
    this.isOld = policy === 'torch.compile<2.5'
    const options = Object.fromEntries(
      ['dynamic', 'fullgraph', 'recompile_limit', 'isolate_recompiles']
        .filter((key) => key in step)
        .map((key) => [key, step[key]]),
    )
    this.#compiled.set(
      String(step['name']),
      this.dynamo.compile(fun, {
        ...options,
        backend: step['own_backend'] === true ? {} : this.#backend,
        policy,
      }),
    )
  }

  /** The compiled function of a name. */
  compiled(name: string): Compiled {
    const found = this.#compiled.get(name)
    if (found === undefined) throw new Nowhere(name)
    return found
  }

  forgetClass(name: string): void {
    this.#classes.delete(name)
  }

  /** The arguments of a call. */
  args(step: Step): readonly unknown[] {
    const args = jsonList(step['args']).map((arg) => this.ev(arg))
    const named = jsonList(step['kwargs']).map(
      (row) => [String(jsonList(row)[0]), this.ev(jsonList(row)[1])] as const,
    )
    return named.length > 0 ? [...args, kwargs(Object.fromEntries(named))] : args
  }
}

const integer = /^-?\d+$/

function child(value: unknown, key: string, path: string): unknown {
  if (!isHolder(value)) throw new Nowhere(path)
  if (value instanceof Map) {
    if (!value.has(key)) throw new Nowhere(path)
    return value.get(key) as unknown
  }
  if (isModule(value) && integer.test(key)) {
    const layers = [
      ...(value instanceof ParameterList ? stateOf(value)._parameters : stateOf(value)._modules).values(),
    ]
    if (Number(key) >= layers.length) throw new Nowhere(path)
    return layers[Number(key)]
  }
  if (!Reflect.has(value, key)) throw new Nowhere(path)
  return Reflect.get(value, key) as unknown
}

function put(owner: object, key: string, value: unknown): void {
  if (owner instanceof Map) owner.set(key, value)
  else if (owner instanceof Tuple)
    throw new PythonError('TypeError', `'${typeName(owner)}' object does not support item assignment`)
  else if (Array.isArray(owner)) owner[within(owner.length, key)] = value
  else if (isNumbered(owner, key))
    setAttribute(owner, String(within(stateOf(owner)._modules.size, key)), value)
  else if (!Reflect.set(owner, key, value))
    throw new PythonError('FrozenInstanceError', `cannot assign to field '${key}'`)
}

function remove(owner: object, key: string): void {
  if (owner instanceof Map) owner.delete(key)
  else if (Array.isArray(owner)) owner.splice(within(owner.length, key), 1)
  else if (isNumbered(owner, key)) deleteLayer(owner, within(stateOf(owner)._modules.size, key))
  else if (isModule(owner)) deleteAttribute(owner, key)
  else if (!Object.hasOwn(owner, key))
    throw new PythonError(
      isDict(owner) ? 'KeyError' : 'AttributeError',
      `'${typeName(owner)}' object has no attribute '${key}'`,
    )
  else Reflect.deleteProperty(owner, key)
}

const isNumbered = (owner: object, key: string): owner is ModuleList | Sequential =>
  (owner instanceof ModuleList || owner instanceof Sequential) && integer.test(key)

/** An index of a list. */
function within(length: number, key: string): number {
  const at = Number(key) < 0 ? Number(key) + length : Number(key)
  if (at < 0 || at >= length) throw new PythonError('IndexError', 'list index out of range')
  return at
}
