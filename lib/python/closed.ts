import {folded, nearestName} from './nearname.ts'

/** What consoles, test runners, bundlers and promises ask of any object, to learn what it is. */
const probes = new Set(
  'then toJSON nodeType tagName hasAttribute asymmetricMatch default length name prototype displayName inspect call apply'.split(
    ' ',
  ),
)
const identifier = /^[A-Za-z][A-Za-z0-9_]*$/

/** What is said of a name that a namespace does not have. */
function absence(where: string, name: string, names: readonly string[]): string {
  const spelt = names.find((one) => folded(one) === folded(name))
  if (spelt !== undefined)
    return `${where}.${name} is not in this version of jitlens under that name: it is ${where}.${spelt}`
  const near = nearestName(name, names)
  const hint =
    near === undefined ? 'docs/coverage.md lists the names that are' : `did you mean ${where}.${near}?`
  return `${where}.${name} is not in this version of jitlens: ${hint}`
}

/**
 * A namespace whose absent names throw a sentence when they are read, in place of giving undefined. Names that are there are
 * read as before: only its prototype asks.
 *
 * @throws {TypeError} by the namespace, for a name that it does not have.
 * @example
 * closedNamespace('jnp', {zeros}).zeroes // TypeError: jnp.zeroes is not in this version of jitlens: did you mean jnp.zeros?
 */
export function closedNamespace<T extends object>(where: string, table: T): T {
  const absent = new Proxy(
    {},
    {
      get(target, name) {
        if (typeof name === 'symbol' || name in target || probes.has(name) || !identifier.test(name))
          return Reflect.get(target, name) as unknown
        throw new TypeError(absence(where, name, Object.keys(table)))
      },
    },
  )
  Reflect.setPrototypeOf(table, absent)
  return table
}

/**
 * Functions in the place of what a module does not have, by any name: to call one, or to make something of it, throws a
 * sentence.
 *
 * @example
 * const {Bidirectional} = absentFrom('nnx')
 * new Bidirectional() // TypeError: nnx.Bidirectional is not in this version of jitlens
 */
export const absentFrom = (where: string): Readonly<Record<string, never>> =>
  new Proxy({}, {get: (_target, name) => lacking(`${where}.${String(name)}`)})

const lacking = (name: string) =>
  function absent(): never {
    throw new TypeError(
      `${name} is not in this version of jitlens: docs/coverage.md lists the names that are`,
    )
  }
