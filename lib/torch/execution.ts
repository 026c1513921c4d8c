import {PythonError} from '../python/index.ts'
import {actual} from './actual.ts'
import type {CodeCache} from './cache.ts'
import type {Description} from './code.ts'
import {Entry, type Owner} from './entry.ts'
import {isTorchs} from './module.ts'
import type {Config, Policy} from './policy.ts'
import {holder} from './holder.ts'
import type {Names} from './read.ts'
import type {Reason, Report, Run} from './report.ts'
import {local, shortened} from './source.ts'
import {type Modes, modes} from './state.ts'
import {root, spotText, type Symbol} from './symbol.ts'
import {record, type Running} from './trace.ts'
import {Tracer} from './tracer.ts'

/** How a compiled function runs. */
export interface Terms {
  readonly policy: Policy
  readonly config: Readonly<Config>
  readonly owner: Owner
  readonly fullgraph: boolean
  readonly limit: number
  /** Calls a module or function as a frame of its own. */
  readonly apart: (fun: object, args: readonly unknown[]) => unknown
  /** The number of the next frame that compiles. */
  readonly number: () => number
}

/** A graph break inside a module that was traced as a part of its caller: the caller breaks before it. */
class BreakInside extends Error {}

/** What a frame is doing. */
type State =
  | {
      readonly is: 'traced'
      readonly tracer: Tracer
      readonly modes: Readonly<Modes>
      readonly id: string
      readonly failures: readonly Reason[]
    }
  | {readonly is: 'cached'; readonly entry: Entry}
  | {readonly is: 'eager'; readonly compilesInner?: true}

/** One call of a compiled function: its frames one after the other, each cached, traced or eager. */
export class Execution implements Running {
  readonly #terms: Terms
  readonly #description: Description
  readonly #report: Report
  #cache: CodeCache
  #state: State = {is: 'eager'}
  /** Calls of modules so far, and how deep the running one is. */
  #calls = 0
  #depth = 0
  #breaks = 0
  /** Calls of modules before which the graph breaks. */
  readonly cuts: Set<number>

  constructor(
    terms: Terms,
    description: Description,
    cache: CodeCache,
    report: Report,
    cuts = new Set<number>(),
  ) {
    this.#terms = terms
    this.#description = description
    this.#cache = cache
    this.#report = report
    this.cuts = cuts
  }

  /** Enters a frame: finds an entry, or starts to trace; gives the values that its code is to see. */
  enter(cache: CodeCache, names: Names): ReadonlyMap<string, unknown> {
    this.#cache = cache
    this.#state = this.#found(names)
    const state = this.#state
    record(state.is === 'traced' ? state.tracer : null)
    if (state.is !== 'traced') return names.locals
    return new Map([...names.locals].map(([key, value]) => [key, state.tracer.wrap(value, local(key))]))
  }

  #found(names: Names): State {
    const cache = this.#cache
    if (cache.isGone) return this.#eagerly('full', {is: 'eager', compilesInner: true})
    if (cache.isSkipped) return this.#eagerly('skipped')
    const failures: Reason[] = []
    for (const entry of cache.entries.filter(({owner}) => owner.alone === this.#terms.owner.alone)) {
      const isOurs =
        entry.owner.backend === this.#terms.owner.backend && entry.owner.dynamic === this.#terms.owner.dynamic
      const failure = entry.check(names) ?? (isOurs ? null : otherBackend)
      if (failure !== null) {
        failures.push({entry: this.#terms.policy.byIdentity ? null : entry.id, ...failure})
        continue
      }
      cache.use(entry)
      this.#use(entry)
      this.#did('hit', {failures})
      return {is: 'cached', entry}
    }
    if (cache.isFull) return this.#eagerly('full', {is: 'eager'}, failures)
    cache.frame ??= this.#terms.number()
    const id = `${cache.frame}/${cache.attempts++}`
    const counted = cache.entries.filter((entry) => entry.isOf(names)).length
    if (failures.length > 0 && counted > 0)
      this.#report.why.push({function: cache.name, id, entries: failures})
    return this.#refused(id, Math.min(failures.length, counted), failures) ?? this.#start(id, failures)
  }

  #did(did: Run['did'], {failures = [], ...rest}: Partial<Pick<Run, 'id' | 'failures'>> = {}): void {
    this.#report.runs.push({cache: this.#cache, did, failures, ...rest})
  }

  #eagerly(did: Run['did'], state: State = {is: 'eager'}, failures: readonly Reason[] = []): State {
    this.#did(did, {failures})
    return state
  }

  #use(entry: Entry): void {
    if (entry.hasGraph) this.#report.ran++
  }

  /** Whether nothing more may be compiled; what that means. */
  #refused(id: string, tried: number, failures: readonly Reason[]): State | null {
    const {config, limit, fullgraph} = this.#terms
    const cache = this.#cache
    if (tried > 0 && config.error_on_recompile) {
      this.#did('failed', {id, failures})
      throw new PythonError('RecompileError', `Recompiling function ${cache.name}`)
    }
    const accumulated = cache.entries.length >= config.accumulated_recompile_limit
    if (!accumulated && tried < limit) return null
    this.#did('refused', {id, failures})
    this.#report.limit = {
      name: accumulated ? 'accumulated_recompile_limit' : 'recompile_limit',
      value: accumulated ? config.accumulated_recompile_limit : limit,
      function: cache.name,
    }
    if (fullgraph || config.fail_on_recompile_limit_hit)
      throw new PythonError(
        'FailOnRecompileLimitHit',
        `Hard failure due to ${fullgraph ? 'fullgraph=True' : 'fail_on_recompile_limit_hit'}`,
      )
    return this.#terms.policy.byIdentity ? this.#gone() : ((cache.isFull = true), {is: 'eager'})
  }

  /** Before torch 2.5 full code is skipped for good, its entries are dropped, and what it calls compiles on its own. */
  #gone(): State {
    this.#cache.isGone = true
    this.#cache.entries = []
    return {is: 'eager', compilesInner: true}
  }

  #start(id: string, failures: readonly Reason[]): State {
    const {policy, config, owner} = this.#terms
    const tracer = new Tracer({
      policy,
      config,
      dynamic: owner.dynamic,
      memory: this.#cache.memory,
      description: this.#description,
    })
    return {is: 'traced', tracer, modes: modes(), id, failures}
  }

  /** The frame is done, or its graph breaks: what was traced becomes an entry. */
  leave(isLast: boolean, cut: number | null = null): void {
    const state = this.#state
    record(null)
    if (state.is !== 'traced') return
    this.#state = {is: 'eager'}
    const {tracer, id, failures} = state
    if (tracer.ops === 0 && isLast) {
      this.#cache.isSkipped = true
      this.#did('skipped', {failures})
      return
    }
    const entry = new Entry(id, this.#terms.owner, tracer, state.modes, cut)
    if (entry.hasGraph) {
      this.#report.compiled++
      this.#did('traced', {id, failures})
    }
    tracer.inputs.demand()
    this.#cache.use(entry)
    this.#use(entry)
    this.#report.frames.push({
      id,
      function: this.#cache.name,
      graphs: entry.hasGraph ? 1 : 0,
      dynamic: dynamicOf(tracer),
    })
  }

  /**
   * The trace raised: nothing that it did to objects stays.
   *
   * @param isAgain whether the frame is traced again, with a break before the module
   */
  fail(type: string, isAgain: boolean): void {
    const state = this.#state
    record(null)
    if (state.is !== 'traced') return
    state.tracer.undo()
    if (!isAgain) this.#did('failed', {id: state.id, failures: state.failures})
    this.#report.frames.push({id: state.id, function: this.#cache.name, graphs: 0, dynamic: [], failed: type})
  }

  get isTraced(): boolean {
    return this.#state.is === 'traced'
  }

  /** Code that could not be traced runs eagerly for good. */
  skip(): void {
    this.#cache.isSkipped = true
    this.#state = {is: 'eager'}
  }

  called(module: object, args: readonly unknown[], run: () => unknown): unknown {
    if (this.#state.is === 'eager')
      return this.#state.compilesInner === true && !isTorchs(module) ? this.#terms.apart(module, args) : run()
    if (this.#depth > 0) return run()
    const at = this.#calls++
    const isCut = this.#state.is === 'cached' ? this.#state.entry.cut === at : this.cuts.has(at)
    if (isCut) return this.#apart(at, module, args)
    this.#depth++
    try {
      return run()
    } catch (error) {
      if (error instanceof BreakInside) this.cuts.add(at)
      throw error
    } finally {
      this.#depth--
    }
  }

  apart(fun: object, args: readonly unknown[]): unknown {
    if (this.#state.is === 'eager') return this.#terms.apart(fun, args)
    if (this.#depth > 0) throw new BreakInside('a function that is a frame of its own')
    return this.#apart(this.#calls++, fun, args)
  }

  #apart(at: number, fun: object, args: readonly unknown[]): unknown {
    this.leave(false, at)
    const result = this.#terms.apart(holder(actual(fun)), args.map(actual))
    return this.#resume(`call ${at}`, {___stack0: result})['___stack0']
  }

  get keepsNumbers(): boolean {
    return this.#terms.fullgraph && !this.#terms.policy.byIdentity
  }

  broken(why: string, live: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    if (this.#state.is === 'eager') return live
    if (this.#terms.fullgraph && this.#state.is === 'traced') throw new PythonError('Unsupported', why)
    if (this.#depth > 0) throw new BreakInside(why)
    this.leave(false)
    const kept = Object.fromEntries(Object.entries(live).map(([key, value]) => [key, actual(value)]))
    return this.#resume(`break ${this.#breaks++}`, kept)
  }

  #resume(at: string, live: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const locals = new Map(Object.entries(live))
    return Object.fromEntries(this.enter(this.#cache.rest(at), {locals, globals: new Map()}))
  }
}

const otherBackend = {
  kind: 'BACKEND_MATCH',
  text: 'BACKEND_MATCH failure: torch.compile detected different backend callables.',
  path: null,
  places: [],
}

export const isBreakInside = (error: unknown): boolean => error instanceof BreakInside

/** What of a trace is dynamic: symbols that were not fixed, sizes first. */
function dynamicOf(tracer: Tracer): readonly string[] {
  const open = tracer.env.symbols.filter((symbol) => !root(symbol).isFixed)
  const isFloat = ({type}: Symbol): boolean => type === 'float'
  return [...open.filter((symbol) => !isFloat(symbol)), ...open.filter(isFloat)].map(({spot}) =>
    shortened(spotText(spot)),
  )
}
