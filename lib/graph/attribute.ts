import {constructorOf, PythonError, qualname, typeName, typeRepr} from '../python/index.ts'
import {isGraphNode} from './nodecell.ts'
import {container} from './container.ts'
import {graphLayout} from './layout.ts'
import {isArray} from './leaf.ts'

/** A value marked as data or static, to be assigned to an attribute directly. */
export class Marked {
  readonly value: unknown
  readonly isData: boolean

  constructor(value: unknown, isData: boolean) {
    this.value = value
    this.isData = isData
  }
}

/**
 * Marks a value as data: it becomes part of the state, not of the graphdef.
 *
 * @example
 * this.scale = data(1) // a leaf; a new value needs no compile
 */
export const data = <T>(value: T): T => mark(value, true)

/**
 * Marks a value as static: it becomes part of the graphdef, and a new value compiles.
 *
 * @example
 * this.rate = fixed(0.1)
 */
export const fixed = <T>(value: T): T => mark(value, false)

/** A mark passes for its value: assigned to an attribute, it is taken off again before anyone can read it. */
function mark<T>(value: T, isData: boolean): T
function mark(value: unknown, isData: boolean): unknown {
  return new Marked(value, isData)
}

/** Whether flax takes a value for data by itself: arrays, Variables and graph nodes. */
export const isData = (value: unknown): boolean => isArray(value) || isGraphNode(value)

interface Leaves {
  readonly data: readonly unknown[]
  readonly marks: readonly Marked[]
}

/** The data values inside Python containers, each object once. */
function leavesOf(value: unknown): Leaves {
  const data: unknown[] = []
  const marks: Marked[] = []
  const seen = new Set<unknown>()
  const walk = (item: unknown): void => {
    if (typeof item !== 'object' || item === null || seen.has(item)) return
    seen.add(item)
    if (isData(item)) data.push(item)
    else if (item instanceof Marked) marks.push(item)
    else for (const child of container(item)?.children ?? []) walk(child)
  }
  walk(value)
  return {data, marks}
}

/** What an assignment is checked against. */
interface Assignment {
  readonly owner: object
  readonly base: object
  readonly key: string
  readonly value: unknown
  /** Whether the new value is data, and whether the program said so. */
  readonly isData: boolean
  readonly explicit: boolean
  /** What the attribute was before; undefined where it is new. */
  readonly was: boolean | undefined
  readonly exists: boolean
}

/**
 * Checks an assignment as flax's `Pytree._check_value` does.
 *
 * @throws {PythonError} ValueError, with flax's text (flax/nnx/pytreelib.py).
 */
export function checkAssignment(assignment: Assignment): void {
  const {owner, key, value, isData, explicit, was, exists} = assignment
  if (!explicit && isData && exists && was !== true)
    throw new PythonError(
      'ValueError',
      `Cannot assign data value of type '${typeRepr(value)}' to static attribute '${key}' of Pytree type '${classRepr(owner)}'. To override the status explicitly wrap the value with nnx.data on assignment:\n\n  _.${key} = nnx.data(...)\n\n`,
    )
  if (typeof value !== 'object' || value === null || (isData && !explicit)) return
  const {data, marks} = leavesOf(value)
  if (data.length > 0 && !isData) refuseData(assignment, data)
  if (marks.length > 0)
    throw new PythonError(
      'ValueError',
      `Found unexpected tags {${[...new Set(marks.map(tagOf))].join(', ')}} on attribute '${name(owner)}.${key}'. Values from nnx.data(...) and\nnnx.static(...) should be assigned to nnx.Pytree attributes directly, they should not be inside other structures. Got value of type '${typeRepr(value)}' on Pytree of type '${classRepr(owner)}'.`,
    )
}

/** Refuses data inside a value that is static. */
function refuseData(
  {owner, base, key, value, explicit, was, exists}: Assignment,
  found: readonly unknown[],
): void {
  if (explicit)
    throw new PythonError(
      'ValueError',
      `Found data in value of type '${typeRepr(value)}' annotated with nnx.static(...) when setting attribute '${key}' of Pytree type '${classRepr(owner)}'.`,
    )
  if (was !== true && (exists || graphLayout().refusesNewData))
    throw new PythonError('ValueError', foundData(owner, base, key, value, found))
}

const tagOf = ({isData}: Marked): string => (isData ? "'data'" : "'static'")
const classRepr = (owner: object): string => `<class '${path(owner)}'>`
const name = (owner: object): string => qualname(constructorOf(owner))
const path = (owner: object): string => typeRepr(owner).slice("<class '".length, -"'>".length)

const foundData = (
  owner: object,
  base: object,
  key: string,
  value: unknown,
  leaves: readonly unknown[],
): string =>
  `Found data on value of type '${typeRepr(value)}' assigned to static attribute '${key}' of Pytree type '<class '${path(owner)}'>'. ` +
  'Static attributes should not contain data values. Consider one of the following options:\n\n' +
  `1. If the attribute is meant to be static, remove the data values of type(s):\n\n  ${[...new Set(leaves.map(typeName))].join(', ')}\n\n` +
  `2. If the attribute is meant to be data, wrap the value with nnx.data  on assignment:\n\n  _.${key} = nnx.data(...)\n\n` +
  `3. Alternatively, annotate the class attribute with nnx.data:\n\n  class ${name(owner)}(${qualname(base)}):\n    ${key}: ${typeName(value)} = nnx.data()\n\n` +
  '4. If the container is a list or dict, try using nnx.List(...) or nnx.Dict(...) instead.\n\n' +
  `5. Disable pytree for this class:\n\n  class ${name(owner)}(${qualname(base)}, pytree=False):\n\n`
