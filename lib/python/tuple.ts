/**
 * A Python tuple: a frozen array, told from a list by its class.
 *
 * @example
 * repr(tuple(1, 'x')) // "(1, 'x')"
 */
export class Tuple<T = unknown> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

/** `tuple(1, 2)` is Python's `(1, 2)`; `tuple()` is `()`. */
export function tuple<const T extends readonly unknown[]>(...items: T): Tuple<T[number]> & T
/** The compiler cannot see that a tuple which is filled step by step holds each item at its place. */
export function tuple(...items: readonly unknown[]): Tuple {
  return Object.freeze(fill(new Tuple(), items))
}

/** A tuple with named fields, which are its properties too; its class is part of its type, as in Python. */
export class NamedTuple<T = unknown> extends Tuple<T> {
  readonly fields: readonly string[] = []
}

const fill = <T, A extends T[]>(into: A, items: readonly T[]): A => {
  for (const item of items) into.push(item)
  return into
}

/**
 * A new class of named tuples. Two classes of one name and the same fields are different types, as in Python.
 *
 * @example
 * const Point = namedtuple('Point', ['x', 'y'])
 * repr(Point(1, 2)) // 'Point(x=1, y=2)'
 */
export function namedtuple(
  name: string,
  fields: readonly string[],
): <const T extends readonly unknown[]>(...items: T) => NamedTuple<T[number]> {
  const Class = {
    [name]: class<T> extends NamedTuple<T> {
      override readonly fields = fields
    },
  }[name]
  fields.forEach((field, i) => {
    if (Class !== undefined && !(field in Class.prototype))
      Object.defineProperty(Class.prototype, field, {
        get(this: readonly unknown[]) {
          return this[i]
        },
      })
  })
  return <const T extends readonly unknown[]>(...items: T) => {
    if (Class === undefined || items.length !== fields.length)
      throw new TypeError(
        `${name}() takes ${fields.length} values (${fields.join(', ')}), but ${items.length} were given`,
      )
    return Object.freeze(fill(new Class<T[number]>(), items))
  }
}

/** Whether a value is a list or a tuple. */
export const isSequence = (value: unknown): value is readonly unknown[] => Array.isArray(value)
