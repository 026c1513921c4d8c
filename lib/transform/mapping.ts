import {type Operand, shapeText} from '../array/index.ts'
import {container} from '../graph/index.ts'
import {mappedOver, shaping as s} from '../lax/index.ts'
import {PythonError, wraps, taking} from '../python/index.ts'
import {around, type TreeFunction, leavesIn} from './leaves.ts'

/** Which axis of an array is mapped over: a number, null for none, or a tree of these like the argument. */
export type MappedAxes = number | null | readonly MappedAxes[] | {readonly [name: string]: MappedAxes}

/** What `jax.vmap` takes. */
export interface VmapOptions {
  /** The axis of each argument that is mapped over: one for all, or a list with one for each; 0 where it is not given. */
  readonly in_axes?: MappedAxes
  /** Where the mapped axis stands in each result; 0 where it is not given. */
  readonly out_axes?: MappedAxes
}

/** The axis of each array of a tree, from a tree that may end sooner than it. */
function axesOf(tree: unknown, axes: MappedAxes): readonly (number | null)[] {
  if (axes === null || typeof axes === 'number') return leavesIn(tree).arrays.map(() => axes)
  const [parts, own] = [container(tree), container(axes)]
  if (parts === null || own === null || parts.children.length !== own.children.length)
    throw new PythonError(
      'ValueError',
      `vmap in_axes specification must be a tree prefix of the corresponding value, got specification ${JSON.stringify(axes)} for a value of another structure.`,
    )
  const byKey = new Map(own.keys.map((key, i) => [String(key), own.children[i]]))
  return parts.children.flatMap((child, i) => {
    const found = byKey.get(String(parts.keys[i] ?? i)) ?? null
    return axesOf(child, isAxes(found) ? found : null)
  })
}

const isAxes = (value: unknown): value is MappedAxes =>
  value === null || typeof value === 'number' || typeof value === 'object'

/** An array with one of its axes moved to the front. */
export const toFront = (x: Operand, axis: number): Operand => {
  const from = axis < 0 ? axis + x.aval.ndim : axis
  if (from === 0) return x
  return s.transpose(x, [from, ...[...x.aval.shape.keys()].filter((one) => one !== from)])
}

/** An array with its first axis moved to a place in the result. */
export const fromFront = (x: Operand, axis: number): Operand => {
  const to = axis < 0 ? axis + x.aval.ndim : axis
  const order = [...x.aval.shape.keys()].slice(1)
  return s.transpose(x, order.toSpliced(to, 0, 0))
}

/**
 * Maps a function of arrays over an axis of each, null for none.
 *
 * @param out says of each result where the mapped axis stands in it, once the function has run.
 * @throws {PythonError} as `vmap`.
 */
export function mappedAlong(
  body: (rows: readonly Operand[]) => readonly Operand[],
  arrays: readonly Operand[],
  axes: readonly (number | null)[],
  out: () => readonly (number | null)[],
  size = sizeOfAxis(arrays, axes),
): readonly Operand[] {
  const stacks = arrays.map((array, i) => {
    const axis = axes[i] ?? null
    return axis === null ? array : toFront(array, axis)
  })
  const {results, stacked} = mappedOver(
    body,
    stacks,
    axes.map((axis) => axis !== null),
    size,
  )
  const where = out()
  return results.map((result, i) => {
    const axis = where[i] ?? null
    if (axis !== null) return fromFront(stacked[i] ? result : s.repeatedRow(result, size), axis)
    if (!stacked[i]) return result
    throw new PythonError(
      'ValueError',
      'at vmap out_axes, got axis spec None but output was batched on axis 0',
    )
  })
}

/**
 * `jax.vmap(fun)`: a function of rows as a function of stacks.
 *
 * @throws {PythonError} ValueError when the mapped axes differ in size, or none is mapped.
 * @example
 * vmap((row, v) => jnp.dot(row, v), {in_axes: [0, null]})(matrix, vector)
 */
export const vmap = taking('jax.vmap(fun: function, /, in_axes=, out_axes=)', mappedRows)

function mappedRows<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  {in_axes = 0, out_axes = 0}: VmapOptions = {},
): (...args: A) => unknown {
  const mapped = (...args: A): unknown => {
    const {structure, arrays} = leavesIn([...args])
    let out = leavesIn(null)
    const results = mappedAlong(
      (rows) => {
        const given = around(structure, rows)
        out = leavesIn(Reflect.apply(fun, undefined, Array.isArray(given) ? given : []))
        return out.arrays
      },
      arrays,
      axesOf([...args], in_axes),
      () => axesOf(around(out.structure, out.arrays), out_axes),
    )
    return around(out.structure, results)
  }
  return wraps(mapped, fun)
}

/** The one size of the mapped axes. */
function sizeOfAxis(arrays: readonly Operand[], axes: readonly (number | null)[]): number {
  const sizes = arrays.flatMap(({aval: {shape}}, i) => {
    const axis = axes[i] ?? null
    if (axis === null) return []
    const size = shape.at(axis)
    if (size !== undefined) return [size]
    throw new PythonError(
      'ValueError',
      `vmap was requested to map its argument along axis ${axis}, which implies that its rank should be at least ${axis + 1}, but is only ${shape.length} (its shape is ${shapeText(shape)})`,
    )
  })
  const [size] = sizes
  if (size === undefined)
    throw new PythonError(
      'ValueError',
      'vmap must have at least one non-None value in in_axes or axis_size must be specified',
    )
  if (sizes.some((one) => one !== size))
    throw new PythonError(
      'ValueError',
      `vmap got inconsistent sizes for array axes to be mapped:\n  * the axes have ${[...new Set(sizes)].join(', ')} elements`,
    )
  return size
}
