import type {Scope} from './scope.ts'

/** What torch knows of a Python function, and JavaScript does not tell. */
export interface Description {
  /** The code object: functions that one `def` makes share it, and with it a cache. */
  readonly code: object
  readonly name: string
  /** The names of its parameters as Python writes them, without defaults: `x, y, *, z`, `x, *args, **kwargs`. */
  readonly params: string
  readonly defaults: Readonly<Record<string, unknown>>
  /** Whether it works with numbers and bools by Python's operators alone: they are guarded where they are used, and not where they are handed on. */
  readonly isLazy: boolean
  /** What a closure holds. */
  readonly cells: Scope | null
  readonly globals: Scope | null
}

/** What is known of a function of which nothing else is said. */
export const undescribed = {defaults: {}, isLazy: false, cells: null, globals: null} as const

const descriptions = new WeakMap<object, Description>()
const codes = new WeakSet<object>()

export const isCode = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && codes.has(value)

const defaultValue = /\s*=[^,]*/g
const header = /^(?:async\s+)?(?:function\b)?\s*[\w$]*\s*(?:\(([^)]*)\)|([\w$]+)\s*=>)/

/** The names of a JavaScript function's parameters, as it is written. */
function written(fun: object): string {
  const found = header.exec(Function.prototype.toString.call(fun))
  return (found?.[1] ?? found?.[2] ?? '').replace(defaultValue, '')
}

/** What is known of a function. */
export function describe(fun: object): Description {
  let found = descriptions.get(fun)
  if (found === undefined) {
    const name: unknown = Reflect.get(fun, 'name')
    found = {
      code: {},
      name: typeof name === 'string' ? name : '<lambda>',
      params: written(fun),
      ...undescribed,
    }
    descriptions.set(fun, found)
    codes.add(found.code)
  }
  return found
}

/**
 * Says of a function what Python would know of it.
 *
 * @example
 * const cells = {cell: 2}
 * described((x) => mul(x, cells.cell), {code: {}, cells})
 */
export function described<F extends object>(fun: F, given: Partial<Description>): F {
  const found = {...describe(fun), ...given}
  descriptions.set(fun, found)
  codes.add(found.code)
  return fun
}

/** Functions of torch's own, which are no Python functions. */
const builtins = new WeakSet<object>()

/** Says of a function that it is one of torch's own, guarded by identity. */
export function builtin<F extends object>(fun: F): F {
  builtins.add(fun)
  return fun
}

export const isBuiltin = (fun: unknown): boolean => typeof fun === 'function' && builtins.has(fun)

/** The code object of a Python function; null for anything else. */
export const codeOf = (value: unknown): object | null =>
  typeof value === 'function' && !builtins.has(value) ? describe(value).code : null
