import {explain, nnx, Session, show, type SimulatedRelease} from '../../lib/index.ts'
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
  #text = ''
  #program: Program | null = null
  #error: ScriptRun['error'] = null
  #calls: ScriptCall[] = []
  #printed: string[] = []

  constructor(release: SimulatedRelease) {
    this.release = release
  }

  run(text: string): Tried {
    const program = this.#goingOn(text) ?? this.#anew(text)
    const {trace} = program
    const explanation = explain(trace)
    const printed = [
      ...this.#printed.slice(0, mostPrinted),
      ...(this.#printed.length > mostPrinted ? ['…'] : []),
    ]
    return {
      run: {text, trace, explanation, printed, calls: callsOf(trace, explanation, this.#calls)},
      error: this.#error,
      latest: {
        text,
        line: this.#calls.at(-1)?.line ?? null,
        knowsJax: program.get('jax') !== undefined,
        models: new Map(modelsIn(program, text).map(([name, model]) => [name, dropouts(model)])),
      },
    }
  }

  /** The parts of each model that the program has under a name. */
  parts(): ReadonlyMap<string, readonly Part[]> {
    const found = this.#program === null ? [] : modelsIn(this.#program, this.#text)
    return new Map(found.map(([name, model]) => [name, partsOf(name, model)]))
  }

  /** The program with what a text has more than the one before; null where that is not all that differs. */
  #goingOn(text: string): Program | null {
    const program = this.#program
    const more = text.slice(this.#text.length)
    const isMore = text.startsWith(this.#text) && this.#text.endsWith('\n') && beginning.test(more)
    if (program === null || this.#error !== null || !isMore) return null
    // Lines keep their numbers.
    this.#ran(program, '\n'.repeat(this.#text.split('\n').length - 1) + more)
    this.#text = text
    return program
  }

  #anew(text: string): Program {
    this.#calls = []
    this.#printed = []
    const program = new Program({
      session: new Session({release: this.release}),
      steps,
      print: (line) => void this.#printed.push(line),
    })
    this.#ran(program, text)
    this.#program = program
    this.#text = text
    return program
  }

  #ran(program: Program, text: string): void {
    const {calls, error} = program.run(text)
    this.#calls.push(...calls)
    this.#error = error
  }
}

/** The models that stand under names of a program. */
function modelsIn(program: Program, text: string): (readonly [name: string, model: nnx.Module])[] {
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
