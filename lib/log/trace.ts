import type {Blame} from './blame.ts'
import {column} from './column.ts'
import {type Event, noSeconds, type Seconds, total} from './event.ts'
import {frozen} from './frozen.ts'
import {factsOf, type HeldFacts} from './heldfacts.ts'
import type {Key} from './key.ts'
import {Pool} from './pool.ts'
import type {Remark} from './remark.ts'
import {evidences, type Outcome, outcomes} from './outcome.ts'
import type {Owner} from './owner.ts'

/** A jitted function: one definition, however many function objects it makes. */
export interface TracedFunction {
  /** Its place among the functions of the trace. */
  readonly id: number
  /** Its name in the program. */
  readonly name: string
  /** Where it is defined, `file` and `line` from 1, where known. */
  readonly file?: string
  /** The line of its definition. */
  readonly line?: number
  /** Who compiles it; JAX where nothing is said. */
  readonly compiler?: 'torch'
  /** `jax.jit`, `nnx.jit`, `torch.compile`, … where known. */
  readonly wrapper?: string
  /** Names of its parameters, where known. */
  readonly params?: readonly string[]
  /** Who it belongs to; the program where nothing is said. */
  readonly owner?: Owner
  /** It is not known which function of this name it is: JAX gives the name to any, and the log tells nothing of this one. */
  readonly untold?: true
  /** What a loop outside jit runs, where a log tells it. */
  readonly runs?: readonly Pick<TracedFunction, 'name' | 'file' | 'line'>[]
}

/** Lines of a log that tell nothing of JAX, the program's own output mostly, by what they look like, with the first few of each. */
export interface Unread {
  readonly lines: number
  /** How many of them look like messages of JAX's; a record that breaks off is one. */
  readonly own: number
  /** How many of them begin a miss that breaks off. */
  readonly misses: number
  readonly kinds: readonly {readonly kind: string; readonly lines: number}[]
  readonly examples: readonly {readonly line: number; readonly text: string; readonly kind: string}[]
}

/** Every line was understood. */
export const noUnread: Unread = frozen({lines: 0, own: 0, misses: 0, kinds: [], examples: []})

/** Eager operations, summed: JAX compiles each of them too, and logs them like a user's function. Those whose arrays take many sizes are events. */
export interface Eager {
  readonly compiles: number
  readonly seconds: Seconds
  readonly functions: readonly {readonly name: string; readonly compiles: number; readonly seconds: number}[]
}

/** Functions of one name that were traced and never compiled, summed: shape inference, helpers of a library inside another trace. */
export interface Traced {
  /** Who they belong to. */
  readonly owner: Owner
  readonly name: string
  /** Seconds of tracing. */
  readonly seconds: number
}

/** What was compiled or traced between two events and is none: what one name came to there. */
export interface Between {
  /** How many events the log tells before. */
  readonly before: number
  /** Their name. */
  readonly name: string
  /** When the first of it began, in seconds since the trace did; not there where the log has no clock. */
  readonly at?: number
  /** How often it compiled there. */
  readonly compiles: number
  /** What it took there, in seconds. */
  readonly seconds: number
}

/** Where a trace comes from. */
export interface Source {
  /** What the log is called. */
  readonly name: string
  /** How many lines it has. */
  readonly lines: number
  /** Messages of JAX that were read: a line, or a whole record. */
  readonly messages: number
  /** What of JAX's could not be read. */
  readonly unread: Unread
  /** What operations outside of jit compiled. */
  readonly eager: Eager
  /** What was traced alone and is no event. */
  readonly traced: readonly Traced[]
  /** When both were, in the order of the log: the seconds of these are all theirs. Not there where that is not told. */
  readonly between?: readonly Between[]
  /** What it tells beside its compiles. */
  readonly remarks: readonly Remark[]
  /** The log begins inside a compile: what came before is not in it. */
  readonly late?: true
  /** What the processes of a log were tracing or compiling when it ended, null where it ends in the reason of a miss; not there where none was. */
  readonly open?: readonly {readonly process: string; readonly name: string | null}[]
}

/** What a trace says of itself, in the first line of its file. */
export interface Header {
  /** Who made it: `jitlens`, `jax log`, `jitlens recorder`. */
  readonly producer: string
  /** What it is called. */
  readonly title?: string
  /** The release of JAX that a simulation follows, `0.10.2`. */
  readonly release?: string
  /** What each layer compares, by the names of members of its key, where the release that a simulation follows is none that is known. */
  readonly layers?: Readonly<Record<string, readonly string[]>>
  /** The releases that could have written a log, inferred from its wordings. */
  readonly releases?: readonly string[]
  /** Versions where known, as `{jax: '0.10.2', flax: '0.12.8'}`. */
  readonly versions?: Readonly<Record<string, string>>
  /** Facts about the run that are no events: the recorder's overhead, the policy of a simulation. */
  readonly notes?: readonly string[]
}

type Detail = Omit<Event, 'function' | 'key' | 'outcome' | 'evidence' | 'time'>

const noDetail: Detail = Object.freeze({seconds: noSeconds, layers: Object.freeze([])})

/** A key that is written down. */
interface HeldKey extends Omit<Key, 'id' | 'facts'> {
  readonly held: HeldFacts
}

/** So many keys are held as they were given out: a miss is compared with some of the first and some of the latest. */
const atHand = 256

const isPlain = ({
  function: _function,
  key: _key,
  outcome: _outcome,
  evidence: _evidence,
  time: _time,
  seconds,
  layers,
  ...rest
}: Event): boolean =>
  layers.length === 0 && total(seconds) === 0 && Object.values(rest).every((value) => value === undefined)

/**
 * The record of a run: functions, keys and one event a call, whoever produced it. Events are held in columns
 * (17 bytes for a plain hit); `at` gives one back as an object.
 *
 * What it gives out changes nothing in it: functions, keys, facts, the header, the source, and what an event holds are frozen with all that is in
 * them, also those that were given to it; an event and a list of positions are made anew. The columns, typed arrays that cannot be frozen, never leave it.
 *
 * @example
 * const trace = new Trace({producer: 'jitlens'})
 * const step = trace.addFunction({name: 'step'})
 * const key = trace.addKey({function: step, facts: [], unknown: []})
 * trace.append({function: step, key, outcome: 'hit', evidence: 'simulated', time: 0, seconds: noSeconds, layers: []})
 * trace.length // 1
 */
export class Trace {
  readonly header: Header
  #source: Source | null = null
  readonly #functions: TracedFunction[]
  #handed: readonly TracedFunction[] = Object.freeze([])
  readonly #keys: (HeldKey | (() => Omit<Key, 'id'>))[]
  readonly #atHand = new Map<number, Key>()
  readonly #pool: Pool
  readonly #function = column(Uint32Array)
  readonly #key = column(Int32Array)
  readonly #time = column(Float64Array)
  readonly #word = column(Uint8Array)
  readonly #details = new Map<number, Detail>()
  readonly #blames = new Map<number, () => Blame>()
  #length = 0

  /** @param whole whose functions and keys it holds; none yet where it is not given */
  constructor(header: Header, whole?: Trace) {
    this.header = frozen(header)
    this.#functions = whole === undefined ? [] : whole.#functions
    this.#keys = whole === undefined ? [] : whole.#keys
    this.#pool = whole === undefined ? new Pool() : whole.#pool
  }

  /** The number of events. */
  get length(): number {
    return this.#length
  }

  /** Where it was read from; null for a simulation. */
  get source(): Source | null {
    return this.#source
  }

  set source(source: Source | null) {
    this.#source = frozen(source)
  }

  /** The functions, each at the place of its id. */
  get functions(): readonly TracedFunction[] {
    if (this.#handed.length !== this.#functions.length) this.#handed = Object.freeze([...this.#functions])
    return this.#handed
  }

  /** The number of functions. */
  get functionCount(): number {
    return this.#functions.length
  }

  /** The number of keys; their ids are 0 to `keyCount - 1`. */
  get keyCount(): number {
    return this.#keys.length
  }

  /** Bytes held for the events' columns, without what is kept for misses alone. */
  get bytes(): number {
    return this.#function.bytes + this.#key.bytes + this.#time.bytes + this.#word.bytes
  }

  /** The key of that id. A simulation writes a key down when it is first looked at. */
  key(id: number): Key {
    const known = this.#atHand.get(id)
    if (known !== undefined) return known
    const {held, function: fn, unknown, digest} = this.#heldKey(id)
    const key = Object.freeze({
      id,
      function: fn,
      facts: Object.freeze(factsOf(held)),
      unknown,
      ...(digest !== undefined && {digest}),
    })
    if (this.#atHand.size >= atHand) this.#atHand.clear()
    this.#atHand.set(id, key)
    return key
  }

  #heldKey(id: number): HeldKey {
    const key = this.#keys[id]
    if (key === undefined)
      throw new RangeError(`trace.key(${id}): this trace has keys 0 to ${this.#keys.length - 1}`)
    if (typeof key !== 'function') return key
    const held = this.#shared(key())
    this.#keys[id] = held
    return held
  }

  /** A key that shares with the others what they say as well. */
  #shared({function: fn, facts, unknown, digest}: Omit<Key, 'id'>): HeldKey {
    return {function: fn, held: this.#pool.facts(facts), unknown: this.#pool.unknown(unknown), digest}
  }

  addFunction(definition: Omit<TracedFunction, 'id'>): number {
    const id = this.#functions.length
    this.#functions.push(frozen({...definition, id}))
    return id
  }

  addKey(key: Omit<Key, 'id'> | (() => Omit<Key, 'id'>)): number {
    return this.#keys.push(typeof key === 'function' ? key : this.#shared(key)) - 1
  }

  /**
   * Appends an event and returns its position.
   *
   * @param blamed JAX's own reason, where it is found out only when somebody looks at the event.
   */
  append(event: Event, blamed: (() => Blame) | null = null): number {
    const index = this.#length++
    this.#function.push(event.function)
    this.#key.push(event.key)
    this.#time.push(event.time)
    this.#word.push(outcomes.indexOf(event.outcome) | (evidences.indexOf(event.evidence) << 4))
    if (!isPlain(event)) {
      const {
        function: _function,
        key: _key,
        outcome: _outcome,
        evidence: _evidence,
        time: _time,
        ...detail
      } = event
      this.#details.set(index, frozen(detail))
    }
    if (blamed !== null) this.#blames.set(index, blamed)
    return index
  }

  /** How many calls it has, and of how many functions. */
  toString(): string {
    return `Trace(calls=${this.length}, functions=${this.functionCount})`
  }

  /** What Node's console shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** Some of its events as a trace of their own, which shares its functions and keys. */
  part(positions: Iterable<number>): Trace {
    const own = new Trace(this.header, this)
    own.source = this.source
    for (const index of positions) own.append(this.at(index))
    return own
  }

  /** Whether a hit ran a program of another value. */
  isStale(index: number): boolean {
    return this.#details.get(index)?.stale !== undefined
  }

  /** Appends a hit: nothing to say but when. The fast road of a warm call. */
  hit(fn: number, key: number, time: number): number {
    this.#function.push(fn)
    this.#key.push(key)
    this.#time.push(time)
    this.#word.push(0)
    return this.#length++
  }

  /** The event at a position, 0 to `length - 1`. */
  at(index: number): Event {
    this.#check(index)
    const word = this.#word.at(index)
    return {
      function: this.#function.at(index),
      key: this.#key.at(index),
      outcome: outcomes[word & 15] ?? 'error',
      evidence: evidences[word >> 4] ?? 'inferred',
      time: this.#time.at(index),
      ...this.#detail(index),
    }
  }

  #detail(index: number): Detail {
    const detail = this.#details.get(index) ?? noDetail
    const blamed = this.#blames.get(index)
    if (blamed === undefined) return detail
    const whole = Object.freeze({...detail, blamed: frozen(blamed())})
    this.#details.set(index, whole)
    this.#blames.delete(index)
    return whole
  }

  /** The outcome at a position, without making an object. */
  outcome(index: number): Outcome {
    this.#check(index)
    return outcomes[this.#word.at(index) & 15] ?? 'error'
  }

  /** The function's id at a position. */
  functionAt(index: number): number {
    this.#check(index)
    return this.#function.at(index)
  }

  /** The key's id at a position. */
  keyAt(index: number): number {
    this.#check(index)
    return this.#key.at(index)
  }

  /** Which caches an event at a position is of, as a text: those of its process, and of a history that nothing marks. */
  cachesAt(index: number): string {
    this.#check(index)
    const {process = '', mixed = 1} = this.#details.get(index) ?? noDetail
    return `${mixed} ${process}`
  }

  /** Seconds since the start at a position; `NaN` where not known. */
  time(index: number): number {
    this.#check(index)
    return this.#time.at(index)
  }

  /** Seconds of compiling at a position; 0 for a hit. */
  seconds(index: number): Seconds {
    this.#check(index)
    return this.#details.get(index)?.seconds ?? noSeconds
  }

  /** Positions of the events that are no plain hits, in order. */
  misses(): number[] {
    const found: number[] = []
    for (let index = 0; index < this.length; index++) if ((this.#word.at(index) & 15) !== 0) found.push(index)
    return found
  }

  *[Symbol.iterator](): Iterator<Event> {
    for (let index = 0; index < this.length; index++) yield this.at(index)
  }

  #check(index: number): void {
    if (!(index >= 0 && index < this.length))
      throw new RangeError(`trace position ${index}: this trace has ${this.length} events`)
  }
}
