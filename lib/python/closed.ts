import {PythonError} from './error.ts'
import {typeName} from './name.ts'
import {folded, nearestName} from './nearname.ts'
import {getattrOf} from './protocol.ts'

/** What consoles, test runners, bundlers and promises ask of any object, to learn what it is. */
const probes = new Set(
  'then toJSON toArray nodeType tagName hasAttribute asymmetricMatch default length name prototype displayName inspect call apply'.split(
    ' ',
  ),
)
const identifier = /^(?:[A-Za-z]\w*|__[a-z]+__)$/

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

/** The end of a chain of prototypes, which is asked for the names that an object does not have: of any text, `absent` says. */
const askedOf = (absent: (name: string, object: object) => unknown, above: object = {}): object =>
  new Proxy(above, {
    get(target, name, object: object) {
      if (typeof name === 'symbol' || name in target || probes.has(name) || !identifier.test(name))
        return Reflect.get(target, name) as unknown
      return absent(name, object)
    },
  })

/**
 * A namespace whose absent names throw a sentence when they are read, in place of giving undefined. Names that are there are
 * read as before: only its prototype asks.
 *
 * @throws {TypeError} by the namespace, for a name that it does not have.
 * @example
 * closedNamespace('jnp', {zeros}).zeroes // TypeError: jnp.zeroes is not in this version of jitlens: did you mean jnp.zeros?
 */
export function closedNamespace<T extends object>(where: string, table: T): T {
  const absent = askedOf((name) => {
    throw new TypeError(absence(where, name, Object.keys(table)))
  })
  Reflect.setPrototypeOf(table, absent)
  return table
}

/** A function that throws, and so does what it is asked for: `jax.debug` and `jax.debug.print` alike. */
const refusing = (name: string, says: (name: string) => string): unknown =>
  Object.setPrototypeOf(
    function absent(): never {
      throw new TypeError(says(name))
    },
    askedOf((part) => refusing(`${name}.${part}`, says), Function.prototype),
  )

/**
 * Functions in the place of what a module does not have, by any name: to call one, or to make something of it, throws a
 * sentence.
 *
 * @example
 * const {Bidirectional} = absentFrom('nnx')
 * new Bidirectional() // TypeError: nnx.Bidirectional is not in this version of jitlens
 */
export const absentFrom = (where: string): Readonly<Record<string, never>> =>
  new Proxy(
    {},
    {
      get: (_target, name) =>
        refusing(
          `${where}.${String(name)}`,
          (full) => `${full} is not in this version of jitlens: docs/coverage.md lists the names that are`,
        ),
    },
  )

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
        return refusing(name, () => elsewhere(where, name, meant[name] ?? camelCase(name)))
      },
    },
  )

/**
 * Has the objects of a class refuse to be given a property whose name is nearly one that they have, and be asked for one that they lack,
 * as by `refuseAbsent`. Only their prototype asks, so that what is there is read and set as before.
 *
 * @throws {TypeError} by an object, when such a property is set.
 * @example
 * refuseSlips('Session', Session.prototype)
 * session.verfy = true // TypeError: Session has no property verfy: did you mean verify?
 */
export function refuseSlips(
  where: string,
  prototype: object,
  meant: Readonly<Record<string, string>> = {},
): void {
  const asked = new Proxy(absentEnd(meant), {
    set(target, name, value: unknown, receiver: object) {
      const known = [...Object.keys(receiver), ...Object.getOwnPropertyNames(prototype)]
      const near = typeof name === 'string' ? nearestName(name, known) : undefined
      if (near !== undefined)
        throw new TypeError(`${where} has no property ${String(name)}: did you mean ${near}?`)
      return Reflect.set(target, name, value, receiver)
    },
  })
  Reflect.setPrototypeOf(prototype, asked)
}

/** The names that an object has, its own and those of its classes. */
function attributesOf(object: object): readonly string[] {
  const names: string[] = []
  for (
    let at: object | null = object;
    at !== null && at !== Object.prototype;
    at = Reflect.getPrototypeOf(at)
  )
    names.push(...Object.getOwnPropertyNames(at))
  return names
}

/**
 * Has the objects of a class throw what Python throws for a name that they do not have, unless their `__getattr__` gives something. To
 * the names by which programs learn what an object is they answer undefined. Only the end of their prototypes asks, so that what is there
 * is read as before.
 *
 * @param meant what stands for a name that Python has, as a program writes it.
 * @param above where the chain of prototypes goes on.
 * @throws {PythonError} AttributeError by an object, when such a name is read.
 * @example
 * refuseAbsent(State.prototype, {filter: 'nnx.filterState(state, …)'})
 * state.kernl // AttributeError: 'State' object has no attribute 'kernl': did you mean kernel?
 */
export function refuseAbsent(
  prototype: object,
  meant: Readonly<Record<string, string>> = {},
  above?: object,
): void {
  Reflect.setPrototypeOf(prototype, absentEnd(meant, above))
}

/** What throws an AttributeError for each name that it is asked for. */
const absentEnd = (meant: Readonly<Record<string, string>>, above?: object): object =>
  askedOf((name, object) => {
    const given = getattrOf(object)
    if (given !== null) return given(name)
    const here = meant[camelCase(name)]
    const near = nearestName(name, attributesOf(object))
    const hint =
      here === undefined
        ? near === undefined
          ? `'${name}' in x asks whether there is one`
          : `did you mean ${near}?`
        : `it is ${here} here`
    throw new PythonError(
      'AttributeError',
      `'${typeName(object)}' object has no attribute '${name}': ${hint}`,
    )
  }, above)

/**
 * Has the objects of a class throw a sentence for some names. Arrays and what holds one have these: to ask the end of their prototypes
 * for all names would cost each `instanceof`.
 *
 * @param says the sentence of each name.
 * @throws {PythonError} AttributeError by an object, when such a name is read.
 * @example
 * refuseNames(Variable.prototype, {get_value: 'Variable.get_value is getValue here'})
 */
export function refuseNames(prototype: object, says: Readonly<Record<string, string>>): void {
  for (const [name, sentence] of Object.entries(says))
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(): never {
        throw new PythonError('AttributeError', sentence)
      },
    })
}
