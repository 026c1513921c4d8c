import {
  ArrayImpl,
  avalOf,
  printedArray,
  jaxArray,
  JaxArray,
  NumpyArray,
  type ShapedArray,
  shapeText,
} from '../array/index.ts'
import {
  container,
  flatten,
  graphdef,
  hole,
  isGraphNode,
  leavesOf,
  type References,
  takeApart,
} from '../graph/index.ts'
import {Float, isPlain, PythonError, repr, typeRepr, unhashable} from '../python/index.ts'
import {show} from '../log/index.ts'
import {itemName} from './facts.ts'
import {fits} from './signature.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** One argument of a call. */
export interface CallArgument {
  /** As messages and paths name it: the parameter, `args[2]` or `kwargs['k']`. */
  readonly name: string
  /** The keyword it was given by; null for a positional argument. */
  readonly keyword: string | null
  readonly value: unknown
  readonly isStatic: boolean
}

/** Sorts out the arguments of a call: positional in their order, then keywords by name. */
export function prepare(
  {resolved, signature}: Wrapper,
  args: readonly unknown[],
  kwargs: ReadonlyMap<string, unknown>,
): readonly CallArgument[] {
  const {static_argnums, static_argnames} = resolved
  const {params} = signature
  const fixed = new Set(static_argnums.map((num) => (num < 0 ? num + args.length : num)))
  const positional = args.map((value, i): CallArgument => {
    const param = params[i]
    return {
      name: param === undefined || param.keyword === true ? `args[${i}]` : param.name,
      keyword: null,
      value,
      isStatic: fixed.has(i),
    }
  })
  const sorted = [...kwargs].sort(([a], [b]) => (a < b ? -1 : 1))
  const named = sorted.map(([keyword, value]): CallArgument => {
    const isParameter = params.some((param) => param.name === keyword)
    return {
      name: isParameter ? keyword : `kwargs[${repr(keyword)}]`,
      keyword,
      value,
      isStatic: static_argnames.includes(keyword),
    }
  })
  return [...positional, ...named]
}

/**
 * Refuses a position that lies before the first argument, counted from the last.
 *
 * @throws {PythonError} ValueError, as JAX raises it.
 */
export function checkPositions({resolved}: Wrapper, given: readonly CallArgument[]): void {
  const count = given.filter(({keyword}) => keyword === null).length
  const before = resolved.static_argnums.find((num) => num < -count)
  if (before !== undefined)
    throw new PythonError(
      'ValueError',
      `Positional argument indices, e.g. for \`static_argnums\`, must have value greater than or equal to -len(args) and less than len(args), but got value ${before} for len(args) == ${count}.`,
    )
}

/** The types by which flax hides a graph node from a static argument; null where it leaves it as it is. */
const hiddenBy = ({mode}: Wrapper): string | null =>
  mode === 'graph' ? 'flax.nnx.extract.NodeStates' : mode === 'values' ? 'flax.nnx.extract.TreeState' : null

/**
 * Refuses what cannot be static.
 *
 * @throws {PythonError} ValueError for a static argument that Python cannot hash.
 */
export function checkStatics(wrapper: Wrapper, given: readonly CallArgument[]): void {
  const hidden = hiddenBy(wrapper)
  for (const [i, {value, isStatic}] of given.entries()) {
    if (!isStatic) continue
    const isHidden = hidden !== null && isGraphNode(value)
    const bad = isHidden ? value : unhashable(value)
    if (bad === undefined) continue
    const type = isHidden ? `<class '${hidden}'>` : typeRepr(value)
    throw new PythonError(
      'ValueError',
      `Non-hashable static arguments are not supported. An error occurred while trying to hash an object of type ${type}, ${shown(value, wrapper, given.slice(0, i))}. The error was:\nTypeError: unhashable type: '${typeRepr(bad).slice("<class '".length, -"'>".length)}'\n`,
    )
  }
}

/** What flax shows of a graph node or container in a static position, else Python's `str(x)`. */
function shown(value: unknown, {mode}: Wrapper, earlier: readonly CallArgument[]): string {
  if (isGraphNode(value) && mode === 'graph') {
    const references: References = new Map()
    for (const argument of earlier) if (isGraphNode(argument.value)) flatten(argument.value, references)
    return `NodeStates(_graphdef=${repr(flatten(value, references).graphdef)}`
  }
  if (isGraphNode(value) && mode === 'values') return `TreeState(graphdef=${repr(graphdef(value))}`
  if (isPlain(value) && (mode === 'graph' || mode === 'values'))
    return repr(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))
  return value instanceof NumpyArray || value instanceof ArrayImpl ? rows(value) : repr(value)
}

/** An array as NumPy prints it: rows in brackets, one a line. */
function rows(array: NumpyArray | ArrayImpl): string {
  if (array.dtype.kind === 'k')
    return `Array(${shapeText(array.shape)}, dtype=${array.dtype.name}) overlaying:\n[…]`
  const {contents, dtype, shape} = array
  if (contents === null) return `shape=${shapeText(shape)}`
  return printedArray(contents, dtype, shape)
}

/**
 * The arguments as messages of a failing call name them: by position where they do not fit the signature.
 *
 * Source: jax `api_util.py`, `_arg_names`.
 */
export function namedForMessages(
  {fun, signature}: Wrapper,
  given: readonly CallArgument[],
): readonly CallArgument[] {
  const args = given.filter(({keyword}) => keyword === null).map(({value}) => value)
  const named = new Map(given.flatMap(({keyword, value}) => (keyword === null ? [] : [[keyword, value]])))
  if (fits(fun, signature, args, named)) return given
  let position = 0
  return given.map((argument) => ({
    ...argument,
    name: argument.keyword === null ? `args[${position++}]` : `kwargs[${repr(argument.keyword)}]`,
  }))
}

/** The leaves of what a call is given, in the order of the inputs of its program. */
export const leavesGiven = (wrapper: Wrapper, dynamic: readonly CallArgument[]): readonly unknown[] =>
  leavesOf(
    dynamic.map(({value}) => value),
    newReferences(wrapper),
  )

/**
 * The avals of all leaves in order.
 *
 * @throws {PythonError} TypeError for a leaf that is no array; OverflowError for a Python int that does not fit.
 */
export function avalsOf(
  wrapper: Wrapper,
  dynamic: readonly CallArgument[],
  x64: boolean,
): readonly ShapedArray[] {
  const leaves = leavesGiven(wrapper, dynamic)
  const arrays = leaves.filter((leaf) => leaf instanceof JaxArray)
  if (arrays.length === leaves.length) return arrays.map(({aval}) => aval)
  const avals: ShapedArray[] = []
  eachLeaf(wrapper, dynamic, (leaf, path) => avals.push(avalOfLeaf(wrapper, leaf, path, x64)))
  return avals
}

function avalOfLeaf(wrapper: Wrapper, leaf: unknown, path: readonly string[], x64: boolean): ShapedArray {
  const hasArray = typeof leaf === 'object' && leaf !== null && jaxArray in leaf
  const aval = hasArray ? null : avalOf(leaf, {x64, path: show(path)})
  if (aval !== null) return aval
  throw new PythonError(
    'TypeError',
    `Error interpreting argument to ${wrapper.repr} as an abstract array. The problematic value is of type ${typeRepr(leaf)} and was passed to the function at path ${show(path)}.\nThis typically means that a jit-wrapped function was called with a non-array argument, and this argument was not marked as static using the static_argnums or static_argnames parameters of jax.jit.`,
  )
}

/** Visits the leaves of the dynamic arguments in JAX's order, with the path by which JAX's messages name them. */
function eachLeaf(
  wrapper: Wrapper,
  dynamic: readonly CallArgument[],
  visit: (leaf: unknown, path: readonly string[]) => void,
): void {
  const references = newReferences(wrapper)
  for (const {name, value: tree} of dynamic)
    takeApart(
      tree,
      references,
      ({value, path}) => {
        visit(value, [name, ...path.map(String)])
        return hole
      },
      {
        item: itemName,
        ...(wrapper.mode === 'graph' && {inside: (_at, i) => ['states', '[0]', `[${i}]`]}),
      },
    )
}

/**
 * flax 0.12.6 masks None among the arguments and cannot put it back, where only the values of Variables come back.
 *
 * @throws {PythonError} ValueError, after the program ran (flax/nnx/extract.py, `apply_variable_updates`).
 */
export function refuseNone({mode}: Wrapper, given: readonly CallArgument[]): void {
  if ((mode === 'values' || mode === 'tree') && given.some(({value}) => holdsNone(value)))
    throw new PythonError('ValueError', 'Expected None, got Mask().')
}

function holdsNone(value: unknown): boolean {
  if (isGraphNode(value)) return false
  const parts = container(value)
  return parts !== null && (parts.type === 'NoneType' || parts.children.some(holdsNone))
}

/** A leaf's place as a key tells it. */
export function placeOf(leaf: unknown): string {
  if (leaf instanceof JaxArray) {
    const placement: unknown = Reflect.get(leaf, 'placement')
    const committed =
      typeof placement === 'object' && placement !== null && Reflect.get(placement, 'committed') === true
    return committed ? `committed ${String(Reflect.get(placement, 'device'))}` : 'uncommitted'
  }
  return leaf instanceof NumpyArray ||
    (typeof leaf === 'object' && leaf !== null && !(leaf instanceof Float) && 'dtype' in leaf)
    ? 'numpy'
    : 'python'
}
