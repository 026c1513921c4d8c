/** How a release writes its log. */
export interface Dialect {
  /**
   * The era of its messages: 0 explains nothing, 1 tells `seen … but now given …`, 2 lists several closest keys, 3 writes a miss
   * before it is traced.
   */
  readonly era: 0 | 1 | 2 | 3
}
