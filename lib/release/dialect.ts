/** How a release writes its log. Its wordings are the rows of `messages` and `explanations` that are of it. */
export interface Dialect {
  /**
   * The era of its messages: 0 explains nothing, 1 tells `seen … but now given …`, 2 lists several closest keys, 3 writes a miss
   * before it is traced.
   */
  readonly era: 0 | 1 | 2 | 3
  /** Which comes first in the log of a trace: that it is finished, or why it was needed. */
  readonly opens: 'traced' | 'miss'
  /** Traces inside another trace are told as well, before it. */
  readonly tellsInner: boolean
  /** The setting at each position of the tracing context, as far as found by changing it; null where the log tells names. */
  readonly context: Readonly<Record<number, string>> | null
}
