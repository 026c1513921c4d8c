import {Partial, PythonError} from '../python/index.ts'
import {Tensor} from '../torch/index.ts'

/** A value that is called. */
export function fun(value: unknown): (...args: readonly unknown[]) => unknown {
  if (value instanceof Partial) return (...args) => value.call(...args)
  if (typeof value !== 'function') throw new PythonError('TypeError', 'object is not callable')
  return (...args) => Reflect.apply(value, undefined, args) as unknown
}

/** A value that is used as a tensor. */
export function tensor(value: unknown): Tensor {
  if (!(value instanceof Tensor)) throw new PythonError('AttributeError', 'no attribute of a tensor')
  return value
}
