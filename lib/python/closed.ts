import {folded, nearestName} from './nearname.ts'

/** What consoles, test runners, bundlers and promises ask of any object, to learn what it is. */
const probes = new Set(
  'then toJSON nodeType tagName hasAttribute asymmetricMatch default length name prototype displayName inspect call apply'.split(
    ' ',
  ),
)
const identifier = /^[A-Za-z][A-Za-z0-9_]*$/

/** What is said of a name that a namespace has under another spelling. */
const elsewhere = (where: string, name: string, spelt: string): string =>
  `${where}.${name} is not in this version of jitlens under that name: it is ${where}.${spelt}`

/** What is said of a name that a namespace does not have. */
function absence(where: string, name: string, names: readonly string[]): string {
  const spelt = names.find((one) => folded(one) === folded(name))
  if (spelt !== undefined) return elsewhere(where, name, spelt)
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

/** A name of Python's as it is spelt here: `fori_loop` is foriLoop. */
export const camelCase = (name: string): string =>
  name.replace(underscores, (_, letter: string) => letter.toUpperCase())
const underscores = /(?<=[a-z0-9])_([a-z0-9])/g

/**
 * Functions in the place of names that a module has under another spelling: to call one, or to make something of it, says which.
 *
 * @param meant the names that are not Python's in camelCase.
 * @example
 * const {fori_loop} = respelt('nnx')
 * fori_loop() // TypeError: nnx.fori_loop is not in this version of jitlens under that name: it is nnx.foriLoop
 */
export const respelt = (
  where: string,
  meant: Readonly<Record<string, string>> = {},
): Readonly<Record<string, never>> =>
  new Proxy(
    {},
    {
      get: (_target, given) => {
        const name = String(given)
        const message = elsewhere(where, name, meant[name] ?? camelCase(name))
        return function misspelt(): never {
          throw new TypeError(message)
        }
      },
    },
  )

/**
 * Has the objects of a class refuse to be given a property whose name is nearly one that they have. Only their prototype asks, so that
 * what is there is read and set as before.
 *
 * @throws {TypeError} by an object, when such a property is set.
 * @example
 * refuseSlips('Session', Session.prototype)
 * session.verfy = true // TypeError: Session has no property verfy: did you mean verify?
 */
export function refuseSlips(where: string, prototype: object): void {
  const asked = new Proxy(
    {},
    {
      set(target, name, value: unknown, receiver: object) {
        const known = [...Object.keys(receiver), ...Object.getOwnPropertyNames(prototype)]
        const near = typeof name === 'string' ? nearestName(name, known) : undefined
        if (near !== undefined)
          throw new TypeError(`${where} has no property ${String(name)}: did you mean ${near}?`)
        return Reflect.set(target, name, value, receiver)
      },
    },
  )
  Reflect.setPrototypeOf(prototype, asked)
}
