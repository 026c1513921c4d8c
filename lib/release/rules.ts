import type {Member} from './member.ts'

/** The layers of caches, in the order in which a call falls through them. */
export type LayerName = 'dispatch' | 'infer' | 'trace' | 'lower' | 'compile' | 'persistent'

/** One layer of JAX's caches. */
export interface LayerRow {
  /** What it is called here and in a trace. */
  readonly name: LayerName
  /** How many entries it keeps, for all functions together; `Infinity` where JAX drops none, 0 where it keeps none. */
  readonly limit: number
  /** What its key is made of: two calls share an entry when all of these are equal. */
  readonly key: readonly Member[]
  /** What `jitted.clear_cache()` drops: the entries of that function, all of them, or none. */
  readonly drops: 'own' | 'all' | 'none'
  /** Whether it lives in the memory of the process: `jax.clear_caches()` empties it. */
  readonly isMemory: boolean
  /** Whether JAX says when it misses (events of its monitoring); where it does not, nobody can tell a miss there from a hit. */
  readonly isTold: boolean
  /** Where JAX keeps it: file and name. */
  readonly source: string
}

/** A rule that a setting drives, beside the keys that it enters. */
export type Drive =
  | 'x64'
  | 'rank promotion'
  | 'dtype promotion'
  | 'random bits'
  | 'no jit'
  | 'no tracing'
  | 'no donation'
  | 'persistent folder'
  | 'persistent seconds'

/** The values that a setting takes, where JAX has a list of them. */
export interface Choices {
  /** The values, in the order of JAX's list. */
  readonly values: readonly string[]
  /** Whether it takes `None` too. */
  readonly isOptional: boolean
  /** The Python enumeration whose members they are; null where they are plain strings. */
  readonly enumeration: string | null
}

/** One setting of `jax.config`, or a context manager. */
export interface Setting {
  /** Its value when a program starts. */
  readonly start: unknown
  /** The layers whose keys hold its value; none where no cache looks at it. */
  readonly keys: readonly LayerName[]
  /**
   * The rule that it drives; null where no rule here looks at it: it enters its keys and does nothing else. One without keys too, such
   * as `jax_log_compiles`, changes nothing here, whatever it does in JAX.
   */
  readonly drives: Drive | null
  /** What it may be set to; anything where it is not given. */
  readonly choices?: Choices
}

/** How flax writes a model down, where releases differ. */
export interface GraphRules {
  /**
   * Whether an attribute's status says what it is in the graph. Where it does not, its value does: containers are nodes, arrays are
   * leaves, and all else is static, a Python number marked as data among them.
   */
  readonly statusDecides: boolean
  /** Whether an attribute that is deleted takes its status with it. */
  readonly forgetsStatus: boolean
  /** Whether a container with data in it is refused for a new attribute too. */
  readonly refusesNewData: boolean
  /** Whether None among the arguments is an error in the modes of nnx.jit where only values come back. */
  readonly refusesNone: boolean
  /** What flax calls the attribute of a leaf in a graphdef. */
  readonly leafName: 'LeafAttr' | 'ArrayAttr'
  /** Whether `nnx.jit` takes `graph` and `graph_updates`; where it does not, there is graph mode alone. */
  readonly hasModes: boolean
  /** Whether an Optimizer has the static attribute `graph`. */
  readonly optimizerGraph: boolean
}

/** How `jax_explain_cache_misses` words a cause, where releases differ. */
export interface ReasonRules {
  /**
   * How the closest of the earlier keys is found: by the gravest kind of difference, then by how many there are, then by the text of the
   * message; or, until 0.8, by the size of all differences, which are then all told, after a trace that came to an end.
   */
  readonly ranks: 'severity' | 'size'
  /** Whether a changed static value is told with its place; else it reads `cache miss explanation unavailable`. */
  readonly tellsStatics: boolean
  /** How a changed setting is told: by name, by its position in the tracing context, or not at all. */
  readonly context: 'names' | 'positions' | 'nothing'
  /** The address that follows a difference of weak types. */
  readonly weakTypes: string
}

/** How calls use up the buffers that they are given, where releases differ. */
export interface DonationRules {
  /** Whether an output of as many elements of one size takes a buffer over, too; else one of its shape and dtype alone. */
  readonly bySize: boolean
  /** What the runtime says of a buffer that is gone, with `{argument}` for its number, on the fast path; null where JAX sees it before. */
  readonly refusal: string | null
}

/** Seconds by the size of a program: fits of measured programs on one platform. */
export interface CostFit {
  /** Seconds of tracing: `base`, and for each equation of the jaxpr. */
  readonly trace: {readonly base: number; readonly equation: number}
  /** Seconds of lowering: `base`, and for each operation of the module. */
  readonly lower: {readonly base: number; readonly op: number}
  /** Seconds of compiling: `base`, and for each operation, matrix product, convolution, reduction and other kernel. */
  readonly compile: {
    readonly base: number
    readonly op: number
    readonly dot: number
    readonly conv: number
    readonly reduce: number
    readonly other: number
  }
  /** Seconds of a hit: `base`, and for each Variable of the arguments. */
  readonly hit: {readonly base: number; readonly variable: number}
  /** Median relative errors of the fits. */
  readonly errors: {
    readonly trace: number
    readonly lower: number
    readonly compile: number
    readonly hit: number
  }
}

/** The kinds of machine whose costs were measured. */
export type Platform = 'cpu' | 'gpu'

/** How the caches of a release work. */
export interface Rules {
  /** The layers, in the order in which a call falls through them. */
  readonly layers: readonly LayerRow[]
  /** The settings by name; those in the key of the trace layer stand in the order of JAX's tracing context. */
  readonly settings: Readonly<Record<string, Setting>>
  /** How flax writes a model down. */
  readonly graph: GraphRules
  /** How calls use buffers up. */
  readonly donation: DonationRules
  /** What a negative position in `static_argnums` or `donate_argnums` counts from the end of: the arguments of each call, where none is donated, or the parameters. */
  readonly negativePositions: 'call' | 'function'
  /** How JAX words its own reason. */
  readonly reason: ReasonRules
  /** What a miss costs, by platform. */
  readonly costs: Readonly<Partial<Record<Platform, CostFit>>> & {readonly cpu: CostFit}
}
