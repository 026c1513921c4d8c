import {isArrayLike, type Operand} from '../array/index.ts'
import {putTogether, type Structure, structureOf} from '../graph/index.ts'
import {asArray, asOperand} from '../lax/index.ts'
import {isSequence, numberOf, PythonError, repr, typeRepr} from '../python/index.ts'

/** A tree as its arrays, and the way back. */
export interface Leaves {
  readonly structure: Structure
  readonly arrays: readonly Operand[]
}

/**
 * The arrays of a tree in JAX's order: lists, tuples, dicts by their sorted names, states, None.
 *
 * @throws {PythonError} TypeError for a leaf that is no array.
 */
export function leavesIn(tree: unknown): Leaves {
  const leaves: unknown[] = []
  const structure = structureOf(tree, leaves, null)
  return {structure, arrays: leaves.map(arrayOf)}
}

function arrayOf(leaf: unknown): Operand {
  if (isArrayLike(leaf)) return asOperand(leaf)
  throw new PythonError(
    'TypeError',
    `Argument ${repr(leaf)} of type ${typeRepr(leaf)} is not a valid JAX type`,
  )
}

/** A tree of that structure around other arrays; the inverse of `leavesIn`. */
export function around(structure: Structure, arrays: readonly Operand[]): unknown {
  let at = 0
  return putTogether(structure, () => {
    const array = arrays[at++]
    return array === undefined ? null : asArray(array)
  })
}

/** A tree's arrays, and the way back to it; its other leaves, numbers of Python among them, stay as they are. */
export function arraysApart(tree: unknown): {
  readonly arrays: readonly Operand[]
  readonly back: (arrays: readonly Operand[]) => unknown
} {
  const leaves: unknown[] = []
  const structure = structureOf(tree, leaves, null)
  const isApart = leaves.map((leaf) => isArrayLike(leaf) && numberOf(leaf) === undefined)
  return {
    arrays: leaves.filter((_, i) => isApart[i]).map(arrayOf),
    back(arrays) {
      const [own, all] = [arrays.map(asArray), leaves.map((leaf, i) => ({leaf, isArray: isApart[i]}))]
      let [place, next] = [0, 0]
      return putTogether(structure, () => {
        const {leaf = null, isArray = false} = all[place++] ?? {}
        return isArray ? own[next++] : leaf
      })
    },
  }
}

/** Where each array of a tree stands, as JAX prints it: `args[0]['w']`. */
export function placesIn(structure: Structure, path: string): readonly string[] {
  if (structure.kind === 'leaf') return [path]
  if (structure.kind !== 'container') return []
  const {keys} = structure.like
  return structure.children.flatMap((child, i) => placesIn(child, `${path}[${repr(keys[i] ?? i)}]`))
}

/** A structure as JAX prints it, `(*, *)`, or with texts of its leaves in their place. */
export function outlined(structure: Structure, leaves: string[] = []): string {
  if (structure.kind !== 'container') return structure.kind === 'leaf' ? (leaves.shift() ?? '*') : 'None'
  const {type, keys} = structure.like
  const parts = structure.children.map((child) => outlined(child, leaves))
  if (type === 'dict') return `{${parts.map((part, i) => `${repr(keys[i])}: ${part}`).join(', ')}}`
  if (type === 'list') return `[${parts.join(', ')}]`
  return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`
}

/** Lists cut into as many items as each tree has arrays, in its structure. */
export function rebuilt(trees: readonly Leaves[], arrays: readonly Operand[]): readonly unknown[] {
  let start = 0
  return trees.map(({structure, arrays: own}) => {
    start += own.length
    return around(structure, arrays.slice(start - own.length, start))
  })
}

/** A function of trees. */
export type TreeFunction<A extends readonly unknown[]> = (...args: A) => unknown

/** Both halves of a pair that a function returned: a list or tuple of two. */
export function pairOf(value: unknown, what: string): readonly [unknown, unknown] {
  if (isSequence(value) && value.length === 2) return [value[0], value[1]]
  throw new PythonError('TypeError', `${what} must return a pair, got ${typeRepr(value)}`)
}
