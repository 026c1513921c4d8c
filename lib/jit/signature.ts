import {PythonError, qualname, unwrapped} from '../python/index.ts'

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
 * const step = new Session().jaxJit((x, n) => jnp.multiply(x, n))
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
  const inner = unwrapped(fn)
  if (inner !== fn) return signatureOf(inner)
  let found = signatures.get(fn)
  if (found === undefined) signatures.set(fn, (found = read(Function.prototype.toString.call(fn))))
  return found
}

/** A function whose source nobody can read: one of the engine, or a bound one. */
const native = /\{\s*\[native code\]\s*\}$/
const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*/u
const lastIdentifier = /[\p{ID_Start}_$][\p{ID_Continue}$]*$/u
/** The `=` of a default value, not the one of an arrow. */
const byDefault = /=(?!>)/

/** Parameter names from the source of a function; a destructured one has the name of its position. */
function read(source: string): Signature {
  if (native.test(source)) return {params: [], args: true}
  const params: Parameter[] = []
  let args = false
  for (const part of listOf(head(source))) {
    const text = part.trim()
    if (text.startsWith('...')) args = true
    else if (text !== '')
      params.push({
        name: identifier.exec(text)?.[0] ?? `args[${params.length}]`,
        optional: byDefault.test(text),
      })
  }
  return {params, args}
}

/** The parameters as they stand in a source, without what stands in brackets. */
function listOf(source: string): readonly string[] {
  const start = headEnd(source)
  if (source.charAt(start) !== '(') return [lastIdentifier.exec(source.slice(0, start).trimEnd())?.[0] ?? '']
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (let i = start + 1; i < source.length && depth >= 0; i++) {
    const char = source.charAt(i)
    const isEnd = depth === 0 && (char === ',' || char === ')')
    if (isEnd) parts.push(part)
    part = isEnd ? '' : depth === 0 ? part + char : part
    depth += nesting(char)
  }
  return parts
}

/** Where the parameters begin, or the arrow behind the only one. */
function headEnd(source: string): number {
  let depth = 0
  for (let i = 0; i < source.length; i++) {
    const char = source.charAt(i)
    if (depth === 0 && (char === '(' || source.startsWith('=>', i))) return i
    depth += nesting(char)
  }
  return source.length
}

const nesting = (char: string): number => ('([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0)

const quoted = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/y
const pattern = /\/(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\/\w*/y
/** After these a slash begins a regular expression, and divides nothing. */
const operators = '([{},;=:?!&|+-*%~^<>'
const keywords = new Set('return typeof void delete throw case in of do else new await yield'.split(' '))

const isBeforePattern = (code: string): boolean => {
  const before = code.trimEnd()
  return operators.includes(before.slice(-1)) || keywords.has(lastIdentifier.exec(before)?.[0] ?? '')
}

/** A source up to the end of its parameters, with a space for each comment, and empty quotes for each text, template and regular expression. */
function head(source: string): string {
  let code = ''
  let depth = 0
  for (let i = 0; i < source.length;) {
    const end = past(source, i, code)
    const char = source.charAt(i)
    code += end === i + 1 ? char : isComment(source, i) ? ' ' : "''"
    if (end === i + 1) depth += nesting(char)
    if (end === i + 1 && depth === 0 && (char === ')' || source.startsWith('=>', i - 1))) return code
    i = end
  }
  return code
}

const isComment = (source: string, at: number): boolean =>
  source.startsWith('//', at) || source.startsWith('/*', at)

/** Where the comment, the literal or the character ends that begins there; `code` is what stands before. */
function past(source: string, at: number, code: string): number {
  const char = source.charAt(at)
  if (char === '`') return pastTemplate(source, at)
  if (isComment(source, at)) return pastWord(source, at + 2, source.startsWith('//', at) ? '\n' : '*/')
  const literal =
    char === "'" || char === '"' ? quoted : char === '/' && isBeforePattern(code.slice(-120)) ? pattern : null
  if (literal === null) return at + 1
  literal.lastIndex = at
  return literal.test(source) ? literal.lastIndex : at + 1
}

function pastWord(source: string, at: number, word: string): number {
  const found = source.indexOf(word, at)
  return found < 0 ? source.length : found + word.length
}

function pastTemplate(source: string, start: number): number {
  for (let i = start + 1; i < source.length;)
    if (source.charAt(i) === '`') return i + 1
    else if (source.startsWith('${', i)) i = pastBraces(source, i + 1)
    else i += source.charAt(i) === '\\' ? 2 : 1
  return source.length
}

function pastBraces(source: string, start: number): number {
  let depth = 0
  let code = ''
  for (let i = start; i < source.length;) {
    const end = past(source, i, code)
    if (end === i + 1) {
      code += source.charAt(i)
      depth += nesting(source.charAt(i))
      if (depth === 0) return end
    } else code += "''"
    i = end
  }
  return source.length
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
