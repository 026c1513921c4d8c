import {isClass, isSequence, legible, protocol, PythonError, repr, tuple} from '../python/index.ts'
import {isVariable} from './variable.ts'
import {VariableState} from './state.ts'

/** A path in a model: attribute names, and numbers for the items of lists. */
export type NodePath = readonly (string | number)[]

/** Whether a filter lets a value at a path through. */
export type Predicate = (path: NodePath, value: unknown) => boolean

/** A class of objects: values of that class pass. */
export type AnyClass = abstract new (...args: never[]) => object

/**
 * What selects Variables: a class, a tag (the `tag` in a Variable's metadata), `true` or `'...'` for everything, `false` or
 * null for nothing, a list for any of them, an object made by `any`, `all`, `not`, `pathContains`, `ofType`, or a predicate.
 */
export type Filter = AnyClass | Predicate | Combined | string | boolean | null | readonly Filter[]

/** A filter made of others; two of equal parts are equal, as in flax. */
export class Combined {
  readonly name: string
  readonly parts: readonly unknown[]
  readonly test: Predicate

  constructor(name: string, parts: readonly unknown[], test: Predicate) {
    this.name = name
    this.parts = parts
    this.test = test
    Object.freeze(this)
  }

  [protocol.by](): unknown {
    return tuple(this.name, ...this.parts)
  }

  [protocol.repr](): string {
    return `${this.name}(${this.parts.map(repr).join(', ')}${this.name === 'PathContains' ? ', exact=True' : ''})`
  }

  get [protocol.type](): string {
    return `flax.nnx.filterlib.${this.name}`
  }
}

legible(Combined)

/** Everything, to be used as the last filter: flax's `...`. */
export const ellipsis = '...'

const everything: Predicate = () => true
const nothing: Predicate = () => false

const tagOf = (value: unknown): unknown =>
  isVariable(value)
    ? value.getMetadata('tag')
    : value instanceof VariableState
      ? value.metadata['tag']
      : undefined

/**
 * A filter as flax keeps it, so that two of equal parts are equal (flax/nnx/filterlib.py, to_predicate).
 *
 * @throws {PythonError} TypeError for what is no filter.
 */
export function toPredicate(filter: Filter): Combined | Predicate {
  if (filter === null || filter === false) return new Combined('Nothing', [], nothing)
  if (filter === true || filter === ellipsis) return new Combined('Everything', [], everything)
  if (typeof filter === 'string') return WithTag(filter)
  if (filter instanceof Combined) return filter
  if (isClass(filter)) return OfType(filter)
  if (isSequence(filter)) return Any(...filter)
  if (isPredicate(filter)) return filter
  throw new PythonError('TypeError', `Invalid collection filter: ${repr(filter)}. `)
}

/**
 * The predicate of a filter.
 *
 * @throws {PythonError} TypeError for what is no filter.
 */
export function predicate(filter: Filter): Predicate {
  return testOf(toPredicate(filter))
}

/** A function of the program is given the path as a tuple. */
const testOf = (kept: Combined | Predicate): Predicate =>
  kept instanceof Combined ? kept.test : (path, value) => kept(tuple(...path), value)

const isPredicate = (filter: Filter): filter is Predicate => typeof filter === 'function'

/** Variables with that tag in their metadata. */
const WithTag = (tag: string): Combined =>
  new Combined('WithTag', [tag], (_path, value) => tagOf(value) === tag)

/** Values that pass at least one of the filters. */
export function Any(...filters: readonly Filter[]): Combined {
  const parts = filters.map(toPredicate)
  const tests = parts.map(testOf)
  return new Combined('Any', parts, (path, value) => tests.some((test) => test(path, value)))
}

/** Values that pass all of the filters. */
export function All(...filters: readonly Filter[]): Combined {
  const parts = filters.map(toPredicate)
  const tests = parts.map(testOf)
  return new Combined('All', parts, (path, value) => tests.every((test) => test(path, value)))
}

/** Values that do not pass the filter. */
export function Not(filter: Filter): Combined {
  const part = toPredicate(filter)
  const test = testOf(part)
  return new Combined('Not', [part], (path, value) => !test(path, value))
}

/** Values of a class. */
export const OfType = (type: AnyClass): Combined =>
  new Combined('OfType', [type], (_path, value) => value instanceof type)

/** Values with that key somewhere in their path. */
export const PathContains = (key: string | number): Combined =>
  new Combined('PathContains', [key], (path) => path.includes(key))

/**
 * The predicates of several filters that share out a state.
 *
 * @throws {PythonError} ValueError when `...` stands before another filter.
 */
export function predicates(filters: readonly Filter[]): readonly Predicate[] {
  const isAll = (filter: Filter): boolean => filter === true || filter === ellipsis
  filters.forEach((filter, index) => {
    if (isAll(filter) && !filters.slice(index).every(isAll))
      throw new PythonError(
        'ValueError',
        `\`...\` or \`True\` can only be used as the last filters, got ${filter === true ? 'True' : 'Ellipsis'} it at index ${index}.`,
      )
  })
  return filters.map(predicate)
}
