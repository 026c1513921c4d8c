import {PythonError} from '../python/index.ts'
import {actual} from './actual.ts'
import {CodeCache} from './cache.ts'
import {bind, Keywords} from './bind.ts'
import {describe, type Description, undescribed} from './code.ts'
import {Execution, isBreakInside, type Terms} from './execution.ts'
import {attributeOf, holder} from './holder.ts'
import {classOf, isModule, isTorchs} from './module.ts'
import {type Config, policies, type Policy, startConfig} from './policy.ts'
import type {Names} from './read.ts'
import {newReport, outcomeOf, type Report} from './report.ts'
import {scopeValues} from './scope.ts'
import {within} from './trace.ts'

/** What `torch.compile` takes. */
export interface CompileOptions {
  /** Whether sizes and numbers are symbols from the start, or never; automatic where it is not given. */
  readonly dynamic?: boolean | null
  /** Whether a graph break and the limit are errors; they are not where it is not given. */
  readonly fullgraph?: boolean
  /** What compiles graphs: functions of another backend have entries of their own. One for all where it is not given. */
  readonly backend?: object
  /** How many entries its code may have; that of `torch._dynamo.config` where it is not given. */
  readonly recompile_limit?: number
  /** Whether it has a cache that no other `torch.compile` of the code shares; it has not where it is not given. */
  readonly isolate_recompiles?: boolean
  /** Torch as it is where it is not given, or torch before 2.5. */
  readonly policy?: Policy['name']
}

/** A compiled function or module. */
export interface Compiled {
  (...args: readonly unknown[]): unknown
  /** What the last call did. */
  readonly last: () => Report | null
}

/** A frame that is to run: its code, its names, and how it is called with them. */
interface Frame {
  readonly description: Description
  readonly names: Names
  readonly body: (locals: ReadonlyMap<string, unknown>) => unknown
}

const inductor = {}

/** The frame that all modules of torch.nn share when they are compiled directly (torch/_dynamo/external_utils.py). */
const inner: Description = {code: {}, name: 'inner', params: 'args', ...undescribed}

/** The caches of `torch.compile` and its settings (`torch._dynamo`). */
export class Dynamo {
  readonly config: Config = {...startConfig}
  #caches = new Map<object, CodeCache>()
  #frames = 0

  /** `torch._dynamo.reset()`: forgets all that was compiled. */
  reset(): void {
    this.#caches = new Map()
    this.#frames = 0
  }

  /**
   * Drops the entries of modules that are gone, as torch before 2.5 does when Python frees them: JavaScript does not tell.
   *
   * @param isAlive whether the program can still reach a module
   */
  free(isAlive: (module: object) => boolean): void {
    for (const cache of this.#caches.values())
      cache.entries = cache.entries.filter(({modules}) => modules.every(isAlive))
  }

  /**
   * `torch.compile`: the first call traces the function and guards what it reads.
   *
   * @example
   * const step = new Dynamo().compile((x, n) => mul(x, n))
   * step(full([3, 4], 1), 2)
   * step.last()?.outcome // 'compile'
   */
  compile(fun: object, options: CompileOptions = {}): Compiled {
    let last: Report | null = null
    const alone = options.isolate_recompiles === true ? {} : null
    const call = (...args: readonly unknown[]): unknown => {
      const frame = frameOf(fun, args)
      last = newReport(this.#cache(frame.description))
      return this.#run(frame, last, this.#terms(options, alone, last))
    }
    return Object.assign(call, {last: () => last})
  }

  #cache(description: Description): CodeCache {
    let found = this.#caches.get(description.code)
    if (found === undefined)
      this.#caches.set(
        description.code,
        (found = new CodeCache(description.name, {code: description.code, part: ''})),
      )
    return found
  }

  #terms(options: CompileOptions, alone: object | null, report: Report): Terms {
    const terms: Terms = {
      policy: policies[options.policy ?? 'torch.compile'],
      config: this.config,
      owner: {backend: options.backend ?? inductor, dynamic: options.dynamic ?? null, alone},
      fullgraph: options.fullgraph === true,
      limit: options.recompile_limit ?? this.config.recompile_limit,
      apart: (module, args) => this.#frame(frameOf(module, args), report, terms),
      number: () => this.#frames++,
    }
    return terms
  }

  #run(frame: Frame, report: Report, terms: Terms): unknown {
    try {
      const result = this.#frame(frame, report, terms)
      if (terms.fullgraph && report.compiled + report.ran === 0)
        throw new PythonError('RuntimeError', 'torch.compile with fullgraph=True found no compiled frames.')
      return result
    } catch (error) {
      if (error instanceof Error) report.error = {type: error.name, message: error.message}
      throw error
    } finally {
      report.entries = report.cache.entries.length
      report.outcome = outcomeOf(report)
    }
  }

  /** Runs a frame; again where its graph turns out to break inside a module that it calls. */
  #frame(frame: Frame, report: Report, terms: Terms): unknown {
    const cache = this.#cache(frame.description)
    const cuts = new Set<number>()
    for (;;) {
      const run = new Execution(terms, frame.description, cache, report, cuts)
      const known = cuts.size
      try {
        return within(run, () => traced(run, frame, cache))
      } catch (error) {
        if (!isBreakInside(error) || cuts.size === known) throw error
        cache.attempts--
      }
    }
  }
}

/** Runs a frame's code as its execution says. */
function traced(run: Execution, frame: Frame, cache: CodeCache): unknown {
  const locals = run.enter(cache, frame.names)
  try {
    const result = frame.body(locals)
    run.leave(true)
    return actual(result)
  } catch (error) {
    if (!run.isTraced) throw error
    const name = error instanceof Error ? error.name : 'Error'
    run.fail(name === 'RuntimeError' ? 'TorchRuntimeError' : name, isBreakInside(error))
    if (isBreakInside(error) || name === 'Unsupported' || name === 'ConstraintViolationError') throw error
    if (name === 'RuntimeError')
      throw new PythonError('TorchRuntimeError', 'RuntimeError when making fake tensor call')
    run.skip()
    return frame.body(frame.names.locals)
  }
}

/** Calls a function with values of a frame. */
const applied = (fun: unknown, self: unknown, args: readonly unknown[]): unknown =>
  typeof fun === 'function' ? Reflect.apply(fun, self, [...args]) : undefined

/** The frame of a call: a function's, the `forward` of a user's module, or the one that torch.nn's modules share. */
function frameOf(fun: object, args: readonly unknown[]): Frame {
  if (!isModule(fun)) return functionFrame(fun, describe(fun), args)
  return isTorchs(fun) ? innerFrame(fun, args) : forwardFrame(fun, args)
}

function innerFrame(module: object, args: readonly unknown[]): Frame {
  const locals = new Map<string, unknown>([
    ['fn', module],
    ['args', [...args]],
  ])
  return {
    description: inner,
    names: {locals, globals: new Map()},
    body(values) {
      const given: unknown = values.get('args')
      return applied(values.get('fn'), undefined, Array.isArray(given) ? given : [])
    },
  }
}

function forwardFrame(module: object, args: readonly unknown[]): Frame {
  const forward = holder(attributeOf(attributeOf(classOf(module), 'prototype'), 'forward'))
  const {description, names} = functionFrame(forward, describe(forward), args)
  return {
    description,
    names: {...names, locals: new Map<string, unknown>([['self', module], ...names.locals])},
    body: (values) =>
      applied(
        forward,
        values.get('self'),
        [...names.locals.keys()].map((key) => values.get(key)),
      ),
  }
}

function functionFrame(fun: object, description: Description, args: readonly unknown[]): Frame {
  const last = args.at(-1)
  const keywords = last instanceof Keywords ? last.values : {}
  const locals = bind(description, last instanceof Keywords ? args.slice(0, -1) : args, keywords)
  const cells = description.cells === null ? [] : [...scopeValues(description.cells)]
  return {
    description,
    names: {
      locals: new Map([...locals, ...cells]),
      globals: description.globals === null ? new Map() : scopeValues(description.globals),
    },
    body: (values) =>
      applied(
        fun,
        undefined,
        [...locals.keys()].map((key) => values.get(key)),
      ),
  }
}
