import {avalOf} from '../array/index.ts'
import {structureOf} from '../graph/index.ts'
import {type Event, type Key, noSeconds, type Stale, total, type Trace} from '../log/index.ts'
import {equal, isClass, namesOf, qualname, repr} from '../python/index.ts'
import type {CostFit, Rules} from '../release/index.ts'
import {type Config, isOn, startOf} from './config.ts'
import {hitSeconds} from './cost.ts'
import {Facts} from './facts.ts'
import {type Fall, outcomeOf} from './fall.ts'
import {type CallArgument, placeOf} from './prepare.ts'
import {newReferences, type Wrapper} from './wrapper.ts'

/** Settings that every key tells; others only where they differ from the start of a program, and where a layer's key holds them. */
const told = ['jax_enable_x64', 'jax_default_matmul_precision']

/** Writes the calls of a session into its trace. */
export class Recorder {
  readonly trace: Trace
  readonly #functions = new Map<string, number>()
  readonly #keys = new Map<number, number>()
  readonly #identities = new Map<object, string>()
  #edits: string[] = []
  #warnings: string[] = []
  readonly #warned = new Set<string>()
  #isCleared = false
  /** Where the program stands, `file:line`; the event of a call that is no plain hit tells it. */
  site: string | null = null
  #clock = 0
  readonly #rules: Rules
  readonly #fit: CostFit
  readonly #start: Config

  constructor(trace: Trace, rules: Rules, fit: CostFit) {
    this.trace = trace
    this.#rules = rules
    this.#fit = fit
    this.#start = startOf(rules)
  }

  /** Seconds since the session began, by the estimated costs of its calls. */
  get time(): number {
    return this.#clock
  }

  /** Whether something was done since the last call. */
  get hasEdits(): boolean {
    return this.#edits.length + this.#warnings.length > 0
  }

  /** Something was done between two calls. */
  note(edit: string): void {
    this.#edits.push(edit)
  }

  /** JAX warns, once in the same words; the event of the call, or the next one, tells it. */
  readonly warn = (message: string): void => {
    if (this.#warned.has(message)) return
    this.#warned.add(message)
    this.#warnings.push(message)
  }

  /** Entries of caches were cleared between two calls. */
  clear(): void {
    this.#isCleared = true
  }

  /** The id of a jitted function in the trace: one for all wrappers of one name, and of one place where that is known. */
  jitted({name, mode, signature, place}: Wrapper): number {
    const known = place === undefined ? name : `${name} ${place.file}:${place.line}`
    let id = this.#functions.get(known)
    if (id === undefined) {
      id = this.trace.addFunction({
        name,
        wrapper: mode === 'jax' ? 'jax.jit' : 'nnx.jit',
        params: signature.params.map((param) => param.name),
        ...place,
      })
      this.#functions.set(known, id)
    }
    return id
  }

  /** The id of a key in the trace; its facts are written down when somebody looks. */
  key(key: number, wrapper: Wrapper, given: readonly CallArgument[], config: Config): number {
    let id = this.#keys.get(key)
    if (id === undefined) {
      id = this.trace.addKey(this.facts(wrapper, given, config))
      this.#keys.set(key, id)
    }
    return id
  }

  /** A plain hit. */
  hit(fn: number, key: number, leaves: number): void {
    this.#clock += hitSeconds(leaves, this.#fit)
    this.trace.hit(fn, key, this.#clock)
  }

  /** Any other call. */
  call(wrapper: Wrapper, key: number, fall: Fall, error?: Event['error'], within?: Event['within']): void {
    const outcome = error === undefined ? outcomeOf(fall, this.#rules) : 'error'
    const edit = this.#edits.join('; ')
    const warnings = this.#warnings
    this.#edits = []
    this.#warnings = []
    const isCleared = this.#isCleared
    this.#isCleared = false
    this.#clock += outcome === 'hit' ? hitSeconds(0, this.#fit) : total(fall.seconds)
    const event: Event = {
      function: this.jitted(wrapper),
      key,
      outcome,
      evidence: 'simulated',
      time: this.#clock,
      seconds: fall.seconds,
      layers: fall.lookups,
      ...(error !== undefined && {error}),
      ...(within !== undefined ? {within} : fall.stored && {within: 'persistent' as const}),
      ...(edit !== '' && {edit}),
      ...(this.site !== null && {site: this.site}),
      ...(warnings.length > 0 && {warnings}),
      ...(isCleared && {cleared: true}),
      ...(fall.stale !== null && {stale: fall.stale}),
      ...(fall.evicted.length > 0 && {evicted: fall.evicted}),
    }
    this.trace.append(event, fall.blame)
  }

  /** The body of a loop, or what else a transform runs, that was not traced again though it is another program by now. */
  body(name: string, stale: Stale): void {
    const named = `${name} in a transform`
    const known = this.#functions.get(named)
    const fn = known ?? this.trace.addFunction({name})
    this.#functions.set(named, fn)
    const [evidence, within] = ['simulated', 'scan'] as const
    const [time, seconds] = [this.#clock, noSeconds]
    this.trace.append({
      function: fn,
      key: -1,
      outcome: 'hit',
      evidence,
      time,
      seconds,
      layers: [],
      stale,
      within,
    })
  }

  /** The facts of a call's key, for when somebody looks. */
  facts(wrapper: Wrapper, given: readonly CallArgument[], config: Config): () => Omit<Key, 'id'> {
    const fn = this.jitted(wrapper)
    const references = newReferences(wrapper)
    const x64 = isOn(config['jax_enable_x64'])
    const parts = given.map((argument) => {
      const leaves: unknown[] = []
      const structure = argument.isStatic ? null : structureOf(argument.value, leaves, references)
      return {
        argument,
        structure,
        leaves: leaves.map((leaf) => ({aval: avalOrNull(leaf, x64), place: placeOf(leaf)})),
        text: argument.isStatic ? repr(argument.value) : '',
      }
    })
    return () => {
      const facts = new Facts(
        this.#identify,
        parts.flatMap(({leaves}) => leaves),
      )
      facts.list.push({
        component: 'function',
        kind: 'function',
        path: [wrapper.name],
        value: qualname(nameable(wrapper.fun)),
        identity: this.#identify(wrapper.identity),
      })
      facts.add(
        'tree',
        'container',
        ['kwargs'],
        `{${parts
          .flatMap(({argument}) => argument.keyword ?? [])
          .map((name) => repr(name))
          .join(', ')}}`,
      )
      for (const {argument, structure, text} of parts) {
        if (structure === null) {
          facts.fixed(argument.value, [argument.name], text)
          continue
        }
        if (structure.kind === 'leaf') facts.add('tree', 'container', [argument.name], 'leaf')
        facts.tree(structure, [argument.name])
      }
      for (const [name, value] of optionsOf(wrapper)) facts.add('options', 'option', [name], value)
      const keyed = Object.keys(this.#start).filter((name) => this.#rules.settings[name]?.keys.length !== 0)
      for (const name of new Set([...told, ...keyed.filter((one) => !equal(config[one], this.#start[one]))]))
        facts.add('context', 'context', [name], settingText(config[name], this.#start[name]))
      return {function: fn, facts: facts.list, unknown: []}
    }
  }

  /** A number for what Python compares by identity. */
  readonly #identify = (value: object): string => {
    let id = this.#identities.get(value)
    if (id === undefined) this.#identities.set(value, (id = String(this.#identities.size)))
    return id
  }
}

/** The value of a setting; one that is True or False at the start of a program is so told, though it was set by a number. */
const settingText = (value: unknown, start: unknown): string =>
  repr(typeof start === 'boolean' ? isOn(value) : value)

const nameable = (fun: object): object =>
  typeof fun === 'function' || isClass(fun) || namesOf(fun).qualname !== undefined ? fun : fun.constructor

function avalOrNull(leaf: unknown, x64: boolean): ReturnType<typeof avalOf> {
  try {
    return avalOf(leaf, {x64})
  } catch {
    return null
  }
}

/** The options of a wrapper that are not as they are by default. */
function optionsOf({resolved, options}: Wrapper): (readonly [string, string])[] {
  const tupleText = (items: readonly unknown[]): string =>
    `(${items.map(repr).join(', ')}${items.length === 1 ? ',' : ''})`
  const lists = (['donate_argnums', 'donate_argnames', 'static_argnums', 'static_argnames'] as const).flatMap(
    (name) => (resolved[name].length > 0 ? [[name, tupleText(resolved[name])] as const] : []),
  )
  const others = (
    ['in_shardings', 'out_shardings', 'compiler_options', 'device', 'backend'] as const
  ).flatMap((name) => {
    const value = options[name]
    return value === undefined || (value === null && !name.endsWith('_shardings'))
      ? []
      : [[name, typeof value === 'string' ? value : repr(value)] as const]
  })
  return [...lists, ...others]
}
