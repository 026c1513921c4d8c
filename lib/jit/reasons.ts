import type {ShapedArray} from '../array/index.ts'
import type {Blame} from '../log/index.ts'
import type {Rules} from '../release/index.ts'
import type {Arguments} from './body.ts'
import type {Config} from './config.ts'
import {blame, type Explains, TraceKey} from './why.ts'
import type {Mode, Wrapper} from './wrapper.ts'

/** A key that the trace layer was asked for and did not have. */
interface Asked {
  /** JAX's own reason; null where it gives none, because a trace with this key failed before, or where it is not found out. */
  readonly blame: (() => Blame) | null
  /** Whether the trace came to an end: then the layer holds the key until it drops it. */
  isTraced: boolean
}

/** With so many earlier keys of one function and more, nobody asks which of them JAX would name. */
const most = 64

interface Seen extends Asked {
  readonly number: number
  readonly key: TraceKey
}

/**
 * What JAX would say of each trace: the keys that each function object was traced with. Releases that tell settings by position
 * (before 0.9) compare keys in another way, which is not simulated.
 */
export class Reasons {
  readonly #how: Explains
  readonly #isHeld: (number: number) => boolean
  readonly #seen = new Map<object, Map<number, Seen>>()
  readonly #lines = new Set<string>()

  /** @param isHeld whether the trace layer holds the entry of a key. */
  constructor({reason, settings}: Rules, isHeld: (number: number) => boolean) {
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
    {identity, mode}: Wrapper,
    number: number,
    config: Config,
    avals: readonly ShapedArray[],
    parts: Arguments,
    names: readonly string[],
  ): Asked {
    const known = this.#seen.get(identity) ?? new Map<number, Seen>()
    this.#seen.set(identity, known)
    if (this.#how.reason.context === 'positions' || known.size > most) return {blame: null, isTraced: false}
    const staticsAreNodes = this.#how.reason.tellsStatics
    const key = new TraceKey(config, avals, parts, {mode, staticsAreNodes}, names)
    for (const seen of known.values())
      if (seen.isTraced && !this.#isHeld(seen.number)) known.delete(seen.number)
    const before = [...known.values()].map((seen) => seen.key)
    const isRetry = known.has(number)
    const redefined = before.length === 0 && this.#isLineKnown(mode)
    const reason = (): Blame =>
      redefined ? {...blame(key, before, this.#how), redefined} : blame(key, before, this.#how)
    const asked: Seen = {number, key, isTraced: false, blame: isRetry ? null : reason}
    known.set(number, asked)
    return asked
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
    this.#seen.clear()
  }

  /** `jitted.clear_cache()`. */
  drop(fun: object): void {
    this.#seen.delete(fun)
  }
}
