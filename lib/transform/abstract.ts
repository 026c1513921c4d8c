import {at, avalOf, type Operand, ShapeDtypeStruct} from '../array/index.ts'
import {putTogether, structureOf} from '../graph/index.ts'
import {checkpointed, ClosedJaxpr} from '../lax/index.ts'
import {PythonError, typeRepr, wraps, taking} from '../python/index.ts'
import {around, type TreeFunction, leavesIn} from './leaves.ts'
import {closedOf, traceTree, type TracedTree} from './tracetree.ts'

/** Traces a function on arguments of which only shapes and dtypes count. */
function tracedOn(fun: (...args: never[]) => unknown, args: readonly unknown[]): TracedTree {
  const trees = args.map((arg) => {
    const leaves: unknown[] = []
    const structure = structureOf(arg, leaves, null)
    return {structure, avals: leaves.map(abstractOf)}
  })
  return traceTree(
    fun,
    trees.map(({structure}) => structure),
    trees.map(({avals}) => avals),
    fun.name,
  )
}

function abstractOf(leaf: unknown) {
  const aval = avalOf(leaf)
  if (aval !== null) return aval
  throw new PythonError(
    'TypeError',
    `Cannot interpret value of type ${typeRepr(leaf)} as an abstract array; it does not have a dtype attribute`,
  )
}

/**
 * `jax.eval_shape(fun, ...args)`: shapes and dtypes of what a function returns; nothing is computed.
 *
 * @example
 * evalShape((x) => jnp.dot(x, x), new ShapeDtypeStruct([2, 2], 'float32')) // ShapeDtypeStruct(shape=(2, 2), dtype=float32)
 */
export const evalShape = taking('jax.evalShape(fun: function, /, *args)', shapesOf)

function shapesOf<A extends readonly unknown[]>(fun: TreeFunction<A>, ...args: A): unknown {
  const {jaxpr, out} = tracedOn(fun, args)
  let i = 0
  return putTogether(out, () => {
    const {shape, dtype, weak_type} = at(jaxpr.outvars, i++).aval
    return new ShapeDtypeStruct(shape, dtype, weak_type)
  })
}

/**
 * `jax.make_jaxpr(fun)`: the traced function, from arguments or their shapes; its text is what JAX prints.
 *
 * @example
 * String(makeJaxpr((x) => jnp.sin(x))(1.5)) // '{ lambda ; a:f32[]. let b:f32[] = sin a in (b,) }'
 */
export const makeJaxpr = taking(
  'jax.makeJaxpr(fun: function, /)',
  <A extends readonly unknown[]>(fun: TreeFunction<A>) =>
    (...args: A): ClosedJaxpr =>
      new ClosedJaxpr(closedOf(tracedOn(fun, args))),
)

/** What `jax.checkpoint` takes; neither changes a result. */
export interface CheckpointOptions {
  /** Which intermediate results are kept all the same; none where it is not given. */
  readonly policy?: unknown
  /** Whether a compiler may not undo it; true where it is not given. */
  readonly prevent_cse?: boolean
  /** The arguments that are no arrays, by position: one, or a list; none where it is not given. */
  readonly static_argnums?: number | readonly number[]
}

/**
 * `jax.checkpoint(fun)`: a function whose gradient computes it again in place of keeping what it computed.
 *
 * @example
 * grad(checkpoint((v) => jnp.sin(jnp.cos(v))))(float(0)) // 0
 */
export const checkpoint = taking(
  'jax.checkpoint(fun: function, /, *, prevent_cse=, policy=, static_argnums=)',
  computedAgain,
)

function computedAgain<A extends readonly unknown[]>(
  fun: TreeFunction<A>,
  {static_argnums = []}: CheckpointOptions = {},
): (...args: A) => unknown {
  const fixed = typeof static_argnums === 'number' ? [static_argnums] : static_argnums
  const isFixed = (i: number) => fixed.includes(i)
  const again = (...args: A): unknown => {
    const trees = args.flatMap((arg, i) => (isFixed(i) ? [] : [leavesIn(arg)]))
    const withFixed = (...given: never[]): unknown => {
      const queue: unknown[] = [...given]
      const whole = args.map((arg, i) => (isFixed(i) ? arg : queue.shift()))
      return Reflect.apply(fun, undefined, whole)
    }
    const {jaxpr, consts, out} = traceTree(
      fixed.length > 0 ? withFixed : fun,
      trees.map(({structure}) => structure),
      trees.map(({arrays}) => arrays.map(({aval}) => aval)),
      'checkpoint',
    )
    const operands: readonly Operand[] = [...consts, ...trees.flatMap(({arrays}) => arrays)]
    return around(out, checkpointed(jaxpr, operands))
  }
  return wraps(again, fun)
}
