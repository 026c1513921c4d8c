import {type Explanation, explaining, nnx, Session, show, type SimulatedRelease} from '../../lib/index.ts'
import {Program, type ScriptCall, type ScriptRun} from '../../lib/script/index.ts'
import {callsOf, type ProgramRun} from '../site/index.ts'
import type {Latest} from './edits.ts'
import {type Part, partsOf} from './model.ts'

/** What became of a program as far as it ran. */
export interface Tried {
  readonly run: ProgramRun
  readonly error: ScriptRun['error']
  readonly latest: Latest
}

/** So much a page runs while somebody types: some tenths of a second. */
const steps = 200_000
const mostPrinted = 200

/** A statement begins in a line: it is no part of one before it. */
const beginning = /^(?![\s#]|$|(?:else|elif|except|finally)\b)/

const assignment = /^(\w+)\s*=(?!=)/gm

/** A program that has run, so far as it did. */
interface Ran {
  readonly program: Program
  readonly calls: readonly ScriptCall[]
  readonly printed: string[]
  readonly error: ScriptRun['error']
  readonly text: string
}

/**
 * Runs programs that may be unfinished, by the rules of a release of JAX. A program that only goes on after the one before it is
 * run from there.
 *
 * @example
 * const trial = new Trial(release)
 * trial.run('import jax\nf = jax.jit(lambda x: x)\nf(1.0)\n').run.calls.length // 1
 */
export class Trial {
  readonly release: SimulatedRelease
  #ran: Ran | null = null
  /** Whether that program ran to the end of its text, and no further. */
  #isAtEnd = false

  constructor(release: SimulatedRelease) {
    this.release = release
  }

  run(text: string): Tried {
    const steps = this.running(text)
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
    }
  }

  /** The same, step by step; one that is not run to its end is as if it had never begun. */
  *running(text: string): Generator<unknown, Tried> {
    const before = this.#isAtEnd && this.#ran !== null && goesOn(this.#ran, text) ? this.#ran : null
    this.#isAtEnd = false
    const ran = yield* before === null ? anew(text, this.release) : goneOn(before, text)
    const {trace} = ran.program
    const explanation = yield* explaining(trace)
    this.#ran = ran
    this.#isAtEnd = true
    return triedOf(ran, explanation)
  }

  /** The parts of each model that the program has under a name. */
  parts(): ReadonlyMap<string, readonly Part[]> {
    const found = this.#ran === null ? [] : modelsIn(this.#ran)
    return new Map(found.map(([name, model]) => [name, partsOf(name, model)]))
  }
}

/** Whether a text is that of a program with more statements behind it. */
function goesOn({error, text: before}: Ran, text: string): boolean {
  const isMore = text.startsWith(before) && before.endsWith('\n') && beginning.test(text.slice(before.length))
  return error === null && isMore
}

/** Runs what a text has more than the program before it; lines keep their numbers. */
function* goneOn(before: Ran, text: string): Generator<undefined, Ran> {
  const above = '\n'.repeat(before.text.split('\n').length - 1)
  const {calls, error} = yield* before.program.running(above + text.slice(before.text.length))
  return {...before, text, error, calls: [...before.calls, ...calls]}
}

function* anew(text: string, release: SimulatedRelease): Generator<undefined, Ran> {
  const printed: string[] = []
  const print = (line: string): void => void printed.push(line)
  const program = new Program({session: new Session({release}), steps, print})
  const {calls, error} = yield* program.running(text)
  return {program, text, error, calls, printed}
}

/** What became of a program, for a page to show. */
function triedOf(ran: Ran, explanation: Explanation): Tried {
  const {calls, error, program, printed, text} = ran
  const {trace} = program
  const shown = [...printed.slice(0, mostPrinted), ...(printed.length > mostPrinted ? ['…'] : [])]
  return {
    run: {text, trace, explanation, printed: shown, calls: callsOf(trace, explanation, calls)},
    error,
    latest: {
      text,
      line: calls.at(-1)?.line ?? null,
      knowsJax: program.get('jax') !== undefined,
      models: new Map(modelsIn(ran).map(([name, model]) => [name, dropouts(model)])),
    },
  }
}

/** The models that stand under names of a program. */
function modelsIn({program, text}: Ran): (readonly [name: string, model: nnx.Module])[] {
  const names = new Set([...text.matchAll(assignment)].map(([, name = '']) => name))
  return [...names].flatMap((name): (readonly [string, nnx.Module])[] => {
    const value = program.get(name)
    return value instanceof nnx.Module ? [[name, value]] : []
  })
}

const dropouts = (model: nnx.Module): readonly string[] =>
  [...nnx.iterGraph(model)].flatMap(([path, value]) =>
    value instanceof nnx.Dropout
      ? [show(path.map((name) => (typeof name === 'number' ? `[${name}]` : name)))]
      : [],
  )
