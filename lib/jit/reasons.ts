import type {ShapedArray} from '../array/index.ts'
import type {Forms} from '../key/index.ts'
import type {Blame} from '../log/index.ts'
import type {Rules} from '../release/index.ts'
import type {Arguments} from './pytree.ts'
import type {Config} from './config.ts'
import {Shared} from './share.ts'
import {leastSize} from './sizes.ts'
import {TraceKey} from './tracekey.ts'
import {blame, type Explains} from './why.ts'
import type {Mode, Wrapper} from './wrapper.ts'

/** A key that the trace layer was asked for and did not have. */
interface Asked {
  /** JAX's own reason before the trace; null where it gives none, because a trace with this key failed before. */
  readonly blame: (() => Blame) | null
  /** The trace came to an end: gives JAX's own reason after it, and the layer holds the key until it drops it. */
  readonly traced: () => (() => Blame) | null
}

/** A key of a function that JAX compares later ones with. */
interface Seen {
  readonly number: number
  readonly key: TraceKey
  isTraced: boolean
  /** How many keys the function had when the layer dropped this one. */
  end: number
}

/** The keys of one function object in their order, and those that are held. */
interface Known {
  readonly all: Seen[]
  readonly held: Map<number, Seen>
}

/** What JAX would say of each trace: the keys that each function object was traced with. */
export class Reasons {
  readonly #how: Explains
  readonly #shared: Shared
  readonly #isHeld: (number: number) => boolean
  readonly #known = new Map<object, Known>()
  readonly #lines = new Set<string>()

  /** @param isHeld whether the trace layer holds the entry of a key. */
  constructor({reason, settings}: Rules, forms: Forms, isHeld: (number: number) => boolean) {
    this.#shared = new Shared(forms)
    this.#how = {
      reason,
      settings: Object.entries(settings).flatMap(([name, {keys}]) => (keys.includes('trace') ? [name] : [])),
    }
    this.#isHeld = isHeld
  }

  /**
   * A trace is about to begin.
   *
   * @param number of the key in the trace layer.
   * @param names of the arguments: positional ones in order, then keywords in order.
   */
  ask(
    wrapper: Wrapper,
    number: number,
    config: Config,
    avals: readonly ShapedArray[],
    parts: Arguments,
    names: readonly string[],
  ): Asked {
    const {reason} = this.#how
    const {identity, mode} = wrapper
    const known = this.#known.get(identity) ?? {all: [], held: new Map<number, Seen>()}
    this.#known.set(identity, known)
    const call = {wrapper, config, avals, parts, names}
    const seen: Seen = {number, key: new TraceKey(this.#shared, reason, call), isTraced: false, end: Infinity}
    for (const one of known.held.values())
      if (one.isTraced && !this.#isHeld(one.number)) {
        one.end = known.all.length
        known.held.delete(one.number)
      }
    if (reason.ranks === 'size')
      return {
        blame: null,
        traced: () => {
          seen.isTraced = true
          return this.#add(known, seen, mode)
        },
      }
    const again = known.held.get(number)
    const told = again === undefined ? this.#add(known, seen, mode) : null
    return {
      blame: told,
      traced: () => {
        ;(again ?? seen).isTraced = true
        return told
      },
    }
  }

  /** Adds a key, and gives the reason that JAX has for it. */
  #add({all, held}: Known, seen: Seen, mode: Mode): () => Blame {
    const at = all.length
    const redefined = held.size === 0 && this.#isLineKnown(mode)
    all.push(seen)
    held.set(seen.number, seen)
    let said: Blame | null = null
    return () => {
      said ??= this.#reason(
        seen.key,
        all
          .slice(0, at)
          .filter(({end}) => end > at)
          .map(({key}) => key),
        redefined,
      )
      return said
    }
  }

  #reason(key: TraceKey, before: readonly TraceKey[], redefined: boolean): Blame {
    const tell = this.#how.reason.ranks === 'size' ? leastSize : blame
    return redefined ? {...tell(key, before, this.#how), redefined} : tell(key, before, this.#how)
  }

  /** JAX asks for the calling line, which is one and the same for all that nnx.jit wraps; the lines of a program are not known here. */
  #isLineKnown(mode: Mode): boolean {
    if (mode === 'jax') return false
    const line = mode === 'graph' ? 'JitWrapped.__call__' : 'SimpleJitWrapped.__call__'
    const isKnown = this.#lines.has(line)
    this.#lines.add(line)
    return isKnown
  }

  /** `jax.clear_caches()`. */
  clear(): void {
    this.#known.clear()
  }

  /** `jitted.clear_cache()`. */
  drop(fun: object): void {
    this.#known.delete(fun)
  }
}
