import type {Operand} from '../array/index.ts'
import {customCall, type CustomRule, elementwise as e, jvpRule, shaping as s, vjpRule} from '../lax/index.ts'
import {taking, isSequence, PythonError} from '../python/index.ts'
import {around, type Leaves, leavesIn, pairOf, rebuilt, type TreeFunction} from './leaves.ts'
import {traceTree} from './tracetree.ts'

/** What `jax.customJvp` and `jax.customVjp` take. */
export interface CustomOptions {
  /** The arguments that are no arrays, by position; they come first in the rules; none where it is not given. */
  readonly nondiff_argnums?: readonly number[]
}

/** The arguments of a call: those that the derivative is of, and those that it is not. */
interface Parted {
  readonly trees: readonly Leaves[]
  readonly fixed: readonly unknown[]
  /** Calls a function with these arrays in the trees. */
  readonly with: (fun: TreeFunction<never[]>, arrays: readonly Operand[]) => unknown
}

function parted(args: readonly unknown[], {nondiff_argnums = []}: CustomOptions): Parted {
  const fixedAt = nondiff_argnums.map((n) => (n < 0 ? n + args.length : n))
  const trees = args.flatMap((arg, i) => (fixedAt.includes(i) ? [] : [leavesIn(arg)]))
  return {
    trees,
    fixed: fixedAt.map((place) => args[place]),
    with: (fun, arrays) => {
      const own = [...rebuilt(trees, arrays)]
      const given = args.map((arg, i) => (fixedAt.includes(i) ? arg : own.shift()))
      const result: unknown = Reflect.apply(fun, undefined, given)
      return result
    },
  }
}

/** A call of a function with its own rule. */
function call(fun: TreeFunction<never[]>, parts: Parted, rule: CustomRule): unknown {
  const {jaxpr, consts, out} = traceTree(
    (...trees: never[]) =>
      parts.with(
        fun,
        trees.flatMap((tree) => leavesIn(tree).arrays),
      ),
    parts.trees.map(({structure}) => structure),
    parts.trees.map(({arrays}) => arrays.map(({aval}) => aval)),
    fun.name,
  )
  const arrays = parts.trees.flatMap((tree) => tree.arrays)
  return around(out, customCall(jaxpr, rule, [...consts, ...arrays], consts.length))
}

const missing = (kind: string, fun: TreeFunction<never[]>): never => {
  throw new PythonError(
    'AttributeError',
    `No ${kind.toUpperCase()} defined for custom_${kind} function ${fun.name} using def${kind}.`,
  )
}

/** A function with its own forward derivative. */
export interface CustomJvp<A extends readonly unknown[]> {
  (...args: A): unknown
  /** Takes the rule: from the arguments that are no arrays, a list of the others and a list of their tangents to a pair of result and tangent. */
  defjvp<F extends TreeFunction<never[]>>(rule: F): F
  /** Takes a rule for each argument, `(tangent, result, ...arguments) => tangent of the result`, or null for none. */
  defjvps(...rules: readonly (TreeFunction<never[]> | null)[]): void
}

/**
 * `jax.custom_jvp(fun)`: a function whose derivative is what `defjvp` says.
 *
 * @throws {PythonError} AttributeError at a call before `defjvp`.
 * @example
 * const f = customJvp((x) => jnp.sin(x))
 * f.defjvp(([x], [t]) => [f(x), jnp.multiply(2, t)])
 * grad(f)(float(0)) // 2
 */
export const customJvpOf = taking('jax.customJvp(fun: function, /, nondiff_argnums=)', withTangents)

function withTangents<A extends readonly unknown[]>(
  fun: (...args: A) => unknown,
  options: CustomOptions = {},
): CustomJvp<A> {
  let rule: TreeFunction<never[]> | null = null
  const custom = (...args: A): unknown => {
    const parts = parted(args, options)
    const derivative = rule ?? missing('jvp', fun)
    return call(
      fun,
      parts,
      jvpRule(derivative.name, (primals, tangents) => {
        const lists = [primals, tangents].map((values) => rebuilt(parts.trees, values))
        const pair: unknown = Reflect.apply(derivative, undefined, [...parts.fixed, ...lists])
        const [result, tangent] = pairOf(pair, `the JVP rule of ${fun.name}`)
        return [leavesIn(result).arrays, leavesIn(tangent).arrays]
      }),
    )
  }
  const defjvp = <F extends TreeFunction<never[]>>(given: F): F => {
    rule = given
    return given
  }
  const defjvps = (...rules: readonly (TreeFunction<never[]> | null)[]): void => {
    defjvp(function jvp(primals: A, tangents: readonly unknown[]) {
      const result = custom(...primals)
      const moved = rules.map((one, i) =>
        one === null ? null : leavesIn(Reflect.apply(one, undefined, [tangents[i], result, ...primals])),
      )
      const {structure, arrays} = leavesIn(result)
      const sums = arrays.map(
        ({aval}, i) =>
          moved.map((tree) => tree?.arrays[i] ?? null).reduce(e.addTangents, null) ?? s.zerosOf(aval),
      )
      return [result, around(structure, sums)]
    })
  }
  return Object.assign(custom, {defjvp, defjvps})
}

/** A function with its own backward derivative. */
export interface CustomVjp<A extends readonly unknown[]> {
  (...args: A): unknown
  /**
   * Takes the passes: forward from the arguments to a pair of result and residuals; backward from the arguments that are no
   * arrays, the residuals and the cotangent of the result to a list of cotangents of the others, null for zero.
   */
  defvjp(forward: TreeFunction<never[]>, backward: TreeFunction<never[]>): void
}

/**
 * `jax.custom_vjp(fun)`: a function whose gradient is what `defvjp` says.
 *
 * @throws {PythonError} AttributeError at a call before `defvjp`; TypeError where it is differentiated forwards.
 * @example
 * const f = customVjp((x) => jnp.multiply(x, 2))
 * f.defvjp((x) => [f(x), null], (_, g) => [jnp.clip(g, -1, 1)])
 * grad(f)(float(3)) // 1
 */
export const customVjpOf = taking('jax.customVjp(fun: function, /, nondiff_argnums=)', withPasses)

function withPasses<A extends readonly unknown[]>(
  fun: (...args: A) => unknown,
  options: CustomOptions = {},
): CustomVjp<A> {
  let passes: readonly [TreeFunction<never[]>, TreeFunction<never[]>] | null = null
  const custom = (...args: A): unknown => {
    const parts = parted(args, options)
    const [forward, backward] = passes ?? missing('vjp', fun)
    let [out, kept] = [leavesIn(null), leavesIn(null)]
    return call(
      fun,
      parts,
      vjpRule(
        {fwd: forward.name, bwd: backward.name},
        (primals) => {
          const [result, residuals] = pairOf(parts.with(forward, primals), `the forward pass of ${fun.name}`)
          ;[out, kept] = [leavesIn(result), leavesIn(residuals)]
          return {results: out.arrays, residuals: kept.arrays}
        },
        (residuals, cotangents) => {
          const [held, given] = [around(kept.structure, residuals), around(out.structure, cotangents)]
          const found: unknown = Reflect.apply(backward, undefined, [...parts.fixed, held, given])
          return spread(found, parts.trees, fun.name)
        },
      ),
    )
  }
  return Object.assign(custom, {
    defvjp: (forward: TreeFunction<never[]>, backward: TreeFunction<never[]>) => {
      passes = [forward, backward]
    },
  })
}

/** The cotangents that a backward pass gave, one for each array of the arguments. */
function spread(found: unknown, trees: readonly Leaves[], name: string): readonly Operand[] {
  const list = isSequence(found) ? [...found] : [found]
  if (list.length !== trees.length)
    throw new PythonError(
      'TypeError',
      `Custom VJP bwd rule ${name} must produce a tuple of length equal to the primal args tuple, but got ${list.length} for ${trees.length} arguments.`,
    )
  return trees.flatMap(({arrays}, i) => {
    const own = leavesIn(list[i]).arrays
    return arrays.map((array, j) => own[j] ?? s.zerosOf(array.aval))
  })
}
