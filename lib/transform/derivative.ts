import {at, dtypeOf, type Operand} from '../array/index.ts'
import {constant, putTogether} from '../graph/index.ts'
import {
  backward,
  elementwise as e,
  gradientsOf,
  linearize,
  pushed,
  shaping as s,
  vmapped,
} from '../lax/index.ts'
import {isSequence, PythonError, repr, tuple, wraps, taking} from '../python/index.ts'
import {around, arraysApart, type TreeFunction, type Leaves, leavesIn, pairOf, rebuilt} from './leaves.ts'

/** What `jax.grad` and its like take. */
export interface DerivativeOptions {
  /** The arguments to differentiate by; the first where it is not given. */
  readonly argnums?: number | readonly number[]
  /** Whether the function returns a pair: what is differentiated, and something else; false where it is not given. */
  readonly has_aux?: boolean
}

const isMany = (argnums: number | readonly number[]): argnums is readonly number[] =>
  typeof argnums !== 'number'

/** Which arguments are differentiated, and how their derivatives are given back: one, or a tuple. */
interface Chosen {
  readonly places: readonly number[]
  readonly give: (trees: readonly unknown[]) => unknown
}

function chosen(argnums: number | readonly number[], count: number): Chosen {
  const given = isMany(argnums) ? argnums : [argnums]
  refuseMissing(argnums, given, count)
  const places = given.map((n) => (n < 0 ? n + count : n))
  return {places, give: (trees) => (isMany(argnums) ? tuple(...trees) : trees[0])}
}

/**
 * Refuses to differentiate by arguments that a call does not give.
 *
 * @param asked as the caller wrote it.
 */
export function refuseMissing(asked: unknown, places: readonly number[], count: number): void {
  const least = Math.max(...places.map((n) => (n < 0 ? -n : n + 1)))
  if (least > count)
    throw new PythonError(
      'TypeError',
      `differentiating with respect to argnums=${repr(typeof asked === 'number' ? asked : tuple(...places))} requires at least ${least} positional arguments to be passed by the caller, but got only ${count} positional arguments.`,
    )
}

/** The arguments with those at some places put in again. */
function withTrees<A extends readonly unknown[]>(
  body: TreeFunction<A>,
  args: A,
  places: readonly number[],
  trees: readonly Leaves[],
  arrays: readonly Operand[],
): unknown {
  const given: unknown[] = [...args]
  let start = 0
  trees.forEach(({structure, arrays: own}, i) => {
    given[at(places, i)] = around(structure, arrays.slice(start, start + own.length))
    start += own.length
  })
  return Reflect.apply(body, undefined, given)
}

/**
 * `jax.value_and_grad(fun)`: the value of a function of one number, and its gradients in the structure of the arguments.
 *
 * @returns the value (a pair of it and the rest with `has_aux`) and the gradients (a tuple of them for a list of arguments).
 * @throws {PythonError} TypeError for a result that is no real number, or arguments that hold integers.
 * @example
 * valueAndGrad((x) => jnp.sum(jnp.square(x)))(jnp.array([1, 2], 'float32'))
 * // [Array(5., dtype=float32), Array([2., 4.], dtype=float32)]
 */
export const valueAndGradOf = taking(
  'jax.valueAndGrad(fun: function, /, argnums: places=, has_aux: bool=)',
  valueAndGradient,
)

function valueAndGradient<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  {argnums = 0, has_aux = false}: DerivativeOptions = {},
): (...args: A) => readonly [unknown, unknown] {
  const both = (...args: A): readonly [unknown, unknown] => {
    const {places, give} = chosen(argnums, args.length)
    const trees = places.map((place) => leavesIn(args[place]))
    const inputs = trees.flatMap(({arrays}) => arrays)
    let aux = arraysApart(null)
    const {results, gradients} = gradientsOf(
      (values) => {
        const result = withTrees(fun, args, places, trees, values)
        const [value, rest] = has_aux ? pairOf(result, 'a function with has_aux') : [result, null]
        const [loss, ...others] = leavesIn(value).arrays
        if (loss === undefined || others.length > 0 || value === null || !isNumber(value))
          throw notScalar(value)
        aux = arraysApart(rest)
        return [loss, ...aux.arrays]
      },
      inputs,
      inputs.map(() => true),
    )
    const [value, ...rest] = results
    const grads = give(rebuilt(trees, gradients))
    return tuple(has_aux ? tuple(value, aux.back(rest)) : value, grads)
  }
  return wraps(both, fun)
}

/** What a function is known to return before it has run. */
const none: Leaves = {structure: constant(null), arrays: []}

/** Raised where the function that is differentiated returns a tree, or nothing. */
export const notScalar = (value: unknown): PythonError =>
  new PythonError(
    'TypeError',
    `Gradient only defined for scalar-output functions. Output was ${repr(value ?? null)}.${isSequence(value) ? ' Where it returns the loss and something else, has_aux: true says so.' : ''}`,
  )

/** Whether a value is an array, no tree of them. */
const isNumber = (value: unknown): boolean => leavesIn(value).structure.kind === 'leaf'

/**
 * `jax.grad(fun)`: the gradients alone, or with `has_aux` a pair of them and the rest.
 *
 * @throws {PythonError} as `valueAndGrad`.
 * @example
 * grad((x) => jnp.sum(jnp.square(x)))(jnp.array([1, 2], 'float32')) // [2, 4]
 */
export const gradOf = taking('jax.grad(fun: function, /, argnums: places=, has_aux: bool=)', gradientAlone)

function gradientAlone<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  options: DerivativeOptions = {},
): (...args: A) => unknown {
  const both = valueAndGradOf(fun, options)
  const gradient = (...args: A): unknown => {
    const [value, grads] = both(...args)
    return options.has_aux === true ? tuple(grads, pairOf(value, 'a function with has_aux')[1]) : grads
  }
  return wraps(gradient, fun)
}

/**
 * `jax.jvp(fun, primals, tangents)`: the results of a function, and how they move when its arguments move as the tangents say.
 *
 * @example
 * jvp(jnp.sin, [float(0)], [float(1)]) // [Array(0., dtype=float32…), Array(1., dtype=float32…)]
 */
export const jvp = taking('jax.jvp(fun: function, primals, tangents, /)', movedForward)

function movedForward<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  primals: A,
  tangents: readonly unknown[],
): readonly [unknown, unknown] {
  const [result, push] = linearAt(fun, ...primals)
  return tuple(result, push(...tangents))
}

/**
 * `jax.vjp(fun, ...primals)`: the results of a function, and the function from cotangents of them to cotangents of the arguments.
 *
 * @returns the results and a function that gives a tuple, one for each argument.
 */
export const vjp = taking('jax.vjp(fun: function, /, *primals)', pulledBack)

function pulledBack<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  ...primals: A
): readonly [unknown, (cotangents: unknown) => readonly unknown[]] {
  const {linear, structure, trees, inputs} = linearized(fun, primals)
  return tuple(around(structure, linear.results), (cotangents: unknown) => {
    const found = backward(linear, leavesIn(cotangents).arrays)
    const own = inputs.map(({aval}, i) => found[i] ?? s.zerosOf(aval))
    return tuple(...rebuilt(trees, own))
  })
}

/**
 * `jax.linearize(fun, ...primals)`: the results of a function, and the function from how the arguments move to how the results do.
 *
 * @example
 * const [y, push] = linearize(jnp.sin, float(0))
 * push(float(2)) // 2
 */
export const linearizeOf = taking('jax.linearize(fun: function, /, *primals)', linearAt)

function linearAt<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  ...primals: A
): readonly [unknown, (...tangents: readonly unknown[]) => unknown] {
  const {linear, structure} = linearized(fun, primals)
  return tuple(around(structure, linear.results), (...tangents: readonly unknown[]) => {
    const moved = pushed(
      linear,
      tangents.flatMap((tree) => leavesIn(tree).arrays),
    )
    return around(
      structure,
      linear.results.map(({aval}, i) => moved[i] ?? s.zerosOf(aval)),
    )
  })
}

/** A function of trees at a point, with its derivative by some arguments; by all where it is not said by which. */
function linearized<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  args: A,
  places: readonly number[] = [...args.keys()],
) {
  const trees = places.map((place) => leavesIn(args[place]))
  const inputs = trees.flatMap(({arrays}) => arrays)
  let {structure} = none
  const linear = linearize(
    (values) => {
      const out = leavesIn(withTrees(fun, args, places, trees, values))
      structure = out.structure
      return out.arrays
    },
    inputs,
    inputs.map(() => true),
  )
  return {linear, structure, trees, inputs}
}

/** The rows of the unit matrix of as many elements as an array has, each in its shape. */
function units({aval: {size, shape, dtype, weak_type}}: Operand): Operand {
  const index = (axis: number) => s.iota(dtypeOf('int32'), [size, size], axis)
  return s.reshape(s.convertElementType(e.eq(index(0), index(1)), dtype, weak_type), [size, ...shape])
}

/** The first axis of a stack as the axes of an array, moved behind those of the rows. */
function unstacked(stack: Operand, like: Operand): Operand {
  const [, ...row] = stack.aval.shape
  const order = [...row.keys()].map((axis) => axis + 1)
  return s.reshape(s.transpose(stack, [...order, 0]), [...row, ...like.aval.shape])
}

/** For each array of the result a tree like the arguments: how it moves with each element of theirs. */
function jacobian(
  structure: Leaves['structure'],
  trees: readonly Leaves[],
  give: Chosen['give'],
  by: (result: number, input: number) => Operand,
): unknown {
  let result = 0
  return putTogether(structure, () => {
    const which = result++
    const inputs = trees.flatMap(({arrays}) => arrays)
    return give(
      rebuilt(
        trees,
        inputs.map((_, input) => by(which, input)),
      ),
    )
  })
}

/**
 * `jax.jacfwd(fun)`: the Jacobian, column by column: the axes of the result, then those of the argument.
 *
 * @example
 * jacfwd((x) => jnp.multiply(x, x))(jnp.array([1, 2], 'float32')) // [[2, 0], [0, 4]]
 */
export const jacfwd = taking('jax.jacfwd(fun: function, /, argnums: places=)', byColumns)

function byColumns<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  {argnums = 0}: DerivativeOptions = {},
): (...args: A) => unknown {
  return (...args) => {
    const {places, give} = chosen(argnums, args.length)
    const {linear, structure, trees, inputs} = linearized(fun, args, places)
    const columns = inputs.map((input, moving) =>
      vmapped(
        (rows) => {
          const found = pushed(
            linear,
            inputs.map((_, i) => (i === moving ? at(rows, 0) : null)),
          )
          return linear.results.map(({aval}, i) => found[i] ?? s.zerosOf(aval))
        },
        [units(input)],
        [true],
        input.aval.size,
      ),
    )
    return jacobian(structure, trees, give, (result, input) =>
      unstacked(at(at(columns, input), result), at(inputs, input)),
    )
  }
}

/**
 * `jax.jacrev(fun)`: the Jacobian, row by row: the axes of the result, then those of the argument.
 *
 * @example
 * jacrev((x) => jnp.multiply(x, x))(jnp.array([1, 2], 'float32')) // [[2, 0], [0, 4]]
 */
export const jacrev = taking('jax.jacrev(fun: function, /, argnums: places=)', byRows)

function byRows<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  {argnums = 0}: DerivativeOptions = {},
): (...args: A) => unknown {
  return (...args) => {
    const {places, give} = chosen(argnums, args.length)
    const {linear, structure, trees, inputs} = linearized(fun, args, places)
    const rows = linear.results.map((result, asked) =>
      vmapped(
        (cotangents) => {
          const found = backward(
            linear,
            linear.results.map((_, i) => (i === asked ? at(cotangents, 0) : null)),
          )
          return inputs.map(({aval}, i) => found[i] ?? s.zerosOf(aval))
        },
        [units(result)],
        [true],
        result.aval.size,
      ),
    )
    return jacobian(structure, trees, give, (result, input) =>
      s.reshape(at(at(rows, result), input), [
        ...at(linear.results, result).aval.shape,
        ...at(inputs, input).aval.shape,
      ]),
    )
  }
}

/** `jax.hessian(fun)`: the derivative of the gradient. */
export const hessian = <A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  options: DerivativeOptions = {},
): ((...args: A) => unknown) => jacfwd(jacrev(fun, options), options)
