import {type ArrayLike, type JaxArray} from '../array/index.ts'
import {asArray, asOperand} from '../lax/index.ts'
import {isGraphNode, putTogether, state} from '../graph/index.ts'
import {isSequence, PythonError, taking, tuple, typeRepr} from '../python/index.ts'
import {customVjp} from '../transform/index.ts'
import type {DiffState, Function_} from './grad.ts'
import {finished, runIn} from './lifted.ts'
import {arraysIn, type Left, leftOf, type Parts, partsOf, putBack} from './parts.ts'

/** What `nnx.customVjp` takes. */
export interface LiftedVjpOptions {
  /** By `DiffState`, of which Variables the backward pass gives cotangents; all others have none; of none where it is not given. */
  readonly nondiff_argnums?: readonly DiffState[]
  /** Whether models keep shared references; true where it is not given. */
  readonly graph?: boolean
  /** Whether the backward pass is given the cotangents of the models too, and gives states; true where it is not given. */
  readonly graph_updates?: boolean
}

/** A function of models with its own backward pass. */
export interface LiftedVjp {
  (...args: readonly unknown[]): unknown
  /**
   * Takes the passes. Forward: from the arguments to a pair of result and residuals. Backward: from the residuals and the cotangent, which is a
   * pair of those of the models (a state for each, None for other arguments) and of the result, to a cotangent for each argument: a state, or an
   * array. Without `graph_updates` the cotangent is that of the result alone, and that of a model is a model.
   */
  defvjp(forward: Function_, backward: Function_): void
}

/**
 * `nnx.custom_vjp(fn)`: a function of models and arrays whose gradient is what `defvjp` says.
 *
 * @throws {PythonError} AttributeError at a call before `defvjp`.
 * @example
 * const f = customVjp((m) => jnp.multiply(jnp.sin(m.x), m.y))
 * f.defvjp((m) => [f(m), m], (m, [[updates], g]) => [edit(updates, (state) => { state.x.value = jnp.multiply(g, m.y) })])
 */
export const customVjpIn = taking(
  'nnx.customVjp(fun: function, /, *, nondiff_argnums=, graph=, graph_updates=)',
  withBackward,
)

function withBackward(fn: Function_, {graph = true, graph_updates = true}: LiftedVjpOptions = {}): LiftedVjp {
  let passes: readonly [Function_, Function_] | null = null
  const call = (...args: readonly unknown[]): unknown => {
    const [forward, backward] = passes ?? undefinedRule(fn)
    const parts = partsOf([...args], {numbers: true})
    let left: Left | undefined
    let held: Parts | undefined
    const flat = customVjp((...arrays: readonly JaxArray[]) =>
      runIn(fn, parts, arrays, (found) => (left = found)),
    )
    flat.defvjp(
      (...arrays: readonly JaxArray[]) => {
        const here = putBack(parts, arrays)
        const pair: unknown = Reflect.apply(forward, undefined, here.args)
        const [result, residuals] = isSequence(pair) ? pair : []
        held = partsOf([residuals], {numbers: true})
        const found = leftOf(here, [here.args, result])
        left ??= found
        return [found.arrays.map(asArray), arraysIn(held).map(asArray)]
      },
      (residuals: readonly JaxArray[], given: readonly JaxArray[]) => {
        if (held === undefined || left === undefined) return undefinedRule(fn)
        const [kept] = putBack(
          held,
          residuals.map((one) => asOperand(one)),
        ).args
        const cotangent = cotangentOf(left, given, graph && graph_updates)
        return cotangents(parts, Reflect.apply(backward, undefined, [kept, cotangent]), fn)
      },
    )
    const results = flat(...arraysIn(parts).map(asArray))
    return finished(left, results, parts)
  }
  return Object.assign(call, {
    defvjp: (forward: Function_, backward: Function_) => {
      passes = [forward, backward]
    },
  })
}

const undefinedRule = (fn: Function_): never => {
  throw new PythonError('AttributeError', `No VJP defined for custom_vjp function ${fn.name} using defvjp.`)
}

/** The cotangents of what a function left, as its backward pass is given them. */
function cotangentOf(left: Left, given: readonly JaxArray[], hasUpdates: boolean): unknown {
  const queue = [...given]
  const tree = putTogether(left.structure, () => queue.shift(), {built: new Map()})
  const [args, result]: readonly unknown[] = isSequence(tree) ? tree : []
  if (!hasUpdates) return result
  const updates = isSequence(args)
    ? tuple(...args.map((arg) => (isGraphNode(arg) ? state(arg) : null)))
    : tuple()
  return tuple(updates, result)
}

/** What a backward pass gave, as one cotangent for each array of the arguments; null for none. */
function cotangents(parts: Parts, found: unknown, fn: Function_): readonly (ArrayLike | null)[] {
  if (!isSequence(found))
    throw new PythonError(
      'TypeError',
      `the backward pass of ${fn.name} must give a tuple, got ${typeRepr(found)}`,
    )
  const places = new Map(
    partsOf([...found], {numbers: true}).slots.map(({path, array}) => [path.join('/'), array]),
  )
  return parts.slots.map(({path}) => places.get(path.join('/')) ?? null)
}
