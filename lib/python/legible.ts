import {Complex, Float} from './number.ts'
import {consoleText} from './protocol.ts'
import {repr} from './repr.ts'
import {Tuple} from './tuple.ts'

const texts = {
  toString(this: unknown): string {
    return repr(this)
  },
  [consoleText](this: unknown): string {
    return String(this)
  },
}

/**
 * Lets `String(x)` be Python's `repr(x)` where a class has no text of its own, and Node's console show that text.
 *
 * @example
 * class Point {
 *   [protocol.repr]() { return 'Point(x=1, y=2)' }
 * }
 * legible(Point)
 * String(new Point()) // 'Point(x=1, y=2)'
 */
export function legible(...types: readonly {readonly prototype: object}[]): void {
  for (const {prototype} of types)
    for (const name of Reflect.ownKeys(texts))
      if (!Object.hasOwn(prototype, name))
        Object.defineProperty(prototype, name, {
          value: Reflect.get(texts, name),
          configurable: true,
          writable: true,
        })
}

legible(Tuple, Float, Complex)
