import {State} from '../graph/index.ts'
import {
  DefaultDict,
  equal,
  isDict,
  named,
  PythonError,
  PythonSet,
  repr,
  Tuple,
  tuple,
} from '../python/index.ts'
import {count, type Methods} from './arguments.ts'
import {builtin, invoke} from './callable.ts'
import {checkHashable, itemsOf, listOf} from './iterate.ts'
import {placedBy} from './library.ts'
import {isMapping, methodOfState, pairsIn} from './mappings.ts'
import {parametersOfMethods} from './parameters.ts'
import {FrozenSet, readSets, sets} from './sets.ts'
import {sorted} from './sorted.ts'
import {texts} from './texts.ts'
import {truth} from './operators.ts'

const place = (list: readonly unknown[], at: unknown): number => {
  const index = count(at)
  return index < 0 ? index + list.length : index
}

const lists: Methods<unknown[]> = {
  append: (self, [item]) => (self.push(item), null),
  extend: (self, [items]) => (self.push(...listOf(items)), null),
  insert: (self, [at, item]) => (self.splice(count(at), 0, item), null),
  pop(self, [at = -1]) {
    const index = place(self, at)
    if (index < 0 || index >= self.length)
      throw new PythonError(
        'IndexError',
        self.length === 0 ? 'pop from empty list' : 'pop index out of range',
      )
    return self.splice(index, 1)[0]
  },
  remove(self, [item]) {
    const at = self.findIndex((one) => equal(one, item))
    if (at < 0) throw new PythonError('ValueError', 'list.remove(x): x not in list')
    self.splice(at, 1)
    return null
  },
  clear: (self) => (self.splice(0), null),
  reverse: (self) => (self.reverse(), null),
  sort(self, _args, byName) {
    self.splice(0, self.length, ...sorted(self, byName.get('key'), truth(byName.get('reverse') ?? false)))
    return null
  },
  copy: (self) => [...self],
}

const sequences: Methods<readonly unknown[]> = {
  index(self, [item]) {
    const at = self.findIndex((one) => equal(one, item))
    if (at < 0)
      throw new PythonError(
        'ValueError',
        `${repr(item)} is not in ${self instanceof Tuple ? 'tuple' : 'list'}`,
      )
    return at
  },
  count: (self, [item]) => self.filter((one) => equal(one, item)).length,
}

const keyIn = (self: ReadonlyMap<unknown, unknown>, key: unknown): unknown =>
  self.has(key) ? key : [...self.keys()].find((one) => equal(one, key))

/** Puts an item into a dict, under the key that is there where an equal one is. */
export function putItem(self: Map<unknown, unknown>, key: unknown, value: unknown): void {
  checkHashable(key)
  self.set(keyIn(self, key) ?? key, value)
}

/** What stands in a dict under a key, or one that is equal to it. */
export function itemIn(self: ReadonlyMap<unknown, unknown>, key: unknown): {readonly value: unknown} | null {
  const found = keyIn(self, key)
  return found === undefined ? null : {value: self.get(found)}
}

/**
 * Takes an item out of a dict.
 *
 * @throws {PythonError} KeyError for a key that it does not have.
 */
export function takeItem(self: Map<unknown, unknown>, key: unknown): unknown {
  const found = itemIn(self, key)
  if (found === null) throw new PythonError('KeyError', repr(key))
  self.delete(keyIn(self, key))
  return found.value
}

/** A dict as a Map. */
export const mapOf = (value: unknown): Map<unknown, unknown> =>
  value instanceof Map
    ? value
    : isMapping(value)
      ? new Map(pairsIn(value))
      : new Map(
          listOf(value).map((pair): [unknown, unknown] => {
            const [key, item, ...more] = itemsOf(pair)
            if (item === undefined || more.length > 0)
              throw new PythonError('ValueError', 'a dict is made of pairs: a key and a value')
            return [key, item]
          }),
        )

/** What a dict has, as a list that is printed as Python prints its views. */
const view = (type: string, items: unknown[]): unknown[] =>
  named(items, {type, repr: `${type}(${repr([...items])})`})

const readDicts: Methods<ReadonlyMap<unknown, unknown>> = {
  items: (self) =>
    view(
      'dict_items',
      [...self].map(([key, value]) => tuple(key, value)),
    ),
  keys: (self) => view('dict_keys', [...self.keys()]),
  values: (self) => view('dict_values', [...self.values()]),
  get: (self, [key, otherwise = null]) => (itemIn(self, key) ?? {value: otherwise}).value,
  copy: (self) => new Map(self),
}

const dicts: Methods<Map<unknown, unknown>> = {
  update(self, [other], byName) {
    if (other !== undefined) for (const [key, value] of mapOf(other)) putItem(self, key, value)
    for (const [key, value] of byName) self.set(key, value)
    return null
  },
  pop: (self, [key, ...otherwise]) =>
    otherwise.length > 0 && itemIn(self, key) === null ? otherwise[0] : takeItem(self, key),
  setdefault(self, [key, value = null]) {
    const found = itemIn(self, key)
    if (found === null) self.set(key, value)
    return found === null ? value : found.value
  },
  clear: (self) => (self.clear(), null),
}

/** The method of a list, dict, set, tuple or text; undefined where it has none of that name. */
export function methodsOf(owner: unknown, name: string): unknown {
  if (typeof owner === 'string') return bound('str', texts, owner, name)
  if (owner instanceof PythonSet)
    return (
      bound('set', readSets, owner, name) ??
      (owner instanceof FrozenSet ? undefined : bound('set', sets, owner, name))
    )
  if (owner instanceof Map) return bound('dict', dicts, owner, name) ?? bound('dict', readDicts, owner, name)
  if (owner instanceof State) return methodOfStateIn(owner, name)
  if (isDict(owner)) return bound('dict', readDicts, mapOf(owner), name)
  if (!Array.isArray(owner)) return undefined
  const list: unknown[] = owner
  return (
    bound('list', sequences, list, name) ??
    (owner instanceof Tuple ? undefined : bound('list', lists, list, name))
  )
}

function methodOfStateIn(owner: State, name: string): unknown {
  const own = methodOfState(owner, name)
  return own === null ? bound('dict', readDicts, mapOf(owner), name) : builtin(name, own)
}

function bound<T>(type: string, table: Methods<T>, self: T, name: string): unknown {
  const method = Object.hasOwn(table, name) ? table[name] : undefined
  if (method === undefined) return undefined
  const key = `${type}.${name}`
  const list = parametersOfMethods.get(key) ?? parametersOfMethods.get(name) ?? ''
  const placed = placements.get(key) ?? placedBy(key, list)
  placements.set(key, placed)
  return builtin(name, (args, byName) => method(self, ...placed(args, byName)))
}

const placements = new Map<string, ReturnType<typeof placedBy>>()

/** What a dict gives for a key that it does not have: a default, or an error. */
export function missingItem(self: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  const make = factories.get(self)
  if (make === undefined) throw new PythonError('KeyError', repr(key))
  const value = invoke(make, [])
  if (self instanceof Map) self.set(key, value)
  return value
}

const factories = new WeakMap<object, unknown>()

/** `collections.defaultdict(make)`. */
export function defaultDict(make: unknown, items: readonly (readonly [unknown, unknown])[]): DefaultDict {
  const made = new DefaultDict(items)
  factories.set(made, make)
  return made
}
