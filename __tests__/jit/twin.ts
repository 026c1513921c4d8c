import {DType, NumpyArray, NumpyScalar} from '../../lib/array/index.ts'
import {isGraphNode, Variable, vars} from '../../lib/graph/index.ts'
import {Complex, Float, jax, Tuple} from '../../lib/index.ts'
import type {Outcome} from '../../lib/log/index.ts'

/** A value that is compared by Python's `==`. */
class Held {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}

/** A value that is compared by identity. */
class Itself {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}

/** Raised where JAX raises before it looks anything up. */
export class Refused extends Error {}

const numeric = (value: unknown): number | null =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'number'
      ? value
      : value instanceof Float
        ? value.value
        : value instanceof Complex && value.imag === 0
          ? value.real
          : null

const dtypeIn = (value: unknown): DType | null => {
  if (value instanceof DType) return value
  const dtype: unknown = typeof value === 'function' ? Reflect.get(value, 'dtype') : null
  return dtype instanceof DType ? dtype : null
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Python's `==`, written down again. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (numeric(a) !== null || numeric(b) !== null) return numeric(a) === numeric(b)
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a instanceof Tuple === b instanceof Tuple &&
      a.length === b.length &&
      a.every((item, i) => isEqual(item, b[i]))
    )
  if (isPlain(a) && isPlain(b))
    return (
      Object.keys(a).length === Object.keys(b).length &&
      Object.keys(a).every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
    )
  const dtype = dtypeIn(a)
  return dtype !== null && dtype.name === dtypeIn(b)?.name
}

/** Whether two descriptions are the same, part by part. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Held) return b instanceof Held && isEqual(a.value, b.value)
  if (a instanceof Itself) return b instanceof Itself && a.value === b.value
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]))
  return a === b
}

/**
 * A tree written down; its leaves go into a list of their own, or without one a Variable is a leaf whatever it holds. With
 * `seen`, a node met again is only referred to.
 */
export function write(
  value: unknown,
  leaves: unknown[] | null,
  seen: Map<object, number> | null,
  open: readonly object[] = [],
): unknown {
  if (value === null) return ['None']
  if (typeof value === 'object' && isGraphNode(value)) {
    const number = seen?.get(value)
    if (number !== undefined) return ['again', number]
    seen?.set(value, seen.size)
    if (open.includes(value)) throw new Refused('a model holds itself')
    const inside = [...open, value]
    if (value instanceof Variable) {
      const metadata = Object.entries(value.getMetadata())
        .sort(([x], [y]) => (x < y ? -1 : 1))
        .map(([name, entry]) => [name, new Held(entry)])
      return [
        'Variable',
        new Itself(value.constructor),
        metadata,
        leaves === null ? 'leaf' : write(value.value, leaves, seen, inside),
      ]
    }
    const {target, nodes, names} = vars(value)
    return [
      'Module',
      new Itself(value.constructor),
      names.map((name) =>
        nodes.get(name) === true
          ? [name, 'data', write(target[name], leaves, seen, inside)]
          : [name, 'static', new Held(target[name])],
      ),
    ]
  }
  if (Array.isArray(value))
    return ['sequence', new Itself(value.constructor), value.map((item) => write(item, leaves, seen, open))]
  if (isPlain(value))
    return [
      'dict',
      Object.keys(value)
        .sort()
        .map((name) => [name, write(value[name], leaves, seen, open)]),
    ]
  leaves?.push(value)
  return 'leaf'
}

const short = (dtype: string, x64: boolean): string => (x64 ? dtype : dtype.replace('64', '32'))

/** What an array is to tracing: dtype, shape, weak type. */
function aval(leaf: unknown, x64: boolean): string {
  if (leaf instanceof jax.Array) return `${leaf.dtype.name} ${leaf.shape.join()} ${leaf.weak_type}`
  if (typeof leaf === 'boolean') return 'bool  false'
  if (typeof leaf === 'number' && Number.isInteger(leaf)) return `${short('int64', x64)}  true`
  if (typeof leaf === 'number' || leaf instanceof Float) return `${short('float64', x64)}  true`
  if (leaf instanceof NumpyArray || leaf instanceof NumpyScalar)
    return `${short(leaf.dtype.name, x64)} ${leaf.shape.join()} false`
  throw new Refused('no array')
}

const isCommitted = (leaf: unknown): boolean =>
  leaf instanceof jax.Array && Reflect.get(leaf, 'committed') === true

/** What an array is to dispatch beside that. */
const kind = (leaf: unknown): string =>
  leaf instanceof jax.Array
    ? isCommitted(leaf)
      ? 'committed'
      : 'jax'
    : typeof leaf === 'object' && !(leaf instanceof Float)
      ? 'numpy'
      : 'python'

/** `type(x)` of a static argument. */
const typeOf = (value: unknown): unknown =>
  typeof value === 'number'
    ? Number.isInteger(value)
      ? 'int'
      : 'float'
    : value instanceof Float
      ? 'float'
      : typeof value === 'function' && dtypeIn(value) !== null
        ? 'scalar type'
        : typeof value === 'object' && value !== null
          ? new Itself(value.constructor)
          : typeof value

/** Where equal values may have two hashes: JAX's scalar types beside NumPy's dtypes. */
const hash = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(hash) : value instanceof DType ? 'dtype' : 'other'

const isHashable = (value: unknown): boolean =>
  value instanceof Tuple ? value.every(isHashable) : !Array.isArray(value) && !isPlain(value)

/** How a function is jitted. */
export interface How {
  readonly mode: 'jax' | 'graph' | 'values' | 'tree'
  /** The function under jax.jit, the wrapper under nnx.jit: who it is to the trace cache. */
  readonly identity: object
  readonly wrapper: object
  /** Whether it names static arguments at all. */
  readonly named: boolean
  /** Options that lowering sees, and those that only compiling sees. */
  readonly lowering: string
  readonly compiling: string
}

/** One argument: `name` is null for a positional one. */
export interface Given {
  readonly name: string | null
  readonly value: unknown
  readonly isStatic: boolean
}

interface Row {
  readonly key: unknown
  /** Who it belongs to: what clear_cache() drops. */
  readonly owner: unknown
  readonly id: number
}

/**
 * The caches as anybody would write them down who had time: every earlier key in a list, each compared in full. It shares
 * no code with those of the library; its descriptions are made by a walk of its own, at each call anew.
 */
export class Twin {
  /** Whether the trace cache tells apart whether static arguments were asked for by name, as JAX does before 0.11. */
  readonly #seesOptions: boolean
  #dispatch: Row[] = []
  #infer: Row[] = []
  #trace: Row[] = []
  #lower: Row[] = []
  #compile: Row[] = []
  #next = 0

  constructor(release: string) {
    this.#seesOptions = release === '0.10.2'
  }

  /** What a call is going to be. */
  call(how: How, given: readonly Given[], config: Readonly<Record<string, unknown>>): Outcome {
    try {
      return this.#call(how, given, config)
    } catch (error) {
      if (error instanceof Refused) return 'error'
      throw error
    }
  }

  #call(
    {mode, identity, wrapper, named, lowering, compiling}: How,
    given: readonly Given[],
    config: Readonly<Record<string, unknown>>,
  ): Outcome {
    const leaves: unknown[] = []
    const seen = mode === 'graph' || mode === 'values' ? new Map<object, number>() : null
    const sorted = [
      ...given.filter(({name}) => name === null),
      ...given.filter(({name}) => name !== null).sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
    ]
    const args = sorted.map(({name, value, isStatic}) => [
      name,
      isStatic ? ['static', typeOf(value), new Held(value)] : write(value, leaves, seen),
    ])
    if (mode === 'tree') refuseAliases(sorted)
    const statics = sorted.filter(({isStatic}) => isStatic).map(({value}) => value)
    if (!statics.every(isHashable)) throw new Refused('a static argument that cannot be hashed')
    const context = Object.keys(config)
      .sort()
      .map((name) => [name, config[name]])
    const avals = leaves.map((leaf) => aval(leaf, config['jax_enable_x64'] === true))
    const hashes = statics.map(hash)

    const program = [new Itself(identity), lowering, compiling]
    if (
      this.#find(this.#dispatch, [program, args, hashes, avals, leaves.map(kind), context], program) !== null
    )
      return 'hit'
    const trace = [new Itself(identity), args, avals, context, this.#seesOptions && named]
    const infer = [new Itself(wrapper), trace, hashes]
    const inferred = this.#infer.find((row) => isSame(row.key, infer))
    const known = inferred?.id ?? this.#find(this.#trace, trace, new Itself(identity))
    const traced = known ?? this.#last(this.#trace)
    const wasInferred = inferred !== undefined
    if (!wasInferred) this.#infer.push({key: infer, owner: null, id: traced})
    const lower = [traced, lowering, leaves.map(isCommitted), context]
    const wasLowered = this.#find(this.#lower, lower, null)
    const wasCompiled =
      this.#find(this.#compile, [wasLowered ?? this.#last(this.#lower), compiling], null) !== null
    if (known === null) return 'retrace'
    if (wasLowered === null) return wasInferred ? 'relower' : 'rewrap'
    if (!wasCompiled) return wasInferred ? 'recompile' : 'rewrap'
    return wasInferred ? 'dispatch' : 'rebind'
  }

  /** The number of an equal key; where there is none, the key is stored and null given. */
  #find(rows: Row[], key: unknown, owner: unknown): number | null {
    const found = rows.find((row) => isSame(row.key, key))
    if (found === undefined) rows.push({key, owner, id: this.#next++})
    return found?.id ?? null
  }

  #last(rows: readonly Row[]): number {
    return rows[rows.length - 1]?.id ?? -1
  }

  /** `jax.clear_caches()`. */
  clearCaches(): void {
    this.#dispatch = []
    this.#infer = []
    this.#trace = []
    this.#lower = []
    this.#compile = []
  }

  /** `jitted.clear_cache()`. */
  clearCache({identity, lowering, compiling}: How): void {
    this.#dispatch = this.#dispatch.filter(
      ({owner}) => !isSame(owner, [new Itself(identity), lowering, compiling]),
    )
    this.#trace = this.#trace.filter(({owner}) => !isSame(owner, new Itself(identity)))
    this.#infer = []
  }
}

/** Tree mode refuses one Variable in two places. */
function refuseAliases(given: readonly Given[]): void {
  const met = new Set<Variable>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (value instanceof Variable) {
      if (met.has(value)) throw new Refused('one Variable in two places')
      met.add(value)
      visit(value.value)
    } else if (isGraphNode(value)) {
      const {target, nodes, names} = vars(value)
      for (const name of names) if (nodes.get(name) === true) visit(target[name])
    } else if (Array.isArray(value)) value.forEach(visit)
    else if (isPlain(value)) Object.values(value).forEach(visit)
  }
  for (const {value, isStatic} of given) if (!isStatic) visit(value)
}
