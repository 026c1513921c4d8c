import {jnp} from '../../lib/index.ts'

/** A name of Python in camelCase. */
export const spelt = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** What a function gives; lists of lists are arrays. */
export function run(f: unknown, args: readonly unknown[]): unknown {
  if (typeof f !== 'function') throw new TypeError('there is no such function')
  const given = args.map((arg) => (Array.isArray(arg) && Array.isArray(arg[0]) ? jnp.array(arg) : arg))
  return Reflect.apply(f, undefined, given)
}
