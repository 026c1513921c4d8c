import {named} from '../python/index.ts'
import {builtin} from './callable.ts'
import {errorOf} from './format.ts'

/** What each class of errors is made from; the others from Exception. */
const parents: Readonly<Record<string, string>> = {
  KeyError: 'LookupError',
  IndexError: 'LookupError',
  NonConcreteBooleanIndexError: 'IndexError',
  ZeroDivisionError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  UnboundLocalError: 'NameError',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  ConcretizationTypeError: 'TypeError',
  TracerBoolConversionError: 'ConcretizationTypeError',
  TracerArrayConversionError: 'TypeError',
  TracerIntegerConversionError: 'TypeError',
  UnexpectedTracerError: 'Exception',
}

const errorNames = [
  'Exception',
  'BaseException',
  'LookupError',
  'ArithmeticError',
  'ValueError',
  'TypeError',
  'NameError',
  'AttributeError',
  'RuntimeError',
  'AssertionError',
  'StopIteration',
  'ImportError',
  ...Object.keys(parents),
]

const namesOfTypes = new WeakMap<object, string>()

/** The errors of JAX's own, which `jax.errors` gives. */
const ofJax = /^(NonConcrete|Concretization|Tracer|UnexpectedTracer)/

const typeOf = (name: string): object => {
  const call = builtin(name, (args) => errorOf(name, args))
  const repr = `<class '${ofJax.test(name) ? `jax.errors.${name}` : name}'>`
  const made = named(call, {type: 'type', qualname: name, repr})
  namesOfTypes.set(made, name)
  return made
}

/** The classes of errors, by name. */
export const errorTypes: ReadonlyMap<string, object> = new Map(
  [...new Set(errorNames)].map((name) => [name, typeOf(name)]),
)

/** Whether a name stands for a class of errors. */
export const isErrorType = (value: unknown): value is object =>
  typeof value === 'function' && namesOfTypes.has(value)

/** Whether an error is of a class of errors, or of one that it is made from. */
export function isOfType(error: unknown, type: object): boolean {
  return isBelow(error instanceof Error ? error.name : 'Error', namesOfTypes.get(type))
}

function isBelow(below: string, wanted: string | undefined): boolean {
  if (wanted === 'Exception' || wanted === 'BaseException') return true
  let name: string | undefined = below
  while (name !== undefined && name !== wanted) name = parents[name]
  return name !== undefined
}

/** Whether a class of errors is another, or is made from it. */
export const isErrorBelow = (type: object, other: object): boolean =>
  isBelow(namesOfTypes.get(type) ?? '', namesOfTypes.get(other))
