import {asArray, asOperand, type Input} from '../lax/index.ts'
import {type JaxArray} from '../array/index.ts'
import {putTogether, sameStructure} from '../graph/index.ts'
import {isSequence, PythonError, wraps, taking} from '../python/index.ts'
import {checkpoint, type CheckpointOptions, evalShape, lax} from '../transform/index.ts'
import type {Function_} from './grad.ts'
import {arraysIn, byStructure, putBack, type Left, leftOf, type Parts, partsOf, resultOf} from './parts.ts'

/** Runs a function on models of the trace at work; keeps what it left of its arguments, and its result. */
export function runIn(
  fn: Function_,
  parts: Parts,
  arrays: readonly JaxArray[],
  keep: (left: Left) => void,
): readonly unknown[] {
  const here = putBack(parts, arrays)
  const result: unknown = Reflect.apply(fn, undefined, here.args)
  const left = leftOf(here, [here.args, result])
  keep(left)
  return left.arrays.map(asArray)
}

/** Brings the arrays that a form of lax gave to the caller's models, and gives back the result. */
export function finished(left: Left | undefined, results: unknown, into: Parts): unknown {
  return resultOf(left?.apply(arraysIn(partsOf(results)).map(asArray), into))
}

/**
 * `nnx.remat(fn)`: a function of models whose gradient computes it again in place of keeping what it computed.
 *
 * @example
 * remat((model, x) => model.call(x))(model, x).shape // [2, 8]
 */
export const rematOf = taking(
  'nnx.remat(f: function, /, *, prevent_cse=, static_argnums=, policy=)',
  computedAgainIn,
)

function computedAgainIn(
  fn: Function_,
  {static_argnums = [], ...options}: CheckpointOptions = {},
): (...args: readonly unknown[]) => unknown {
  const statics: readonly number[] = typeof static_argnums === 'number' ? [static_argnums] : static_argnums
  const bodyOf = byStructure((parts) => {
    const kept: {left?: Left} = {}
    const run = (...arrays: readonly JaxArray[]) => runIn(fn, parts, arrays, (left) => (kept.left = left))
    return {run: checkpoint(run, options), kept}
  })
  const again = (...args: readonly unknown[]): unknown => {
    const parts = partsOf([...args], {numbers: ([place]) => !statics.includes(Number(place))})
    const {run, kept} = bodyOf(parts)
    const results = run(...arraysIn(parts).map(asArray))
    return finished(kept.left, results, parts)
  }
  return wraps(again, fn)
}

/** Chooses between functions of the same models: each is traced, and what the chosen one did comes back. */
function chosen(
  branches: readonly Function_[],
  operands: readonly unknown[],
  form: (
    flat: readonly ((...arrays: readonly JaxArray[]) => readonly unknown[])[],
    arrays: readonly JaxArray[],
  ) => unknown,
): unknown {
  const parts = partsOf([...operands], {numbers: true})
  const lefts: Left[] = []
  const results = form(
    branches.map(
      (branch) =>
        (...arrays) =>
          runIn(branch, parts, arrays, (left) => lefts.push(left)),
    ),
    arraysIn(parts).map(asArray),
  )
  const [first, ...others] = lefts
  if (others.some((left) => !sameStructure(left.structure, first?.structure)))
    throw new PythonError(
      'TypeError',
      'the branches leave models or results of different structure: each must return the same, and change no structure unless all do',
    )
  return finished(first, results, parts)
}

/**
 * `nnx.cond(pred, yes, no, ...operands)`: one of two functions of models and arrays.
 *
 * @throws {PythonError} TypeError when the branches leave different types or structures.
 */
export const condIn = taking(
  'nnx.cond(pred, true_fun: function, false_fun: function, /, *operands)',
  (pred: Input, yes: Function_, no: Function_, ...operands: readonly unknown[]): unknown =>
    chosen([yes, no], operands, ([first, second], arrays) =>
      first && second ? lax.cond(pred, first, second, ...arrays) : null,
    ),
)

/** `nnx.switch(index, branches, ...operands)`: one of several functions of models and arrays, the index held in range. */
export const switchIn = taking(
  'nnx.switch(index, branches: functions, /, *operands)',
  (index: Input, branches: readonly Function_[], ...operands: readonly unknown[]): unknown =>
    chosen(branches, operands, (flat, arrays) => lax.switch(index, flat, ...arrays)),
)

/**
 * A loop that hands on one value with models in it: `form` runs it on lists of arrays, `turn` is its body.
 *
 * @throws {PythonError} `fault`, when the body changes the structure of what is handed on.
 */
function handedOn(
  init: unknown,
  fault: PythonError,
  form: (
    arrays: readonly JaxArray[],
    turn: (fn: Function_, arrays: readonly JaxArray[]) => readonly unknown[],
    look: (fn: Function_, arrays: readonly JaxArray[]) => unknown,
  ) => unknown,
): unknown {
  const parts = partsOf([init], {numbers: true})
  let kept: Left | undefined
  const results = form(
    arraysIn(parts).map(asArray),
    (fn, arrays) => {
      const here = putBack(parts, arrays)
      const left = leftOf(here, [Reflect.apply(fn, undefined, here.args)])
      if (!sameStructure(parts.structure, left.structure)) throw fault
      kept = left
      return left.arrays.map(asArray)
    },
    (fn, arrays) => Reflect.apply(fn, undefined, putBack(parts, arrays).args),
  )
  const done = kept?.apply(arraysIn(partsOf(results)).map(asArray), parts)
  return Array.isArray(done) ? done[0] : null
}

/**
 * `nnx.while_loop(test, body, init)`: hands on a value with models in it as long as the test says so.
 *
 * @throws {PythonError} TypeError when the body gives back another type, ValueError for another structure.
 */
export const whileIn = taking(
  'nnx.whileLoop(cond_fun: function, body_fun: function, /, *init_val)',
  whileHolds,
)

function whileHolds(test: Function_, body: Function_, init: unknown): unknown {
  return handedOn(
    init,
    new PythonError(
      'ValueError',
      "nnx.while_loop requires body function's input and output to have the same reference and pytree structure, but they differ. If the mismatch comes from `outer_index` field, you might have modified reference structure within the body function,\nwhich is not allowed.",
    ),
    (arrays, turn, look) =>
      lax.whileLoop(
        (now: readonly JaxArray[]) => look(test, now),
        (now: readonly JaxArray[]) => turn(body, now),
        arrays,
      ),
  )
}

/**
 * `nnx.fori_loop(lower, upper, body, init)`: a loop over whole numbers that hands on a value with models in it.
 *
 * @example
 * foriLoop(0, 3, (i, [model, x]) => [model, jnp.add(x, i)], [model, x])[1].shape // [2, 4]
 */
export const foriIn = taking('nnx.foriLoop(lower, upper, body_fun: function, /, *init_val)', counted)

function counted(
  lower: Input,
  upper: Input,
  body: (i: never, value: never) => unknown,
  init: unknown,
): unknown {
  return handedOn(
    init,
    new PythonError(
      'TypeError',
      'scan body function carry input and carry output must have the same pytree structure, but they differ:\n\nthe body gives its models or containers back with another structure.',
    ),
    (arrays, turn, look) => {
      const at =
        (i: JaxArray) =>
        (value: unknown): unknown =>
          Reflect.apply(body, undefined, [i, value])
      const ask = (i: JaxArray, now: readonly JaxArray[]) => look(at(i), now)
      evalShape(ask, asArray(asOperand(lower)), arrays) // flax asks for the types before it loops
      return lax.foriLoop(lower, upper, (i: JaxArray, now: readonly JaxArray[]) => turn(at(i), now), arrays)
    },
  )
}

/**
 * `nnx.eval_shape(fn, ...args)`: what a function returns, models with shapes and dtypes in place of arrays; nothing is computed.
 *
 * @example
 * evalShape(() => new Linear({in_features: 2, out_features: 3, rngs: new Rngs(0)})).kernel.value // ShapeDtypeStruct(…)
 */
export const evalShapeIn = taking('nnx.evalShape(f: function, /, *args)', shapesIn)

function shapesIn(fn: Function_, ...args: readonly unknown[]): unknown {
  const parts = partsOf([...args], {numbers: true})
  let kept: Left | undefined
  const results = evalShape(
    (...arrays: readonly JaxArray[]) => runIn(fn, parts, arrays, (left) => (kept = left)),
    ...arraysIn(parts).map(asArray),
  )
  const queue: unknown[] = isSequence(results) ? [...results] : []
  const done = kept && putTogether(kept.structure, () => queue.shift())
  return Array.isArray(done) ? (done[1] ?? null) : null
}
