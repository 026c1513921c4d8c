import {bindArguments, Kwargs, signed, signatureOf, type Signature} from '../jit/index.ts'
import {isClass, named, PythonError, qualname, typeName, unwrapped} from '../python/index.ts'
import {arranged, arrangedMethod, boundTo} from './library.ts'

/** How Python calls something: by place, and by name. */
type Invoke = (args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown

const invokes = new WeakMap<object, Invoke>()

/** No arguments by name. */
const unnamed: ReadonlyMap<string, unknown> = new Map()

/** Calls a function of JavaScript with an object as its `this`. */
export const applied = (
  fun: (...args: never[]) => unknown,
  self: unknown,
  args: readonly unknown[],
): unknown => Reflect.apply(fun, self, args)

/** Whether a value is a function of JavaScript. */
export const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown =>
  typeof value === 'function'

/** The arguments of a function of the library, which takes those by name in an object. */
export const withOptions = (
  args: readonly unknown[],
  byName: ReadonlyMap<string, unknown>,
): readonly unknown[] => (byName.size === 0 ? args : [...args, Object.fromEntries(byName)])

/** The arguments of a jitted function, or of a class of the text, which know those by name from a dict. */
export const withKwargs = (
  args: readonly unknown[],
  byName: ReadonlyMap<string, unknown>,
): readonly unknown[] => (byName.size === 0 ? args : [...args, new Kwargs(byName)])

/** Says how Python calls an object that takes arguments by name in a way of its own. */
export function invokedBy<F extends object>(value: F, invoke: Invoke): F {
  invokes.set(value, invoke)
  return value
}

/** A function of Python that JavaScript may call too, with its arguments by place. */
export const builtin = (name: string, invoke: Invoke): object =>
  invokedBy(
    named((...args: readonly unknown[]) => invoke(...splitArguments(args)), {
      type: 'builtin_function_or_method',
      qualname: name,
      repr: `<built-in function ${name}>`,
    }),
    invoke,
  )

/** The arguments of a call from JavaScript, whose last may hold those by name. */
export function splitArguments(
  args: readonly unknown[],
): readonly [readonly unknown[], ReadonlyMap<string, unknown>] {
  const last = args.at(-1)
  return last instanceof Kwargs ? [args.slice(0, -1), last.values] : [args, unnamed]
}

/** A function that a text defines. */
interface Definition {
  readonly qualname: string
  readonly place: {readonly file: string; readonly line: number}
  readonly signature: Signature
  /** Runs it, given the values of its parameters in order, then further ones, then a dict of those by name. */
  readonly run: (values: readonly unknown[]) => unknown
}

/** A function of the text as a function of JavaScript: jit, grad and loops call it with arguments by place. */
export function functionOf({qualname: name, place, signature, run}: Definition): object {
  const fun = (...given: readonly unknown[]): unknown => {
    const [args, byName] = splitArguments(given)
    const isWhole =
      byName.size === 0 &&
      (args.length <= signature.params.length || signature.args === true || signature.kwargs === true) &&
      signature.params.every((one, i) => one.optional === true || args[i] !== undefined)
    return isWhole ? run(args) : invoke(args, byName)
  }
  const invoke: Invoke = (args, byName) => run(boundTo(fun, signature, args, byName))
  return invokedBy(named(signed(fun, signature), {qualname: name, module: '__main__', place}), invoke)
}

/**
 * Calls what Python would call.
 *
 * @throws {PythonError} TypeError for what is not callable, and what the function raises.
 */
export function invoke(
  of: unknown,
  args: readonly unknown[],
  byName: ReadonlyMap<string, unknown> = unnamed,
): unknown {
  if ((typeof of !== 'function' && typeof of !== 'object') || of === null) throw notCallable(of)
  const own = invokes.get(of)
  if (own !== undefined) return own(args, byName)
  if (typeof of === 'function') {
    const given = withOptions(...arranged(of, args, byName))
    if (isClass(of)) return Reflect.construct(of, [...given])
    if (isFunction(of)) return made(of, given, of(...given))
  }
  const call: unknown = Reflect.get(of, 'call')
  if (!isFunction(call)) throw notCallable(of)
  return applied(call, of, withOptions(...arrangedMethod(of, '__call__', args, byName)))
}

const notCallable = (of: unknown): PythonError =>
  new PythonError('TypeError', `'${typeName(of)}' object is not callable`)

/** What a transform makes of a function takes arguments by name as that function does: they are given by their places. */
function made(transform: object, [fun]: readonly unknown[], result: unknown): unknown {
  if (
    !isFunction(result) ||
    result === fun ||
    invokes.has(result) ||
    isClass(result) ||
    typeof fun !== 'function'
  )
    return result ?? null
  return invokedBy(result, (args, byName) => {
    if (byName.size === 0) return result(...args)
    const signature = signatureOf(fun)
    if (signature.args === true || signature.kwargs === true)
      throw new PythonError(
        'NotImplementedError',
        `arguments by name are not given to what ${qualname(transform)} makes of a function with *args or **kwargs here`,
      )
    return result(...bindArguments(fun, signature, args, byName).filter((value) => value !== undefined))
  })
}

/** Methods that a jitted function which has a name was made of, by object and function. */
const methods = new WeakMap<object, Map<object, object>>()
const ofMethods = new WeakMap<object, readonly [self: object, fun: object, method: object]>()

/**
 * A function as the method of an object. Python makes a new one each time, and JAX takes two of one object for one function, as long as
 * something that it jitted holds the first.
 */
export function methodOf(fun: object, self: unknown): object {
  const isObject = typeof self === 'object' && self !== null
  const known = isObject ? methods.get(self)?.get(fun) : undefined
  if (known !== undefined) return known
  const bound = (...args: readonly unknown[]): unknown => {
    const [given, byName] = splitArguments(args)
    return invoke(fun, [self, ...given], byName)
  }
  const {params, ...rest} = signatureOf(fun)
  const made = invokedBy(
    named(signed(bound, {...rest, params: params.slice(1)}), {qualname: qualname(fun), type: 'method'}),
    (args, byName) => invoke(fun, [self, ...args], byName),
  )
  if (isObject) ofMethods.set(made, [self, fun, made])
  return made
}

/** Something got a name: a jitted function holds its method from now on. */
export function keep(value: unknown): void {
  if (typeof value !== 'function' || !('wrapper' in value)) return
  const inner = unwrapped(value)
  const method = ofMethods.get(inner)
  if (method === undefined) return
  const [self, fun, made] = method
  methods.set(self, new Map([...(methods.get(self) ?? []), [fun, made]]))
}
