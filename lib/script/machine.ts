import {interpreter} from '../array/index.ts'
import type {Session} from '../jit/index.ts'
import {PythonError} from '../python/index.ts'

/** A call of a jitted function that a text made. */
export interface ScriptCall {
  /** The line that called it, from 1. */
  readonly line: number
  /** The line of the program itself that led to it: where a function of the text made the call, the one that called that. */
  readonly from: number
  /** Its place in the trace. */
  readonly event: number
}

/** What a running text has: its session, what it printed, and how much it may still do. */
export class Machine {
  readonly session: Session
  readonly calls: ScriptCall[] = []
  readonly #print: (text: string) => void
  /** What stands in a line that is not yet ended. */
  #open = ''
  /** Is told the name of each function of the text whose body runs. */
  readonly ran: (name: string) => void
  readonly #most: number
  #steps = 0
  /** How many events of the trace have a line. */
  #told: number
  /** The line that led to what runs; null while nothing is called. */
  #from: number | null = null

  readonly file: string
  #lines: readonly string[] = []

  constructor(
    session: Session,
    {
      file,
      print,
      ran,
      steps,
    }: {
      readonly file: string
      readonly print: (line: string) => void
      readonly ran: (name: string) => void
      readonly steps: number
    },
  ) {
    this.session = session
    this.file = file
    this.ran = ran
    this.#told = session.trace.length
    this.#print = print
    this.#most = steps
  }

  /** Begins a piece of text, with all its steps before it. */
  begin(text: string): void {
    this.#steps = 0
    this.#lines = text.split('\n')
  }

  /** Prints a text; what is printed after one whose end is no new line stands in the same line. */
  print(text: string, end: string): void {
    const line = this.#open + text + end
    const isEnded = line.endsWith('\n')
    this.#open = isEnded ? '' : line
    if (isEnded) this.#print(line.slice(0, -1))
  }

  /** Prints a line that was not ended. */
  flush(): void {
    if (this.#open !== '') this.print('', '\n')
  }

  /** A statement changed a model or something else that calls may be given: the next event says so. */
  edited(line: number): void {
    if (interpreter() === null) this.session.note((this.#lines[line - 1] ?? '').trim())
  }

  /**
   * Counts a step.
   *
   * @throws {PythonError} RuntimeError where there were too many.
   */
  step(line: number): void {
    if (++this.#steps > this.#most)
      throw new PythonError(
        'RuntimeError',
        `line ${line}: stopped after ${this.#most.toLocaleString('en')} steps: a loop that does not end, or more than a page should run`,
      )
  }

  /** Runs what may call jitted functions, and keeps from which line they were called. */
  within<T>(line: number, run: () => T): T {
    const {trace, site} = this.session
    const outer = this.#from
    const from = outer ?? line
    this.#from = from
    this.session.site = `${this.file}:${line}`
    try {
      return run()
    } finally {
      this.session.site = site
      this.#from = outer
      while (this.#told < trace.length) this.calls.push({line, from, event: this.#told++})
    }
  }
}
