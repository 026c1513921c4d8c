import {State} from '../graph/index.ts'
import {DefaultDict, equal, isDict, PythonError, repr, Tuple, tuple} from '../python/index.ts'
import {builtin, invoke} from './callable.ts'
import {formatted} from './format.ts'
import {checkHashable, itemsOf, listOf, setOf} from './iterate.ts'
import {isMapping, methodOfState, pairsIn} from './mappings.ts'
import {sorted} from './sorted.ts'
import {ofSets, truth} from './operators.ts'

type Method<T> = (self: T, args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown
type Methods<T> = Readonly<Record<string, Method<T>>>

const place = (list: readonly unknown[], at: unknown): number => {
  const index = Number(at)
  return index < 0 ? index + list.length : index
}

const lists: Methods<unknown[]> = {
  append: (self, [item]) => (self.push(item), null),
  extend: (self, [items]) => (self.push(...listOf(items)), null),
  insert: (self, [at, item]) => (self.splice(place(self, at), 0, item), null),
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
  sort(self, _args, named) {
    self.splice(0, self.length, ...sorted(self, named.get('key'), truth(named.get('reverse') ?? false)))
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
            const [key, item] = itemsOf(pair)
            return [key, item]
          }),
        )

const readDicts: Methods<ReadonlyMap<unknown, unknown>> = {
  items: (self) => [...self].map(([key, value]) => tuple(key, value)),
  keys: (self) => [...self.keys()],
  values: (self) => [...self.values()],
  get: (self, [key, otherwise = null]) => itemIn(self, key)?.value ?? otherwise,
  copy: (self) => new Map(self),
}

const dicts: Methods<Map<unknown, unknown>> = {
  update(self, [other], named) {
    if (other !== undefined) for (const [key, value] of mapOf(other)) putItem(self, key, value)
    for (const [key, value] of named) self.set(key, value)
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

/** A set and others, one after the other. */
const folded = (sign: '&' | '-', self: Set<unknown>, others: readonly unknown[]): Set<unknown> =>
  others.reduce<Set<unknown>>((kept, other) => ofSets(sign, kept, setOf(listOf(other))), new Set(self))

const sets: Methods<Set<unknown>> = {
  add: (self, [item]) => (self.add(item), null),
  discard: (self, [item]) => (self.delete(item), null),
  union: (self, others) => setOf([...self, ...others.flatMap(listOf)]),
  intersection: (self, others) => folded('&', self, others),
  difference: (self, others) => folded('-', self, others),
}

const isSpace = /\s+/
const word = /[a-z]+/gi
const digits = /^\d+$/

const texts: Methods<string> = {
  format: (self, args, named) => formattedText(self, args, named),
  join: (self, [items]) => listOf(items).map(String).join(self),
  split: (self, [mark]) =>
    typeof mark === 'string' ? self.split(mark) : self.trim().split(isSpace).filter(Boolean),
  strip: (self, [marks]) => stripped(self, marks, 'both'),
  lstrip: (self, [marks]) => stripped(self, marks, 'start'),
  rstrip: (self, [marks]) => stripped(self, marks, 'end'),
  removeprefix: (self, [part]) => (self.startsWith(String(part)) ? self.slice(String(part).length) : self),
  removesuffix: (self, [part]) =>
    self.endsWith(String(part)) ? self.slice(0, self.length - String(part).length) : self,
  capitalize: (self) => self.charAt(0).toUpperCase() + self.slice(1).toLowerCase(),
  lower: (self) => self.toLowerCase(),
  upper: (self) => self.toUpperCase(),
  title: (self) => self.replace(word, (one) => one.charAt(0).toUpperCase() + one.slice(1).toLowerCase()),
  startswith: (self, [start]) => [start].flat().some((one) => self.startsWith(String(one))),
  endswith: (self, [end]) => [end].flat().some((one) => self.endsWith(String(one))),
  replace: (self, [from, to]) => self.replaceAll(String(from), String(to)),
  find: (self, [part]) => self.indexOf(String(part)),
  count: (self, [part]) => self.split(String(part)).length - 1,
  ljust: (self, [width]) => self.padEnd(Math.min(Number(width), 1000)),
  rjust: (self, [width]) => self.padStart(Math.min(Number(width), 1000)),
  zfill: (self, [width]) => self.padStart(Math.min(Number(width), 1000), '0'),
  isdigit: (self) => digits.test(self),
}

/** A text without those marks, or white space, at its ends. */
function stripped(self: string, marks: unknown, side: 'start' | 'end' | 'both'): string {
  const isMark = (one: string): boolean =>
    typeof marks === 'string' ? marks.includes(one) : one.trim() === ''
  let [from, to] = [0, self.length]
  if (side !== 'end') while (from < to && isMark(self.charAt(from))) from++
  if (side !== 'start') while (to > from && isMark(self.charAt(to - 1))) to--
  return self.slice(from, to)
}

const field = /\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}/g

function formattedText(self: string, args: readonly unknown[], named: ReadonlyMap<string, unknown>): string {
  let next = 0
  return self.replace(field, (whole: string, name: string | undefined, spec: string | undefined) => {
    if (name === undefined) return whole.charAt(0)
    const value = name === '' ? args[next++] : digits.test(name) ? args[Number(name)] : named.get(name)
    return formatted(value, spec ?? '')
  })
}

/** The method of a list, dict, set, tuple or text; undefined where it has none of that name. */
export function methodsOf(owner: unknown, name: string): unknown {
  if (typeof owner === 'string') return bound(texts, owner, name)
  if (owner instanceof Set) return bound(sets, owner, name)
  if (owner instanceof Map) return bound(dicts, owner, name) ?? bound(readDicts, owner, name)
  if (owner instanceof State) return methodOfStateIn(owner, name)
  if (isDict(owner)) return bound(readDicts, mapOf(owner), name)
  if (!Array.isArray(owner)) return undefined
  const list: unknown[] = owner
  return bound(sequences, list, name) ?? (owner instanceof Tuple ? undefined : bound(lists, list, name))
}

function methodOfStateIn(owner: State, name: string): unknown {
  const own = methodOfState(owner, name)
  return own === null ? bound(readDicts, mapOf(owner), name) : builtin(name, own)
}

function bound<T>(table: Methods<T>, self: T, name: string): unknown {
  const method = Object.hasOwn(table, name) ? table[name] : undefined
  return method === undefined ? undefined : builtin(name, (args, named) => method(self, args, named))
}

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
