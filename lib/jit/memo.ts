import {ArrayImpl, samePlace} from '../array/index.ts'
import {type Cell, cellOf, isGraphNode, valueWrites} from '../graph/index.ts'
import type {Effect} from './body.ts'
import type {Entry} from './cache.ts'
import type {DispatchEntry} from './caches.ts'
import type {Config} from './config.ts'
import type {Held} from './effect.ts'

/** What a call that changed nothing found, so that the same call again costs no walk. */
interface Found {
  readonly config: Config
  /** The dispatch key, and what it held. */
  readonly key: number
  readonly entry: Entry<DispatchEntry>
  /** The function's id in the log. */
  readonly function: number
  /** What the call gives back. */
  readonly effect: Effect
  readonly held: Held
  readonly outputs: readonly unknown[]
  /** How many leaves the arguments have. */
  readonly leaves: number
  /** The arrays that the call gives back for other arguments like these, or for these with other contents. */
  readonly again: (args: readonly unknown[]) => readonly unknown[]
}

/** An unchanged call, remembered: equal arguments hit the same entry as long as nobody edits them. */
export class Memo {
  readonly #found: Found
  #args: readonly unknown[]
  #outputs: readonly unknown[]
  #writes = valueWrites()
  readonly #cells: readonly (Cell | null)[]
  readonly #editions: readonly number[]

  private constructor(args: readonly unknown[], found: Found) {
    this.#found = found
    this.#args = args
    this.#outputs = found.outputs
    this.#cells = args.map((arg) => (isGraphNode(arg) ? cellOf(arg) : null))
    this.#editions = this.#cells.map((cell) => cell?.edition ?? 0)
  }

  /** A memo, where the arguments can tell when they change; else null. */
  static of(args: readonly unknown[], found: Found): Memo | null {
    return args.every((arg) => (isGraphNode(arg) ? cellOf(arg).fresh : arg instanceof ArrayImpl))
      ? new Memo(args, found)
      : null
  }

  /** What the call gives back for these arguments, which look to the caches as those did. */
  outputs(args: readonly unknown[]): readonly unknown[] {
    if (this.#writes !== valueWrites() || !args.every((arg, i) => arg === this.#args[i])) {
      this.#outputs = this.#found.again(args)
      this.#args = args
      this.#writes = valueWrites()
    }
    return this.#outputs
  }

  /** What was found, where the same call is made again under the same settings. */
  recall(args: readonly unknown[], config: Config): Found | undefined {
    return config === this.#found.config && this.#holds(args) ? this.#found : undefined
  }

  /** Whether these arguments look to the caches as those did. */
  #holds(args: readonly unknown[]): boolean {
    if (args.length !== this.#args.length) return false
    for (let i = 0; i < args.length; i++) {
      const cell = this.#cells[i]
      if (cell === null || cell === undefined) {
        if (!looksAlike(args[i], this.#args[i])) return false
      } else if (args[i] !== this.#args[i] || !cell.fresh || cell.edition !== this.#editions[i]) return false
    }
    return true
  }
}

const looksAlike = (a: unknown, b: unknown): boolean =>
  a === b ||
  (a instanceof ArrayImpl &&
    b instanceof ArrayImpl &&
    a.aval === b.aval &&
    samePlace(a.placement, b.placement))
