import {protocol, PythonError, PythonSet, repr} from '../python/index.ts'
import type {Methods} from './arguments.ts'
import {checkHashable, listOf} from './iterate.ts'
import type {BinarySign} from './syntax.ts'

/** `frozenset(items)`. */
export class FrozenSet extends PythonSet {
  get [protocol.type](): string {
    return 'frozenset'
  }
  [protocol.repr](): string {
    return this.size === 0 ? 'frozenset()' : `frozenset({${[...this].map(repr).join(', ')}})`
  }
}

/**
 * What a set is made of: another set, or items that can be in one.
 *
 * @throws {PythonError} TypeError for an item without a hash.
 */
export function checked(items: unknown): Iterable<unknown> {
  if (items instanceof PythonSet) return items
  const all = listOf(items)
  for (const item of all) checkHashable(item)
  return all
}

/**
 * `set(items)`.
 *
 * @throws {PythonError} TypeError for an item without a hash.
 */
export const setOf = (items: unknown): PythonSet => new PythonSet(checked(items))

/** `frozenset(items)`. */
export const frozenSetOf = (items: unknown): FrozenSet =>
  items instanceof FrozenSet ? items : new FrozenSet(checked(items))

const like = (one: PythonSet, items: Iterable<unknown> = []): PythonSet =>
  one instanceof FrozenSet ? new FrozenSet(items) : new PythonSet(items)

/** `a | b`, `a & b`, `a - b` and `a ^ b` of sets; undefined for another sign. */
export function ofSets(sign: BinarySign, a: PythonSet, b: PythonSet): PythonSet | undefined {
  if (sign === '|') return like(a, a).update(b)
  if (sign === '&') return common(a, b)
  if (sign === '-') return without(a, b)
  return sign === '^' ? inOne(a, b) : undefined
}

/** CPython goes through the smaller of two sets. */
function common(a: PythonSet, b: Iterable<unknown>): PythonSet {
  const [through, other] = b instanceof PythonSet && b.size > a.size ? [a, b] : [b, a]
  return like(
    a,
    [...through].filter((item) => other.has(item)),
  )
}

/** CPython copies a set that is much larger than what is taken from it. */
function without(a: PythonSet, b: Iterable<unknown>): PythonSet {
  return b instanceof PythonSet && Math.floor(a.size / 4) <= b.size
    ? like(
        a,
        [...a].filter((item) => !b.has(item)),
      )
    : like(a, a).remove(b)
}

function inOne(a: PythonSet, b: PythonSet): PythonSet {
  const made = like(a, b)
  for (const item of a) if (!made.delete(item)) made.add(item)
  return made
}

/** The methods of a set that leave it as it is. */
export const readSets: Methods<PythonSet> = {
  union: (self, others) =>
    others.map(checked).reduce<PythonSet>((made, other) => made.update(other), like(self, self)),
  intersection: (self, others) =>
    others.length === 0 ? like(self, self) : others.map(checked).reduce<PythonSet>(common, self),
  difference: (self, [first, ...others]) =>
    first === undefined
      ? like(self, self)
      : others
          .map(checked)
          .reduce<PythonSet>((made, other) => made.remove(other), without(self, checked(first))),
  issubset(self, [other]) {
    const theirs = setOf(other)
    return [...self].every((item) => theirs.has(item))
  },
  copy: (self) => (self instanceof FrozenSet ? self : new PythonSet(self)),
}

/** The methods of a set that change it. */
export const sets: Methods<PythonSet> = {
  add(self, [item]) {
    checkHashable(item)
    self.add(item)
    return null
  },
  discard(self, [item]) {
    checkHashable(item)
    self.delete(item)
    return null
  },
  remove(self, [item]) {
    checkHashable(item)
    if (!self.delete(item)) throw new PythonError('KeyError', repr(item))
    return null
  },
  update(self, others) {
    for (const other of others) self.update(checked(other))
    return null
  },
  clear: (self) => (self.clear(), null),
}
