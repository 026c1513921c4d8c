import type {ArrayImpl, Deferred} from './array.ts'
import type {ShapedArray} from './aval.ts'
import type {Contents} from './contents.ts'
import {type Call, Literal} from './op.ts'

/** An operand whose contents are known. */
type KnownOperand = Literal | {readonly aval: ShapedArray; readonly contents: Contents}

/** Computes the contents of an operation's results; where they cannot be known it says why, as a clause. */
export type Evaluator = (
  call: Call,
  operands: readonly KnownOperand[],
  budget: number,
) => readonly Contents[] | string

let evaluator: Evaluator | null = null

/** Says who computes contents; nobody does until then, so that a program that reads no contents need not load what does. */
export const evaluateBy = (next: Evaluator): void => {
  evaluator = next
}

/** How many arrays may wait on one another before the oldest are let go. */
const longest = 200_000

/** An operation whose results nobody has read yet. */
export class Pending implements Deferred {
  readonly #call: Call
  readonly #budget: number
  /** How many arrays wait on one another down to here. */
  readonly depth: number
  #operands: readonly (Literal | ArrayImpl)[]
  #results: readonly Contents[] | string | null = null

  constructor(call: Call, operands: readonly (Literal | ArrayImpl)[], budget: number) {
    this.#call = call
    this.#budget = budget
    this.#operands = operands
    this.depth = call.outs.length + operands.reduce((most, one) => Math.max(most, depthOf(one)), 0)
    if (this.depth > longest)
      this.#settle(
        `more than ${longest} arrays were made since contents were last read; read some now and then, such as the loss of each step`,
      )
  }

  /** What the operation gives, or why that is not known. */
  get results(): readonly Contents[] | string {
    const waiting: Pending[] = [this]
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      const next = top.#results === null ? top.#unread() : []
      if (next.length === 0) {
        if (top.#results === null) top.#compute()
        waiting.pop()
      } else for (const one of next) waiting.push(one)
    }
    return this.#results ?? ''
  }

  get isRead(): boolean {
    return this.#results !== null
  }

  #unread(): readonly Pending[] {
    return this.#operands.flatMap((operand) => {
      const pending = operand instanceof Literal ? null : operand.pending
      return pending instanceof Pending && pending.#results === null ? [pending] : []
    })
  }

  #compute(): void {
    const known: KnownOperand[] = []
    for (const operand of this.#operands) {
      if (operand instanceof Literal) known.push(operand)
      else {
        const {aval, contents} = operand
        if (contents === null) return this.#settle(operand.unknown)
        known.push({aval, contents})
      }
    }
    this.#settle(
      evaluator === null
        ? 'nothing that computes contents is loaded'
        : evaluator(this.#call, known, this.#budget),
    )
  }

  #settle(results: readonly Contents[] | string): void {
    this.#results = results
    this.#operands = []
  }
}

function depthOf(operand: Literal | ArrayImpl): number {
  const pending = operand instanceof Literal ? null : operand.pending
  return pending instanceof Pending && !pending.isRead ? pending.depth : 0
}
