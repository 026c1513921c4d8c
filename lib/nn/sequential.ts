import {List, Module} from '../graph/index.ts'
import {named, PythonError, repr, Tuple} from '../python/index.ts'

/** A layer: a Module that can be called, or a function. */
export type SequentialLayer = ((...args: never[]) => unknown) | {readonly call: (...args: never[]) => unknown}

/** Calls a layer. */
export function callLayer(layer: unknown, ...args: readonly unknown[]): unknown {
  const method: unknown =
    typeof layer === 'function'
      ? layer
      : typeof layer === 'object' && layer !== null
        ? Reflect.get(layer, 'call')
        : undefined
  if (typeof method !== 'function')
    throw new PythonError(
      'TypeError',
      `Sequence[...] must be callable, but got ${repr(layer)}: expected a Module with a call method, or a function.`,
    )
  return Reflect.apply(method, layer, args)
}

/**
 * Layers called one after another; what a layer returns as a tuple is the next one's arguments.
 *
 * @example
 * const model = new Sequential(new Linear({in_features: 4, out_features: 8, rngs}), jax.nn.relu)
 */
export class Sequential extends Module {
  declare layers: List

  constructor(...layers: readonly unknown[]) {
    super()
    this.layers = new List(layers)
  }

  call(...args: readonly unknown[]): unknown {
    if (this.layers.length === 0) throw new PythonError('ValueError', 'Empty Sequential module.')
    let output: unknown = undefined
    ;[...this.layers].forEach((layer, i) => {
      output =
        i === 0
          ? callLayer(layer, ...args)
          : output instanceof Tuple
            ? callLayer(layer, ...output)
            : callLayer(layer, output)
    })
    return output
  }
}

named(Sequential, {qualname: 'Sequential', module: 'flax.nnx.helpers'})
