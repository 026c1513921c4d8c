/** Why a program was not written to the persistent cache. */
export const unwrittens = ['too short', 'callbacks', 'too small', 'untold'] as const

/** What a log tells beside its compiles. */
export type Remark =
  /** How often the persistent cache had a program, lacked one, and was given one. */
  | {
      readonly what: 'persistent cache'
      readonly hits: number
      readonly misses: number
      readonly writes: number
    }
  /** Programs that were not written to the persistent cache for one reason. */
  | {
      readonly what: 'unwritten'
      readonly why: (typeof unwrittens)[number]
      /** Whose programs, the first met first, at most twenty. */
      readonly functions: readonly string[]
      readonly times: number
      /** What the last of them took to compile, in seconds, and the least that is written; null where that is no reason. */
      readonly seconds: number | null
      readonly limit: number | null
    }
  /** Misses of functions that libraries call, in a log without compiles: whether these compiled, or were traced inside others, is not told. */
  | {readonly what: 'uncounted'; readonly misses: number}
  /** XLA's alarm of a slow compile: whose (`''` where no line names it), and its seconds; null where the log ends before. */
  | {readonly what: 'slow compile'; readonly function: string; readonly seconds: number | null}
