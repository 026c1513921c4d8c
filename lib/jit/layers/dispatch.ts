import type {Placement} from '../../array/index.ts'
import {Tag} from '../../key/index.ts'
import type {Wrapper} from '../wrapper.ts'
import {Cache, type Tools, type Entry, type Signature} from './layer.ts'
import type {TraceEntry} from './trace.ts'

/** What a call runs in the end: a traced function, and where its outputs live when an input was committed. */
export interface Program {
  readonly trace: Entry<TraceEntry>
  readonly place: Placement | null
}

/** A signature of a function. A failed call leaves one without a program: JAX takes the slow way for it ever after. */
export interface DispatchEntry {
  readonly program: Program | null
  /** The key in the log. */
  readonly key: number
}

/** JAX's own limit of the C++ cache, one for all functions (jax/_src/pjit.py, `PjitFunctionCache`). */
export const dispatchLimit = 8192

/**
 * The fast path in C++: function identity and options (but not static_argnums, inline and keep_unused), static arguments
 * by type and `==`, tree, avals, and for each leaf whether it is a Python, NumPy or JAX value and where that lives.
 */
export class Dispatch extends Cache<DispatchEntry> {
  constructor(tools: Tools, capacity: number = dispatchLimit) {
    super('dispatch', tools, capacity)
  }

  key(wrapper: Wrapper, {base, hashes, avals, kinds}: Signature, context: number): number {
    return this.tools.ids.of([
      Tag.dispatch,
      this.tools.identities.program(wrapper),
      base,
      hashes,
      avals,
      kinds,
      context,
    ])
  }
}
