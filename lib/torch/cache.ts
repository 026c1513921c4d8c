import type {Entry} from './entry.ts'
import {Memory} from './memory.ts'

/** The cache of a code object: its entries, most recently used first, and what its traces remember. */
export class CodeCache {
  readonly name: string
  /** Whose cache it is: the code object, and the graph breaks before the part of it. */
  readonly of: {readonly code: object; readonly part: string}
  readonly memory: Memory
  entries: readonly Entry[] = []
  /** Its number among the frames that were compiled; null before the first. */
  frame: number | null = null
  /** How often a compile was tried. */
  attempts = 0
  /** Its code runs eagerly for good: a trace found nothing to compile, or raised. */
  isSkipped = false
  /** Before torch 2.5 its code is skipped once it is full, and what it calls compiles on its own. */
  isGone = false
  /** What is cached is used, and nothing is compiled any more. */
  isFull = false
  /** The caches of what comes after each of its graph breaks. */
  readonly #rest = new Map<string, CodeCache>()

  constructor(name: string, of: CodeCache['of'], memory = new Memory()) {
    this.name = name
    this.of = of
    this.memory = memory
  }

  /** The cache of the code after a graph break. */
  rest(at: string): CodeCache {
    let found = this.#rest.get(at)
    if (found === undefined) {
      found = new CodeCache(this.name.startsWith('resume in ') ? this.name : `resume in ${this.name}`, {
        code: this.of.code,
        part: `${this.of.part}/${at}`,
      })
      this.#rest.set(at, found)
    }
    return found
  }

  /** An entry was used, or is new: it is tried first. */
  use(entry: Entry): void {
    this.entries = [entry, ...this.entries.filter((other) => other !== entry)]
  }
}
