import {PythonError, qualname} from '../python/index.ts'

/** A parameter of a Python function. */
export interface Parameter {
  /** How the function names it. */
  readonly name: string
  /** Whether a call may leave it out. */
  readonly optional?: boolean
  /** Whether it can only be given by name. */
  readonly keyword?: boolean
}

/** The parameters of a function, and whether it takes any others. */
export interface Signature {
  /** The parameters in order. */
  readonly params: readonly Parameter[]
  /** Takes further positional arguments (`*args`). */
  readonly args?: boolean
  /** Takes further keyword arguments (`**kwargs`). */
  readonly kwargs?: boolean
}

/** Keyword arguments of a call: `step(x, kwargs({n: 2}))`. */
export class Kwargs {
  readonly values: ReadonlyMap<string, unknown>

  constructor(values: Readonly<Record<string, unknown>> | Iterable<readonly [string, unknown]>) {
    this.values = new Map(Symbol.iterator in values ? values : Object.entries(values))
    Object.freeze(this)
  }
}

/**
 * Marks the last argument of a call as Python's keyword arguments.
 *
 * @example
 * step(x, kwargs({n: 2})) // step(x, n=2)
 */
export const kwargs = (values: Readonly<Record<string, unknown>>): Kwargs => new Kwargs(values)

const signatures = new WeakMap<object, Signature>()

/** Gives a function the signature of its Python counterpart, where its own parameters do not tell it. */
export function signed<F extends object>(fn: F, signature: Signature): F {
  signatures.set(fn, signature)
  return fn
}

/** The signature of a function: as given by `signed`, else read from its source. */
export function signatureOf(fn: object): Signature {
  let found = signatures.get(fn)
  if (found === undefined) signatures.set(fn, (found = read(Function.prototype.toString.call(fn))))
  return found
}

/** An arrow function whose one parameter stands without parentheses. */
const bareArrow = /^(?:async\s+)?(?<name>[A-Za-z_$][\w$]*)\s*=>/
const identifier = /^[A-Za-z_$][\w$]*/
/** The `=` of a default value, not the one of an arrow. */
const byDefault = /=(?!>)/

/** Parameter names from the source of a function; a destructured one has the name of its position. */
function read(source: string): Signature {
  const text = source.slice(0, 2000)
  const arrow = bareArrow.exec(text)
  const list = arrow?.groups?.['name'] ?? between(text)
  const params: Parameter[] = []
  let args = false
  for (const part of pieces(list)) {
    const name = part.trim()
    if (name === '') continue
    if (name.startsWith('...')) args = true
    else
      params.push({
        name: identifier.exec(name)?.[0] ?? `args[${params.length}]`,
        optional: byDefault.test(name),
      })
  }
  return {params, args}
}

/** The text between the first parenthesis and the one that closes it. */
function between(text: string): string {
  const start = text.indexOf('(')
  let depth = 0
  for (let i = start; i >= 0 && i < text.length; i++) {
    const char = text[i]
    if (char === '(' || char === '[' || char === '{') depth++
    else if (char === ')' || char === ']' || char === '}') depth--
    if (depth === 0) return text.slice(start + 1, i)
  }
  return ''
}

/** A parameter list cut at its own commas. */
function pieces(list: string): string[] {
  const found: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < list.length; i++) {
    const char = list[i]
    if (char === '(' || char === '[' || char === '{') depth++
    else if (char === ')' || char === ']' || char === '}') depth--
    else if (char === ',' && depth === 0) {
      found.push(list.slice(start, i))
      start = i + 1
    }
  }
  found.push(list.slice(start))
  return found
}

/**
 * The arguments in the order of a JavaScript call: positional, then the rest, then an object of further keywords.
 *
 * @throws {PythonError} TypeError as Python raises it for a call that does not fit.
 */
export function bindArguments(
  fn: object,
  signature: Signature,
  args: readonly unknown[],
  named: ReadonlyMap<string, unknown>,
): readonly unknown[] {
  const positional = signature.params.filter((param) => param.keyword !== true)
  if (args.length > positional.length && signature.args !== true)
    throw new PythonError(
      'TypeError',
      `${qualname(fn)}() takes ${counted(positional)} but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`,
    )
  const rest = new Map(named)
  const values = signature.params.map((param, i) => {
    if (param.keyword !== true && i < args.length) {
      if (rest.has(param.name))
        throw new PythonError(
          'TypeError',
          `${qualname(fn)}() got multiple values for argument '${param.name}'`,
        )
      return args[i]
    }
    const value = rest.get(param.name)
    rest.delete(param.name)
    return value
  })
  const missing = positional.filter(
    (param, i) => i >= args.length && param.optional !== true && !named.has(param.name),
  )
  if (missing.length > 0)
    throw new PythonError(
      'TypeError',
      `${qualname(fn)}() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${listed(missing.map(({name}) => `'${name}'`))}`,
    )
  const [unexpected] = rest.keys()
  if (unexpected !== undefined && signature.kwargs !== true)
    throw new PythonError('TypeError', `${qualname(fn)}() got an unexpected keyword argument '${unexpected}'`)
  return [
    ...values,
    ...args.slice(positional.length),
    ...(signature.kwargs === true ? [Object.fromEntries(rest)] : []),
  ]
}

/** Whether a call fits its signature. */
export function fits(...call: Parameters<typeof bindArguments>): boolean {
  try {
    bindArguments(...call)
    return true
  } catch {
    return false
  }
}

const counted = (params: readonly Parameter[]): string => {
  const required = params.filter((param) => param.optional !== true).length
  const most = params.length
  return `${required === most ? '' : `from ${required} to `}${most} positional argument${most === 1 ? '' : 's'}`
}

const listed = (names: readonly string[]): string =>
  names.length < 3
    ? names.join(' and ')
    : names.map((name, i) => (i === names.length - 1 ? `and ${name}` : name)).join(', ')
