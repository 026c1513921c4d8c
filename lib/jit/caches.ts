import type {Placement} from '../array/index.ts'
import type {Forms} from '../key/index.ts'
import {repr} from '../python/index.ts'
import {type LayerName, type LayerRow, members, type Rules} from '../release/index.ts'
import type {TracedBody} from './body.ts'
import {LayerCache, type Counter, type Entry} from './cache.ts'
import type {Identity} from './identity.ts'

/** A traced function. */
export interface TraceEntry {
  readonly traced: TracedBody
  /** Forms of arguments that a call leaves as they are. */
  readonly settled: Set<number>
}

/** What one wrapper found out of a signature. */
interface Inferred {
  readonly trace: Entry<TraceEntry>
  /** The leaves that its calls give away, by their numbers: decided once, whatever the settings are later. */
  readonly donated: readonly number[]
}

/** What a call runs in the end: a traced function, and where its outputs live when an input was committed. */
export interface Program {
  readonly trace: Entry<TraceEntry>
  readonly place: Placement | null
}

/** A signature of a function. A failed call leaves one without a program: JAX takes the slow way for it ever after. */
export interface DispatchEntry {
  readonly program: Program | null
  /** The key in the log. */
  readonly key: number
}

/** How many entries each layer keeps; the release's own limits where they are not given. */
export type Capacities = Readonly<Partial<Record<LayerName, number>>>

/** The layers of caches of one session, made of the rows of its release. */
export class Caches {
  readonly dispatch: LayerCache<DispatchEntry>
  readonly infer: LayerCache<Inferred>
  readonly trace: LayerCache<TraceEntry>
  readonly lower: LayerCache<null>
  readonly compile: LayerCache<null>
  readonly persistent: LayerCache<null>

  constructor({layers}: Rules, capacities: Capacities, {ids}: Forms) {
    const counter: Counter = {next: 0}
    const make = <V>(name: LayerName): LayerCache<V> => {
      const row = layers.find((one) => one.name === name)
      if (row === undefined)
        throw new RangeError(`the release has no layer ${name}; its table needs a row of it`)
      const unknown = row.key.find((member) => !Object.hasOwn(members, member))
      if (unknown !== undefined)
        throw new RangeError(
          `the layer ${name} of the release has ${repr(unknown)} in its key, which is no member of a key; known are ${Object.keys(members).join(', ')}`,
        )
      return new LayerCache<V>(row, capacities[name] ?? row.limit, ids, counter)
    }
    this.dispatch = make('dispatch')
    this.infer = make('infer')
    this.trace = make('trace')
    this.lower = make('lower')
    this.compile = make('compile')
    this.persistent = make('persistent')
  }

  /** `jax.clear_caches()`: every layer in memory. */
  clear(): void {
    for (const layer of this.#all()) if (layer.row.isMemory) layer.clear()
  }

  /** `jitted.clear_cache()`: from each layer what its row says. */
  clearFunction(identity: Identity): void {
    for (const layer of this.#all()) {
      if (layer.row.drops === 'all') layer.clear()
      if (layer.row.drops === 'own') layer.drop(ownerOf(layer.row, identity))
    }
  }

  /** Entries of each layer now. */
  sizes(): Readonly<Record<LayerName, number>> {
    const {dispatch, infer, trace, lower, compile, persistent} = this
    return {
      dispatch: dispatch.size,
      infer: infer.size,
      trace: trace.size,
      lower: lower.size,
      compile: compile.size,
      persistent: persistent.size,
    }
  }

  #all(): readonly LayerCache<unknown>[] {
    return [this.dispatch, this.infer, this.trace, this.lower, this.compile, this.persistent]
  }
}

/** Who a layer takes for the owner of an entry: dispatch tells functions of other options apart. */
const ownerOf = ({name}: LayerRow, identity: Identity): number =>
  name === 'dispatch' ? identity.program : identity.function()
