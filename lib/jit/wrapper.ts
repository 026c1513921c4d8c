import {Module, type References} from '../graph/index.ts'
import {
  constructorOf,
  isClass,
  type Names,
  namesOf,
  Partial,
  PythonError,
  qualname,
  repr,
  unwrapped,
} from '../python/index.ts'
import type {Rules} from '../release/index.ts'
import {type JitOptions, type Resolved, resolve} from './options.ts'
import {type Signature, signatureOf} from './signature.ts'

/**
 * How a jitted function treats Modules: `jax` as pytrees; `graph` with shared references and structural changes that
 * come back (nnx.jit); `values` with shared references, only values of Variables come back (`graph_updates=False`);
 * `tree` as pytrees without sharing (`graph=False`).
 */
export type Mode = 'jax' | 'graph' | 'values' | 'tree'

/** What stands before the name of a function: `Model.` in `Model.step`. */
const qualifier = /^.*\./

/** A function wrapped by jax.jit or nnx.jit: who it is to the caches, and how it is called. */
export class Wrapper {
  readonly fun: object
  readonly mode: Mode
  readonly options: JitOptions
  readonly resolved: Resolved
  readonly signature: Signature
  readonly name: string
  /** Where the function is defined, where that is known. */
  readonly place: Names['place']
  /** What the caches take for the function: the function itself under jax.jit, this wrapper under nnx.jit. */
  readonly identity: object

  constructor(fun: object, mode: Mode, options: JitOptions, {negativePositions}: Rules) {
    this.fun = fun
    this.mode = mode
    this.options = options
    this.signature = signatureOf(target(fun))
    this.resolved = resolve(target(fun), options, negativePositions)
    this.name =
      fun instanceof Module ? qualname(constructorOf(fun)) : qualname(target(fun)).replace(qualifier, '')
    this.place = namesOf(unwrapped(target(fun))).place
    this.identity = mode === 'jax' ? fun : this
  }

  /** Runs the body. */
  run(args: readonly unknown[]): unknown {
    const {fun} = this
    if (fun instanceof Partial) return fun.call(...args)
    const method: unknown = typeof fun === 'function' ? fun : Reflect.get(fun, 'call')
    if (typeof method !== 'function' || isClass(method))
      throw new PythonError(
        'TypeError',
        `jit of ${repr(fun)}: give it a function or an object with a method call()`,
      )
    return Reflect.apply(method, typeof fun === 'function' ? undefined : fun, args)
  }

  /** The jitted function as JAX or flax prints it. */
  get text(): string {
    return this.mode === 'jax' ? `<PjitFunction of ${this.repr}>` : this.repr
  }

  /** The function as JAX's messages name it. */
  get repr(): string {
    const fn = `<function ${qualname(target(this.fun))}>`
    if (this.mode === 'jax') return fn
    const shardings = 'in_shardings=None, out_shardings=None'
    return this.mode === 'graph'
      ? `JitFn(f=${fn}, ${shardings}, kwarg_shardings=None, ctxtag=<flax.nnx.transforms.compilation.JitWrapped object>)`
      : `SimpleJitFn(f=${fn}, ${shardings}, donate_argnums=frozenset(), donate_argnames=frozenset(), graph=${this.mode === 'values' ? 'True' : 'False'}, update_shardings=(None,))`
  }
}

/** Where a mode sees a shared node as one, the map of nodes met; null where it sees two. */
export const newReferences = ({mode}: Wrapper): References | null =>
  mode === 'graph' || mode === 'values' ? new Map() : null

/** The function whose parameters count. */
function target(fun: object): object {
  if (fun instanceof Partial) return fun.func
  if (typeof fun === 'function') return fun
  const method: unknown = typeof fun === 'object' ? Reflect.get(fun, 'call') : undefined
  if (typeof method === 'function') return method
  throw new PythonError('TypeError', `Expected a callable value, got ${repr(fun)}`)
}
