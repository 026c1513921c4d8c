import {entriesOf, isDict, repr} from '../python/index.ts'
import type {Guard} from './guard.ts'
import {isMissing, readStep, type Names} from './read.ts'
import {below, keyStep, ranks, type Source} from './source.ts'
import type {Tensor} from './tensor.ts'
import type {Place, Told} from './told.ts'

/** What is told of an entry that does not fit. */
export interface Failure extends Told {
  /** The kind of the guard, as torch names it. */
  readonly kind: string
  /** The place as a user writes it: `['m', 'drop', 'p']`; several for a relation, null where none is named. */
  readonly path: readonly unknown[] | null
  /** The same as a user's names; none where none is named. */
  readonly places: readonly Place[]
}

/** A guard between places: that two are one object, or that tensors are apart. */
export interface Relational {
  readonly kind: 'DUPLICATE_INPUT' | 'NO_TENSOR_ALIASING'
  readonly source: Source
  readonly fails: (value: unknown, check: Check) => Told | null
  readonly path: readonly unknown[]
  /** All places that it is about. */
  readonly all: readonly Source[]
}

/** A check of one entry as it runs. */
export interface Check {
  readonly names: Names
  /** Tensors that were met, which are to be apart. */
  readonly met: Set<Tensor>
  /** What the first of two places holds that are to hold one object. */
  readonly pairs: Map<object, unknown>
}

/** A place with its guards, and the places below it (torch `GuardManager`). */
export class GuardNode {
  readonly source: Source | null
  readonly leaves: (Guard | Relational)[] = []
  #children: GuardNode[] = []
  #fails = 0
  /** Where items are guarded in order: the keys. */
  #keys: readonly unknown[] = []

  constructor(source: Source | null) {
    this.source = source
  }

  /** The place below this one, made where it is not there. */
  child(source: Source): GuardNode {
    let found = this.#children.find((node) => node.source?.name === source.name)
    if (found === undefined) this.#children.push((found = new GuardNode(source)))
    return found
  }

  /** The first guard that fails. A place that fails is tried sooner the next time. */
  check(value: unknown, check: Check): Failure | null {
    const failure = this.#own(value, check) ?? this.#below(value, check)
    if (failure !== null) this.#fails++
    return failure
  }

  #own(value: unknown, check: Check): Failure | null {
    for (const leaf of this.leaves) {
      const told = leaf.fails(value, check)
      if (told !== null)
        return {
          kind: leaf.kind,
          ...told,
          path: 'path' in leaf ? leaf.path : leaf.kind === 'DIM_MARKING' ? null : leaf.source.path,
          ...makerOf(leaf),
          places:
            leaf.kind === 'DIM_MARKING' ? [] : 'all' in leaf ? leaf.all.map(placeOf) : [placeOf(leaf.source)],
        }
    }
    return null
  }

  #below(value: unknown, check: Check): Failure | null {
    for (const [i, node] of this.#children.entries()) {
      const failure = this.#key(i, value) ?? node.#reached(value, check)
      if (failure === null) continue
      if (this.#keys.length === 0) this.#children.sort((a, b) => b.#fails - a.#fails)
      return failure
    }
    return null
  }

  /** Guards the items of a dict in their order (torch `DictGuardManager`). */
  walk(type: Guard, length: Guard, keys: readonly unknown[]): void {
    const {source} = type
    this.leaves.push(
      {
        ...type,
        fails: (value: unknown) => {
          const told = type.fails(value)
          return told === null ? null : {...told, text: `TYPE_MISMATCH(${source.name})`}
        },
      },
      length,
    )
    this.#keys = keys
    for (const key of keys) this.child(below(source, keyStep(key, keys)))
  }

  #key(i: number, value: unknown): Failure | null {
    if (i >= this.#keys.length || this.source === null || !isDict(value)) return null
    const key = this.#keys[i]
    if (typeof key === 'object') return null
    const now: unknown = entriesOf(value)[i]?.[0]
    if (now === key) return null
    return {
      kind: 'EQUALS_MATCH',
      text: `list(dict.keys(${this.source.name}))[${i}] == ${repr(key)}`,
      path: [...this.source.path, i],
      places: [{...placeOf(this.source), what: 'key', index: i}],
      before: repr(key),
      ...(now !== undefined && {now: repr(now)}),
    }
  }

  #reached(parent: unknown, check: Check): Failure | null {
    if (this.source === null) return null
    const value = readStep(this.source, parent, check.names)
    if (!isMissing(value)) return this.check(value, check)
    const {says: text, what} = value
    return {kind: 'ACCESS', text, what, path: this.source.path, places: [placeOf(this.source)]}
  }
}

/** What of torch made a guard; a value of a layer of torch.nn's is read by that. */
function makerOf(leaf: Guard | Relational): Pick<Told, 'by'> {
  if (leaf.kind === 'EQUALS_MATCH' && leaf.source.rank === ranks.builtin) return {by: 'layer'}
  return 'by' in leaf ? {by: leaf.by} : {}
}

const placeOf = ({segments}: Source): Place => ({segments})
