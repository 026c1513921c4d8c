import {type Operand, shapeText, typeText} from '../array/index.ts'
import {container} from '../graph/index.ts'
import {mappedOver, normalAxis, shaping as s} from '../lax/index.ts'
import {isSequence, PythonError, repr, wraps, taking} from '../python/index.ts'
import {around, outlined, placesIn, type TreeFunction, leavesIn} from './leaves.ts'

/** Which axis of an array is mapped over: a number, null for none, or a tree of these like the argument. */
export type MappedAxes = number | null | readonly MappedAxes[] | {readonly [name: string]: MappedAxes}

/** What `jax.vmap` takes. */
export interface VmapOptions {
  /** The axis of each argument that is mapped over: one for all, or a list with one for each; 0 where it is not given. */
  readonly in_axes?: MappedAxes
  /** Where the mapped axis stands in each result; 0 where it is not given. */
  readonly out_axes?: MappedAxes
}

/** The axis of each array of a tree, from a tree that may end sooner than it, the option of that name. */
function axesOf(
  tree: unknown,
  axes: MappedAxes,
  option: 'in_axes' | 'out_axes' = 'in_axes',
): readonly (number | null)[] {
  if (axes === null || typeof axes === 'number') return leavesIn(tree).arrays.map(() => axes)
  const [parts, own] = [container(tree), container(axes)]
  if (parts === null || own === null || parts.children.length !== own.children.length)
    throw new PythonError(
      'ValueError',
      `vmap ${option} specification must be a tree prefix of the corresponding value, got specification ${repr(axes)} for a value of the structure ${outlined(leavesIn(tree).structure)}.`,
    )
  const byKey = new Map(own.keys.map((key, i) => [String(key), own.children[i]]))
  return parts.children.flatMap((child, i) => {
    const found = byKey.get(String(parts.keys[i] ?? i)) ?? null
    return axesOf(child, isAxes(found) ? found : null, option)
  })
}

/**
 * The axes of the arguments of a call.
 *
 * @throws {PythonError} for what is no axis, for another number of axes than arguments, and without arguments.
 */
function argumentAxes(args: readonly unknown[], axes: MappedAxes): readonly (number | null)[] {
  const rule =
    'vmap in_axes must be an int, None, or a tuple of entries corresponding to the positional arguments passed to the function, but got'
  if (!isAxes(axes)) throw new PythonError('TypeError', `${rule} ${repr(axes)}.`)
  if (args.length === 0)
    throw new PythonError(
      'ValueError',
      'vmap wrapped function must be passed at least one argument containing an array or axis_size must be specified, got empty *args=() and **kwargs={}',
    )
  if (isSequence(axes) && axes.length !== args.length)
    throw new PythonError('ValueError', `${rule} len(in_axes)=${axes.length}, len(args)=${args.length}`)
  return axesOf([...args], axes)
}

const isAxes = (value: unknown): value is MappedAxes =>
  value === null || Number.isInteger(value) || typeof value === 'object'

/** An array with one of its axes moved to the front. */
export const toFront = (x: Operand, axis: number): Operand => {
  const from = axis < 0 ? axis + x.aval.ndim : axis
  if (from === 0) return x
  return s.transpose(x, [from, ...[...x.aval.shape.keys()].filter((one) => one !== from)])
}

/** An array with its first axis moved to a place in the result. */
export const fromFront = (x: Operand, axis: number): Operand => {
  const order = [...x.aval.shape.keys()].slice(1)
  return s.transpose(x, order.toSpliced(normalAxis(axis, x.aval.ndim), 0, 0))
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
 * vmap((row, v) => jnp.dot(row, v), {in_axes: [0, null]})(jnp.ones([2, 3]), jnp.ones(3)) // [3, 3]
 */
export const vmap = taking('jax.vmap(fun: function, /, in_axes=, out_axes=)', mappedRows)

function mappedRows<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  {in_axes = 0, out_axes = 0}: VmapOptions = {},
): (...args: A) => unknown {
  const mapped = (...args: A): unknown => {
    const {structure, arrays} = leavesIn([...args])
    const axes = argumentAxes(args, in_axes)
    let out = leavesIn(null)
    const results = mappedAlong(
      (rows) => {
        const given = around(structure, rows)
        out = leavesIn(Reflect.apply(fun, undefined, Array.isArray(given) ? given : []))
        return out.arrays
      },
      arrays,
      axes,
      () => axesOf(around(out.structure, out.arrays), out_axes, 'out_axes'),
      sizeOfAxis(arrays, axes, () => placesIn(structure, 'args')),
    )
    return around(out.structure, results)
  }
  return wraps(mapped, fun)
}

/** The one size of the mapped axes of arrays; where these stand is told where the sizes differ. */
function sizeOfAxis(
  arrays: readonly Operand[],
  axes: readonly (number | null)[],
  places: () => readonly string[] = () => [],
): number {
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
  if (sizes.some((one) => one !== size)) throw otherSizes(arrays, axes, places())
  return size
}

/** Which axes have which size, the size of most of them first. Source: jax `api.py`, `_mapped_axis_size`. */
function otherSizes(
  arrays: readonly Operand[],
  axes: readonly (number | null)[],
  places: readonly string[],
): PythonError {
  const groups = new Map<number, string[]>()
  arrays.forEach(({aval}, i) => {
    const axis = axes[i] ?? null
    const size = axis === null ? undefined : aval.shape.at(axis)
    if (size === undefined) return
    const where = `axis ${axis} of ${places[i] ?? `argument ${i}`} of type ${typeText(aval)}`
    groups.set(size, [...(groups.get(size) ?? []), where])
  })
  const lines = [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([size, [first = '', ...more]], i) =>
      more.length === 0
        ? `one axis had size ${size}: ${first}`
        : `${i === 0 ? 'most' : 'some'} axes (${more.length + 1} of them) had size ${size}, e.g. ${first}`,
    )
  return new PythonError(
    'ValueError',
    `vmap got inconsistent sizes for array axes to be mapped:\n${lines.map((line) => `  * ${line}`).join(';\n')}`,
  )
}
