import {closedNamespace} from './closed.ts'
import {isDict, isPlain} from './dict.ts'
import {PythonError} from './error.ts'
import {isClass, named, namesOf, qualname, typeName, wraps} from './name.ts'
import {nearestName} from './nearname.ts'
import {Partial} from './partial.ts'
import {repr} from './repr.ts'

/** What a parameter must be: in words, as an example, and whether a value is that. */
interface Kind {
  readonly words: string
  readonly example: string
  /** What another value raises; TypeError where it is not given. */
  readonly error?: 'ValueError'
  readonly holds: (value: unknown) => boolean
}

/** Whether a value may be an array or what stands for a number. */
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !isPlain(value) && !Array.isArray(value)

const isCount = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isInteger(value) && value >= 0 : isObject(value)

/** The kinds by the words that a signature has for them. */
const kinds: Readonly<Record<string, Kind>> = {
  int: {words: 'a whole number, 0 or more', example: '8', holds: isCount},
  ints: {
    words: 'a whole number or a list of them, each 0 or more',
    example: '[3, 3]',
    holds: (value) => (Array.isArray(value) ? value.every(isCount) : isCount(value)),
  },
  places: {
    words: 'a whole number or a list of them',
    example: '0',
    holds: (value) => [value].flat().every(Number.isInteger),
  },
  whole: {
    words: 'a whole number',
    example: '0',
    holds: (value) => (typeof value === 'number' ? Number.isInteger(value) : isObject(value)),
  },
  sizes: {
    words: 'a list of whole numbers, one for each axis',
    example: '[2, 2]',
    holds: (value) => Array.isArray(value) && value.every(isCount),
  },
  numbers: {
    words: 'a number, a list of them or an array',
    example: '1',
    holds: (value) => [value].flat(Infinity).every((one) => typeof one !== 'string' && !isPlain(one)),
  },
  dict: {words: 'an object', example: '{…}', holds: isDict},
  items: {
    words: 'a list',
    example: '[…]',
    holds: (value) => typeof value === 'object' && value !== null && Symbol.iterator in value,
  },
  tree: {words: 'a tree of arrays', example: '{…}', holds: () => true},
  PyTreeDef: {
    words: 'a structure, as jax.tree.structure(tree) gives it',
    example: 'jax.tree.structure(tree)',
    holds: (value) => 'unflatten' in Object(value),
  },
  Transformation: {
    words: 'a transformation, such as optax.adam(1e-3)',
    example: 'optax.adam(1e-3)',
    holds: (value) => 'init' in Object(value) && 'update' in Object(value),
  },
  text: {words: 'a text', example: "'ij,jk->ik'", holds: (value) => typeof value === 'string'},
  names: {
    words: 'a text or a list of them',
    example: "'x'",
    holds: (value) => [value].flat().every((one) => typeof one === 'string'),
  },
  float: {
    words: 'a number',
    example: '0.1',
    holds: (value) => typeof value === 'number' || (typeof value === 'object' && !isPlain(value)),
  },
  Rate: {
    words: 'a number or a schedule',
    example: '0.1',
    holds: (value) => typeof value !== 'string' && !isPlain(value),
  },
  function: {
    words: 'a function',
    example: '(x) => …',
    holds: (value) => (typeof value === 'function' && !isClass(value)) || value instanceof Partial,
  },
  functions: {
    words: 'a list of functions',
    example: '[(x) => …]',
    holds: (value) => Array.isArray(value) && value.every((one) => typeof one === 'function'),
  },
  bool: {words: 'true or false', example: 'true', holds: (value) => typeof value !== 'string'},
  Rngs: {
    words: 'the streams of random keys, as in new nnx.Rngs(0)',
    example: 'new nnx.Rngs(0)',
    holds: (value) => typeof value === 'object' && value !== null && 'fork' in value,
  },
}

interface Parameter {
  readonly name: string
  readonly kind: Kind | undefined
  readonly isRequired: boolean
}

/** A signature of Python, taken apart. */
interface Signature {
  /** The function's name as a program spells it. */
  readonly where: string
  readonly all: readonly Parameter[]
  readonly names: ReadonlySet<string>
  /** How many stand apart from the object of options, and which: those before `/`. */
  readonly apart: number
  readonly own: readonly Parameter[]
  /** How many may be given by place: those before `*`. */
  readonly places: number
  /** Whether any number of others may follow: `*args`. */
  readonly isOpen: boolean
  /** Whether one of the options must be given. */
  readonly needsOptions: boolean
}

/** One of a few texts, as a signature lists them: `left|right`. */
function choiceOf(list: string): Kind {
  const texts = list.split('|').map(repr)
  const words = texts.length < 3 ? texts.join(' or ') : `one of ${texts.join(', ')}`
  return {words, example: texts[0] ?? '', error: 'ValueError', holds: (value) => texts.includes(repr(value))}
}

const moreText = /^\*\w/
const parameterText = /^(\w+)(?:: ([\w|]+))?(=?)$/

function signatureIn(text: string): Signature {
  const open = text.indexOf('(')
  const parts = text
    .slice(open + 1, -1)
    .split(',')
    .map((part) => part.trim())
  const all = parts.flatMap((part): Parameter[] => {
    const [, name = '', kind = '', optional = ''] = parameterText.exec(part) ?? []
    const checked = kind.includes('|') ? choiceOf(kind) : kinds[kind]
    return name === '' ? [] : [{name, kind: checked, isRequired: optional === ''}]
  })
  const before = (mark: string, otherwise: number): number => {
    const at = parts.indexOf(mark)
    return at < 0 ? otherwise : parts.slice(0, at).filter((part) => parameterText.test(part)).length
  }
  const apart = before('/', 0)
  return {
    where: text.slice(0, open),
    all,
    names: new Set(all.map(({name}) => name)),
    apart,
    own: all.slice(0, apart),
    needsOptions: all.slice(apart).some(({isRequired}) => isRequired),
    places: before('*', all.length),
    isOpen: parts.some((part) => moreText.test(part)),
  }
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

const wrong = (message: string): PythonError => new PythonError('TypeError', message)

/** Refuses options that the function does not have. */
function checkNames({where, all, names, apart}: Signature, options: object): void {
  const unknown = Object.keys(options).find((name) => !names.has(name))
  if (unknown === undefined) return
  const near = nearestName(unknown, names)
  const own = all.filter(({isRequired}, i) => i >= apart || !isRequired).map(({name}) => name)
  const takes = own.length === 0 ? 'it takes no options' : `it takes ${listed(own)} here`
  const hint = near === undefined ? takes : `did you mean ${near}?`
  throw wrong(`${where} got an unexpected keyword argument '${unknown}': ${hint}`)
}

const modulePath = /^.*\./
const className = /\.[A-Z]\w*$/

/** A call with all that must be given: `new nnx.Linear({in_features: 8, out_features: 8, rngs: new nnx.Rngs(0)})`. */
function sampleCall({where, all, apart}: Signature): string {
  const options = all.slice(apart).filter(({isRequired}) => isRequired)
  const named = options.map(({name, kind}) => `${name}: ${kind?.example ?? '…'}`).join(', ')
  const args = [...all.slice(0, apart).map(({name}) => name), ...(named === '' ? [] : [`{${named}}`])]
  return `${className.test(where) ? 'new ' : ''}${where}(${args.join(', ')})`
}

function checkGiven(signature: Signature, missing: readonly Parameter[]): void {
  if (missing.length === 0) return
  const names = listed(missing.map(({name}) => name))
  throw wrong(`${signature.where} needs ${names}, as in ${sampleCall(signature)}`)
}

/** A number, a text or a short list as it is, of other things what they are. */
function shortRepr(value: unknown): string {
  const isShown = typeof value !== 'object' || Array.isArray(value) || value === null
  const text = isShown ? repr(value) : ''
  return isShown && text.length < 60 ? text : `a ${typeName(value)}`
}

/** What is said beside, where a function is meant and a class is given: JavaScript makes an object of it by `new` alone. */
const classHint = (value: unknown): string =>
  isClass(value) ? `: JavaScript needs new, () => new ${qualname(value)}(…)` : ''

const hasCall = (value: unknown): boolean => typeof value === 'object' && value !== null && 'call' in value

/** What is said beside, where a function is meant and a model is given: JavaScript calls no object. */
export const callHint = (...given: readonly unknown[]): string =>
  given.some(hasCall) ? ': call a model by its method, (model, x) => model.call(x)' : ''

function checkKind(where: string, {name, kind, isRequired}: Parameter, value: unknown): void {
  if (kind === undefined || value === undefined || (value === null && !isRequired) || kind.holds(value))
    return
  const hint =
    kind === kinds['function'] || kind === kinds['functions']
      ? callHint(...[value].flat()) + classHint(value)
      : ''
  const sentence = `${name} of ${where} must be ${kind.words}, but got ${shortRepr(value)}${hint}`
  throw new PythonError(kind.error ?? 'TypeError', sentence)
}

function checkAll(signature: Signature, options: Readonly<Record<string, unknown>>): void {
  checkGiven(
    signature,
    signature.all.filter(({name, isRequired}) => isRequired && options[name] === undefined),
  )
  for (const one of signature.all) checkKind(signature.where, one, options[one.name])
}

/** What was given by place, under the names of the places. */
function byPlace({where, all, places}: Signature, values: readonly unknown[]): Record<string, unknown> {
  if (values.length > places)
    throw wrong(
      `${where} takes ${places === 0 ? 'nothing by place' : `${listed(all.slice(0, places).map(({name}) => name))} by place`}, but got ${shortRepr(values[places])} as argument ${places + 1}: give the rest by name, in one last object`,
    )
  return Object.fromEntries(all.slice(0, values.length).map(({name}, i) => [name, values[i]]))
}

/**
 * Whether an object at a place is one of options: a dict may stand where an argument must be given, or one is meant. A tree may have a key
 * of any name; it is one unless it names all of several arguments that are missing.
 */
function areOptions({all, apart, names}: Signature, last: object, place: number): boolean {
  const own = all[place]
  if (place >= apart || own === undefined) return true
  const missing = all.slice(place).filter(({isRequired}) => isRequired)
  if (own.kind === kinds['tree']) return missing.length > 1 && missing.every(({name}) => name in last)
  if (own.name in last) return true
  return own.kind === kinds['dict'] ? Object.keys(last).some((name) => names.has(name)) : !own.isRequired
}

/** All of a call's arguments by name. */
function bound(signature: Signature, given: readonly unknown[]): Readonly<Record<string, unknown>> {
  const {where} = signature
  const last = given.at(-1)
  const isNamed = isPlain(last) && areOptions(signature, last, given.length - 1)
  const values = isNamed ? given.slice(0, -1) : given
  if (isNamed) checkNames(signature, last)
  if (values.length === 0) return isNamed ? last : {}
  const placed = byPlace(signature, values)
  const twice = isNamed ? Object.keys(placed).find((name) => name in last) : undefined
  if (twice !== undefined) throw wrong(`${where} got multiple values for argument '${twice}'`)
  return isNamed ? {...placed, ...last} : placed
}

/** Reads a call's arguments as options `O`: all by name in one object, or the first ones by place and the rest by name. */
export interface Options<O> {
  (given: readonly unknown[]): O
  /** What may be given. */
  readonly names: ReadonlySet<string>
}

/**
 * What reads the arguments of a call by a signature of Python, in which a name stands for its type where that is checked
 * and `=` for a default.
 *
 * @throws {PythonError} TypeError at a call, for an option that is not there or missing, and a value of another kind.
 * @example
 * const options = optionsBy('nnx.Linear(in_features: int, out_features: int, *, use_bias: bool=, rngs: Rngs)')
 * options([4, 8, {rngs}]) // {in_features: 4, out_features: 8, rngs: …}
 * options([{in_features: 4, out_features: 8, use_bia: false, rngs}]) // TypeError: nnx.Linear got an unexpected keyword argument 'use_bia': did you mean use_bias?
 */
export function optionsBy<O>(signature: string): Options<O>
/** The type of the options says what the signature says; a test holds the two together. */
export function optionsBy(text: string): Options<unknown> {
  const signature = signatureIn(text)
  const read = (given: readonly unknown[]): unknown => {
    const options = bound(signature, given)
    checkAll(signature, options)
    return options
  }
  return Object.assign(read, {names: signature.names})
}

/**
 * A function whose arguments are checked by a signature of Python before it runs: those before `/` it takes by place, the
 * others in one object of options, and either as Python takes it, by place or by name.
 *
 * @throws {PythonError} TypeError at a call, as `optionsBy`.
 * @example
 * const sum = taking('jnp.sum(a, /, axis=, dtype=, *, keepdims=)', (x, {axis = null}) => jnp.sum(x, {axis}))
 * sum(x, 0).shape // [4], as of sum(x, {axis: 0})
 */
export function taking<F extends (...args: never[]) => unknown>(signature: string, apply: F): F
/** Given another call, it makes the call that the function's type describes. */
export function taking(text: string, apply: (...args: never[]) => unknown): (...given: unknown[]) => unknown {
  const signature = signatureIn(text)
  const call = (...given: unknown[]): unknown => run(apply, fitted(signature, given))
  const name = signature.where.replace(modulePath, '')
  Object.defineProperty(call, 'name', {value: name})
  areChecked.add(call)
  return named(call, {qualname: name, ...namesOf(apply)})
}

/** The functions that check what they are given. */
const areChecked = new WeakSet<object>()

/** The arguments of a call as the function takes them. */
function fitted(signature: Signature, given: readonly unknown[]): readonly unknown[] {
  const {where, all, apart, own, isOpen, needsOptions} = signature
  const last = given.at(-1)
  if (isOpen && all.length > apart && isPlain(last)) {
    checkNames(signature, last)
    checkAll(signature, last)
  }
  if (isOpen || (given.length === apart && !needsOptions && !isPlain(last))) {
    checkGiven(
      signature,
      own.filter(({isRequired}, i) => isRequired && given[i] === undefined),
    )
    own.forEach((one, i) => {
      checkKind(where, one, given[i])
    })
    return given
  }
  const byName = bound(signature, given)
  checkAll(signature, byName)
  const rest = Object.entries(byName).filter(([name]) => !own.some((one) => one.name === name))
  const placed = own.map(({name}) => byName[name])
  if (rest.length > 0) return [...placed, Object.fromEntries(rest)]
  return placed.slice(0, placed.findLastIndex((value) => value !== undefined) + 1)
}

const run = (apply: (...args: never[]) => unknown, args: readonly unknown[]): unknown =>
  Reflect.apply(apply, undefined, args)

const isFunction = (value: unknown): value is (...args: never[]) => unknown => typeof value === 'function'

/** Whether a call is by `map` or `reduce` of JavaScript, which hand on the place and the list after the item. */
function isOfList(given: readonly unknown[]): boolean {
  const [item, place, list] = given.slice(-3)
  return Array.isArray(list) && typeof place === 'number' && list[place] === item
}

/** Refuses another number of arguments than a function has places for, and options, of which it has none. */
function checkPlaces(where: string, given: readonly unknown[], least: number, most: number): void {
  const last = given.length > 1 ? given.at(-1) : null
  const takes = (): string => `${where} takes ${most} argument${most === 1 ? '' : 's'} by place`
  if (given.length > most && !isPlain(last) && !isOfList(given))
    throw wrong(`${takes()}, but got ${shortRepr(given[most])} as argument ${most + 1}`)
  if (isPlain(last))
    throw wrong(
      `${where} got an unexpected keyword argument '${Object.keys(last).join("', '")}': it takes no options`,
    )
  for (let at = 0; at < least; at++)
    if (given[at] === undefined) throw wrong(`${takes()}, but argument ${at + 1} is missing`)
}

/** A function that takes no options: an object of them at the end is refused, and another number of arguments than it has places for. */
export function withoutOptions(
  where: string,
  apply: (...args: never[]) => unknown,
  places = apply.length,
): (...args: unknown[]) => unknown {
  const call = function (this: unknown, ...given: unknown[]): unknown {
    checkPlaces(where, given, apply.length, places)
    return Reflect.apply(apply, this, given)
  }
  Object.defineProperty(call, 'name', {value: apply.name})
  areChecked.add(call)
  return named(wraps(call, apply), namesOf(apply))
}

/** Has the method `call` of a class take so many arguments, and no options. */
export function callingBy(
  type: {readonly prototype: {call: (...args: never[]) => unknown}},
  places?: number,
): void {
  const {call} = type.prototype
  Object.defineProperty(type.prototype, 'call', {
    value: withoutOptions(`nnx.${qualname(type)}.call`, call, places),
    writable: true,
    configurable: true,
  })
}

/**
 * A namespace of functions of which some have a signature, as `taking` takes it, without the name; closed as by `closedNamespace`.
 *
 * @param signatures the list of each function's parameters; `*` alone is any number by place, and no options.
 * @param others what becomes of functions without a signature; they stay as they are where it is not given. One that has two names is
 *   one function under both.
 * @example
 * const jnp = takingAll('jnp', {sum, abs}, {sum: 'a, /, axis=, dtype=, *, keepdims='}, withoutOptions)
 */
export function takingAll<T extends object>(
  where: string,
  table: T,
  signatures: {readonly [N in keyof T]?: string},
  others?: typeof withoutOptions,
): T
/** Each function keeps its type. */
export function takingAll(
  where: string,
  table: object,
  signatures: Readonly<Record<string, string | undefined>>,
  others?: typeof withoutOptions,
): object {
  const made = new Map<unknown, unknown>()
  const checkedOf = (name: string, apply: unknown): unknown => {
    const list = signatures[name]
    if (!isFunction(apply)) return apply
    if (list === '*') return withoutOptions(`${where}.${name}`, apply, Infinity)
    if (list !== undefined) return taking(`${where}.${name}(${list})`, apply)
    if (others === undefined || isClass(apply) || Object.keys(apply).length > 0 || areChecked.has(apply))
      return apply
    const one = made.get(apply) ?? others(`${where}.${name}`, apply)
    made.set(apply, one)
    return one
  }
  const functions = Object.entries<unknown>({...table}).map(([name, apply]): readonly [string, unknown] => [
    name,
    checkedOf(name, apply),
  ])
  return closedNamespace(where, Object.fromEntries<unknown>(functions))
}
