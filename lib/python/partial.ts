import {protocol} from './protocol.ts'
import {repr} from './repr.ts'

/** A Python `functools.partial`: a new object each time, compared by identity. */
export class Partial {
  static readonly [protocol.type] = 'functools.partial'
  readonly func: (...args: readonly unknown[]) => unknown
  readonly args: readonly unknown[]

  constructor(func: (...args: readonly unknown[]) => unknown, args: readonly unknown[]) {
    this.func = func
    this.args = args
    Object.freeze(this)
  }

  /** Calls the function with the held arguments first. */
  call(...args: readonly unknown[]): unknown {
    return this.func(...this.args, ...args)
  }

  [protocol.repr](): string {
    return `functools.partial(${[this.func, ...this.args].map(repr).join(', ')})`
  }
}

/** `functools.partial(fn, *args)`: each call gives a new object, and a new object is a new key. */
export const partial = (
  func: (...args: readonly unknown[]) => unknown,
  ...args: readonly unknown[]
): Partial => new Partial(func, args)
