import {JaxArray} from '../array/index.ts'
import {bindArguments, type Parameter, type Signature} from '../jit/index.ts'
import {constructorOf, isClass, named, PythonError, qualname, repr} from '../python/index.ts'
import {methodSignatures, signatures} from './signatures.ts'

type ByName = ReadonlyMap<string, unknown>
/** Arguments by place, and the others by name. */
type Arranged = readonly [args: readonly unknown[], byName: ByName]

/** What a function of Python is given, each parameter in its place; as `bindArguments`, and those that are by name alone must be there. */
export function boundTo(
  fun: object,
  signature: Signature,
  args: readonly unknown[],
  byName: ByName,
): readonly unknown[] {
  const values = bindArguments(fun, signature, args, byName)
  const missing = signature.params.filter(
    (one, i) => one.keyword === true && one.optional !== true && values[i] === undefined,
  )
  if (missing.length === 0) return values
  const names = missing.map(({name}) => repr(name)).join(' and ')
  throw new PythonError(
    'TypeError',
    `${qualname(fun)}() missing ${missing.length} required keyword-only argument${missing.length === 1 ? '' : 's'}: ${names}`,
  )
}

/** How Python calls something of the library. */
interface Call {
  /** What bears its name in errors. */
  readonly of: object
  readonly signature: Signature
  /** The names of its arguments by place. */
  readonly places: readonly string[]
  /** How many of them cannot be given by name. */
  readonly alone: number
  /** What stands before them: the object of a method. */
  readonly self: readonly null[]
}

/** Whether the parts of a signature behind one place are more than those by name: `*args`. */
const areMore = (star: string | undefined): boolean => star !== undefined && star !== '*'

function callOf(name: string, text: string, isBound: boolean): Call {
  const marked = text === '' ? [] : text.split(', ')
  const parts = marked.filter((part) => part !== '/')
  const star = parts.findIndex((part) => part.startsWith('*'))
  const end = star < 0 ? parts.length : star
  const self: readonly Parameter[] = isBound ? [{name: 'self'}] : []
  const all = parts
    .filter((_, i) => i !== star)
    .map((part, i): Parameter => ({
      name: part.replace('=', ''),
      optional: part.endsWith('='),
      keyword: i >= end,
    }))
  return {
    of: named({}, {qualname: name}),
    signature: {params: [...self, ...all], args: areMore(parts[star]), kwargs: true},
    places: all.slice(0, end).map((one) => one.name),
    alone: Math.max(0, marked.indexOf('/')),
    self: isBound ? [null] : [],
  }
}

/** Refuses names of arguments that have none for a caller. */
function checkAlone({of, places, alone}: Call, byName: ByName): void {
  const wrong = places.slice(0, alone).filter((name) => byName.has(name))
  if (wrong.length > 0)
    throw new PythonError(
      'TypeError',
      `${qualname(of)}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`,
    )
}

function arrangedBy(call: Call, args: readonly unknown[], byName: ByName): Arranged {
  const {of, signature, places, self} = call
  checkAlone(call, byName)
  const own = boundTo(of, signature, [...self, ...args], byName).slice(self.length)
  const rest = new Map([...byName].filter(([name]) => !places.includes(name)))
  const known = own.slice(0, places.length)
  const last = known.findLastIndex((value) => value !== undefined)
  const count = rest.size > 0 && last >= 0 ? known.length : last + 1
  return [[...known.slice(0, count), ...args.slice(places.length)], rest]
}

/** How the arguments of one of Python's own functions are put to the places of its parameters, which are all that it takes. */
export function placedBy(name: string, text: string): (args: readonly unknown[], byName: ByName) => Arranged {
  const {signature, ...call} = callOf(name, text.replace(rest, ''), false)
  const own = {...call, signature: {...signature, kwargs: rest.test(text)}}
  return (args, byName) => arrangedBy(own, args, byName)
}

const rest = /(, )?\*\*kwargs$/

const calls = new WeakMap<object, Call>()

/** Has a function or a class of a module be called by its signature of Python, where it takes arguments by name. */
export function signedIn(module: string, name: string, found: unknown): void {
  const text = signatures[module]?.[name]
  if (text === undefined || typeof found !== 'function' || calls.has(found)) return
  const isBound = isClass(found)
  calls.set(found, callOf(isBound ? `${name}.__init__` : name, text, isBound))
}

/**
 * The arguments of a call of the library as it takes them: those that have places at their places, the others by name.
 *
 * @throws {PythonError} TypeError as Python raises it for arguments that are missing, or given twice.
 */
export function arranged(of: object, args: readonly unknown[], byName: ByName): Arranged {
  const call = calls.get(of)
  return call === undefined ? [args, byName] : arrangedBy(call, args, byName)
}

/** The methods of each class, with those of the classes that it is made from. */
const methods = new WeakMap<object, Map<string, Call | null>>()

function methodCall(made: object | null, name: string): Call | null {
  if (typeof made !== 'function') return null
  const known = methods.get(made) ?? new Map<string, Call | null>()
  methods.set(made, known)
  let call = known.get(name)
  if (call === undefined)
    known.set(name, (call = ownCall(made, name) ?? methodCall(Reflect.getPrototypeOf(made), name)))
  return call
}

/** A method that a class of the library has itself. */
function ownCall(made: object, name: string): Call | null {
  const text = methodSignatures[classNames.get(made) ?? qualname(made)]?.[name]
  return text === undefined ? null : callOf(`${qualname(made)}.${name}`, text, true)
}

const classNames: ReadonlyMap<object, string> = new Map([[JaxArray, 'Array']])

/** The arguments of a method's call, as `arranged` has those of a function. */
export function arrangedMethod(
  owner: object,
  name: string,
  args: readonly unknown[],
  byName: ByName,
): Arranged {
  const call = methodCall(constructorOf(owner), name)
  return call === null ? [args, byName] : arrangedBy(call, args, byName)
}
