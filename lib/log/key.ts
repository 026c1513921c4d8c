import type {Evidence} from './outcome.ts'

/** The parts of a cache key, in the order in which an explanation names them; torch.compile has guards in the place of a key, which none of JAX's holds. */
export const components = [
  'function',
  'static',
  'tree',
  'graphdef',
  'aval',
  'placement',
  'options',
  'context',
  'guard',
] as const

/** One of `components`. */
export type Component = (typeof components)[number]

/**
 * Segments of a path, outermost first: the parameter's name (or `args[0]`, `kwargs['k']`), then attribute names and keys of
 * NNX containers as they are, and subscripts of Python containers in brackets (`[0]`, `['x']`).
 */
export type Path = readonly string[]

/** What a fact is about; a view draws each kind in its own way. */
export type FactKind =
  | 'function'
  | 'container'
  | 'node'
  | 'variable'
  | 'metadata'
  | 'attribute'
  | 'reference'
  | 'leftover'
  | 'leaf'
  | 'static'
  | 'option'
  | 'context'
  | 'placement'

const amongStatics = 'static args'

/** The name of a static argument where a log tells its number among the static ones alone: no other says which parameter it is. */
export const numberedStatic = (at: number): string => `${amongStatics}[${at}]`

/** Whether a path begins at such an argument. */
export const isNumberedStatic = ([root]: Path): boolean => root?.startsWith(amongStatics) === true

/**
 * One thing that a key holds: at this path stands this value.
 *
 * | component | kind | path | value |
 * | --- | --- | --- | --- |
 * | function | function | `step` | `step defined at train.py:7`, identity of the function object |
 * | tree | container | `batch` | `dict{'x', 'y'}`, `tuple of length 2`, `leaf`; path `kwargs` for the keyword names |
 * | graphdef | node | `model.layers.1` | the class's name, identity of the class |
 * | graphdef | attribute | `model.drop.rate` | Python's repr, `0.2` |
 * | graphdef | variable | `model.kernel` | the Variable's class, `Param` |
 * | graphdef | metadata | `model.kernel.sharding_names` | repr |
 * | graphdef | reference | `model.head` | the path of the first occurrence, `model.embed` |
 * | graphdef | leftover | `model.layers.1` | empty: the list holds no such item any more |
 * | aval | leaf | `model.kernel` | `f32[4,8]`, `f32[]{weak_type=True}`, `key<fry>[]` |
 * | static | static | `n` | repr; two types with equal repr carry the type too |
 * | static | static | `static args[0]` | the same, in a log that numbers the static arguments among themselves |
 * | options | option | `donate_argnums` | `(0,)` |
 * | context | context | `jax_enable_x64` | `True` |
 * | placement | placement | `x` | `python`, `numpy`, `uncommitted`, `committed cpu:0`, or a sharding's repr |
 */
export interface Fact {
  /** The part of the key that it belongs to. */
  readonly component: Component
  /** What it is about. */
  readonly kind: FactKind
  /** Where it stands in the arguments. */
  readonly path: Path
  /** The value as text, in Python's or JAX's spelling. */
  readonly value: string
  /** For what Python compares by identity: two facts of equal text and other identity differ. */
  readonly identity?: string
  /** Only where it is not the event's own evidence. */
  readonly evidence?: Evidence
  /** A leaf of which the log tells the position among others alone: its path says that position, and names no place of the program. */
  readonly unplaced?: true
  /** For a container of a log: its class, and what JAX printed beside that. For a leaf whose type it printed without a mark: that type. */
  readonly printed?: Printed
}

/**
 * How a log tells a container. JAX prints of a node its class, its size or its metadata, whichever differs first: two that are of one
 * class and printed in different ways may be one and the same. Of a leaf it prints whether its type is weak only where that differs.
 */
export interface Printed {
  /** The class, as Python names it; of a leaf its type, which may be weak. */
  readonly type: string
  /** What stands beside it. */
  readonly as: (typeof prints)[number]
}

/** The ways in which JAX prints a node, and a leaf of which it does not say whether it is weak (`type`). */
export const prints = ['class', 'size', 'metadata', 'type'] as const

/** The key of one call: the function, and its facts in the order of the arguments. */
export interface Key {
  /** Its place among the keys of the trace. */
  readonly id: number
  /** The id of the function in `trace.functions`. */
  readonly function: number
  /** What it holds, in the order of the arguments. */
  readonly facts: readonly Fact[]
  /** Parts about which a log told nothing: a fact missing there is not a difference. An empty path means the whole component. */
  readonly unknown: readonly {readonly component: Component; readonly path: Path}[]
  /** A short stable digest that people see, where the producer gives one. */
  readonly digest?: string
}

/** A path of a program's is never this long: no tree that Python can walk is so deep. */
const longest = 4000

/**
 * The path as text: segments joined by dots, subscripts as they are. Of one of more than 4,000 letters the two ends.
 *
 * @example
 * show(['model', 'layers', '1', 'rate']) // 'model.layers.1.rate'
 * show(['batch', "['x']"]) // "batch['x']"
 */
export function show(path: Path): string {
  const whole = path.reduce(
    (text, segment) => (text === '' || segment.startsWith('[') ? text + segment : `${text}.${segment}`),
    '',
  )
  return whole.length <= longest ? whole : `${whole.slice(0, longest / 2)} … ${whole.slice(-longest / 2)}`
}
