/** What is told of a guard that does not hold. */
export interface Told {
  /** In torch's words. */
  readonly text: string
  /** What of a tensor it is about: `size`, `dtype`; of the global state the names of what changed. */
  readonly what?: string
  /** The dimension, of a size or a stride. */
  readonly index?: number
  /** What stood there when the entry was compiled, where one thing can be named. */
  readonly before?: string
  /** What stands there now. */
  readonly now?: string
  /** What of torch made the guard, where it is not what the program reads. */
  readonly by?: 'duck sizing' | 'specialization' | 'layer' | 'module'
}

/** A place that a guard is about, by the names that a program writes, and what of it. */
export interface Place {
  /** The names, outermost first. */
  readonly segments: readonly string[]
  /** `size` or `stride`, of the dimension `index`; `key`, of that place in a dict. */
  readonly what?: string
  /** Which dimension, or which key of a dict, from 0. */
  readonly index?: number
}
